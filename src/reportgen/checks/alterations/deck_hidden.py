"""What of a slide's text is there and not seen: too small, clear, in its ground's colour, covered.

Compared are what two decks hide: a program that writes a deck anew writes looks otherwise, but no
honest one makes text vanish.
"""

import re
from collections import Counter
from collections.abc import Iterator

from reportgen.checks.alterations.change import Change, quoted
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

SHAPES = ("p:sp", "p:pic", "p:graphicFrame", "p:cxnSp")
Box = tuple[int, int, int, int]


def hidden_changes(place: str, old: Node, new: Node, sizes: tuple[Box, Box]) -> Iterator[Change]:
    """Yield which text is hidden on a slide of the found deck and not on the true one."""
    before, after = (
        Counter(hidden(slide, size)) for slide, size in zip((old, new), sizes, strict=True)
    )
    reasons = {text for text, _ in before}
    for text, why in after - before:
        if text not in reasons:
            yield Change(place, f"{quoted(text)} is there and not seen: {why}")


def slide_size(deck: Package) -> Box:
    """Return the box that is shown of slides, in English Metric Units."""
    size = next(deck.node(deck.main).each("p:sldSz"), None)
    numbers = [_number(size.get(name)) if size is not None else 0 for name in ("cx", "cy")]
    return (0, 0, numbers[0] or 12_192_000, numbers[1] or 6_858_000)


def hidden(slide: Node, shown: Box) -> Iterator[tuple[str, str]]:
    """Yield text that is not seen, each with why."""
    ground = _ground(slide)
    shapes = [one for one in slide.each(*SHAPES) if one.said.strip() or _fill(one) or _is_pic(one)]
    for at, shape in enumerate(shapes):
        text = " ".join(shape.said.split())
        if not text:
            continue
        if why := _whole_hidden(shape, shapes[at + 1 :], shown):
            yield text, why
            continue
        for run in shape.each("a:r", "a:fld"):
            said = run.said.strip()
            if said and (why := _run_hidden(run, _fill(shape) or ground)):
                yield said, why


def _is_pic(shape: Node) -> bool:
    return shape.name == "p:pic"


def _whole_hidden(shape: Node, above: list[Node], shown: Box) -> str:
    about = next(shape.each("p:cNvPr"), None)
    if about is not None and about.get("hidden") in ("1", "true"):
        return "its shape is hidden"
    box = _box(shape)
    if box is None:
        return ""
    if not _shared(box, shown):
        return "it lies outside of the slide"
    for one in above:
        cover = _box(one) if (_fill(one) or _is_pic(one)) else None
        if cover and not one.said.strip() and _shared(box, cover) >= COVERED * _area(box) > 0:
            return "another shape lies over it"
    return ""


def _run_hidden(run: Node, ground: str) -> str:
    look = run.child("a:rPr")
    if look is None:
        return ""
    size = look.get("sz")
    if size and 0 < _number(size) < SMALLEST:
        return f"it is {_number(size) / 100:g} pt high"
    if look.child("a:noFill") is not None:
        return "it has no colour"
    fill = look.child("a:solidFill")
    if fill is None:
        return ""
    clear = next(fill.each("a:alpha"), None)
    if clear is not None and _number(clear.get("val")) < CLEAREST:
        return "it is transparent"
    color = _color(fill)
    if color and ground and contrast(color, ground) < LEAST_CONTRAST:
        return "it has the colour of its ground"
    return ""


def _ground(slide: Node) -> str:
    """Return the colour of a slide's ground, white where it says none."""
    ground = next(slide.each("p:bg"), None)
    return (_color(ground) if ground is not None else "") or "#ffffff"


def _fill(shape: Node) -> str:
    """Return the colour that a shape is filled with, "" for none that is told here."""
    about = shape.child("p:spPr")
    fill = about.child("a:solidFill") if about is not None else None
    if fill is None or next(fill.each("a:alpha"), None) is not None:
        return ""
    return _color(fill)


def _color(holder: Node) -> str:
    found = next(holder.each("a:srgbClr"), None)
    value = found.get("val") if found is not None else ""
    return f"#{value.lower()}" if re.fullmatch(r"[0-9A-Fa-f]{6}", value) else ""


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
