"""Reads a project's brand file, laid over the default theme's (brand.yml, Posit)."""

import re
from dataclasses import replace
from typing import Any

import msgspec

from reportgen.brand.brand import Brand
from reportgen.brand.colors import read_colors, with_field, with_values
from reportgen.brand.font_faces import Font, FontFace, of_brand, of_project, report_unheld, shipped
from reportgen.brand.legibility import report_illegible
from reportgen.brand.logos import LogoSetting, read_logos
from reportgen.diagnostics import Diagnostics, Rule, suggestion
from reportgen.files.project import Project, theme_file
from reportgen.files.yaml_file import Yaml, convert, parse_yaml

BRAND = "templates/_brand.yml"
SECTIONS = ("meta", "logo", "color", "typography", "defaults")
WEIGHTS = {
    "thin": 100, "extra-light": 200, "ultra-light": 200, "light": 300, "normal": 400,
    "regular": 400, "medium": 500, "semi-bold": 600, "demi-bold": 600, "bold": 700,
    "extra-bold": 800, "ultra-bold": 800, "black": 900,
}  # fmt: skip
"""The names of weights (brand.yml, "Typography: Font weights")."""
FACED = ("base", "headings", "monospace", "monospace-inline", "monospace-block")
"""What may be a family alone, written as text."""


class _Typeface(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """How a kind of text is set. Style, colours and decoration are for web pages."""

    family: str = ""
    weight: int | str = 400
    size: str = ""
    line_height: float | str = 1.4
    style: str = ""
    color: str | dict[str, str] = ""
    background_color: str | dict[str, str] = ""
    decoration: str = ""


class _Typography(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    base: _Typeface
    headings: _Typeface
    monospace: _Typeface
    monospace_inline: _Typeface = _Typeface()
    monospace_block: _Typeface = _Typeface()
    link: _Typeface = _Typeface()
    fonts: list[Font] = []


class _Ours(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    display: str
    figures: str
    hangul: str
    deck: str
    muted: str
    rule: str
    text_fallbacks: tuple[str, ...]
    fallbacks: tuple[str, ...]
    system_fonts: tuple[str, ...] = ()


OURS = frozenset(one.encode_name for one in msgspec.structs.fields(_Ours))


class _Defaults(msgspec.Struct, frozen=True):
    """Settings by the tool that they are for: those of others are theirs."""

    reportgen: _Ours


class _BrandFile(msgspec.Struct, frozen=True):
    color: dict[str, str | dict[str, str | dict[str, str]]]
    typography: _Typography
    defaults: _Defaults
    logo: LogoSetting | str = ""
    meta: dict[str, Any] = {}


def load_brand(project: Project, diagnostics: Diagnostics) -> tuple[Brand, tuple[FontFace, ...]]:
    """Return the default brand with `templates/_brand.yml` laid over it, and all fonts.

    What is wrong with that file is reported; then it is the default brand.
    """
    default = parse_yaml("_brand.yml", theme_file("_brand.yml").read_text("utf-8"), diagnostics)
    own = None
    if project.exists(BRAND):
        own = parse_yaml(BRAND, project.read_text(BRAND, diagnostics) or "", diagnostics)
        own = replace(own, value=_normal(own.value))
        _report_unknown(own, diagnostics)
    before = diagnostics.errors
    fonts = tuple(of_project(project, diagnostics))
    found = None
    if own is not None:
        merged = replace(own, value=_laid_over(_for(own.value, default.value), own.value))
        is_torn = diagnostics.errors > before
        found = _brand(merged, fonts, project, diagnostics, is_torn=is_torn)
    found = found or _brand(default, fonts, project, diagnostics)
    assert found is not None, "the default brand is sound; a test holds it"
    return found


def _report_unknown(own: Yaml, diagnostics: Diagnostics) -> None:
    for name in own.value if isinstance(own.value, dict) else ():
        if name not in SECTIONS:
            message, hint = f"brand.yml has no `{name}`", suggestion(str(name), SECTIONS, "section")
            if name in OURS:
                hint = f"it is ours: write it as `defaults: {{reportgen: {{{name}: …}}}}`"
            diagnostics.add(Rule.BAD_SETTING, message, own.span(name), hint)


def _normal(value: Any) -> Any:
    """Return a brand file with a typeface that is written as text, its family, as a mapping."""
    if not isinstance(value, dict) or not isinstance(value.get("typography"), dict):
        return value
    faces = {
        name: {"family": face} if name in FACED and isinstance(face, str) else face
        for name, face in value["typography"].items()
    }
    return {**value, "typography": faces}


def _for(own: Any, default: Any) -> Any:
    """Return the default brand for what a brand says itself: its titles follow its headings.

    So do figures follow its text, where it does not say otherwise.
    """
    faces = own.get("typography") if isinstance(own, dict) else None
    followed = (("display", "headings"), ("figures", "base"))
    ours = {
        name: faces[of]["family"]
        for name, of in followed
        if isinstance(faces, dict) and isinstance(faces.get(of), dict) and "family" in faces[of]
    }
    return _laid_over(default, {"defaults": {"reportgen": ours}})


def _laid_over(base: Any, over: Any) -> Any:
    """Return `base` with the keys of `over` laid over it, mapping by mapping."""
    if isinstance(base, dict) and isinstance(over, dict):
        return {**base, **{key: _laid_over(base.get(key), over[key]) for key in over}}
    return over


def _brand(
    file: Yaml,
    fonts: tuple[FontFace, ...],
    project: Project,
    diagnostics: Diagnostics,
    *,
    is_torn: bool = False,
) -> tuple[Brand, tuple[FontFace, ...]] | None:
    """Return the brand of a file; `is_torn` where a font of the project could not be read."""
    parts = convert(file, _BrandFile, diagnostics)
    if parts is None:
        return None
    ours, types = parts.defaults.reportgen, parts.typography
    named = {"muted": ours.muted, "rule": ours.rule}
    read = read_colors(parts.color, named, file, diagnostics)
    if read is None:
        return None
    colors = with_values(read, parts.color)
    instead = report_illegible(colors, file, diagnostics)
    if instead:
        colors = with_values({**read, **instead}, parts.color)
    colors = with_field(colors, read["primary"])
    before = diagnostics.errors
    own = (*fonts, *of_brand(types.fonts, file, BRAND, project, diagnostics))
    is_torn = is_torn or diagnostics.errors > before
    faces = (*shipped(), *own)
    system = (*ours.system_fonts, *(font.family for font in types.fonts if font.is_of_system))
    more = (*(face.family for face in own), *system)
    brand = Brand(
        colors=colors,
        base=types.base.family,
        headings=types.headings.family,
        monospace=types.monospace.family,
        display=ours.display,
        figures=ours.figures,
        hangul=ours.hangul,
        deck=ours.deck,
        base_size=_length(types.base.size, "size", file, diagnostics),
        line_height=_length(str(types.base.line_height), "line-height", file, diagnostics),
        heading_weight=_weight(types.headings.weight, file, diagnostics),
        logos=read_logos(parts.logo, file, BRAND, project, diagnostics),
        text_fallbacks=(*ours.text_fallbacks, *more),
        fallbacks=(*ours.fallbacks, *more),
        system_fonts=system,
    )
    held = (*(face.family for face in faces), *system)
    if not is_torn:  # else the family may be that of the font that was told
        report_unheld(_families(brand), types.fonts, held, file, diagnostics)
    return brand, faces


LENGTHS = {
    "size": (re.compile(r"(?:\d+\.?\d*|\.\d+)(?:pt|px|pc|mm|cm|in|Q|r?em|%)"), "`10pt`"),
    "line-height": (
        re.compile(r"(?:\d+\.?\d*|\.\d+)(?:pt|px|pc|mm|cm|in|Q|r?em|%)?|normal"), "`1.4`"),
}  # fmt: skip
"""How sizes of text are written (CSS Values 3, 6), and one as an example."""


def _length(written: str, name: str, file: Yaml, diagnostics: Diagnostics) -> str:
    """Return a size of text as it is written, or report one in which no page can be set."""
    form, example = LENGTHS[name]
    if not form.fullmatch(written.strip()):
        message, place = f"`{written[:40]}` is no size", file.span("typography", "base", name)
        diagnostics.add(Rule.BAD_SETTING, message, place, f"write one like {example}")
    return written


def _families(brand: Brand) -> dict[tuple[str, ...], str]:
    """Return the families that pages and figures are set in, by their places in a brand file."""
    ours = ("defaults", "reportgen")
    return {
        ("typography", "base", "family"): brand.base,
        ("typography", "headings", "family"): brand.headings,
        ("typography", "monospace", "family"): brand.monospace,
        (*ours, "display"): brand.display,
        (*ours, "figures"): brand.figures,
        (*ours, "hangul"): brand.hangul,
    }


def _weight(written: int | str, file: Yaml, diagnostics: Diagnostics) -> int:
    """Return a weight as a number, 100 to 900."""
    if isinstance(written, int) and 1 <= written <= 1000:
        return written
    if str(written) in WEIGHTS:
        return WEIGHTS[str(written)]
    place = file.span("typography", "headings", "weight")
    hint = f"100 to 900, or one of: {', '.join(WEIGHTS)}"
    diagnostics.add(Rule.BAD_SETTING, f"`{written}` is no weight of a font", place, hint)
    return WEIGHTS["semi-bold"]
