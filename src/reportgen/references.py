"""This module reads bibliography files and citation styles."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from reportgen.diagnostics import Diagnostics, Rule, Span, span_in, suggestion
from reportgen.pandoc import PandocError, run
from reportgen.project import Project, theme_file
from reportgen.yamlfile import parse_yaml

ALIASES = {
    "chicago-fullnote-bibliography": "chicago-notes-bibliography",
    "chicago-note-bibliography": "chicago-shortened-notes-bibliography",
    "vancouver": "nlm-citation-sequence",
    "asa": "american-sociological-association",
    "mla": "modern-language-association",
}
"""Names that styles once had, or that people use for them."""

PRIVATE_FIELDS = ("note", "custom", "file", "annote", "abstract", "keyword")
"""Fields that must not print: some processors read variables out of `note`, `file` holds paths."""

ARCHIVE_FIELDS = ("archive-url", "archive_location", "archive")
"""Fields that may hold the address of an archived copy."""

CSL = "{http://purl.org/net/xbiblio/csl}"


@dataclass(frozen=True, slots=True)
class References:
    """The works of a document's bibliography files by key, as CSL-JSON, and where each stands."""

    works: dict[str, dict[str, Any]]
    places: dict[str, Span]
    texts: dict[str, str] = field(default_factory=dict)

    def place(self, key: str, name: str = "") -> Span:
        """Return where a work stands, or its field `name` where that is found in its file."""
        work = self.places[key]
        text = self.texts.get(work.path, "")
        lines = text.splitlines(keepends=True)
        start = sum(map(len, lines[: work.line - 1])) + work.column
        end = text.find('"id"', start)
        at = text.find(f'"{name}"', start, end if end >= 0 else len(text)) if name else -1
        return span_in(work.path, text, at, at + len(name) + 2) if at >= 0 else work


@dataclass(frozen=True, slots=True)
class CitationStyle:
    """A CSL style: its file's text, and whether its citations are notes."""

    xml: bytes
    is_note: bool


def load_references(
    paths: Iterable[str], document: str, project: Project, diagnostics: Diagnostics
) -> References:
    """Return the works in bibliography files (CSL-JSON, CSL-YAML, BibTeX), named from `document`.

    Faults are reported with file and line; the other works are still read.
    """
    works: dict[str, dict[str, Any]] = {}
    places: dict[str, Span] = {}
    texts: dict[str, str] = {}
    for name in paths:
        path = project.locate(name, document)
        text = project.read_text(path, diagnostics)
        if text is None:
            continue
        texts[path] = text
        for work in _parse(path, text, diagnostics):
            key = str(work.get("id", ""))
            place = _place_of(key, path, text)
            if key in works:
                diagnostics.add(
                    Rule.DUPLICATE_ID,
                    f"two works have the key `{key}`",
                    _place_of(key, path, text, last=True),
                    f"the first stands at {places[key]}",
                )
                continue
            works[key] = {k: v for k, v in work.items() if k not in PRIVATE_FIELDS}
            places[key] = place
    return References(works, places, texts)


def _parse(path: str, text: str, diagnostics: Diagnostics) -> Iterator[dict[str, Any]]:
    if path.endswith((".yaml", ".yml")):
        value = parse_yaml(path, text, diagnostics).value
        works = value.get("references", []) if isinstance(value, dict) else value
    elif path.endswith((".bib", ".bibtex")):
        try:
            works = run(["-f", "biblatex", "-t", "csljson"], text)
        except PandocError as error:
            found = re.search(r"line (\d+)", str(error))
            place = Span(path, int(found[1]) if found else 1)
            diagnostics.add(Rule.BAD_BIBLIOGRAPHY, str(error).splitlines()[-1], place)
            return
    else:
        try:
            works = json.loads(text)
        except json.JSONDecodeError as error:
            diagnostics.add(Rule.BAD_JSON, error.msg, span_in(path, text, error.pos))
            return
    if not isinstance(works, list):
        diagnostics.add(Rule.BAD_BIBLIOGRAPHY, "a bibliography is a list of works", Span(path))
        return
    for number, work in enumerate(works, 1):
        if isinstance(work, dict) and work.get("id") and work.get("type"):
            yield work
        else:
            diagnostics.add(
                Rule.BAD_BIBLIOGRAPHY,
                f"work {number} has no `id` or no `type`",
                _place_of(str(work.get("id") or ""), path, text)
                if isinstance(work, dict) and work.get("id")
                else Span(path),
                "each work of CSL-JSON has both",
            )


def _place_of(key: str, path: str, text: str, *, last: bool = False) -> Span:
    pattern = rf'"?id"?\s*:\s*"?{re.escape(key)}"?\s*(?=[,\n}}])|@\w+\s*\{{\s*{re.escape(key)}\s*,'
    found = list(re.finditer(pattern, text))
    return span_in(path, text, *found[-1 if last else 0].span()) if found else Span(path)


def load_style(
    name: str, document: str, project: Project, diagnostics: Diagnostics
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
            Span(document),
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
