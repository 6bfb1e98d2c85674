"""The ledger of claims: every number that a document states, with its provenance."""

import ast
import csv
import hashlib
import io
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

import msgspec

from reportgen.data.about import About
from reportgen.data.datasets import Datasets
from reportgen.data.fact import Cell, Fact, Formula
from reportgen.data.facts import Facts
from reportgen.data.parameters import Scalar
from reportgen.diagnostics import Span
from reportgen.document import (
    Drawing,
    Drawings,
    ResolvedDocument,
    figures,
    plain_text,
    tables,
)
from reportgen.files.project import Project
from reportgen.ledger.passages import Passage, SlideText, folded, on_pages, on_slides, passages

SCHEMA = "reportgen-claims/2"
"""The first had no inputs and no environment, and lines of cells; it is still read."""
COLUMNS = (
    "name",
    "printed",
    "value",
    "unit",
    "kind",
    "formula",
    "data_file",
    "data_cell",
    "data_column",
    "data_sha256",
    "sources",
    "works",
    "locator",
    "note",
    "pages",
    "slides",
    "spoken",
    "figures",
)
"""The columns of the CSV file: one row a claim, several values in a cell between semicolons."""


class Stated(msgspec.Struct, frozen=True):
    """Where the source states a claim: `{{ name }}` in the brief, on a slide or in its notes."""

    target: str
    within: str
    place: str


class Worded(msgspec.Struct, frozen=True):
    """A sentence that states a claim: its language, where its paragraph begins, how it reads."""

    lang: str
    place: str
    words: str


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that the document states, or that one of its claims is computed from.

    `kind` is "data" (a cell; `data_cell` is `Sheet!B7`, `line 7` or `record 7` of the file),
    "formula" or "quoted" (a value typed into facts.yaml). `pages` and `slides` show it, `spoken`
    are slides whose notes say it; `figures` are those whose module draws it. `wordings` are the
    sentences of every edition that state it, in the ledger beside the files; that in a PDF, which
    is of one edition, has none.
    """

    name: str
    printed: str
    value: Scalar
    unit: str
    kind: str
    formula: str = ""
    operands: tuple[str, ...] = ()
    data_file: str = ""
    data_cell: str = ""
    data_column: str = ""
    data_sha256: str = ""
    sources: tuple[str, ...] = ()
    locator: str = ""
    note: str = ""
    defined: str = ""
    stated: tuple[Stated, ...] = ()
    figures: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    slides: tuple[int, ...] = ()
    spoken: tuple[int, ...] = ()
    wordings: tuple[Worded, ...] | msgspec.UnsetType = msgspec.UNSET


class Exhibit(msgspec.Struct, frozen=True, kw_only=True):
    """A figure or table that is made from data: its files, its facts, one digest of them all.

    `columns` are those of each file that the modules name.
    """

    id: str
    label: str
    data: tuple[tuple[str, str], ...] = ()
    columns: dict[str, tuple[str, ...]] = {}
    modules: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    sha256: str = ""


class Work(msgspec.Struct, frozen=True):
    """A work that the document cites: in short, in full, and the notes that name it."""

    short: str
    full: str
    notes: tuple[int, ...]


class DataSource(msgspec.Struct, frozen=True, kw_only=True):
    """What NAME.yaml tells of a file of data."""

    title: str = ""
    units: str = ""
    notes: str = ""
    license: str = ""
    retrieved: str = ""

    @classmethod
    def of(cls, about: About) -> "DataSource":
        """Return what NAME.yaml tells."""
        return cls(
            title=about.title,
            units=about.units,
            notes=" ".join(about.notes.split()),
            license=about.license,
            retrieved=str(about.retrieved or ""),
        )

    @property
    def words(self) -> str:
        """All of it on one line."""
        parts = {
            "": self.title,
            "Units: ": self.units,
            "Notes: ": self.notes,
            "Licence: ": self.license,
            "Retrieved: ": self.retrieved,
        }
        return " · ".join(f"{head}{words}" for head, words in parts.items() if words)


class Ledger(msgspec.Struct, frozen=True, kw_only=True):
    """All claims of a document, what they rest on, and which edition of it states them.

    `document` is its path; of one that is made of rows of data, `content/sheet.md#KEN`.
    `facts_sha256` is the digest of the claims in the text, without the places where they stand;
    `files` are the document's outputs, each with its SHA-256; pages and slides were read from the
    brief and the deck. `inputs` are the files and listings that they were made from, `environment`
    what else sets bytes: the tool, its libraries and fonts, by name. `wording_inputs` are what the
    wordings of other editions were read from.
    """

    schema: str = SCHEMA
    document: str
    title: str
    edition: str
    date: str
    data_date: str
    facts_sha256: str
    files: dict[str, str] = {}
    inputs: dict[str, str] = {}
    environment: dict[str, str] = {}
    wording_inputs: dict[str, str] | msgspec.UnsetType = msgspec.UNSET
    claims: tuple[Claim, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    datasets: dict[str, DataSource] = {}
    works: dict[str, Work] = {}


# --- what is claimed --------------------------------------------------------------------------


def make_ledger(
    document: ResolvedDocument,
    facts: Facts,
    exhibits: Iterable[Exhibit],
    datasets: Datasets,
) -> Ledger:
    """Return the ledger of a document, before it is known where in the files its claims stand."""
    exhibits = tuple(exhibits)
    claims = tuple(_claims(document, facts, exhibits))
    meta = document.metadata
    said = [msgspec.structs.replace(one, figures=(), stated=()) for one in claims if one.stated]
    return Ledger(
        document=document.path
        if facts.subject is None
        else f"{document.path}#{facts.subject.name}",
        title=plain_text(meta.title),
        edition=meta.edition,
        date=meta.date,
        data_date=meta.data_date,
        facts_sha256=_digest(msgspec.json.encode(said)),
        claims=claims,
        exhibits=exhibits,
        datasets=_described(claims, exhibits, datasets),
        works={
            entry.key: Work(
                entry.short,
                plain_text(entry.content),
                tuple(note.number for note in document.notes if entry.key in note.keys),
            )
            for entry in document.entries
        },
    )


def _described(
    claims: Iterable[Claim], exhibits: Iterable[Exhibit], datasets: Datasets
) -> dict[str, DataSource]:
    """Return what is told of each file of data that claims and exhibits rest on."""
    paths = {path for exhibit in exhibits for path, _ in exhibit.data}
    paths |= {claim.data_file for claim in claims if claim.data_file}
    found = ((path, datasets.get(PurePosixPath(path).stem, Span(path))) for path in sorted(paths))
    return {path: DataSource.of(one.about) for path, one in found if one is not None}


def _claims(
    document: ResolvedDocument, facts: Facts, exhibits: tuple[Exhibit, ...]
) -> Iterable[Claim]:
    """Yield the parameters and facts that are used, in their order, and those behind them."""
    stated: dict[str, list[Stated]] = {}
    for use in document.uses:
        if use.kind == "fact":
            place = str(use.span) if use.span else ""
            stated.setdefault(use.name, []).append(Stated(use.target, use.within, place))
    drawn: dict[str, list[str]] = {}
    for exhibit in exhibits:
        for name in exhibit.facts:
            drawn.setdefault(name, []).append(exhibit.id)
    wanted = _with_operands((*stated, *drawn), facts)
    for name in dict.fromkeys((*facts.parameters, *facts.names)):
        if name in wanted:
            yield _claim(wanted[name], tuple(stated.get(name, ())), tuple(drawn.get(name, ())))


def _with_operands(names: Iterable[str], facts: Facts) -> dict[str, Fact]:
    found: dict[str, Fact] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        fact = facts.get(name, facts.span(name)) if name not in found else None
        if fact is not None:
            found[name] = fact
            if isinstance(fact.origin, Formula):
                waiting.extend(fact.origin.operands)
    return found


def _claim(fact: Fact, stated: tuple[Stated, ...], drawn: tuple[str, ...]) -> Claim:
    claim = Claim(
        name=fact.name,
        printed=fact.text,
        value=fact.value,
        unit=fact.unit,
        kind="quoted",
        sources=fact.cite,
        locator=fact.locator,
        note=fact.note,
        defined=f"{fact.span.path}:{fact.span.line}",
        stated=stated,
        figures=drawn,
    )
    match fact.origin:
        case Cell(_, path, address, column, digest):
            return msgspec.structs.replace(
                claim,
                kind="data",
                data_file=path,
                data_cell=address,
                data_column=column,
                data_sha256=digest,
            )
        case Formula(expression, operands):
            return msgspec.structs.replace(
                claim, kind="formula", formula=expression, operands=operands
            )
        case None:
            return claim


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


# --- where it is stated -----------------------------------------------------------------------


def placed(
    ledger: Ledger,
    document: ResolvedDocument,
    pages: Sequence[str],
    slides: Sequence[SlideText] = (),
) -> Ledger:
    """Return the ledger with the pages and slides that state each claim.

    `pages` are the texts of the finished pages, `slides` those of the slides.
    """
    texts = [folded(page) for page in pages]
    found: dict[str, tuple[set[int], set[int], set[int]]] = {
        claim.name: (set(), set(), set()) for claim in ledger.claims
    }
    for passage in passages(document):
        for at, numbers in enumerate(_places(passage, texts, slides)):
            for name, known in numbers.items():
                found[name][at].update(known)
    for figure in figures(document):
        drawn = next((one.facts for one in ledger.exhibits if one.id == figure.id), ())
        title = folded(plain_text(figure.caption.title))
        alt = folded(plain_text(figure.alt))
        for name in drawn:
            found[name][0].update(at for at, page in enumerate(texts, 1) if title in page)
            found[name][1].update(
                at for at, one in enumerate(slides, 1) if alt and alt in one.hidden
            )
    return msgspec.structs.replace(
        ledger,
        claims=tuple(
            msgspec.structs.replace(
                claim,
                **{
                    what: tuple(sorted(numbers))
                    for what, numbers in zip(
                        ("pages", "slides", "spoken"), found[claim.name], strict=True
                    )
                },
            )
            for claim in ledger.claims
        ),
    )


def _places(
    passage: Passage, pages: Sequence[str], slides: Sequence[SlideText]
) -> tuple[dict[str, set[int]], dict[str, set[int]], dict[str, set[int]]]:
    if not passage.marked.values:
        return {}, {}, {}
    shown, spoken = on_slides(passage, slides)
    return on_pages(passage, pages) if passage.target == "brief" else {}, shown, spoken


def with_wordings(
    ledger: Ledger, sentences: Mapping[str, Sequence[Worded]], inputs: dict[str, str]
) -> Ledger:
    """Return a ledger whose claims have the sentences that state them, by name, in every edition.

    `inputs` are the files that they were read from; those of the ledger itself are left out.
    """
    return msgspec.structs.replace(
        ledger,
        claims=tuple(
            msgspec.structs.replace(one, wordings=tuple(sentences.get(one.name, ())))
            for one in ledger.claims
        ),
        wording_inputs={path: inputs[path] for path in sorted(inputs) if path not in ledger.inputs},
    )


# --- as files ---------------------------------------------------------------------------------


def as_json(ledger: Ledger) -> bytes:
    """Return a ledger as JSON, one value a line, so that two of them can be compared."""
    return msgspec.json.format(msgspec.json.encode(ledger), indent=1) + b"\n"


def from_json(data: bytes) -> Ledger:
    """Return the ledger in a JSON file. Raises msgspec.DecodeError where it is none."""
    return msgspec.json.decode(data, type=Ledger)


def as_csv(ledger: Ledger) -> bytes:
    """Return a ledger as CSV (RFC 4180) in UTF-8: one row a claim, with `COLUMNS`."""
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(COLUMNS)
    for claim in ledger.claims:
        works = [ledger.works[key].short for key in claim.sources if key in ledger.works]
        rows.writerow(
            _cell(works if column == "works" else getattr(claim, column)) for column in COLUMNS
        )
    return written.getvalue().encode()


def _cell(value: object) -> str:
    if value is None:
        return ""
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
