"""Which words of a PDF are there and not seen, wherever they stand: unpainted, white, covered."""

from collections import Counter
from collections.abc import Iterator

from reportgen.checks.alterations.change import Change, quoted
from reportgen.checks.alterations.pdf_content import Item
from reportgen.checks.alterations.pdf_file import PdfFile
from reportgen.checks.alterations.pdf_paint import box_of

WHITEST = 0.97
"""Of one: a colour all of whose parts are lighter is white."""

SMALLEST = 2.0
"""Points: smaller text is not read."""

MOST_WORDS = 8


def hidden_changes(old: PdfFile, new: PdfFile) -> Iterator[Change]:
    """Yield the words that are not seen in the found file, and are seen in the true one."""
    before, after = ({*_hidden(file)} for file in (old, new))
    counts = [Counter(word for _, _, word in found) for found in (before, after)]
    came = counts[1] - counts[0]
    told: dict[tuple[int, str], list[str]] = {}
    for page, why, word in sorted(after, key=lambda one: one[:2]):
        if came[word]:
            told.setdefault((page, why), []).append(word)
    for (page, why), words in told.items():
        text = quoted(" ".join(words[:MOST_WORDS]))
        yield Change(f"page {page}", f"{text} is there and not seen: {why}")
    if any("/CropBox" in new.entries(at) for at in range(len(new.pages))) and not any(
        "/CropBox" in old.entries(at) for at in range(len(old.pages))
    ):
        yield Change("", "pages show a part of themselves only (CropBox)")


def _hidden(file: PdfFile) -> Iterator[tuple[int, str, str]]:
    for at, number in enumerate(file.numbers):
        items = file.painted(at).items
        shapes = [
            (n, box) for n, one in enumerate(items) if _is_cover(one) and (box := box_of(one))
        ]
        for n, item in enumerate(items):
            if item.kind != "text" or not item.text.strip():
                continue
            why = _why(item) or ("something lies over it" if _covered(n, item, shapes) else "")
            if why:
                yield from ((number, why, word) for word in item.text.split())


def _is_cover(item: Item) -> bool:
    if item.kind == "picture":
        return True
    return item.kind == "shape" and item.what[0] not in ("S", "s") and not item.paint[3]


Box = tuple[float, float, float, float]


def _covered(at: int, item: Item, shapes: list[tuple[int, Box]]) -> bool:
    x, y = item.place[4], item.place[5]
    return any(
        n > at and left <= x <= right and bottom <= y <= top
        for n, (left, bottom, right, top) in shapes
    )


def _why(item: Item) -> str:
    """Return why a text is not seen by itself, "" where it is."""
    fill, _, _, _, _, size, spacing, _ = item.paint
    if dict(spacing).get("Tr", ("Tr", 0.0))[1] in (3.0, 7.0):
        return "it is not painted (render mode)"
    a, b, _, _ = item.place[:4]
    if 0 < abs(size) * max(abs(a), abs(b)) < SMALLEST:
        return "it is smaller than can be read"
    if fill and fill[0] in ("rg", "g", "scn", "sc") and fill[1]:
        parts = [one for one in fill[1] if isinstance(one, float)]
        if len(parts) in (1, 3) and min(parts) >= WHITEST:
            return "it is white"
    return ""
