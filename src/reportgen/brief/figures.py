"""Writes figures as HTML: alone or in a group, with what stands above and below them."""

from markupsafe import Markup

from reportgen.brief.grid import figure_height
from reportgen.brief.inlines import InlineWriter
from reportgen.document import (
    Align,
    Figure,
    FigureGroup,
    FigurePlace,
    Inlines,
    Length,
    Settled,
    Text,
    captioned,
    plain_text,
    with_source,
)
from reportgen.language import counted_forms

MOST_BESIDE = 620
"""Characters of notes and source that the margin beside a figure has room for."""
ALIGNED = {
    Align.CENTER: ";margin-inline:auto;object-position:center top",
    Align.RIGHT: ";margin-inline-start:auto;object-position:right top",
}
"""What puts a figure elsewhere than at the left edge, as CSS."""


class FigureWriter(InlineWriter):
    """Writes figures, and the captions of figures and tables."""

    def figure(self, figure: Figure[Settled]) -> Markup:
        """Return a figure: number, title and unit above it, notes and source below or beside."""
        title, unit, legend = captioned(figure.caption)
        beside = figure.place is FigurePlace.BODY and len(plain_text(legend)) <= MOST_BESIDE
        return Markup(
            '<figure id="{0}" class="{1}{2}" data-tag="Div"><figcaption>{3}</figcaption>'
            '<img src="drawing:{0}" alt="{4}" style="{5}">{6}</figure>'
        ).format(
            figure.id,
            figure.place,
            " beside" if beside else "",
            self.caption(f"{self.terms['figure']} {figure.number}", title, unit),
            plain_text(figure.alt),
            _size(figure),
            self.legend(legend),
        )

    def group(self, group: FigureGroup[Settled]) -> Markup:
        """Return figures side by side under one caption; without a number each has its own."""
        rows = [
            group.figures[at : at + group.columns]
            for at in range(0, len(group.figures), group.columns)
        ]
        panels = Markup("").join(self.row_of(row, group.columns) for row in rows)
        if not group.number:
            return Markup('<div class="panels">{}</div>').format(panels)
        label = f"{self.terms['figure']} {group.number}"
        return Markup(
            '<figure id="{}" data-tag="Div"><figcaption>{}</figcaption>{}{}</figure>'
        ).format(
            group.id,
            self.caption(label, group.caption.title or group.caption.legend),
            panels,
            self.legend(group.caption.legend if group.caption.title else ()),
        )

    def row_of(self, figures: tuple[Figure[Settled], ...], columns: int) -> Markup:
        """Return figures in a row, each in one of so many columns."""
        cells = Markup("").join(
            Markup("<div>{}</div>").format(self.member(one) if one.part else self.figure(one))
            for one in figures
        )
        empty = Markup("<div></div>") * (columns - len(figures))
        return Markup('<div class="panel">{}{}</div>').format(cells, empty)

    def member(self, figure: Figure[Settled]) -> Markup:
        """Return a figure of a group: its picture, and under it its letter and caption."""
        words = (*figure.caption.title, Text(" "), *figure.caption.legend)
        return Markup(
            '<div class="member" id="{0}"><img src="drawing:{0}" alt="{1}" style="{2}">'
            '<p class="legend"><span class="letter">({3})</span> {4}</p></div>'
        ).format(figure.id, plain_text(figure.alt), _size(figure), figure.part, self.inlines(words))

    def caption(self, label: str, title: Inlines[Settled], unit: Inlines[Settled] = ()) -> Markup:
        """Return what stands above a figure or table: its number, its title, what it counts."""
        counts = Markup(' <span class="unit">{}</span>').format(self.inlines(unit)) if unit else ""
        return Markup('<span class="label">{}</span> <span class="title">{}</span>{}').format(
            label, self.inlines(title), counts
        )

    def legend(self, legend: Inlines[Settled]) -> Markup:
        """Return what stands below a figure or table: what explains it, then its source."""
        if not legend:
            return Markup("")
        notes, source = with_source(legend, counted_forms(self.lang, "sources"))
        if not notes or not source:
            return Markup('<p class="legend">{}</p>').format(self.inlines(legend))
        return Markup('<p class="legend">{}<span class="from">{}</span></p>').format(
            self.inlines(notes), self.inlines(source)
        )


def _size(figure: Figure[Settled]) -> str:
    """Return how large a figure is set, as CSS: an image keeps its proportions in that room."""
    match figure.width:
        case None:
            width = "100%"
        case float(share):
            width = f"{share * 100:g}%"
        case Length():
            width = f"{figure.width.mm:g}mm"
    where = ALIGNED.get(figure.align or Align.LEFT, "")
    if figure.width is not None and figure.height is None:
        return f"width:{width}{where}"
    height = figure_height(figure)
    return f"width:{width};max-height:{height.mm:g}mm{where}"
