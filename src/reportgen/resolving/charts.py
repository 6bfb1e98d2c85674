"""Binds charts to their data: settings as values, rows as `where` picks them, columns by name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import PurePosixPath
from typing import Any

from babel import Locale

from reportgen.charts.forms import form
from reportgen.charts.grammar import ChartFault, Form, Kind, Setting, Spec
from reportgen.charts.multiples import check_multiples
from reportgen.charts.table import NO_UNITS, Header, Table, counted_in, dashed
from reportgen.data.about import FOLDER
from reportgen.data.column_faults import worded
from reportgen.data.dataset import Dataset
from reportgen.data.datasets import Datasets
from reportgen.data.expressions import BadExpression, UnknownColumn, rows_with
from reportgen.diagnostics import Diagnostics, Rule, Span, suggestion
from reportgen.document import ChartWords, Figure, SettingWords
from reportgen.files.project import Project

NOT_OF_SPECS = ("where", "in")
"""Settings that are followed here, and not by the form."""
NAMING = ("x", "name", "what", "place")
"""Settings that say which column has the names by which marks are called."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart with its data: what drawing it for a kind of place takes.

    `columns` are those that it reads, by dataset. Words of `spec` still have `{{ facts }}` in them.
    """

    form: str
    spec: Spec
    table: Table
    datasets: tuple[str, ...]
    columns: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Binder:
    """Binds the charts of a document in a language; `project` records what is read."""

    datasets: Datasets
    locale: Locale
    diagnostics: Diagnostics
    project: Project | None = None

    def bound(self, figure: Figure[Any], kind: str) -> Plot | None:
        """Return a chart for a kind of place; None where something of it is wrong: reported."""
        assert figure.chart is not None
        words, made = figure.chart.of_place(kind), form(figure.chart.form)
        dataset = self._dataset(figure, made)
        if dataset is None:
            return None
        binding = _Binding(self, figure.span, words, made, dataset, kind)
        before = self.diagnostics.errors
        spec, table = binding.spec(), binding.table()
        if spec is None or table is None or self.diagnostics.errors > before:
            return None
        try:
            if getattr(spec, "multiples", ""):
                check_multiples(made, spec, table)
            elif made.check is not None:
                made.check(spec, table)
        except ChartFault as fault:
            report(fault, words, figure.span, self.diagnostics)
            return None
        return Plot(made.name, spec, table, *self._evidence(figure, made, dataset))

    def _evidence(
        self, figure: Figure[Any], made: Form, dataset: Dataset
    ) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
        """Return the datasets that are read, and the columns of each, in pages and on slides.

        Both files name the same evidence, whatever settings hold on slides only.
        """
        assert figure.chart is not None
        found: dict[str, dict[str, None]] = {}
        for kind in ("brief", "deck"):
            quiet = Binder(self.datasets, self.locale, Diagnostics(), self.project)
            words = figure.chart.of_place(kind)
            binding = _Binding(quiet, figure.span, words, made, dataset, kind)
            binding.spec()
            for name, used in binding.used.items():
                found.setdefault(name, {}).update(used)
        return tuple(found), tuple((name, tuple(used)) for name, used in found.items())

    def prove(self, figure: Figure[Any]) -> None:
        """Report what is wrong with a chart, for any place that it may stand in."""
        assert figure.chart is not None
        if self.bound(figure, "brief") is not None and figure.chart.has_own_for_slides:
            self.bound(figure, "deck")

    def _dataset(self, figure: Figure[Any], made: Form) -> Dataset | None:
        dataset = self.datasets.get(PurePosixPath(figure.source).stem, figure.span, self.project)
        if dataset is None:
            return None
        if dataset.path != figure.source:
            message = f"`{figure.source}` is not the dataset `{dataset.name}`: `{dataset.path}` is"
            hint = f"name that one, or move the file into `{FOLDER}`"
            self.diagnostics.add(Rule.MISSING_FILE, message, figure.span, hint)
            return None
        if not dataset.is_table and not made.shapes:
            message = f"`{dataset.path}` holds shapes, and a chart of {made.name} shows a table"
            self.diagnostics.add(Rule.BAD_CHART, message, figure.span, "draw it with `chart=map`")
            return None
        return dataset


def report(fault: ChartFault, words: ChartWords, span: Span, diagnostics: Diagnostics) -> None:
    """Report why a chart cannot be drawn, at the setting that is to blame, else at the chart."""
    setting = words.setting(fault.setting)
    diagnostics.add(Rule.BAD_CHART, fault.message, setting.span if setting else span, fault.help)


@dataclass
class _Binding:
    """One chart and its dataset: each setting turned into the value that it says."""

    binder: Binder
    span: Span
    words: ChartWords
    form: Form
    dataset: Dataset
    kind: str

    def __post_init__(self) -> None:
        self.used: dict[str, dict[str, None]] = {self.dataset.name: {}}
        self.others: dict[str, Table] = {}

    def spec(self) -> Spec | None:
        """Return the form's spec, None where a setting is wrong or missing."""
        values: dict[str, Any] = {}
        known = self.form.known
        for name, setting in known.items():
            written = self.words.setting(name)
            if name in NOT_OF_SPECS:
                if written is not None and setting.kind is Kind.CHOICE:
                    self._value(setting, written)
                continue
            if written is None:
                if setting.needed:
                    self._add(f"a chart of {self.form.name} needs `{name}`, {setting.kind}",
                              self.span, self._example(setting))  # fmt: skip
                continue
            value = self._value(setting, written)
            if value is not None:
                values[name.replace("-", "_")] = value
        missing = [
            one for one, setting in known.items()
            if setting.needed and one.replace("-", "_") not in values
        ]  # fmt: skip
        if missing:
            return None
        units = "" if self._is_percent(values.get("y")) else self.dataset.about.units
        if not values.get("unit") and units != NO_UNITS and self.kind == "deck":
            values["unit"] = units[:1].upper() + units[1:]  # the brief's caption says it
        allowed = {one.name for one in fields(self.form.spec)}
        return self.form.spec(**{name: value for name, value in values.items() if name in allowed})

    def _is_percent(self, y: object) -> bool:
        """Return whether what is measured are percentages: they print their own sign."""
        names = (y,) if isinstance(y, str) else y if isinstance(y, tuple) else ()
        return any(self.dataset.infos[one].unit == "percent" for one in names)

    def _example(self, setting: Setting) -> str:
        names = ", ".join(f"`{one}`" for one in self._columns(setting.numbers)[:6])
        if setting.kind in (Kind.COLUMN, Kind.COLUMNS):
            return f"the dataset has {names}" if names else "the dataset has no such column"
        return setting.says

    def _value(self, setting: Setting, written: SettingWords) -> Any:
        """Return what a setting says; None where that is wrong, which is reported."""
        value = " ".join(written.value.split())
        match setting.kind:
            case Kind.COLUMN:
                return self._column(value, setting, written.span)
            case Kind.COLUMNS:
                names = list(_listed(written, self.dataset.frame.columns))
                found = [self._column(one, setting, written.span) for one in names]
                return None if None in found or not found else tuple(found)
            case Kind.CHOICE:
                if value not in setting.choices:
                    hint = suggestion(value, list(setting.choices), "word")
                    self._add(f"`{setting.name}` cannot be `{value}`", written.span, hint)
                    return None
                return value
            case Kind.NUMBER:
                number = _number(value)
                if number is None:
                    hint = f"write one, as in `{setting.name}=7`"
                    self._add(f"`{value}` is no number", written.span, hint)
                return number
            case Kind.RANGE:
                ends = [_number(one) for one in value.split(" to ")]
                if len(ends) != 2 or None in ends or ends[0] >= ends[1]:  # type: ignore[operator]
                    hint = f'write two numbers, the smaller first: `{setting.name}="0 to 100"`'
                    self._add(f"`{value}` is no range", written.span, hint)
                    return None
                return tuple(ends)
            case Kind.NAMES:
                return tuple(self._named(one) for one in _listed(written, self._names()))
            case Kind.NOTES:
                return self._notes(written)
            case Kind.DATASET:
                return self._other(value, written.span)
            case Kind.WORDS | Kind.CONDITION:
                return value

    def _column(self, name: str, setting: Setting, span: Span) -> str | None:
        columns = self.dataset.frame.columns
        if not self.dataset.is_table or name not in columns:
            hint = suggestion(name, columns, "column")
            self.binder.diagnostics.add(
                Rule.MISSING_COLUMN, f"`{self.dataset.path}` has no column `{name}`", span, hint
            )
            return None
        self.used[self.dataset.name][name] = None
        if setting.numbers and name in self.dataset.faults:
            self.binder.diagnostics.update([self.dataset.faults[name]])
            return None
        is_number = self.dataset.frame[name].dtype.is_numeric()
        if setting.numbers and not is_number:
            message = f"`{setting.name}` is a column of numbers, and `{name}` holds texts"
            known = ", ".join(f"`{one}`" for one in self._columns(numbers=True)[:6])
            mending = worded(self.dataset.frame[name], self.dataset.files[1])
            self._add(message, span, mending or f"columns of numbers: {known or 'none'}")
            return None
        return name

    def _columns(self, numbers: bool | None) -> list[str]:  # noqa: FBT001 (as of Setting)
        frame = self.dataset.frame
        return [
            one for one in (frame.columns if self.dataset.is_table else [])
            if not numbers or frame[one].dtype.is_numeric()
        ]  # fmt: skip

    def _names(self) -> tuple[str, ...]:
        """Return the values that are called by name: one of them may hold a comma."""
        named = [self.words.setting(one) for one in NAMING]
        columns = [one.value for one in named if one and one.value in self.dataset.frame.columns]
        return tuple(str(value) for one in columns for value in self.dataset.frame[one])

    def _notes(self, written: SettingWords) -> tuple[tuple[str, str], ...] | None:
        if written.parts:
            return tuple((self._place(key), said) for key, said in written.parts)
        pairs = []
        for part in filter(None, (one.strip() for one in written.value.split(";"))):
            where, sign, said = part.partition(":")
            if not sign or not said.strip():
                hint = f'write `{written.name}="2012: words; 2020: words"`, or a YAML block'
                self._add(f"`{part}` does not say where it stands", written.span, hint)
                return None
            pairs.append((self._place(where.strip()), " ".join(said.split())))
        return tuple(pairs)

    def _named(self, value: str) -> str:
        """Return a value of the data as the chart prints it: in the document's language."""
        for texts in self.dataset.names.values():
            if value in texts:
                return dashed(texts[value])
        return dashed(value)

    def _place(self, written: str) -> str:
        """Return where a note stands: a value, or several with a plus or “to” between them."""
        parts = re.split(r"(\s\+\s|\sto\s)", written)
        whole = self._named(written)
        if len(parts) == 1 or whole != dashed(written):
            return whole
        return "".join(self._named(one) for one in parts)

    def _other(self, name: str, span: Span) -> str | None:
        """Return the name of another dataset that a setting names, and take its rows."""
        stem = PurePosixPath(name).stem if "." in name else name
        dataset = self.binder.datasets.get(stem, span, self.binder.project)
        if dataset is None:
            return None
        faults = list(dataset.faults.values())
        self.binder.diagnostics.update(faults)
        if faults:
            return None
        self.others[stem] = _table(dataset, dataset.frame.columns, self.binder.locale)
        self.used[stem] = dict.fromkeys(dataset.frame.columns)
        return stem

    def table(self) -> Table | None:
        """Return the rows that are shown; None where `where` is wrong, or picks none."""
        dataset, where = self.dataset, self.words.setting("where")
        if not dataset.is_table:
            return replace(_table(dataset, (), self.binder.locale), others=self.others)
        rows: Sequence[int] = range(dataset.frame.height)
        if where is not None and where.value.strip():
            try:
                rows = rows_with(dataset.frame, where.value).to_list()
            except UnknownColumn as error:
                hint = suggestion(error.name, dataset.frame.columns, "column")
                message = f"`{dataset.path}` has no column `{error.name}`"
                self.binder.diagnostics.add(Rule.MISSING_COLUMN, message, where.span, hint)
                return None
            except BadExpression as error:
                message = f"`where` cannot be followed: {error}"
                self.binder.diagnostics.add(Rule.BAD_FORMULA, message, where.span, error.help)
                return None
        if not rows:
            hint = "look at the rows with `reportgen data NAME`"
            self._add("no row is left to be drawn", where.span if where else self.span, hint)
            return None
        names = [one for one in self.used[dataset.name] if one in dataset.frame.columns]
        table = _table(dataset, names, self.binder.locale).rows(rows)
        amount = self.words.setting("in")
        table = table if amount is None else counted_in(table, amount.value)
        return replace(table, others=self.others)

    def _add(self, message: str, span: Span, hint: str = "") -> None:
        self.binder.diagnostics.add(Rule.BAD_CHART, message, span, hint)


def _table(dataset: Dataset, names: Sequence[str], locale: Locale) -> Table:
    frame = dataset.frame
    headers = {
        name: Header(info.label, info.unit, info.digits, info.format)
        for name in names
        for info in (dataset.infos[name],)
    }
    numeric = frozenset(name for name in names if frame[name].dtype.is_numeric())
    return Table(
        dataset.name,
        {name: [dataset.printed(name, one) for one in frame[name].to_list()] for name in names},
        headers,
        locale,
        dataset.about.units,
        numeric,
        shapes=dataset.shapes,
    )


def _listed(written: SettingWords, known: Sequence[str]) -> Iterator[str]:
    """Yield the values between commas, or the entries of a YAML list; a known name may hold one."""
    if written.parts:
        yield from (" ".join(one.split()) for _, one in written.parts)
        return
    parts = [one.strip() for one in written.value.split(",")]
    at = 0
    while at < len(parts):
        for end in range(len(parts), at, -1):
            joined = ", ".join(parts[at:end])
            if joined in known or end == at + 1:
                if joined:
                    yield joined
                at = end
                break


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if value == value and abs(value) != float("inf") else None
