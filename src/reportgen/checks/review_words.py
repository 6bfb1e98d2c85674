"""Compares the words of a Word file for review with those of the document."""

import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import (
    Block,
    CodeBlock,
    Equation,
    Figure,
    FigureGroup,
    FigureQuote,
    Foreign,
    Inlines,
    Link,
    Math,
    NoteMark,
    ResolvedDocument,
    Section,
    Settled,
    Slide,
    SourceList,
    Styled,
    Table,
    plain_text,
    runs,
    walk,
    walk_inlines,
)
from reportgen.language import long_date
from reportgen.language import words as words_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
PARTS = ("word/document.xml", "word/footnotes.xml")
SAFE = etree.XMLParser(resolve_entities=False, no_network=True)
WORD = re.compile(r"\w+")
DECK = "PowerPoint"
SHOWN = 6
"""So many words are named in a finding."""
HELP = "run `reportgen build --to docx`; what a reviewer wrote has to come into the content first"


@dataclass(frozen=True, slots=True)
class _Read:
    """What a Word file says: its texts, and how many marks lead to footnotes."""

    texts: tuple[str, ...]
    marks: int


def check_review(
    document: ResolvedDocument, data: bytes, path: str, diagnostics: Diagnostics
) -> int:
    """Report in one finding what a Word file lacks of a document, or has besides it.

    Formulas are not compared. Returns how many words were compared.
    """
    try:
        found = _read(data)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, OSError, RuntimeError):
        diagnostics.add(Rule.REVIEW_DIFFERS, "it is no Word file", Span(path), HELP)
        return 0
    wanted, there = _count(_texts(document)), _count(found.texts)
    parts = [
        f"{name} {_listed(words)}"
        for name, words in (("lacks", wanted - there), ("has besides", there - wanted))
        if words
    ]
    marks = sum(1 for run in _runs(document) for one in walk_inlines(run) if _is_mark(one))
    if marks != found.marks:
        parts.append(f"has {found.marks} marks of notes for {marks}")
    if parts:
        message = f"it does not say what the document says: it {', '.join(parts)}"
        diagnostics.add(Rule.REVIEW_DIFFERS, message, Span(path), HELP)
    return sum(wanted.values())


def _listed(words: Counter[str]) -> str:
    total = sum(words.values())
    shown = ", ".join(f"“{word}”" for word in list(words)[:SHOWN])
    return shown + (f" and {total - SHOWN} more" if total > SHOWN else "")


def _count(texts: Iterable[str]) -> Counter[str]:
    normal = (unicodedata.normalize("NFC", text).casefold() for text in texts)
    return Counter(word for text in normal for word in WORD.findall(text.replace("\u00ad", "")))


# --- the document -----------------------------------------------------------------------------


def _is_mark(inline: object) -> bool:
    return isinstance(inline, NoteMark)


def _blocks(document: ResolvedDocument) -> Iterator[Block[Settled]]:
    yield from walk(document.metadata.abstract)
    yield from walk(document.blocks)
    for note in document.notes:
        yield from walk(note.blocks)


def _runs(document: ResolvedDocument) -> Iterator[Inlines[Settled]]:
    meta = document.metadata
    yield from (meta.title, meta.subtitle, *meta.changes)
    for block in _blocks(document):
        alternative = block.alt if isinstance(block, Figure) else None
        yield from (run for run in runs(block) if run is not alternative)
    if document.prints_entries:
        yield from (entry.content for entry in document.entries)


def _texts(document: ResolvedDocument) -> Iterator[str]:
    """Yield what a Word file says of a document, formulas left out."""
    meta, terms = document.metadata, words_of(document.metadata.lang)
    yield from (one.named for one in meta.authors)
    yield meta.organisation
    if meta.edition:
        yield f"{terms['edition']} {meta.edition}"
    if meta.date:
        yield long_date(meta.date, meta.lang)
    if meta.changes:
        yield terms["changes"]
    yield from (_without_math(run) for run in _runs(document))
    labels = dict(_labels(document, terms))
    yield from labels.values()
    blocks = [*_blocks(document)]
    for block in blocks:
        match block:
            case CodeBlock(text, _):
                yield text
            case Section():
                yield block.number
            case Figure():
                yield plain_text(block.alt)
            case FigureQuote(target, _):
                yield labels.get(target, target)
    if any(isinstance(block, Slide) for block in blocks):
        yield DECK
    if document.prints_entries and not any(isinstance(one, SourceList) for one in blocks):
        yield terms["sources"]


def _labels(document: ResolvedDocument, terms: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for block in walk(document.blocks):
        match block:
            case Figure() if block.number:
                yield block.id, f"{terms['figure']} {block.label}"
            case FigureGroup() if block.number:
                yield block.id, f"{terms['figure']} {block.number}"
            case Table() if block.number:
                yield block.id, f"{terms['table']} {block.number}"
            case Equation() if block.number:
                yield block.id, f"{terms['equation']} {block.number}"


def _without_math(inlines: Inlines[Settled]) -> str:
    found = ""
    for inline in inlines:
        match inline:
            case Math():
                found += " "
            case Styled(_, content) | Foreign(_, content) | Link(_, content):
                found += _without_math(content)
            case _:
                found += plain_text((inline,))
    return found


# --- the file ---------------------------------------------------------------------------------


def _read(data: bytes) -> _Read:
    texts: list[str] = []
    marks = 0
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        for name in PARTS:
            if name in file.namelist():
                tree = etree.fromstring(file.read(name), SAFE)
                texts += ["".join(_said(one)) for one in tree.iter(f"{W}p")]
                texts += [str(one.get("descr", "")) for one in tree.iter(f"{WP}docPr")]
                marks += sum(1 for one in tree.iter(f"{W}r") if _leads(one))
    return _Read(tuple(texts), marks)


def _leads(run: Element) -> bool:
    """Return whether a run is a mark: its own, or the number of a note that was there before."""
    if run.find(f"{W}footnoteReference") is not None:
        return True
    return _is_styled(run) and run.find(f"{W}t") is not None


def _is_styled(run: Element) -> bool:
    style = run.find(f"{W}rPr/{W}rStyle")
    return style is not None and style.get(f"{W}val") == "FootnoteReference"


def _said(element: Element) -> Iterator[str]:
    """Yield the text of a paragraph, without that of formulas and of paragraphs within it."""
    for child in element:
        tag = child.tag
        if tag in (f"{M}oMath", f"{M}oMathPara"):
            yield " "
        elif tag == f"{W}p" or (tag == f"{W}r" and _is_styled(child)):
            continue
        elif tag in (f"{W}t", f"{W}delText"):
            yield child.text or ""
        elif tag in (f"{W}tab", f"{W}br", f"{W}cr"):
            yield " "
        elif tag == f"{W}noBreakHyphen":
            yield "\u2011"
        elif tag == f"{W}tabs":
            continue
        else:
            yield from _said(child)
