"""Reads one dataset: bytes to cells, cells to a table, its columns to numbers, its checks."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from reportgen.data.about import FOLDER, FORMATS, TYPES, About, ColumnInfo
from reportgen.data.columns import Typed, typed
from reportgen.data.dataset import Dataset
from reportgen.data.delimited import read_delimited
from reportgen.data.encodings import Decoded, Undecodable, decode
from reportgen.data.expressions import BadExpression
from reportgen.data.extent import Table, find_table
from reportgen.data.grid import Grid, Unreadable
from reportgen.data.invariants import SHOWN, failures
from reportgen.data.records import read_json, read_parquet
from reportgen.data.workbooks import read_workbook
from reportgen.diagnostics import Diagnostic, Diagnostics, Rule, Span, span_in, suggestion
from reportgen.files.json_faults import of_json
from reportgen.files.project import Project
from reportgen.files.yaml_file import Yaml, convert, parse_yaml

COMMON_DELIMITER = {".csv": ",", ".tsv": "\t", ".tab": "\t"}
ZIP, OLE, PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"
"""How the bytes of a workbook begin (Office Open XML, OpenDocument; Excel 97), and of Parquet."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file that is read: its path, its text where it is text, and what NAME.yaml says."""

    path: str
    text: str
    about: About
    settings: Yaml
    rule: Rule

    def span(self, line: int, cell: str = "") -> Span:
        """Return the place of a line, or of a cell in it."""
        lines = self.text.split("\n")
        source = lines[line - 1] if 0 < line <= len(lines) and self.text else ""
        at = source.find(cell) if cell else 0
        if at < 0:
            at, cell = 0, ""
        return Span(self.path, line, at + 1, len(cell) or max(1, len(source)), source)


_kept: dict[tuple[str, ...], Dataset] = {}
"""Tables that were read without a finding, by name, path and digests: what did not change stays."""
MOST_KEPT = 64
LARGEST_KEPT = 4_000_000
"""A table of more bytes is read every time."""


def load(name: str, path: str, project: Project, diagnostics: Diagnostics) -> Dataset | None:
    """Return the dataset in a file, or report what is wrong with it and return None."""
    files = (path, f"{FOLDER}/{name}.yaml")
    try:
        states = tuple(map(project.state, files))
    except OSError:  # reading it tells what is wrong
        return _loaded(name, path, project, diagnostics)
    if (kept := _kept.get((name, *files, *states))) is not None:
        for one, state in zip(files, states, strict=True):
            project.record(one, state)
        return replace(kept, frame=kept.frame.clone())  # a figure module may change its own
    found = diagnostics.another()
    made = _loaded(name, path, project, found)
    diagnostics.update(found)
    is_sound = not (*found, *found.accepted) and states == tuple(map(project.reads.get, files))
    if made is not None and is_sound and made.is_table:
        _keep((name, *files, *states), made)
    return made


def _keep(key: tuple[str, ...], dataset: Dataset) -> None:
    if dataset.frame.estimated_size() < LARGEST_KEPT:
        while len(_kept) >= MOST_KEPT:
            del _kept[next(iter(_kept))]
        _kept[key] = replace(dataset, frame=dataset.frame.clone())


def _loaded(name: str, path: str, project: Project, diagnostics: Diagnostics) -> Dataset | None:
    before = diagnostics.errors
    settings, about = _about(name, project, diagnostics)
    if diagnostics.errors > before:
        return None
    try:
        data = project.read_bytes(path)
    except OSError as error:
        message = f"`{path}` cannot be read: {error.strerror}"
        hint = "look whether you may read it, and whether another program holds it"
        diagnostics.add(Rule.MISSING_FILE, message, Span(path), hint)
        return None
    ending = PurePosixPath(path).suffix.lower()
    if ending == ".geojson":
        return _shapes(name, path, data, about, diagnostics)
    file = _File(path, "", about, settings, _rule(ending))
    try:
        if _is_text(data, ending):
            decoded = decode(data, about.encoding)
            file = _File(path, decoded.text, about, settings, file.rule)
            grid = _text_cells(decoded, about, ending)
        else:
            grid = _cells(data, about, ending)
        table = find_table(grid, about)
        columns = typed(table, about, f"{FOLDER}/{name}.yaml", semicolons=grid.delimiter == ";")
    except Undecodable as error:
        diagnostics.add(file.rule, str(error), Span(path), error.help)
        return None
    except Unreadable as error:
        _report(error, file, diagnostics)
        return None
    dataset = _dataset(name, file, grid, table, columns, _as_written(data, file, grid, table))
    _check_settings(dataset, file, diagnostics)
    _check_hidden(dataset, grid, file, diagnostics)
    _check_invariants(dataset, columns, file, diagnostics)
    if diagnostics.errors > before:
        return None
    _tell(dataset, diagnostics)
    return dataset


def _about(name: str, project: Project, diagnostics: Diagnostics) -> tuple[Yaml, About]:
    path = f"{FOLDER}/{name}.yaml"
    if not project.exists(path):
        return Yaml({}, Span(path)), About()
    parsed = parse_yaml(path, project.read_text(path, diagnostics) or "", diagnostics)
    return parsed, convert(parsed, About, diagnostics) or About()


def _rule(ending: str) -> Rule:
    if ending == ".json":
        return Rule.BAD_JSON
    return Rule.BAD_CSV if ending in COMMON_DELIMITER else Rule.BAD_WORKBOOK


def _shapes(
    name: str, path: str, data: bytes, about: About, diagnostics: Diagnostics
) -> Dataset | None:
    import polars as pl

    try:
        text = decode(data).text
        return Dataset(name, path, about, pl.DataFrame(), shapes=json.loads(text))
    except json.JSONDecodeError as error:
        diagnostics.add(Rule.BAD_JSON, of_json(error), span_in(path, text, error.pos))
    except (Undecodable, RecursionError, ValueError) as error:
        diagnostics.add(Rule.BAD_JSON, str(error), Span(path))
    return None


# --- cells ------------------------------------------------------------------------------------


def _is_text(data: bytes, ending: str) -> bool:
    return not data.startswith((ZIP, OLE, PARQUET)) and ending in (*COMMON_DELIMITER, ".json")


def _text_cells(decoded: Decoded, about: About, ending: str) -> Grid:
    if ending == ".json":
        return read_json(decoded.text)
    return read_delimited(decoded, COMMON_DELIMITER[ending], about)


def _cells(data: bytes, about: About, ending: str) -> Grid:
    """Return the cells of a file by what its bytes are, whatever it is called."""
    if data.startswith(PARQUET):
        return read_parquet(data)
    if data.startswith((ZIP, OLE)):
        return read_workbook(data, _kind_of_workbook(data, ending), about)
    raise Unreadable(f"this is no {ending[1:]} file", "save it anew as .xlsx or .csv")


def _kind_of_workbook(data: bytes, ending: str) -> str:
    """Return the ending that suits a workbook, whatever its file is called."""
    if data.startswith(OLE):
        return ".xls"
    if ending in (".xlsx", ".xlsm", ".ods"):
        return ending
    return ".ods" if b"opendocument" in data[:200] else ".xlsx"


def _report(error: Unreadable, file: _File, diagnostics: Diagnostics) -> None:
    """Report a file that is no table, at its line or at the setting that is to blame."""
    if error.setting:
        place = file.settings.span(error.setting)
        diagnostics.add(Rule.BAD_SETTING, str(error), place, error.help)
        return
    place = file.span(error.line) if file.text else Span(file.path, error.line)
    diagnostics.add(file.rule, str(error), place, error.help)


# --- the dataset ------------------------------------------------------------------------------


def _as_written(data: bytes, file: _File, grid: Grid, table: Table) -> bytes:
    """Return the bytes of a file that is the table as read, else none."""
    plain = file.path.endswith(".csv") and bool(file.text) and not grid.seen and not grid.assumed
    whole = not (table.assumed or table.left_out or table.seen) and table.head_line == 1
    same = plain and whole and not file.about.blanks and file.about.header is None
    text = file.text.encode()
    return text if same and len(text) <= len(data) else b""


def _dataset(
    name: str, file: _File, grid: Grid, table: Table, columns: Sequence[Typed], written: bytes
) -> Dataset:
    import polars as pl

    styles = {str(one.style): one.style for one in columns if one.style is not None}
    told = [
        (
            f"{'decimal commas' if one.decimal == ',' else 'grouped thousands'} in "
            + ", ".join(
                f"`{column.series.name}`" for column in columns if str(column.style) == text
            ),
            text,
        )
        for text, one in styles.items()
    ]
    return Dataset(
        name=name,
        path=file.path,
        about=file.about,
        frame=pl.DataFrame([one.series for one in columns]),
        lines=table.lines,
        unit=grid.unit,
        sheet=grid.sheet,
        positions=table.columns,
        infos={one.series.name: one.info for one in columns},
        kinds={one.series.name: one.kind for one in columns},
        faults={one.series.name: found for one in columns if (found := _fault(one, file, table))},
        assumed=(*grid.assumed, *table.assumed, *told),
        left_out=table.left_out,
        seen=(*grid.seen, *table.seen),
        as_written=written if not told else b"",
    )


def _fault(column: Typed, file: _File, table: Table) -> Diagnostic | None:
    if column.fault is None:
        return None
    fault = column.fault
    line = table.lines[fault.row]
    place = file.span(line, fault.text) if file.text else Span(file.path, line)
    return Diagnostic(Rule.MIXED_COLUMN, fault.message, place, fault.help)


def _tell(dataset: Dataset, diagnostics: Diagnostics) -> None:
    """Say once what was assumed, with the settings that make it said."""
    if not dataset.assumed:
        return
    words = "; ".join(one for one, _ in dataset.assumed)
    settings = dict.fromkeys(setting for _, setting in dataset.assumed if setting)
    diagnostics.add(
        Rule.ASSUMED,
        f"`{dataset.path}` was read so: {words}",
        Span(dataset.path),
        f"look at it by `reportgen data {dataset.name}`; where it is right, write into "
        f"`{dataset.files[1]}`: " + "; ".join(f"`{one}`" for one in settings),
    )


# --- checks -----------------------------------------------------------------------------------


def _check_settings(dataset: Dataset, file: _File, diagnostics: Diagnostics) -> None:
    """Report settings of columns that are not there, and unknown types and formats."""
    for name, info in dataset.about.columns.items():
        place = ("columns", name)
        if name not in dataset.frame.columns:
            diagnostics.add(
                Rule.MISSING_COLUMN,
                f"`{dataset.path}` has no column `{name}`",
                file.settings.span(*place),
                suggestion(name, dataset.frame.columns, "column"),
            )
        for key, value, known in (("type", info.type, TYPES), ("format", info.format, FORMATS)):
            if value and value not in known:
                diagnostics.add(
                    Rule.BAD_SETTING,
                    f"unknown {key} `{value}`",
                    file.settings.span(*place, key),
                    "known: " + ", ".join(known),
                )
        _check_type(dataset, name, info, file, diagnostics)


def _check_type(
    dataset: Dataset, name: str, info: ColumnInfo, file: _File, diagnostics: Diagnostics
) -> None:
    """Report a column that is said to hold numbers and does not, as far as no fault says so."""
    if info.type in ("number", "year") and name in dataset.frame.columns:
        if dataset.frame[name].dtype.is_numeric():
            return
        if name in dataset.faults:
            diagnostics.update([dataset.faults[name]])
            return
        diagnostics.add(
            Rule.MIXED_COLUMN,
            f"the column `{name}` holds {dataset.kinds[name]}, not numbers",
            file.settings.span("columns", name, "type"),
        )


def _check_hidden(dataset: Dataset, grid: Grid, file: _File, diagnostics: Diagnostics) -> None:
    """Report formulas without results, and hidden cells that would be handed out unseen."""
    if grid.empty_formulas:
        cells = grid.empty_formulas
        more = f" and {len(cells) - 6} more" if len(cells) > 6 else ""
        listed = ", ".join(f"`{grid.sheet}!{one}`" for one in cells[:6])
        diagnostics.add(
            Rule.BAD_WORKBOOK,
            f"formulas without results: {listed}{more}",
            Span(dataset.path),
            "open the workbook in Excel or LibreOffice, and save it",
        )
    if grid.hidden and dataset.about.public and dataset.about.hidden is None:
        diagnostics.add(
            Rule.BAD_SETTING,
            f"`public: true` would hand out what is hidden: {' and '.join(grid.hidden)}",
            file.settings.span("public"),
            "write `hidden: false` to leave it out, `hidden: true` to hand it out",
        )


def _check_invariants(
    dataset: Dataset, columns: Sequence[Typed], file: _File, diagnostics: Diagnostics
) -> None:
    """Report what `checks` says and the table does not hold: each check once."""
    checks = dataset.about.invariants
    decimals = {one.series.name: one.decimals for one in columns}
    for check, found in failures(checks, dataset.frame, decimals):
        at = (
            ("checks", checks.index(check))
            if isinstance(dataset.about.checks, list)
            else ("checks",)
        )
        place = file.settings.span(*at)
        if isinstance(found, BadExpression):
            diagnostics.add(
                Rule.BAD_FORMULA, f"`{check}` cannot be followed: {found}", place, found.help
            )
            continue
        rows = found.rows
        if not rows:
            diagnostics.add(Rule.FAILED_CHECK, f"`{check}` does not hold", place)
            continue
        first = dataset.address(rows[0], dataset.frame.columns[0]) if not dataset.sheet else (
            f"row {dataset.lines[rows[0]]}"
        )  # fmt: skip
        others = [str(dataset.lines[row]) for row in rows[1 : SHOWN + 1]]
        more = f"; nor in {dataset.unit}s {', '.join(others)}" if others else ""
        more += f" and {len(rows) - SHOWN - 1} more" if len(rows) > SHOWN + 1 else ""
        line = dataset.lines[rows[0]]
        diagnostics.add(
            Rule.FAILED_CHECK,
            f"`{check}` does not hold in {first} ({found.words}){more}",
            file.span(line) if file.text else Span(dataset.path, line),
            f"the check stands in `{place.path}`, line {place.line}",
        )
