"""Works of pandoc's metadata as they are to print: identifiers bare, tags as what they mean."""

import re

from reportgen.citing.rich import DATE, DATES, csl_json, raw, without_tags
from reportgen.citing.works import INVISIBLE, NAMES, NUMBERS, address, default_type, doi
from reportgen.pandoc import Node

LEFT_OUT = ("annote", "abstract", "keyword", "file", "custom", "categories", "other-ids")
"""Fields that never print."""

SILENT = re.compile(r"\\(?:noop|no?op?sort|sort\w*|SortNoop|hskip|hspace|vspace|kern|/|-|protect)")
"""Commands of LaTeX that are not meant to print."""


def settled_rich(rich: dict[str, Node], key: str) -> tuple[dict[str, Node], list[tuple[str, str]]]:
    """Return a work of pandoc's metadata as it is to print, and what of it does not print."""
    notes = []
    made: dict[str, Node] = {}
    for name, value in rich.items():
        if name in LEFT_OUT:
            continue
        if name in ("DOI", "URL", "doi", "url") and value["t"] in ("MetaString", "MetaInlines"):
            clean = doi if name.upper() == "DOI" else address
            text = value["c"] if value["t"] == "MetaString" else csl_json({"x": value}).get("x", "")
            made[name.upper()] = {"t": "MetaString", "c": clean(text)}
            continue
        if name.upper() in NUMBERS and value["t"] in ("MetaString", "MetaInlines"):
            number = str(csl_json({"x": value}).get("x", ""))
            made[name.upper()] = {"t": "MetaString", "c": INVISIBLE.sub("", number).strip()}
            continue
        if name in DATES and value["t"] == "MetaString" and not DATE.fullmatch(value["c"]):
            made[name] = {"t": "MetaMap", "c": {"literal": value}}
        elif value["t"] == "MetaInlines":
            made[name] = {"t": "MetaInlines", "c": without_tags(value["c"])}
            notes += [
                (name, f"`{text[:40]}` is not known, and does not print")
                for text in raw(made[name]["c"])
                if not SILENT.match(text)
            ]
        else:
            made[name] = value
    made["id"] = {"t": "MetaString", "c": key}
    if not csl_json({"type": made.get("type", {"t": "MetaString", "c": ""})}):
        made["type"] = {"t": "MetaString", "c": default_type({"URL": made.get("URL")})}
    return made, notes


def with_whole_names(rich: dict[str, Node]) -> dict[str, Node]:
    """Return a work with its names in quotation marks, where citeproc would take them apart.

    BibTeX has told family names, particles and suffixes already; CSL-JSON has not.
    """
    made = dict(rich)
    for name in NAMES:
        people = rich.get(name)
        if people is not None and people["t"] == "MetaList":
            made[name] = {"t": "MetaList", "c": [_whole(one) for one in people["c"]]}
    return made


def _whole(person: Node) -> Node:
    if person["t"] != "MetaMap":
        return person
    parts: dict[str, Node] = dict(person["c"])
    if "family" in parts and "non-dropping-particle" not in parts:
        parts["family"] = _quoted(parts["family"])
    if "," in str(parts.get("given", {}).get("c", "")) and "suffix" not in parts:
        parts["given"] = _quoted(parts["given"])
    return {"t": "MetaMap", "c": parts}


def _quoted(text: Node) -> Node:
    if text["t"] != "MetaString" or '"' in text["c"]:
        return text
    return {"t": "MetaString", "c": f'"{text["c"]}"'}
