"""This module puts together what a speaker reads under a slide."""

from collections.abc import Mapping

from reportgen.deck.slides import PlannedSlide
from reportgen.deck.terms import terms
from reportgen.document import Drawings


def spoken(
    planned: PlannedSlide, drawings: Drawings, zoom: float, data: Mapping[str, str], lang: str
) -> tuple[str, ...]:
    """Return the paragraphs of a slide's notes: the author's, its sources, the data of its figures.

    `data` says for each figure in words what it is drawn from. Raises KeyError for a figure that
    has not been drawn at its place.
    """
    names = [
        data.get(picture.key) or ", ".join(drawings[picture.key, picture.place(zoom)].datasets)
        for picture in planned.pictures
    ]
    known = dict.fromkeys(name for name in names if name)
    return (*planned.notes, *([f"{terms(lang)['data']}: {', '.join(known)}"] if known else []))
