"""Finds what an edition prints of data without words in its language, and begins files for them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import yaml

from reportgen.data.datasets import Datasets
from reportgen.data.expressions import BadExpression, UnknownColumn, rows_with
from reportgen.data.wording import read_wording, wording_file
from reportgen.diagnostics import Diagnostics, Level, Rule, Span, counted
from reportgen.document import DataTable, Document, Figure, walk
from reportgen.files.project import Project
from reportgen.language import parse_locale
from reportgen.resolving.charts import Binder, Plot

LETTER = re.compile(r"[^\W\d_]")
MOST_NAMED = 3
ON_MAPS = ("label", "name")
"""The columns of flows and points whose texts a map prints."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a document prints of a dataset: labels of columns, and texts by column."""

    labels: dict[str, None] = field(default_factory=dict)
    values: dict[str, dict[str, None]] = field(default_factory=dict)

    def take(self, columns: Mapping[str, list[object]]) -> None:
        """Add the texts of columns, as far as they have letters."""
        for name, values in columns.items():
            texts = [one for one in values if isinstance(one, str) and LETTER.search(one)]
            if texts:
                self.values.setdefault(name, {}).update(dict.fromkeys(texts))


def check_wording(
    project: Project, document: Document, lang: str, diagnostics: Diagnostics, *, publish: bool
) -> None:
    """Report labels and texts of data that an edition prints as the original does.

    An error where it is to `publish` them.
    """
    for name, lacking in _lacking(project, document, lang):
        path = wording_file(name, lang)
        place = path if project.exists(path) else document.path
        parts = [f"`{one}` ({_some(list(texts))})" for one, texts in lacking.values.items()]
        parts += [f"{counted(len(lacking.labels), 'label')} of columns"] * bool(lacking.labels)
        message = f"the dataset `{name}` has no words in `{lang}` for {', '.join(parts)}"
        hint = f"write them in `{path}`; `reportgen translate init {lang}` begins it"
        stricter = Level.ERROR if publish else None
        diagnostics.add(Rule.UNTRANSLATED, message, Span(place), hint, stricter)


def _some(texts: list[str]) -> str:
    named = ", ".join(f"“{one[:40]}”" for one in texts[:MOST_NAMED])
    return named + f" and {len(texts) - MOST_NAMED} more" * (len(texts) > MOST_NAMED)


def begin_wording(project: Project, document: Document, lang: str) -> tuple[str, ...]:
    """Write NAME.TAG.yaml for each dataset that has none, with room for the words; return them."""
    written = []
    for name, lacking in _lacking(project, document, lang):
        path = wording_file(name, lang)
        if not project.exists(path):
            values = {one: dict.fromkeys(texts) for one, texts in lacking.values.items()}
            content = {"columns": dict(lacking.labels), "values": values}
            filled = {part: said for part, said in content.items() if said}
            text = yaml.safe_dump(filled, allow_unicode=True, sort_keys=False, width=1000)
            project.write(path, text.replace(": null\n", ":\n").encode())
            written.append(path)
    return tuple(written)


def _lacking(project: Project, document: Document, lang: str) -> Iterator[tuple[str, Shown]]:
    """Yield the datasets that lack words, each with what of it is printed without them."""
    unheard = Diagnostics()
    for name, shown in _shown(Datasets(project, unheard), document).items():
        wording = read_wording(name, lang, project, unheard)
        known = {one for one, label in wording.said.columns.items() if label}
        lacking = Shown({one: None for one in shown.labels if one not in known})
        for column, texts in shown.values.items():
            had = wording.names.get(column, {})
            lacking.take({column: [one for one in texts if one not in had]})
        if lacking.labels or lacking.values:
            yield name, lacking


def _shown(datasets: Datasets, document: Document) -> dict[str, Shown]:
    """Return what tables and charts of a document print of each dataset."""
    found: dict[str, Shown] = {}
    binder = Binder(datasets, parse_locale(document.metadata.lang), Diagnostics())
    for block in walk(document.blocks):
        if isinstance(block, DataTable):
            _of_table(block, datasets, found)
        elif isinstance(block, Figure) and block.chart is not None:
            for kind in ("brief", "deck"):
                plot = binder.bound(block, kind)
                if plot is not None:
                    _of_chart(plot, found)
    return found


def _of_table(block: DataTable, datasets: Datasets, found: dict[str, Shown]) -> None:
    dataset = datasets.get(PurePosixPath(block.source).stem, block.span)
    if dataset is None or not dataset.is_table:
        return
    frame = dataset.frame
    try:
        rows = rows_with(frame, block.where) if block.where.strip() else range(frame.height)
    except (UnknownColumn, BadExpression):
        return
    names = [one for one in block.columns or frame.columns if one in frame.columns]
    shown = found.setdefault(dataset.name, Shown())
    labels = (one for one in names if LETTER.search(dataset.infos[one].label or one))
    shown.labels.update(dict.fromkeys(labels))
    chosen = frame.select(names)[list(rows)]
    shown.take({name: chosen[name].to_list() for name in names})


def _of_chart(plot: Plot, found: dict[str, Shown]) -> None:
    """Take what a chart prints: names, and labels where several columns are its series.

    Maps have the names of countries in every language.
    """
    table, series = plot.table, getattr(plot.spec, "y", ())
    is_map = plot.form == "map"
    known = (getattr(plot.spec, "place", ""),) if is_map and table.shapes is None else ()
    for one in (table, *table.others.values()):
        printed = {
            name: list(values)
            for name, values in one.columns.items()
            if name not in known and (not is_map or one is table or name in ON_MAPS)
        }
        found.setdefault(one.name, Shown()).take(printed)
    if isinstance(series, tuple) and len(series) > 1:
        found[table.name].labels.update(dict.fromkeys(series))
