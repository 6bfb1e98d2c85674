"""Finds where in the source stands what comes too near to the edge of the paper."""

from reportgen.checks.read_back import FinishedBrief
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import ResolvedDocument, figures, plain_text
from reportgen.ledger.passages import folded

SHORTEST, LONGEST_PART = 4, 40
"""A text that is looked for by a line of it has so many characters of that at least, at most."""


def report_beyond_edge(
    document: ResolvedDocument,
    brief: FinishedBrief,
    wanted: list[tuple[str, str, Span]],
    diagnostics: Diagnostics,
) -> None:
    """Report what comes too near to the edge of the paper, once for each place in the source.

    A letter or two are no words to look for: they are of what runs out before them.
    """
    texts = [(folded(words), span) for _, words, span in wanted]
    told: dict[Span, tuple[int, str]] = {}
    place: Span | None = None
    if all(len(folded(text)) < SHORTEST for _, text in brief.outside):
        drawn = (one for one in figures(document) if one.source.lower().endswith(".svg"))
        place = next((one.span for one in drawn), None)
    for number, text in sorted(brief.outside, key=lambda one: len(folded(one[1])) < SHORTEST):
        if place is None or len(folded(text)) >= SHORTEST:
            place = _place_of(text, texts) or _setting_of(text, document)
        told.setdefault(place, (number, text))
    for place, (number, text) in told.items():
        message = f"on page {number} “{text.strip()[:60]}” runs to the edge of the paper"
        hint = "shorten the table or the word, or let it break"
        diagnostics.add(Rule.TEXT_OVERFLOW, message, place, hint)


def _place_of(text: str, texts: list[tuple[str, Span]]) -> Span | None:
    """Return the place of the first of some texts that a part of a page is of, or begins as."""
    part = folded(text)[:LONGEST_PART]
    return next((span for words, span in texts if part and part in words), None)


def _setting_of(text: str, document: ResolvedDocument) -> Span:
    """Return the place of the setting that a part of a page is of, the document's for none."""
    part, meta = folded(text), document.metadata
    texts = {
        "title": plain_text(meta.title),
        "subtitle": plain_text(meta.subtitle),
        "contact": plain_text(meta.contact),
        "author": " ".join(a.named for a in meta.authors),
        **{name: getattr(meta, name) for name in ("organisation", "series", "edition", "license")},
        "url": meta.url,
        "keywords": " ".join(meta.keywords),
    }
    found = (name for name, held in texts.items() if part and part in folded(held))
    return meta.place(next(found, ""), document.path)
