"""Plans the deck: which slides in which order, on which layout, with which text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportgen.deck.mirror import mirrored_plan
from reportgen.deck.model import (
    Design,
    EquationPart,
    Layout,
    Para,
    Paras,
    Part,
    PicturePart,
    Plan,
    PlannedSlide,
    Role,
    Run,
    ShapePart,
    TablePart,
    TextPart,
    Type,
    type_in,
)
from reportgen.deck.plan.arrange import arrange, choose
from reportgen.deck.plan.builds import stepped
from reportgen.deck.plan.code_lines import in_lines
from reportgen.deck.plan.cover_columns import CoverColumns
from reportgen.deck.plan.flow import Page, Quoted
from reportgen.deck.plan.holding import CHOOSE, unfit
from reportgen.deck.plan.leads import report_links, slide_leads
from reportgen.deck.plan.legible import report_small, report_unreadable
from reportgen.deck.plan.own_slides import (
    address,
    address_blocks,
    closing_slide,
    footer,
    title_slide,
    without_low_feet,
)
from reportgen.deck.plan.paragraphs import keys_in, notes_in, paras, runs
from reportgen.deck.plan.parts import too_long
from reportgen.deck.plan.reference_slides import reference_slides
from reportgen.deck.plan.slide_faults import report_faults
from reportgen.deck.plan.sources import source_line
from reportgen.deck.plan.speaker_notes import note_line, note_paras, spoken_sources, spoken_text
from reportgen.deck.plan.titles import distinct_titles, even_titles, fit_line, raised
from reportgen.diagnostics import Diagnostics, Rule, suggestion
from reportgen.document import (
    Blocks,
    Box,
    Caption,
    Drawings,
    Equation,
    Figure,
    FigureGroup,
    FigureQuote,
    Paragraph,
    Place,
    ResolvedDocument,
    Section,
    Settled,
    Slide,
    Table,
    equations,
    figure_groups,
    figures,
    plain_text,
    tables,
    walk,
    within,
)
from reportgen.language import deck_words, words
from reportgen.qrcode import ADDRESS, qr_code
from reportgen.theme import Theme

WITH_SPEAKER = 2
"""A quotation and who said it are two blocks; more stands beside them, where there is room."""

__all__ = ["Plan", "plan", "slide_figures", "slide_places", "with_address"]


def plan(
    document: ResolvedDocument,
    theme: Theme,
    diagnostics: Diagnostics,
    design: Design,
    columns: CoverColumns | None = None,
) -> Plan:
    """Return the deck of a document: every slide with its layout, text, sizes, sources and notes.

    `columns` are those of a figure, for the title slide.
    Text that cannot be made to fit, unknown layouts and missing notes are reported.
    """
    planner = _Planner(document, design, diagnostics)
    opening = title_slide(document, theme, design, diagnostics, columns)
    slides = [opening, *planner.slides(document.blocks, opening.section)]
    if (closing := closing_slide(document, slides, design, diagnostics)) is not None:
        slides.append(closing)
    cited = slides if document.metadata.sources != "slide" else []
    ending = reference_slides(document, cited, design, diagnostics)
    named = distinct_titles(
        _marked([*slides, *ending.slides], theme),
        planner.words["of"],
        planner.family,
        diagnostics,
        document.metadata.lang,
    )
    meta = document.metadata
    report_unreadable(named, meta.place("reference-doc", document.path), diagnostics)
    report_small(named, design.zoom, diagnostics)
    foot = footer(document, design)
    leads = slide_leads(document, named)
    report_links(document, leads, diagnostics)
    made = Plan(
        slides=even_titles(
            without_low_feet(named, foot, planner.family), planner.family, meta.lang
        ),
        footer=foot,
        design=design,
        note_slides=ending.note_slides,
        key_slides=ending.key_slides,
        leads=leads,
    )
    return mirrored_plan(made) if design.mirrored else made


def _marked(slides: Sequence[PlannedSlide], theme: Theme) -> list[PlannedSlide]:
    """Return slides with the brand's small logo, where it has one and the layout a place for it."""
    mark = theme.mark()
    return [
        replace(slide, parts=(*slide.parts, PicturePart(None, slide.layout.logo, mark)))
        if mark is not None and slide.layout.logo is not None and not slide.layout.dark
        else slide
        for slide in slides
    ]


def slide_places(plan: Plan) -> tuple[tuple[str, Place], ...]:
    """Return for each figure on a slide its id, and the place with its true size."""
    found = (
        (picture.key, picture.place(plan.design.zoom))
        for slide in plan.slides
        for picture in slide.pictures
        if picture.key != ADDRESS
    )
    return tuple(dict.fromkeys(found))


def with_address(plan: Plan, drawings: Drawings, url: str) -> Drawings:
    """Return drawings with the code of an address, wherever a slide shows it."""
    places = (
        picture.place(plan.design.zoom)
        for slide in plan.slides
        for picture in slide.pictures
        if picture.key == ADDRESS
    )
    return {**drawings, **{(ADDRESS, place): qr_code(url, place) for place in places}}


def slide_figures(plan: Plan) -> dict[str, Figure[Settled]]:
    """Return every figure on a slide by the name in `slide_places`: the brief's, and others."""
    shown = (one for slide in plan.slides for one in slide.pictures if one.key != ADDRESS)
    return {one.key: one.figure for one in shown}


@dataclass(frozen=True, slots=True)
class _Cited:
    """What a slide cites, the labels ("Figure 2") of what it quotes, captions of its own things."""

    notes: tuple[int, ...]
    keys: tuple[str, ...]
    labels: tuple[str, ...]
    captions: tuple[tuple[Run, ...], ...]
    owners: tuple[tuple[Run, ...], ...]
    """What of the captions is shown where they are too long: whose pictures these are."""


class _Planner:
    def __init__(
        self, document: ResolvedDocument, design: Design, diagnostics: Diagnostics
    ) -> None:
        self.document = document
        self.design = design
        self.family = design.family
        self.diagnostics = diagnostics
        self.words = deck_words(document.metadata.lang)
        self.quoted: Quoted = {
            **{one.id: one for one in figures(document) if one.id},
            **{one.id: one for one in figure_groups(document)},
            **{one.id: one for one in tables(document) if one.id},
            **{one.id: one for one in equations(document) if one.id},
        }
        self.taken: set[str] = {"title"}
        self.part = ""
        """The part of the talk that the slides belong to which are planned now."""

    def slides(self, blocks: Blocks[Settled], section: str) -> Iterator[PlannedSlide]:
        """Yield the slides of blocks in order: the author's, and those that key points make."""
        for block in blocks:
            match block:
                case Slide():
                    yield from self.slide(block, section)
                case Section():
                    own = plain_text(block.heading) if block.level == 1 else section
                    if (made := _from_key_points(block)) is not None:
                        yield from self.slide(made, own)
                    yield from self.slides(block.blocks, own)
                case _:
                    for group in within(block):
                        yield from self.slides(group, section)

    def slide(self, slide: Slide[Settled], section: str) -> Iterator[PlannedSlide]:
        """Yield a slide, as several where its content is too long for one."""
        layout = self._layout(slide)
        runs_ = runs(slide.title)
        title = fit_line(
            layout.title,
            runs_,
            self.family,
            slide.id,
            slide.span,
            self.diagnostics,
            self.document.metadata.lang,
        )
        self._begin_part(slide, section)
        own, title_at = raised(layout, title, self.family)
        report_faults(slide, self.quoted, self.diagnostics)
        blocks = self._with_address(slide.blocks, layout)
        flow = arrange(stepped(blocks), own, self.quoted, self.family)
        if len(flow.pages) > 1:
            counted = f" (8\u00a0{self.words['of']}\u00a08)"
            lower, title_at = raised(layout, title, self.family, counted)
            if lower != own:
                own, flow = lower, arrange(stepped(blocks), lower, self.quoted, self.family)
        layout, title = own, title_at
        for fault in flow.faults:
            self.diagnostics.add(
                Rule.TEXT_OVERFLOW,
                f"{slide.name}: {fault.message}",
                fault.at or slide.span,
                "shorten it, or divide the slide",
            )
        if not slide.notes:
            self.diagnostics.add(
                Rule.NO_NOTES,
                f"{slide.name} has no speaker notes",
                slide.span,
                "write what the speaker says inside `::: notes`",
            )
        for at, page in enumerate(flow.pages):
            yield self._planned(slide, layout, title, page, section, at)

    def _planned(
        self,
        slide: Slide[Settled],
        layout: Layout,
        title: TextPart,
        page: Page,
        section: str,
        at: int,
    ) -> PlannedSlide:
        cited = self._cited(title, page)
        page = tuple(self._code_in_lines(part) for part in page)
        return PlannedSlide(
            id=self._id(slide.id or "slide", at),
            layout=layout,
            title=title,
            parts=(*page, *address(self.document, layout, slide.blocks)) if not at else page,
            notes=self._notes(slide, page, cited),
            section=self.part or section,
            part="" if slide.hidden else self.part,
            span=slide.span,
            sources=cited.notes,
            keys=cited.keys,
            source_line=self._source_line(cited, layout),
            hidden=slide.hidden,
        )

    def _code_in_lines(self, part: Part) -> Part:
        """Return a part of a slide with the long lines of its code broken where its frame ends."""
        if not isinstance(part, TextPart) or not any(para.code for para in part.paragraphs):
            return part
        type_ = Type(self.family, part.size)
        if part.box is not None:
            type_ = type_in(part.box, self.family, part.size)
        broken = (in_lines(para, type_, part.frame.width.pt) for para in part.paragraphs)
        return replace(part, paragraphs=tuple(broken))

    def _source_line(self, cited: _Cited, layout: Layout) -> tuple[Para, ...]:
        box = layout.box(Role.SOURCE)
        if box is None:
            return ()
        if self.document.metadata.sources == "end":
            cited = replace(cited, notes=(), keys=(), labels=())
        return source_line(
            self.document,
            cited.notes,
            cited.keys,
            cited.labels,
            (cited.captions, cited.owners),
            box,
            self.family,
        )

    def _id(self, wanted: str, at: int) -> str:
        """Return an id that no other slide has."""
        name, number = (f"{wanted}-{at + 1}" if at else wanted), 1
        while name in self.taken:
            number += 1
            name = f"{wanted}-{at + number}"
        self.taken.add(name)
        return name

    def _layout(self, slide: Slide[Settled]) -> Layout:
        named = self.design.find(slide.layout)
        if named is not None:
            why = unfit(slide.blocks, named, self.quoted)
            if not why:
                return named
            message = f"the layout `{named.name}` {why}"
            self.diagnostics.add(Rule.BAD_SLIDE, message, slide.span, CHOOSE)
        elif slide.layout:
            self.diagnostics.add(
                Rule.BAD_SLIDE,
                f"there is no layout `{slide.layout}`",
                slide.span,
                suggestion(slide.layout, [*self.design.layouts, *self.design.named], "layout"),
            )
        chosen = self.design.find(choose(stepped(slide.blocks), self.quoted))
        assert chosen is not None, "every design has our layouts, or what stands in for them"
        beside = chosen.box(Role.QUOTE) is not None and len(slide.blocks) > WITH_SPEAKER
        if beside and chosen.box(Role.AFTER) is None:
            return self.design.layouts["Text"]
        return chosen

    def _with_address(self, blocks: Blocks[Settled], layout: Layout) -> Blocks[Settled]:
        """Return what a slide holds, with the brief's address where it closes a talk in text."""
        if layout.name != "Closing" or layout.box(Role.ADDRESS) is not None:
            return blocks
        return (*blocks, *address_blocks(self.document, blocks))

    def _begin_part(self, slide: Slide[Settled], section: str) -> None:
        """Let a part of the talk begin with a slide that names one, or with its section."""
        begun = slide.part or (section if section in self.design.parts else "")
        if not begun or begun == self.part:
            return
        self.part = begun
        parts, box = self.design.parts, self.design.layouts["Text"].box(Role.PART)
        if box is None or begun not in parts:
            return
        if too_long(parts, self.family, box)[parts.index(begun)]:
            message = f"the part `{begun}` is too long for the tracker"
            self.diagnostics.add(
                Rule.TEXT_OVERFLOW, message, slide.span, "name it in one or two words"
            )

    def _cited(self, title: TextPart, page: Page) -> _Cited:
        found = [run for para in title.paragraphs for run in para.runs]
        labels: list[str] = []
        captions: list[tuple[Run, ...]] = []
        owners: list[tuple[Run, ...]] = []
        for part in page:
            match part:
                case TextPart():
                    found.extend(run for para in part.paragraphs for run in para.runs)
                case TablePart():
                    found.extend(
                        run
                        for row in part.rows
                        for cell in row
                        for para in cell
                        for run in para.runs
                    )
            if isinstance(part, EquationPart):
                labels.append(self._label(part.equation))
            if (shown := _shown(part)) is not None:
                found.extend((*runs(shown.caption.title), *runs(shown.caption.legend)))
                labels.append(self._label(shown))
                credit = self._credit(shown)
                labels.append(credit if shown.number else "")
                captions.append(() if shown.number else _captioned(shown.caption))
                owners.append(() if shown.number or not credit else (Run(credit),))
        return _Cited(
            notes_in(found),
            keys_in(found),
            tuple(filter(None, labels)),
            tuple(filter(None, captions)),
            tuple(filter(None, owners)),
        )

    def _credit(self, shown: Figure[Settled] | Table[Settled]) -> str:
        """Return whose photograph a slide shows, "" for anything else."""
        credit = shown.credit if isinstance(shown, Figure) else ""
        own = words(self.document.metadata.lang)
        return f"{own['photograph']}: {credit}" if credit else ""

    def _label(self, shown: Figure[Settled] | Table[Settled] | Equation) -> str:
        """Return "Figure 2", or nothing for what stands on a slide only."""
        kinds = {Figure: "figure", Table: "table", Equation: "equation"}
        word = self.words[kinds[type(shown)]]
        number = shown.label if isinstance(shown, Figure) else str(shown.number)
        return f"{word}\u00a0{number}" if shown.number else ""

    def _notes(self, slide: Slide[Settled], page: Page, cited: _Cited) -> Paras:
        """Return what the speaker says, then what is quoted, then each source in full."""
        own = notes_in(run for para in paras(slide.notes) for run in para.runs)
        keys = keys_in(run for para in paras(slide.notes) for run in para.runs)
        numbers = tuple(dict.fromkeys((*cited.notes, *own)))
        said = note_paras(slide.notes) or note_line(plain_text(slide.title))
        sources = spoken_sources(self.document, numbers, tuple(dict.fromkeys((*cited.keys, *keys))))
        lines = (*self._grouped(slide), *self._quoted(page))
        return (*said, *(para for line in lines for para in note_line(line)), *sources)

    def _grouped(self, slide: Slide[Settled]) -> Iterator[str]:
        """Yield the caption of each group of figures that a slide shows again."""
        for block in walk(slide.blocks):
            shown = self.quoted.get(block.target) if isinstance(block, FigureQuote) else None
            if isinstance(shown, FigureGroup):
                number = f"{self.words['figure']}\u00a0{shown.number}"
                yield f"{number}. {_caption(shown.caption)}"

    def _quoted(self, page: Page) -> Iterator[str]:
        """Yield the caption of each figure and table on a page, with the data it is made from."""
        for shown in (shown for part in page if (shown := _shown(part)) is not None):
            if caption := _caption(shown.caption):
                label = self._label(shown)
                yield f"{label}. {caption}" if label else caption
            if isinstance(shown, Table) and shown.dataset:
                yield f"{self.words['data']}: {shown.dataset}"


def _shown(part: Part) -> Figure[Settled] | Table[Settled] | None:
    """Return the figure or table that a part shows."""
    match part:
        case PicturePart(figure=figure):
            return figure
        case TablePart(table=table):
            return table
        case TextPart() | EquationPart() | ShapePart():
            return None


def _captioned(caption: Caption[Settled]) -> tuple[Run, ...]:
    """Return a caption as the slide shows it: its notes stand among the sources."""
    between = (Run(" "),) if caption.title and caption.legend else ()
    shown = (*runs(caption.title), *between, *runs(caption.legend))
    return tuple(run for run in shown if not run.note)


def _caption(caption: Caption[Settled]) -> str:
    parts = (spoken_text(caption.title), spoken_text(caption.legend))
    return " ".join(part.strip() for part in parts if part)


# --- slides from key points -------------------------------------------------------------------


def _from_key_points(section: Section[Settled]) -> Slide[Settled] | None:
    """Return the slide that a section's key points make, where it has no slide of its own."""
    inside = list(walk(section.blocks))
    if section.level != 1 or any(isinstance(block, Slide) for block in inside):
        return None
    boxes = (block for block in inside if isinstance(block, Box) and block.kind == "key-points")
    box = next(boxes, None)
    if box is None:
        return None
    return Slide(
        id=f"s-{section.id}",
        title=section.heading,
        blocks=box.blocks,
        notes=tuple(one for one in walk(box.blocks) if isinstance(one, Paragraph)),
        layout="",
        span=box.span,
    )
