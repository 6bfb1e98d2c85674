"""Counts the clicks of a slide: with which of them each block appears."""

from collections.abc import Iterator
from dataclasses import replace

from reportgen.document import (
    Block,
    Blocks,
    Build,
    Columns,
    Figure,
    FigureQuote,
    ItemList,
    Pause,
    Settled,
)


class Clicks:
    """The clicks of a slide so far, and since which one its blocks appear."""

    def __init__(self) -> None:
        self.count = 0
        self.since = 0

    def next(self) -> int:
        self.count += 1
        return self.count


def stepped(blocks: Blocks[Settled], clicks: Clicks | None = None) -> Blocks[Settled]:
    """Return blocks in which whatever appears by a click stands in a build that says by which."""
    counted = clicks or Clicks()
    return tuple(part for block in blocks for part in _stepped(block, counted))


def _stepped(block: Block[Settled], clicks: Clicks) -> Iterator[Block[Settled]]:
    match block:
        case Pause():
            clicks.since = clicks.next()
        case Build(by_item=by_item, blocks=blocks):
            for part in blocks if by_item else (block,):
                yield from _items(part, clicks)
        case Columns(columns):
            yield Columns(tuple((share, stepped(content, clicks)) for share, content in columns))
        case Figure(builds=builds) | FigureQuote(builds=builds) if builds and not clicks.since:
            yield replace(block, builds=replace(builds, click=clicks.next()))
        case _ if clicks.since:
            yield Build(by_item=False, blocks=(block,), click=clicks.since)
        case _:
            yield block


def _items(block: Block[Settled], clicks: Clicks) -> Iterator[Block[Settled]]:
    """Yield a list item by item, anything else whole, each at a click of its own."""
    match block:
        case Pause():
            clicks.since = clicks.next()
        case ItemList(items=items, start=start):
            for at, item in enumerate(items):
                number = None if start is None else start + at
                only = replace(block, items=(item,), start=number)
                yield Build(by_item=False, blocks=(only,), click=clicks.next())
        case Build(blocks=blocks):
            yield Build(by_item=False, blocks=blocks, click=clicks.next())
        case _:
            yield Build(by_item=False, blocks=(block,), click=clicks.next())
