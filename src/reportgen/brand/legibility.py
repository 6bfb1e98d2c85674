"""Holds a brand's colours against each other where text or shapes of one stand on the other."""

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.contrast import LARGE_CONTRAST, TEXT_CONTRAST, contrast, readable
from reportgen.diagnostics import Diagnostics, Rule
from reportgen.files.yaml_file import Yaml


@dataclass(frozen=True, slots=True)
class _Use:
    """That `color` stands on `ground`, for what, and which contrast it needs there (WCAG 2.2)."""

    color: str
    ground: str
    what: str
    least: float = TEXT_CONTRAST


USES = (
    _Use("foreground", "background", "the text"),
    _Use("foreground", "light", "the text of boxes"),
    _Use("primary", "background", "headings and titles"),
    _Use("primary", "light", "headings of boxes and panels"),
    _Use("muted", "background", "notes and units"),
    _Use("danger", "background", "the mark of a draft"),
    _Use("accent-text", "background", "kickers and large numbers"),
    _Use("secondary", "background", "what a figure stresses", LARGE_CONTRAST),
    _Use("tertiary", "background", "shapes in figures", LARGE_CONTRAST),
)
"""Where the two files use the colours: 1.4.3 for text, 1.4.11 for shapes."""
REPLACED = "primary"
"""Most words are set in it, or stand on it: where it cannot be read, its nearest tint is used."""
PLACES = {"muted": ("defaults", "reportgen", "muted"), "accent-text": ("color", "secondary")}


def report_illegible(
    colors: Mapping[str, str], file: Yaml, diagnostics: Diagnostics
) -> dict[str, str]:
    """Warn of each colour that cannot be read where it is used, with the nearest that can.

    Returns the colours that are used instead.
    """
    instead: dict[str, str] = {}
    for name in dict.fromkeys(use.color for use in USES):
        uses = [use for use in USES if use.color == name]
        short = [use for use in uses if _contrast(use, colors) < use.least]
        if not short:
            continue
        worst = min(short, key=lambda use: _contrast(use, colors) / use.least)
        place = PLACES.get(name, ("color", name))
        if place not in file.places:
            place = ("color", worst.ground)
        grounds = tuple((colors[use.ground], use.least) for use in uses)
        near = readable(colors[name], grounds)
        message = (
            f"`{name}`, {colors[name]}, has a contrast of {_contrast(worst, colors):.1f}:1 on "
            f"`{worst.ground}`, {colors[worst.ground]}: {worst.what} needs {worst.least:g}:1"
        )
        hint = f"the nearest tint of it that can be read is {near}" if near else "change the ground"
        if near and name == REPLACED:
            instead[name] = near
            hint += ", which is used in its place: write it, or another that can be read"
        diagnostics.add(Rule.LOW_CONTRAST, message, file.span(*place), hint)
    return instead


def _contrast(use: _Use, colors: Mapping[str, str]) -> float:
    return contrast(colors[use.color], colors[use.ground])
