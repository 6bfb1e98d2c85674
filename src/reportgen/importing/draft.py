"""Reads a draft: Word, OpenDocument or RTF by pandoc, with what pandoc leaves out told.

Sandboxed: pandoc opens the draft and nothing else; pictures are taken from the file itself.
"""

import json
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from lxml.etree import LxmlError

from reportgen.diagnostics import UsageError
from reportgen.importing.nodes import Node, plain
from reportgen.importing.odt_parts import OdtParts, read_odt
from reportgen.importing.office_parts import OfficeParts, Remark, read_parts
from reportgen.importing.rtf_parts import RtfParts, for_pandoc, read_rtf
from reportgen.importing.tidying import Tidied, tidy
from reportgen.pandoc import PandocError, converted, run

FORMATS = {".docx": "docx+citations+styles", ".odt": "odt", ".rtf": "rtf"}
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file of Office begins that has a password, or is of before 2007 ([MS-CFB], 2.2)."""

Track = Literal["accept", "reject", "list"]
LARGEST_PICTURE = 64_000_000
"""Bytes of one picture, as it is unpacked."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it was read: what became of its text, its works, pictures and words.

    `words` are its paragraphs as a reader of the draft sees them; empty where that is not known.
    """

    name: str
    settings: Mapping[str, Any]
    text: Tidied
    works: tuple[Mapping[str, Any], ...]
    pictures: Mapping[str, bytes]
    words: tuple[str, ...]
    remarks: tuple[Remark, ...]
    left: tuple[tuple[str, int], ...]
    unread: int
    """Citations of a program that could not be read."""


def read_draft(path: Path, track: Track) -> Draft:
    """Return a draft. Raises UsageError where there is none, or it cannot be read."""
    kind = path.suffix.lower()
    if kind not in FORMATS:
        known = ", ".join((*FORMATS, ".qmd", ".md"))
        instead = "; open it in Word and save it as .docx" if kind in (".doc", ".dot") else ""
        message = f"`{path.name}` is no draft that can be read; known: {known}{instead}"
        raise UsageError(message)
    if not path.is_file():
        raise UsageError(f"there is no file `{path}`")
    if kind != ".rtf" and path.read_bytes()[:8] == LOCKED:
        message = f"`{path.name}` is locked with a password, or an old Word file by another name"
        raise UsageError(f"{message}: open it and save it as {kind} without a password")
    changes = "reject" if track == "reject" else "accept"
    arguments = ["-f", FORMATS[kind], f"--track-changes={changes}"]
    try:
        if kind == ".rtf" and b"\\bin" not in (data := path.read_bytes()):
            tree = run(arguments, for_pandoc(data))
        else:
            tree = run([*arguments, str(path)], "", path.stat().st_size)
    except PandocError as error:
        words = " ".join(str(error).split())[:200]
        raise UsageError(f"`{path.name}` cannot be read as {kind[1:]}: {words}") from error
    parts = _parts(path, accept=changes == "accept") if kind == ".docx" else None
    meta = tree["meta"]
    works, keys = _works(meta)
    rtf = read_rtf(path.read_bytes()) if kind == ".rtf" else None
    odt = _odt(path) if kind == ".odt" else None
    pictures = rtf.pictures if rtf else _pictures(path)
    text = tidy(tree["blocks"], keys, pictures, has_works=bool(works))
    lost = parts.equations - text.counts["equation"] if parts else 0
    if lost > 0:
        text.told["equation: lost"] += lost
    left = parts.left if parts else odt.left if odt else tuple(rtf.left.items()) if rtf else ()
    return Draft(
        name=path.stem,
        settings=_settings(meta, parts, text, path.stem),
        text=text,
        works=works,
        pictures=pictures,
        words=tuple((parts or odt or rtf or RtfParts()).paragraphs),
        remarks=(parts.remarks if parts else odt.remarks if odt else ()),
        left=left,
        unread=max(0, parts.fields - text.counts["citation"]) if parts else 0,
    )


def _parts(path: Path, *, accept: bool) -> OfficeParts:
    try:
        with zipfile.ZipFile(path) as file:
            return read_parts(file, accept=accept)
    except (KeyError, zipfile.BadZipFile, LxmlError, OSError, RuntimeError) as error:
        raise UsageError(f"`{path.name}` is no sound Word file: {error}") from error


def _odt(path: Path) -> OdtParts:
    try:
        with zipfile.ZipFile(path) as file:
            return read_odt(file)
    except (KeyError, zipfile.BadZipFile, LxmlError, OSError, RuntimeError) as error:
        raise UsageError(f"`{path.name}` is no sound OpenDocument text: {error}") from error


def _pictures(path: Path) -> dict[str, bytes]:
    """Return the bytes of pictures by their names in the tree: "media/image1.png"."""
    found: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(path) as file:
            for one in file.infolist():
                is_media = re.match(r"(word/)?media/|Pictures/", one.filename)
                if is_media and one.file_size <= LARGEST_PICTURE:
                    found[one.filename.removeprefix("word/")] = file.read(one)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError):
        pass  # what is not there is told as a picture that cannot be shown
    return found


# --- metadata ---


def _settings(
    meta: Mapping[str, Node], parts: OfficeParts | None, text: Tidied, name: str
) -> dict[str, Any]:
    """Return the front matter: what the draft says of itself, and what only the author can."""
    said = {key: plain([node]) for key, node in meta.items() if key != "references"}
    title = said.get("title") or (parts.title if parts else "") or _first_heading(text) or name
    found: dict[str, Any] = {"title": title}
    if said.get("subtitle"):
        found["subtitle"] = said["subtitle"]
    if "author" in meta:
        node = meta["author"]
        names = node["c"] if node["t"] == "MetaList" else [node]
        found["author"] = [plain([one]) for one in names]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", said.get("date", "")):
        found["date"] = said["date"]
    elif said.get("date"):
        text.told[f"date “{said['date'][:40]}”: write it as 2026-11-26 in `date`"] += 1
        text.dropped.append(said["date"])
    if parts and re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", parts.lang):
        found["lang"] = parts.lang
    if said.get("abstract"):
        found["abstract"] = said["abstract"]
    found["status"] = "draft"
    return found


def _first_heading(text: Tidied) -> str:
    return next((plain(one["c"][2]) for one in text.blocks if one.get("t") == "Header"), "")


# --- works ---


def _works(meta: Mapping[str, Node]) -> tuple[tuple[Mapping[str, Any], ...], dict[str, str]]:
    """Return the works of citation fields as CSL-JSON, and their keys by those of the draft."""
    if "references" not in meta:
        return (), {}
    tree = {
        "pandoc-api-version": [1, 23, 1],
        "meta": {"references": meta["references"]},
        "blocks": [],
    }
    read = json.loads(converted(["-f", "json", "-t", "csljson"], json.dumps(tree)))
    keys: dict[str, str] = {}
    works: dict[str, Mapping[str, Any]] = {}
    for work in read:
        old = str(work["id"])
        if old not in keys:
            keys[old] = _key(work, {*keys.values()})
            works[keys[old]] = {**work, "id": keys[old]}
    return tuple(works.values()), keys


def _key(work: Mapping[str, Any], taken: set[str]) -> str:
    """Return a key that people can type: the first author's name and the year, "lee2020"."""
    people = work.get("author") or work.get("editor") or [{}]
    name = str(people[0].get("family") or people[0].get("literal") or work.get("title") or "work")
    plainer = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    word = re.sub(r"[^a-z]", "", (plainer.split() or ["work"])[0].lower()) or "work"
    dates = (work.get("issued") or {}).get("date-parts") or [[""]]
    key = f"{word}{dates[0][0] if dates[0] else ''}"
    if key not in taken:
        return key
    return next(f"{key}{letter}" for letter in _letters() if f"{key}{letter}" not in taken)


def _letters() -> "list[str]":
    letters = [chr(one) for one in range(ord("b"), ord("z") + 1)]
    return [*letters, *(f"-{number}" for number in range(27, 10_000))]
