"""The parameters of an edition: what `{{ name }}` stands for in it, and where that comes from."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportgen.data.dataset import Dataset
from reportgen.data.expressions import short_form
from reportgen.diagnostics import Span

if TYPE_CHECKING:
    import polars as pl

Scalar = int | float | str

PARAMETER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_PARTS = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\{\{[^{}]*\}\}")
_SIMPLE = re.compile(r"[\w .()%/-]*")
"""What a value may hold to stand in the short form `a=b, c=d`."""


class NoValue(Exception):
    """A parameter that is wanted has no value in this edition: `name`."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class UnknownParameter(NoValue):
    """What is wanted is no parameter of this document."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What one edition is about: a row of a dataset, or an entry of a list in the front matter.

    `name` tells the edition from the others, in the names of its files; `values` are its
    parameters, None where the row has no value. `span` is where it stands; `lang` its language,
    "" for that of the document.
    """

    name: str
    values: Mapping[str, Scalar | None]
    span: Span
    dataset: Dataset | None = field(default=None, compare=False)
    row: int = 0
    lang: str = ""

    def text(self, name: str) -> str:
        """Return a value as the data have it. Raises NoValue, UnknownParameter."""
        if name not in self.values:
            raise UnknownParameter(name)
        value = self.values[name]
        if value is None or value == "":
            raise NoValue(name)
        return str(value)

    @property
    def texts(self) -> dict[str, str]:
        """All values as the data have them, "" for none."""
        return {name: "" if one is None else str(one) for name, one in self.values.items()}

    def filled(self, text: str) -> str:
        """Return a text with the values of its parameters. Raises NoValue, UnknownParameter."""
        return PARAMETER.sub(lambda found: self.text(found[1]), text)

    def filled_condition(self, where: str, columns: Sequence[str]) -> str:
        """Return a condition over `columns` with the values of its parameters.

        Raises NoValue, UnknownParameter.
        """
        if "{{" not in where:
            return where
        pairs = short_form(where, columns)
        if pairs is None:
            return _PARTS.sub(self._literal, where)
        values = {name: self.filled(value) for name, value in pairs.items()}
        if all(_SIMPLE.fullmatch(one) for one in values.values()):
            return ", ".join(f"{name}={value}" for name, value in values.items())
        return " and ".join(f"`{name}` == {_quoted(value)}" for name, value in values.items())

    def _literal(self, found: re.Match[str]) -> str:
        """Return a quoted text or a parameter of an expression, with values put in."""
        part = found[0]
        if part.startswith("{{"):
            name = part[2:-2].strip()
            text = self.text(name)
            return text if isinstance(self.values[name], int | float) else _quoted(text)
        return PARAMETER.sub(lambda inner: _escaped(self.text(inner[1])), part)

    def frame(self) -> "pl.DataFrame":
        """Return its values as a data frame of one row: what conditions are asked of."""
        import polars as pl

        if self.dataset is not None:
            return self.dataset.frame[self.row : self.row + 1]
        return pl.DataFrame({name: [one] for name, one in self.values.items()})


def _escaped(text: str) -> str:
    return re.sub(r"([\\'\"])", r"\\\1", text)


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'
