"""Puts the blocks of a section on the grid: in the column of text, across it, or beside it."""

from collections.abc import Container, Iterable, Iterator
from enum import Enum
from typing import NamedTuple

from markupsafe import Markup


class Setting(Enum):
    """Where a block stands: in the column (a heading too), across the page, in the margin."""

    COLUMN = 1
    HEADING = 2
    WIDE = 3
    MARGIN = 4
    KEY_NUMBER = 5


class Part(NamedTuple):
    """A block as HTML, where it stands, and what names it there."""

    setting: Setting
    html: Markup
    key: str = ""


def arranged(parts: Iterable[Part], inlined: Container[str] = (), *, margin: bool = True) -> Markup:
    """Return parts on the grid.

    What stands in the margin comes after its block in the file, and beside it on the page: it is
    a float, so it stands before that block here, with a mark by which the PDF's structure puts it
    behind again (`structure.py`). Key numbers in a row of two or more go across the page; a single
    one stands in the column where it is `inlined`, or where there is no margin.
    """
    found: list[Markup] = []
    text: list[Part] = []
    for part in _with_rows(parts):
        match part.setting:
            case Setting.COLUMN | Setting.HEADING:
                text.append(part)
            case Setting.KEY_NUMBER if not margin or part.key in inlined:
                text.append(part)
            case Setting.MARGIN | Setting.KEY_NUMBER:
                last = _last_block(text)
                found += [_column(text[: len(text) - len(last)]), _side(part, after=bool(last))]
                found.append(_column(last))
                text = []
            case Setting.WIDE:
                found += [_column(text), Markup('<div class="wide">{}</div>').format(part.html)]
                text = []
    return Markup("\n").join((*filter(None, found), _column(text)))


def _with_rows(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield parts, with two or more key numbers that follow one another as one row."""
    row: list[Part] = []
    for part in (*parts, None):
        if part is not None and part.setting is Setting.KEY_NUMBER:
            row.append(part)
            continue
        if len(row) > 1:
            yield Part(Setting.WIDE, div("key-numbers", *row))
        else:
            yield from row
        row = []
        if part is not None:
            yield part


def _last_block(text: list[Part]) -> list[Part]:
    """Return the block that a thing in the margin stands beside: the last, with its headings."""
    start = len(text) - 1
    while start > 0 and text[start - 1].setting is Setting.HEADING:
        start -= 1
    return text[max(start, 0) :]


def _side(part: Part, *, after: bool) -> Markup:
    mark = Markup(' data-read="after"') if after else Markup("")
    return Markup('<div class="side" data-side="{}"{}>{}</div>').format(part.key, mark, part.html)


def _column(text: list[Part]) -> Markup:
    return div("text", *text) if text else Markup("")


def div(kind: str, *parts: Part) -> Markup:
    """Return parts in a division of a class."""
    inside = Markup("\n").join(part.html for part in parts)
    return Markup('<div class="{}">\n{}\n</div>').format(kind, inside)
