"""Tells how a dataset was read: its columns, its first and last rows, what was left out."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.data.dataset import Dataset
from reportgen.data.datasets import FOLDER, Datasets
from reportgen.diagnostics import Diagnostics, Span, UsageError, counted, suggestion
from reportgen.files.project import Project
from reportgen.ledger.claims import DataSource

SHOWN = 5
"""So many rows are shown of the top and of the end."""
WIDEST = 28
"""A cell is cut to so many characters."""
BROADEST = 8
"""So many columns are shown of each row."""


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A column in words: name, what it holds, from least to most, blanks, how it prints."""

    name: str
    holds: str
    span: str
    blanks: int
    prints: str


def read_dataset(project: Project, name: str, diagnostics: Diagnostics) -> Dataset | None:
    """Return a dataset by its name, or None where it is faulty, which is reported.

    Raises UsageError where there is none of that name.
    """
    datasets = Datasets(project, diagnostics)
    stem = name.rsplit("/", 1)[-1]
    if stem not in datasets.names:
        stem = stem.rpartition(".")[0] or stem
    if stem not in datasets.names:
        hint = suggestion(stem, datasets.names, "dataset")
        raise UsageError(f"there is no dataset `{name}` in `{FOLDER}`; {hint}")
    found = datasets.get(stem, Span(FOLDER))
    if found is not None:
        diagnostics.update(found.faults.values())
    return found


def columns(dataset: Dataset) -> Iterator[ColumnRow]:
    """Yield what each column holds."""
    for one in dataset.frame:
        info = dataset.infos[one.name]
        decimals = "" if info.digits is None else f"{info.digits} decimals"
        prints = [info.format, info.unit, decimals.removesuffix("s" * (info.digits == 1))]
        holds = dataset.kinds[one.name]
        if one.name in dataset.faults:
            holds = "text, faulty"
        if one.dtype.is_numeric() and one.null_count() < len(one):
            span = f"{one.min()!r} to {one.max()!r}"
        else:
            span = f"{one.drop_nulls().n_unique()} different"
        yield ColumnRow(one.name, holds, span, one.null_count(), ", ".join(filter(None, prints)))


def heads(dataset: Dataset) -> tuple[str, ...]:
    """Return the heads of the rows that are shown: what counts them, and the first columns."""
    more = ("…",) if dataset.frame.width > BROADEST else ()
    return (dataset.unit, *dataset.frame.columns[:BROADEST], *more)


def rows(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """Yield the first and the last rows as texts, each with its line, `…` between."""
    height = dataset.frame.height
    for at in range(height):
        if SHOWN <= at < height - SHOWN:
            if at == SHOWN:
                yield ("…",)
            continue
        cells = (
            "" if cell is None else _cut(str(cell)) for cell in dataset.frame.row(at)[:BROADEST]
        )
        yield (str(dataset.lines[at]), *cells)


def remarks(dataset: Dataset) -> Iterator[str]:
    """Yield what was told from the file, what was left out, and what NAME.yaml tells, in words."""
    where = f", sheet `{dataset.sheet}`" if dataset.sheet else ""
    size = f"{counted(dataset.frame.height, 'row')}, {counted(dataset.frame.width, 'column')}"
    yield f"{dataset.path}{where}: {size if dataset.is_table else 'shapes, for figures'}"
    for one in dataset.seen:
        yield f"told from the file: {one}"
    for words, setting in dataset.assumed:
        yield f"assumed: {words}" + (f"; said by `{setting}`" if setting else "")
    for one in dataset.left_out:
        yield f"left out: {one}"
    if about := DataSource.of(dataset.about).words:
        yield about
    for check in dataset.about.invariants:
        yield f"holds: {check}"


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"
