"""Reports text that cannot be read in a template of someone else's: no colour of it stands out."""

from collections.abc import Iterator, Sequence

from reportgen.deck.model import EquationPart, Placeholder, PlannedSlide, Role
from reportgen.diagnostics import Diagnostics, Rule, Span

HINT = "lay a plain area under it in the layout, or choose another layout with `layout=`"


def report_unreadable(slides: Sequence[PlannedSlide], span: Span, diagnostics: Diagnostics) -> None:
    """Report at `span`, where the template is named, each box in use whose text cannot be read."""
    told: set[tuple[int, str]] = set()
    for slide in slides:
        for box in _used(slide):
            key = slide.layout.at, box.unreadable
            if box.unreadable and key not in told:
                told.add(key)
                message = f"slide `{slide.id}`, `{box.name}`: {box.unreadable}"
                diagnostics.add(Rule.BAD_TEMPLATE, message, span, HINT)


def _used(slide: PlannedSlide) -> Iterator[Placeholder]:
    """Yield the boxes of a slide that hold text."""
    for part in (slide.title, *slide.parts):
        if not isinstance(part, EquationPart) and isinstance(part.box, Placeholder):
            yield part.box
    if slide.source_line and (box := slide.layout.box(Role.SOURCE)) is not None:
        yield box
