"""What stands on the cover: a picture under a scrim, or a figure's values as a field of dots."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from reportgen.brand import Brand
from reportgen.brief.grid import Paper, paper
from reportgen.brief.titles import SetTitle
from reportgen.contrast import TEXT_CONTRAST, contrast, mixed
from reportgen.document import (
    Break,
    Caption,
    Chart,
    ChartKind,
    CoverImage,
    Drawing,
    Figure,
    Inlines,
    Length,
    Place,
    ResolvedDocument,
    Settled,
    Size,
    Text,
    captioned,
    figures,
    mm,
    plain_text,
    pt,
)
from reportgen.language import parse_locale, print_value
from reportgen.theme import Theme

if TYPE_CHECKING:
    from PIL import Image

PICTURE, DOTS = "cover-image", "cover-dots"
"""Names of the cover's picture and of its dots, as drawings."""
FEWEST, MOST = 6, 40
"""Between how many columns a field of dots is one."""
SMALLEST, LARGEST = 1.5, 2.6
"""From dot to dot in mm: smaller ones close to stripes on screens."""
ROUND = tuple(digit * 10.0**power for power in range(7) for digit in (1, 2, 5))
"""What one dot may stand for."""
ROOM_FOR_LABELS = 13
"""What of a field's height in mm is below and above the dots."""
NONE, LOWEST = mm(0), mm(66)
"""What a field of dots needs of the cover's height."""
HEAD, FOOT = mm(48), mm(33)
"""What stands above the title, and what stays free below the dots, for their legend."""
FIELD_LOWEST, FIELD_FOOT = mm(12), mm(34)
"""The least height of a field of colour; what stays free below the words, and between the two."""
DRAFT = mm(9)
"""What the sign of a draft takes above the title."""
SUBTITLE_LINE, CHANGES_LINE, BYLINE_LINE = 52, 100, 72
"""Characters of a line."""
LABEL, SMALL = 3.9, 3.2
"""Sizes of the cover's labels in mm: 11 and 9 pt."""
TITLE_ZONE = 0.56
"""The part of the cover, from above, in which words stand on a picture."""
GRAIN = 48
"""How many places across and down of a picture are looked at."""
LONGEST_UNIT = 20
"""Characters of what is counted that stand behind a number; a longer one is a description."""
UNSPACED = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
"""Kana, Han and Hangul: what is counted follows its number without a space."""
STEP, LIGHTEST, DARKEST = 0.05, 0.35, 0.95
"""How strong a scrim may be, and in which steps one is looked for."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of columns, what each comes to, and what is counted ("people"), where that is known."""

    names: tuple[str, ...] = ()
    values: tuple[float, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on the cover beside its words.

    A `picture` fills it, its `focus` (CSS object-position) kept in sight, under a `scrim` of so
    much of the primary colour. Dots stand at its foot, `height` high; one is `each` ("10 people")
    of what `unit` says.
    """

    name: str
    picture: bool = False
    focus: str = ""
    alt: str = ""
    credit: str = ""
    scrim: float = 0.0
    height: Length = NONE
    each: str = ""
    unit: Inlines[Settled] = ()
    number: int = 0


def cover_of(
    document: ResolvedDocument,
    drawings: Mapping[str, Drawing],
    theme: Theme,
    title: SetTitle,
    plotted: Mapping[str, Columns] = MappingProxyType({}),
) -> tuple[Cover | None, dict[str, Drawing]]:
    """Return what the cover shows beside its words, and the drawings that it adds.

    `plotted` are the columns of charts in words, by figure: with notes on them they are no charts
    of their own.
    """
    page, wanted = paper(document.metadata), document.metadata.cover_image
    if (drawing := drawings.get(PICTURE)) is not None and wanted is not None:
        ground, text = theme.brand.color("primary"), theme.brand.color("background")
        shape = page.width.emu / page.height.emu
        share = scrim(drawing.raster, ground, text, shape) if drawing.raster else DARKEST
        return _pictured(wanted, share), {}
    if wanted is not None or document.metadata.theme != "brief":
        return None, {}
    room = Size(page.column, page.height - FOOT - words_height(document, title))
    if room.height.emu < LOWEST.emu:
        return None, {}
    lang = document.metadata.lang
    for figure in figures(document):
        drawn = drawings.get(figure.id)
        chart = drawn.chart if drawn is not None else None
        columns = plotted.get(figure.id, Columns())
        if isinstance(chart, Chart):
            columns = Columns(chart.categories, totals(chart), columns.unit)
        values = columns.values
        if FEWEST <= len(values) <= MOST and min(values) >= 0 and max(values) >= 1:
            field = _Field(columns.names, values, theme.brand, lang, room)
            svg = field.svg().encode()
            each = counted_as(print_value(field.each, parse_locale(lang)), columns.unit)
            unit = captioned(figure.caption)[1] or figure.caption.title
            cover = Cover(DOTS, height=room.height, each=each, unit=unit, number=figure.number)
            return cover, {DOTS: Drawing(DOTS, Place("brief", room), svg, b"")}
    return None, {}


def counted_as(number: str, unit: str) -> str:
    """Return a number with what it counts: "10 people", and 10명 where words have no spaces."""
    if not unit or len(unit) > LONGEST_UNIT:
        return number
    return number + (unit if UNSPACED.match(unit) else f"\N{NO-BREAK SPACE}{unit}")


def _pictured(wanted: CoverImage, share: float) -> Cover:
    return Cover(
        PICTURE,
        picture=True,
        focus=wanted.focus,
        alt=wanted.alt,
        credit=wanted.credit,
        scrim=share,
    )


def cover_figure(document: ResolvedDocument, page: Paper) -> Figure[Settled] | None:
    """Return the picture of the cover as a figure to be drawn, None where there is none."""
    wanted = document.metadata.cover_image
    if wanted is None or not wanted.file:
        return None
    place = document.metadata.place("cover-image", document.path)
    caption: Caption[Settled] = Caption((), ())
    alt = (Text(wanted.alt),) if wanted.alt else ()
    return Figure(PICTURE, wanted.file, caption, alt, place, height=page.height, width=page.width)


def words_height(document: ResolvedDocument, title: SetTitle) -> Length:
    """Return how much of the cover its words take, from the top."""
    meta = document.metadata
    lines = 1 + sum(isinstance(one, Break) for one in title.content)
    below = len(plain_text(meta.subtitle)) // SUBTITLE_LINE + 1 if meta.subtitle else 0
    changes = sum(1 + len(plain_text(one)) // CHANGES_LINE for one in meta.changes)
    history = 26 + 12.5 * changes if meta.changes else 0
    named = ", ".join(one.named for one in meta.authors)
    byline = 14 * (1 + len(named) // BYLINE_LINE) if named else 0
    return HEAD + pt(lines * title.size * 1.09 + 19 * below + byline + 14 + history + 40)


def field_height(document: ResolvedDocument, title: SetTitle) -> Length:
    """Return how high the field of colour is on a cover that has neither picture nor figure."""
    draft = DRAFT if document.metadata.status == "draft" else mm(0)
    free = paper(document.metadata).height - FIELD_FOOT - draft - words_height(document, title)
    return Length(max(FIELD_LOWEST.emu, free.emu))


def totals(chart: Chart) -> tuple[float, ...]:
    """Return what each column of a chart comes to; () where it shows no counts by columns."""
    if chart.kind is not ChartKind.COLUMN or not (chart.stacked or len(chart.series) == 1):
        return ()
    found = tuple(
        sum(value or 0 for value in column)
        for column in zip(*(series.values for series in chart.series), strict=True)
    )
    return found if all(value >= 0 for value in found) else ()


class _Field:
    """Columns of dots, so many of the values each; the last column in the accent."""

    def __init__(
        self,
        names: Sequence[str],
        values: Sequence[float],
        brand: Brand,
        lang: str,
        room: Size,
    ) -> None:
        self.names, self.values, self.brand, self.lang = names, values, brand, lang
        self.width, self.height = room.width.mm, room.height.mm
        self.step = self.width / len(values)
        free, most = self.height - ROOM_FOR_LABELS, max(values)
        tried = [
            (min(1.0, rows * dot / free), -dot, across, each, dot)
            for across in range(1, 15)
            for each in ROUND
            if (dot := self.step * 0.88 / across) <= LARGEST
            and dot >= SMALLEST
            and (rows := ceil(most / each / across)) * dot <= free
        ]
        tried = tried or [(0.0, 0.0, 1, _round_up(most * SMALLEST / free), SMALLEST)]
        _, _, self.across, self.each, self.dot = max(tried)

    def svg(self) -> str:
        """Return the drawing, in mm."""
        parts = [part for at in range(len(self.values)) for part in self._column(at)]
        font = escape(",".join(self.brand.families(self.brand.figures)))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width:g}mm" '
            f'height="{self.height:g}mm" viewBox="0 0 {self.width:g} {self.height:g}">'
            f'<g font-family="{font}">{"".join([*parts, *self._labels()])}</g></svg>'
        )

    def _column(self, at: int) -> list[str]:
        count = round(self.values[at] / self.each)
        color = self.brand.color("accent" if at == len(self.values) - 1 else "primary")
        left = self._middle(at) - self.dot * (self.across - 1) / 2
        circles = (
            f'<circle cx="{left + self.dot * (one % self.across):.2f}" '
            f'cy="{self._base - self.dot * (one // self.across):.2f}" r="{self.dot * 0.4:.2f}"/>'
            for one in range(count)
        )
        return [f'<g fill="{color}">{"".join(circles)}</g>']

    def _labels(self) -> list[str]:
        last = len(self.values) - 1
        most = self.values.index(max(self.values))
        found = []
        for at in sorted({0, most, last}, key=lambda one: (one != last, one != most)):
            if at != last and (last - at) * self.step < len(self.names[at]) * SMALL:
                continue
            if at == 0 and 0 < most * self.step < len(self.names[0]) * SMALL:
                continue
            color = self.brand.color("accent-text" if at == last else "muted")
            found.append(self._text(at, self.height - 1.2, self.names[at], SMALL, color))
            if at in (most, last):
                rows = ceil(round(self.values[at] / self.each) / self.across)
                color = self.brand.color("accent-text" if at == last else "primary")
                value = print_value(self.values[at], parse_locale(self.lang))
                found.append(
                    self._text(at, self._base - self.dot * rows - 0.6, value, LABEL, color)
                )
        return found

    def _text(self, at: int, y: float, text: str, size: float, color: str) -> str:
        anchor = "start" if at == 0 else "end" if at == len(self.values) - 1 else "middle"
        x = {"start": 0.4, "end": self.width - 0.4}.get(anchor, self._middle(at))
        return (
            f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size}" font-weight="600" fill="{color}" '
            f'text-anchor="{anchor}">{escape(text)}</text>'
        )

    def _middle(self, at: int) -> float:
        return self.step * (at + 0.5)

    @property
    def _base(self) -> float:
        return self.height - 6.5


def _round_up(value: float) -> float:
    """Return the next of 1, 2, 5, 10, 20, 50 and so on."""
    step = 1.0
    while step < value:
        step *= 2.5 if str(step).startswith("2") else 2
    return step


def scrim(raster: bytes, ground: str, text: str, shape: float) -> float:
    """Return how much of `ground` has to lie over a picture for `text` to be read on it.

    `shape` is the cover's width by its height. The lightest places count where the text is light.
    """
    from PIL import Image

    with Image.open(io.BytesIO(raster)) as image:
        pixels = _title_zone(image.convert("RGB"), shape)
    share = LIGHTEST
    while share < DARKEST:
        shades = (mixed(f"#{red:02x}{green:02x}{blue:02x}", ground, share)
                  for red, green, blue in pixels)  # fmt: skip
        if all(contrast(shade, text) >= TEXT_CONTRAST for shade in shades):
            break
        share += STEP
    return round(share, 2)


def _title_zone(image: "Image.Image", shape: float) -> set[tuple[int, int, int]]:
    """Return the colours of the part of a picture on which words may stand, coarsely."""
    width, height = image.size
    is_wide = width >= height * shape
    box = (0, 0, width, max(1, int(height * TITLE_ZONE)) if is_wide else height)
    small = image.crop(box).resize((GRAIN, GRAIN))
    colors: Any = small.getcolors(GRAIN * GRAIN) or []
    return {color for _, color in colors}
