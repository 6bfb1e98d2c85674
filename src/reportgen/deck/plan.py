"""This module plans the deck: which slides in which order, on which layout, with which text."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.deck.arrange import arrange, choose
from reportgen.deck.flow import Page, Quoted
from reportgen.deck.layouts import LAYOUTS, Layout
from reportgen.deck.opening import footer, title_slide
from reportgen.deck.references import reference_slides
from reportgen.deck.runs import Run, keys_in, notes_in, paras, runs
from reportgen.deck.slides import PicturePart, Plan, PlannedSlide, TablePart, TextPart
from reportgen.deck.sources import source_line, spoken, spoken_sources, spoken_text
from reportgen.deck.titles import fit_line, told_apart
from reportgen.diagnostics import Diagnostics, Rule, suggestion
from reportgen.document import (
    Blocks,
    Box,
    Caption,
    Place,
    ResolvedDocument,
    Section,
    Settled,
    Slide,
    figures,
    plain_text,
    tables,
    walk,
)
from reportgen.theme import Theme, words

__all__ = ["Plan", "figure_places", "plan"]


def plan(document: ResolvedDocument, theme: Theme, diagnostics: Diagnostics) -> Plan:
    """Return the deck of a document: every slide with its layout, text, sizes, sources and notes.

    Text that cannot be made to fit, unknown layouts and missing notes are reported.
    """
    planner = _Planner(document, theme.brand.deck, diagnostics)
    opening = title_slide(document, planner.family, diagnostics)
    slides = [opening, *planner.slides(document.blocks, opening.section)]
    ending = reference_slides(document, slides, planner.spoken, planner.family, diagnostics)
    named = told_apart(
        [*slides, *ending.slides], words(document.metadata.lang)["of"], planner.family, diagnostics
    )
    return Plan(
        slides=named,
        footer=footer(document, planner.family),
        note_slides=ending.note_slides,
        key_slides=ending.key_slides,
    )


def figure_places(plan: Plan) -> tuple[tuple[str, Place], ...]:
    """Return for each figure on a slide its id, and the place with its true size."""
    found = (
        (picture.key, Place("deck", picture.frame.size))
        for slide in plan.slides
        for picture in slide.pictures
    )
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _Cited:
    """What a slide cites, and the labels ("Figure 2") of what it quotes."""

    notes: tuple[int, ...]
    keys: tuple[str, ...]
    labels: tuple[str, ...]


class _Planner:
    def __init__(self, document: ResolvedDocument, family: str, diagnostics: Diagnostics) -> None:
        self.document = document
        self.family = family
        self.diagnostics = diagnostics
        self.words = words(document.metadata.lang)
        quoted = (*figures(document), *tables(document))
        self.quoted: Quoted = {one.id: one for one in quoted if one.id}
        self.captions = {one.id: one.caption for one in quoted if one.id}
        self.labels = {
            **{one.id: f"{self.words['figure']} {one.number}" for one in figures(document)},
            **{one.id: f"{self.words['table']} {one.number}" for one in tables(document)},
        }
        self.spoken: dict[int, None] = {}
        """The notes that speakers' notes name."""
        self.taken: set[str] = {"title"}

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

    def slide(self, slide: Slide[Settled], section: str) -> Iterator[PlannedSlide]:
        """Yield a slide, as several where its content is too long for one."""
        layout = self._layout(slide)
        runs_ = runs(slide.title)
        title = fit_line(layout.title, runs_, self.family, slide.id, slide.span, self.diagnostics)
        flow = arrange(slide.blocks, layout, self.quoted, self.family)
        for fault in flow.faults:
            self.diagnostics.add(
                Rule.TEXT_OVERFLOW,
                f"slide `{slide.id}`: {fault}",
                slide.span,
                "shorten it, or divide the slide",
            )
        if not slide.notes:
            self.diagnostics.add(
                Rule.NO_NOTES,
                f"slide `{slide.id}` has no speaker notes",
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
        return PlannedSlide(
            id=self._id(slide.id or "slide", at),
            layout=layout,
            title=title,
            parts=page,
            notes=self._notes(slide, page, cited),
            section=section,
            span=slide.span,
            sources=cited.notes,
            keys=cited.keys,
            source_line=source_line(
                self.document, cited.notes, cited.keys, cited.labels, self.family
            ),
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
        if slide.layout in LAYOUTS:
            return LAYOUTS[slide.layout]
        if slide.layout:
            self.diagnostics.add(
                Rule.BAD_SLIDE,
                f"there is no layout `{slide.layout}`",
                slide.span,
                suggestion(slide.layout, list(LAYOUTS), "layout"),
            )
        return choose(slide.blocks, self.quoted)

    def _cited(self, title: TextPart, page: Page) -> _Cited:
        found = [run for para in title.paragraphs for run in para.runs]
        labels: list[str] = []
        for part in page:
            match part:
                case TextPart():
                    found.extend(run for para in part.paragraphs for run in para.runs)
                case TablePart():
                    found.extend(run for row in part.rows for cell in row for run in cell)
                    found.extend(self._caption_runs(part.name))
                    labels.append(self.labels.get(part.name, ""))
                case PicturePart():
                    found.extend(self._caption_runs(part.figure.id))
                    labels.append(self.labels.get(part.figure.id, ""))
        return _Cited(notes_in(found), keys_in(found), tuple(label for label in labels if label))

    def _caption_runs(self, name: str) -> tuple[Run, ...]:
        caption = self.captions.get(name)
        return (*runs(caption.title), *runs(caption.legend)) if caption else ()

    def _notes(self, slide: Slide[Settled], page: Page, cited: _Cited) -> tuple[str, ...]:
        """Return what the speaker says, then what is quoted, then each source in full."""
        own = notes_in(run for para in paras(slide.notes) for run in para.runs)
        keys = keys_in(run for para in paras(slide.notes) for run in para.runs)
        self.spoken.update(dict.fromkeys(own))
        numbers = tuple(dict.fromkeys((*cited.notes, *own)))
        said = spoken(slide.notes) or (plain_text(slide.title),)
        sources = spoken_sources(self.document, numbers, tuple(dict.fromkeys((*cited.keys, *keys))))
        return (*said, *self._quoted(page), *sources)

    def _quoted(self, page: Page) -> Iterator[str]:
        """Yield the caption of each figure and table on a page, with the data it is made from."""
        for part in page:
            name = part.figure.id if isinstance(part, PicturePart) else ""
            name = part.name if isinstance(part, TablePart) else name
            if name in self.captions:
                yield f"{self.labels[name]}. {_caption(self.captions[name])}"
            dataset = getattr(self.quoted.get(name), "dataset", "")
            if dataset:
                yield f"{self.data}: {dataset}"

    @property
    def data(self) -> str:
        from reportgen.deck.opening import deck_words

        return deck_words(self.document.metadata.lang)["data"]


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
        notes=box.blocks,
        layout="",
        span=box.span,
    )
