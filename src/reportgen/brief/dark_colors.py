"""The brand's colours for a page of the web in the dark: each as light as text needs it."""

import colorsys
from collections.abc import Mapping

from reportgen.code_tokens import token_colors
from reportgen.contrast import contrast, mixed, parts_of

GROUND, TINGE = "#101314", 0.08
"""The ground of a dark page, and the share of the primary colour in it."""
RAISED, LINES = 0.07, 0.24
"""The share of white in what lies on the ground, and in the lines on it."""
TEXT = "#e4e7e8"
TEXTS = {"primary": 7.0, "accent-text": 6.0, "muted": 6.0, "success": 6.0, "danger": 6.0}
"""Colours of text, and the contrast of each: more than WCAG asks, as light text looks thinner."""
FILLS = {"accent": 3.0, "secondary": 3.0, "tertiary": 3.0, "warning": 3.0, "info": 3.0}
"""Colours of lines and marks, and their contrast (WCAG 2.2, 1.4.11)."""
SOFTER = 0.85
"""Of a colour that is made lighter, so much of its saturation stays."""


def dark_colors(colors: Mapping[str, str]) -> dict[str, str]:
    """Return for colours of a brand what each is in the dark; those of code begin with `code-`."""
    ground = mixed(GROUND, colors["primary"], TINGE)
    raised = mixed(ground, "#ffffff", RAISED)
    made = {
        "background": ground,
        "light": raised,
        "rule": mixed(ground, "#ffffff", LINES),
        "foreground": TEXT,
        "dark": TEXT,
    }
    for name, least in {**TEXTS, **FILLS}.items():
        if name in colors:
            made[name] = lighter(colors[name], raised, least)
    code = token_colors({**colors, **made}, "background")
    return made | {f"code-{name}": value for name, value in code.items()}


def lighter(color: str, ground: str, least: float) -> str:
    """Return a colour as it is, or as much lighter as it needs to stand out from a dark ground."""
    hue, light, strength = colorsys.rgb_to_hls(*parts_of(color))
    shade, percent = color, round(light * 100)
    while contrast(shade, ground) < least and percent < 100:
        percent += 1
        parts = colorsys.hls_to_rgb(hue, percent / 100, strength * SOFTER)
        shade = "#" + "".join(f"{round(255 * part):02x}" for part in parts)
    return shade
