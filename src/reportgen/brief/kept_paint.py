"""Draws a page that was kept as it was drawn before: what was drawn is written down the first time.

What a drawing leaves in a PDF besides its operators goes with it: which glyphs of which fonts, the
states and groups that it names, and which box each marked part belongs to. How letters that join
are drawn hangs on what their glyphs stand for on pages before: where that is another now, the page
is drawn anew. One with other objects of its own, such as photographs, is drawn every time.
`Page.paint` of WeasyPrint is wrapped; it is public, what it is given is not.
"""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pydyf
from pydyf import _to_bytes
from weasyprint import document as rendering

from reportgen.brief.box_tree import Tree, UnknownValue

STATE = re.compile(rb"^/([aA])([\d.e-]+) gs$", re.MULTILINE)
GROUP = re.compile(rb"^/x(\d+) Do$", re.MULTILINE)
OBJECT = re.compile(rb"^/(s\d+ gs|s\d+ sh|i\w+ Do|p\d+ (?i:scn)|Pattern .*)$", re.MULTILINE)
"""Operators that name an object by a number that counts those of all pages before, or a picture."""


class _Unlike(Exception):
    """What was drawn cannot be drawn again from what is written down of it."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of a picture that is drawn as one (ISO 32000-1, 11.6.6), with those in it."""

    box: tuple[Any, ...]
    operators: bytes
    states: tuple[tuple[str, dict[str, Any]], ...]
    groups: tuple["Group", ...]

    @classmethod
    def of(cls, stream: Any) -> "Group":
        """Return a group as it was drawn. Raises _Unlike."""
        resources = stream._resources
        if resources["Pattern"] or resources["Shading"]:
            raise _Unlike
        states = tuple((name, dict(state)) for name, state in resources["ExtGState"].items())
        if any(
            not isinstance(value, float | int | str) for _, one in states for value in one.values()
        ):
            raise _Unlike
        groups = tuple(map(cls.of, _groups(resources["XObject"])))
        operators = b"\n".join(map(_to_bytes, stream.stream))
        return cls(tuple(stream.extra["BBox"]), operators, states, groups)

    def draw(self, stream: Any) -> None:
        """Add the group to the resources of a stream, under the name that comes next."""
        group = stream.add_group(0, 0, 0, 0)
        group.extra["BBox"] = pydyf.Array(self.box)
        group.stream.append(self.operators)
        for name, state in self.states:
            group._resources["ExtGState"][name] = pydyf.Dictionary(state)
        for one in self.groups:
            one.draw(group)


def _groups(objects: dict[str, Any]) -> list[Any]:
    if not all(name.startswith("x") for name in objects):
        raise _Unlike
    return list(objects.values())


class Readings(dict[int, str]):
    """What glyphs of a font stand for on one page; those of pages before go first.

    `asked` holds for a glyph what it was to stand for, and what the answer was: what is drawn hangs
    on the answer.
    """

    def __init__(self, before: dict[int, str]) -> None:
        super().__init__()
        self._before = before
        self.asked: dict[int, tuple[str, str]] = {}

    def setdefault(self, glyph: int, reading: str = "") -> str:
        """Return what a glyph stands for in the whole file."""
        if glyph not in self:
            self[glyph] = self._before.get(glyph, reading)
            self.asked[glyph] = reading, self[glyph]
        return self[glyph]

    def holds(self, before: dict[int, str]) -> bool:
        """Return whether the answers were the same behind these readings of pages before."""
        return all(before.get(one, wish) == said for one, (wish, said) in self.asked.items())


@dataclass(slots=True)
class Painted:
    """What a page was drawn as; `margins` says what stood in its margins then.

    `first` is the number of its first group, `data` the stream with these numbers, once it is made.
    """

    margins: tuple[Any, ...]
    scale: float
    operators: bytes
    fonts: tuple[tuple[Any, Any, dict[int, Any], Readings], ...]
    states: tuple[tuple[str, str, Any], ...]
    groups: tuple[Group, ...]
    first: int
    tags: tuple[tuple[Any, dict[str, Any]], ...]
    data: bytes = b""


class FontOnPage:
    """A font of a file, with the glyphs of one page."""

    def __init__(self, font: Any) -> None:
        vars(self).update(font=font, widths={}, to_unicode=Readings(font.to_unicode))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.font, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.font, name, value)


class FontsOnPage(dict[Any, Any]):
    """The fonts of one page, each as FontOnPage; new ones are added to those of the file."""

    def __init__(self, fonts: dict[Any, Any]) -> None:
        super().__init__()
        self.all = fonts

    def __contains__(self, key: object) -> bool:
        if not super().__contains__(key) and key in self.all:
            super().__setitem__(key, FontOnPage(self.all[key]))
        return super().__contains__(key)

    def __setitem__(self, key: Any, font: Any) -> None:
        self.all[key] = font
        super().__setitem__(key, FontOnPage(font))


@dataclass
class _Painter:
    """Draws one page, and writes down what is drawn."""

    page: Any
    stream: Any
    scale: float
    margins: tuple[Any, ...]
    own: FontsOnPage = field(init=False)

    def draw(self) -> Painted | None:
        """Draw it; return what was drawn, None for what cannot be drawn again from that."""
        stream, fonts = self.stream, self.stream._fonts
        self.own = stream._fonts = FontsOnPage(fonts)
        start, marked = len(stream.stream), set(stream._tags or ())
        objects = stream._resources["XObject"]
        first = len(objects)
        missing = sum(len(font.missing) for font in fonts.values())
        try:
            _paint(self.page, stream, self.scale)
        finally:
            stream._fonts = fonts
        touched = tuple(
            (key, _unused(one.font), one.widths, one.to_unicode) for key, one in self.own.items()
        )
        _add_glyphs(fonts, touched)
        operators = b"\n".join(map(_to_bytes, stream.stream[start:]))
        if (
            OBJECT.search(operators)
            or missing != sum(len(font.missing) for font in fonts.values())
            or any(font.png or font.svg or font.colr for _, font, _, _ in touched)
        ):
            return None
        try:
            there = dict(list(objects.items())[first:])
            groups = tuple(map(Group.of, _groups(there)))
        except _Unlike:
            return None
        names = dict.fromkeys(found.groups() for found in STATE.finditer(operators))
        states = tuple(
            (
                kind.decode(),
                value.decode(),
                dict(stream._resources["ExtGState"][_name(kind, value)]),
            )
            for kind, value in names
        )
        tags = stream._tags or {}
        return Painted(
            margins=self.margins,
            scale=self.scale,
            operators=operators,
            fonts=touched,
            states=states,
            groups=groups,
            first=first,
            tags=tuple((box, dict(tag)) for box, tag in tags.items() if box not in marked),
        )


def _unused(font: Any) -> Any:
    """Return a font of a file as it is before anything was drawn with it."""
    new = copy.copy(font)
    new.widths, new.to_unicode, new.missing = {}, {}, {}
    return new


def _name(kind: bytes, value: bytes) -> str:
    return (kind + value).decode()


def _add_glyphs(fonts: dict[Any, Any], touched: tuple[Any, ...]) -> None:
    """Add glyphs to the fonts of a file, those that it has not yet, in the order of drawing."""
    for key, font, widths, readings in touched:
        if key not in fonts:
            fonts[key] = _unused(font)
        own = fonts[key]
        for glyph, width in widths.items():
            own.widths.setdefault(glyph, width)
        for glyph, reading in readings.items():
            own.to_unicode.setdefault(glyph, reading)


def margins_of(page: Any) -> tuple[Any, ...]:
    """Return what stands in the margins of a page, in a form that can be compared.

    Raises UnknownValue.
    """
    tree = Tree({})
    return tuple(
        part for box in page.children if hasattr(box, "at_keyword") for part in _laid_out(box, tree)
    )


def _laid_out(box: Any, tree: Tree) -> Iterator[Any]:
    if getattr(box, "replacement", None) is not None:
        raise UnknownValue("a picture in a margin")
    place = (box.position_x, box.position_y, box.width, box.height)
    yield type(box).__name__, tree.style(box.style), getattr(box, "text", ""), place
    for child in getattr(box, "children", ()):
        yield from _laid_out(child, tree)


def _painted(page: Any, stream: Any, scale: float = 1) -> None:
    """Draw a page, from what is written down of it where it is as it was."""
    box = page._page_box
    if not getattr(box, "is_kept", False):
        _paint(page, stream, scale)
        return
    painted: Painted | None = getattr(box, "painted", None)
    try:
        margins = margins_of(box)
    except UnknownValue:
        _paint(page, stream, scale)
        return
    if (
        painted is None
        or (painted.margins, painted.scale) != (margins, scale)
        or not all(
            readings.holds(stream._fonts[key].to_unicode if key in stream._fonts else {})
            for key, _, _, readings in painted.fonts
        )
    ):
        box.painted = stream.painted = _Painter(page, stream, scale, margins).draw()
        return
    first = len(stream._resources["XObject"])
    for group in painted.groups:
        group.draw(stream)
    operators = painted.operators
    if first == painted.first:
        stream.painted = painted
    else:
        moved = first - painted.first
        operators = GROUP.sub(lambda name: b"/x%d Do" % (int(name[1]) + moved), operators)
    stream.stream.append(operators)
    _add_glyphs(stream._fonts, painted.fonts)
    for kind, value, state in painted.states:
        states = stream._resources["ExtGState"]
        states.setdefault(kind + value, pydyf.Dictionary(state))
    if stream._tags is not None:
        stream._tags.update({box: dict(tag) for box, tag in painted.tags})


_paint = rendering.Page.paint
rendering.Page.paint = _painted
