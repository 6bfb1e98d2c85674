"""Finds templates, brand and fonts: the project's own, else the default theme's."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import msgspec

from reportgen.characters import FORBIDDEN
from reportgen.contrast import TEXT_CONTRAST, darkened, mixed
from reportgen.diagnostics import Diagnostics, Rule, Span, suggestion
from reportgen.document import Caption, Figure, Settled, Text
from reportgen.files.door import Kind, read_with
from reportgen.files.project import Project, theme_file
from reportgen.files.yaml_file import Yaml, convert, parse_yaml

BRAND = "templates/_brand.yml"

ALL_TEMPLATES = "templates/*.html"
TABLES = ("head", "hhea", "maxp", "hmtx", "cmap", "name", "OS/2", "post")
"""The tables that a font needs (OpenType 1.9, "Required tables")."""


class _Typeface(msgspec.Struct, frozen=True, rename="kebab"):
    family: str = ""
    weight: int = 400
    size: str = ""
    line_height: float = 1.4


class _Typography(msgspec.Struct, frozen=True, rename="kebab"):
    base: _Typeface
    headings: _Typeface
    monospace: _Typeface


class _Ours(msgspec.Struct, frozen=True, rename="kebab"):
    display: str
    figures: str
    hangul: str
    deck: str
    muted: str
    rule: str
    text_fallbacks: tuple[str, ...]
    fallbacks: tuple[str, ...]
    system_fonts: tuple[str, ...] = ()


class _Defaults(msgspec.Struct, frozen=True):
    reportgen: _Ours


class _Logo(msgspec.Struct, frozen=True):
    medium: str = ""


class _BrandFile(msgspec.Struct, frozen=True):
    color: dict[str, str | dict[str, str | dict[str, str]]]
    typography: _Typography
    defaults: _Defaults
    logo: _Logo | str = ""
    meta: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Brand:
    """Colours and typefaces by their names in brand.yml.

    `base`, `headings`, `monospace`, `display`, `figures`, `hangul` and `deck` are font families;
    `logo` is a picture's path in the project, "" for none. What no other family has is set in
    `text_fallbacks` (running text) or `fallbacks`: ours for Arabic and Hebrew, the project's own
    fonts, then `system_fonts`, families that the machine is to have.
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
    line_height: float
    heading_weight: int
    logo: str = ""
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


@dataclass(frozen=True, slots=True)
class FontFace:
    """One font file: CSS family, weight (100-900), slant, and where it lies."""

    family: str
    weight: int
    italic: bool
    path: Path


FACES: tuple[tuple[str, str, int, bool], ...] = (
    ("SourceSans3-Regular.ttf", "Source Sans 3", 400, False),
    ("SourceSans3-It.ttf", "Source Sans 3", 400, True),
    ("SourceSans3-Semibold.ttf", "Source Sans 3", 600, False),
    ("SourceSans3-Bold.ttf", "Source Sans 3", 700, False),
    ("SourceSans3-BoldIt.ttf", "Source Sans 3", 700, True),
    ("SourceSerif4-Regular.ttf", "Source Serif 4", 400, False),
    ("SourceSerif4-It.ttf", "Source Serif 4", 400, True),
    ("SourceSerif4-Semibold.ttf", "Source Serif 4", 600, False),
    ("SourceSerif4-SemiboldIt.ttf", "Source Serif 4", 600, True),
    ("SourceSerif4-Bold.ttf", "Source Serif 4", 700, False),
    ("SourceSerif4Display-Semibold.ttf", "Source Serif 4 Display", 600, False),
    ("SourceCodePro-Regular.ttf", "Source Code Pro", 400, False),
    ("SourceCodePro-Semibold.ttf", "Source Code Pro", 600, False),
    ("LiberationSans-Regular.ttf", "Liberation Sans", 400, False),
    ("LiberationSans-Italic.ttf", "Liberation Sans", 400, True),
    ("LiberationSans-Bold.ttf", "Liberation Sans", 700, False),
    ("Pretendard-Regular.ttf", "Pretendard", 400, False),
    ("Pretendard-Bold.ttf", "Pretendard", 700, False),
    ("IBMPlexSansArabic-Regular.ttf", "IBM Plex Sans Arabic", 400, False),
    ("IBMPlexSansArabic-Bold.ttf", "IBM Plex Sans Arabic", 700, False),
    ("NotoSerifHebrew-Regular.ttf", "Noto Serif Hebrew", 400, False),
    ("NotoSerifHebrew-Bold.ttf", "Noto Serif Hebrew", 700, False),
    ("NotoSansHebrew-Regular.ttf", "Noto Sans Hebrew", 400, False),
    ("NotoSansHebrew-Bold.ttf", "Noto Sans Hebrew", 700, False),
)
"""The fonts that ship with the tool: file, CSS family, weight, italic."""


@dataclass(frozen=True)
class Theme:
    """How both files look. `project` records which of its overrides were read or looked for.

    `ignored` are paths of own stylesheets, or ALL_TEMPLATES, that are left out.
    """

    project: Project
    brand: Brand
    fonts: tuple[FontFace, ...] = field(default_factory=tuple)
    ignored: frozenset[str] = frozenset()

    def logo(self, organisation: str) -> Figure[Settled] | None:
        """Return the brand's logo as a picture that names the organisation, None without one."""
        if not self.brand.logo:
            return None
        alt = (Text(organisation or "Logo"),)
        return Figure("brand-logo", self.brand.logo, Caption((), ()), alt, Span(BRAND))

    def override(self, name: str) -> str | None:
        """Return the project's own `templates/NAME`, None where it has none."""
        path = f"templates/{name}"
        return path if self.project.exists(path) else None

    @cached_property
    def own_styles(self) -> tuple[str, ...]:
        """The project's own stylesheets, in the order of their names."""
        listed = self.project.list("templates", "*.css")
        return tuple(path for path in listed if path not in self.ignored)

    def styles(self, diagnostics: Diagnostics) -> dict[str, str]:
        """Return the text of the project's own stylesheets by path; report what is no text."""
        read = {path: self.project.read_text(path, diagnostics) for path in self.own_styles}
        return {path: text or "" for path, text in read.items()}


def load_theme(project: Project, diagnostics: Diagnostics) -> Theme:
    """Return the theme: the default brand, the project's `templates/_brand.yml` laid over it."""
    brand_path = theme_file("_brand.yml")
    merged = parse_yaml("_brand.yml", brand_path.read_text("utf-8"), diagnostics)
    default = merged
    if project.exists(BRAND):
        text = project.read_text(BRAND, diagnostics) or ""
        own = parse_yaml(BRAND, text, diagnostics)
        merged = Yaml(_laid_over(merged.value, own.value), own.whole, own.places)
    brand = _brand(merged, diagnostics) or _brand(default, diagnostics)
    assert brand is not None, "the default brand is sound; a test holds it"
    if brand.logo and not project.exists(brand.logo):
        project.report_missing(brand.logo, merged.span("logo"), diagnostics)
    fonts = tuple(
        FontFace(family, weight, italic, theme_file(f"fonts/{name}"))
        for name, family, weight, italic in FACES
    )
    own_fonts = tuple(_own_fonts(project, diagnostics))
    more = (*(face.family for face in own_fonts), *brand.system_fonts)
    brand = replace(
        brand,
        text_fallbacks=(*brand.text_fallbacks, *more),
        fallbacks=(*brand.fallbacks, *more),
    )
    return Theme(project, brand, (*fonts, *own_fonts))


def _own_fonts(project: Project, diagnostics: Diagnostics) -> Iterator[FontFace]:
    """Yield the project's own static fonts, `templates/fonts/*.ttf`; report broken ones."""
    for name in project.list("templates/fonts", "*.ttf"):
        path = project.absolute(name)
        face = read_with(partial(_face, path), Kind.FONT, name, Span(name), diagnostics)
        if face is not None:
            yield face


def _face(path: Path) -> FontFace:
    """Return a font file as a face. Raises anything at all for one that is broken or partial."""
    from fontTools.ttLib import TTFont
    from matplotlib.ft2font import FT2Font

    with TTFont(io.BytesIO(path.read_bytes()), lazy=True) as font:
        tables = {name: font[name] for name in TABLES}
        if not (font.getBestCmap() and ("glyf" in font or "CFF " in font)):
            raise ValueError("a font without characters")
        for name in ("glyf", "loca", "CFF "):
            if name in font:
                _ = font[name]
        family = tables["name"].getDebugName(16) or tables["name"].getDebugName(1) or path.stem
        look = tables["OS/2"]
        face = FontFace(family, look.usWeightClass, bool(look.fsSelection & 1), path)
    FT2Font(str(path))
    if not 1 <= face.weight <= 1000 or FORBIDDEN.search(family):
        raise ValueError("a font with odd names")
    return face


def _laid_over(base: Any, over: Any) -> Any:
    """Return `base` with the keys of `over` laid over it, mapping by mapping."""
    if isinstance(base, dict) and isinstance(over, dict):
        return {**base, **{key: _laid_over(base.get(key), over[key]) for key in over}}
    return over


def _brand(file: Yaml, diagnostics: Diagnostics) -> Brand | None:
    parts = convert(file, _BrandFile, diagnostics)
    if parts is None:
        return None
    ours = parts.defaults.reportgen
    colors = _colors(file, parts, diagnostics)
    if colors is None:
        return None
    logo = parts.logo if isinstance(parts.logo, str) else parts.logo.medium
    if logo:
        logo = f"templates/{logo}"
    return Brand(
        colors=colors,
        base=parts.typography.base.family,
        headings=parts.typography.headings.family,
        monospace=parts.typography.monospace.family,
        display=ours.display,
        figures=ours.figures,
        hangul=ours.hangul,
        deck=ours.deck,
        base_size=parts.typography.base.size,
        line_height=parts.typography.base.line_height,
        heading_weight=parts.typography.headings.weight,
        logo=logo,
        text_fallbacks=ours.text_fallbacks,
        fallbacks=ours.fallbacks,
        system_fonts=ours.system_fonts,
    )


def _colors(file: Yaml, parts: _BrandFile, diagnostics: Diagnostics) -> dict[str, str] | None:
    """Return the colours by name as `#rrggbb`; None where one is none, which is reported.

    Of a pair `{light: ..., dark: ...}` it is the light one: paper is.
    """
    palette = parts.color.get("palette", {})
    if isinstance(palette, str):
        message, hint = "a palette names colours", "write `palette: {blue: '#123f56'}`"
        diagnostics.add(Rule.BAD_SETTING, message, file.span("color", "palette"), hint)
        return None
    ours = parts.defaults.reportgen
    named = {name: value for name, value in parts.color.items() if name != "palette"}
    colors: dict[str, str] = {}
    sound = True
    for names, path in (
        (palette, ("color", "palette")),
        (named, ("color",)),
        ({"muted": ours.muted, "rule": ours.rule}, ("defaults", "reportgen")),
    ):
        for name, value in names.items():
            light = str(value if isinstance(value, str) else value.get("light", ""))
            color = colors.get(light, light)
            if _is_hex(color):
                colors[name] = color.lower()
                continue
            sound = False
            diagnostics.add(
                Rule.BAD_SETTING,
                f"`{light or value}` is neither a colour like `#123f56` nor a name in the palette",
                file.span(*path, name),
                suggestion(light, list(palette), "colour in the palette") if palette else "",
            )
    return {**colors, **_values(parts, colors)} if sound else None


MIXED = {"mid": 0.36, "pale": 0.66}
"""How much of the ground is in the two lighter values of a colour."""


def _values(parts: _BrandFile, colors: Mapping[str, str]) -> dict[str, str]:
    """Return the other values of the primary colour and of the accent, by what they are for.

    `accent` fills shapes, `accent-text` is read; `mid` bears white text, `pale` is a second series.
    They are the palette's NAME-text, NAME-mid and NAME-pale; what it does not have is mixed.
    """
    ground, accent, primary = colors["background"], colors["secondary"], colors["primary"]
    made = {
        "text": darkened(accent, ground, TEXT_CONTRAST),
        "mid": darkened(mixed(primary, ground, MIXED["mid"]), ground, TEXT_CONTRAST),
        "pale": mixed(primary, ground, MIXED["pale"]),
    }
    found = {
        value: colors.get(f"{parts.color.get(of, '')}-{value}", made[value])
        for of, value in (("secondary", "text"), ("primary", "mid"), ("primary", "pale"))
    }
    ours = {"accent": accent, "accent-text": found["text"], **found}
    return {name: color for name, color in ours.items() if name != "text" and name not in colors}


def _is_hex(value: str) -> bool:
    return re.fullmatch(r"#[0-9a-fA-F]{6}", value) is not None
