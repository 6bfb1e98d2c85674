"""This module holds finished files against the standards that they claim, and our own rules."""

from collections import Counter

from reportgen.check.finished import FinishedDeck
from reportgen.diagnostics import Diagnostics, Rule, Span


def standard_name(standard: str) -> str:
    """Return a standard of the front matter in full: "PDF/UA-1" for "ua-1"."""
    kind, _, level = standard.partition("-")
    return f"PDF/{kind.upper()}-{level}"


def check_pdf(pdf: bytes, standards: tuple[str, ...], path: str, diagnostics: Diagnostics) -> int:
    """Report what breaks one of `standards`, named as in the front matter ("ua-1", "a-3a").

    Returns how many rules were checked.
    """
    import page

    count = 0
    for standard in standards:
        profile = standard.removeprefix("a-").replace("ua-", "ua")
        report = page.validate_pdf_bytes(pdf, profile=profile)
        count += report.rules.total
        for failure in report.failures:
            message = f"{standard_name(standard)}, {failure.rule_id}: {failure.message}"
            diagnostics.add(Rule.NOT_CONFORMING, message, Span(path))
    return count


def check_pptx(deck: FinishedDeck, path: str, diagnostics: Diagnostics) -> int:
    """Report slides that a reader of the screen cannot use. Returns how many were checked.

    Each has a title of its own, speaker notes, and an alternative for each picture that is not
    marked as decoration.
    """
    counts = Counter(slide.title for slide in deck.slides)
    for slide in deck.slides:
        where = f"slide {slide.number}"
        if not slide.title.strip():
            diagnostics.add(Rule.NOT_CONFORMING, f"{where} has no title", Span(path))
        elif counts[slide.title] > 1:
            message = f"{where} shares its title “{slide.title}” with another"
            diagnostics.add(Rule.NOT_CONFORMING, message, Span(path))
        if not slide.notes.strip():
            diagnostics.add(Rule.NOT_CONFORMING, f"{where} has no speaker notes", Span(path))
        if any(not text.strip() for text in slide.pictures):
            message = f"a picture on {where} has no text alternative"
            diagnostics.add(Rule.NOT_CONFORMING, message, Span(path))
    return len(deck.slides)
