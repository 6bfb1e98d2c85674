"""Shows a figure's columns on the title slide, as the brief's cover does, where they have room."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportgen.deck.model import (
    Frame,
    Layout,
    Para,
    Part,
    Placeholder,
    Role,
    Run,
    ShapePart,
    TextPart,
    type_in,
)
from reportgen.deck.plan.measure import fits, width_of
from reportgen.document import Length, inches, pt

FEWEST, MOST = 6, 40
"""Between how many columns there are enough to be a shape, and few enough to be told apart."""
NARROWEST, WIDEST = inches(3.2), inches(5.4)
APART, TOP, FOOT = inches(0.6), inches(1.9), inches(6.55)
"""From the words to the columns, and where these begin and end."""
WIDE = 0.78
"""The part of its room that a column takes."""
SAID = 14.0
"""The size of what is counted, in points."""


@dataclass(frozen=True, slots=True)
class CoverColumns:
    """What the columns of a figure come to, and what they count, in words."""

    values: tuple[float, ...]
    says: str


def beside_columns(
    shown: CoverColumns | None, layout: Layout, words: Sequence[TextPart], family: str
) -> tuple[TextPart, list[Part]]:
    """Return the words of a title slide, its title first, then columns at their right.

    The words alone where they leave no room, or where the figure has no such columns.
    """
    title, *others = words
    if shown is None or not FEWEST <= len(shown.values) <= MOST:
        return title, [*others]
    if min(shown.values) < 0 or max(shown.values) <= 0:
        return title, [*others]
    box = layout.title
    right = box.frame.left + box.frame.width
    used = max((_right(one, family) for one in words), key=lambda one: one.emu)
    left = max(used + APART, right - WIDEST, key=lambda one: one.emu)
    if (right - left).emu < NARROWEST.emu:
        return title, [*others]
    end = left - APART * 0.5
    title, *others = (_narrowed(one, end) for one in words)
    return title, [*others, *_columns(shown, left, right, family)]


def _narrowed(part: TextPart, end: Length) -> TextPart:
    width = min(part.frame.width, end - part.frame.left, key=lambda one: one.emu)
    return replace(part, frame=replace(part.frame, width=width))


def _columns(shown: CoverColumns, left: Length, right: Length, family: str) -> Iterator[Part]:
    """Yield a shape for each column, the last in the accent, and what they count."""
    step = (right - left) * (1 / len(shown.values))
    for at, value in enumerate(shown.values):
        high = (FOOT - TOP) * (value / max(shown.values))
        frame = Frame(left + step * at, FOOT - high, step * WIDE, high)
        color = "accent2" if at == len(shown.values) - 1 else "accent3"
        if high.emu:
            yield ShapePart(frame, color)
    below = Frame(left, FOOT + inches(0.08), right - left, inches(0.5))
    says = Placeholder("What is counted", Role.META, "", 0, below, (SAID,), "bg1", free=True)
    text = (Para((Run(shown.says),)),)
    if shown.says and fits(text, type_in(says, family, SAID), below.width.pt, below.height.pt):
        yield TextPart(says, below, text, SAID)


def _right(part: TextPart, family: str) -> Length:
    """Return how far to the right words reach."""
    lines = [width_of(para.runs, part.type(family)) for para in part.paragraphs]
    wide = min(max(lines, default=0.0), part.frame.width.pt)
    return part.frame.left + pt(wide)
