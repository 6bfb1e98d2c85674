"""Finds the pages and slides of the finished files that state each claim."""

from collections.abc import Sequence

import msgspec

from reportgen.document import ResolvedDocument, figures, plain_text
from reportgen.ledger.claims import Ledger
from reportgen.ledger.passages import Passage, SlideText, folded, on_pages, on_slides, passages


def placed(
    ledger: Ledger,
    document: ResolvedDocument,
    pages: Sequence[str],
    slides: Sequence[SlideText] = (),
) -> Ledger:
    """Return the ledger with the pages and slides that state each claim.

    `pages` are the texts of the finished pages, `slides` those of the slides.
    """
    texts = [folded(page) for page in pages]
    found: dict[str, tuple[set[int], set[int], set[int]]] = {
        claim.name: (set(), set(), set()) for claim in ledger.claims
    }
    for passage in passages(document):
        for at, numbers in enumerate(_places(passage, texts, slides)):
            for name, known in numbers.items():
                found[name][at].update(known)
    for figure in figures(document):
        drawn = next((one.facts for one in ledger.exhibits if one.id == figure.id), ())
        title = folded(plain_text(figure.caption.title))
        alt = folded(plain_text(figure.alt))
        for name in drawn:
            found[name][0].update(at for at, page in enumerate(texts, 1) if title in page)
            found[name][1].update(
                at for at, one in enumerate(slides, 1) if alt and alt in one.hidden
            )
    return msgspec.structs.replace(
        ledger,
        claims=tuple(
            msgspec.structs.replace(
                claim,
                **{
                    what: tuple(sorted(numbers))
                    for what, numbers in zip(
                        ("pages", "slides", "spoken"), found[claim.name], strict=True
                    )
                },
            )
            for claim in ledger.claims
        ),
    )


def _places(
    passage: Passage, pages: Sequence[str], slides: Sequence[SlideText]
) -> tuple[dict[str, set[int]], dict[str, set[int]], dict[str, set[int]]]:
    if not passage.marked.values:
        return {}, {}, {}
    shown, spoken = on_slides(passage, slides)
    return on_pages(passage, pages) if passage.target == "brief" else {}, shown, spoken
