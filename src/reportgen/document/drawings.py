"""Places where figures stand, and what was drawn for them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from reportgen.document.lengths import Size


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

    `svg` and `raster` (a PNG of 200 dots an inch) hold the same picture; of an image file `svg` is
    empty, and `raster` a PNG or a JPEG.
    `facts` and `datasets` name what was read; `modules` are a module's files in the project,
    `words` and `columns` a chart's settings in a line, and what it reads of each dataset. `chart`
    is what it draws, or why that is no plain chart.
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


Drawings: TypeAlias = dict[tuple[str, Place], Drawing]
"""Drawings by figure id and place."""
