"""Finds what no font here has: scripts, signs and emoji that a brief would leave out."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html import unescape
from pathlib import Path

from reportgen.brand import BRAND
from reportgen.diagnostics import Diagnostics, Rule, Span, span_in
from reportgen.files.project import Project
from reportgen.scripts import EMOJI, SYMBOL, is_invisible, script_name, script_of
from reportgen.theme import Theme

REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,31});")
"""A character that is written by its number or name (CommonMark, 6.2)."""
NOT_TEXT = re.compile(r"<(style|script|title)\b.*?</\1>|<[^>]*>", re.DOTALL)
READABLE = (".md", ".yaml", ".yml", ".csv", ".tsv", ".bib", ".json", ".py", ".txt", ".html")
MOST_NAMED = 6
COLLECTIONS = (".ttc", ".otc")

FONTS: Mapping[str, str] = {
    "Hani": "Noto Sans SC",
    "Hira": "Noto Sans JP",
    "Kana": "Noto Sans JP",
    "Hang": "Pretendard",
    EMOJI: "Noto Emoji",
    SYMBOL: "Noto Sans Symbols 2",
}
"""A free font that has a script, where it is not called Noto Sans and the script's name."""


def font_for(code: str) -> str:
    """Return the name of a free font for a script (ISO 15924), an EMOJI or a SYMBOL."""
    return FONTS.get(code, f"Noto Sans {script_name(code)}")


@cache
def characters_in(path: Path, number: int = 0) -> frozenset[int]:
    """Return the code points that a font file has glyphs for; `number` is a font's in a file."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True, fontNumber=number) as font:
        return frozenset(font.getBestCmap() or ())


def system_font(family: str) -> tuple[Path, int] | None:
    """Return the file of a font of this machine, and its number in it; None where it has none."""
    return _system_fonts().get(family)


@cache
def _system_fonts() -> Mapping[str, tuple[Path, int]]:
    """Return the fonts of this machine by family, the first face of each."""
    from fontTools.ttLib import TTFont, TTLibError
    from matplotlib.font_manager import findSystemFonts

    found: dict[str, tuple[Path, int]] = {}
    for name in sorted(findSystemFonts()):
        try:
            for number in range(_faces(Path(name))):
                with TTFont(name, lazy=True, fontNumber=number) as font:
                    for known in (font["name"].getDebugName(16), font["name"].getDebugName(1)):
                        found.setdefault(known or "", (Path(name), number))
        except (OSError, TTLibError, KeyError):
            continue
    return found


def _faces(path: Path) -> int:
    """Return how many fonts a file holds (OpenType 1.9, "Font Collections")."""
    if path.suffix.lower() not in COLLECTIONS:
        return 1
    with path.open("rb") as file:
        file.seek(8)
        return int.from_bytes(file.read(4))


def lacking(text: str, theme: Theme) -> tuple[str, ...]:
    """Return the characters of a text that no font of the theme has, in their order, each once."""
    wanted = [one for one in dict.fromkeys(text) if not (one.isspace() or is_invisible(one))]
    for face in theme.fonts:
        if not wanted:
            return ()
        known = characters_in(face.path)
        wanted = [one for one in wanted if ord(one) not in known]
    for family in theme.brand.system_fonts if wanted else ():
        if (found := system_font(family)) is not None:
            known = characters_in(*found)
            wanted = [one for one in wanted if ord(one) not in known]
    return tuple(wanted)


def printed_text(page: str, pictures: Iterable[bytes]) -> str:
    """Return what an HTML page and the SVG pictures in it print."""
    sources = (page, *(picture.decode("utf-8", "replace") for picture in pictures))
    return "".join(unescape(NOT_TEXT.sub(" ", source)) for source in sources)


def report_lacking(text: str, path: str, theme: Theme, diagnostics: Diagnostics) -> None:
    """Report each script of which a text has characters that no font has, at its first place.

    `path` is the file that is looked into first.
    """
    for family in theme.brand.system_fonts:
        if system_font(family) is None:
            message = f"this machine has no font `{family}`"
            hint = "install it, or take it out of `system-fonts`"
            diagnostics.add(Rule.NO_FONT, message, Span(BRAND), hint)
    report_missing(lacking(text, theme), path, theme.project, diagnostics)


def report_missing(
    characters: Iterable[str], path: str, project: Project, diagnostics: Diagnostics
) -> None:
    """Report characters that no font has, once for each script, at the first place in a file."""
    for code, own in by_script(dict.fromkeys(characters)).items():
        place = first_place(own, path, project)
        diagnostics.add(Rule.NO_FONT, message_for(code, own), place, help_for(code))


def by_script(characters: Iterable[str]) -> dict[str, list[str]]:
    """Return characters by their script, EMOJI or SYMBOL."""
    found: dict[str, list[str]] = {}
    for one in characters:
        found.setdefault(script_of(one), []).append(one)
    return found


def message_for(code: str, characters: list[str]) -> str:
    """Return in words that no font has characters of a script."""
    shown = ", ".join(map(_named if code == SYMBOL else _quoted, characters[:MOST_NAMED]))
    more = len(characters) - MOST_NAMED
    listed = shown + (f" and {more} more" if more > 0 else "")
    if code == SYMBOL:
        return f"no font here has {listed}"
    return f"no font here has {script_name(code)}: {listed}"


def setting_for(family: str) -> str:
    """Return what a project writes to use a font of the machine, and where."""
    return f"`defaults: {{reportgen: {{system-fonts: [{family}]}}}}` into templates/_brand.yml"


def help_for(code: str) -> str:
    """Return what gives a project a font for a script."""
    hint = (
        f"put one into templates/fonts as static TrueType (.ttf), such as {font_for(code)}, or "
        f"write {setting_for(font_for(code))}, where this machine has it"
    )
    return f"{hint}; or write a word" if code == EMOJI else hint


def _quoted(character: str) -> str:
    joined = "\u25cc" if unicodedata.category(character).startswith("M") else ""
    return f"“{joined}{character}”"


def _named(character: str) -> str:
    name = unicodedata.name(character, "")
    return f"“{character}” (U+{ord(character):04X}{' ' + name if name else ''})"


def first_place(characters: Iterable[str], path: str, project: Project) -> Span:
    """Return where a file of the project first has one of some characters: `path`, or another."""
    pattern = re.compile("[" + re.escape("".join(characters)) + "]")
    for name, text in _files(path, project):
        references = (one for one in REFERENCE.finditer(text) if pattern.search(unescape(one[0])))
        if found := pattern.search(text) or next(references, None):
            return span_in(name, text, found.start(), found.end())
    return Span(path)


def _files(first: str, project: Project) -> Iterator[tuple[str, str]]:
    for name in dict.fromkeys((first, *project.files_read())):
        if name.lower().endswith(READABLE):
            yield name, project.read_bytes(name).decode("utf-8", "replace")
