"""Blocks: paragraphs, lists, figures, tables, slides, sections."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeAlias

from reportgen.diagnostics import Span
from reportgen.document.charts import ChartWords
from reportgen.document.drawings import Builds
from reportgen.document.inlines import Inlines, M, Math, Written
from reportgen.document.lengths import Length
from reportgen.document.numerals import Delimiter, Numerals, numeral


@dataclass(frozen=True, slots=True)
class Paragraph(Generic[M]):
    content: Inlines[M]
    span: Span


@dataclass(frozen=True, slots=True)
class ItemList(Generic[M]):
    """A bullet list, or a numbered one when `start` is a number."""

    items: "tuple[tuple[Block[M], ...], ...]"
    start: int | None = None
    numerals: Numerals = Numerals.DECIMAL
    delimiter: Delimiter = Delimiter.PERIOD

    def marker(self, at: int) -> str:
        """Return what stands before item `at` (0 is the first) of a numbered list: "(iv)"."""
        return self.delimiter.replace("1", numeral((self.start or 0) + at, self.numerals))


@dataclass(frozen=True, slots=True)
class DefinitionList(Generic[M]):
    items: "tuple[tuple[Inlines[M], tuple[Block[M], ...]], ...]"


@dataclass(frozen=True, slots=True)
class Quote(Generic[M]):
    """A quotation set off from the text."""

    blocks: "tuple[Block[M], ...]"


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines of code as typed, and the language that they are in ("" for none)."""

    text: str
    language: str = ""
    span: Span = field(default=Span(""), compare=False)


@dataclass(frozen=True, slots=True)
class Equation:
    """A formula on a line of its own; `number` is 0 where it has no identifier."""

    id: str
    math: Math
    span: Span
    number: int = 0


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page of the brief begins here."""

    span: Span


@dataclass(frozen=True, slots=True)
class Pause:
    """`. . .`: what follows on the slide appears by a click."""

    span: Span


@dataclass(frozen=True, slots=True)
class Build(Generic[M]):
    """Blocks of a slide that appear by clicks, lists item by item where `by_item`.

    `click` counts from 1; it is 0 until the deck is planned.
    """

    by_item: bool
    blocks: "tuple[Block[M], ...]"
    click: int = 0


@dataclass(frozen=True, slots=True)
class HorizontalRule:
    """A rule across the text, between two parts of it."""

    span: Span


@dataclass(frozen=True, slots=True)
class Box(Generic[M]):
    """What stands out.

    `kind` is "key-points", "box" for an aside, "pull-quote", "margin" for what stands beside the
    text, "key-number", or "callout-note" and its like.
    """

    kind: str
    title: Inlines[M]
    blocks: "tuple[Block[M], ...]"
    span: Span


@dataclass(frozen=True, slots=True)
class Caption(Generic[M]):
    """What a figure or table says of itself: the bold start as `title`, the rest as `legend`."""

    title: Inlines[M]
    legend: Inlines[M]


class FigurePlace(StrEnum):
    """Where a figure stands in the brief: across the page, in the column of text, in the margin."""

    PAGE = "page"
    BODY = "body"
    MARGIN = "margin"


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
    width: "Length | float | None" = None
    """How wide it is shown: a length, or a share of the place that it stands in."""
    align: "Align | None" = None
    """Where it stands where it is narrower than its place; None is at the left edge."""
    part: str = ""
    """Its letter in a group of figures, which have one number: "a"."""
    beside: int = 1
    """How many stand side by side where it does."""
    place: "FigurePlace" = FigurePlace.PAGE
    charts: str = ""
    """Whether a slide shows it as a "picture" or as a "native" chart; "" as the document says."""
    credit: str = ""
    """Whose photograph it is; its caption says it."""
    consent: str = ""
    """What is known of the consent of those who are on it; it is not printed."""
    chart: "ChartWords | None" = None
    """What is drawn of the data in `source`, where that is a dataset."""
    builds: Builds | None = None
    """Which of its parts appear on a slide one after another."""
    click: int = 0
    """The click by which it appears on a slide; 0 until the deck is planned, and from the start."""

    @property
    def label(self) -> str:
        """Its number as it prints: "2", or "2a" in a group."""
        return f"{self.number}{self.part}"

    @property
    def is_drawn(self) -> bool:
        """Whether it is drawn: by a figure module, or as a chart of data."""
        return self.chart is not None or self.source.endswith(".py")


@dataclass(frozen=True, slots=True)
class FigureGroup(Generic[M]):
    """Figures that stand together, so many in a row; one with a name has a number and a caption."""

    id: str
    columns: int
    figures: "tuple[Figure[M], ...]"
    caption: Caption[M]
    span: Span
    number: int = 0


@dataclass(frozen=True, slots=True)
class FigureQuote:
    """`![](#fig-x)`: a figure or table of the brief, shown again on a slide."""

    target: str
    span: Span
    builds: Builds | None = None


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
class Cell(Generic[M]):
    """A cell of a table, and over how many columns and rows it goes."""

    blocks: "tuple[Block[M], ...]"
    columns: int = 1
    rows: int = 1


Row: TypeAlias = tuple[Cell[M], ...]
"""The cells that begin in a row, from left to right."""


@dataclass(frozen=True, slots=True)
class Table(Generic[M]):
    """A table: rows of its head, its body, and its foot (sums).

    `dataset` names the dataset that its cells come from, "" where they were typed.
    """

    id: str
    columns: tuple[Column, ...]
    head: tuple[Row[M], ...]
    rows: tuple[Row[M], ...]
    caption: Caption[M]
    span: Span
    foot: tuple[Row[M], ...] = ()
    number: int = 0
    dataset: str = ""

    @property
    def all_rows(self) -> tuple[Row[M], ...]:
        return (*self.head, *self.rows, *self.foot)


TABLE_FILES = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xls", ".ods", ".json", ".parquet")
"""The endings, in small letters, of files that hold tables of data."""


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table still to be made from a dataset: which columns of which rows of which file.

    `where` is the condition as written, in the short form `a=b, c=d` or as an expression.
    """

    id: str
    source: str
    caption: "Caption[Written]"
    columns: tuple[str, ...]
    where: str
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
    """Blocks for one of the two files only, `target` "brief" or "deck"; or for both, "", where the
    condition `where` holds of the facts and of the edition's parameters.
    """

    target: str
    blocks: "tuple[Block[M], ...]"
    where: str = ""
    span: Span = field(default=Span(""), compare=False)


@dataclass(frozen=True, slots=True)
class Slide(Generic[M]):
    """A slide as content: its message as title, its blocks, and what the speaker says."""

    id: str
    title: Inlines[M]
    blocks: "tuple[Block[M], ...]"
    notes: "tuple[Block[M], ...]"
    layout: str
    span: Span
    hidden: bool = False
    """Whether a show passes over it."""
    part: str = ""
    """The part of the talk that begins with it, "" where it goes on."""

    @property
    def name(self) -> str:
        """What a finding calls it."""
        return f"slide `{self.id}`" if self.id else "this slide"


@dataclass(frozen=True, slots=True)
class Section(Generic[M]):
    """A heading with all that stands below it; `number` is "2.1", or "" when not numbered.

    `short` is what the running head and the line above the heading call it, "" for nothing.
    """

    id: str
    level: int
    heading: Inlines[M]
    blocks: "tuple[Block[M], ...]"
    span: Span
    number: str = ""
    numbered: bool = True
    appendix: bool = False
    short: str = ""


Block: TypeAlias = (
    Paragraph[M]
    | ItemList[M]
    | DefinitionList[M]
    | Quote[M]
    | CodeBlock
    | Equation
    | PageBreak
    | Pause
    | Build[M]
    | HorizontalRule
    | Box[M]
    | Figure[M]
    | FigureGroup[M]
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
