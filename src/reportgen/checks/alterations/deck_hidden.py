"""What of a slide's text is there and not seen: too small, clear, in its ground's colour, covered.

Compared are what two decks hide: a program that writes a deck anew writes looks otherwise, but no
honest one makes text vanish.
"""

import re
from collections import Counter
from collections.abc import Iterator

from reportgen.checks.alterations.change import Change, quoted
from reportgen.checks.alterations.deck_grounds import Grounds
from reportgen.checks.alterations.package import Package
from reportgen.checks.alterations.xml_nodes import Node
from reportgen.contrast import contrast

SMALLEST = 500
"""Hundredths of a point: smaller text is not read."""

CLEAREST = 35_000
"""Thousandths of a per cent of opacity: text that is clearer is not seen."""

LEAST_CONTRAST = 1.25
COVERED = 0.6
"""The share of a shape that another must lie over to cover it."""

LEAST_SCALE = 20_000
"""Thousandths of a per cent to which text that shrinks to fit its box is still read."""

SYMBOLS = ("wingdings", "webdings", "symbol", "zapf dingbats", "opensymbol")
"""Fonts that show pictures for letters."""

SHAPES = ("p:sp", "p:pic", "p:graphicFrame", "p:cxnSp")
CLOSED = {"p:pic": "the picture", "p:graphicFrame": "the table or chart"}
Box = tuple[int, int, int, int]


def hidden_changes(
    place: str, decks: tuple[Package, Package], slides: tuple[str, str]
) -> Iterator[Change]:
    """Yield what is hidden on a slide of the found deck and not on the true one."""
    before, after = (Counter(hidden(*one)) for one in zip(decks, slides, strict=True))
    known = {text for text, _ in before}
    for text, why in after - before:
        if text not in known:
            yield Change(place, f"{quoted(text)} is there and not seen: {why}")


def slide_size(deck: Package) -> Box:
    """Return the box that is shown of slides, in English Metric Units."""
    size = next(deck.node(deck.main).each("p:sldSz"), None)
    numbers = [_number(size.get(name)) if size is not None else 0 for name in ("cx", "cy")]
    return (0, 0, numbers[0] or 12_192_000, numbers[1] or 6_858_000)


def hidden(deck: Package, name: str) -> Iterator[tuple[str, str]]:
    """Yield what of a slide is not seen, text and pictures by their words, each with why."""
    shown, grounds = slide_size(deck), Grounds(deck, name)
    slide = deck.node(name)
    for shape in _in_hidden_groups(slide):
        yield _called(shape), "its group is hidden"
    shapes = [one for one in slide.each(*SHAPES) if _called(one) or _fill(one, grounds)]
    under = [one for one in grounds.behind if _fill(one, grounds) or one.name == "p:pic"]
    for at, shape in enumerate(shapes):
        if not _called(shape):
            continue
        if why := _whole_hidden(shape, shapes[at + 1 :], shown, grounds):
            yield _called(shape), why
            continue
        ground = _ground(shape, [*under, *shapes[:at]], grounds)
        for run in shape.each("a:r", "a:fld"):
            said = run.said.strip()
            if said and (why := _run_hidden(run, ground, grounds)):
                yield said, why


def _called(shape: Node) -> str:
    """Return what a shape says, else what it is where it shows a picture or chart."""
    return " ".join(shape.said.split()) or CLOSED.get(shape.name, "")


def _is_hidden(shape: Node) -> bool:
    about = next(shape.each("p:cNvPr"), None)
    return about is not None and about.get("hidden") in ("1", "true")


def _in_hidden_groups(slide: Node) -> Iterator[Node]:
    for group in slide.each("p:grpSp"):
        if _is_hidden(group):
            yield from (one for one in group.each(*SHAPES) if _called(one))


def _whole_hidden(shape: Node, above: list[Node], shown: Box, grounds: Grounds) -> str:
    if _is_hidden(shape):
        return "its shape is hidden"
    scale = next(shape.each("a:normAutofit"), None)
    if scale is not None and 0 < _number(scale.get("fontScale") or "0") < LEAST_SCALE:
        return "it shrinks to almost nothing"
    box = _box(shape)
    if box is None:
        return ""
    if not _shared(box, shown):
        return "it lies outside of the slide"
    for one in above:
        cover = _box(one) if (_fill(one, grounds) or one.name == "p:pic") else None
        if cover and not one.said.strip() and _shared(box, cover) >= COVERED * _area(box) > 0:
            return "another shape lies over it"
    return ""


def _run_hidden(run: Node, ground: str, grounds: Grounds) -> str:
    look = run.child("a:rPr")
    if look is None:
        return ""
    size = look.get("sz")
    if size and 0 < _number(size) < SMALLEST:
        return f"it is {_number(size) / 100:g} pt high"
    faces = [one.get("typeface").lower() for one in look.each("a:latin", "a:sym")]
    if any(face.startswith(SYMBOLS) for face in faces):
        return "it is set in a font of symbols"
    if look.child("a:noFill") is not None:
        return "it has no colour"
    fill = look.child("a:solidFill")
    if fill is None:
        return ""
    clear = next(fill.each("a:alpha"), None)
    if clear is not None and _number(clear.get("val")) < CLEAREST:
        return "it is transparent"
    color = grounds.color(fill)
    if color and ground and contrast(color, ground) < LEAST_CONTRAST:
        return "it has the colour of its ground"
    return ""


def _ground(shape: Node, under: list[Node], grounds: Grounds) -> str:
    """Return the colour behind a shape's text, "" where it is no plain one."""
    if own := _fill(shape, grounds):
        return own
    box = _box(shape)
    for one in reversed(under):
        behind = _box(one)
        if box and behind and _shared(box, behind) >= COVERED * _area(box) > 0:
            return _fill(one, grounds)
    return grounds.background


def _fill(shape: Node, grounds: Grounds) -> str:
    """Return the colour that a shape is filled with, "" for none that is told here."""
    about = shape.child("p:spPr")
    fill = about.child("a:solidFill") if about is not None else None
    if fill is None or next(fill.each("a:alpha"), None) is not None:
        return ""
    return grounds.color(fill)


def _box(shape: Node) -> Box | None:
    frame = next(shape.each("a:xfrm", "p:xfrm"), None)
    start = frame.child("a:off") if frame is not None else None
    size = frame.child("a:ext") if frame is not None else None
    if start is None or size is None:
        return None
    left, top = _number(start.get("x")), _number(start.get("y"))
    return left, top, left + _number(size.get("cx")), top + _number(size.get("cy"))


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


def _shared(one: Box, other: Box) -> int:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width * height if width > 0 and height > 0 else 0


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,12}", text) else 0
