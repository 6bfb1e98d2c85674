"""Plans the reference slides: each note that the deck cites, in full, by number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from reportgen.deck.model import (
    Design,
    Para,
    Paras,
    Placeholder,
    PlannedSlide,
    Role,
    Run,
    TextPart,
    around,
    type_in,
)
from reportgen.deck.plan.measure import filled, height_of
from reportgen.deck.plan.sources import entry_paras, note_paras
from reportgen.deck.plan.speaker_notes import note_line
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import ResolvedDocument
from reportgen.language import deck_words

MM = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Ending:
    """The reference slides, and which of them holds each note and each work."""

    slides: tuple[PlannedSlide, ...]
    note_slides: Mapping[int, str]
    key_slides: Mapping[str, str]


def reference_slides(
    document: ResolvedDocument,
    slides: Sequence[PlannedSlide],
    design: Design,
    diagnostics: Diagnostics,
) -> Ending:
    """Return the slides with all that `slides` cite, split by height.

    What only speakers' notes cite stands in full in these.

    A show passes over them, unless they alone say where things are from (`sources: end`).
    """
    numbers = sorted({number for slide in slides for number in slide.sources})
    cited = {key for slide in slides for key in slide.keys}
    keys = [entry.key for entry in document.entries if entry.key in cited and entry.content]
    texts: dict[Paras, int | str] = {
        **{note_paras(document.note(number)): number for number in numbers},
        **{entry_paras(document, key): key for key in keys},
    }
    boxes = _boxes(design, texts)
    frame = boxes[0].frame
    type_ = type_in(boxes[0], design.family, boxes[0].sizes[0])
    columns = filled(list(texts), type_, frame.width.pt, frame.height.pt) if texts else ()
    for text, name in texts.items():
        over = height_of(text, type_, frame.width.pt) - frame.height.pt
        if over > 0:
            citing = (slide.span for slide in slides if name in slide.keys)
            place = document.note(name).span if isinstance(name, int) else next(citing, Span(""))
            diagnostics.add(
                Rule.TEXT_OVERFLOW,
                f"note {name} is {over * MM:.0f} mm higher than a column of the slide of sources",
                place if place.path else Span(document.path),
                "shorten the note",
            )
    found, notes_at, keys_at = [], {}, {}
    for at in range(0, len(columns), len(boxes)):
        slide = _slide(document, columns[at : at + len(boxes)], at // len(boxes), design, boxes)
        found.append(replace(slide, span=slides[0].span))
        for name in (texts[text] for column in columns[at : at + len(boxes)] for text in column):
            if isinstance(name, int):
                notes_at[name] = slide.id
            else:
                keys_at[name] = slide.id
    return Ending(tuple(found), notes_at, keys_at)


def _boxes(design: Design, texts: Iterable[Paras]) -> tuple[Placeholder, ...]:
    """Return the columns of a slide of sources: one over all its width where a note needs that."""
    boxes = design.layouts["Sources"].all(Role.CONTENT)
    first = boxes[0]
    whole = replace(first, frame=around([box.frame for box in boxes]), moved=True)
    type_ = type_in(first, design.family, first.sizes[0])

    def holds(box: Placeholder) -> bool:
        room = box.frame.height.pt
        return all(height_of(text, type_, box.frame.width.pt) <= room for text in texts)

    return (whole,) if not holds(first) and holds(whole) else boxes


def _slide(
    document: ResolvedDocument,
    columns: Sequence[tuple[Paras, ...]],
    at: int,
    design: Design,
    boxes: Sequence[Placeholder],
) -> PlannedSlide:
    layout, lang = design.layouts["Sources"], document.metadata.lang
    title = deck_words(lang)["sources"]
    box = layout.title
    parts = tuple(
        TextPart(box, box.frame, tuple(para for text in column for para in text), box.sizes[0])
        for box, column in zip(boxes, columns, strict=False)
    )
    return PlannedSlide(
        id=f"sources-{at + 1}",
        layout=layout,
        title=TextPart(box, box.frame, (Para((Run(title),)),), box.sizes[0], bold=box.bold),
        parts=parts,
        notes=(*note_line(f"{title}."), *note_line(deck_words(lang)["backup"])),
        section=title,
        span=Span(document.path),
        hidden=document.metadata.sources != "end",
    )
