"""The ledger of claims: every number that a document states, with its provenance."""

import csv
import io
from collections.abc import Mapping, Sequence

import msgspec

from reportgen.data.about import About
from reportgen.data.parameters import Scalar

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
