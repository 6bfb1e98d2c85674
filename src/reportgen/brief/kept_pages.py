"""Lays out only the pages of a document that changed since it, or one like it, was laid out.

WeasyPrint passes over pages that are up to date when it looks again at numbers of pages. Here it is
given the pages of an earlier layout, and told which of them hold other words now, or might break
elsewhere for what follows; a page that starts elsewhere than before marks the next one by itself.
What comes out is what a layout of the whole would be: where that is not sure, the whole is laid
out. Margins are filled, and grounds laid, when a layout is finished: one that is only looked at
needs neither. Functions of WeasyPrint are wrapped that are not its public API, which is why it is
pinned; outside of `laid_out` they act as ever.
"""

import copy
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from math import inf
from typing import Any

from weasyprint import document as rendering
from weasyprint import layout
from weasyprint.layout.absolute import AbsolutePlaceholder

from reportgen.brief.box_tree import (
    Part,
    Path,
    Tree,
    UnknownValue,
    atoms,
    counterparts,
    differences,
    tried,
)
from reportgen.brief.kept_fonts import KeptFonts
from reportgen.brief.kept_sheets import KeptSheets, values_of_sheets

GENERATIONS = 6
"""Pages of so many layouts at most are held: each keeps the styles of its layout in memory."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page before its margins were filled.

    `broken` says that something floats on from it to the next, `counts_all` that it tells how many
    pages there are.
    """

    box: Any
    areas: tuple[Any, ...]
    content: tuple[Any, ...]
    broken: bool
    running: dict[str, list[Any]]
    counts_all: bool
    born: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A layout to go on from: its boxes before layout, where its pages begin, and the pages."""

    styles: str
    tree: Part
    starts: tuple[Any, ...]
    pages: tuple[KeptPage, ...]
    anchors: dict[str, tuple[int, dict[str, Any]]]
    telling: frozenset[int]
    sizes: dict[str, Any]
    bottom: float
    pictures: dict[str, str]
    born: int


class _Moved(Exception):
    """Pages were kept that cannot stay."""


@dataclass
class _Run:
    """One layout, which may go on from a former one."""

    former: Kept | None
    styles: str
    pictures: dict[str, str]
    images: dict[str, Any]
    copies: bool
    context: Any = None
    tree: Part | None = None
    pages: list[Any] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)
    broken: dict[int, bool] = field(default_factory=dict)
    made: list[Any] = field(default_factory=list)
    told: dict[str, Any] = field(default_factory=dict)
    unfinished: list[tuple[Any, Any]] = field(default_factory=list)

    # --- before layout ---

    def begin(self, context: Any, root: Any) -> None:
        """Take what boxes there are, and of the former layout the pages that stay."""
        self.context = context
        shown = {
            id(image): self.pictures.get(url, url)
            for url, image in self.images.items()
            if url in self.pictures or url.startswith("data:")
        }
        try:
            self.tree = Tree(shown, values_of_sheets()).part(root)
        except UnknownValue:
            return
        former = self.former
        if former is None or context.footnotes or former.styles != self.styles:
            return
        if former.starts[0][:3] != context.page_maker[0][:3]:
            return
        due = due_pages(former, self.tree)
        if len(due) < len(former.pages):
            self._take(former, due)

    def _take(self, former: Kept, due: set[int]) -> None:
        assert self.tree is not None
        elements: dict[int, Any] = {}
        images: dict[int, Any] = {}
        for one, other in counterparts(former.tree, self.tree):
            elements[id(one.element)] = other.element
            if (image := getattr(one, "replacement", None)) is not None:
                images[id(image)] = other.replacement
        for at, page in enumerate(former.pages):
            box = None if at in due else self._restored(page, elements, images)
            self.pages.append(box)
            if box is not None:
                self.kept.add(at)
                self.broken[at] = page.broken
                for name, running in page.running.items():
                    self.context.running_elements[name][at + 1] = list(running)
        self.context.page_maker = [
            (*start[:3], copy.deepcopy(start[3]), self._state(at, start[4]))
            for at, start in enumerate(former.starts)
        ]
        self.context.style_for.initial_page_sizes.update(former.sizes)
        self.context.page_bottom = former.bottom  # margins are filled even where no page is made
        targets = self.context.target_collector
        for name, (index, values) in former.anchors.items():
            if (target := targets.target_lookup_items.get(name)) is not None:
                target.page_maker_index = index
                target.cached_page_counter_values = copy.deepcopy(values)
        self.told = self._places()
        self._number(former)

    def _number(self, former: Kept) -> None:
        """Give what prints the numbers of pages those of the former layout.

        A page that tells such is thus laid out once. Where they are not all known, or it is another
        page than the first that told some, it is laid out without them, and then again.
        """
        starts = self.context.page_maker
        counters = starts[min(min(former.telling, default=0) + 1, len(starts) - 1)][3][1]
        is_known = all(page is not None for page in self.told.values())
        for lookup in self._lookups():
            lookup.pending = lookup.pending or not is_known
            if is_known:
                lookup.cached_page_counter_values = copy.deepcopy(counters)
                lookup.parse_again(counters)

    def _state(self, at: int, state: dict[str, Any]) -> dict[str, Any]:
        is_kept = at in self.kept
        return {
            "content_changed": not is_kept and at < len(self.pages),
            "pages_wanted": False,
            "anchors": list(state["anchors"]) if is_kept else [],
            "content_lookups": [],
        }

    def _restored(
        self, page: KeptPage, elements: dict[int, Any], images: dict[int, Any]
    ) -> Any | None:
        """Return a page as it was before its margins were filled, with elements of this document.

        None where it has some that this document has not.
        """
        box, areas, content = page.box, page.areas, page.content
        if self.copies:
            content = tuple(map(_copied, content))
            root = areas[0].copy()
            areas = (root, *map(_copied, areas[1:]))
            box = box.copy()
            box.painted = None
        areas[0].children = list(content)
        box.children = list(areas)
        for one in _boxes(box):
            if one.element is not None:
                if id(one.element) not in elements:
                    return None
                one.element = elements[id(one.element)]
            if (image := getattr(one, "replacement", None)) is not None:
                if id(image) not in images:
                    return None
                one.replacement = images[id(image)]
            if getattr(one, "is_artifact", False):
                one.is_artifact = False
        return box

    # --- layout ---

    def make(self, root: Any, html: Any, pages: Sequence[Any]) -> Iterator[Any]:
        """Yield the pages, those laid out that have to be, as WeasyPrint's make_all_pages does."""
        context, at, reported = self.context, 0, None
        if not pages:
            pages = self.pages
            for kept in filter(None, pages):  # their margins are still to be filled
                layout.page.set_page_type_computed_styles(kept.page_type, html, context.style_for)
        context.rendered_notes = []
        self.made = []
        while True:
            state = context.page_maker[at][-1]
            page = pages[at] if at < len(pages) else None
            if page is None or state["content_changed"] or state["pages_wanted"]:
                layout.PROGRESS_LOGGER.info("Step 5 - Creating layout - Page %d", at + 1)
                state.update(content_changed=False, pages_wanted=False)
                state.update(anchors=[], content_lookups=[])
                page, resume_at = layout.page.remake_page(at, context, root, html)
                self.kept.discard(at)
                reported = context.reported_footnotes
                self._tell_next(at, resume_at)
            else:
                resume_at, reported = context.page_maker[at + 1][0], None
            self.made.append(page)
            yield page
            at += 1
            if resume_at is None and not reported:
                context.page_maker = context.page_maker[: at + 1]
                context.broken_out_of_flow.clear()
                context.reported_footnotes.clear()
                break
        self._tell()
        self.made = [
            (page, tuple(page.children), tuple(page.children[0].children)) for page in self.made
        ]

    def _tell_next(self, at: int, resume_at: Any) -> None:
        """Note what floats on from a page; the next one has to take it up."""
        self.broken[at] = bool(self.context.broken_out_of_flow)
        if self.kept and self.broken[at] and resume_at is not None:
            self.context.page_maker[at + 1][-1]["content_changed"] = True

    def _tell(self) -> None:
        """Where pages tell on which page something stands that has moved, have them made again."""
        if self.former is None or self.told == (places := self._places()):
            return
        self.told = places
        starts = self.context.page_maker
        telling = {*self.former.telling, *self._telling()}
        for at in telling & set(range(len(starts) - 1)):
            starts[at][-1]["content_changed"] = True
        for lookup in self._lookups():
            on = lookup.page_maker_index
            on = min(telling, default=0) if on is None else on
            lookup.parse_again(starts[min(on + 1, len(starts) - 1)][3][1])

    def _lookups(self) -> list[Any]:
        """Return what prints the numbers of pages on which something stands."""
        found = self.context.target_collector.counter_lookup_items.values()
        return [one for one in found if one.missing_target_counters]

    def _telling(self) -> set[int]:
        on = (one.page_maker_index for one in self._lookups())
        return {at for at in on if at is not None}

    def _places(self) -> dict[str, Any]:
        """Return on which page each thing stands whose page is told of."""
        targets = self.context.target_collector
        names = {
            value[1:]
            for box, _ in targets.counter_lookup_items
            if box.element is not None
            for value in box.element.attrib.values()
            if value.startswith("#")
        }
        items = {name: targets.target_lookup_items.get(name) for name in names}
        return {name: one and one.page_maker_index for name, one in items.items()}

    # --- after layout ---

    def finish(self, document: Any) -> None:
        """Fill the margins of the pages, and lay their grounds, as `layout_document` does."""
        for number, (page, state) in enumerate(self.unfinished, 1):
            self.context.current_page = number
            page.children = (*page.children, *_make_margins(self.context, page, state))
            _lay_grounds(page, self.context.get_image_from_uri)
        document.pages = [rendering.Page(page) for page, _ in self.unfinished]

    def prove(self) -> None:
        """Raise _Moved where pages were kept that show what is another now."""
        if not self.kept or self.former is None:
            return
        if len(self.made) != len(self.former.pages) and any(
            page.counts_all for page in self.former.pages
        ):
            raise _Moved
        shared = self.pictures.keys() & self.former.pictures.keys()
        shown = {url for url in shared if url not in self.images}
        if any(self.pictures[url] != self.former.pictures[url] for url in shown):
            raise _Moved

    def result(self) -> Kept | None:
        """Return what a later layout can go on from."""
        if self.tree is None or any(page.fixed_boxes for page, _, _ in self.made):
            return None
        context, former = self.context, self.former
        born = former.born + 1 if former else 0
        pages = []
        for at, (page, areas, content) in enumerate(self.made):
            since = former.pages[at].born if former and at in self.kept else born
            running = {
                name: list(found[at + 1])
                for name, found in context.running_elements.items()
                if at + 1 in found
            }
            broken = self.broken.get(at, False)
            counts = context.page_maker[at][-1]["pages_wanted"]
            counts = counts or (former and at in self.kept and former.pages[at].counts_all)
            page.is_kept = True  # what is drawn of it may be written down
            pages.append(KeptPage(page, areas, content, broken, running, bool(counts), since))
        anchors = {
            name: (item.page_maker_index, item.cached_page_counter_values)
            for name, item in context.target_collector.target_lookup_items.items()
        }
        sizes = dict(context.style_for.initial_page_sizes)
        telling = self._telling() | {at for at in self.kept if former and at in former.telling}
        return Kept(
            self.styles, self.tree, tuple(context.page_maker), tuple(pages),
            anchors, frozenset(telling), sizes, context.page_bottom, dict(self.pictures), born,
        )  # fmt: skip


def due_pages(former: Kept, tree: Part) -> set[int]:
    """Return which pages of a former layout have to be laid out again for a new tree.

    A page depends on what it holds, on what of the next was tried on it, and on all of a table or
    of columns that it begins or ends within.
    """
    changed = list(differences(former.tree, tree))
    starts = [_path(start[0]) for start in former.starts[: len(former.pages)]]
    ends: Path = (inf,)
    due = set()
    oldest = sorted({page.born for page in former.pages})[:-GENERATIONS]
    for at, page in enumerate(former.pages):
        low, high = starts[at], ends
        if at + 1 < len(starts):
            high = max(starts[at + 1], tried(former.tree, starts[at + 1]))
        for edge in starts[at : at + 2]:
            for around in atoms(former.tree, edge):
                low, high = min(low, around), max(high, (*around, inf))
        if any((*path, inf) > low and path < high for path in changed):
            due.add(at)
        if page.born in oldest:
            due.add(at)
        if page.broken:
            due |= {at, at + 1}
    return due


def _path(resume_at: Any) -> Path:
    """Return where a page begins."""
    path: list[float] = []
    while resume_at:
        ((at, resume_at),) = list(resume_at.items())[:1]
        path.append(at)
    return tuple(path)


def _boxes(box: Any) -> Iterator[Any]:
    box = getattr(box, "_box", box)
    yield box
    for child in box.all_children() if hasattr(box, "children") else ():
        yield from _boxes(child)


def _copied(box: Any) -> Any:
    if isinstance(box, AbsolutePlaceholder):
        placed = AbsolutePlaceholder(_copied(box._box))
        object.__setattr__(placed, "_layout_done", box._layout_done)
        return placed
    new = box.copy()
    if hasattr(new, "children"):
        new.children = type(new.children)(map(_copied, new.children))
    return new


Finish = Callable[[Any], None]
"""Finishes a document that is laid out: it fills margins, and lays grounds."""
_run: ContextVar[_Run | None] = ContextVar("layout", default=None)
_initialize = layout.initialize_page_maker
_make_all = layout.make_all_pages
_make_margins = layout.make_margin_boxes
_lay_grounds = layout.layout_backgrounds


def _initialized(context: Any, root: Any) -> None:
    _initialize(context, root)
    if (run := _run.get()) is not None:
        run.begin(context, root)


def _made(context: Any, root: Any, html: Any, pages: Any) -> Iterator[Any]:
    run = _run.get()
    return _make_all(context, root, html, pages) if run is None else run.make(root, html, pages)


def _left_empty(context: Any, page: Any, state: Any) -> Any:
    run = _run.get()
    if run is None:
        return _make_margins(context, page, state)
    run.unfinished.append((page, state))
    return ()


def _left_bare(page: Any, images: Any) -> None:
    if _run.get() is None:
        _lay_grounds(page, images)


layout.initialize_page_maker = _initialized
layout.make_all_pages = _made
layout.make_margin_boxes = _left_empty
layout.layout_backgrounds = _left_bare


def laid_out(
    render: Callable[[dict[str, Any]], Any],
    styles: str,
    pictures: dict[str, str],
    former: Kept | None = None,
    *,
    copies: bool = False,
) -> tuple[Any, Kept | None, Finish]:
    """Return a document as `render` lays it out with a cache of images, and what to keep of it.

    Its margins are empty and its grounds bare until what is returned with it finishes it.

    `styles` are the stylesheets, `pictures` takes the digest of each file that is fetched. Pages
    of the `former` layout are taken, or `copies` of them, where it is to stay as it is.
    """
    try:
        return _laid_out(render, _Run(former, styles, pictures, {}, copies))
    except _Moved:
        return _laid_out(render, _Run(None, styles, pictures, {}, copies))


def _laid_out(
    render: Callable[[dict[str, Any]], Any], run: _Run
) -> tuple[Any, Kept | None, Finish]:
    token = _run.set(run)
    try:
        document = render(run.images)
        run.prove()
    finally:
        _run.reset(token)
    return document, run.result(), run.finish


@dataclass
class Shelf:
    """What a process keeps of a document: fonts, stylesheets, layouts in the order of a build."""

    styles: str = ""
    fonts: KeptFonts | None = None
    sheets: KeptSheets = field(default_factory=KeptSheets)
    layouts: dict[int, Kept | None] = field(default_factory=dict)


_shelves: OrderedDict[tuple[str, ...], Shelf] = OrderedDict()
MOST_SHELVES = 2
"""Of so many documents at most layouts are kept."""


def shelf_of(key: tuple[str, ...]) -> Shelf:
    """Return what is kept under a key, an empty shelf where that is nothing."""
    shelf = _shelves.pop(key, None) or Shelf()
    _shelves[key] = shelf
    while len(_shelves) > MOST_SHELVES:
        _shelves.popitem(last=False)
    return shelf
