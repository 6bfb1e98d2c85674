"""Examines a template: what its layouts are for, and what is wrong with them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from pptx.presentation import Presentation

from reportgen.contrast import least_contrast
from reportgen.deck.design.casting import COVERS
from reportgen.deck.design.foreign_template import read_cast
from reportgen.deck.design.own_layouts import LAYOUTS
from reportgen.deck.design.template_cleaning import cleaned
from reportgen.deck.design.template_layouts import (
    FOOTERS,
    TemplateLayout,
    TemplatePlaceholder,
    area_of,
)
from reportgen.deck.design.template_packages import template_parts
from reportgen.deck.design.template_roles import Cast
from reportgen.deck.model import FEET, SMALLEST, Role
from reportgen.diagnostics import Diagnostics, Rule, Span

COVERED = 0.05
"""How much of a placeholder another may cover."""


@dataclass(frozen=True, slots=True)
class Row:
    """A layout of a template: its name and type, what it holds, and the roles that it plays."""

    name: str
    type: str
    holds: str
    plays: tuple[str, ...]


def examine_template(
    presentation: Presentation, span: Span, diagnostics: Diagnostics, data: bytes = b""
) -> tuple[Row, ...]:
    """Return the layouts of a template; report at `span` what is wrong with those that are used.

    With the bytes of its file as `data`, what decks do not take over of it is told too.
    """
    sheets, cast = read_cast(presentation)
    plays: dict[int, list[str]] = {}
    for role, layout in cast.layouts.items():
        plays.setdefault(layout.at, []).append(role)
    for message, hint in _faults(sheets, cast, {*plays}):
        diagnostics.add(Rule.WEAK_TEMPLATE, message, span, hint)
    for said in cleaned(template_parts(data)).told if data else ():
        hint = "nothing to do: it is taken out whenever a deck is made"
        diagnostics.add(Rule.WEAK_TEMPLATE, said, span, hint)
    size = (presentation.slide_width or 0, presentation.slide_height or 0)
    for message, hint in _places(sheets, {*plays}, size):
        diagnostics.add(Rule.WEAK_TEMPLATE, message, span, hint)
    return tuple(
        Row(sheet.name, sheet.type, _holds(sheet), tuple(plays.get(sheet.at, ())))
        for sheet in sheets
    )


def _holds(sheet: TemplateLayout) -> str:
    """Return the types of a layout's placeholders with their numbers: "title, 2 obj"."""
    kinds = [one.type or "obj" for one in sheet.holders]
    counted = ((kinds.count(kind), kind) for kind in dict.fromkeys(kinds))
    return ", ".join(kind if number == 1 else f"{number} {kind}" for number, kind in counted)


def _faults(
    sheets: Sequence[TemplateLayout], cast: Cast, used: set[int]
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a template, and what would help."""
    by_place = {sheet.at: sheet for sheet in sheets}
    for role in cast.lacking:
        stands_in = by_place[cast.layouts[role].at].name
        yield f"no layout is made for `{role}`; `{stands_in}` stands in", _wanted(role)
    names = [sheet.name for sheet in sheets]
    if twice := [name for name in dict.fromkeys(names) if names.count(name) > 1]:
        listed = ", ".join(f"`{name}`" for name in twice)
        yield f"several layouts have one name: {listed}", 'rename them, for `layout="…"`'
    opening = (*COVERS, "Title with picture")
    covers = {cast.layouts[role].at for role in opening if role in cast.layouts}
    sources = {
        (layout.at, box.idx)
        for layout in cast.layouts.values()
        for box in layout.all(Role.SOURCE)
        if not box.free
    }
    for sheet in sheets:
        if sheet.at in used:
            yield from _faults_of(sheet, is_cover=sheet.at in covers)
            shown = [one for one in sheet.holders if one.type != "dt"]
            texts = [one for one in shown if (sheet.at, one.idx) not in sources]
            for one in texts:
                yield from _faults_of_text(sheet, one)


def _places(
    sheets: Sequence[TemplateLayout], used: set[int], size: tuple[int, int]
) -> Iterator[tuple[str, str]]:
    """Yield placeholders that leave the slide, are too low for a line, or lie over artwork."""
    for sheet in (one for one in sheets if one.at in used):
        for holder in (one for one in sheet.holders if one.type not in ("dt", "pic")):
            name, place = f"layout `{sheet.name}`: `{holder.name}`", holder.place
            right, bottom = place.left.emu + place.width.emu, place.bottom.emu
            if place.left.emu < 0 or place.top.emu < 0 or right > size[0] or bottom > size[1]:
                yield f"{name} leaves the slide", "move it onto the slide"
            if holder.type not in FOOTERS and holder.frame.height.pt < LINE * min(holder.size, 14):
                high = holder.frame.height.pt
                yield f"{name} is {high:.0f} points high, less than a line", "make it higher"
            behind = sheet.behind(holder)
            if holder.takes_text and not behind.is_clear(area_of(holder.frame)):
                yield f"{name} lies over artwork", "text keeps to the largest part that is free"


LINE = 1.2
"""The height of a line in em."""


def _wanted(role: str) -> str:
    """Return what a layout for a role would hold."""
    kinds = [box.role for box in LAYOUTS[role].boxes if box.role not in FEET]
    counted = ((kinds.count(kind), kind) for kind in dict.fromkeys(kinds))
    wanted = (f"{number} {kind}" if number > 1 else str(kind) for number, kind in counted)
    return f"give the master a layout with {', '.join(wanted)}"


def _faults_of(sheet: TemplateLayout, *, is_cover: bool) -> Iterator[tuple[str, str]]:
    name = f"layout `{sheet.name}`"
    if sheet.footer("ftr") is None and not is_cover:
        yield f"{name} has no footer", "edition and date of the data then stand on the title alone"
    if sheet.footer("sldNum") is None and not is_cover:
        yield f"{name} has no slide number", "insert one in the slide master"
    if not sheet.backdrop.is_known:
        yield (
            f"the ground of {name} is a picture of a kind that is not read here (EMF, WMF)",
            "look at its text on a projector, or save the picture as PNG",
        )
    content = [one for one in sheet.holders if one.type not in FOOTERS]
    for one, other in combinations(content, 2):
        if one.frame.overlap(other.frame) > COVERED * min(one.frame.area, other.frame.area):
            yield f"{name}: `{one.name}` and `{other.name}` overlap", "move them apart"


def _faults_of_text(
    sheet: TemplateLayout, holder: TemplatePlaceholder
) -> Iterator[tuple[str, str]]:
    name = f"layout `{sheet.name}`"
    if holder.type not in FOOTERS and holder.size < SMALLEST:
        message = f"{name}: text in `{holder.name}` has {holder.size:g} points"
        yield message, f"set it in {SMALLEST:g} points at least"
    behind = sheet.behind(holder)
    if not (behind.is_known and holder.color):
        return
    least = least_contrast(holder.size, bold=holder.bold)
    found = behind.contrast(holder.color, area_of(holder.frame))
    if found < least:
        message = f"{name}: text in `{holder.name}` has a contrast of {found:.1f}:1"
        ground = behind.ground(area_of(holder.frame))
        yield message, f"{holder.color} on {ground} needs {least:g}:1 (WCAG 2.2, 1.4.3)"
