"""Checks what must hold in a dataset: sums, shares, unique keys, years without gaps, ranges."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.data.expressions import BadExpression, Translator, UnknownColumn

if TYPE_CHECKING:
    import polars as pl

SPECIAL = re.compile(r"\s*(unique|no_gaps)\s*\(([^()]*)\)\s*$")
SHOWN = 5
"""So many rows that fail are named."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that does not hold: `rows` where it fails, the first of them in words."""

    check: str
    rows: tuple[int, ...]
    words: str


def failures(
    checks: Sequence[str], frame: "pl.DataFrame", decimals: Mapping[str, int]
) -> Iterator[tuple[str, Failure | BadExpression]]:
    """Yield each check that fails, or that cannot be followed, with what is wrong."""
    for check in checks:
        try:
            found = _failed(check, frame, decimals)
        except BadExpression as error:
            yield check, error
            continue
        if found is not None:
            yield check, found


def _failed(check: str, frame: "pl.DataFrame", decimals: Mapping[str, int]) -> Failure | None:
    special = SPECIAL.match(check)
    if special is not None:
        names = [one.strip().strip("`'\"") for one in special[2].split(",") if one.strip()]
        for name in names:
            if name not in frame.columns:
                raise UnknownColumn(name, frame.columns)
        if not names:
            raise BadExpression(f"`{special[1]}` names no column", f"write `{special[1]}(year)`")
        return (_doubles if special[1] == "unique" else _gaps)(check, names, frame)
    return _unequal(check, frame, decimals)


def _unequal(check: str, frame: "pl.DataFrame", decimals: Mapping[str, int]) -> Failure | None:
    import polars as pl

    translator = Translator(frame, decimals)
    wanted = translator.translate(check)
    try:
        holds = frame.select(wanted.alias("holds"))["holds"]
    except pl.exceptions.PolarsError as error:
        raise BadExpression(str(error).split("\n")[0][:160]) from None
    if holds.dtype != pl.Boolean:
        raise BadExpression("it is no condition", "compare: `total = men + women`")
    rows = tuple((~holds).fill_null(value=False).arg_true().to_list())
    if not rows:
        return None
    named = list(translator.columns)
    if len(holds) < frame.height:  # of whole columns: sum(share) = 100
        return Failure(check, (), "")
    values = ", ".join(f"{name} {_shown(frame[name][rows[0]])}" for name in named)
    return Failure(check, rows, values)


def _shown(value: object) -> str:
    return "blank" if value is None else str(value)


def _doubles(check: str, names: list[str], frame: "pl.DataFrame") -> Failure | None:
    """Return the rows whose key another row has too."""
    rows = frame.select(names).is_duplicated().arg_true().to_list()
    if not rows:
        return None
    values = ", ".join(f"{name} {_shown(frame[name][rows[0]])}" for name in names)
    return Failure(check, tuple(rows), values)


def _gaps(check: str, names: list[str], frame: "pl.DataFrame") -> Failure | None:
    """Return the rows after a gap in the first column, in each group of the others."""
    import polars as pl

    years, groups = names[0], names[1:]
    if not frame[years].dtype.is_integer():
        raise BadExpression(f"`{years}` holds no whole numbers")
    ordered = frame.with_row_index("row number").sort(years, maintain_order=True)
    step = pl.col(years).diff()
    ordered = ordered.with_columns((step.over(groups) if groups else step).alias("step"))
    wide = ordered.filter(pl.col("step") > 1)
    if not wide.height:
        return None
    row = wide.row(0, named=True)
    missing = row[years] - row["step"] + 1
    last = row[years] - 1
    words = f"{years} {missing}" + (f" to {last}" if last > missing else "") + " missing"
    words += "".join(f", {name} {_shown(row[name])}" for name in groups)
    return Failure(check, tuple(wide["row number"].to_list()), words)
