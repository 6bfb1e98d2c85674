"""Makes what both files carry as evidence: attachments, and a part of the deck.

The PDF carries the ledger, the works that it cites, and the data that may be published; the deck
carries the same digests, so that each file says which numbers and figures it was made with.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

import msgspec
from lxml import etree

from reportgen.citing.references import References, printable
from reportgen.data.datasets import Datasets
from reportgen.diagnostics import Span
from reportgen.document import Drawings, Figure, ResolvedDocument, plain_text, walk
from reportgen.ledger.claims import DataSource, Exhibit, Ledger, as_csv, as_json, from_json

NAMESPACE = "urn:reportgen:evidence:1"
CLAIMS = "claims.json"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside the PDF. `relationship` is an AFRelationship (ISO 19005-3, annex E)."""

    name: str
    data: bytes
    description: str
    relationship: str
    shown_in: tuple[str, ...] = ()


def attachments(
    ledger: Ledger, document: ResolvedDocument, references: References, datasets: Datasets
) -> Iterator[Attached]:
    """Yield the files that the brief carries; of the data only what its YAML calls public.

    PDF/A-2 may carry files of PDF/A only (ISO 19005-2, 6.8): such a brief carries none.
    """
    if any(name.startswith("a-2") for name in document.metadata.pdf_standards):
        return
    yield Attached(CLAIMS, as_json(ledger), "Every number with its provenance", "Supplement")
    yield Attached(
        "claims.csv", as_csv(ledger), "Every number with its provenance, as a table", "Supplement"
    )
    works = [printable(references.works[entry.key]) for entry in document.entries]
    cited = json.dumps(works, ensure_ascii=False, indent=1).encode()
    yield Attached("references.json", cited, "The works cited, as CSL-JSON", "Supplement")
    used = {path for exhibit in ledger.exhibits for path, _ in exhibit.data}
    used |= {claim.data_file for claim in ledger.claims if claim.data_file}
    for path in sorted(used):
        dataset = datasets.get(PurePosixPath(path).stem, Span(path))
        if dataset is not None and dataset.about.public and dataset.is_table:
            name = f"{dataset.name}.csv"  # the table as read, never the workbook
            words = DataSource.of(dataset.about).words or name
            yield Attached(name, dataset.as_csv(), words, "Data", _shown_in(path, ledger, document))


def _shown_in(path: str, ledger: Ledger, document: ResolvedDocument) -> tuple[str, ...]:
    """Return the alternatives of the figures that show a file of data."""
    shown = {one.id for one in ledger.exhibits if path in (file for file, _ in one.data)}
    return tuple(
        plain_text(one.alt)
        for one in walk(document.blocks)
        if isinstance(one, Figure) and one.id in shown and one.alt
    )


def described(exhibit: Exhibit) -> str:
    """Return the data of a figure in words: each file with the columns that it reads."""
    parts = []
    for path, _ in exhibit.data:
        columns = exhibit.columns.get(path, ())
        parts.append(f"{path} ({', '.join(columns)})" if columns else path)
    return "; ".join(parts)


# --- the part of the deck ---------------------------------------------------------------------


def as_part(ledger: Ledger, drawings: Drawings) -> bytes:
    """Return the custom XML part of the deck: edition, facts, figures and their pictures."""
    root = etree.Element(f"{{{NAMESPACE}}}evidence", nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # lxml-stubs
    for name, value in edition_of(ledger).items():
        root.set(name, value)
    for exhibit in ledger.exhibits:
        made = etree.SubElement(root, f"{{{NAMESPACE}}}figure", id=exhibit.id)
        made.set("sha256", exhibit.sha256)
        made.set("data", described(exhibit))
        made.set("facts", " ".join(exhibit.facts))
    for (name, _), drawing in drawings.items():
        made = etree.SubElement(root, f"{{{NAMESPACE}}}picture", figure=name)
        for kind, data in (("png", drawing.raster), ("svg", drawing.svg)):
            made.set(kind, sha256(data).hexdigest())
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def edition_of(ledger: Ledger) -> dict[str, str]:
    """Return what a deck made with this ledger says of its edition and facts."""
    return {
        "document": ledger.document,
        "title": ledger.title,
        "edition": ledger.edition,
        "date": ledger.date,
        "data-date": ledger.data_date,
        "facts": ledger.facts_sha256,
    }


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a deck says it was made with: its edition and facts, figures, and their pictures."""

    edition: dict[str, str]
    figures: dict[str, Exhibit]
    pictures: dict[str, frozenset[str]]


def in_deck(parts: Mapping[str, bytes]) -> Evidence | None:
    """Return what the evidence among the parts of a deck says, None where there is none."""
    for name, data in parts.items():
        if name.startswith("customXml/item") and NAMESPACE.encode() in data:
            with suppress(etree.XMLSyntaxError):
                return _from_part(data)
    return None


def _from_part(data: bytes) -> Evidence:
    root = etree.fromstring(data)
    pictures: dict[str, set[str]] = {}
    for one in root.iter(f"{{{NAMESPACE}}}picture"):
        pictures.setdefault(one.get("figure", ""), set()).update(
            (one.get("png", ""), one.get("svg", ""))
        )
    return Evidence(
        edition={str(name): str(value) for name, value in root.items()},
        figures={
            one.get("id", ""): Exhibit(
                id=one.get("id", ""),
                label="figure",
                facts=tuple(one.get("facts", "").split()),
                sha256=one.get("sha256", ""),
            )
            for one in root.iter(f"{{{NAMESPACE}}}figure")
        },
        pictures={name: frozenset(found) for name, found in pictures.items()},
    )


def claims_in(attached: Mapping[str, tuple[str, bytes]]) -> Ledger | None:
    """Return the ledger among the attachments of a PDF, None where there is none to be read."""
    try:
        return from_json(attached[CLAIMS][1])
    except (KeyError, msgspec.DecodeError):
        return None
