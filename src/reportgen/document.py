"""Is the model: what a document is before and after it is settled.

Everything is frozen. Inlines, and all that holds inlines, are generic over what they may still
contain: `Written` (facts, citations, cross-references and footnotes as the author typed them) or
`Settled` (printed values, note marks and references with their final text). A writer takes settled
parts only, so handing it an unresolved fact is a type error.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, Never, TypeAlias, TypeVar, Union, assert_never

from reportgen.diagnostics import Span

# --- lengths ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Length:
    """A length, kept in English Metric Units (EMU; 914,400 an inch; ECMA-376 part 1, 20.1.2.1)."""

    emu: int

    @property
    def mm(self) -> float:
        return self.emu / 36_000

    @property
    def pt(self) -> float:
        return self.emu / 12_700

    @property
    def inches(self) -> float:
        return self.emu / 914_400

    def __add__(self, other: "Length") -> "Length":
        return Length(self.emu + other.emu)

    def __sub__(self, other: "Length") -> "Length":
        return Length(self.emu - other.emu)

    def __mul__(self, factor: float) -> "Length":
        return Length(round(self.emu * factor))


def mm(value: float) -> Length:
    """Return a length of `value` millimetres."""
    return Length(round(value * 36_000))


def pt(value: float) -> Length:
    """Return a length of `value` points (72 an inch)."""
    return Length(round(value * 12_700))


def inches(value: float) -> Length:
    """Return a length of `value` inches."""
    return Length(round(value * 914_400))


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a box or a picture."""

    width: Length
    height: Length


# --- inlines ----------------------------------------------------------------------------------

M = TypeVar("M", covariant=True)
"""What inlines may still hold: `Written` or `Settled`."""


class Style(StrEnum):
    """How a run of text is set off (pandoc's names)."""

    EMPHASIS = "emphasis"
    STRONG = "strong"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    SMALL_CAPS = "small-caps"
    STRIKEOUT = "strikeout"
    UNDERLINE = "underline"


@dataclass(frozen=True, slots=True)
class Text:
    """Characters, white space folded."""

    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """A line break that the author wants."""


@dataclass(frozen=True, slots=True)
class Code:
    """A run of code, as typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Styled(Generic[M]):
    """Inlines set off by a style."""

    style: Style
    content: "tuple[Inline[M], ...]"


@dataclass(frozen=True, slots=True)
class Foreign(Generic[M]):
    """Inlines in another language; `lang` is a BCP 47 tag."""

    lang: str
    content: "tuple[Inline[M], ...]"


@dataclass(frozen=True, slots=True)
class Link(Generic[M]):
    """Inlines that lead to a URL; `title` says more of it where a pointer rests on them."""

    target: str
    content: "tuple[Inline[M], ...]"
    title: str = ""
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class FactUse:
    """`{{ name }}` as written."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Citation:
    """One work in a cite: its key, and what stands around it."""

    key: str
    prefix: "tuple[Plain, ...]" = ()
    suffix: "tuple[Plain, ...]" = ()
    suppress_author: bool = False
    author_in_text: bool = False
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Cite:
    """Works cited together; `serial` tells it from all other cites and footnotes."""

    serial: int
    citations: tuple[Citation, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Footnote:
    """An author's footnote, numbered in one series with the citations.

    `label` is its name, `[^label]`; "" for one that is written where it stands.
    """

    serial: int
    blocks: "tuple[Block[Written], ...]"
    span: Span
    label: str = ""


@dataclass(frozen=True, slots=True)
class CrossRef:
    """`@fig-x`, `@tbl-x` or `@sec-x` as written; `bare` is `[-@fig-x]`: the number alone."""

    id: str
    span: Span
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """A fact as it prints; `fact` is its name in facts.yaml."""

    fact: str
    text: str


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A mark that leads to note `number`; `id` is unique among all marks, "" where none returns."""

    number: int
    id: str = ""


@dataclass(frozen=True, slots=True)
class Cited(Generic[M]):
    """A citation that prints in the text; `id` is unique among all marks, "" where none returns."""

    keys: tuple[str, ...]
    content: "tuple[Inline[M], ...]"
    id: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A cross-reference as it prints: "Figure 2", leading to `target`."""

    target: str
    text: str


Plain: TypeAlias = Union[Text, Break, Code, "Styled[Never]", "Foreign[Never]", "Link[Never]"]
"""An inline with nothing to settle in it."""
Written: TypeAlias = FactUse | Cite | Footnote | CrossRef
Settled: TypeAlias = Union[Value, NoteMark, "Cited[Settled]", Reference]
Inline: TypeAlias = Text | Break | Code | Styled[M] | Foreign[M] | Link[M] | M
Inlines: TypeAlias = tuple[Inline[M], ...]

# --- blocks -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph(Generic[M]):
    content: Inlines[M]
    span: Span


class Numerals(StrEnum):
    """What the items of a numbered list are counted with (CSS Counter Styles 3, 6)."""

    DECIMAL = "decimal"
    LOWER_ALPHA = "lower-alpha"
    UPPER_ALPHA = "upper-alpha"
    LOWER_ROMAN = "lower-roman"
    UPPER_ROMAN = "upper-roman"


class Delimiter(StrEnum):
    """What stands around the number of an item."""

    PERIOD = "1."
    PARENTHESIS = "1)"
    PARENTHESES = "(1)"


@dataclass(frozen=True, slots=True)
class ItemList(Generic[M]):
    """A bullet list, or a numbered one when `start` is a number."""

    items: "tuple[tuple[Block[M], ...], ...]"
    start: int | None = None
    numerals: Numerals = Numerals.DECIMAL
    delimiter: Delimiter = Delimiter.PERIOD

    def marker(self, at: int) -> str:
        """Return what stands before item `at` (0 is the first) of a numbered list: "(iv)"."""
        number = numeral((self.start or 0) + at, self.numerals)
        return self.delimiter.replace("1", number)


ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def numeral(number: int, numerals: Numerals) -> str:
    """Return a number as a list counts: "4", "d", "iv"; 27 is "aa", as PowerPoint has it.

    What has no such numeral (0, and Roman from 4000 on) is decimal.
    """
    found = ""
    match numerals:
        case Numerals.DECIMAL:
            return str(number)
        case Numerals.LOWER_ALPHA | Numerals.UPPER_ALPHA:
            if number > 0:
                found = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        case Numerals.LOWER_ROMAN | Numerals.UPPER_ROMAN:
            if 0 < number < 4000:
                for value, letters in ROMAN:
                    found += letters * (number // value)
                    number %= value
        case _:
            assert_never(numerals)
    is_upper = numerals in (Numerals.UPPER_ALPHA, Numerals.UPPER_ROMAN)
    return (found.upper() if is_upper else found) or str(number)


@dataclass(frozen=True, slots=True)
class DefinitionList(Generic[M]):
    items: "tuple[tuple[Inlines[M], tuple[Block[M], ...]], ...]"


@dataclass(frozen=True, slots=True)
class Quote(Generic[M]):
    """A quotation set off from the text."""

    blocks: "tuple[Block[M], ...]"


@dataclass(frozen=True, slots=True)
class CodeBlock:
    text: str


@dataclass(frozen=True, slots=True)
class HorizontalRule:
    """A rule across the text, between two parts of it."""

    span: Span


@dataclass(frozen=True, slots=True)
class Box(Generic[M]):
    """What stands out; `kind` is "key-points", "box" for an aside, or "pull-quote"."""

    kind: str
    title: Inlines[M]
    blocks: "tuple[Block[M], ...]"
    span: Span


@dataclass(frozen=True, slots=True)
class Caption(Generic[M]):
    """What a figure or table says of itself: the bold start as `title`, the rest as `legend`."""

    title: Inlines[M]
    legend: Inlines[M]


@dataclass(frozen=True, slots=True)
class Figure(Generic[M]):
    """A picture with caption and alternative; `source` is its file, relative to the project.

    `number` is 0 until the document is settled. `alt` is empty for decoration.
    """

    id: str
    source: str
    caption: Caption[M]
    alt: Inlines[M]
    span: Span
    number: int = 0
    height: Length | None = None
    charts: str = ""
    """Whether a slide shows it as a "picture" or as a "native" chart; "" as the document says."""

    @property
    def is_drawn(self) -> bool:
        """Whether a figure module draws it."""
        return self.source.endswith(".py")


@dataclass(frozen=True, slots=True)
class FigureQuote:
    """`![](#fig-x)`: a figure or table of the brief, shown again on a slide."""

    target: str
    span: Span


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: how it is aligned, and its share of the width (None: as needed)."""

    align: Align
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Table(Generic[M]):
    """A table: one head row and body rows, a cell of inlines for each column.

    `dataset` names the dataset that its cells come from, "" where they were typed.
    """

    id: str
    columns: tuple[Column, ...]
    head: tuple[Inlines[M], ...]
    rows: tuple[tuple[Inlines[M], ...], ...]
    caption: Caption[M]
    span: Span
    number: int = 0
    dataset: str = ""


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table still to be made from a dataset: which columns of which rows of which file."""

    id: str
    source: str
    caption: "Caption[Written]"
    columns: tuple[str, ...]
    where: tuple[tuple[str, str], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class SourceList:
    """`::: {#refs}`: where the list of all cited works stands."""


@dataclass(frozen=True, slots=True)
class Columns(Generic[M]):
    """Blocks side by side; each column with its share of the width (shares add up to 1)."""

    columns: "tuple[tuple[float, tuple[Block[M], ...]], ...]"


@dataclass(frozen=True, slots=True)
class Only(Generic[M]):
    """Blocks for one of the two files only: `target` is "brief" or "deck"."""

    target: str
    blocks: "tuple[Block[M], ...]"


@dataclass(frozen=True, slots=True)
class Slide(Generic[M]):
    """A slide as content: its message as title, its blocks, and what the speaker says."""

    id: str
    title: Inlines[M]
    blocks: "tuple[Block[M], ...]"
    notes: "tuple[Block[M], ...]"
    layout: str
    span: Span


@dataclass(frozen=True, slots=True)
class Section(Generic[M]):
    """A heading with all that stands below it; `number` is "2.1", or "" when not numbered."""

    id: str
    level: int
    heading: Inlines[M]
    blocks: "tuple[Block[M], ...]"
    span: Span
    number: str = ""
    numbered: bool = True
    appendix: bool = False


Block: TypeAlias = (
    Paragraph[M]
    | ItemList[M]
    | DefinitionList[M]
    | Quote[M]
    | CodeBlock
    | HorizontalRule
    | Box[M]
    | Figure[M]
    | FigureQuote
    | Table[M]
    | DataTable
    | SourceList
    | Columns[M]
    | Only[M]
    | Slide[M]
    | Section[M]
)
Blocks: TypeAlias = tuple[Block[M], ...]

# --- documents --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Author:
    name: str
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class Metadata(Generic[M]):
    """What a document says of itself, from its front matter. Dates are ISO 8601."""

    title: Inlines[M]
    subtitle: Inlines[M]
    abstract: Blocks[M]
    changes: tuple[Inlines[M], ...]
    authors: tuple[Author, ...]
    organisation: str
    date: str
    data_date: str
    lang: str
    keywords: tuple[str, ...]
    edition: str
    status: str
    license: str
    url: str
    contact: Inlines[M]
    papersize: str
    bibliography: tuple[str, ...]
    csl: str
    nocite: tuple[str, ...]
    sources: str
    reference_doc: str
    charts: str
    pdf_standards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A document as the author wrote it."""

    path: str
    name: str
    metadata: Metadata[Written]
    blocks: Blocks[Written]


@dataclass(frozen=True, slots=True)
class Note:
    """An endnote: its number, its text, the works it cites, and the marks that lead to it."""

    number: int
    blocks: Blocks[Settled]
    keys: tuple[str, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A work in the list of sources: as the style prints it, and in short ("Lee et al. 2020")."""

    key: str
    content: Inlines[Settled]
    short: str


@dataclass(frozen=True, slots=True)
class Use:
    """Where something is used: a `kind` ("fact", "note", "figure", "table"), its name, its place.

    `target` is "brief", "slide" or "speaker notes"; `within` the id of the section or slide.
    """

    kind: str
    name: str
    target: str
    within: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class ResolvedDocument:
    """A document in which nothing is open: all that either writer prints, in its final form.

    `blocks` are the brief's, with slides left in their places for the plan of the deck;
    `entries` hold every cited work in the style's order, `cited_at` the marks that lead to each.
    """

    path: str
    name: str
    metadata: Metadata[Settled]
    blocks: Blocks[Settled]
    notes: tuple[Note, ...]
    entries: tuple[Entry, ...]
    cited_at: dict[str, tuple[str, ...]]
    prints_entries: bool
    uses: tuple[Use, ...]

    def note(self, number: int) -> Note:
        return self.notes[number - 1]

    def entry(self, key: str) -> Entry:
        return next(entry for entry in self.entries if entry.key == key)


# --- rebuilding the model ---------------------------------------------------------------------

A = TypeVar("A")
B = TypeVar("B")


def rebuilt(
    block: Block[A],
    inlines: Callable[[Inlines[A]], Inlines[B]],
    blocks: Callable[[Blocks[A]], Blocks[B]],
) -> Block[B]:
    """Return a block of the same kind, its runs passed through `inlines`, its parts `blocks`.

    Runs are passed in reading order: a pass that counts what it meets counts as a reader does.
    """

    def caption(of: Caption[A]) -> Caption[B]:
        return Caption(inlines(of.title), inlines(of.legend))

    match block:
        case Paragraph(content, span):
            return Paragraph(inlines(content), span)
        case ItemList(items, start, numerals, delimiter):
            return ItemList(tuple(blocks(item) for item in items), start, numerals, delimiter)
        case DefinitionList(items):
            return DefinitionList(tuple((inlines(term), blocks(body)) for term, body in items))
        case Quote(content):
            return Quote(blocks(content))
        case Only(target, content):
            return Only(target, blocks(content))
        case Box(kind, title, content, span):
            return Box(kind, inlines(title), blocks(content), span)
        case Columns(columns):
            return Columns(tuple((share, blocks(content)) for share, content in columns))
        case Figure():
            return Figure(
                id=block.id,
                source=block.source,
                caption=caption(block.caption),
                alt=inlines(block.alt),
                span=block.span,
                number=block.number,
                height=block.height,
                charts=block.charts,
            )
        case Table():
            return Table(
                id=block.id,
                columns=block.columns,
                caption=caption(block.caption),
                head=tuple(inlines(cell) for cell in block.head),
                rows=tuple(tuple(inlines(cell) for cell in row) for row in block.rows),
                span=block.span,
                number=block.number,
                dataset=block.dataset,
            )
        case Slide():
            return Slide(
                id=block.id,
                title=inlines(block.title),
                blocks=blocks(block.blocks),
                notes=blocks(block.notes),
                layout=block.layout,
                span=block.span,
            )
        case Section():
            return Section(
                id=block.id,
                level=block.level,
                heading=inlines(block.heading),
                blocks=blocks(block.blocks),
                span=block.span,
                number=block.number,
                numbered=block.numbered,
                appendix=block.appendix,
            )
        case CodeBlock() | HorizontalRule() | FigureQuote() | DataTable() | SourceList():
            return block
        case _:
            assert_never(block)


# --- reading the model ------------------------------------------------------------------------


def plain_text(inlines: "Inlines[Settled] | Inlines[Written]") -> str:
    """Return the characters of inlines: no styles, no note marks, a space for a line break."""
    return "".join(_characters(inline) for inline in inlines)


def _characters(inline: "Inline[Settled] | Inline[Written]") -> str:
    match inline:
        case Text(text) | Code(text) | Value(_, text) | Reference(_, text):
            return text
        case Styled(_, content) | Foreign(_, content) | Link(_, content) | Cited(_, content, _):
            return plain_text(content)
        case Break():
            return " "
        case FactUse(name):
            return "{{ " + name + " }}"
        case _:
            return ""


def within(block: Block[M]) -> tuple[Blocks[M], ...]:
    """Return the groups of blocks directly inside a block, in reading order."""
    match block:
        case ItemList(items):
            return items
        case DefinitionList(items):
            return tuple(blocks for _, blocks in items)
        case Columns(columns):
            return tuple(blocks for _, blocks in columns)
        case Quote(blocks) | Only(_, blocks):
            return (blocks,)
        case Box() | Section():
            return (block.blocks,)
        case Slide():
            return (block.blocks, block.notes)
        case _:
            return ()


def walk(
    blocks: Blocks[M], enter: Callable[[Block[M]], bool] = lambda _: True
) -> Iterator[Block[M]]:
    """Yield every block in reading order, a block before what it holds.

    `enter` says whether to go into a block; it is itself yielded in any case.
    """
    for block in blocks:
        yield block
        if enter(block):
            for group in within(block):
                yield from walk(group, enter)


def walk_inlines(inlines: Iterable[Inline[M]]) -> Iterator[Inline[M]]:
    """Yield every inline in reading order, one before what it holds. Footnotes are not entered."""
    for inline in inlines:
        yield inline
        match inline:
            case Styled(_, content) | Foreign(_, content) | Link(_, content):
                yield from walk_inlines(content)


def runs(block: Block[M]) -> tuple[Inlines[M], ...]:
    """Return a block's own runs of inlines: its text, title, caption, cells or terms."""
    found: list[Inlines[M]] = []

    def keep(run: Inlines[M]) -> Inlines[M]:
        found.append(run)
        return run

    rebuilt(block, keep, lambda blocks: blocks)
    return tuple(found)


def brief_blocks(document: ResolvedDocument) -> Iterator[Block[Settled]]:
    """Yield every block that the brief prints."""
    return (
        block
        for block in walk(document.blocks, lambda block: not isinstance(block, Slide))
        if not isinstance(block, Slide)
    )


def figures(document: ResolvedDocument) -> tuple[Figure[Settled], ...]:
    """Return the brief's figures in the order of their numbers."""
    return tuple(block for block in brief_blocks(document) if isinstance(block, Figure))


def tables(document: ResolvedDocument) -> tuple[Table[Settled], ...]:
    """Return the brief's tables in the order of their numbers."""
    return tuple(block for block in brief_blocks(document) if isinstance(block, Table))


# --- pictures ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands: "brief" or "deck", and the true size it is drawn at there."""

    kind: str
    size: Size


class ChartKind(StrEnum):
    """What a chart's values are drawn as."""

    COLUMN = "column"
    BAR = "bar"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Series:
    """The values of a series, None where there is none, and their colours (`#rrggbb`).

    Colours are one for each value, or one for all.
    """

    name: str
    values: tuple[float | None, ...]
    colors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What a figure draws, as far as it is a plain chart; `from_below` counts bars upwards."""

    kind: ChartKind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    stacked: bool = False
    from_below: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure as drawn for one place, and what it was drawn from.

    `svg` and `png` (200 dots an inch) hold the same picture; `svg` is empty for a raster image.
    `facts` and `datasets` name what the module read; `modules` are its files in the project.
    `chart` is what it draws, or why that is no plain chart.
    """

    figure: str
    place: Place
    svg: bytes
    png: bytes
    facts: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    chart: Chart | str = ""


Drawings: TypeAlias = dict[tuple[str, Place], Drawing]
"""Drawings by figure id and place."""
