"""Finds room on the title slide of anyone's template for all that stands on ours.

Its text gets smaller, takes spare placeholders or a free part; what still has no room is left out,
which is told: a title slide never stops a build.
"""

from collections.abc import Iterator, Sequence

from reportgen.deck.model import Layout, Para, Paras, Placeholder, Role, TextPart, around, type_in
from reportgen.deck.plan.measure import fits
from reportgen.deck.plan.titles import fit_line
from reportgen.diagnostics import Diagnostics, Span

Set = tuple[tuple[Placeholder, Paras], ...]
"""Boxes with the texts that they are to hold."""


def is_of_others(layout: Layout) -> bool:
    """Return whether a layout is of a template that someone else made."""
    return layout.title.inherits or bool(layout.title.style)


def cover_title(
    layout: Layout, title: Para, family: str, span: Span, diagnostics: Diagnostics, lang: str
) -> tuple[TextPart, bool]:
    """Return the title of a cover, and whether it takes the room of the subtitle too.

    It is reported only where it does not even fit there.
    """
    found = Diagnostics()
    part = fit_line(layout.title, title.runs, family, "title", span, found, lang)
    below = layout.box(Role.SUBTITLE)
    if not list(found):
        return part, False
    if below is None:
        diagnostics.update(found)
        return part, False
    whole = around((layout.title.frame, below.frame))
    for size in (*layout.title.sizes, 18.0, 16.0, 14.0, 12.0):
        if fits((title,), type_in(layout.title, family, size), whole.width.pt, whole.height.pt):
            return TextPart(part.box, whole, (title,), size, part.bold, part.italic), True
    diagnostics.update(found)
    return part, False


def cover_texts(
    layout: Layout, subtitle: Paras, details: Sequence[Para], family: str
) -> tuple[tuple[TextPart, ...], Paras]:
    """Return the texts under the title in their boxes, and those that have no room there.

    `layout` has the boxes that the title leaves.
    """
    for kept in range(len(details), -1, -1):
        for wanted in _sets(layout, subtitle, details[:kept]):
            if (parts := _fitted(wanted, family)) is not None:
                return parts, tuple(details[kept:])
    for wanted in _sets(layout, (), details):
        if (parts := _fitted(wanted, family)) is not None:
            return parts, subtitle
    return (), (*subtitle, *details)


def _sets(layout: Layout, subtitle: Paras, details: Sequence[Para]) -> Iterator[Set]:
    """Yield the ways to put texts into the boxes of a cover, the best first."""
    below, spare = layout.box(Role.SUBTITLE), layout.all(Role.META)
    if not subtitle and not details:
        yield ()
    own: Set = ((below, subtitle),) if below is not None and subtitle else ()
    if subtitle and below is None:
        return
    if len(spare) > 1 and len(details) > 1:
        yield (*own, *((box, (line,)) for box, line in zip(spare, details, strict=False)))
    for box in spare:
        yield (*own, (box, tuple(details))) if details else own
    for box in spare:
        yield ((box, (*subtitle, *details)),)
    if below is not None:
        yield ((below, (*subtitle, *details)),)


def _fitted(wanted: Set, family: str) -> tuple[TextPart, ...] | None:
    """Return texts in their boxes, each at the largest size that fits; None where one does not."""
    parts: list[TextPart] = []
    for box, text in wanted:
        frame = box.frame
        size = next(
            (
                size
                for size in box.sizes
                if fits(text, type_in(box, family, size), frame.width.pt, frame.height.pt)
            ),
            None,
        )
        if size is None:
            return None
        parts.append(TextPart(box, frame, text, size, box.bold, box.italic))
    return tuple(parts)
