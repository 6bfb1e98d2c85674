"""Reads datasets: `content/data/NAME.csv` or `.geojson` with what `NAME.yaml` tells."""

import csv
import io
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import msgspec

from reportgen.diagnostics import Diagnostics, Rule, Span, span_in, suggestion
from reportgen.files.project import Project
from reportgen.files.yaml_file import convert, parse_yaml

if TYPE_CHECKING:
    import polars as pl

FOLDER = "content/data"


class ColumnInfo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a column prints: head, unit, digits after the point, format (see facts.py)."""

    label: str = ""
    unit: str = ""
    digits: int | None = None
    format: str = ""


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What NAME.yaml tells of a dataset. `source` holds keys of the bibliography."""

    title: str = ""
    source: str | list[str] = []
    license: str = ""
    retrieved: Any = ""
    units: str = ""
    notes: str = ""
    public: bool = False
    columns: dict[str, ColumnInfo] = {}

    @property
    def sources(self) -> tuple[str, ...]:
        return (self.source,) if isinstance(self.source, str) else tuple(self.source)


@dataclass(frozen=True)
class Dataset:
    """A table of data. `lines` gives the line in the file for each row of a CSV file."""

    name: str
    path: str
    text: str
    about: About
    lines: tuple[int, ...]

    @property
    def files(self) -> tuple[str, str]:
        """The paths of the data and of the YAML file beside it, which need not exist."""
        return self.path, f"{FOLDER}/{self.name}.yaml"

    @cached_property
    def frame(self) -> "pl.DataFrame":
        """The rows of a CSV file, with types inferred from all of them."""
        import polars as pl

        return pl.read_csv(io.StringIO(self.text), infer_schema_length=None)

    @cached_property
    def contents(self) -> Any:
        """What a figure module gets: the data frame, or the parsed GeoJSON."""
        return json.loads(self.text) if self.path.endswith(".geojson") else self.frame


class Datasets:
    """The project's datasets by name; each is read when first asked for."""

    def __init__(self, project: Project, diagnostics: Diagnostics) -> None:
        self._project = project
        self._diagnostics = diagnostics
        self._read: dict[str, Dataset | None] = {}

    @cached_property
    def names(self) -> tuple[str, ...]:
        files = (*self._project.list(FOLDER, "*.csv"), *self._project.list(FOLDER, "*.geojson"))
        return tuple(PurePosixPath(path).stem for path in files)

    def get(self, name: str, span: Span, project: Project | None = None) -> Dataset | None:
        """Return a dataset, or report at `span` that there is none, or in its file what is wrong.

        `project` is the branch whose record of reads the dataset belongs to.
        """
        if name not in self.names:
            self._diagnostics.add(
                Rule.MISSING_FILE,
                f"there is no dataset `{name}`",
                span,
                suggestion(name, self.names, "dataset"),
            )
            return None
        if name not in self._read:
            self._read[name] = self._load(name)
        if project is not None and (found := self._read[name]) is not None:
            for path in found.files:
                project.record(path, self._project.reads[path])
        return self._read[name]

    def _load(self, name: str) -> Dataset | None:
        path = f"{FOLDER}/{name}.csv"
        if not self._project.exists(path):
            path = f"{FOLDER}/{name}.geojson"
        text = self._project.read_text(path, self._diagnostics)
        if text is None:
            return None
        about = self._about(name)
        before = self._diagnostics.errors
        if path.endswith(".csv"):
            lines = _check_rows(path, text, self._diagnostics)
        else:
            lines = _check_json(path, text, self._diagnostics)
        if self._diagnostics.errors > before:
            return None
        return Dataset(name, path, text, about, lines)

    def _about(self, name: str) -> About:
        path = f"{FOLDER}/{name}.yaml"
        if not self._project.exists(path):
            return About()
        text = self._project.read_text(path, self._diagnostics) or ""
        parsed = parse_yaml(path, text, self._diagnostics)
        return convert(parsed, About, self._diagnostics) or About()


def _check_rows(path: str, text: str, diagnostics: Diagnostics) -> tuple[int, ...]:
    """Return the line of each row; report rows with too few or too many cells, and double heads."""
    reader = csv.reader(io.StringIO(text), strict=True)
    lines: list[int] = []
    start = 1
    try:
        head = next(reader, [])
        if not any(head):
            diagnostics.add(
                Rule.BAD_CSV,
                f"`{path}` is empty",
                Span(path),
                "the first line names the columns, separated by commas",
            )
            return ()
        for column in {name for name in head if head.count(name) > 1}:
            place = span_in(path, text, text.find(column))
            diagnostics.add(Rule.DUPLICATE_ID, f"two columns are named `{column}`", place)
        start = reader.line_num + 1
        for row in reader:
            if row and len(row) != len(head):
                source = text.splitlines()[start - 1]
                diagnostics.add(
                    Rule.BAD_CSV,
                    f"row {len(lines) + 1} has {len(row)} cells, the header has {len(head)}",
                    Span(path, start, 1, len(source), source),
                    'put a cell that holds a comma in double quotes: "a, b"',
                )
            if row:
                lines.append(start)
            start = reader.line_num + 1
    except csv.Error as error:
        source = text.splitlines()[min(start, text.count("\n") + 1) - 1]
        message = f"row {len(lines) + 1} does not parse: {error}"
        diagnostics.add(
            Rule.BAD_CSV,
            message,
            Span(path, start, 1, max(1, len(source)), source),
            "a double quote inside a quoted cell is written twice",
        )
    return tuple(lines)


def _check_json(path: str, text: str, diagnostics: Diagnostics) -> tuple[int, ...]:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        diagnostics.add(Rule.BAD_JSON, error.msg, span_in(path, text, error.pos))
    return ()
