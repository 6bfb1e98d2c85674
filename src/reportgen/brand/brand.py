"""A brand as everything that draws or sets text knows it: colours, families, logos."""

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.brand.logos import NO_LOGOS, Logos
from reportgen.diagnostics import suggestion


@dataclass(frozen=True, slots=True)
class Brand:
    """Colours and typefaces by their names in brand.yml.

    `base`, `headings`, `monospace`, `display`, `figures`, `hangul` and `deck` are font families.
    What no other family has is set in `text_fallbacks` (running text) or `fallbacks`: ours for
    Arabic and Hebrew, the project's own fonts, then `system_fonts`, families that the machine is
    to have.
    """

    colors: Mapping[str, str]
    base: str
    headings: str
    monospace: str
    display: str
    figures: str
    hangul: str
    deck: str
    base_size: str
    line_height: str
    heading_weight: int
    logos: Logos = NO_LOGOS
    text_fallbacks: tuple[str, ...] = ()
    fallbacks: tuple[str, ...] = ()
    system_fonts: tuple[str, ...] = ()
    transparent: bool = False
    """Whether figures are drawn without a ground, on that of a template's slides."""

    def families(self, first: str, *, text: bool = False) -> tuple[str, ...]:
        """Return `first` and the families that stand in for what it lacks, each once."""
        others = self.text_fallbacks if text else self.fallbacks
        return tuple(dict.fromkeys((first, self.hangul, *others)))

    def color(self, name: str) -> str:
        """Return a colour as `#rrggbb`, by semantic or palette name. Raises KeyError with help."""
        try:
            return self.colors[name]
        except KeyError:
            help_line = suggestion(name, list(self.colors), "colour")
            raise KeyError(f"the brand has no colour `{name}`; {help_line}") from None
