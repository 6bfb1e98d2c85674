"""What two files mean, compared where their bytes may differ: built by other versions."""

from collections import Counter
from collections.abc import Iterator

from reportgen.checks.alterations.change import Change, Kind, once, quoted
from reportgen.checks.alterations.deck import compare_deck
from reportgen.checks.alterations.pdf import compare_elsewhere
from reportgen.checks.alterations.pdf_file import PdfFile
from reportgen.checks.alterations.pdf_hidden import hidden_changes
from reportgen.checks.alterations.pdf_leads import lead_changes
from reportgen.checks.alterations.pdf_rendered import numbers_in
from reportgen.checks.alterations.pdf_rewritten import annotation_changes, led, meaning_changes
from reportgen.checks.alterations.web import compare_page

MOST_WORDS = 12


def compared_meaning(path: str, true: bytes, found: bytes) -> tuple[Change, ...]:
    """Return what a file says otherwise than the true one that is built here.

    How pages look and where things stand is compared where both are laid out alike. Raises
    pikepdf.PdfError or BrokenPackage for a file that cannot be opened.
    """
    if path.endswith(".html"):
        return compare_page(true, found).met
    changes = _pdf(true, found) if path.endswith(".pdf") else _deck(true, found)
    return once(one for one in changes if one.kind is not Kind.TRACE)


def _deck(true: bytes, found: bytes) -> Iterator[Change]:
    yield from compare_deck(true, found, elsewhere=True).changes


def _pdf(true: bytes, found: bytes) -> Iterator[Change]:
    """Compare two PDFs part by part where they are laid out alike, else by what they say."""
    alike = compare_elsewhere(true, found)
    if alike is not None:
        yield from alike
        return
    old, new = PdfFile(true), PdfFile(found)
    try:
        yield from _words(true, found)
        yield from meaning_changes(old, new, pages=False)
        yield from hidden_changes(old, new)
        yield from annotation_changes(old, new)
        yield from lead_changes(old, new)
        for link in sorted(led(new) - led(old)):
            yield Change("", f"a link to {quoted(link)} was added")
        for link in sorted(led(old) - led(new)):
            yield Change("", f"all links to {quoted(link)} are gone")
    finally:
        old.close()
        new.close()


def _words(true: bytes, found: bytes) -> Iterator[Change]:
    """Compare the words of all pages, wherever they stand; numbers of pages are words too."""
    before, after = (Counter(_said(data)) for data in (true, found))
    gone, came = list((before - after).elements()), list((after - before).elements())
    numbers = [numbers_in(" ".join(words)) for words in (gone, came)]
    apart = numbers[0] != numbers[1]
    if not apart and "".join(sorted("".join(gone))) == "".join(sorted("".join(came))):
        return  # cut at other lines
    if gone:
        yield Change("", f"words are gone: {quoted(' '.join(gone[:MOST_WORDS]))}")
    if came:
        yield Change("", f"words were added: {quoted(' '.join(came[:MOST_WORDS]))}")


def _said(data: bytes) -> Iterator[str]:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            text = page.get_textpage().get_text_range()
            yield from text.replace("\ufffe", "").replace("\r\n", "\n").split()
