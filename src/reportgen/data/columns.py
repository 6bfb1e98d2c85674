"""Gives the columns of a table their types: numbers where they are, never by half."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.data import column_faults, numerals
from reportgen.data.about import About, ColumnInfo
from reportgen.data.column_faults import Fault
from reportgen.data.extent import Table
from reportgen.data.grid import BOOLEAN, DATE, NUMBER, Unreadable
from reportgen.data.numerals import PLAIN, PROGRAMS, Style

if TYPE_CHECKING:
    import polars as pl

GROUPED_BY_DOTS = r"^[-+]?[1-9][0-9]{0,2}(\.[0-9]{3})+$"
LOOKED_AT = 5_000
"""So many different cells that are no plain numbers are looked at to tell what a column holds."""
MOST_DIGITS = 18
"""A whole number with more is a code: numbers of 64 bits do not hold it."""
DECIMALS = 4
"""A column prints the decimals that it is written with, up to so many; beyond, three figures."""

YEAR_HEADS = re.compile(
    r"(?<![^\W_])(?:years?|yr|fy|jahre?|berichtsjahr|ann[eé]e|an|anno|año|ano|rok|år|vuosi|jaar|год|연도|년도|"
    r"年|date|datum|time|period|season|cohort|vintage)(?![^\W_])|year|jahr|연도|年",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Typed:
    """A column with its type and how it prints; `fault` where it should hold numbers and does not.

    `style` is how its numbers are written, where that was told from the file.
    """

    series: "pl.Series"
    info: ColumnInfo
    kind: str
    fault: Fault | None = None
    style: Style | None = None
    decimals: int = 0
    """The most digits after the point that a cell is written with."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as it is typed: its cells, their kinds, and what was said of it."""

    name: str
    cells: "pl.Series"
    kinds: "pl.Series | None"
    info: ColumnInfo
    others: tuple[str, ...]
    """Its different cells that are no plain numbers, without blanks; some, where they are many."""
    plain: int
    """How many of its cells are plain numbers."""
    dots: bool
    """Whether plain numbers in it have dots, in a file of text."""
    grouped: bool
    """Whether these dots may all group thousands."""


def typed(table: Table, about: About, file: str, *, semicolons: bool = False) -> list[Typed]:
    """Return the columns of a table with their types, in order. `file` is where settings go.

    `semicolons` where these divide the cells: so write places that have decimal commas.
    Raises Unreadable for a setting that cannot be followed.
    """
    try:
        styles = numerals.allowed(about.decimal, about.thousands)
    except ValueError as error:
        name = str(error)
        hint = 'write `decimal: ","`' if name == "decimal" else 'one of "," "." "space" "\'"'
        raise Unreadable(f"`{name}` is no such sign", hint, setting=name) from None
    columns = [_column(table, at, about) for at in range(len(table.names))]
    fit = {one.name: _styles_of(one, styles, about) for one in columns}
    common = _common(list(fit.values()), styles)
    found = [
        _typed(one, fit[one.name], common, table, about, file, semicolons=semicolons)
        for one in columns
    ]
    shared = column_faults.shared([one.fault for one in found if one.fault is not None])
    return [replace(one, fault=shared.get(one.series.name)) for one in found]


def _column(table: Table, at: int, about: About) -> _Column:
    import polars as pl

    name = table.names[at]
    cells = table.cells.to_series(at)
    kinds = None if table.kinds is None else table.kinds.to_series(at)
    if about.blanks:
        blank = cells.is_in(list(about.blanks))
        cells = pl.select(pl.when(~blank).then(cells)).to_series().alias(name)
    plain = cells.str.contains(PLAIN)
    odd = cells.filter(~plain).drop_nulls().unique(maintain_order=True)
    dotted = cells.filter(plain & cells.str.contains(".", literal=True))
    return _Column(
        name=name,
        cells=cells,
        kinds=kinds,
        info=about.columns.get(name, ColumnInfo()),
        others=tuple(odd.head(LOOKED_AT)),
        plain=int(plain.sum()),
        dots=len(dotted) > 0 and kinds is None,
        grouped=bool(dotted.str.contains(GROUPED_BY_DOTS).all()),
    )


# --- how numbers are written ------------------------------------------------------------------


def _bare(text: str, about: About) -> str:
    """Return a cell without a percent sign and the marks that are set."""
    if about.percent is not False:
        text = text.removesuffix("%").rstrip(numerals.SPACES)
    return numerals.without(text, about.footmarks) if about.footmarks else text


def _styles_of(column: _Column, styles: Sequence[Style], about: About) -> tuple[Style, ...] | None:
    """Return the styles in which the numbers of a column are all read; None where none tells one.

    Cells that are no numbers in any style tell nothing of how numbers are written.
    """
    texts = [_bare(text, about) for text in column.others]
    numbers = [one for one in texts if numerals.fitting([one], styles)]
    if len(numbers) * 2 < len(texts):
        return None
    if not numbers and not column.dots:
        return None
    fit = numerals.fitting(numbers, styles)
    return tuple(one for one in fit if not column.dots or _reads_dots(column, one))


def _reads_dots(column: _Column, style: Style) -> bool:
    """Return whether plain numbers with dots are numbers in a style: decimals, or thousands."""
    return style.decimal == "." or (style.groups == "." and column.grouped)


def _dotted(column: _Column) -> list[str]:
    """Return the different cells of a text file that have a dot and else are plain numbers."""
    if not column.dots:
        return []
    cells = column.cells.filter(column.cells.str.contains(PLAIN))
    return cells.filter(cells.str.contains(".", literal=True)).unique().to_list()


def _common(
    found: Sequence[tuple[Style, ...] | None], styles: Sequence[Style]
) -> tuple[Style, ...]:
    """Return the styles that suit all columns which tell one; all, where none does."""
    told = [one for one in found if one]
    common = tuple(one for one in styles if all(one in fit for fit in told))
    return common or tuple(styles)


# --- one column -------------------------------------------------------------------------------


def _typed(
    column: _Column,
    fit: tuple[Style, ...] | None,
    common: tuple[Style, ...],
    table: Table,
    about: About,
    file: str,
    *,
    semicolons: bool,
) -> Typed:
    if column.kinds is not None and (wrong := column_faults.errors(column.cells, column.kinds)):
        return _text(column, column_faults.of_errors(column.cells, wrong, table, file))
    if column.info.type == "text" or _native(column, {BOOLEAN, DATE}):
        return _native_or_text(column)
    if column.cells.null_count() == len(column.cells):
        return Typed(column.cells, column.info, "blank")
    if not column.others and not _is_doubtful(column, common, semicolons=semicolons):
        return _plain(column, about)
    usable = tuple(one for one in (fit or ()) if one in common)
    if not column.others and PROGRAMS in common:
        usable = tuple(one for one in (PROGRAMS, Style(",", ".")) if one in usable)
    if not usable:
        most = max(common, key=lambda one: len(_read(column.others, one, about)))
        usable = (most,)
    return _of_styles(column, usable, table, about, file)


def _is_doubtful(column: _Column, common: Sequence[Style], *, semicolons: bool) -> bool:
    """Return whether dots in a column may be no decimal points.

    So it is where other columns have decimal commas; and where semicolons divide the cells, as
    in places that write 1.234 for 1234, and all have three digits behind the dot.
    """
    return column.dots and (PROGRAMS not in common or (semicolons and column.grouped))


def _read(texts: Sequence[str], style: Style, about: About) -> dict[str, str]:
    """Return those of the texts that are numbers in a style, as programs write them."""
    found = ((one, numerals.in_style(_bare(one, about), style)) for one in texts)
    return {text: number for text, number in found if number is not None}


def _native(column: _Column, wanted: set[str]) -> bool:
    """Return whether all cells have, by the file itself, one of the wanted kinds."""
    if column.kinds is None:
        return _is_boolean(column.cells) if BOOLEAN in wanted else False
    found = {one[:1] for one in column.kinds.unique().to_list() if one}
    return bool(found) and found <= wanted


def _is_boolean(cells: "pl.Series") -> bool:
    words = ["true", "false"]
    first = cells.drop_nulls().head(1).to_list()
    if not first or first[0].lower() not in words:
        return False
    return bool(cells.drop_nulls().str.to_lowercase().is_in(words).all())


def _native_or_text(column: _Column) -> Typed:
    if column.info.type != "text" and _native(column, {BOOLEAN}):
        return Typed(column.cells.str.to_lowercase() == "true", column.info, "true or false")
    kind = "dates" if column.kinds is not None and _native(column, {DATE}) else "text"
    return Typed(column.cells, column.info, kind)


def _text(column: _Column, fault: Fault | None = None) -> Typed:
    return Typed(column.cells, column.info, "text", fault)


# --- plain numbers ----------------------------------------------------------------------------


def _plain(column: _Column, about: About) -> Typed:
    """Return a column whose cells are all numbers as programs write them: numbers, or codes."""
    cells = column.cells
    wants_number = column.info.type in ("number", "year")
    native = column.kinds is not None and _native(column, {NUMBER})
    whole = not cells.str.contains(r"[.eE]").any()
    if not native and not wants_number and cells.str.contains(r"^[-+]?0[0-9]").any():
        return Typed(cells, column.info, "codes")
    long = whole and _longest(cells) > MOST_DIGITS
    if long and (not wants_number or _longest(cells) > MOST_OF_FLOAT):
        return Typed(cells, column.info, "codes")
    return _as_numbers(column, cells, whole=whole and not long, percent=False)


MOST_OF_FLOAT = 300
"""A whole number with more digits is larger than a float holds."""


def _longest(cells: "pl.Series") -> int:
    longest = cells.str.len_chars().max()
    return longest if isinstance(longest, int) else 0


def _as_numbers(
    column: _Column,
    cells: "pl.Series",
    *,
    whole: bool,
    percent: bool,
    style: Style | None = None,
) -> Typed:
    import polars as pl

    if not whole and _is_of_years(column, cells):
        cells, whole = cells.str.replace(r"\.0*$", ""), True
    if whole:
        series = cells.str.strip_prefix("+").cast(pl.Int64)
        info = _whole_info(column, series, percent=percent)
        return Typed(
            series, info, "years" if info.format == "year" else "whole numbers", None, style
        )
    series = cells.str.strip_prefix("+").cast(pl.Float64)
    written = cells.str.extract(r"\.([0-9]+)$", 1).str.len_chars().max() or 0
    assert isinstance(written, int)
    if written == 1 and cells.str.contains(r"\.[1-9]$").any() is False:
        written = 0  # whole numbers that a program wrote as 12.0, because a cell is blank
    info = _decimal_info(column, written, series, percent=percent)
    return Typed(series, info, "numbers", None, style, written)


def _is_of_years(column: _Column, cells: "pl.Series") -> bool:
    """Return whether a column holds years that a program wrote as 2019.0."""
    wanted = column.info.type == "year" or YEAR_HEADS.search(column.name)
    return bool(wanted) and bool(cells.str.contains(r"^[0-9]{4}\.0*$").all())


def _whole_info(column: _Column, series: "pl.Series", *, percent: bool) -> ColumnInfo:
    info = _with_formats(column, column.info)
    if percent and not info.unit:
        info = _set(info, unit="percent")
    least, most = series.min(), series.max()
    if least is None or info.format or info.unit:
        return info
    assert isinstance(least, int)
    assert isinstance(most, int)
    in_range = least >= 1000 and most <= 2200
    if info.type == "year" or (in_range and YEAR_HEADS.search(column.name)):
        return _set(info, format="year")
    return info


def _decimal_info(
    column: _Column, written: int, series: "pl.Series", *, percent: bool
) -> ColumnInfo:
    """Return how a column of decimals prints: each with as many as the one that has most."""
    info = _with_formats(column, column.info)
    if percent and not info.unit:
        info = _set(info, unit="percent")
    if info.digits is not None or info.format not in ("", "decimal", "percent"):
        return info
    written -= 2 if info.format == "percent" else 0
    return _set(info, digits=max(0, written) if written <= DECIMALS else _figures(series, info))


def _figures(series: "pl.Series", info: ColumnInfo) -> int:
    """Return the decimals that give the middle value of a column three figures."""
    import math

    middle = series.abs().filter(series != 0).median()
    if not isinstance(middle, float) or not math.isfinite(middle) or middle == 0:
        return 1
    scaled = middle * 100 if info.format == "percent" else middle
    return min(6, max(1, 2 - math.floor(math.log10(scaled))))


def _with_formats(column: _Column, info: ColumnInfo) -> ColumnInfo:
    """Return how a column prints, with what the formats of its cells in the workbook say."""
    if column.kinds is None:
        return info
    formats = {one[1:] for one in column.kinds.unique().to_list() if one and one[:1] == NUMBER}
    if len(formats) == 1 and (found := re.fullmatch(r"#?,?#*0(?:\.(0+))?(%?)", *formats)):
        digits = len(found[1] or "")
        if found[2] and not info.format and not info.unit:
            info = _set(info, format="percent", digits=info.digits or digits)
        elif digits and info.digits is None:
            info = _set(info, digits=digits)
    return info


def _set(info: ColumnInfo, **changes: object) -> ColumnInfo:
    import msgspec

    changed = msgspec.structs.replace(info, **changes)
    assert isinstance(changed, ColumnInfo)
    return changed


# --- numbers in a style -----------------------------------------------------------------------


def _of_styles(
    column: _Column, styles: tuple[Style, ...], table: Table, about: About, file: str
) -> Typed:
    """Return a column of numbers with other signs: read, where one way only is left to read it."""
    style = styles[0]
    values = _read(column.others, style, about)
    if len(values) == len(column.others) == LOOKED_AT:  # all of them, as all seem to be numbers
        odd = column.cells.filter(~column.cells.str.contains(PLAIN)).drop_nulls().unique()
        column = replace(column, others=tuple(odd))
        values = _read(column.others, style, about)
    rest = [text for text in column.others if text not in values]
    percents = [text for text in values if text.endswith("%")]
    if percents and not about.percent and (column.plain or len(percents) < len(column.others)):
        rest += percents
    if rest:
        return _with_rest(column, rest, len(values), table, file)
    dotted = _dotted(column) if style.decimal == "," else []
    values |= {one: number for one in dotted if (number := numerals.in_style(one, style))}
    if apart := [one for one in dotted if one not in values]:
        return _text(column, column_faults.apart(column.cells, apart[0], table, file))
    sample = [_bare(one, about) for one in (*column.others, *_dotted(column)[:LOOKED_AT])]
    if not numerals.agree(sample, styles):
        return _text(column, _two_ways(column, styles, table, about, file))
    said = PROGRAMS in styles or about.decimal or about.thousands
    told = None if said or all(one == text for text, one in values.items()) else style
    cells = column.cells.replace(list(values), list(values.values()))
    whole = not cells.str.contains(r"[.eE]").any()
    if whole and _longest(cells) > MOST_DIGITS:
        return Typed(column.cells, column.info, "codes")
    return _as_numbers(column, cells, whole=whole, percent=bool(percents), style=told)


def _two_ways(
    column: _Column, styles: Sequence[Style], table: Table, about: About, file: str
) -> Fault:
    """Return the fault of a column with a cell that is one number or another."""
    for row, text in enumerate(column.cells):
        if text is not None and not numerals.agree([_bare(text, about)], styles):
            readings = {numerals.in_style(_bare(text, about), one) for one in styles}
            return column_faults.two_ways(column.cells, row, readings, table, file)
    raise AssertionError("the styles differ in one of the cells")


def _with_rest(
    column: _Column, rest: Sequence[str], numbers: int, table: Table, file: str
) -> Typed:
    """Return a column with cells that are no numbers: text, with a fault where most are numbers."""
    cells = column.cells
    marked = [one for one in rest if numerals.disguised(one)]
    blank = [one for one in rest if one.lower() in numerals.BLANK_WORDS]
    words = set(rest) - set(marked) - set(blank)
    others = int(cells.is_in(list(words)).sum()) if words else 0
    total = len(cells) - cells.null_count()
    like = total - others - int(cells.is_in(blank).sum())
    if like == 0 or like <= others or (not marked and _are_periods(cells, words)):
        return _text(column)
    marks = [mark for one in marked for mark in numerals.marks_at(one)]
    if not column.plain and not numbers and not numerals.are_sums(marks):
        return _text(column)
    return _text(column, column_faults.mixed(cells, rest, total, table, file))


def _are_periods(cells: "pl.Series", words: set[str]) -> bool:
    """Return whether numbers and words alike name years: "2002", "1999-2001", "to 1998"."""
    if not words or not all(numerals.names_period(one) for one in words):
        return False
    rest = cells.filter(~cells.is_in(list(words))).drop_nulls()
    return bool(rest.str.contains(r"^(1[5-9]|20)[0-9][0-9]$").all())
