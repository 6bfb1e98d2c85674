"""Places where figures stand, and what was drawn for them."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from reportgen.diagnostics import Span
from reportgen.document.lengths import Size


@dataclass(frozen=True, slots=True)
class Builds:
    """Which parts of a figure appear on a slide one after another, in its author's words.

    `click` is the one from which on they appear; it is 0 until the deck is planned.
    """

    words: str
    span: Span = field(default=Span(""), compare=False, repr=False)
    click: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands: "brief" or "deck", and the true size it is drawn at there.

    With `pixels` a figure of the brief is wanted as a PNG too, as those of the deck are always.
    `lower` lets a drawing end where its content does: nobody said how high it is to be.
    With `builds` it is drawn as it is before each click, too.
    """

    kind: str
    size: Size
    pixels: bool = False
    lower: bool = False
    builds: Builds | None = None


class ChartKind(StrEnum):
    """What a chart's values are drawn as, by the words that PowerPoint has for it."""

    COLUMN = "column"
    BAR = "bar"
    LINE = "line"
    AREA = "area"
    SCATTER = "scatter"


@dataclass(frozen=True, slots=True)
class Series:
    """The values of a series, None where there is none, and their colours (`#rrggbb`).

    Colours are one for each value, or one for all. `labels` are the words printed at each value, ""
    for the value itself, None for nothing; without them values print themselves where they are
    few. `positions` is where each value of a scatter stands on the horizontal axis.
    """

    name: str
    values: tuple[float | None, ...]
    colors: tuple[str, ...]
    labels: tuple[str | None, ...] = ()
    positions: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """What a figure draws, as far as it is a plain chart.

    `stacked` sets series upon each other, `share` as parts of 100; `from_below` counts bars
    upwards. `titles` are those of the axes, of categories and of values; `limits` the ends of the
    axis of values where they are not left to PowerPoint. `gap` is between columns, in percent of
    their width, None as it looks best. `mirrored` sets the first series of bars to the left of
    zero, as a pyramid has it: its values print without a sign. `number_format` is how values print
    (ECMA-376 part 1, 18.8.31), "" as their digits ask for.
    """

    kind: ChartKind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    stacked: bool = False
    from_below: bool = False
    share: bool = False
    titles: tuple[str, str] = ("", "")
    limits: tuple[float, float] | None = None
    gap: int | None = None
    mirrored: bool = False
    number_format: str = ""


@dataclass(frozen=True, slots=True)
class DrawnState:
    """A figure as it is before a click: an SVG and a PNG of the size of the whole."""

    svg: bytes
    raster: bytes


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure as drawn for one place, and what it was drawn from.

    `svg` and `raster` (a PNG of 200 dots an inch) hold the same picture; of an image file `svg` is
    empty, and `raster` a PNG or a JPEG.
    `facts` and `datasets` name what was read; `modules` are a module's files in the project,
    `words` and `columns` a chart's settings in a line, and what it reads of each dataset. `chart`
    is what it draws, or why that is no plain chart; `labels` are the texts in it. `before` is what
    is seen before each click that adds a part to it.
    """

    figure: str
    place: Place
    svg: bytes
    raster: bytes
    facts: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    chart: Chart | str = ""
    words: str = ""
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    labels: tuple[str, ...] = ()
    before: tuple[DrawnState, ...] = ()


Drawings: TypeAlias = dict[tuple[str, Place], Drawing]
"""Drawings by figure id and place."""
