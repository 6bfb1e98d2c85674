"""Reads from a first layout what the second is to do better: white at page ends, full margins."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

EMPTY = 0.22
"""The part of a page's height that may stay white above a figure that went to the next page."""
HOLE = 40.0
"""How much white in the column, in CSS pixels, what stands in the margin may cause."""
MOVABLE = ("figure", "table")


@dataclass(frozen=True, slots=True)
class Layout:
    """What a layout goes by: the pages of marks, figures that stand later, what left the margin.

    `moved` says for a figure or table behind how many blocks more it stands; `inlined` names
    what of the margin is set in the text.
    """

    pages: Mapping[str, int] = field(default_factory=dict)
    moved: Mapping[str, int] = field(default_factory=dict)
    inlined: frozenset[str] = frozenset()


FIRST = Layout()


@dataclass(frozen=True, slots=True)
class _Item:
    """A block of a part of the brief: its element, and each page on which it stands, top to bottom.

    `key` names a figure, table or thing in the margin that may be set elsewhere.
    """

    kind: str
    key: str
    places: tuple[tuple[int, float, float], ...]

    @property
    def height(self) -> float:
        return sum(bottom - top for _, top, bottom in self.places)


def fitted(pages: Sequence[Any]) -> tuple[dict[str, int], frozenset[str]]:
    """Return which figures are to stand later, and what is to leave the margin."""
    boxes, ends = _boxes(pages)
    moved: dict[str, int] = {}
    inlined: set[str] = set()
    for section in _sections(pages):
        items = list(_items(section, boxes))
        moved |= _later(items, ends)
        inlined |= set(_holes(items))
        inlined |= {one.key for one in items if one.kind == "side" and len(one.places) > 1}
    return moved, frozenset(inlined)


def _later(items: Sequence[_Item], ends: Mapping[int, tuple[float, float]]) -> dict[str, int]:
    """Return behind how many blocks more the figures stand that left a page too white."""
    found: dict[str, int] = {}
    for at, (before, item) in enumerate(pairwise(items), 1):
        if item.kind not in MOVABLE or not item.key or not before.places or not item.places:
            continue
        page, _, bottom = before.places[-1]
        top, end = ends[page]
        white = end - bottom
        if item.places[0][0] == page or white < EMPTY * (end - top):
            continue
        count, filled = 0, 0.0
        for follower in items[at + 1 :]:
            if follower.kind not in ("text", "side") or filled >= white:
                break
            count += 1
            filled += follower.height if follower.kind == "text" else 0
        if filled >= 0.4 * white:
            found[item.key] = count
    return found


def _holes(items: Sequence[_Item]) -> Iterator[str]:
    """Yield what in the margin is so high that the column beside it stays white."""
    side: _Item | None = None
    last: tuple[int, float] | None = None
    for item in items:
        if not item.places:
            continue
        page, top, _ = item.places[0]
        if item.kind == "side":
            side = item
            continue
        if side is not None and last is not None and item.kind in (*MOVABLE, "wide"):
            side_page, _, side_end = side.places[-1]
            if last[0] == page == side_page and side_end > last[1] and top - last[1] > HOLE:
                yield side.key
        last = (item.places[-1][0], item.places[-1][2])
        if item.kind in (*MOVABLE, "wide"):
            side = None


def _boxes(
    pages: Sequence[Any],
) -> tuple[dict[int, list[tuple[int, float, float]]], dict[int, tuple[float, float]]]:
    """Return where each element stands, and where the text of each page begins and ends."""
    boxes: dict[int, list[tuple[int, float, float]]] = {}
    ends: dict[int, tuple[float, float]] = {}
    for number, page in enumerate(pages):
        root = page._page_box
        ends[number] = (
            root.content_box_y(),
            root.content_box_y() + root.height,
        )
        for box in _walk(root):
            if box.element is not None and box.element_tag and "::" not in box.element_tag:
                height = getattr(box, "height", None)
                if isinstance(height, int | float) and hasattr(box, "border_height"):
                    top = box.position_y + (box.margin_top if box.margin_top != "auto" else 0)
                    places = boxes.setdefault(id(box.element), [])
                    if not any(one[0] == number for one in places):
                        places.append((number, top, top + box.border_height()))
    return boxes, ends


def _walk(box: Any) -> Iterator[Any]:
    box = getattr(box, "_box", box)
    yield box
    for child in getattr(box, "children", ()):
        yield from _walk(child)


def _sections(pages: Sequence[Any]) -> Iterator[Any]:
    """Yield the elements of the brief's parts, each once."""
    seen: set[int] = set()
    for page in pages:
        for box in _walk(page._page_box):
            if box.element_tag == "section" and id(box.element) not in seen:
                seen.add(id(box.element))
                yield box.element


def _items(section: Any, boxes: Mapping[int, list[tuple[int, float, float]]]) -> Iterator[_Item]:
    for child in section:
        kind = child.get("class") or ""
        if kind == "text":
            for block in child:
                yield _item(_kind(block), block, boxes)
        elif kind == "wide":
            inside = child[0] if len(child) else child
            found = _kind(inside)
            yield _item("wide" if found == "text" else found, inside, boxes)
        elif kind == "side":
            yield _Item("side", child.get("data-side") or "", tuple(boxes.get(id(child), ())))


def _kind(element: Any) -> str:
    if element.tag == "figure":
        return "figure"
    if element.tag in ("h3", "h4", "h5", "h6"):
        return "heading"
    return "table" if (element.get("class") or "").split()[:1] == ["table"] else "text"


def _item(kind: str, element: Any, boxes: Mapping[int, list[tuple[int, float, float]]]) -> _Item:
    return _Item(kind, element.get("id") or "", tuple(boxes.get(id(element), ())))
