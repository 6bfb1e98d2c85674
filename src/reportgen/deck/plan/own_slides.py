"""Plans what the deck says of itself: title slide, closing slide, footer, dates."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportgen.deck.model import (
    Design,
    Layout,
    Para,
    Paras,
    Part,
    PicturePart,
    Placeholder,
    PlannedSlide,
    Role,
    Run,
    ShapePart,
    TextPart,
    type_in,
)
from reportgen.deck.plan.cover_columns import CoverColumns, beside_columns
from reportgen.deck.plan.covers import cover_texts, cover_title, is_of_others
from reportgen.deck.plan.measure import fits, measure
from reportgen.deck.plan.paragraphs import runs
from reportgen.deck.plan.sources import SEPARATOR
from reportgen.deck.plan.speaker_notes import joined, note_line, note_paras
from reportgen.deck.plan.titles import evened, fit_line, fit_text
from reportgen.diagnostics import Diagnostics, Rule
from reportgen.document import (
    Blocks,
    Caption,
    Figure,
    Link,
    Metadata,
    Paragraph,
    ResolvedDocument,
    Settled,
    Text,
    plain_text,
)
from reportgen.language import deck_words, long_date, words
from reportgen.qrcode import ADDRESS
from reportgen.theme import Theme

FEWEST_WORDS = 3
"""Fewer words of a title than these say nothing in a footer."""


def title_slide(
    document: ResolvedDocument,
    theme: Theme,
    design: Design,
    diagnostics: Diagnostics,
    columns: CoverColumns | None = None,
) -> PlannedSlide:
    """Return the first slide: title, subtitle, who, as of when, logo; the abstract as its notes.

    Where it has no picture, `columns` of a figure stand beside its words.
    """
    meta = document.metadata
    layout = design.layouts["Title"]
    picture = meta.cover_image if meta.cover_image and meta.cover_image.file else None
    if picture is not None and (pictured := design.layouts.get("Title with picture")):
        layout = pictured
    span = meta.place("title", document.path)
    if is_of_others(layout):
        title, parts, unshown = _on_their_cover(document, layout, design.family, diagnostics)
    else:
        title = fit_line(
            layout.title, runs(meta.title), design.family, "title", span, diagnostics, meta.lang
        )
        parts, unshown = [], ()
        for box, text, setting in _texts(layout, meta):
            if any(para.text for para in text):
                at, hint = meta.place(setting, document.path), f"shorten `{setting}`"
                part = fit_text(box, text, design.family, "title", at, diagnostics, hint)
                is_subtitle = box.role is Role.SUBTITLE and len(text) == 1
                parts.append(evened(part, design.family, meta.lang) if is_subtitle else part)
        words = [title, *(one for one in parts if isinstance(one, TextPart))]
        if meta.cover_image is None:
            title, parts = beside_columns(columns, layout, words, design.family)
    logo = theme.logo(meta.organisation, dark=layout.dark)
    if layout.logo is not None and logo is not None:
        parts.append(PicturePart(None, layout.logo, logo))
    if picture is not None and (held := layout.box(Role.PICTURE)) is not None:
        alt = (Text(picture.alt),) if picture.alt else ()
        place = meta.place("cover-image", document.path)
        figure: Figure[Settled] = Figure("cover-image", picture.file, Caption((), ()), alt, place)
        parts.append(PicturePart(held, held.frame, figure, picture.focus))
    said = note_paras(meta.abstract) or (
        *note_line(plain_text(meta.title)),
        *note_line(plain_text(meta.subtitle)),
    )
    return PlannedSlide(
        id="title",
        layout=layout,
        title=title,
        parts=tuple(sorted(parts, key=_height)),  # heard as they are seen, from above
        notes=tuple(para for para in (*said, *unshown) if para.text.strip()),
        section=plain_text(meta.title),
        span=span,
    )


def _on_their_cover(
    document: ResolvedDocument, layout: Layout, family: str, diagnostics: Diagnostics
) -> tuple[TextPart, list[Part], Paras]:
    """Return the texts of a title slide in anyone's template, and what has no room on it.

    That is spoken, and told in a warning.
    """
    meta = document.metadata
    span = meta.place("title", document.path)
    title, takes_all = cover_title(
        layout, Para(runs(meta.title)), family, span, diagnostics, meta.lang
    )
    subtitle = (Para(runs(meta.subtitle)),) if meta.subtitle else ()
    if takes_all:
        rest = tuple(
            box
            for box in layout.boxes
            if box.role is Role.TITLE
            or not (box.role is Role.SUBTITLE or box.frame.overlap(title.frame))
        )
        layout = replace(layout, boxes=rest)
    parts, left_out = cover_texts(layout, subtitle, _details(meta), family)
    if left_out:
        said = "; ".join(para.text for para in left_out)
        message = f"the template's title slide has no room for “{said}”: its speaker notes say it"
        hint = "shorten title and subtitle, or give its layout a placeholder for authors and date"
        diagnostics.add(Rule.LEFT_OUT, message, meta.place("reference-doc", document.path), hint)
    return title, list(parts), left_out


def _height(part: Part) -> tuple[int, int]:
    """Return where a part comes: shapes behind all words, in the order that they have."""
    if isinstance(part, ShapePart):
        return 0, 0
    return part.frame.top.emu, part.frame.left.emu


def closing_slide(
    document: ResolvedDocument,
    slides: Sequence[PlannedSlide],
    design: Design,
    diagnostics: Diagnostics,
) -> PlannedSlide | None:
    """Return the slide that ends a talk: whom to ask, where the brief is, under which licence.

    None where the document has no contact, or one of its own `slides` closes it.
    """
    meta, span = document.metadata, document.metadata.place("contact", document.path)
    closing = design.layouts["Closing"]
    if not meta.contact or any(slide.layout.name == closing.name for slide in slides):
        return None
    lines = [Para(runs(meta.contact))]
    if meta.url:
        lines.append(Para((Run(meta.url, link=meta.url),)))
    if meta.license:
        lines.append(Para((Run(meta.license),)))
    if meta.status == "draft":
        lines.append(Para((Run(deck_words(meta.lang)["draft"], bold=True),)))
    heading = (Run(deck_words(meta.lang)["contact"]),)
    box = closing.box(Role.CONTENT)
    assert box is not None, "a closing layout has a box for text"
    beside = address(document, closing, ()) if meta.url else ()
    said = tuple(lines[:1]) if beside else tuple(lines)
    return PlannedSlide(
        id="contact",
        layout=closing,
        title=fit_line(
            closing.title, heading, design.family, "contact", span, diagnostics, meta.lang
        ),
        parts=(
            fit_text(box, said, design.family, "contact", span, diagnostics, "shorten `contact`"),
            *beside,
        ),
        notes=tuple(para for line in lines for para in note_line(line.text)),
        section=slides[-1].section,
        span=span,
    )


def address_blocks(
    document: ResolvedDocument, blocks: Blocks[Settled]
) -> tuple[Paragraph[Settled], ...]:
    """Return where to get the brief and its licence, as far as `blocks` do not say it."""
    meta, known = document.metadata, joined(blocks)
    lines: list[Paragraph[Settled]] = []
    if meta.url and meta.url not in known:
        link: Link[Settled] = Link(meta.url, (Text(meta.url),))
        lines.append(Paragraph((link,), meta.place("url", document.path)))
    if meta.license and meta.license not in known:
        lines.append(Paragraph((Text(meta.license),), meta.place("license", document.path)))
    return tuple(lines)


def address(
    document: ResolvedDocument, layout: Layout, blocks: Blocks[Settled]
) -> tuple[Part, ...]:
    """Return where to get the brief, for a layout with room for it: its address, also as a code.

    Under it stands the licence, and that it is a draft where it is one. What `blocks` say already
    is not said again.
    """
    meta, box, code = document.metadata, layout.box(Role.ADDRESS), layout.box(Role.PICTURE)
    if box is None or code is None:
        return ()
    own = deck_words(meta.lang)
    lines = [Para(runs(one.content)) for one in address_blocks(document, blocks)]
    lines += [Para((Run(own["draft"], bold=True),))] if meta.status == "draft" else []
    parts: list[Part] = []
    if meta.url:
        alt = (Text(f"{own['code']}: {meta.url}"),)
        figure: Figure[Settled] = Figure(
            ADDRESS, "", Caption((), ()), alt, meta.place("url", document.path)
        )
        parts.append(PicturePart(code, code.frame, figure))
    if lines:
        text = tuple(lines)
        sizes = (size for size in box.sizes if _fits(text, box, size))
        parts.append(TextPart(box, box.frame, text, next(sizes, box.sizes[-1])))
    return tuple(parts)


def _fits(text: Paras, box: Placeholder, size: float) -> bool:
    return fits(text, type_in(box, "Arial", size), box.frame.width.pt, box.frame.height.pt)


def footer(document: ResolvedDocument, design: Design) -> Paras:
    """Return "Title · Edition 2 · Data as of 15 January 2026", the title shortened to fit.

    Every slide says the same, so the narrowest footer decides, of those that have room for the last
    part of it at least; nothing where there is none. That of a draft is bold.
    """
    title, rest = plain_text(document.metadata.title), _edition(document.metadata)
    least = (Para((Run((rest or (title,))[-1]),)),)
    boxes = [
        box
        for layout in design.layouts.values()
        for box in layout.all(Role.FOOTER)
        if holds_footer(box, least, design.family)
    ]
    if not boxes:
        return ()
    box = min(boxes, key=lambda box: box.frame.width.emu)

    def is_long(text: str) -> bool:
        return not holds_footer(box, (Para((Run(text),)),), design.family)

    while len(rest) > 1 and is_long(SEPARATOR.join(rest)):
        is_pair_of_draft = len(rest) == 2 and document.metadata.status == "draft"
        # The edition goes, or the date of a draft: that it is one stays.
        rest = rest[:1] if is_pair_of_draft else (*rest[:-2], rest[-1])
    while title and is_long(SEPARATOR.join((title, *rest))):
        shorter, _, _ = title.rstrip("…").rstrip().rpartition(" ")
        title = f"{shorter}…" if shorter.count(" ") >= FEWEST_WORDS - 1 else ""
    text = SEPARATOR.join((title, *rest) if title else rest)
    return (Para((Run(text, bold=document.metadata.status == "draft"),)),) if text else ()


def holds_footer(box: Placeholder, text: Paras, family: str) -> bool:
    """Return whether a footer has room for a text, in its lines."""
    type_ = type_in(box, family, box.sizes[0])
    found = [measure(para, type_, box.frame.width.pt) for para in text]
    lines = sum(one.lines for one in found)
    return lines <= box.most_lines(box.sizes[0]) and not any(one.excess for one in found)


def without_low_feet(
    slides: Sequence[PlannedSlide], text: Paras, family: str
) -> list[PlannedSlide]:
    """Return slides of which those whose layout has no room for the footer have none."""
    found: list[PlannedSlide] = []
    for slide in slides:
        boxes = tuple(
            box
            for box in slide.layout.boxes
            if box.role is not Role.FOOTER or holds_footer(box, text, family)
        )
        is_less = len(boxes) < len(slide.layout.boxes)
        layout = replace(slide.layout, boxes=boxes) if is_less else slide.layout
        found.append(replace(slide, layout=layout) if is_less else slide)
    return found


def _texts(layout: Layout, meta: Metadata[Settled]) -> Iterator[tuple[Placeholder, Paras, str]]:
    """Yield the texts under the title with their boxes; where there is one box, it holds all.

    With each goes the setting that is the longest part of it.
    """
    subtitle, details = layout.box(Role.SUBTITLE), layout.box(Role.META)
    text = (Para(runs(meta.subtitle)),) if meta.subtitle else ()
    if subtitle is not None:
        yield subtitle, text if details else (*text, *_details(meta)), "subtitle"
    if details is not None:
        names = ", ".join(author.named for author in meta.authors)
        held = {"author": names, "organisation": meta.organisation, "edition": meta.edition}
        yield details, _details(meta), max(held, key=lambda name: len(held[name]))


def _details(meta: Metadata[Settled]) -> Paras:
    """Return who made the document, and its date, edition and state of the data, in two lines."""
    house = meta.organisation
    if house in [author.name for author in meta.authors]:
        house = ""
    names = ", ".join(author.named for author in meta.authors)
    who = SEPARATOR.join(part for part in (names, house) if part)
    date = (_date(meta.date, meta.lang),) if meta.date else ()
    when = SEPARATOR.join((*date, *_edition(meta)))
    cover = meta.cover_image
    credit = f"{words(meta.lang)['photograph']}: {cover.credit}" if cover and cover.credit else ""
    return tuple(Para((Run(line),)) for line in (who, when, credit) if line)


def _edition(meta: Metadata[Settled]) -> tuple[str, ...]:
    own = deck_words(meta.lang)
    edition = f"{own['edition']} {meta.edition}" if meta.edition else ""
    data = f"{own['data-date']} {_date(meta.data_date, meta.lang)}" if meta.data_date else ""
    draft = own["draft"] if meta.status == "draft" else ""
    return tuple(part for part in (draft, edition, data) if part)


def _date(value: str, lang: str) -> str:
    """Return an ISO 8601 date as the language writes it, anything else as it is."""
    try:
        return long_date(value, lang)
    except ValueError:
        return value
