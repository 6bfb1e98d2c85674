"""The colours of a brand: CSS colours, names of a palette, and the values made of them."""

from collections.abc import Mapping
from typing import Any

from reportgen.contrast import LARGE_CONTRAST, TEXT_CONTRAST, contrast, darkened, mixed, parts_of
from reportgen.diagnostics import Diagnostics, Rule, suggestion
from reportgen.files.yaml_file import Yaml

SEMANTIC = (
    "foreground", "background", "primary", "secondary", "tertiary", "success", "info", "warning",
    "danger", "light", "dark",
)  # fmt: skip
"""The names that colours have by what they are for (brand.yml, "Color")."""
GREY = 0.15
"""How far apart the parts of a colour, 0 to 1, at least are, or it is a grey."""
FIELD_SHADE = 0.14
"""How much of black, or of white in what is nearly black, a field of colour has beside it."""
LEAST_FIELD = 1.25
"""The contrast with the page from which on a field of colour is one."""
MIXED = {"mid": 0.36, "pale": 0.66}
"""How much of the ground is in the two lighter values of a colour."""
SPACES = ("srgb", "hsl", "hwb")
"""How a colour may be written: what a screen of any kind shows (CSS Color 4)."""
TRANSPARENT = "a page has no ground behind it: give the colour that it makes on yours"


def read_colors(
    setting: Mapping[str, Any], ours: Mapping[str, str], file: Yaml, diagnostics: Diagnostics
) -> dict[str, str] | None:
    """Return the colours by name as `#rrggbb`; None where one is none, which is reported.

    `setting` is that of the brand file, `ours` are further ones by name. Of a pair `{light: ...,
    dark: ...}` it is the light one: paper is.
    """
    palette = setting.get("palette", {})
    if not isinstance(palette, dict):
        message, hint = "a palette names colours", "write `palette: {blue: '#123f56'}`"
        diagnostics.add(Rule.BAD_SETTING, message, file.span("color", "palette"), hint)
        return None
    named = {name: value for name, value in setting.items() if name != "palette"}
    colors: dict[str, str] = {}
    sound = True
    for names, path in (
        (palette, ("color", "palette")),
        (named, ("color",)),
        (ours, ("defaults", "reportgen")),
    ):
        for name, value in names.items():
            if path == ("color",) and name not in SEMANTIC:
                message = f"brand.yml has no colour `{name}` by what it is for"
                hint = suggestion(name, list(SEMANTIC), "colour")
                diagnostics.add(Rule.BAD_SETTING, message, file.span(*path, name), hint)
                sound = False
                continue
            light = str(value if not isinstance(value, dict) else value.get("light", ""))
            color, fault = _resolved(light, palette, named)
            if color:
                colors[name] = color
                continue
            if names is palette and "seen through" in fault:
                continue  # a tint for web pages: told where something is to be set in it
            sound = False
            near = suggestion(light, list(palette), "colour in the palette") if palette else ""
            hint = TRANSPARENT if "seen through" in fault else near
            diagnostics.add(Rule.BAD_SETTING, fault, file.span(*path, name), hint)
    return colors if sound else None


def _resolved(
    written: str, palette: Mapping[str, Any], named: Mapping[str, Any]
) -> tuple[str, str]:
    """Return a colour as `#rrggbb`, or "" and what is wrong: a name leads to another value."""
    seen: list[str] = []
    value = written
    while value in palette or value in named:
        if value in seen:
            return "", f"`{written}` leads back to itself: {', '.join((*seen, value))}"
        seen.append(value)
        following = palette[value] if value in palette else named[value]
        value = str(following if not isinstance(following, dict) else following.get("light", ""))
    from tinycss2.color4 import Color, parse_color

    found = parse_color(value)
    if not isinstance(found, Color) or found.space not in SPACES:
        return "", f"`{written}` is neither a colour like `#123f56` nor a name in the palette"
    if found.alpha < 1:
        return "", f"`{written}` can be seen through"
    parts = (round(255 * min(1.0, max(0.0, part))) for part in found.to("srgb").coordinates)
    return "#" + "".join(f"{part:02x}" for part in parts), ""


def with_values(colors: Mapping[str, str], names: Mapping[str, Any]) -> dict[str, str]:
    """Return colours with other values of the primary one and of the accent, by what they are for.

    `accent` fills shapes, `accent-text` is read: the secondary colour, or the primary one where
    that is a grey, which stresses nothing. `mid` bears white text, `pale` is a second series.
    They are the palette's NAME-text, NAME-mid and NAME-pale, where `names` says what NAME the two
    go by; what it does not have is mixed.
    """
    ground, primary = colors["background"], colors["primary"]
    accent = primary if _is_duller(colors["secondary"], primary) else colors["secondary"]
    made = {
        "text": darkened(accent, ground, TEXT_CONTRAST),
        "mid": darkened(mixed(primary, ground, MIXED["mid"]), ground, TEXT_CONTRAST),
        "pale": mixed(primary, ground, MIXED["pale"]),
    }
    found = {
        value: colors.get(f"{names.get(of, '')}-{value}", made[value])
        for of, value in (("secondary", "text"), ("primary", "mid"), ("primary", "pale"))
    }
    ours = {"accent": accent, "accent-text": found["text"], **found}
    more = {name: color for name, color in ours.items() if name != "text" and name not in colors}
    return {**colors, **more}


def _is_duller(color: str, other: str) -> bool:
    """Return whether a colour is a grey, and the other is none."""
    spans = (max(parts) - min(parts) for parts in (parts_of(color), parts_of(other)))
    return next(spans) < GREY <= next(spans)


def with_field(colors: Mapping[str, str], primary: str) -> dict[str, str]:
    """Return colours with `field`, the primary one as a brand has it, and a shade to stand beside.

    It fills areas that no text stands on: there a colour that cannot be read is no fault.
    """
    field = primary if contrast(primary, colors["background"]) >= LEAST_FIELD else colors["primary"]
    other = "#ffffff" if contrast(field, "#000000") < LARGE_CONTRAST else "#000000"
    made = {"field": field, "field-deep": mixed(field, other, FIELD_SHADE)}
    return {**colors, **{name: color for name, color in made.items() if name not in colors}}
