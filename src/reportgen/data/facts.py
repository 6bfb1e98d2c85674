"""Knows the numbers of facts.yaml: their values, their sources, and how they print."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec
from jinja2 import TemplateError, meta
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from reportgen.data.datasets import Datasets
from reportgen.diagnostics import Diagnostics, Rule, Span, suggestion
from reportgen.files.project import Project
from reportgen.files.yaml_file import Yaml, convert, parse_yaml
from reportgen.language import parse_locale, print_value

FILE = "content/facts.yaml"
FORMATS = ("integer", "decimal", "percent", "plain", "year")

Scalar = int | float | str


class Definition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of facts.yaml, as written: a data cell, a formula, or a quoted value."""

    data: str = ""
    where: dict[str, Scalar] = {}
    column: str = ""
    compute: str = ""
    value: int | float | str | None = None
    quoted: bool = False
    unit: str = ""
    format: str = ""
    digits: int | None = None
    cite: str | list[str] = []
    locator: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """The data cell that a fact reads: dataset, file, line in it, column, SHA-256 of the file."""

    dataset: str
    path: str
    line: int
    column: str
    digest: str


@dataclass(frozen=True, slots=True)
class Formula:
    """The expression that a fact computes, and the facts it is made from."""

    expression: str
    operands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A number with its provenance. `text` is how it prints; `cite` holds its sources' keys.

    `origin` is None for a value typed into facts.yaml.
    """

    name: str
    value: Scalar
    text: str
    unit: str
    cite: tuple[str, ...]
    locator: str
    origin: Cell | Formula | None
    span: Span

    def __str__(self) -> str:
        return self.text


class _Calculator(SandboxedEnvironment):
    """Jinja2's expressions as arithmetic: numbers, comparisons, and a few functions and filters."""

    intercepted_binops = frozenset({"*", "**", "%"})
    intercepted_unops = frozenset()
    LARGEST_POWER = 1000

    def __init__(self) -> None:
        super().__init__()
        self.globals = {"abs": abs, "round": round, "min": min, "max": max}
        names = ("abs", "float", "int", "length", "max", "min", "round", "sum")
        self.filters = {name: self.filters[name] for name in names}

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        return False

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if not (isinstance(left, int | float) and isinstance(right, int | float)):
            raise SecurityError(f"`{operator}` stands between two numbers")
        if operator == "**" and (abs(left) > self.LARGEST_POWER or abs(right) > self.LARGEST_POWER):
            raise SecurityError("this power is too large")
        return super().call_binop(context, operator, left, right)


class Facts:
    """The register of numbers; a fact is worked out when first asked for, and then kept."""

    def __init__(
        self, project: Project, datasets: Datasets, lang: str, diagnostics: Diagnostics
    ) -> None:
        self._project = project
        self._datasets = datasets
        self._diagnostics = diagnostics
        self._locale = parse_locale(lang)
        self._known: dict[str, Fact | None] = {}
        self._open: list[str] = []
        self._sandbox = _Calculator()

    @cached_property
    def _file(self) -> Yaml:
        if not self._project.exists(FILE):
            return Yaml({}, Span(FILE))
        text = self._project.read_text(FILE, self._diagnostics) or ""
        parsed = parse_yaml(FILE, text, self._diagnostics)
        if isinstance(parsed.value, dict):
            return parsed
        self._diagnostics.add(
            Rule.BAD_SETTING, "facts.yaml is a mapping from names to facts", parsed.whole
        )
        return Yaml({}, parsed.whole)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(str(name) for name in self._file.value)

    @property
    def known(self) -> dict[str, Fact]:
        """The facts that have been worked out, by name."""
        return {name: fact for name, fact in self._known.items() if fact is not None}

    def span(self, name: str) -> Span:
        """Return where a fact is defined."""
        return self._file.span(name)

    def get(self, name: str, span: Span) -> Fact | None:
        """Return a fact, or report at `span` that there is none, or in facts.yaml what is wrong."""
        if name not in self._file.value:
            self._diagnostics.add(
                Rule.UNKNOWN_FACT,
                f"no fact `{name}` in facts.yaml",
                span,
                suggestion(name, self.names, "fact"),
            )
            return None
        if name in self._open:
            circle = " → ".join([*self._open[self._open.index(name) :], name])
            self._diagnostics.add(
                Rule.BAD_FORMULA, f"facts that need each other: {circle}", self._file.span(name)
            )
            return None
        if name not in self._known:
            self._open.append(name)
            self._known[name] = self._work_out(name)
            self._open.pop()
        return self._known[name]

    def check_all(self) -> None:
        """Work out every fact, so that faults in unused ones are reported too."""
        for name in self.names:
            self.get(name, self._file.span(name))

    def _work_out(self, name: str) -> Fact | None:
        entry = self._file.at(name)
        definition = convert(entry, Definition, self._diagnostics)
        if definition is None:
            return None
        kinds = [bool(definition.data), bool(definition.compute), definition.value is not None]
        if sum(kinds) != 1:
            self._diagnostics.add(
                Rule.BAD_SETTING,
                f"the fact `{name}` needs one of `data`, `compute` and `value`",
                self._file.span(name),
            )
            return None
        if definition.format and definition.format not in FORMATS:
            self._diagnostics.add(
                Rule.BAD_SETTING,
                f"unknown format `{definition.format}`",
                entry.span("format"),
                "known: " + ", ".join(FORMATS),
            )
            return None
        if definition.data:
            return self._from_cell(name, definition, entry)
        if definition.compute:
            return self._from_formula(name, definition, entry)
        assert definition.value is not None
        return self._fact(name, definition, definition.value, None)

    def _fact(
        self,
        name: str,
        definition: Definition,
        value: Scalar,
        origin: Cell | Formula | None,
        inherited: tuple[str, ...] = (),
    ) -> Fact:
        cite = definition.cite if isinstance(definition.cite, list) else [definition.cite]
        return Fact(
            name=name,
            value=value,
            text=print_value(
                value, self._locale, definition.format, definition.unit, definition.digits
            ),
            unit=definition.unit,
            cite=tuple(cite) or tuple(dict.fromkeys(inherited)),
            locator=definition.locator,
            origin=origin,
            span=self._file.span(name),
        )

    def _from_cell(self, name: str, definition: Definition, entry: Yaml) -> Fact | None:
        dataset = self._datasets.get(definition.data, entry.span("data"))
        if dataset is None:
            return None
        frame = dataset.frame
        for column, key in [
            *((column, "where") for column in definition.where),
            (definition.column, "column"),
        ]:
            if column not in frame.columns:
                place = (key, column) if key == "where" else (key,)
                self._diagnostics.add(
                    Rule.MISSING_COLUMN,
                    f"`{dataset.path}` has no column `{column}`",
                    entry.span(*place),
                    suggestion(column, frame.columns, "column"),
                )
                return None
        rows = [
            number
            for number, row in enumerate(frame.iter_rows(named=True))
            if all(str(row[key]) == str(wanted) for key, wanted in definition.where.items())
        ]
        if len(rows) != 1:
            wanted = ", ".join(f"{key} = {value}" for key, value in definition.where.items())
            self._diagnostics.add(
                Rule.NO_SINGLE_ROW,
                f"{len(rows)} rows of `{dataset.path}` have {wanted or 'no condition'}",
                entry.span("where"),
                "give a `where` that picks one row",
            )
            return None
        value = frame[definition.column][rows[0]]
        line = dataset.lines[rows[0]]
        if value is None:
            self._diagnostics.add(
                Rule.NO_SINGLE_ROW,
                f"the cell of `{definition.column}` is empty in line {line} of `{dataset.path}`",
                entry.span("column"),
            )
            return None
        digest = self._project.digest(dataset.path)
        cell = Cell(dataset.name, dataset.path, line, definition.column, digest)
        return self._fact(name, definition, value, cell, dataset.about.sources)

    def _from_formula(self, name: str, definition: Definition, entry: Yaml) -> Fact | None:
        place = entry.span("compute")
        expression = definition.compute
        try:
            tree = self._sandbox.parse("{{ " + expression + " }}")
            operands = sorted(meta.find_undeclared_variables(tree) - set(self._sandbox.globals))
            facts = [
                self.get(one, _word_in(self._file.span(name, "compute"), one)) for one in operands
            ]
            if any(fact is None for fact in facts):
                return None
            known = {fact.name: fact.value for fact in facts if fact is not None}
            value = self._sandbox.compile_expression(expression, undefined_to_none=False)(**known)
        except (TemplateError, ArithmeticError, TypeError, ValueError, RecursionError) as error:
            self._diagnostics.add(
                Rule.BAD_FORMULA, f"`{expression}` cannot be evaluated: {error}", place
            )
            return None
        if not isinstance(value, (int, float, str)):
            self._diagnostics.add(Rule.BAD_FORMULA, f"`{expression}` is no number", place)
            return None
        inherited = tuple(key for fact in facts if fact is not None for key in fact.cite)
        return self._fact(name, definition, value, Formula(expression, tuple(operands)), inherited)


def _word_in(span: Span, word: str) -> Span:
    """Return the place of a word at or after the start of `span` on its line, else the span."""
    at = span.source.find(word, span.column - 1)
    if at < 0:
        return span
    return Span(span.path, span.line, at + 1, len(word), span.source)
