"""Checks the finished files of a document, whatever has become of them since they were built."""

from collections.abc import Iterable, Iterator
from functools import partial

from reportgen.checks.read_back import FinishedBrief, FinishedDeck, read_brief, read_deck
from reportgen.checks.tagged_parity import OwnPictures
from reportgen.checks.tally import Parity
from reportgen.diagnostics import Diagnostics, Span, counted
from reportgen.document import (
    Box,
    Drawings,
    ResolvedDocument,
    Section,
    Slide,
    plain_text,
    walk,
)
from reportgen.files.door import Kind
from reportgen.files.last_word import Sign, say
from reportgen.language import words
from reportgen.ledger.evidence import attachments
from reportgen.recipes.authenticity import Examined, kind_of, read
from reportgen.recipes.prepared import Prepared
from reportgen.theme import Theme


def check_finished(
    prepared: Prepared,
    drawings: Drawings,
    pdf: bytes,
    pptx: bytes,
    diagnostics: Diagnostics,
    of_slides: Drawings | None = None,
) -> tuple[str, Parity | None]:
    """Check both files of a document, given the brief's `drawings` and those of its slides.

    A file that is cut, empty, encrypted or of another kind is one finding, and is not compared.
    Returns a line on what was looked at, and what was compared of the two.
    """
    say(Sign("what they hold"))
    brief, deck = _read_pair(prepared, pdf, pptx, diagnostics)
    said = [counted(len(brief.pages), "page")] if brief else []
    said += [counted(len(deck.slides), "slide")] if deck else []
    counts: list[str] = []
    if brief is not None:
        counts += _check_brief(prepared, pdf, brief, diagnostics)
    if deck is not None:
        _check_deck(prepared, pptx, deck, diagnostics)
    compared = None
    if brief is not None and deck is not None:
        compared, more = _compare(
            prepared, drawings, of_slides or {}, pdf, brief, deck, diagnostics
        )
        counts += more
        counts += _witness(prepared, drawings, pdf, pptx, diagnostics)
    looked_at = "; ".join(part for part in (", ".join(said), ", ".join(counts)) if part)
    return f"{prepared.document.path}: {looked_at or 'no finished file can be read'}", compared


def _read_pair(
    prepared: Prepared, pdf: bytes, pptx: bytes, diagnostics: Diagnostics
) -> tuple[FinishedBrief | None, FinishedDeck | None]:
    name = f"build/{prepared.document.name}"
    brief = read(lambda: read_brief(pdf), Kind.BRIEF, f"{name}.pdf", diagnostics)
    deck = read(lambda: read_deck(pptx), Kind.DECK, f"{name}.pptx", diagnostics)
    return brief, deck


def _check_brief(
    prepared: Prepared, pdf: bytes, brief: FinishedBrief, diagnostics: Diagnostics
) -> list[str]:
    from reportgen.checks import completeness, standards

    path, claimed = f"build/{prepared.document.name}.pdf", prepared.document.metadata.pdf_standards
    say(Sign("standards of the brief"))
    rules = read(
        lambda: standards.check_pdf(pdf, claimed, path, diagnostics), Kind.BRIEF, path, diagnostics
    )
    say(Sign("parts of the brief"))
    parts = completeness.check_brief(prepared.document, brief, prepared.theme, diagnostics)
    names = " and ".join(map(standards.standard_name, claimed))
    return [f"{counted(rules or 0, 'rule')} of {names}", f"{counted(parts, 'part')} of the text"]


def _check_deck(
    prepared: Prepared, pptx: bytes, deck: FinishedDeck, diagnostics: Diagnostics
) -> None:
    from reportgen.checks import completeness, standards

    path = f"build/{prepared.document.name}.pptx"
    say(Sign("standards of the deck"))
    places = _slide_places(prepared)
    read(
        lambda: standards.check_pptx(pptx, path, diagnostics, places), Kind.DECK, path, diagnostics
    )
    completeness.check_deck(prepared.document, deck, diagnostics)


def _slide_places(prepared: Prepared) -> dict[str, Span]:
    """Return where the source has each slide, by the name that the deck has for it."""
    document, meta = prepared.document, prepared.document.metadata
    places = {name: meta.place(name, document.path) for name in ("title", "contact")}
    for block in walk(document.blocks):
        if isinstance(block, Slide) and block.id:
            places[block.id] = block.span
        elif isinstance(block, Section):
            points = (one for one in block.blocks if isinstance(one, Box))
            if (key := next(points, None)) is not None:
                places.setdefault(f"s-{block.id}", key.span)
    return places


def _compare(
    prepared: Prepared,
    drawings: Drawings,
    of_slides: Drawings,
    pdf: bytes,
    brief: FinishedBrief,
    deck: FinishedDeck,
    diagnostics: Diagnostics,
) -> tuple[Parity | None, list[str]]:
    from reportgen.checks import parity
    from reportgen.checks.witness.finished_pdf import read_pdf

    document = prepared.document
    path = f"build/{document.name}.pdf"
    ledger = prepared.claimed(drawings)
    shown = prepared.claimed({**drawings, **of_slides})
    carried = attachments(ledger, document, prepared.references, prepared.datasets)
    say(Sign("one against the other"))
    compared = read(
        lambda: parity.check_parity(
            prepared.written,
            document,
            ledger,
            carried,
            drawings,
            brief,
            deck,
            diagnostics,
            shown,
            tagged=read_pdf(pdf).shown,
            own=_own_pictures(document, prepared.theme),
            shown=of_slides,
        ),
        Kind.PAIR,
        path,
        diagnostics,
    )
    say(Sign("traces of the machine"))
    streams = _search(prepared, brief, deck, diagnostics)
    count = sum(compared.compared.values()) if compared else 0
    return compared, [
        f"{counted(count, 'comparison')} of the two files",
        f"{counted(streams or 0, 'stream')} searched",
    ]


def _own_pictures(document: ResolvedDocument, theme: Theme) -> OwnPictures:
    """Return what the brief shows beside its figures: cover picture and logo, the code at its end.

    A project's own template may show them or not.
    """
    meta = document.metadata
    cover = (meta.cover_image.alt,) if meta.cover_image and meta.theme == "brief" else ()
    grounds = (theme.logo(meta.organisation, dark=dark) for dark in (False, True))
    logos = (plain_text(logo.alt) for logo in grounds if logo is not None)
    code = (f"{words(meta.lang)['code']} {meta.url}",) if meta.url else ()
    may = any(theme.override(f"{name}.html") for name in ("brief", meta.theme))
    return OwnPictures(tuple(filter(None, cover)), tuple(dict.fromkeys(logos)), code, may)


def _witness(
    prepared: Prepared, drawings: Drawings, pdf: bytes, pptx: bytes, diagnostics: Diagnostics
) -> list[str]:
    """Look for the words of the source, read without the reader, in both files."""
    from reportgen.recipes.witnessing import ask_witness

    say(Sign("words of the source"))
    texts = read(
        lambda: ask_witness(prepared, drawings, pdf, pptx, diagnostics),
        Kind.PAIR,
        f"build/{prepared.document.name}.pdf",
        diagnostics,
    )
    return [f"{counted(texts or 0, 'text')} of the source"]


def check_privacy(
    prepared: Prepared,
    pdf: bytes,
    pptx: bytes,
    diagnostics: Diagnostics,
    told: frozenset[str] = frozenset(),
) -> None:
    """Report traces of person and machine in files that are not as they were built.

    Of the files `told`, by path, what was put into them was told already.
    """
    brief, deck = _read_pair(prepared, pdf, pptx, diagnostics)
    if brief is not None and deck is not None:
        _search(prepared, brief, deck, diagnostics, told)


def _search(
    prepared: Prepared,
    brief: FinishedBrief,
    deck: FinishedDeck,
    diagnostics: Diagnostics,
    told: frozenset[str] = frozenset(),
) -> int | None:
    from reportgen.checks import privacy

    kinds = frozenset(path.rpartition(".")[2] for path in told)
    return read(
        lambda: privacy.check_privacy(
            prepared.project, prepared.document, brief, deck, diagnostics, kinds
        ),
        Kind.PAIR,
        f"build/{prepared.document.name}.pdf",
        diagnostics,
    )


def check_web(prepared: Prepared, page: Examined, brief: Examined, diagnostics: Diagnostics) -> str:
    """Compare the web edition with the document and the PDF; return a line on what was looked at.

    One that is not as it was built is compared as it should be: its changes have been told.
    """
    from reportgen.checks.web_parity import check_page, read_page

    html, pdf = page.true or page.found, brief.true or brief.found
    shown = read(lambda: read_page(html), Kind.PAGE, page.path, diagnostics)
    printed = read(lambda: read_brief(pdf), Kind.BRIEF, brief.path, diagnostics)
    if shown is None or printed is None:
        return f"{page.path}: it cannot be compared"
    count = check_page(page.path, shown, printed, prepared.document, diagnostics)
    parts, pictures = counted(count, "part"), counted(len(shown.alternatives), "figure")
    return f"{page.path}: {parts} of the text, {pictures}"


def held_in(examined: Iterable[Examined]) -> Iterator[tuple[str, str]]:
    """Yield every text of finished files, with where it stands; none of a file that is broken."""
    for one in examined:
        told = Diagnostics()  # that it is broken was found when it was examined
        yield from read(partial(_listed, one), kind_of(one.path), one.path, told) or ()


def _listed(one: Examined) -> list[tuple[str, str]]:
    from reportgen.checks.held_texts import texts_in

    return list(texts_in(one.path, one.found))
