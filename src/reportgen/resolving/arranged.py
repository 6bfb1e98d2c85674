"""The first pass: what stands in one file only is put there, tables are made."""

from collections.abc import Callable
from dataclasses import replace

from babel import Locale

from reportgen.data.datasets import Datasets
from reportgen.diagnostics import Diagnostics, Rule, suggestion
from reportgen.document import (
    Align,
    Block,
    Blocks,
    Column,
    DataTable,
    Document,
    Inlines,
    Only,
    Slide,
    Table,
    Text,
    Written,
    rebuilt,
    walk,
)
from reportgen.language import parse_locale, print_value, words


def arranged(document: Document, datasets: Datasets, diagnostics: Diagnostics) -> Blocks[Written]:
    """Return the blocks with `Only` taken apart, and data tables as tables."""
    locale = parse_locale(document.metadata.lang)
    no_data = words(document.metadata.lang)["no-data"]

    def same(inlines: Inlines[Written]) -> Inlines[Written]:
        return inlines

    def of(target: str) -> Callable[[Blocks[Written]], Blocks[Written]]:
        def take(blocks: Blocks[Written]) -> Blocks[Written]:
            return tuple(part for block in blocks for part in one(block))

        def one(block: Block[Written]) -> Blocks[Written]:
            match block:
                case Only(wanted, blocks):
                    kept = blocks if wanted == target else _slides(blocks)
                    return take(kept)
                case DataTable():
                    return (_data_table(block, datasets, diagnostics, no_data, locale),)
                case Slide():
                    return (rebuilt(block, same, of("deck")),)
                case _:
                    return (rebuilt(block, same, take),)

        return take

    return of("brief")(document.blocks)


def _slides(blocks: Blocks[Written]) -> Blocks[Written]:
    return tuple(block for block in walk(blocks) if isinstance(block, Slide))


def _data_table(
    wanted: DataTable, datasets: Datasets, diagnostics: Diagnostics, no_data: str, locale: Locale
) -> Table[Written]:
    """Return the table with the wanted columns and rows of a dataset, as the locale prints them."""
    empty: Table[Written] = Table(wanted.id, (), (), (), wanted.caption, wanted.span)
    name = wanted.source.rsplit("/", 1)[-1].removesuffix(".csv")
    dataset = datasets.get(name, wanted.span)
    if dataset is None:
        return empty
    frame = dataset.frame
    columns = wanted.columns or tuple(frame.columns)
    missing = [
        one for one in (*columns, *(key for key, _ in wanted.where)) if one not in frame.columns
    ]
    for column in missing:
        diagnostics.add(
            Rule.MISSING_COLUMN,
            f"`{dataset.path}` has no column `{column}`",
            wanted.span,
            suggestion(column, frame.columns, "column"),
        )
    if missing:
        return empty
    rows = [
        row
        for row in frame.iter_rows(named=True)
        if all(str(row[key]) == value for key, value in wanted.where)
    ]
    about = dataset.about.columns

    def cell(row: dict[str, object], column: str) -> Inlines[Written]:
        info = about.get(column)
        parts = (info.format, info.unit, info.digits) if info else ("", "", None)
        return (Text(print_value(row[column], locale, *parts) or no_data),)

    return replace(
        empty,
        columns=tuple(
            Column(Align.RIGHT if number and frame[column].dtype.is_numeric() else Align.LEFT)
            for number, column in enumerate(columns)
        ),
        head=tuple(
            (Text(about[one].label if one in about and about[one].label else one),)
            for one in columns
        ),
        rows=tuple(tuple(cell(row, column) for column in columns) for row in rows),
        dataset=name,
    )
