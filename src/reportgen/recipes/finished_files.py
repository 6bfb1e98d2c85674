"""Checks the finished files of a document, whatever has become of them since they were built."""

from collections.abc import Callable
from typing import TypeVar

from reportgen.checks.read_back import FinishedBrief, FinishedDeck, read_brief, read_deck
from reportgen.checks.tally import Parity
from reportgen.diagnostics import Diagnostics, Span
from reportgen.document import Drawings
from reportgen.files.door import Kind, read_with
from reportgen.ledger.evidence import attachments
from reportgen.recipes.prepared import Prepared

T = TypeVar("T")


def check_finished(
    prepared: Prepared, drawings: Drawings, pdf: bytes, pptx: bytes, diagnostics: Diagnostics
) -> tuple[str, Parity | None]:
    """Check both files of a document, given the brief's `drawings`.

    A file that is cut, empty, encrypted or of another kind is one finding, and is not compared.
    Returns a line on what was looked at, and what was compared of the two.
    """
    name = f"build/{prepared.document.name}"
    brief = read(lambda: read_brief(pdf), Kind.BRIEF, f"{name}.pdf", diagnostics)
    deck = read(lambda: read_deck(pptx), Kind.DECK, f"{name}.pptx", diagnostics)
    said = [f"{len(brief.pages)} pages"] if brief else []
    said += [f"{len(deck.slides)} slides"] if deck else []
    counts: list[str] = []
    if brief is not None:
        counts += _check_brief(prepared, pdf, brief, diagnostics)
    if deck is not None:
        _check_deck(prepared, pptx, deck, diagnostics)
    compared = None
    if brief is not None and deck is not None:
        compared, more = _compare(prepared, drawings, brief, deck, diagnostics)
        counts += more
    looked_at = "; ".join(part for part in (", ".join(said), ", ".join(counts)) if part)
    return f"{prepared.document.path}: {looked_at or 'no finished file can be read'}", compared


def read(make: Callable[[], T], kind: Kind, path: str, diagnostics: Diagnostics) -> T | None:
    """Return what is made of a finished file, or report at the file that it cannot be."""
    return read_with(make, kind, path, Span(path), diagnostics)


def _check_brief(
    prepared: Prepared, pdf: bytes, brief: FinishedBrief, diagnostics: Diagnostics
) -> list[str]:
    from reportgen.checks import completeness, standards

    path, claimed = f"build/{prepared.document.name}.pdf", prepared.document.metadata.pdf_standards
    rules = read(
        lambda: standards.check_pdf(pdf, claimed, path, diagnostics), Kind.BRIEF, path, diagnostics
    )
    parts = completeness.check_brief(prepared.document, brief, diagnostics)
    names = " and ".join(map(standards.standard_name, claimed))
    return [f"{rules or 0} rules of {names}", f"{parts} parts of the text"]


def _check_deck(
    prepared: Prepared, pptx: bytes, deck: FinishedDeck, diagnostics: Diagnostics
) -> None:
    from reportgen.checks import completeness, standards

    path = f"build/{prepared.document.name}.pptx"
    read(lambda: standards.check_pptx(pptx, path, diagnostics), Kind.DECK, path, diagnostics)
    completeness.check_deck(prepared.document, deck, diagnostics)


def _compare(
    prepared: Prepared,
    drawings: Drawings,
    brief: FinishedBrief,
    deck: FinishedDeck,
    diagnostics: Diagnostics,
) -> tuple[Parity | None, list[str]]:
    from reportgen.checks import parity, privacy

    document = prepared.document
    path = f"build/{document.name}.pdf"
    ledger = prepared.claimed(drawings)
    carried = attachments(ledger, document, prepared.references, prepared.datasets)
    compared = read(
        lambda: parity.check_parity(
            prepared.written, document, ledger, carried, drawings, brief, deck, diagnostics
        ),
        Kind.PAIR,
        path,
        diagnostics,
    )
    streams = read(
        lambda: privacy.check_privacy(prepared.project, brief, deck, diagnostics),
        Kind.PAIR,
        path,
        diagnostics,
    )
    count = sum(compared.compared.values()) if compared else 0
    return compared, [f"{count} comparisons of the two files", f"{streams or 0} streams searched"]
