"""Reports what cannot be read in a template of someone else's: faint text, small figures."""

from collections.abc import Iterator, Sequence

from reportgen.deck.model import (
    LEAST_DRAWN,
    MOST_SHRUNK,
    EquationPart,
    Placeholder,
    PlannedSlide,
    Role,
)
from reportgen.deck.plan.covers import is_of_others
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import Size

ROOMIER = "choose another layout with `layout=`, or make its placeholder larger in the template"
LEAST = Size(LEAST_DRAWN.width * (1 / MOST_SHRUNK), LEAST_DRAWN.height * (1 / MOST_SHRUNK))
"""A figure with less room is drawn too small for its labels: they are never set smaller."""
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


def report_small(slides: Sequence[PlannedSlide], zoom: float, diagnostics: Diagnostics) -> None:
    """Report each slide whose figure has less room than its labels need, as a screen shows it."""
    for slide in slides:
        for one in slide.pictures if is_of_others(slide.layout) else ():
            if one.figure.is_drawn and one.is_small(zoom):
                shown = f"{one.frame.width.mm * zoom:.0f} x {one.frame.height.mm * zoom:.0f} mm"
                least = f"{LEAST.width.mm:.0f} x {LEAST.height.mm:.0f}"
                message = (
                    f"slide `{slide.id}`: the template has {shown} for the figure, "
                    f"and below {least} mm labels may collide"
                )
                diagnostics.add(Rule.SMALL_FIGURE, message, slide.span, ROOMIER)


def _used(slide: PlannedSlide) -> Iterator[Placeholder]:
    """Yield the boxes of a slide that hold text."""
    for part in (slide.title, *slide.parts):
        if not isinstance(part, EquationPart) and isinstance(part.box, Placeholder):
            yield part.box
    if slide.source_line and (box := slide.layout.box(Role.SOURCE)) is not None:
        yield box
