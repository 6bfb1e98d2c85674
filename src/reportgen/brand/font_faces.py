"""Font files: those that ship with the tool, and those of a project, each as a face of a family."""

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import msgspec

from reportgen.characters import FORBIDDEN
from reportgen.diagnostics import Diagnostics, Rule, Span, suggestion
from reportgen.files.door import Kind, read_with
from reportgen.files.project import Project, theme_file
from reportgen.files.yaml_file import Yaml

TABLES = ("head", "hhea", "maxp", "hmtx", "cmap", "name", "OS/2", "post")
"""The tables that a font needs (OpenType 1.9, "Required tables")."""
ENDINGS = (".ttf", ".otf")
"""What pages and figures can both be set in: OpenType, not packed for the web."""


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


class FontFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of a family; weight and style are read from it."""

    path: str
    weight: int | str = ""
    style: str = ""


class Font(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A family of fonts and where it comes from (brand.yml, "Typography: Fonts")."""

    family: str
    source: Literal["file", "google", "bunny", "system", ""] = ""
    files: list[str | FontFile] = []
    weight: int | str | list[int | str] = 400
    style: str | list[str] = "normal"
    display: str = ""

    @property
    def is_of_system(self) -> bool:
        """Whether the machine that builds is to have the family."""
        return self.source == "system"


def shipped() -> tuple[FontFace, ...]:
    """Return the fonts that come with the tool."""
    return tuple(
        FontFace(family, weight, italic, theme_file(f"fonts/{name}"))
        for name, family, weight, italic in FACES
    )


def of_project(project: Project, diagnostics: Diagnostics) -> Iterator[FontFace]:
    """Yield the fonts in `templates/fonts`, static ones; report broken ones."""
    for ending in ENDINGS:
        for name in project.list("templates/fonts", f"*{ending}"):
            face = _read(name, Span(name), project, diagnostics)
            if face is not None:
                yield face


def of_brand(
    fonts: Iterable[Font], file: Yaml, brand: str, project: Project, diagnostics: Diagnostics
) -> Iterator[FontFace]:
    """Yield the fonts whose files a brand names; report files that hold another family."""
    for at, font in enumerate(fonts):
        for number, one in enumerate(font.files):
            place = file.span("typography", "fonts", at, "files", number)
            path = project.locate(one if isinstance(one, str) else one.path, brand)
            if not project.exists(path):
                project.report_missing(path, place, diagnostics)
            elif not path.lower().endswith(ENDINGS):
                message = f"`{path}` is no font that figures can be drawn with"
                hint = "give the family's TrueType or OpenType files, .ttf or .otf"
                diagnostics.add(Rule.BAD_SETTING, message, place, hint)
            elif (face := _read(path, place, project, diagnostics)) is not None:
                if face.family != font.family:
                    message = f"`{path}` holds the family `{face.family}`, not `{font.family}`"
                    hint = "write the family as its file has it"
                    diagnostics.add(Rule.BAD_SETTING, message, place, hint)
                yield face


def report_unheld(
    wanted: Mapping[tuple[str, ...], str],
    fonts: Iterable[Font],
    held: Iterable[str],
    file: Yaml,
    diagnostics: Diagnostics,
) -> None:
    """Report families that no file holds, each once, at the setting that names it first.

    `wanted` are families by their place in the brand file, `held` those that there are files of.
    """
    known = tuple(dict.fromkeys(held))
    remote = {font.family: font.source for font in fonts if not font.files}
    told: set[str] = set()
    for place, family in wanted.items():
        if family in known or family in told:
            continue
        told.add(family)
        message = f"no file holds the family `{family}`, so nothing can be set in it"
        hint = f"put its .ttf files into templates/fonts; {suggestion(family, list(known), 'font')}"
        if remote.get(family) in ("google", "bunny"):
            hint = "a build downloads nothing: put its .ttf files into templates/fonts"
        diagnostics.add(Rule.BAD_SETTING, message, file.span(*place), hint)


def _read(name: str, place: Span, project: Project, diagnostics: Diagnostics) -> FontFace | None:
    return read_with(partial(_face, project.absolute(name)), Kind.FONT, name, place, diagnostics)


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
