"""Tells a finished file that was changed from another document that stands in its place."""

from collections import Counter
from collections.abc import Mapping

from reportgen.checks.alterations.change import quoted
from reportgen.checks.read_back import page_texts, read_attachments, read_deck
from reportgen.checks.web_parity import read_page
from reportgen.ledger.evidence import claims_in, edition_of, in_deck

FEWEST = 3
"""So many changes are told one by one, whatever document it is."""
EDITION = ("document", "title", "edition", "date", "data-date")
SHARED = 0.5
"""Of two documents so many words are the same at least, where one was made of the other."""


def other_document(path: str, true: bytes, found: bytes, changes: int) -> str:
    """Return in words which document a file is where it is not the true one changed, else "".

    `changes` are how many things differ. Files of the tool say which edition they are of; others
    are told by their words.
    """
    if changes <= FEWEST:
        return ""
    named = "`reportgen check --explain all` names what differs"
    was, now = _edition(path, true), _edition(path, found)
    if now and was and now != was:
        return f"it is another file: {titled(now)}, not {titled(was)}; {named}"
    before, after = _words(path, true), _words(path, found)
    shared = (before & after).total() / max(1, before.total(), after.total())
    if shared >= SHARED:
        return ""
    begins = f"it begins {quoted(' '.join(list(after)[:8]))}" if after else "it has no words"
    return f"it is another document: {begins}; {named}"


def _edition(path: str, data: bytes) -> Mapping[str, str]:
    """Return which document and edition a file says that it is, nothing where it does not."""
    if path.endswith(".pdf"):
        ledger = claims_in(read_attachments(data))
        said = edition_of(ledger) if ledger is not None else {}
    elif path.endswith(".pptx"):
        evidence = in_deck(read_deck(data).parts)
        said = evidence.edition if evidence is not None else {}
    else:
        said = {}
    return {name: said[name] for name in EDITION if name in said}


def titled(of: Mapping[str, str]) -> str:
    """Return an edition in words: its title, which version of what date, its document."""
    edition = f", edition {quoted(of['edition'])}" if of.get("edition") else ""
    document = of.get("document", "")
    return f"{quoted(of.get('title', ''))}{edition} of {of.get('date') or 'no date'} (`{document}`)"


def _words(path: str, data: bytes) -> Counter[str]:
    if path.endswith(".pdf"):
        return Counter(" ".join(page_texts(data)).split())
    if path.endswith(".pptx"):
        slides = read_deck(data).slides
        return Counter(" ".join(" ".join((*one.texts, one.notes)) for one in slides).split())
    return Counter(read_page(data).text.split())
