"""The arithmetic of colours: luminance and contrast (WCAG 2.2)."""

from collections.abc import Iterable

TEXT_CONTRAST, LARGE_CONTRAST = 4.5, 3.0
"""What text needs, and what large text does (WCAG 2.2, 1.4.3)."""
LARGE, LARGE_BOLD = 18.0, 14.0
"""From which size on in points text is large, and from which on where it is bold."""


def parts_of(color: str) -> tuple[float, float, float]:
    """Return red, green and blue of `#rrggbb`, each 0 to 1."""
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio)."""
    low, high = sorted((luminance(parts_of(one)), luminance(parts_of(other))))
    return (high + 0.05) / (low + 0.05)


def least_contrast(size: float, *, bold: bool = False) -> float:
    """Return the contrast that text of a size in points needs (WCAG 2.2, 1.4.3)."""
    return LARGE_CONTRAST if size >= (LARGE_BOLD if bold else LARGE) else TEXT_CONTRAST


def darkened(color: str, ground: str, least: float) -> str:
    """Return a colour as it is, or as much darker as it needs to stand out from a light ground."""
    for percent in range(100, -1, -5):
        shade = "#" + "".join(
            f"{round(part * 255 * percent / 100):02x}" for part in parts_of(color)
        )
        if contrast(shade, ground) >= least:
            return shade
    return "#000000"


def readable(color: str, grounds: Iterable[tuple[str, float]]) -> str:
    """Return the tint nearest to a colour that stands out from all grounds, each by so much.

    "" where no tint does: it is the colour with black or white in it, in steps of 1 %.
    """
    wanted = tuple(grounds)
    for percent in range(101):
        for other in ("#000000", "#ffffff"):
            tint = mixed(color, other, percent / 100)
            if all(contrast(tint, ground) >= least for ground, least in wanted):
                return tint
    return ""


def mixed(color: str, other: str, share: float) -> str:
    """Return a colour with a share, 0 to 1, of another in it, as `#rrggbb`."""
    pairs = zip(parts_of(color), parts_of(other), strict=True)
    return "#" + "".join(f"{round(255 * (one + (two - one) * share)):02x}" for one, two in pairs)


def luminance(color: tuple[float, float, float]) -> float:
    """Return the relative luminance of an sRGB colour, each 0 to 1 (IEC 61966-2-1, WCAG 2.2)."""
    linear = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color
    )
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
