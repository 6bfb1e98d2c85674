"""Tells headings and numbers from other text, in boxes where they are set larger."""

from dataclasses import replace
from itertools import pairwise

from reportgen.deck.model import LINE_BREAK, Look, Mark, Para, Paras, Placeholder, Type
from reportgen.deck.plan.measure import width_of
from reportgen.document import Block, Build, Paragraph, Settled, Style, Styled, plain_text

LONGEST_NUMBER = 14
"""Characters that a number has at most, with its unit: "1.2 million"."""
SHARE = 0.97
"""How much of its line a number may take."""


def is_number(block: Block[Settled]) -> bool:
    """Return whether a block is a number that stands alone: `**−44%**`."""
    match block:
        case Paragraph((Styled(Style.STRONG, content),)):
            return _says_number(plain_text(content))
        case Build(blocks=(only,)):
            return is_number(only)
        case _:
            return False


def _says_number(text: str) -> bool:
    return len(text) <= LONGEST_NUMBER and any(one.isdigit() for one in text)


def looked(text: Paras, box: Placeholder | None) -> Paras:
    """Return text as a box sets it: where numbers stand out in it, with them and its headings.

    Its items then need no bullets: each is a paragraph of its own.
    """
    if box is None or not box.number:
        return tuple(replace(para, look=Look.TEXT) if para.look else para for para in text)
    bare = all(para.mark in (Mark.NONE, Mark.BULLET) and not para.level for para in text)
    found = [_looked(replace(para, mark=Mark.NONE) if bare else para) for para in text]
    for at, (before, after) in enumerate(pairwise(found), 1):
        if before.look is Look.NUMBER and after.look is Look.TEXT:
            found[at] = replace(after, look=Look.COUNTED)
    return tuple(found)


def _looked(para: Para) -> Para:
    if para.look is Look.HEAD:
        return para
    said = [run for run in para.runs if not run.note and run.script != "super"]
    words = "".join(run.text for run in said).strip()
    is_strong = bool(words) and all(run.bold for run in said if run.text.strip())
    if para.mark is not Mark.NONE or not is_strong or LINE_BREAK in words:
        return para
    return replace(para, look=Look.NUMBER if _says_number(words) else Look.HEAD)


def fitting_number(text: Paras, box: Placeholder, family: str) -> float:
    """Return how many times as large as text the numbers of a box may be, to stand in one line."""
    found = box.number
    for para in looked(text, box):
        if para.look is Look.NUMBER:
            wide = width_of(para.runs, Type(box.family or family, 100.0)) / 100
            room = box.frame.width.pt * SHARE / (wide * box.sizes[0])
            found = min(found, room)
    return max(1.0, found)
