"""Is a number with its provenance, and the entry of facts.yaml that it is made of."""

from dataclasses import dataclass

import msgspec
from babel import Locale

from reportgen.data.parameters import Scalar
from reportgen.diagnostics import Span
from reportgen.language import print_value


class Definition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of facts.yaml, as written: a data cell, a formula, or a quoted value."""

    data: str = ""
    where: dict[str, Scalar] | str = {}
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
    """The data cell that a fact reads: dataset, file, where in it, column, SHA-256 of the file.

    `address` is `Sheet!B7` in a workbook, else `line 7` or `record 7`.
    """

    dataset: str
    path: str
    address: str
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
    note: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Absent:
    """Why a fact has no value in this edition, which is told where the text states it."""

    message: str


def settled(
    name: str,
    definition: Definition,
    value: Scalar,
    origin: Cell | Formula | None,
    *,
    locale: Locale,
    span: Span,
    inherited: tuple[str, ...] = (),
) -> Fact:
    """Return the fact that a definition gives with its value, printed in the language of `locale`.

    `inherited` are the works behind its data, which it cites where it names none.
    """
    cite = definition.cite if isinstance(definition.cite, list) else [definition.cite]
    return Fact(
        name=name,
        value=value,
        text=print_value(value, locale, definition.format, definition.unit, definition.digits),
        unit=definition.unit,
        cite=tuple(cite) or tuple(dict.fromkeys(inherited)),
        locator=definition.locator,
        origin=origin,
        span=span,
        note=definition.note,
    )
