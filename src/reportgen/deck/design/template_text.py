"""Text in anyone's template: which of its colours can be read, and in which sizes it is set."""

from collections.abc import Sequence
from dataclasses import replace

from reportgen.contrast import TEXT_CONTRAST, contrast, least_contrast
from reportgen.deck.design.template_layouts import TemplateLayout, area_of
from reportgen.deck.model import SMALLEST, Frame, Level, Placeholder, Role
from reportgen.openxml.backdrop import LEAST_SHARE, Backdrop

STEPS = (1.0, 5 / 6, 0.7)
COVER_STEPS = (*STEPS, 0.6, 0.5, 0.42)
TITLE_STEPS = (1.0, 0.92, 0.84, 0.76, 0.7, 0.64, 0.58, 0.52)
SMALL_TITLES = (44.0, 36.0, 32.0, 28.0, 24.0, 20.0)
MUCH_LARGER = 1.1
"""From which share of its own size on text needs lines that are farther apart."""
POSTER = 48.0
"""Text that is larger has one sentence in mind, so running text in its place may be smaller."""
FROM_POSTERS = (36.0, 28.0, 24.0, 20.0)
LEAST_TITLE = 20.0
LEAST_FOOT = 10.0
EVERYWHERE = 0.01
"""The share of a smooth ground that may have less contrast: its text may be at its worst end."""
NAMES = ("tx1", "bg1", "tx2", "bg2")
"""The colours of text that a template has, in the order in which they are tried."""


def readable(
    box: Placeholder, own: Sequence[str], sheet: TemplateLayout, behind: Backdrop
) -> Placeholder:
    """Return a box with text that stands out: in its own colours, else in another of the template.

    On a restless ground it has a plain one of its own, in the middle of the colours there.
    """
    least = least_contrast(box.sizes[-1], bold=box.bold)
    if box.role in (Role.FOOTER, Role.SLIDE_NUMBER):
        least = TEXT_CONTRAST  # not all programs set them as bold or large as they are
    area = area_of(box.frame)
    if not behind.is_known:
        return box
    is_restless = behind.is_restless(area)
    share = EVERYWHERE if behind.is_clear(area) else LEAST_SHARE
    shown = all(own) and all(behind.contrast(one, area, share) >= least for one in own)
    if shown and not is_restless:
        return box
    tried = [(name, sheet.palette.named(name)) for name in NAMES]
    tried += [("#000000", "#000000"), ("#ffffff", "#ffffff")]
    for floor in (TEXT_CONTRAST, least):
        for name, color in () if is_restless else tried:
            if color and behind.contrast(color, area, share) >= floor:
                return replace(box, color=name)
    ground = behind.ground(area)
    name, color = max(
        ((name, color) for name, color in tried if color),
        key=lambda one: contrast(one[1], ground),
    )
    if contrast(color, ground) < least:
        why = f"its text cannot be read: {color} on {ground} at best"
        return replace(box, color=name, unreadable=why)
    if all(own) and all(contrast(one, ground) >= least for one in own):
        name = box.color
    return replace(box, color=name, fill=ground)


def is_black_readable(box: Placeholder, behind: Backdrop) -> bool:
    """Return whether black stands out: LibreOffice shows text in it that is a gradient."""
    least = least_contrast(box.sizes[-1], bold=box.bold)
    return not behind.is_known or behind.contrast("#000000", area_of(box.frame)) >= least


def sizes_of(
    role: Role, own: float, frame: Frame, scale: float, *, on_cover: bool
) -> tuple[float, ...]:
    """Return the sizes of a box's text: the template's own, then smaller ones.

    `scale` is how much larger than ours slides are: so is the least size that can be read.
    """
    least = SMALLEST * scale
    if on_cover and role is Role.CONTENT:
        return _down(max(own, least), COVER_STEPS, least)
    match role:
        case Role.NUMBER:
            highest = min(115.0 * scale, float(int(frame.height.pt / 1.2)))
            return highest, max(least, round(highest * STEPS[1])), max(least, highest // 2)
        case Role.SOURCE:
            return (LEAST_FOOT * scale,)
        case Role.FOOTER | Role.SLIDE_NUMBER:
            return (min(max(own, LEAST_FOOT), 2 * LEAST_FOOT * scale),)
        case Role.TITLE:
            sizes = _down(own, TITLE_STEPS, min(own, LEAST_TITLE * scale))
            return (*sizes, *(size for size in SMALL_TITLES if size < sizes[-1]))
        case Role.QUOTE:
            return _down(max(own, min(own * 1.25, 30.0 * scale)), STEPS, least)
        case Role.ATTRIBUTION:
            return _down(max(least, own * STEPS[1]), STEPS, least)
        case Role.META:
            return _down(max(least, min(own, 18.0 * scale)), COVER_STEPS, least)
        case Role.SUBTITLE:
            return _down(max(own, least), COVER_STEPS, least)
        case _:
            sizes = _down(max(own, least), STEPS, least)
            smaller = (size * scale for size in FROM_POSTERS if own > POSTER * scale)
            return (*sizes, *(size for size in smaller if size < sizes[-1]))


def _down(own: float, steps: Sequence[float], least: float) -> tuple[float, ...]:
    smaller = [max(least, float(round(own * step))) for step in steps[1:]]
    return tuple(dict.fromkeys([own, *(one for one in smaller if one < own)]))


def legible(level: Level, size: float, *, marked: bool) -> Level:
    """Return a level in text that is not too small, without room for a mark where it has none.

    `size` is that of the first level: lines at a fixed distance are for the template's own size.
    """
    large = replace(level, size=max(SMALLEST, level.size))
    if level.exact and size > level.size * MUCH_LARGER:
        large = replace(large, exact=0.0)
    return large if marked else replace(large, left=0.0, hang=0.0)
