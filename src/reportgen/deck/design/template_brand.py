"""The brand that figures are drawn in where a deck has a template of someone else's: its colours.

Each name of a colour means what it means in our own brand: the ground, text, what leads, what
stands out. What of the template's accents does not stand out from the ground is not taken.
"""

from collections.abc import Mapping
from dataclasses import replace

from reportgen.brand import Brand
from reportgen.contrast import LARGE_CONTRAST, TEXT_CONTRAST, contrast, mixed
from reportgen.deck.design.template_roles import Cast
from reportgen.openxml.palette import Palette

ACCENTS = tuple(f"accent{at}" for at in range(1, 7))
LEAST_APART = 1.25
"""The least contrast of two accents that stand for different things."""
QUIET, LINE, TINT, MID, PALE = 0.3, 0.75, 0.9, 0.3, 0.55
"""How much of the ground is in quiet text, in lines, tints, and two lighter values."""
SERIFS = ("times", "georgia", "garamond", "cambria", "book", "palatino", "serif", "minion",
          "baskerville", "caslon", "didot", "constantia", "century")  # fmt: skip


def template_brand(brand: Brand, cast: Cast) -> Brand:
    """Return the brand in the colours of a template, without a ground unless that is a picture.

    Of the fonts that can be drawn with, the one that is most like the template's is taken.
    """
    ink, ground = cast.ink, cast.ground
    accents = _accents(ink, ground, cast.palette)
    first, second = accents[0], accents[1]
    colors: Mapping[str, str] = {
        **brand.colors,
        "background": ground,
        "foreground": ink,
        "dark": ink,
        "light": mixed(ink, ground, TINT),
        "primary": first,
        "info": first,
        "secondary": second,
        "warning": second,
        "accent": second,
        "accent-text": _towards(second, ink, ground, TEXT_CONTRAST),
        "tertiary": accents[2],
        "success": accents[3],
        "danger": _towards(brand.colors.get("danger", second), ink, ground, LARGE_CONTRAST),
        "mid": _towards(mixed(first, ground, MID), ink, ground, LARGE_CONTRAST),
        "pale": mixed(first, ground, PALE),
        "muted": _towards(mixed(ink, ground, QUIET), ink, ground, TEXT_CONTRAST),
        "rule": mixed(ink, ground, LINE),
    }
    return replace(
        brand,
        colors=colors,
        figures=_like(brand, cast.family),
        transparent=not cast.is_restless,
    )


def _accents(ink: str, ground: str, shades: Palette) -> tuple[str, ...]:
    """Return four accents that stand out from the ground, and from each other while they can."""
    known = [shades.named(name) for name in ACCENTS]
    fitting = [one for one in dict.fromkeys(known) if one]
    visible = [one for one in fitting if contrast(one, ground) >= LARGE_CONTRAST]
    found: list[str] = []
    for one in (*visible, *(_towards(one, ink, ground, LARGE_CONTRAST) for one in fitting)):
        if one not in found and all(contrast(one, other) >= LEAST_APART for other in found):
            found.append(one)
    found += [one for one in (*visible, ink) if one not in found]
    while len(found) < 4:
        found.append(mixed(found[-1], ground, QUIET))
    return tuple(found[:4])


def _towards(color: str, ink: str, ground: str, least: float) -> str:
    """Return a colour with as much of the text's in it as it needs to stand out."""
    for share in range(0, 101, 10):
        shade = mixed(color, ink, share / 100)
        if contrast(shade, ground) >= least:
            return shade
    return ink


def _like(brand: Brand, family: str) -> str:
    """Return a font of the brand that is like another: with serifs, or without."""
    name = family.casefold()
    return (
        brand.base if any(one in name for one in SERIFS) and "sans" not in name else brand.figures
    )
