"""Reads bibliography files and citation styles."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reportgen.citing.bibliography import Record, field_span, read
from reportgen.diagnostics import Diagnostics, Rule, Span, suggestion
from reportgen.files.project import Project, theme_file

ALIASES = {
    "chicago-fullnote-bibliography": "chicago-notes-bibliography",
    "chicago-note-bibliography": "chicago-shortened-notes-bibliography",
    "vancouver": "nlm-citation-sequence",
    "asa": "american-sociological-association",
    "mla": "modern-language-association",
}
"""Names that styles once had, or that people use for them."""

ARCHIVE_FIELDS = ("archive-url", "archive_location", "archive")
"""Fields that may hold the address of an archived copy."""

CSL = "{http://purl.org/net/xbiblio/csl}"


@dataclass(frozen=True)
class References:
    """The works of a document's bibliography files by key, with the texts of the files."""

    records: dict[str, Record]
    texts: dict[str, str]

    @cached_property
    def works(self) -> dict[str, dict[str, Any]]:
        return {key: record.work for key, record in self.records.items()}

    def place(self, key: str, name: str = "") -> Span:
        """Return where a work's field `name` stands; without one, or lacking it, its entry."""
        record = self.records[key]
        return field_span(record, self.texts[record.path], name)


@dataclass(frozen=True, slots=True)
class CitationStyle:
    """A CSL style: its file's text, and whether its citations are notes."""

    xml: bytes
    is_note: bool


def load_references(
    paths: Iterable[str],
    document: str,
    project: Project,
    diagnostics: Diagnostics,
    named: Span | None = None,
) -> References:
    """Return the works in bibliography files (CSL-JSON, CSL-YAML, BibTeX), named from `document`.

    `named` is where the document names them.

    Faults are reported with file and line; the other works are still read.
    """
    records: dict[str, Record] = {}
    texts: dict[str, str] = {}
    for name in paths:
        path = project.locate(name, document)
        text = project.read_text(path, diagnostics, named)
        if text is None:
            continue
        texts[path] = text
        for record in read(path, text, diagnostics):
            first = records.setdefault(record.key, record)
            if first is not record:
                message = f"two works have the key `{record.key}`"
                hint = f"the first stands at {field_span(first, texts[first.path])}"
                diagnostics.add(Rule.DUPLICATE_ID, message, field_span(record, text), hint)
    return References(records, texts)


def load_style(
    name: str,
    document: str,
    project: Project,
    diagnostics: Diagnostics,
    named: Span | None = None,
) -> CitationStyle | None:
    """Return the style called `name` (bundled), or in the project's file `name.csl`."""
    from lxml import etree

    bundled = sorted(path.stem for path in theme_file("styles").glob("*.csl"))
    wanted = name.removesuffix(".csl")
    if name.endswith(".csl") and project.exists(path := project.locate(name, document)):
        xml = project.read_bytes(path)
    elif ALIASES.get(wanted, wanted) in bundled:
        path = f"{ALIASES.get(wanted, wanted)}.csl"
        xml = theme_file(f"styles/{path}").read_bytes()
    else:
        diagnostics.add(
            Rule.BAD_BIBLIOGRAPHY,
            f"there is no citation style `{name}`",
            named or Span(document),
            suggestion(wanted, bundled, "style"),
        )
        return None
    try:
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        diagnostics.add(Rule.BAD_BIBLIOGRAPHY, str(error.msg), Span(path, error.lineno or 1))
        return None
    parent = root.find(f".//{CSL}link[@rel='independent-parent']")
    if parent is not None:
        return load_style(parent.get("href", "").rsplit("/", 1)[-1], document, project, diagnostics)
    for names in root.iter(f"{CSL}names"):
        # citeproc prints the label before the names where `<name>` is only implied.
        if names.find(f"{CSL}label") is not None and names.find(f"{CSL}name") is None:
            names.insert(0, etree.Element(f"{CSL}name"))
    return CitationStyle(etree.tostring(root), root.get("class") == "note")


def archived_copy(work: dict[str, Any]) -> str:
    """Return the address of a work's archived copy, "" where its entry names none."""
    found = (str(work.get(name, "")) for name in ARCHIVE_FIELDS)
    return next((one for one in found if one.startswith(("http://", "https://"))), "")


def printable(work: dict[str, Any]) -> dict[str, Any]:
    """Return a work without archive fields that hold an address: we print it beside the live one.

    Some styles would print it in place of the live address.
    """
    if not archived_copy(work):
        return work
    return {name: value for name, value in work.items() if name not in ARCHIVE_FIELDS}
