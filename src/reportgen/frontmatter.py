"""This module reads a document's front matter: settings with their places, and its rich texts."""

import datetime
import re
from typing import Any, Literal, Protocol

import msgspec

from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import (
    Author,
    Block,
    Blocks,
    Inlines,
    Metadata,
    Paragraph,
    Text,
    Written,
)
from reportgen.pandoc import Node
from reportgen.yamlfile import convert, parse_yaml

Words = str | list[str]


class Settings(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True
):
    """The front matter. What is `Any` here is rich text, which pandoc reads."""

    title: Any
    subtitle: Any = None
    abstract: Any = None
    changes: Any = None
    contact: Any = None
    author: str | dict[str, str] | list[str | dict[str, str]] = []
    organisation: str = ""
    date: datetime.date | None = None
    data_date: datetime.date | None = None
    lang: str = "en"
    keywords: Words = []
    edition: str | int | float = ""
    license: str = ""
    papersize: Literal["a4", "letter"] = "a4"
    bibliography: Words = []
    csl: str = "chicago-notes-bibliography"
    nocite: Any = None
    sources: Literal["slide", "end", "both"] = "both"
    reference_doc: str = ""


class Reader(Protocol):
    """What turns pandoc's nodes into ours."""

    def inlines(self, nodes: list[Node]) -> Inlines[Written]: ...
    def blocks(self, nodes: list[Node]) -> Blocks[Written]: ...


def front_matter(path: str, text: str, diagnostics: Diagnostics) -> Settings | None:
    """Return the settings at the head of a document, or report what is wrong with them."""
    found = re.match(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$", text, re.DOTALL | re.MULTILINE)
    if found is None:
        diagnostics.add(
            Rule.BAD_SETTING,
            "the document has no front matter",
            Span(path),
            "begin the file with `---`, `title: ...`, `---`",
        )
        return None
    before = diagnostics.errors
    parsed = parse_yaml(path, text[: found.end(1)], diagnostics, found.start(1))
    if diagnostics.errors > before:
        return None
    return convert(parsed, Settings, diagnostics)


def metadata(settings: Settings, meta: dict[str, Node], reader: Reader) -> Metadata[Written]:
    """Return what a document says of itself, its rich texts read from pandoc's `meta`."""

    def inlines(name: str) -> Inlines[Written]:
        return _inlines(meta.get(name), reader)

    changes = meta.get("changes", {"t": "", "c": []})
    entries = changes["c"] if changes["t"] == "MetaList" else [changes] if changes["c"] else []
    return Metadata(
        title=inlines("title"),
        subtitle=inlines("subtitle"),
        abstract=_blocks(meta.get("abstract"), reader),
        changes=tuple(_inlines(entry, reader) for entry in entries),
        authors=tuple(_authors(settings.author)),
        organisation=settings.organisation,
        date=str(settings.date or ""),
        data_date=str(settings.data_date or ""),
        lang=settings.lang,
        keywords=_words(settings.keywords),
        edition=str(settings.edition),
        license=settings.license,
        contact=inlines("contact"),
        papersize=settings.papersize,
        bibliography=_words(settings.bibliography),
        csl=settings.csl,
        nocite=tuple(re.findall(r"@([\w:.#$%&\-+?<>~/]*\w|\*)", str(settings.nocite or ""))),
        sources=settings.sources,
        reference_doc=settings.reference_doc,
    )


def _words(value: Words) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _authors(value: str | dict[str, str] | list[str | dict[str, str]]) -> list[Author]:
    entries = value if isinstance(value, list) else [value]
    return [
        Author(entry)
        if isinstance(entry, str)
        else Author(entry.get("name", ""), entry.get("affiliation", ""))
        for entry in entries
    ]


def _inlines(node: Node | None, reader: Reader) -> Inlines[Written]:
    match node:
        case {"t": "MetaInlines", "c": content}:
            return reader.inlines(content)
        case {"t": "MetaBlocks", "c": [{"c": content}, *_]}:
            return reader.inlines(content)
        case {"t": "MetaString" | "MetaBool", "c": content}:
            return (Text(str(content)),)
        case _:
            return ()


def _blocks(node: Node | None, reader: Reader) -> Blocks[Written]:
    match node:
        case {"t": "MetaBlocks", "c": content}:
            return reader.blocks(content)
        case None:
            return ()
        case _:
            block: Block[Written] = Paragraph(_inlines(node, reader), Span(""))
            return (block,)
