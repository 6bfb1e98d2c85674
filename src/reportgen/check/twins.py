"""This module proves from the finished files that brief and deck say the same."""

import re

from reportgen.check.finished import FinishedBrief, FinishedDeck
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import Paragraph, ResolvedDocument, plain_text
from reportgen.passages import squeezed

NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*\s?%?")


def check_twins(
    document: ResolvedDocument, brief: FinishedBrief, deck: FinishedDeck, diagnostics: Diagnostics
) -> int:
    """Report what the deck says and the brief does not. Returns how many things were compared.

    Compared are every number on a slide, the text of every note on a reference slide, and title,
    edition and data date.
    """
    known = {squeezed(found) for page in brief.pages for found in NUMBER.findall(page)}
    known |= {str(number) for number in range(1, len(document.notes) + 1)}
    compared = 0
    path = Span(document.path)
    for slide in deck.slides:
        text = re.sub(r"\(\d+ of \d+\)", "", "\n".join((slide.title, *slide.texts)))
        for found in NUMBER.findall(text):
            compared += 1
            if squeezed(found) not in known:
                message = f"slide {slide.number} says {found.strip()}, the brief does not"
                diagnostics.add(Rule.TWINS_DIFFER, message, path)
    whole = squeezed("".join(text for slide in deck.slides for text in slide.texts))
    for note in document.notes:
        words = "".join(plain_text(b.content) for b in note.blocks if isinstance(b, Paragraph))
        if squeezed(f"{note.number}{words}") in whole:
            compared += 1
            if squeezed(words) not in brief.text:
                message = f"note {note.number} differs between brief and deck"
                diagnostics.add(Rule.TWINS_DIFFER, message, path)
    return compared + _same_imprint(document, brief, deck, diagnostics)


def _same_imprint(
    document: ResolvedDocument, brief: FinishedBrief, deck: FinishedDeck, diagnostics: Diagnostics
) -> int:
    """Report a title that differs from the document's in either file."""
    title = squeezed(plain_text(document.metadata.title))
    for what, found in (("brief", brief.title), ("deck", deck.title)):
        if squeezed(found) != title:
            message = f"the {what} has the title “{found}”"
            diagnostics.add(Rule.TWINS_DIFFER, message, Span(document.path))
    return 2
