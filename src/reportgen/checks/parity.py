"""Proves from the finished files that brief and deck say the same.

Every paragraph of a slide and of its notes must be one that the document has, letter for letter,
or be made of its notes and works; every picture must be of the figure that its alternative names,
drawn from the same data by the same module as in the brief. So a change of either file is found,
whoever made it.
"""

from collections.abc import Iterable, Sequence

from reportgen.checks.brief_parity import BriefParity
from reportgen.checks.expected_lines import Expected
from reportgen.checks.read_back import FinishedBrief, FinishedDeck
from reportgen.checks.slide_parity import SlideParity, charts_of
from reportgen.checks.tagged_parity import OwnPictures, TaggedParity
from reportgen.checks.tally import Parity, Tally
from reportgen.checks.witness.finished import Piece
from reportgen.diagnostics import Diagnostics, Span
from reportgen.document import (
    Document,
    Drawings,
    ResolvedDocument,
)
from reportgen.ledger.claims import Ledger
from reportgen.ledger.evidence import Attached


def check_parity(
    written: Document,
    document: ResolvedDocument,
    ledger: Ledger,
    carried: Iterable[Attached],
    drawings: Drawings,
    brief: FinishedBrief,
    deck: FinishedDeck,
    diagnostics: Diagnostics,
    of_slides: Ledger | None = None,
    *,
    tagged: Sequence[Piece],
    own: OwnPictures,
    shown: Drawings,
) -> Parity:
    """Report what differs between brief, deck and document. Returns what was compared.

    `ledger` is that of the content as it is now, `carried` what the brief then carries, `drawings`
    are its figures as they are then drawn; `of_slides` has what slides alone show too. `tagged` are
    the brief's texts in the order of its structure tree, `own` the pictures that are no figures,
    `shown` the drawings of slides.
    """
    tally = Tally(diagnostics, Span(f"build/{document.name}.pdf"))
    expected = Expected(written, document, of_slides or ledger)
    slides = SlideParity(document, expected, brief, deck, tally)
    whole = BriefParity(document, ledger, expected, brief, deck, tally)
    files = list(carried)
    whole.imprint()
    whole.evidence(in_brief=bool(files))
    slides.order()
    drawn = charts_of({**drawings, **shown})
    for slide in deck.slides:
        slides.at(slide)
        slides.texts(slide)
        slides.spoken(slide)
        slides.pictures(slide)
        slides.charts(slide, drawn)
        slides.equations(slide)
    slides.numbers()
    slides.lacking()
    slides.lacking_notes()
    tally.where = Span(f"build/{document.name}.pdf")
    whole.attachments(files)
    whole.figures(drawings)
    by_structure = TaggedParity(document, expected, tagged, tally)
    by_structure.contents()
    by_structure.captions()
    by_structure.alternatives(brief.alternatives, own)
    whole.links()
    return Parity(dict(tally.compared), tuple(tally.differences))
