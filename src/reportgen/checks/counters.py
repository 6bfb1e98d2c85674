"""Finds numbers that state nothing: they count the rows and items that they stand in."""

import re
from collections.abc import Iterable, Iterator, Sequence

from reportgen.document import Block, Blocks, Inlines, ItemList, Paragraph, Table, plain_text, walk
from reportgen.document.inlines import M

FEWEST = 3
"""Two numbers, one after the other, may be so by chance."""

NUMBER = re.compile(r"(?P<before>\w*\W*)(?<![\d.,])(?P<number>\d{1,4})(?![\d.,]*\d|\s?%)")
"""A whole number, with the word before it."""


def counters(blocks: Iterable[Block[M]]) -> dict[int, frozenset[str]]:
    """Return the counting numbers of each run, by the id() of the run: "Row 3", "Step 2 of".

    A number counts where the next row of the same column, or the next item of the same list, has
    the next number behind the same word.
    """
    found: dict[int, frozenset[str]] = {}
    for block in walk(tuple(blocks)):
        for runs in _alike(block):
            texts = [plain_text(one) for one in runs]  # type: ignore[arg-type]  # M is one of two
            for run, numbers in zip(runs, _counting(texts), strict=True):
                if numbers:
                    found[id(run)] = found.get(id(run), frozenset()) | numbers
    return found


def _alike(block: Block[M]) -> Iterator[list[Inlines[M]]]:
    """Yield runs that stand side by side: the items of a list, the cells of a column."""
    if isinstance(block, ItemList):
        yield [run for item in block.items for run in _first(item)]
    elif isinstance(block, Table):
        rows = [*block.rows, *block.foot]
        for at in range(max(map(len, rows), default=0)):
            yield [run for row in rows if at < len(row) for run in _first(row[at].blocks)]


def _first(blocks: Blocks[M]) -> Iterator[Inlines[M]]:
    """Yield the first paragraph of an item or a cell."""
    for block in blocks[:1]:
        if isinstance(block, Paragraph):
            yield block.content


def _counting(texts: Sequence[str]) -> list[frozenset[str]]:
    """Return of each text the numbers that go up by one from text to text, behind one word."""
    numbers = [
        {(one["before"].strip().casefold(), int(one["number"])) for one in NUMBER.finditer(text)}
        for text in texts
    ]
    found: list[set[str]] = [set() for _ in texts]
    for at, known in enumerate(numbers):
        for word, value in known:
            last = at
            while last + 1 < len(texts) and (word, value + last + 1 - at) in numbers[last + 1]:
                last += 1
            if last + 1 - at >= FEWEST:
                for one in range(at, last + 1):
                    found[one].add(str(value + one - at))
    return list(map(frozenset, found))
