"""Tells what a stylesheet or template of the project does to a whole brief as one finding."""

from collections.abc import Iterable, Iterator

from reportgen.diagnostics import Diagnostic, Rule, Span
from reportgen.theme import Theme

MOST_ALIKE = 8
"""So many texts that are lost or run off the page are each told at their own place."""


def of_one_cause(found: Iterable[Diagnostic], theme: Theme) -> Iterator[Diagnostic]:
    """Yield findings on the layout; many become one, at what the project itself sets pages with.

    A document alone loses a text or two: a long word, a wide table.
    """
    alike = list(found)
    own = [*theme.own_styles, *theme.project.list("templates", "*.html")]
    if len(alike) <= MOST_ALIKE or not own:
        yield from alike
        return
    first = alike[0]
    message = f"{len(alike):,} texts are lost or run over the edge of the paper: {first.message}"
    named = ", ".join(f"`{one}`" for one in own)
    hint = f"look for widths, margins, positions and `display` in {named}"
    yield Diagnostic(Rule.BAD_TEMPLATE, message, Span(own[0]), hint)
