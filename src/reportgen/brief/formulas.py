"""Writes formulas as pictures of outlines, each tagged as a formula with its text alternative."""

from base64 import b64encode

from markupsafe import Markup

from reportgen.document import Equation, Math
from reportgen.formula import set_formula

WIDEST_IN_COLUMN = 22.0
"""An equation wider than so many em does not go into one of two columns."""


def formula(math: Math) -> Markup:
    """Return a formula in a line of text, its baseline on that of the text."""
    made = set_formula(math)
    address = "data:image/svg+xml;base64," + b64encode(made.svg).decode()
    return Markup(
        '<img class="formula" data-tag="Formula" src="{}" alt="{}"'
        ' style="height:{:.4f}em;vertical-align:{:.4f}em">'
    ).format(address, math.text, made.height, -made.depth)


def equation(block: Equation) -> Markup:
    """Return an equation on a line of its own, with its number at the right."""
    name = Markup(' id="{}"').format(block.id) if block.id else Markup("")
    number = (
        Markup('<span class="equation-number">({})</span>').format(block.number)
        if block.number
        else Markup("")
    )
    return Markup('<div class="equation{}"{}>{}{}</div>').format(
        " wide" if is_wide(block) else "", name, formula(block.math), number
    )


def is_wide(block: Equation) -> bool:
    """Return whether an equation takes the whole width of the page."""
    return set_formula(block.math).width + (3 if block.number else 0) > WIDEST_IN_COLUMN
