"""Breaks long lines of code on slides, each with a mark where it goes on."""

from collections.abc import Iterator
from dataclasses import replace

from reportgen.deck.model import LINE_BREAK, Para, Run, Type, inset, size_of
from reportgen.deck.plan.metrics import MONOSPACE, is_wide

GOES_ON = "↪ "
"""Stands where a line goes on that is too long for its slide; checks know that it is no code."""
MARK = Run(f"{LINE_BREAK}{GOES_ON}", code=True, token="comment")  # noqa: S106 (a kind of word)
SHARE = 0.98
"""How much of a line is filled, since programs measure a little otherwise."""
LEAST = 0.6
"""A line is broken at its last space behind so much of it, else anywhere."""


def in_lines(para: Para, type_: Type, width: float) -> Para:
    """Return a paragraph of code with its long lines broken for a box of `width`, in points.

    Columns hold: a line is never broken where it fits. Other paragraphs stay as they are.
    """
    if not para.code:
        return para
    room = (width - inset(para, type_)) * SHARE / size_of(para, type_)
    breaks = set(_breaks(para.text, room))
    found, at = [], 0
    for run in para.runs:
        start = at
        for place in sorted(one for one in breaks if at <= one < at + len(run.text)):
            found += [replace(run, text=run.text[start - at : place - at]), MARK]
            start = place
        found.append(replace(run, text=run.text[start - at :]))
        at += len(run.text)
    return replace(para, runs=tuple(one for one in found if one.text))


def _breaks(text: str, room: float) -> Iterator[int]:
    """Yield before which characters a line is broken; `room` is its width in em."""
    start = 0
    for line in text.split(LINE_BREAK):
        yield from (start + at for at in _line_breaks(line, room))
        start += len(line) + 1


def _line_breaks(line: str, room: float) -> Iterator[int]:
    begin, used, space = 0, 0.0, -1
    mark = sum(map(_advance, GOES_ON))
    for at, one in enumerate(line):
        if used + _advance(one) > room and at > begin:
            begin = space if space > begin and _width(line[begin:space]) > LEAST * room else at
            yield begin
            used, space = mark + _width(line[begin:at]), -1
        used += _advance(one)
        if one == " ":
            space = at + 1


def _width(text: str) -> float:
    return sum(map(_advance, text))


def _advance(character: str) -> float:
    return 1.0 if is_wide(character) else MONOSPACE


def code_runs(lines: Iterator[list[tuple[str, str]]]) -> Iterator[Run]:
    """Yield lines of tokens as runs, a tab as the spaces to its next column."""
    for number, line in enumerate(lines):
        column = 0
        for at, (kind, text) in enumerate(line):
            shown = ""
            for one in text:
                shown += " " * (TAB - (column + len(shown)) % TAB) if one == "\t" else one
            column += len(shown)
            begins = LINE_BREAK if number and not at else ""
            yield Run(begins + shown, code=True, token=kind)
        if number and not line:
            yield Run(LINE_BREAK, code=True)


TAB = 4
"""Columns from one stop of a tab to the next."""
