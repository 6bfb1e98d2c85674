"""Fits displayed equations into frames."""

from collections.abc import Iterator, Mapping

from reportgen.deck.model import SMALLEST, EquationPart, Frame
from reportgen.document import (
    Equation,
    Figure,
    FigureGroup,
    FigureQuote,
    Inlines,
    Math,
    Settled,
    Slide,
    Table,
    pt,
    runs,
    walk,
    walk_inlines,
)
from reportgen.formula import SetFormula, set_formula

ROOM = 1.06
"""PowerPoint sets a formula in Cambria Math, which may be wider than STIX Two Math."""
LEAST_HEIGHT = 1.4
"""The least height of an equation's box, in em."""


def fit_equation(equation: Equation, frame: Frame, size: float) -> EquationPart | None:
    """Return an equation at the top of a frame, its text of `size` points, less where it is wide.

    None where it is wider than the frame even in the smallest text.
    """
    made = set_formula(equation.math)
    fitting = min(size, frame.width.pt / (made.width * ROOM))
    if fitting < SMALLEST:
        return None
    high = pt(max(made.height, LEAST_HEIGHT) * fitting)
    return EquationPart(frame.rows(pt(0), high), equation, round(fitting, 1))


def shown_at(part: EquationPart, formula: SetFormula) -> Frame:
    """Return where the picture of an equation stands: in the middle of its frame, at its size."""
    width = pt(formula.width * part.size)
    height = pt(formula.height * part.size)
    left = part.frame.left + (part.frame.width - width) * 0.5
    top = part.frame.top + (part.frame.height - height) * 0.5
    return Frame(left, top, width, height)


def unsayable(
    slide: Slide[Settled],
    quoted: Mapping[str, Figure[Settled] | FigureGroup[Settled] | Table[Settled] | Equation],
) -> Iterator[Math]:
    """Yield the formulas in a slide's title, text and tables that runs of text cannot say."""
    text: list[Inlines[Settled]] = [slide.title]
    for block in walk(slide.blocks):
        shown = quoted.get(block.target) if isinstance(block, FigureQuote) else block
        if shown is not None and not isinstance(shown, Figure | FigureGroup):
            text.extend(runs(shown))
    for run in text:
        for inline in walk_inlines(run):
            if isinstance(inline, Math) and not inline.inlines:
                yield inline
