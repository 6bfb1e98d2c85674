"""Takes facts from cells: of the row that a condition picks, or of the row of an edition."""

from dataclasses import dataclass

import msgspec
from babel import Locale

from reportgen.data.columns import DECIMALS
from reportgen.data.dataset import Dataset
from reportgen.data.datasets import Datasets
from reportgen.data.expressions import BadExpression, UnknownColumn, rows_with
from reportgen.data.fact import Absent, Cell, Definition, Fact, settled
from reportgen.data.parameters import PARAMETER, NoValue, Scalar, Subject
from reportgen.diagnostics import Diagnostics, Rule, Span, suggestion
from reportgen.files.project import Project
from reportgen.files.yaml_file import Yaml
from reportgen.language import print_value


@dataclass(frozen=True, slots=True)
class FactCells:
    """The cells of a project's datasets, as facts; `subject` is what the edition is about."""

    project: Project
    datasets: Datasets
    diagnostics: Diagnostics
    locale: Locale
    subject: Subject | None

    def fact(self, name: str, definition: Definition, entry: Yaml) -> Fact | Absent | None:
        """Return the fact of the cell that a definition names; None where its fault is reported."""
        dataset = self._table(definition, entry)
        if dataset is None:
            return None
        column = definition.column
        row = self._row(name, definition, dataset, entry)
        if row is None or isinstance(row, Absent):
            return row
        value = dataset.frame[column][row]
        address = dataset.address(row, column)
        if value is None and parameters_in(entry.value):
            message = f"`{name}` has no value: the cell of `{column}` is empty in {address}"
            return Absent(f"{message} of `{dataset.path}`")
        if value is None:
            self.diagnostics.add(
                Rule.NO_SINGLE_ROW,
                f"the cell of `{column}` is empty in {address} of `{dataset.path}`",
                entry.span("column"),
            )
            return None
        if isinstance(value, bool):
            value = str(value).lower()
        digest = self.project.reads[dataset.path]
        cell = Cell(dataset.name, dataset.path, address, column, digest)
        printed = _as_column(definition, dataset, value)
        return settled(
            name,
            printed,
            value,
            cell,
            locale=self.locale,
            span=entry.span(),
            inherited=dataset.about.sources,
        )

    def parameter(self, name: str) -> Fact | Absent | None:
        """Return a parameter as a fact, which prints as a table of its dataset prints it."""
        subject = self.subject
        assert subject is not None
        value, dataset = subject.values[name], subject.dataset
        where = f" in {dataset.address(subject.row, name)} of `{dataset.path}`" if dataset else ""
        if value is None or value == "":
            return Absent(f"`{name}` has no value{where}")
        if dataset is None:
            text = print_value(value, self.locale)
            return Fact(name, value, text, "", (), "", None, subject.span)
        if name in dataset.faults:
            self.diagnostics.update([dataset.faults[name]])
            return None
        info, digest = dataset.infos[name], self.project.reads[dataset.path]
        cell = Cell(dataset.name, dataset.path, dataset.address(subject.row, name), name, digest)
        said = self.datasets.get(dataset.name, subject.span) or dataset
        printed = said.printed(name, value)
        text = print_value(printed, self.locale, info.format, info.unit, info.digits)
        cite = () if isinstance(value, str) else dataset.about.sources
        return Fact(name, value, text, info.unit, cite, "", cell, subject.span)

    def _table(self, definition: Definition, entry: Yaml) -> Dataset | None:
        """Return the dataset of a fact, or report that it has no such column, or no numbers."""
        dataset = self.datasets.get(definition.data, entry.span("data"))
        if dataset is None:
            return None
        if not dataset.is_table:
            message = f"`{dataset.path}` holds shapes, no table"
            hint = "name a dataset with rows and columns"
            self.diagnostics.add(Rule.BAD_SETTING, message, entry.span("data"), hint)
            return None
        if definition.column not in dataset.frame.columns:
            self._no_column(definition.column, dataset, entry.span("column"))
            return None
        if definition.column in dataset.faults:
            self.diagnostics.update([dataset.faults[definition.column]])
            return None
        return dataset

    def _no_column(self, name: str, dataset: Dataset, place: Span) -> None:
        self.diagnostics.add(
            Rule.MISSING_COLUMN,
            f"`{dataset.path}` has no column `{name}`",
            place,
            suggestion(name, dataset.frame.columns, "column"),
        )

    def _row(
        self, name: str, definition: Definition, dataset: Dataset, entry: Yaml
    ) -> int | Absent | None:
        """Return the one row that a fact's `where` picks, or report that it does not."""
        try:
            where = self._filled(definition.where, dataset)
        except NoValue as missing:
            message = f"`{name}` has no value: `{missing.name}` has none in this edition"
            return Absent(message)
        try:
            rows = rows_with(dataset.frame, where)
        except UnknownColumn as error:
            self._no_column(error.name, dataset, entry.span("where", error.name))
            return None
        except BadExpression as error:
            message = f"`{where}` cannot be followed: {error}"
            self.diagnostics.add(Rule.BAD_FORMULA, message, entry.span("where"), error.help)
            return None
        if len(rows) == 1:
            return int(rows[0])
        wanted = (
            where
            if isinstance(where, str)
            else ", ".join(f"{key} = {value}" for key, value in where.items())
        )
        if not len(rows) and parameters_in(entry.value):
            message = f"`{name}` has no value: no row of `{dataset.path}` has {wanted}"
            return Absent(message)
        self.diagnostics.add(
            Rule.NO_SINGLE_ROW,
            f"{len(rows)} rows of `{dataset.path}` have {wanted or 'no condition'}",
            entry.span("where"),
            _codes_hint(definition, dataset) or "give a `where` that picks one row",
        )
        return None

    def _filled(self, where: dict[str, Scalar] | str, dataset: Dataset) -> dict[str, Scalar] | str:
        """Return a condition with the edition's parameters in it. Raises NoValue."""
        subject = self.subject
        if subject is None:
            return where
        if isinstance(where, str):
            return subject.filled_condition(where, dataset.frame.columns)
        return {
            name: subject.filled(value) if isinstance(value, str) else value
            for name, value in where.items()
        }


def parameters_in(entry: object) -> tuple[str, ...]:
    """Return the parameters in the `where` of a fact's entry, as facts.yaml has it."""
    where = entry.get("where") if isinstance(entry, dict) else None
    texts = where.values() if isinstance(where, dict) else [where]
    return tuple(one for text in texts for one in PARAMETER.findall(str(text or "")))


def _as_column(definition: Definition, dataset: Dataset, value: Scalar) -> Definition:
    """Return a fact's definition with what the file itself tells of how its column prints.

    What NAME.yaml says there is of tables; facts say it themselves, years apart.
    """
    if definition.format or definition.unit:
        return definition
    told = dataset.infos[definition.column]
    given = dataset.about.columns.get(definition.column)
    own = given is None or not (given.format or given.unit)
    digits = definition.digits
    if told.format == "year":
        return msgspec.structs.replace(definition, format="year")
    if own and "percent" in (told.format, told.unit):
        digits = told.digits if digits is None else digits
        return msgspec.structs.replace(
            definition, format=told.format, unit=told.unit, digits=digits
        )
    if digits is None and isinstance(value, float) and "e" not in repr(value):
        written = len(repr(value).rpartition(".")[2])
        if 1 < written <= DECIMALS:
            return msgspec.structs.replace(definition, digits=written)
    return definition


def _codes_hint(definition: Definition, dataset: Dataset) -> str:
    """Return what to write where a number was given for a column of codes: `"007"`, not 7."""
    if isinstance(definition.where, str):
        return ""
    for name, value in definition.where.items():
        if dataset.kinds.get(name) == "codes" and not isinstance(value, str):
            example = dataset.frame[name].drop_nulls()[0]
            return f'`{name}` holds codes, which are text: write them as `{name}: "{example}"`'
    return ""
