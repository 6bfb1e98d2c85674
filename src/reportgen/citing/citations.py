"""Makes notes and a list of sources from references and a style, by pandoc's citeproc.

One call of citeproc settles a whole document: each cite and each author's footnote goes in as a
paragraph of its own, in the order of the brief, and comes back with what the style prints.
"""

import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias, Union, assert_never

from reportgen.citing.references import CitationStyle, References, archived_copy, printable
from reportgen.diagnostics import Diagnostics, Rule, Span, suggestion
from reportgen.document import (
    Break,
    Citation,
    Cite,
    Cited,
    Code,
    Entry,
    Foreign,
    Inline,
    Inlines,
    Link,
    NoteMark,
    Reference,
    Settled,
    Style,
    Styled,
    Text,
    Value,
    plain_text,
    walk_inlines,
)
from reportgen.files.project import theme_file
from reportgen.pandoc import Attributes, InlineKind, InlineReader, Node, Special, run

SHORT_STYLE = "chicago-author-date"
"""The style whose citations, less the parentheses, are the short form of a work."""

Filled: TypeAlias = Union[Settled, Cite, "AuthorNote"]
"""What inlines hold while only citations and footnotes are still open."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a cite prints: in the text, and as a note (None in a style that prints none)."""

    text: Inlines[Settled]
    note: Inlines[Settled] | None


@dataclass(frozen=True, slots=True)
class AuthorNote:
    """An author's footnote, all settled but its citations: paragraphs of inlines."""

    serial: int
    paragraphs: tuple[Inlines[Filled], ...]


@dataclass(frozen=True, slots=True)
class Renderings:
    """What citeproc made: cites and footnotes by serial, and the entries in the style's order."""

    cites: dict[int, Rendered]
    notes: dict[int, tuple[Inlines[Settled], ...]]
    entries: tuple[Entry, ...]


# --- rendering --------------------------------------------------------------------------------


def render(
    events: list[Cite | AuthorNote],
    references: References,
    style: CitationStyle,
    lang: str,
    nocite: tuple[str, ...] = (),
    archived: str = "archived at",
) -> Renderings:
    """Return what `style` prints for cites and footnotes, given in the order of the brief.

    Every key must be in `references`; `archived` are the words before a copy's address.
    Raises PandocError where citeproc fails.
    """
    keys = dict.fromkeys(
        citation.key for event in events for cite in _cites(event) for citation in cite.citations
    )
    wanted = [*keys, *(key for key in nocite if key in references.works)]
    if "*" in nocite:
        wanted = list(dict.fromkeys([*keys, *references.works]))
    short = CitationStyle(theme_file(f"styles/{SHORT_STYLE}.csl").read_bytes(), is_note=False)
    with ThreadPoolExecutor(2) as pool, tempfile.TemporaryDirectory() as folder:
        bibliography = Path(folder, "references.json")
        bibliography.write_text(json.dumps([printable(references.works[key]) for key in wanted]))
        paragraphs = [_paragraph(event) for event in events]
        long_forms = pool.submit(
            _citeproc, paragraphs, wanted, style, lang, bibliography, Path(folder, "style.csl")
        )
        short_forms = pool.submit(
            _citeproc,
            [_paragraph(Cite(0, (Citation(key),), Span(""))) for key in wanted],
            [],
            short,
            lang,
            bibliography,
            Path(folder, "short.csl"),
        )
        shorts = {
            key: plain_text(_Decoder({}, "").inlines(block["c"])).strip("() ")
            for key, block in zip(wanted, short_forms.result(), strict=False)
        }
        decoder = _Decoder(dict(_archives(references.works[key] for key in wanted)), archived)
        return _collect(events, long_forms.result(), shorts, decoder)


def _cites(event: Cite | AuthorNote) -> Iterator[Cite]:
    if isinstance(event, Cite):
        yield event
    else:
        for paragraph in event.paragraphs:
            yield from cites_in(paragraph)


def cites_in(inlines: Iterable[Inline[Any]]) -> Iterator[Cite]:
    """Yield the cites among inlines, however deep."""
    return (inline for inline in walk_inlines(inlines) if isinstance(inline, Cite))


def _citeproc(
    blocks: list[Node],
    nocite: list[str],
    style: CitationStyle,
    lang: str,
    bibliography: Path,
    csl: Path,
) -> list[Node]:
    csl.write_bytes(style.xml)
    meta: dict[str, Node] = {
        "lang": {"t": "MetaString", "c": lang},
        "link-bibliography": {"t": "MetaBool", "c": True},
    }
    if nocite:
        cites = [_encode_cite(Cite(0, tuple(map(Citation, nocite)), Span("")))]
        meta["nocite"] = {"t": "MetaInlines", "c": cites}
    document = {"pandoc-api-version": [1, 23, 1], "meta": meta, "blocks": blocks}
    arguments = ["-f", "json", "--citeproc", "--csl", str(csl), "--bibliography", str(bibliography)]
    tree: dict[str, list[Node]] = run(arguments, json.dumps(document))
    return tree["blocks"]


def _archives(works: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield the live address of each work that has an archived copy, and the copy's address."""
    for work in works:
        if copy := archived_copy(work):
            yield f"https://doi.org/{work['DOI']}" if "DOI" in work else work.get("URL", ""), copy


def _collect(
    events: list[Cite | AuthorNote],
    blocks: list[Node],
    shorts: dict[str, str],
    decoder: "_Decoder",
) -> Renderings:
    cites: dict[int, Rendered] = {}
    notes: dict[int, tuple[Inlines[Settled], ...]] = {}
    for event, block in zip(events, blocks, strict=False):
        nodes: list[Node] = block["c"]
        if isinstance(event, AuthorNote):
            inner = nodes[0]["c"]
            notes[event.serial] = tuple(decoder.inlines(part["c"]) for part in inner)
            continue
        parts = nodes[0]["c"][1] if nodes and nodes[0]["t"] == "Cite" else nodes
        note = next((part for part in parts if part["t"] == "Note"), None)
        outside = [part for part in parts if part["t"] != "Note"]
        cites[event.serial] = Rendered(
            text=decoder.inlines(outside),
            note=decoder.inlines(note["c"][0]["c"]) if note else None,
        )
    entries = tuple(
        Entry(key, decoder.inlines(content), shorts.get(key, key))
        for key, content in _entries(blocks[len(events) :])
    )
    return Renderings(cites, notes, entries)


def _entries(blocks: list[Node]) -> Iterator[tuple[str, list[Node]]]:
    """Yield key and inlines of each entry of the list of sources that citeproc wrote."""
    for block in blocks:
        if block["t"] == "Div" and block["c"][0][0].startswith("ref-"):
            inlines = [node for part in block["c"][1] for node in part["c"]]
            yield block["c"][0][0].removeprefix("ref-"), inlines
        elif block["t"] == "Div":
            yield from _entries(block["c"][1])


# --- to pandoc and back -----------------------------------------------------------------------

_TO_PANDOC = {
    Style.EMPHASIS: "Emph",
    Style.STRONG: "Strong",
    Style.SUPERSCRIPT: "Superscript",
    Style.SUBSCRIPT: "Subscript",
    Style.SMALL_CAPS: "SmallCaps",
    Style.STRIKEOUT: "Strikeout",
    Style.UNDERLINE: "Underline",
}


def _paragraph(event: Cite | AuthorNote) -> Node:
    if isinstance(event, Cite):
        return {"t": "Para", "c": [_encode_cite(event)]}
    inner = [{"t": "Para", "c": list(_encode(part))} for part in event.paragraphs]
    return {"t": "Para", "c": [{"t": "Note", "c": inner}]}


def _encode(inlines: Inlines[Filled]) -> Iterator[Node]:
    """Yield pandoc's nodes for inlines; settled parts travel as spans that name what they are."""
    for inline in inlines:
        match inline:
            case Text(text):
                yield from _words(text)
            case Break():
                yield {"t": "LineBreak"}
            case Code(text):
                yield {"t": "Code", "c": [["", [], []], text]}
            case Styled(style, content):
                yield {"t": _TO_PANDOC[style], "c": list(_encode(content))}
            case Foreign(lang, content, direction):
                attributes = {"lang": lang, "dir": direction}
                given = {name: value for name, value in attributes.items() if value}
                yield _span([], given, _encode(content))
            case Link(target, content, title):
                yield {"t": "Link", "c": [["", [], []], list(_encode(content)), [target, title]]}
            case Value(fact, text):
                yield _span(["value"], {"fact": fact}, _words(text))
            case Reference(target, text):
                yield _span(["reference"], {"target": target}, _words(text))
            case Cite():
                yield _encode_cite(inline)
            case AuthorNote() | NoteMark() | Cited():
                raise AssertionError("the reader lets no note stand within a note")
            case _:
                assert_never(inline)


def _words(text: str) -> Iterator[Node]:
    for part in re.split(r"( +)", text):
        if part:
            yield (
                {"t": "Space"}
                if part.isspace() and part.strip(" ") == ""
                else {
                    "t": "Str",
                    "c": part,
                }
            )


def _span(classes: list[str], attributes: dict[str, str], content: Iterable[Node]) -> Node:
    pairs = [[name, value] for name, value in attributes.items()]
    return {"t": "Span", "c": [["", classes, pairs], list(content)]}


def _encode_cite(cite: Cite) -> Node:
    return {
        "t": "Cite",
        "c": [
            [
                {
                    "citationId": one.key,
                    "citationPrefix": list(_encode(one.prefix)),
                    "citationSuffix": list(_encode(one.suffix)),
                    "citationMode": {
                        "t": "AuthorInText"
                        if one.author_in_text
                        else "SuppressAuthor"
                        if one.suppress_author
                        else "NormalCitation"
                    },
                    "citationNoteNum": 0,
                    "citationHash": 0,
                }
                for one in cite.citations
            ],
            [{"t": "Str", "c": "?"}],
        ],
    }


class _Decoder(InlineReader[Settled]):
    """Reads what citeproc wrote; puts the archived copy beside the live address of a work."""

    def __init__(self, archives: Mapping[str, str], archived: str) -> None:
        self.archives = archives
        self.archived = archived

    def link(
        self, target: str, content: Inlines[Settled], attributes: Attributes, title: str
    ) -> Inlines[Settled]:
        found = super().link(target, content, attributes, title)
        copy = self.archives.get(target)
        if copy is None:
            return found
        return (*found, Text(f" ({self.archived} "), Link(copy, (Text(copy),)), Text(")"))

    def span(self, attributes: Attributes, nodes: list[Node]) -> Inlines[Settled]:
        if attributes.take_class("value"):
            return (Value(attributes.take("fact"), plain_text(self.inlines(nodes))),)
        if attributes.take_class("reference"):
            return (Reference(attributes.take("target"), plain_text(self.inlines(nodes))),)
        if attributes.take_class("csl-left-margin"):
            return (*self.inlines(nodes), Text(" "))
        return super().span(attributes, nodes)

    def special(self, kind: Special, content: Any) -> Inlines[Settled]:
        match kind:
            case InlineKind.CITE:
                keys = tuple(one["citationId"] for one in content[0])
                return (Cited(keys, self.inlines(content[1])),)
            case InlineKind.RAW_INLINE | InlineKind.NOTE | InlineKind.IMAGE | InlineKind.MATH:
                return ()  # no style writes them
            case _:
                assert_never(kind)


def without_unknown(cite: Cite, references: References, diagnostics: Diagnostics) -> Cite:
    """Return a cite without the keys that no bibliography has; each of them is reported."""
    known = tuple(one for one in cite.citations if one.key in references.works)
    for one in cite.citations:
        if one.key not in references.works:
            diagnostics.add(
                Rule.UNKNOWN_CITATION,
                f"no reference `@{one.key}`",
                one.span or cite.span,
                suggestion(one.key, list(references.works), "reference", sign="@"),
            )
    return replace(cite, citations=known)
