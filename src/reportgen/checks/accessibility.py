"""Finds what keeps someone from reading a slide, by eye, ear or keyboard.

The rules are those of Microsoft's accessibility checker and of WCAG 2.2, as far as a file tells.
"""

import re
from collections.abc import Iterator
from itertools import combinations

from lxml.etree import _Element as Element

from reportgen.checks.slide_contrasts import Painted, SlideContrasts
from reportgen.checks.slide_shapes import FEET, TITLES, Frame, SlideShapes, kind_of
from reportgen.openxml.package import MAIN, P14, A, P, Package, R

SMALLEST, SMALLEST_FOOT = 12.0, 10.0
"""The least size of text in points; that of source lines, footers and slide numbers."""
COVERED = 0.1
"""How much of a shape another may cover: insets of text are no text."""
SAYS_NOTHING = re.compile(r"(click here|here|link|more|read more|this page)\.?", re.IGNORECASE)
IS_FILE = re.compile(r"\.(png|jpe?g|svg|gif|emf|wmf)$", re.IGNORECASE)
HANGUL_OR_CJK = re.compile(r"[ᄀ-ᇿ぀-ヿ㄰-㆏㐀-鿿가-힯]")
DECORATIVE = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"

SHOWN = {f"{P}pic": "picture", f"{P}graphicFrame": "picture", f"{P}grpSp": "group of shapes"}
"""What needs a text alternative, or the mark that it is decoration."""
UNNAMED = re.compile(r"((default|untitled) section)?", re.IGNORECASE)
"""The names of sections that PowerPoint gives by itself."""
MOVES = (
    "anim",
    "animClr",
    "animEffect",
    "animMotion",
    "animRot",
    "animScale",
    "audio",
    "video",
    "cmd",
)
"""What moves, sounds or runs in a timing (19.5.1 to 19.5.17)."""


LANE = "Lane"
"""The name of a timeline's lane is heard before its events, on whichever side of them it stands."""


def accessibility_faults(package: Package) -> Iterator[tuple[str, str]]:
    """Yield each fault of the slides, as the part that it is in, and what is wrong."""
    painted = Painted({}, {})
    for name in package.slides:
        tree, title = package.trees[name], _title(package.trees[name])
        if not title:
            yield name, "has no title"
        slide = _Slide(package, name)
        for fault in (*slide.order(), *slide.words(), *slide.pictures(), *slide.tables()):
            yield name, fault
        for fault in (*slide.notes(), *slide.places(), *SlideContrasts(slide, painted).faults()):
            yield name, fault
        if any(one.get("advTm") for one in tree.iter(f"{P}transition")):
            yield name, "goes on by itself after some time"
        yield from ((name, fault) for fault in _animations(tree))
    for section in package.trees[MAIN].iter(f"{P14}section") if MAIN in package.trees else ():
        if UNNAMED.fullmatch(section.get("name", "").strip()):
            yield MAIN, "has a section without a name"
    core = package.trees.get("docProps/core.xml")
    known = {} if core is None else {str(one.tag).rpartition("}")[2]: one.text for one in core}
    for part, what in (("title", "a title"), ("language", "a language")):
        if not known.get(part):
            yield "docProps/core.xml", f"gives the presentation no {what[2:]}"


def _animations(tree: Element) -> Iterator[str]:
    """Yield what moves on a slide, or appears never: things may appear by clicks (19.5)."""
    timing = tree.find(f"{P}timing")
    if timing is None:
        return
    effects = [one for one in timing.iter(f"{P}cTn") if one.get("presetClass")]
    kinds = {(one.get("presetClass"), one.get("presetID")) for one in effects}
    moves = any(next(timing.iter(P + kind), None) is not None for kind in MOVES)
    if kinds != {("entr", "1")} or moves:
        yield "has an animation"
    held = {
        one.get("id", ""): len(shape.findall(f"{P}txBody/{A}p"))
        for shape in tree.iter(f"{P}sp")
        for one in shape.findall(f"{P}nvSpPr/{P}cNvPr")
    }
    whole = {
        one.get("id", "")
        for kind in SHOWN
        for shape in tree.iter(kind)
        for one in shape.iter(f"{P}cNvPr")
    }
    for target in timing.iter(f"{P}spTgt"):
        if target.find(f"{P}txEl") is None:
            if target.get("spid", "") not in whole:
                yield "lets something appear that is not there"
            continue
        last = max((int(one.get("end", "0")) for one in target.iter(f"{P}pRg")), default=-1)
        if last >= held.get(target.get("spid", ""), 0) or last < 0:
            yield "lets a paragraph appear that is not there"


def _title(tree: Element) -> str:
    held = (one for one in tree.iter(f"{P}sp") if kind_of(one) in TITLES)
    return next((_text(one) for one in held), "")


def _text(shape: Element) -> str:
    return "".join(one.text or "" for one in shape.iter(f"{A}t")).strip()


class _Slide(SlideShapes):
    """What a slide shows, as those meet it who read, hear or steer it."""

    def order(self) -> Iterator[str]:
        at = [number for number, one in enumerate(self.shapes) if kind_of(one) in TITLES]
        if at and at[0]:
            yield "does not begin with its title, for those who hear it"
        yield from self._heard_late()
        for one in self.shapes:
            kind = kind_of(one)
            if kind and kind not in FEET and one.tag == f"{P}sp" and not _text(one):
                yield f"has an empty placeholder `{_name(one)}`"

    def _heard_late(self) -> Iterator[str]:
        """Yield the first shape that is heard after one that stands below it, in its column."""
        said = [
            (one, frame)
            for one in self.shapes
            if kind_of(one) not in TITLES and not _is_foot(one) and not _says_nothing(one)
            if (frame := self.frame(one)) is not None
        ]
        for (below, first), (above, second) in combinations(said, 2):
            shared = min(first[2], second[2]) - max(first[0], second[0])
            narrow = min(first[2] - first[0], second[2] - second[0])
            if _name(below).startswith(LANE):
                continue
            if second[3] <= first[1] and shared * 2 > narrow:
                yield f"lets `{_name(below)}` be heard before `{_name(above)}`, which is above it"
                return

    def words(self) -> Iterator[str]:
        """Yield what is wrong with text: language, font of Korean, size, links."""
        runs = list(self.tree.iter(f"{A}r", f"{A}fld"))
        looks = [one.find(f"{A}rPr") for one in runs]
        if any(look is None or not look.get("lang") for look in looks):
            yield "has text of no language"
        for run, look in zip(runs, looks, strict=True):
            said = run.findtext(f"{A}t") or ""
            if HANGUL_OR_CJK.search(said) and (look is None or look.find(f"{A}ea") is None):
                yield f"has “{said[:20]}” without a font for it"
        for shape in self.shapes:
            least = SMALLEST_FOOT if _is_foot(shape) else SMALLEST
            sizes = [float(one.get("sz", "0")) / 100 for one in shape.iter() if one.get("sz")]
            small = [size for size in sizes if 1 < size < least]
            if small and shape.tag != f"{P}pic":
                yield f"has text of {min(small):g} points in `{_name(shape)}`"
        for link, said in _links(self.tree):
            if SAYS_NOTHING.fullmatch(said.strip()):
                yield f"has a link that does not say where it leads: “{said.strip()[:40]}”"
            if not link.get(f"{R}id") and not link.get("action"):
                yield f"has a link that leads nowhere: “{said.strip()[:40]}”"

    def pictures(self) -> Iterator[str]:
        for shape in self.shapes:
            if shape.tag not in SHOWN:
                continue
            said = next(shape.iter(f"{P}cNvPr")).get("descr", "").strip()
            decorative = _is_decorative(shape)
            is_table = next(shape.iter(f"{A}tbl"), None) is not None
            if not said and not decorative:
                what = "table" if is_table else SHOWN[str(shape.tag)]
                yield f"has a {what} without a text alternative: `{_name(shape)}`"
            if IS_FILE.search(said):
                yield f"has a file's name for a text alternative: `{said}`"

    def tables(self) -> Iterator[str]:
        for table in self.tree.iter(f"{A}tbl"):
            look = table.find(f"{A}tblPr")
            heads = (look.get(one) for one in ("firstRow", "firstCol")) if look is not None else ()
            if not any(one in ("1", "true") for one in heads):
                yield "has a table without a head row or column"
            merged = ("gridSpan", "rowSpan", "hMerge", "vMerge")
            if any(cell.get(key) for cell in table.iter(f"{A}tc") for key in merged):
                yield "has a table with merged cells"
            wide = len(table.findall(f"{A}tblGrid/{A}gridCol"))
            if any(len(row.findall(f"{A}tc")) != wide for row in table.iter(f"{A}tr")):
                yield "has a table whose rows are not of one length"

    def notes(self) -> Iterator[str]:
        pages = [
            self.package.trees.get(one) for one in self.package.related(self.name, "notesSlide")
        ]
        bodies = [
            one
            for page in pages
            if page is not None
            for one in page.iter(f"{P}sp")
            if kind_of(one) == "body"
        ]
        if not any(map(_text, bodies)):
            yield "has no speaker notes"

    def places(self) -> Iterator[str]:
        """Yield shapes that cover each other, or that leave the slide."""
        width, height = self.size()
        frames = {shape: found for shape in self.shapes if (found := self.frame(shape))}
        for shape, (left, top, right, bottom) in frames.items():
            if left < 0 or top < 0 or right > width or bottom > height:
                yield f"has `{_name(shape)}` outside of the slide"
        appear = _appearing(self.tree)
        for (one, first), (other, second) in combinations(frames.items(), 2):
            if first == second and _is_decorative(one) and _number(other) in appear:
                continue  # what is seen of a figure before a click, and then covered by the whole
            if {kind_of(one), kind_of(other)} & {*FEET} or _is_behind(one):
                continue
            if _shared(first, second) > COVERED * min(_area(first), _area(second)):
                yield f"has `{_name(one)}` and `{_name(other)}` on each other"


def _number(shape: Element) -> str:
    """Return the number by which animations name a shape."""
    return next((one.get("id", "") for one in shape.iter(f"{P}cNvPr")), "")


def _appearing(tree: Element) -> frozenset[str]:
    """Return the numbers of the shapes that appear whole by clicks."""
    targets = (one for one in tree.iter(f"{P}spTgt") if one.find("*") is None)
    return frozenset(one.get("spid", "") for one in targets)


def _is_behind(shape: Element) -> bool:
    """Return whether a shape, drawn before another, is a ground or mark that says nothing."""
    return _is_decorative(shape) and shape.tag == f"{P}sp" and not _text(shape)


def _says_nothing(shape: Element) -> bool:
    """Return whether a shape is decoration, or a text box without words."""
    return _is_decorative(shape) or (shape.tag == f"{P}sp" and not _text(shape))


def _is_decorative(shape: Element) -> bool:
    return any(one.get("uri") == DECORATIVE for one in shape.iter(f"{A}ext"))


def _is_foot(shape: Element) -> bool:
    """Return whether a shape is a source line, footer, slide number, or the bar of the parts."""
    return kind_of(shape) in FEET or _name(shape).startswith(("Source", "Part"))


def _name(shape: Element) -> str:
    found = next(shape.iter(f"{P}cNvPr"), None)
    return "" if found is None else found.get("name", "")


def _links(tree: Element) -> Iterator[tuple[Element, str]]:
    """Yield the links in text, each with its words: those of the runs that it goes over."""
    for paragraph in tree.iter(f"{A}p"):
        words: dict[str, str] = {}
        links: dict[str, Element] = {}
        for run in paragraph.iter(f"{A}r"):
            link = run.find(f"{A}rPr/{A}hlinkClick")
            if link is not None:
                key = str(sorted(map(str, link.attrib.values())))
                words[key] = words.get(key, "") + (run.findtext(f"{A}t") or "")
                links[key] = link
        yield from ((links[key], said) for key, said in words.items())


def _shared(one: Frame, other: Frame) -> int:
    """Return the area that two frames share."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(0, width) * max(0, height)


def _area(frame: Frame) -> int:
    return (frame[2] - frame[0]) * (frame[3] - frame[1])
