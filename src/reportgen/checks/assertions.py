"""Holds what titles claim against what is shown under them: assertion and evidence agree."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from reportgen.checks.claims_in_titles import Claim, claims, is_shown, numbers
from reportgen.checks.expected_slides import bare
from reportgen.checks.number_values import digits_of
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import (
    Block,
    Blocks,
    Chart,
    CodeBlock,
    Columns,
    DefinitionList,
    Drawing,
    Drawings,
    Equation,
    Figure,
    FigureGroup,
    FigureQuote,
    Inlines,
    ItemList,
    ResolvedDocument,
    Section,
    Settled,
    Slide,
    Table,
    equations,
    figure_groups,
    figures,
    plain_text,
    runs,
    tables,
    walk,
)

HEADING = re.compile(r"\s*#{1,6}\s")
Told = tuple[str, int, str]
"""A number that was told: file, line, and its digits."""
Exhibit = Figure[Settled] | FigureGroup[Settled] | Table[Settled] | Equation


@dataclass(frozen=True)
class Shown:
    """What stands under a title: its texts, how many things it has, and whether it is drawn.

    `is_known` says whether all that it shows can be told: nobody knows what a photograph shows.
    """

    texts: tuple[str, ...]
    counts: frozenset[int]
    is_drawn: bool
    is_known: bool

    def has(self, claim: Claim) -> bool:
        if not self.is_known or is_shown(claim, self.numbers):
            return True
        return claim.count and (self.is_drawn or int(claim.readings[0][0]) in self.counts)

    @property
    def numbers(self) -> list[float]:
        return [value for text in self.texts for value in numbers(text)]


def check_titles(
    document: ResolvedDocument,
    drawings: Drawings,
    facts: Mapping[str, str],
    files: Mapping[str, str],
    diagnostics: Diagnostics,
) -> tuple[int, frozenset[Told]]:
    """Report numbers in titles of slides and figures that nothing under them shows.

    `facts` are the printed facts by name, `files` the texts of the document's files by path, in
    which titles are looked up. Returns how many titles were read, and the numbers told.
    """
    reader = _Reader(document, drawings, facts, files, diagnostics)
    slides = [one for one in walk(document.blocks) if isinstance(one, Slide)]
    for slide in slides:
        reader.slide(slide)
    drawn = [one for one in figures(document) if one.is_drawn or one.id in reader.charts]
    for figure in drawn:
        reader.figure(figure)
    return len(slides) + len(drawn), frozenset(reader.told)


class _Reader:
    def __init__(
        self,
        document: ResolvedDocument,
        drawings: Drawings,
        facts: Mapping[str, str],
        files: Mapping[str, str],
        diagnostics: Diagnostics,
    ) -> None:
        self.lang, self.facts = document.metadata.lang, facts
        self.told: set[Told] = set()
        self.files, self.diagnostics = files, diagnostics
        self.exhibits: dict[str, Exhibit] = {
            **{one.id: one for one in figures(document) if one.id},
            **{one.id: one for one in figure_groups(document) if one.id},
            **{one.id: one for one in tables(document) if one.id},
            **{one.id: one for one in equations(document) if one.id},
        }
        self.drawn: dict[str, list[Drawing]] = {}
        for (name, _), drawing in drawings.items():
            self.drawn.setdefault(name, []).append(drawing)
        self.charts = {name for name, held in self.drawn.items() if any(_is_made(o) for o in held)}

    def slide(self, slide: Slide[Settled]) -> None:
        shown = self.shown(slide.blocks)
        place = self._title_place(slide.span)
        self._report(slide.title, shown, place, f"the title of slide `{slide.id}`", "the slide")

    def figure(self, figure: Figure[Settled]) -> None:
        shown = self.shown((figure,))
        name = f"the title of `{figure.id}`"
        self._report(figure.caption.title, shown, figure.span, name, "the figure")

    def _report(
        self, title: Inlines[Settled], shown: Shown, place: Span, name: str, where: str
    ) -> None:
        told: dict[str, None] = {}
        for claim in claims(bare(title), self.lang):
            if not shown.has(claim):
                told[claim.shown + ("%" if claim.percent else "")] = None
                self.told.add((place.path, place.line, digits_of(claim.shown)))
        if told:
            said = ", ".join(told)
            self.diagnostics.add(
                Rule.NUMBER_IN_TITLE,
                f"{name} says {said}, which nothing on {where} shows",
                place,
                f"show it on {where}, or let the title say what {where} does",
            )

    # --- what is shown ------------------------------------------------------------------------

    def shown(self, blocks: Blocks[Settled]) -> Shown:
        """Return what blocks show: their words, and what is drawn of the figures among them."""
        texts, counts = [], set[int]()
        is_drawn, is_known = False, True
        for block in self._all(blocks):
            if isinstance(block, Figure):
                made = self.drawn.get(block.id or block.source, [])
                texts += [plain_text(block.alt), *self._labels(made)]
                is_drawn = True
                is_known = is_known and any(map(_is_made, made))
                continue
            texts += [bare(run) for run in runs(block)] if not _is_captioned(block) else []
            counts |= set(_counts(block))
            match block:
                case Table():
                    is_drawn = True
                    texts += [
                        bare(run)
                        for row in block.all_rows
                        for cell in row
                        for inner in walk(cell.blocks)
                        for run in runs(inner)
                    ]
                case CodeBlock(text=text):
                    texts.append(text)
                case Equation():
                    texts.append(block.math.text)
        return Shown(tuple(texts), frozenset(counts), is_drawn, is_known)

    def _all(self, blocks: Blocks[Settled]) -> Iterator[Block[Settled]]:
        """Yield every block, what is shown again in place of what shows it."""
        for block in walk(blocks):
            if isinstance(block, FigureQuote):
                shown = self.exhibits.get(block.target)
                if isinstance(shown, FigureGroup):
                    yield from shown.figures
                elif shown is not None:
                    yield shown
            else:
                yield block

    def _labels(self, made: Iterable[Drawing]) -> Iterator[str]:
        """Yield what drawings say: their labels, the facts that they use, the values they draw."""
        for drawing in made:
            yield from drawing.labels
            yield " ".join(self.facts.get(name, "") for name in drawing.facts)
            chart = drawing.chart
            if isinstance(chart, Chart):
                yield from chart.categories
                for series in chart.series:
                    yield series.name
                    yield "\n".join(f"{one:.12g}" for one in series.values if one is not None)

    def _title_place(self, span: Span) -> Span:
        """Return where the heading of a slide stands that begins at a place."""
        lines = self.files.get(span.path, "").splitlines()
        for at, line in enumerate(lines[span.line :], span.line + 1):
            if HEADING.match(line):
                return Span(span.path, at, 1, len(line), line)
            if line.strip().startswith("::: {.slide"):
                break
        return span


def _is_made(drawing: Drawing) -> bool:
    """Return whether a drawing was drawn here, so that its labels are known."""
    return bool(drawing.modules or drawing.labels)


def _is_captioned(block: Block[Settled]) -> bool:
    return isinstance(block, Figure | FigureGroup | Table | Section)


def _counts(block: Block[Settled]) -> Iterator[int]:
    match block:
        case ItemList(items=items) | DefinitionList(items=items):
            yield len(items)
        case Table():
            yield from (len(block.rows), len(block.columns), len(block.columns) - 1)
        case Columns(columns):
            yield len(columns)
