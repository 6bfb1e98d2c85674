"""How charts look at a place: sizes of type and strokes, and what each colour means."""

from dataclasses import dataclass
from functools import cached_property

from reportgen.brand import Brand
from reportgen.charts.lettering import LEADING
from reportgen.contrast import TEXT_CONTRAST, contrast, parts_of
from reportgen.document import Place

STACKED = ("ar", "fa", "ur", "ps", "sd", "th", "my", "km", "hi", "ne", "bn", "ta")
"""Languages whose letters reach far above and below the line."""
LEAST_APART = 1.5
"""The contrast of what is stressed with what is not."""
SLIDE_SIZES = ((140, 90, 20.0), (110, 70, 16.0))
"""Text on slides, in points, from so much width and height (mm) on."""


def text_size(place: Place) -> float:
    """Return the base size of text in a figure, in points, by the place that it stands in.

    A slide is read from the last row: its text is the larger, the more room there is.
    """
    if place.kind != "deck":
        return 8.0
    width, height = place.size.width.mm, place.size.height.mm
    fitting = (size for wide, high, size in SLIDE_SIZES if width >= wide and height >= high)
    return next(fitting, 14.0)


@dataclass(frozen=True)
class Look:
    """The look of a chart at a place. Sizes are in points, colours as `#rrggbb`.

    `lang` is the document's language (BCP 47).
    """

    brand: Brand
    place: Place
    lang: str = "en"

    @cached_property
    def size(self) -> float:
        """The base size of text."""
        return text_size(self.place)

    @property
    def small(self) -> float:
        """The size of text that explains: on slides it is no smaller than the rest."""
        return self.size if self.is_slide else self.size * 0.94

    @cached_property
    def leading(self) -> float:
        """From line to line, in ems: letters that stack need more."""
        return 1.5 if self.lang.split("-")[0].lower() in STACKED else LEADING

    @property
    def large(self) -> float:
        """The size of the one number that counts."""
        if not self.is_slide:
            return self.size * 1.6
        return self.size * (1.8 if self.is_narrow or self.place.size.width.mm < 200 else 2.4)

    @property
    def is_slide(self) -> bool:
        return self.place.kind == "deck"

    @property
    def is_narrow(self) -> bool:
        """Whether the place is a margin, or half a slide: plainer axes, fewer labels."""
        return self.place.size.width.mm < (130 if self.is_slide else 70)

    @property
    def is_rtl(self) -> bool:
        """Whether the language is written from right to left."""
        return self.lang.split("-")[0].lower() in ("ar", "he", "fa", "ur", "ps", "sd", "yi", "dv")

    def stroke(self, width: float) -> float:
        """Return a width of lines or markers, given for a brief, at the scale of this place."""
        return width * self.size / 8

    # --- colours, by what they mean ---

    @cached_property
    def ground(self) -> str:
        return self.brand.color("background")

    @cached_property
    def text(self) -> str:
        """Text that is read."""
        return self.brand.color("foreground")

    @cached_property
    def quiet(self) -> str:
        """Text that explains: units, axes."""
        return self.brand.color("muted")

    @cached_property
    def line(self) -> str:
        """The grid."""
        return self.brand.color("rule")

    @cached_property
    def main(self) -> str:
        """The record: the first series, and what is not highlighted.

        It is lighter where a brand's accent is as dark as its primary colour: in grey print, and
        to many eyes, what is stressed would look like the rest.
        """
        alike = contrast(self.accent, self.brand.color("primary")) < LEAST_APART
        return self.brand.color("mid" if alike else "primary")

    @cached_property
    def accent(self) -> str:
        """What the title speaks of, as a fill."""
        return self.brand.color("accent")

    @cached_property
    def accent_text(self) -> str:
        """What the title speaks of, as text on the ground."""
        return self.brand.color("accent-text")

    @cached_property
    def pale(self) -> str:
        """The second series; it is always named."""
        return self.brand.color("pale")

    @cached_property
    def mist(self) -> str:
        """A ground of its own, and land that only surrounds."""
        return self.brand.color("light")

    def ink(self, color: str) -> str:
        """Return a colour dark enough for text on the ground."""
        part = 0.0
        while contrast(made := mix(color, self.text, part), self.ground) < TEXT_CONTRAST:
            part += 0.05
            if part > 1:
                return self.text
        return made

    def on(self, fill: str) -> str:
        """Return the colour of text on a fill: the ground's or the text's, whichever reads."""
        is_dark = contrast(self.ground, fill) > contrast(self.text, fill)
        return self.ground if is_dark else self.text

    def series(self, count: int) -> tuple[str, ...]:
        """Return the colours of so many series: they differ in lightness, so in grey print too."""
        second = self.brand.color("tertiary")
        ramp = {
            1: (self.main,),
            2: (self.main, self.pale),
            3: (self.main, second, mix(second, self.ground, 0.62)),
        }
        if count in ramp:
            return ramp[count]
        steps = (at / (count - 1) * 0.78 for at in range(count))
        return tuple(mix(self.main, self.ground, step) for step in steps)


def mix(color: str, other: str, part: float) -> str:
    """Return a colour with a part (0 to 1) of another in it."""
    pairs = zip(parts_of(color), parts_of(other), strict=True)
    return "#" + "".join(f"{round(255 * (a + (b - a) * part)):02x}" for a, b in pairs)
