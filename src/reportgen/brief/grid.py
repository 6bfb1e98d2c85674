"""The grid of a page: a column of text, a margin beside it, and the sizes of figures in them."""

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.document import Figure, FigurePlace, Length, Metadata, Settled, Size, mm


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet and its margins, the column of text on it, and what stands between it and the margin.

    `side` is the width of the margin column, 0 where the page has none.
    """

    width: Length
    height: Length
    margin: Length
    top: Length
    bottom: Length
    text: Length
    gap: Length
    side: Length

    @property
    def column(self) -> Length:
        """The whole width between the margins, which wide figures and tables take."""
        return self.width - self.margin - self.margin

    def measure(self, place: FigurePlace) -> Length:
        """Return how wide a figure is in a place; without a margin column the text has it."""
        match place:
            case FigurePlace.PAGE:
                return self.column
            case FigurePlace.MARGIN if self.side.emu:
                return self.side
            case _:
                return self.text


PAPERS: Mapping[tuple[str, str], Paper] = {
    ("brief", "a4"): Paper(mm(210), mm(297), mm(20), mm(27), mm(22), mm(108), mm(8), mm(54)),
    ("brief", "letter"): Paper(
        mm(215.9), mm(279.4), mm(22.95), mm(26), mm(20), mm(108), mm(8), mm(54)
    ),
    ("brief@1", "a4"): Paper(mm(210), mm(297), mm(18), mm(16), mm(19), mm(174), mm(7), mm(0)),
    ("brief@1", "letter"): Paper(
        mm(215.9), mm(279.4), mm(21), mm(15), mm(18), mm(173.9), mm(7), mm(0)
    ),
    ("field-note", "a4"): Paper(mm(210), mm(297), mm(22), mm(18), mm(20), mm(124), mm(0), mm(0)),
    ("field-note", "letter"): Paper(
        mm(215.9), mm(279.4), mm(24.95), mm(17), mm(19), mm(124), mm(0), mm(0)
    ),
}
"""By look and paper (docs/design.md). Both sheets have the same columns: figures fit either."""

HEIGHTS = {FigurePlace.PAGE: mm(68), FigurePlace.BODY: mm(72), FigurePlace.MARGIN: mm(50)}
"""How high a figure is that says nothing of it."""
BESIDE_GAP = mm(5)
"""The space between figures of a group."""


def paper(metadata: Metadata[Settled]) -> Paper:
    """Return the page that a document is set on."""
    return PAPERS[metadata.theme, metadata.papersize]


def figure_height(figure: Figure[Settled]) -> Length:
    """Return how high a figure is set at most."""
    return figure.height or HEIGHTS[figure.place]


def figure_size(figure: Figure[Settled], page: Paper) -> Size:
    """Return the size that a figure is drawn at; a narrower one is lower too."""
    column = page.measure(figure.place)
    if figure.beside > 1:
        gaps = BESIDE_GAP * (figure.beside - 1)
        column = (column - gaps) * (1 / figure.beside)
    match figure.width:
        case None:
            return Size(column, figure_height(figure))
        case float(share):
            width = column * share
        case Length():
            width = min(figure.width, column)
    height = HEIGHTS[figure.place] * max(0.5, width.emu / column.emu)
    return Size(width, figure.height or height)
