"""Tells what figures and tables are made from: their files of data, modules, facts."""

import ast
import hashlib
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from reportgen.data.datasets import Datasets
from reportgen.data.facts import Facts
from reportgen.diagnostics import Span
from reportgen.document import Drawing, Drawings, ResolvedDocument, figures, tables
from reportgen.files.project import Project
from reportgen.ledger.claims import Exhibit


def exhibits_of(
    document: ResolvedDocument,
    drawings: Drawings,
    facts: Facts,
    datasets: Datasets,
    project: Project,
) -> tuple[Exhibit, ...]:
    """Return what was made from data: the figures among `drawings`, and the brief's tables."""
    labels = {one.id: f"figure {one.number}" for one in figures(document)}
    found: dict[str, Exhibit] = {}
    for (name, _), drawing in drawings.items():
        if name not in found and (drawing.datasets or drawing.modules):
            found[name] = _exhibit(
                name,
                labels.get(name, "figure"),
                drawing,
                facts,
                datasets,
                project,
            )
    for table in tables(document):
        if table.dataset:
            label = f"table {table.number}"
            found[table.id] = _exhibit(
                table.id, label, _Read((table.dataset,)), facts, datasets, project
            )
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class _Read:
    """What a table reads, in the words of a drawing."""

    datasets: tuple[str, ...]
    modules: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    words: str = ""
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()


def _exhibit(
    name: str,
    label: str,
    made: Drawing | _Read,
    facts: Facts,
    datasets: Datasets,
    project: Project,
) -> Exhibit:
    named = strings_in(made.modules, project)
    shown = dict(made.columns)
    sets = [
        one for key in made.datasets if (one := datasets.get(key, Span(""), project)) is not None
    ]
    data = tuple((one.path, project.digest(one.path)) for one in sets)
    texts = [
        (key, fact.text) for key in made.facts if (fact := facts.get(key, Span(""))) is not None
    ]
    files = [(path, project.digest(path)) for path in made.modules]
    if made.words:
        files.append(("chart", _digest(made.words.encode())))
    return Exhibit(
        id=name,
        label=label,
        data=data,
        columns={
            one.path: tuple(
                column
                for column in one.frame.columns
                if column in shown.get(one.name, named) or not (made.modules or made.words)
            )
            for one in sets
            if one.is_table
        },
        modules=tuple(made.modules),
        facts=tuple(made.facts),
        sha256=_digest(msgspec.json.encode((data, files, texts))),
    )


def strings_in(modules: Iterable[str], project: Project) -> set[object]:
    """Return the strings in figure modules: the names of the columns that they read among them."""
    return {text for path in modules for text in _strings_of(project.read_bytes(path))}


@lru_cache(maxsize=256)
def _strings_of(module: bytes) -> frozenset[str]:
    """Return the strings in Python source."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # drawing has said so
        tree = ast.parse(module)
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return frozenset(one for one in constants if isinstance(one, str))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
