"""Looks for what is wrong with how a text cites: ibid., quotations, pages."""

import re
from collections.abc import Iterator

from reportgen.checks.reference_faults import page_range
from reportgen.citing.references import References
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import (
    Cite,
    Document,
    Footnote,
    Foreign,
    Inline,
    Inlines,
    Link,
    Paragraph,
    Styled,
    Written,
    plain_text,
    runs,
    walk,
    walk_inlines,
)

IBID = re.compile(r"\b(ibid|op\. ?cit|loc\. ?cit)\b\.?", re.IGNORECASE)
QUOTATION = re.compile(r"“([^”]+)”[^.!?“]*[.!?]?$")
SHORTEST = 5
"""A passage in quotation marks of fewer words is a term, not a quotation."""

PAGED = ("article-journal", "book", "chapter", "paper-conference", "report", "thesis")
"""The types of works that have pages."""

PAGES = re.compile(r"\bpp?\.?[\s\u00a0]*(\d+)(?:\s*[-–]\s*(\d+))?")
TYPED_PAGES = re.compile(r"\bpp?\.\s*\d|\d[-–]\d|[:,]\s*\d{1,3}\b\.?$")
WORK = re.compile(r"[.,(]\s*(?:1[89]|20)\d\d\b(?=[.,)])|https?://\S+|\bn\.d\.")
"""What shows that a work is typed by hand: a year between stops, an address."""


def check_prose(document: Document, references: References, diagnostics: Diagnostics) -> int:
    """Report footnotes and citations that a reader cannot follow. Returns how many were read."""
    reader = _Reader(references, diagnostics)
    for block in walk(document.blocks):
        for run in runs(block):
            reader.read(run)
    return reader.count


class _Reader:
    def __init__(self, references: References, diagnostics: Diagnostics) -> None:
        self.references = references
        self.diagnostics = diagnostics
        self.count = 0
        self.notes: dict[str, Span] = {}

    def read(self, run: Inlines[Written]) -> None:
        before = ""
        inlines: Iterator[Inline[Written]] = walk_inlines(run)
        for inline in inlines:
            if isinstance(inline, Styled | Foreign | Link):
                continue  # what it holds comes next
            if isinstance(inline, Footnote):
                self._note(inline, before)
            elif isinstance(inline, Cite):
                self._cite(inline, before)
            before += plain_text((inline,))

    def _cite(self, cite: Cite, before: str) -> None:
        self.count += 1
        works = [self.references.works.get(one.key, {}) for one in cite.citations]
        suffixes = [plain_text(one.suffix) for one in cite.citations]
        if any(work.get("type") in PAGED for work in works):
            self._quotation(before, re.search(r"\d", " ".join(suffixes)), cite.span)
        for one, work, suffix in zip(cite.citations, works, suffixes, strict=True):
            whole, found = page_range(str(work.get("page", ""))), PAGES.search(suffix)
            if whole and found and not whole[0] <= int(found[1]) <= whole[1]:
                message = f"`@{one.key}` has the pages {work['page']}, not {found[1]}"
                self.diagnostics.add(Rule.BAD_PAGES, message, one.span or cite.span)

    def _note(self, note: Footnote, before: str) -> None:
        self.count += 1
        paragraphs = [block for block in walk(note.blocks) if isinstance(block, Paragraph)]
        text = " ".join(plain_text(one.content) for one in paragraphs)
        inlines = [one for part in paragraphs for one in walk_inlines(part.content)]
        cites = [one for one in inlines if isinstance(one, Cite)]
        for paragraph in paragraphs:
            self.read(paragraph.content)
        if IBID.search(text):
            message = "“ibid.” leads nowhere once a note moves"
            self.diagnostics.add(Rule.NOTE_FORM, message, note.span, "cite the work again: [@key]")
        elif not cites and (works := [one for one in re.split(r";\s", text) if WORK.search(one)]):
            several = len(works) > 1 or text.count("://") > 1
            typed = "several works" if several else "a work"
            message = f"this footnote holds {typed} typed by hand"
            hint = "put each into the bibliography, and cite it"
            self.diagnostics.add(Rule.NOTE_FORM, message, note.span, hint)
            if "://" not in text or text.rstrip(".").endswith(".pdf"):
                self._quotation(before, TYPED_PAGES.search(text), note.span)
            if (first := self.notes.setdefault(text, note.span)) is not note.span:
                message = f"this footnote says what that in line {first.line} says"
                hint = "cite the work: [@key] prints one note"
                self.diagnostics.add(Rule.NOTE_FORM, message, note.span, hint)

    def _quotation(self, before: str, pages: re.Match[str] | None, place: Span) -> None:
        found = QUOTATION.search(before)
        if found and len(found[1].split()) >= SHORTEST and not pages:
            message = f"the quotation “{found[1][:40]}…” is cited without a page"
            self.diagnostics.add(Rule.NO_PAGE, message, place, "add it: [@key, p. 3]")
