"""Says why a column that should hold numbers does not, and which setting mends it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.data import numerals
from reportgen.data.extent import Table
from reportgen.data.grid import ERROR

if TYPE_CHECKING:
    import polars as pl

SHOWN = 4
"""So many cells, and so many columns, are named."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with columns: in words, the first cell to blame, and what mends it.

    `cells` are those of one column in words, `mending` the settings; where several columns have the
    same `mending`, they have one fault.
    """

    columns: tuple[str, ...]
    wrong: str
    cells: str
    row: int
    text: str
    file: str
    mending: str
    may_be_text: bool = True

    @property
    def message(self) -> str:
        named = ", ".join(f"`{one}`" for one in self.columns[:SHOWN])
        more = len(self.columns) - SHOWN
        named += f" and {more} more" * (more > 0)
        return f"the column{'s' * (len(self.columns) > 1)} {named} {self.wrong}: {self.cells}"

    @property
    def help(self) -> str:
        mending = f"in `{self.file}` write {self.mending}" if self.mending else ""
        if not self.may_be_text:
            return mending
        types = ", ".join(f"{_key(one)}: {{type: text}}" for one in self.columns[:SHOWN])
        text = f"`columns: {{{types}}}` where it is meant as text"
        return f"{mending}, or {text}" if mending else f"in `{self.file}` write {text}"


def shared(faults: Sequence[Fault]) -> dict[str, Fault]:
    """Return the fault of each column: one for all columns that the same settings mend."""
    found: dict[str, Fault] = {}
    for one in faults:
        alike = [
            other for other in faults if (other.wrong, other.mending) == (one.wrong, one.mending)
        ]
        if len(alike) > 1 and one.mending:
            columns = tuple(name for other in alike for name in other.columns)
            one = replace(min(alike, key=lambda other: other.row), columns=columns)
        found |= dict.fromkeys(one.columns, one)
    return found


def _unit(table: Table) -> str:
    return "line" if table.kinds is None else "row"


def errors(cells: "pl.Series", kinds: "pl.Series") -> list[int]:
    """Return the rows of error cells, as `#DIV/0!`."""
    return ((kinds == ERROR) & cells.is_not_null()).arg_true().to_list()


def of_errors(cells: "pl.Series", rows: Sequence[int], table: Table, file: str) -> Fault:
    """Return the fault of a column with error cells."""
    shown = list(dict.fromkeys(cells[row] for row in rows))
    return Fault(
        columns=(cells.name,),
        wrong="has errors",
        cells=_places(cells, rows, table),
        row=rows[0],
        text=cells[rows[0]],
        file=file,
        mending=f"`na: {_listed(shown)}`, or mend the formulas",
        may_be_text=False,
    )


def mixed(cells: "pl.Series", rest: Sequence[str], total: int, table: Table, file: str) -> Fault:
    """Return the fault of a column of numbers in which `rest` is none."""
    rows = cells.is_in(list(rest)).arg_true().to_list()
    none = "are none" if len(rows) > 1 else "is none"
    return Fault(
        columns=(cells.name,),
        wrong="should hold numbers",
        cells=f"{_places(cells, rows, table)} of {total} cells {none}",
        row=rows[0],
        text=cells[rows[0]],
        file=file,
        mending=_head(rest, rows, table) or _mending(rest, [table.lines[row] for row in rows]),
    )


def _head(rest: Sequence[str], rows: Sequence[int], table: Table) -> str:
    """Return the settings where the one cell that is no number may belong to the head."""
    if list(rows) != [0] or any(sign.isdigit() for sign in rest[0]) or len(table.lines) < 3:
        return ""
    if rest[0].lower() in numerals.BLANK_WORDS:
        return ""
    line = table.lines[0]
    depth = line - table.head_line + 1
    unit = _unit(table)
    return (
        f"`header: {depth}` where {unit} {line} belongs to the head, `skip: [{line}]` to leave it "
        "out, `na` with the cell's word where it is no value"
    )


def apart(cells: "pl.Series", text: str, table: Table, file: str) -> Fault:
    """Return the fault of a column with a decimal point where decimal commas are told or said."""
    row = int((cells == text).arg_true()[0])
    return Fault(
        columns=(cells.name,),
        wrong="is written in two ways",
        cells=f"`{text}` ({_unit(table)} {table.lines[row]}) has a point, not a decimal comma",
        row=row,
        text=text,
        file=file,
        mending='`decimal: "."` where it is one',
    )


def two_ways(
    cells: "pl.Series", row: int, readings: Iterable[str | None], table: Table, file: str
) -> Fault:
    """Return the fault of a column with a cell that is one number or another."""
    known = sorted({one for one in readings if one}, key=lambda one: -float(one))
    text = cells[row]
    grouped = "," if "," in text else "."
    return Fault(
        columns=(cells.name,),
        wrong="reads two ways",
        cells=f"`{text}` ({_unit(table)} {table.lines[row]}) is {' or '.join(known)}",
        row=row,
        text=text,
        file=file,
        mending=f'`thousands: "{grouped}"` or `decimal: "{grouped}"`',
        may_be_text=False,
    )


def worded(cells: "pl.Series", file: str) -> str:
    """Return what makes numbers of texts that are numbers with one word behind them, else ""."""
    texts = cells.drop_nulls().unique(maintain_order=True).to_list()
    word = numerals.word_behind(texts) if texts and isinstance(texts[0], str) else ""
    if not word:
        return ""
    column = f"{_key(str(cells.name))}: {{unit: {_listed([word])[1:-1]}}}"
    return f"in `{file}` write `marks: {_listed([word])}`, and its unit as `columns: {{{column}}}`"


def _places(cells: "pl.Series", rows: Sequence[int], table: Table) -> str:
    shown = [f"`{_cut(cells[row])}` ({_unit(table)} {table.lines[row]})" for row in rows[:SHOWN]]
    more = len(rows) - SHOWN
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def _mending(rest: Sequence[str], lines: Sequence[int]) -> str:
    """Return the settings that make the rest of a column numbers."""
    parts = []
    blank = [one for one in rest if one.lower() in numerals.BLANK_WORDS]
    if blank:
        parts.append(f"`na: {_listed(blank)}`")
    others = [one for one in rest if one not in blank]
    if any(one.endswith("%") for one in others):
        parts.append("`percent: true`")
        others = [one for one in others if not one.endswith("%")]
    marks = dict.fromkeys(mark for one in others for mark in numerals.marks_at(one))
    signs = [one for one in marks if not one.startswith("(")]
    if len([one for one in signs if re.fullmatch(numerals.CURRENCY, one)]) > 1:
        parts.append("each currency in a column of its own")
    elif signs:
        parts.append(f"`marks: {_listed(signs)}`")
    foreign = [one for one in others if numerals.ascii_digits(one) != one]
    if foreign:
        parts.append("digits as 0 to 9 in the file")
        others = [one for one in others if one not in foreign]
    brackets = [one for one in marks if one.startswith("(")]
    if brackets:
        parts.append("a minus sign for brackets")
    if grouped := [one for one in others if numerals.fitting([one], numerals.STYLES)]:
        parts.append("the decimal mark and groups of thousands in one way in the file")
        others = [one for one in others if one not in grouped]
    others = [one for one in others if not numerals.disguised(one)]
    if others and len(lines) <= 3:
        parts.append(f"`skip: [{', '.join(map(str, lines))}]` to leave lines out")
    elif others:
        parts.append(f"`na: {_listed(others[:3])}` for cells without a value")
    return ", ".join(parts)


def _listed(texts: Sequence[str]) -> str:
    shown = [f'"{one}"' if re.search(r"[^\w./ ]|^[\W\d]|^n|^N", one) else one for one in texts[:5]]
    return f"[{', '.join(shown)}]"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[^\W\d]\w*", name) else f'"{name}"'


def _cut(text: str) -> str:
    return text if len(text) <= 30 else text[:29] + "…"
