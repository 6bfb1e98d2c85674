"""Makes notes and a list of sources from references and a style, by pandoc's citeproc.

One call of citeproc settles a whole document: each cite and each author's footnote goes in as a
paragraph of its own, in the order of the brief, and comes back with what the style prints. Works
that were read from BibTeX or CSL-YAML go in as pandoc's metadata, with their formulas and
protected capitals, all others as CSL-JSON.
"""

import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias, Union, assert_never

from reportgen.citing.formulas import printed_math
from reportgen.citing.located import Record
from reportgen.citing.references import ARCHIVE_FIELDS, References, archived_copy, printable
from reportgen.citing.short_forms import short_forms
from reportgen.citing.styles import CitationStyle
from reportgen.citing.terms import in_language
from reportgen.diagnostics import Span
from reportgen.document import (
    Blocks,
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
    Math,
    NoteMark,
    Reference,
    Settled,
    Style,
    Styled,
    Text,
    Value,
    plain_text,
    runs,
    walk,
    walk_inlines,
)
from reportgen.language import words
from reportgen.pandoc import (
    Attributes,
    InlineKind,
    InlineReader,
    Node,
    Special,
    converted_file,
)

Filled: TypeAlias = Union[Settled, Cite, "AuthorNote"]
"""What inlines hold while only citations and footnotes are still open."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a cite prints: in the text, and as a note (None in a style that prints none)."""

    text: Inlines[Settled]
    note: Inlines[Settled] | None


@dataclass(frozen=True, slots=True)
class AuthorNote:
    """An author's footnote, all settled but its citations: text, lists, quotations, code.

    `label` is its name, "" for one that is written where it stands.
    """

    serial: int
    blocks: Blocks[Filled]
    label: str = ""
    span: Span = field(default=Span(""), compare=False)

    @property
    def paragraphs(self) -> tuple[Inlines[Filled], ...]:
        """Its runs of text in reading order."""
        return tuple(run for block in walk(self.blocks) for run in runs(block))


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
) -> Renderings:
    """Return what `style` prints for cites and footnotes, given in the order of the brief.

    Every key must be in `references`. The style's list of sources has every work of them; a work
    that it does not print (in a style without a list) has an entry without content.
    Raises PandocError where citeproc fails.
    """
    keys = dict.fromkeys(
        citation.key for event in events for cite in _cites(event) for citation in cite.citations
    )
    named = (references.aliases.get(key, key) for key in nocite)
    wanted = [*keys, *(key for key in named if key in references.works)]
    if "*" in nocite:
        wanted = [*keys, *references.works]
    wanted = list(dict.fromkeys(wanted))
    records = [references.records[key] for key in wanted]
    blocks = _citeproc([_paragraph(event) for event in events], records, style, lang)
    listed = dict(_entries(blocks[len(events) :]))
    order = [*listed, *(key for key in wanted if key not in listed)]
    shorts = short_forms((references.works[key] for key in order), words(lang))
    archives = dict(_archives(references.works[key] for key in wanted))
    decoder = _Decoder(archives, lang, printed_math(blocks), _formulas(events))
    return _collect(events, blocks, [(key, listed.get(key, [])) for key in order], shorts, decoder)


def _cites(event: Cite | AuthorNote) -> Iterator[Cite]:
    if isinstance(event, Cite):
        yield event
    else:
        for paragraph in event.paragraphs:
            yield from cites_in(paragraph)


def cites_in(inlines: Iterable[Inline[Any]]) -> Iterator[Cite]:
    """Yield the cites among inlines, however deep."""
    return (inline for inline in walk_inlines(inlines) if isinstance(inline, Cite))


def _formulas(events: Iterable[Cite | AuthorNote]) -> dict[str, Math]:
    """Return the formulas in footnotes and around citations, by their MathML."""
    runs: list[Inlines[Any]] = []
    for event in events:
        if isinstance(event, AuthorNote):
            runs.extend(event.paragraphs)
        for cite in _cites(event):
            runs.extend(run for one in cite.citations for run in (one.prefix, one.suffix))
    found = (inline for run in runs for inline in walk_inlines(run))
    return {inline.mathml: inline for inline in found if isinstance(inline, Math)}


def _citeproc(
    blocks: list[Node], records: list[Record], style: CitationStyle, lang: str
) -> list[Node]:
    """Return blocks with their cites as the style prints them, and its list of all records."""
    meta: dict[str, Node] = {
        "lang": {"t": "MetaString", "c": lang},
        "link-bibliography": {"t": "MetaBool", "c": True},
    }
    if records:
        cites = [_encode_cite(Cite(0, tuple(Citation(one.key) for one in records), Span("")))]
        meta["nocite"] = {"t": "MetaInlines", "c": cites}
    if rich := [_printable_rich(one) for one in records if one.rich is not None]:
        meta["references"] = {"t": "MetaList", "c": rich}
    document = {"pandoc-api-version": [1, 23, 1], "meta": meta, "blocks": blocks}
    plain = [printable(one.work) for one in records if one.rich is None]
    answer = _answered(json.dumps(document), json.dumps(plain), in_language(style.xml, lang))
    tree: dict[str, list[Node]] = json.loads(answer)
    return tree["blocks"]


@lru_cache(maxsize=4)
def _answered(document: str, bibliography: str, style: bytes) -> bytes:
    """Return what citeproc makes of a document, as JSON.

    The sandbox reads nothing else, so a warm process asks once for the same: a change of a word
    beside the cites costs no second answer.
    """
    with tempfile.TemporaryDirectory() as folder:
        csl, works = Path(folder, "style.csl"), Path(folder, "references.json")
        csl.write_bytes(style)
        works.write_text(bibliography)
        files = ["--csl", str(csl), "--bibliography", str(works)]
        return converted_file(["-f", "json", "-t", "json", "--citeproc", *files], document)


def _printable_rich(record: Record) -> Node:
    has_copy = bool(archived_copy(record.work))
    left_out = ARCHIVE_FIELDS if has_copy else ()
    kept = {name: value for name, value in (record.rich or {}).items() if name not in left_out}
    return {"t": "MetaMap", "c": kept}


def _archives(works: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield the live address of each work that has an archived copy, and the copy's address."""
    for work in works:
        if copy := archived_copy(work):
            yield f"https://doi.org/{work['DOI']}" if "DOI" in work else work.get("URL", ""), copy


def _collect(
    events: list[Cite | AuthorNote],
    blocks: list[Node],
    listed: list[tuple[str, list[Node]]],
    shorts: Mapping[str, str],
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
    entries = tuple(Entry(key, decoder.inlines(nodes), shorts[key]) for key, nodes in listed)
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
            case Math():
                yield _span(["formula"], {"mathml": inline.mathml}, [{"t": "Str", "c": "?"}])
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

    def __init__(
        self,
        archives: Mapping[str, str],
        lang: str,
        formulas: Mapping[str, list[Node]],
        written: Mapping[str, Math],
    ) -> None:
        self.archives = archives
        self.archived = words(lang)["archived"]
        self.written = written
        self.formulas = formulas

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
        if attributes.take_class("formula"):
            return (self.written[attributes.take("mathml")],)
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
            case InlineKind.MATH:
                return self.inlines(self.formulas.get(content[1], []))
            case InlineKind.RAW_INLINE | InlineKind.NOTE | InlineKind.IMAGE:
                return ()  # works with such were told of when they were read
            case _:
                assert_never(kind)
