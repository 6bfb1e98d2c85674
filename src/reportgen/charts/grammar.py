"""The words that describe a chart: its settings as data, from which checks and docs are made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportgen.charts.canvas import Area, Canvas
    from reportgen.charts.table import Table


class Kind(StrEnum):
    """What a setting's value is."""

    COLUMN = "a column"
    COLUMNS = "columns, with commas between them"
    CHOICE = "one of a few words"
    WORDS = "words, which may hold `{{ facts }}`"
    CONDITION = "a condition"
    NOTES = "pairs `WHERE: words; WHERE: words`, or a mapping in YAML"
    NAMES = "values of the chart, with commas between them"
    NUMBER = "a number"
    RANGE = "two numbers, `0 to 100`"
    DATASET = "the name of a dataset"


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of a form: its name, what its value is, and what it does, in a sentence for docs.

    `numbers` says whether a column is to hold numbers (None: either).
    """

    name: str
    kind: Kind
    says: str
    choices: tuple[str, ...] = ()
    needed: bool = False
    numbers: bool | None = None
    default: str = ""
    classes: tuple[tuple[str, str], ...] = ()
    """Classes that are short for a value: `.stack`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """What every form has beside its own settings; words are filled, columns are known."""

    unit: str = ""
    highlight: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    source: str = ""


UNIT = Setting(
    "unit", Kind.WORDS, "What is counted, at the top left; else the dataset's units say it."
)
WHERE = Setting("where", Kind.CONDITION, 'Which rows are shown, as in tables: `"kind = annual"`.')
HIGHLIGHT = Setting(
    "highlight", Kind.NAMES, "What stands out in the accent: what the title speaks of."
)
NOTES = Setting(
    "notes", Kind.NOTES, "Words beside a mark: `2012: −{{ fall_2012 }}; 2020: border closed`."
)
LABELS = Setting(
    "labels",
    Kind.CHOICE,
    "Which values are printed beside their marks: `auto` prints the largest, the last and the "
    "highlighted ones, and all where there is room.",
    ("auto", "direct", "all", "none"),
)
SORT = Setting(
    "sort",
    Kind.CHOICE,
    "The order of rows: by value, by name, or as in the file.",
    ("largest", "smallest", "name", "file"),
)
MOST = Setting("most", Kind.NUMBER, "How many rows are shown; the last one counts the others.")
REST = Setting(
    "rest",
    Kind.WORDS,
    "What the row of the others is called; their values are then added up in it.",
)
LIMITS = Setting("limits", Kind.RANGE, "Where the scale begins and ends: `0 to 100`.")
MULTIPLES = Setting(
    "multiples", Kind.COLUMN, "Small multiples: a chart for each value of this column."
)
EVENTS = Setting(
    "events",
    Kind.DATASET,
    "A dataset of events: its first column of years says when, its first text says what.",
)
SERIES = Setting(
    "series", Kind.COLUMN, "A column whose values name the series, where `y` is one long column."
)
CHANGE = Setting(
    "change",
    Kind.NAMES,
    "Where an arrow shows the fall or rise from the place before; a note there says it in words.",
)
IN = Setting(
    "in",
    Kind.CHOICE,
    "Numbers are printed in thousands or millions.",
    ("thousand", "ten thousand", "million", "billion"),
)
SPANS = Setting(
    "spans",
    Kind.NOTES,
    "A ground behind some years, with words at its top: `1998 to 2000: famine years`.",
)
SHARED = (UNIT, WHERE, HIGHLIGHT, NOTES, IN)
"""The settings that all forms have."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of chart.

    `spec` is a frozen dataclass with a field for each setting; `draw` draws it on an area of a
    canvas. `example` are words that draw one, for docs and tests. `extent` gives the least and
    greatest value drawn.
    """

    name: str
    says: str
    spec: type[Spec]
    settings: tuple[Setting, ...]
    draw: "Callable[[Canvas, Area, Any, Table], None]"
    example: str = ""
    extent: "Callable[[Any, Table], tuple[float, float]] | None" = None
    check: "Callable[[Any, Table], None] | None" = None
    shapes: bool = False
    """Whether its data may be shapes (GeoJSON) instead of a table."""
    mirrors: bool = False
    """Whether it is turned round in languages that are written from right to left."""

    @property
    def known(self) -> Mapping[str, Setting]:
        """Its settings by name, the shared ones too."""
        return {one.name: one for one in (*self.settings, *SHARED)}


class ChartFault(Exception):
    """A chart that cannot be drawn as its words say: why, what to write, and at which setting."""

    def __init__(self, message: str, help: str = "", setting: str = "") -> None:  # noqa: A002
        super().__init__(message)
        self.message = message
        self.help = help
        self.setting = setting
