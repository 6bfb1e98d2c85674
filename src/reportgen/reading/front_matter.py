"""Reads a document's front matter: settings with their places, and its rich texts."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol
from urllib.parse import urljoin

import msgspec

from reportgen.characters import is_blank
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import (
    Author,
    Block,
    Blocks,
    Cite,
    CoverImage,
    Footnote,
    Inlines,
    Metadata,
    Paragraph,
    Text,
    Written,
)
from reportgen.files.renamed_settings import with_new_names
from reportgen.files.yaml_file import convert, parse_yaml
from reportgen.pandoc import Node
from reportgen.reading.editions import HEAD, EditionsSetting, Given, filled, without_mistaken
from reportgen.reading.setting_rules import check_printed, check_settings
from reportgen.releases import FRONT_MATTER, look_of

Words = str | list[str]

PDF_STANDARDS = ("ua-1", "a-2a", "a-2b", "a-2u", "a-3a", "a-3b", "a-3u")
"""What a brief can be: PDF/UA-1 (ISO 14289-1), a level of PDF/A-2 or A-3 (ISO 19005-2, -3)."""


NO_TEXT = ("MetaList", "MetaMap", "MetaBool")
"""Kinds of values (pandoc-types 1.23) that are told to be no text, where text is wanted."""
FOCUS = re.compile(r"(?:100|\d{1,2})(?:\.\d+)?% (?:100|\d{1,2})(?:\.\d+)?%")


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An author in the front matter."""

    name: str
    affiliation: str = ""


class Picture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A picture for the cover in the front matter."""

    file: str
    focus: str = "50% 50%"
    alt: str = ""
    credit: str = ""
    consent: str = ""


class Settings(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True
):
    """The front matter. What is `Any` here is rich text, which pandoc reads."""

    title: Any
    subtitle: Any = None
    abstract: Any = None
    changes: Any = None
    contact: Any = None
    author: str | Person | list[str | Person] = []
    organisation: str = ""
    series: str = ""
    date: datetime.date | None = None
    data_date: datetime.date | None = None
    lang: str = "en"
    keywords: Words = []
    edition: str | int | float = ""
    editions: EditionsSetting | None = None
    status: Literal["draft", "final"] = "final"
    license: str = ""
    url: str = ""
    corrections: str = ""
    replaces: str | int | float | list[str | int | float] = []
    papersize: Literal["a4", "letter"] = "a4"
    cover_image: str | Picture = ""
    theme: str = "brief"
    bibliography: Words = []
    csl: str = "chicago-notes-bibliography"
    nocite: Any = None
    addresses: Literal["full", "host"] = "full"
    sources: Literal["slide", "end", "both"] = "both"
    reference_doc: str = ""
    native: bool = False
    pdf_standard: Words = msgspec.field(default_factory=lambda: ["ua-1", "a-3a"])

    @property
    def replaced(self) -> tuple[str, ...]:
        """The editions that this one corrects."""
        held = self.replaces if isinstance(self.replaces, list) else [self.replaces]
        return tuple(map(str, held))

    @property
    def corrections_at(self) -> str:
        """The address of the list of editions: as it stands there, or beside that of the brief."""
        try:
            return urljoin(self.url, self.corrections) if self.corrections else ""
        except ValueError:  # an address with a bracket that is not closed
            return self.corrections


class Reader(Protocol):
    """What turns pandoc's nodes into ours."""

    def inlines(self, nodes: list[Node]) -> Inlines[Written]: ...
    def blocks(self, nodes: list[Node]) -> Blocks[Written]: ...


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The settings of a document, and where each stands in its file."""

    settings: Settings
    places: Mapping[str, Span]


def front_matter(
    path: str,
    text: str,
    diagnostics: Diagnostics,
    given: Given | None = None,
) -> FrontMatter | None:
    """Return the settings at the head of a document, or report what is wrong with them.

    `given` is what an edition gives it, None for a document that has no editions.
    """
    found = HEAD.match(text)
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
    parsed = with_new_names(parsed, FRONT_MATTER, diagnostics)
    parsed = without_mistaken(parsed, diagnostics)
    if diagnostics.errors > before:
        return None
    parsed = filled(parsed, given, diagnostics)
    settings = convert(parsed, Settings, diagnostics)
    if settings is None or diagnostics.errors > before:
        return None
    places = {str(key[0]): span for key, span in parsed.places.items() if len(key) == 1}
    _check_focus(settings.cover_image, parsed.span("cover-image", "focus"), diagnostics)
    _check_standards(_words(settings.pdf_standard), parsed.span("pdf-standard"), diagnostics)
    check_settings(settings, places, diagnostics)
    check_printed(path, text, found.start(1), found.end(1), diagnostics)
    return FrontMatter(settings, places)


def _check_focus(image: str | Picture, place: Span, diagnostics: Diagnostics) -> None:
    if isinstance(image, Picture) and not FOCUS.fullmatch(image.focus):
        message = f"`{image.focus}` is no point of a picture"
        hint = 'how far from the left and from the top it lies: `focus: "30% 60%"`'
        diagnostics.add(Rule.BAD_SETTING, message, place, hint)


def _check_standards(names: tuple[str, ...], place: Span, diagnostics: Diagnostics) -> None:
    for name in names:
        if name not in PDF_STANDARDS:
            message = f"the brief cannot be written as `{name}`"
            hint = f"known: {', '.join(PDF_STANDARDS)}; PDF/A-1 has no transparency, A-4 no tags"
            diagnostics.add(Rule.BAD_SETTING, message, place, hint)
    archival = [name for name in names if name.startswith("a-")]
    if len(archival) > 1:
        message = f"a file meets one part of PDF/A, not {' and '.join(archival)}"
        diagnostics.add(Rule.BAD_SETTING, message, place, f"{archival[-1]}, or another one of them")


def metadata(
    front: FrontMatter, meta: dict[str, Node], reader: Reader, diagnostics: Diagnostics
) -> Metadata[Written]:
    """Return what a document says of itself, its rich texts read from pandoc's `meta`."""
    settings = front.settings

    def inlines(name: str) -> Inlines[Written]:
        return line(name, meta.get(name))

    def line(name: str, node: Node | None) -> Inlines[Written]:
        if not is_line(node):
            message, hint = f"`{name}` is more than a line of text", "write it as one line"
            diagnostics.add(Rule.BAD_SETTING, message, front.places[name], hint)
        return _inlines(node, reader)

    title = inlines("title")
    said = (one for one in title if not isinstance(one, Footnote | Cite))
    is_text = "title" not in meta or meta["title"]["t"] not in NO_TEXT
    if is_text and all(isinstance(one, Text) and is_blank(one.text) for one in said):
        message, hint = "the title is empty", "say what the document is about"
        diagnostics.add(Rule.BAD_SETTING, message, front.places["title"], hint)
    changes = meta.get("changes", {"t": "", "c": []})
    entries = changes["c"] if changes["t"] == "MetaList" else [changes] if changes["c"] else []
    return Metadata(
        title=title,
        subtitle=inlines("subtitle"),
        abstract=_blocks(
            meta.get("abstract"), reader, front.places.get("abstract", front.places["title"])
        ),
        changes=tuple(line("changes", entry) for entry in entries),
        authors=tuple(_authors(settings.author)),
        organisation=settings.organisation,
        series=settings.series,
        date=str(settings.date or ""),
        data_date=str(settings.data_date or ""),
        lang=settings.lang,
        keywords=_words(settings.keywords),
        edition=str(settings.edition),
        status=settings.status,
        license=settings.license,
        url=settings.url,
        corrections=settings.corrections_at,
        contact=inlines("contact"),
        papersize=settings.papersize,
        theme=look_of(settings.theme),
        cover_image=_cover(settings.cover_image),
        bibliography=_words(settings.bibliography),
        csl=settings.csl,
        nocite=tuple(re.findall(r"@([\w:.#$%&\-+?<>~/]*\w|\*)", str(settings.nocite or ""))),
        sources=settings.sources,
        addresses=settings.addresses,
        reference_doc=settings.reference_doc,
        charts="native" if settings.native else "picture",
        pdf_standards=_words(settings.pdf_standard),
        places=front.places,
    )


def _cover(value: str | Picture) -> CoverImage | None:
    """Return the cover's picture: None where nothing is said, an empty one for `none`."""
    if isinstance(value, str):
        return CoverImage("" if value == "none" else value) if value else None
    return CoverImage(value.file, value.focus, value.alt, value.credit, value.consent)


def is_line(node: Node | None) -> bool:
    """Return whether a rich text is one paragraph at most, without line breaks."""
    content = (node or {}).get("c")
    if not isinstance(content, list):
        return True
    if (node or {})["t"] == "MetaBlocks":
        if len(content) != 1 or content[0]["t"] not in ("Para", "Plain"):
            return False
        content = content[0]["c"]
    return all(one["t"] != "LineBreak" for one in content)


def _words(value: Words) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _authors(value: str | Person | list[str | Person]) -> list[Author]:
    entries = value if isinstance(value, list) else [value]
    return [
        Author(entry) if isinstance(entry, str) else Author(entry.name, entry.affiliation)
        for entry in entries
    ]


def _inlines(node: Node | None, reader: Reader) -> Inlines[Written]:
    match node:
        case {"t": "MetaInlines", "c": content}:
            return reader.inlines(content)
        case {"t": "MetaBlocks", "c": [{"t": "Para" | "Plain", "c": content}, *_]}:
            return reader.inlines(content)
        case {"t": "MetaString" | "MetaBool", "c": content}:
            return (Text(str(content)),) if content != "" else ()
        case _:
            return ()


def _blocks(node: Node | None, reader: Reader, place: Span) -> Blocks[Written]:
    match node:
        case {"t": "MetaBlocks", "c": content}:
            return reader.blocks(content)
        case None:
            return ()
        case _:
            content = _inlines(node, reader)
            block: Block[Written] = Paragraph(content, place)
            return (block,) if content else ()
