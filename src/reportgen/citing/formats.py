"""Tells the format of a bibliography file, and finds its entries."""

import re
from collections.abc import Callable

from reportgen.citing.bibtex_index import index_bibtex
from reportgen.citing.csl_json import index_csl_json
from reportgen.citing.csl_yaml import index_csl_yaml
from reportgen.citing.endnote import index_endnote
from reportgen.citing.located import Fault, Index
from reportgen.citing.ris import index_ris

ENDINGS = {
    "bib": "biblatex",
    "biblatex": "biblatex",
    "bibtex": "bibtex",
    "json": "csl-json",
    "csljson": "csl-json",
    "yaml": "csl-yaml",
    "yml": "csl-yaml",
    "ris": "ris",
    "xml": "endnote",
}
"""Formats by the ending of a file's name, in lower case. BibTeX and BibLaTeX are told by it."""

BEGINNINGS = (
    (re.compile(r"\s*TY  ?-"), "ris"),
    (re.compile(r"(?:\s|%[^\n]*\n)*@[A-Za-z]+\s*[{(]"), "biblatex"),
    (re.compile(r"\s*[\[{]\s*[\[{\"\]]"), "csl-json"),
    (re.compile(r"\s*<(?:\?xml|xml)"), "endnote"),
    (re.compile(r"(?:---\s*\n)?\s*(?:references\s*:|- (?:id|type)\s*:)"), "csl-yaml"),
)
"""How files begin whose names say nothing."""

INDEXERS: dict[str, Callable[[str], Index]] = {
    "biblatex": index_bibtex,
    "bibtex": index_bibtex,
    "csl-json": index_csl_json,
    "ris": index_ris,
    "endnote": index_endnote,
}
KNOWN = "CSL-JSON (.json), CSL-YAML (.yaml), BibTeX or BibLaTeX (.bib), RIS (.ris), EndNote's XML"


def format_of(path: str, text: str) -> str:
    """Return the format of a file, by its name's ending, else by how it begins; "" for none."""
    ending = path.rpartition(".")[2].lower()
    if ending in ENDINGS:
        return ENDINGS[ending]
    return next((name for pattern, name in BEGINNINGS if pattern.match(text)), "")


def indexed(path: str, text: str) -> Index:
    """Return the entries of the file at `path`, and what keeps it from being read."""
    found = format_of(path, text)
    if not text.strip() and found in ("biblatex", "bibtex"):
        return Index()
    if not text.strip():
        return Index(faults=(Fault("bad-bibliography", "this bibliography is empty", 0),))
    if found == "csl-yaml":
        return index_csl_yaml(path, text)
    if found:
        return INDEXERS[found](text)
    message = "this is no bibliography that can be read"
    return Index(faults=(Fault("bad-bibliography", message, 0, f"what can be: {KNOWN}"),))
