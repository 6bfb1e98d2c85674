"""What of a page's texts, shapes and pictures was changed, in words."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from reportgen.checks.alterations.change import Change, Kind, aligned, quoted, text_changes
from reportgen.checks.alterations.pdf_content import Item, Painted
from reportgen.checks.alterations.pdf_objects import Value

LEAD = 8
"""So many texts before a changed one are read for its place."""

MANY, LEFT = 15, 0.3
"""A page of so many things of which a smaller share is left was written anew."""

LOOKS = (
    "is in another colour",
    "has another outline",
    "is drawn with another line",
    "is drawn with another opacity or blending",
    "is cut off otherwise",
    "is of another size",
    "is spaced or painted otherwise (render mode, rise, spacing)",
    "is set in another font or spaced otherwise",
)
"""What each part of an item's paint decides, in the order in which an item holds them."""

ROUNDED = 0.02
"""Points by which numbers differ when a program has saved a page again."""

MOVED = 0.1
"""Points by which nobody sees that a thing has moved."""

SHADE = 0.0025
"""The same of a colour, as a share of the lightest."""

Pair = tuple[Item, Item]


@dataclass(frozen=True, slots=True)
class Spots:
    """What marked content of a page is, in words, by its MCID: "the figure “A map”"."""

    page: str
    names: Mapping[int, str]

    def of(self, item: Item) -> str:
        """Return the place of an item."""
        name = self.names.get(item.spot, "")
        return f"{self.page}, {name}" if name else self.page


def is_rewritten(old: Painted, new: Painted) -> bool:
    """Return whether a page was written anew by a program: hardly anything is as it was."""
    things, others = ({_thing(one) for one in each.items} for each in (old, new))
    return len(things) > MANY and len(things & others) < LEFT * len(things)


def paint_changes(old: Painted, new: Painted, spots: Spots) -> Iterator[Change]:
    """Yield what of a page's items is another than it was."""
    at = 0
    pairs: list[Pair] = []
    gone: list[Item] = []
    came: list[Item] = []
    for _, olds, news in aligned(old.items, new.items):
        at = _index(old.items, olds, at)
        together, left, right = _paired(olds, news)
        pairs += together
        gone += [one for one in left if one.kind != "text"]
        came += [one for one in right if one.kind != "text"]
        before = _said(olds)
        after = _said(news)
        if before != after:
            lead = _said(old.items[max(0, at - LEAD) : at])[-80:]
            yield from text_changes(spots.page, f"{lead} {before}", f"{lead} {after}")
        at += len(olds)
    moved = [one for one in gone if one in came]
    gone = [one for one in gone if one not in moved]
    came = [one for one in came if one not in moved]
    yield from _look_changes(pairs, spots)
    yield from _thing_changes(pairs, gone, came, old, spots)
    for spot, items in _by(moved, spots.of).items():
        yield Change(spot, f"{_named(items)} stands before or after other things now", Kind.LOOK)


def _index(items: list[Item], part: list[Item], start: int) -> int:
    """Return where a part of a list begins, looked for from `start`; `start` for an empty one."""
    if not part:
        return start
    size = len(part)
    for at in range(start, len(items) - size + 1):
        if items[at] is part[0]:
            return at
    return start


def _said(items: Iterable[Item]) -> str:
    return " ".join(one.text for one in items if one.kind == "text")


def _paired(olds: list[Item], news: list[Item]) -> tuple[list[Pair], list[Item], list[Item]]:
    """Pair items of a block: those that are the same thing, then those at the same place."""
    pairs: list[Pair] = []
    left, right = list(olds), list(news)
    for key in (_thing, _where):
        there: dict[Value, list[Item]] = {}
        for one in right:
            there.setdefault(key(one), []).append(one)
        rest = []
        for one in left:
            if found := there.get(key(one)):
                other = found.pop(0)
                pairs.append((one, other))
                right = [each for each in right if each is not other]
            else:
                rest.append(one)
        left = rest
    return pairs, left, right


def _thing(item: Item) -> Value:
    return (item.kind, item.what)


def _where(item: Item) -> Value:
    return (item.kind, item.place, item.tags)


def _look_changes(pairs: list[Pair], spots: Spots) -> Iterator[Change]:
    """Yield how things look otherwise that are themselves as they were, each way once."""
    found: dict[tuple[str, str], list[Item]] = {}
    tagged = False
    for old, new in pairs:
        if not near(_thing(old), _thing(new)) or old == new:
            continue
        place = spots.of(old)
        if not _stands_near(old.place, new.place):
            found.setdefault((place, "stands elsewhere or at another size"), []).append(old)
        for words, before, after in zip(LOOKS, old.paint, new.paint, strict=False):
            if not near(before, after, SHADE if "colour" in words else ROUNDED):
                found.setdefault((place, words), []).append(old)
        if old.tags != new.tags and old.place == new.place and old.paint == new.paint:
            tagged = True
            found.setdefault((place, "is marked otherwise for screen readers"), []).append(old)
    marks = {one for one in pairs if one[0].kind == "mark" and one[0].what != one[1].what}
    by_place: dict[tuple[str, tuple[int, ...]], list[str]] = {}
    for (place, words), items in found.items():
        if tagged and marks and words.startswith("is marked"):
            continue
        by_place.setdefault((place, tuple(map(id, items))), []).append(words)
    for (place, _), words_of in by_place.items():
        items = found[place, words_of[0]]
        kind = Kind.MEANING if _hides(words_of) else Kind.LOOK
        yield Change(place, f"{_named(items)} {' and '.join(words_of)}", kind)


def near(one: Value, other: Value, apart: float = ROUNDED) -> bool:
    """Return whether two values are the same but for what programs round off."""
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        return one == other or all(near(*both, apart) for both in zip(one, other, strict=True))
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= apart
    return bool(one == other)


def _stands_near(one: Value, other: Value) -> bool:
    """Return whether two things stand at the same place and size, given their matrices."""
    if one == other or not one or not other:
        return bool(one == other)
    return near(one[:4], other[:4]) and near(one[4:], other[4:], MOVED)


def _hides(words: list[str]) -> bool:
    """Return whether a look may keep a text from being seen or heard."""
    return any("colour" in one or "opacity" in one or "marked" in one for one in words)


def _thing_changes(
    pairs: list[Pair], gone: list[Item], came: list[Item], old: Painted, spots: Spots
) -> Iterator[Change]:
    """Yield shapes, pictures and marks that were added, are gone, or are others."""
    others = [one for one, other in pairs if one.kind != "text" and not near(one.what, other.what)]
    for items, words in ((others, "was changed"), (gone, "is gone"), (came, "was added")):
        for place, group in _by(items, spots.of).items():
            over = _covered(group, old) if words == "was added" else ""
            yield Change(place, f"{_named(group)} {words}{over}")


def _by(items: Iterable[Item], key: Callable[[Item], str]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for one in items:
        found.setdefault(key(one), []).append(one)
    return found


NAMES = {
    "shape": ("a shape", "shapes"),
    "picture": ("a picture", "pictures"),
    "shade": ("a shading", "shadings"),
    "mark": ("a mark for screen readers", "marks for screen readers"),
    "operator": ("an instruction", "instructions"),
}


def _named(items: list[Item]) -> str:
    """Return what some items are, in words."""
    texts = [one.text for one in items if one.kind == "text" and one.text.strip()]
    if texts:
        return quoted(" ".join(texts))
    kinds = list(dict.fromkeys(one.kind for one in items if one.kind in NAMES)) or ["shape"]
    counted = [(NAMES[kind], sum(one.kind == kind for one in items)) for kind in kinds]
    return " and ".join(one if count < 2 else f"{count} {many}" for (one, many), count in counted)


def _covered(items: Iterable[Item], old: Painted) -> str:
    """Return which text shapes and pictures lie over, in words, "" for none."""
    for item in items:
        box = box_of(item)
        if box is None:
            continue
        left, bottom, right, top = box
        under = [
            one.text
            for one in old.items
            if one.kind == "text"
            and left - 1 <= one.place[4] <= right
            and bottom - 1 <= one.place[5] <= top
        ]
        if under:
            return f", over {quoted(' '.join(under))}"
    return ""


def box_of(item: Item) -> tuple[float, float, float, float] | None:
    """Return the rectangle that a shape or picture takes on the page."""
    if item.kind == "picture":
        corners = [(0.0, 0.0), (1.0, 1.0), (0.0, 1.0), (1.0, 0.0)]
    elif item.kind == "shape":
        corners = []
        for operator, *numbers in item.what[1]:
            points = list(zip(numbers[::2], numbers[1::2], strict=False))
            if operator == "re" and len(points) == 2:
                (x, y), (width, height) = points
                points = [(x, y), (x + width, y + height)]
            corners += points
    else:
        return None
    a, b, c, d, e, f = item.place
    spots = [(a * x + c * y + e, b * x + d * y + f) for x, y in corners]
    if not spots:
        return None
    xs, ys = zip(*spots, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
