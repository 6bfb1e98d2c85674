"""This module looks for what is wrong with how a text cites: ibid., quotations, pages."""

import re
from collections.abc import Iterable, Iterator

from reportgen.check.hygiene import page_range
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import (
    Block,
    Cite,
    Document,
    Footnote,
    Foreign,
    Inline,
    Inlines,
    Link,
    Paragraph,
    Quote,
    Styled,
    Written,
    plain_text,
    walk,
)
from reportgen.references import References

IBID = re.compile(r"\b(ibid|op\. ?cit|loc\. ?cit)\b\.?", re.IGNORECASE)
QUOTATION = re.compile(r"“([^”]+)”[^.!?“]*$")
LONGEST_TERM = 5
"""A passage in quotation marks of fewer words is a term, not a quotation."""

LOCATOR = re.compile(r"\bpp?\.?[\s\u00a0]*(\d+)(?:\s*[-–]\s*(\d+))?")
WORK = re.compile(r"\((?:[^()]*,\s*)?(?:18|19|20)\d\d\)|https?://\S+")
"""What shows that a work is named: a year in parentheses, or an address."""


def check_prose(document: Document, references: References, diagnostics: Diagnostics) -> int:
    """Report footnotes and citations that a reader cannot follow. Returns how many were read."""
    count = 0
    for block in walk(document.blocks):
        for run in _runs(block):
            for note in _footnotes(run):
                count += 1
                _check_footnote(note, diagnostics)
            before = ""
            for inline in run:
                if isinstance(inline, Cite):
                    count += 1
                    _check_quotation(before, inline, diagnostics)
                    _check_pages(inline, references, diagnostics)
                before += plain_text((inline,))
    return count


def _runs(block: Block[Written]) -> Iterator[Inlines[Written]]:
    if isinstance(block, Paragraph):
        yield block.content
    elif isinstance(block, Quote):
        for inner in block.blocks:
            yield from _runs(inner)


def _footnotes(inlines: Iterable[Inline[Written]]) -> Iterator[Footnote]:
    for inline in inlines:
        match inline:
            case Footnote():
                yield inline
            case Styled(_, content) | Foreign(_, content) | Link(_, content):
                yield from _footnotes(content)


def _check_footnote(note: Footnote, diagnostics: Diagnostics) -> None:
    paragraphs = [block for block in note.blocks if isinstance(block, Paragraph)]
    text = " ".join(plain_text(block.content) for block in paragraphs)
    if IBID.search(text):
        message = "“ibid.” leads nowhere once a note moves"
        diagnostics.add(Rule.NOTE_FORM, message, _place(note), "cite the work again: [@key]")
    cites = any(isinstance(part, Cite) for block in paragraphs for part in block.content)
    works = WORK.findall(text)
    if not cites and works:
        many = "two works" if len(works) > 1 else "a work"
        message = f"this footnote holds {many} typed by hand"
        hint = "put each into the bibliography, and cite it"
        diagnostics.add(Rule.NOTE_FORM, message, _place(note), hint)


def _place(note: Footnote) -> Span:
    return next((block.span for block in note.blocks if isinstance(block, Paragraph)), note.span)


def _check_quotation(before: str, cite: Cite, diagnostics: Diagnostics) -> None:
    found = QUOTATION.search(before)
    if found is None or len(found[1].split()) < LONGEST_TERM:
        return
    if not any(re.search(r"\d", plain_text(one.suffix)) for one in cite.citations):
        message = f"the quotation “{found[1][:40]}…” is cited without a page"
        diagnostics.add(Rule.NO_PAGE, message, cite.span, "add it: [@key, p. 3]")


def _check_pages(cite: Cite, references: References, diagnostics: Diagnostics) -> None:
    for one in cite.citations:
        work = references.works.get(one.key, {})
        pages = page_range(str(work.get("page", "")))
        found = LOCATOR.search(plain_text(one.suffix))
        if pages and found and not pages[0] <= int(found[1]) <= pages[1]:
            message = f"`@{one.key}` has the pages {work['page']}, not {found[1]}"
            diagnostics.add(Rule.BAD_PAGES, message, one.span or cite.span)
