"""Examines whether a machine has what builds need, and says what installs the rest."""

import io
import os
import shutil
import sys
import tempfile
import warnings
from contextlib import redirect_stdout
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from reportgen.brand import FACES
from reportgen.coverage import font_for, lacking, setting_for, system_font
from reportgen.diagnostics import Diagnostics, EnvironmentFault
from reportgen.files.project import Project, theme_file
from reportgen.pandoc import located
from reportgen.platforms import install_commands
from reportgen.scripts import script_of
from reportgen.theme import load_theme

OLDEST_PYTHON = (3, 11)
OLDEST_PANGO = 14400
"""1.44.0, as Pango itself counts: WeasyPrint needs it."""
ROOM = 100_000_000
"""Bytes that the outputs of a large document take, with room for the new beside the old."""
OFFICES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
"""Where LibreOffice lies on macOS and Windows, which do not put it on the PATH."""


class State(StrEnum):
    """How it stands: OPTIONAL is missing too, but no build needs it."""

    OK = "ok"
    MISSING = "missing"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was looked at: how it stands, what was found, the commands that mend it."""

    name: str
    state: State
    found: str
    commands: tuple[str, ...] = ()


def examine_machine(folder: Path) -> tuple[Examined, ...]:
    """Return how each thing stands that building the project in `folder` takes."""
    return tuple(look(folder) for look in LOOKS)


def _missing(name: str, found: str) -> Examined:
    return Examined(name, State.MISSING, found, install_commands(name))


def _python(_: Path) -> Examined:
    words = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < OLDEST_PYTHON:
        oldest = ".".join(map(str, OLDEST_PYTHON))
        return _missing("Python", f"{words}; {oldest} or newer is needed")
    return Examined("Python", State.OK, words)


def _pango(_: Path) -> Examined:
    ffi = _weasyprint()
    if ffi is None:
        return _missing("Pango", "WeasyPrint does not find its libraries")
    number = int(ffi.pango.pango_version())
    words = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    if number < OLDEST_PANGO:
        return _missing("Pango", f"{words}; 1.44 or newer is needed")
    return Examined("Pango", State.OK, words)


def _harfbuzz(_: Path) -> Examined:
    """Look for HarfBuzz's subsetter as WeasyPrint does (`weasyprint.pdf.fonts.Font.subset`)."""
    ffi = _weasyprint()
    if ffi is None:
        return _missing("HarfBuzz", "not looked for without Pango")
    if not (ffi.harfbuzz_subset and ffi.harfbuzz.hb_version_atleast(4, 1, 0)):
        return _missing("HarfBuzz", "no subsetter of 4.1 or newer: PDFs are slow to write and warn")
    return Examined("HarfBuzz", State.OK, "with its subsetter")


@cache
def _weasyprint() -> Any:
    """Return WeasyPrint's libraries, None where the system lacks one; asked once a process.

    An import that failed leaves Python's record of modules in pieces.
    """
    try:
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            from weasyprint.text import ffi
    except OSError:
        return None
    return ffi


def _pandoc(_: Path) -> Examined:
    try:
        words = located()[1]
    except EnvironmentFault as error:
        return _missing("pandoc", str(error))
    return Examined("pandoc", State.OK, words)


def _fonts(_: Path) -> Examined:
    """Open each font of the default theme as far as its table of contents."""
    from fontTools.ttLib import TTFont, TTLibError

    for name in (face[0] for face in FACES):
        try:
            with theme_file(f"fonts/{name}").open("rb") as file:
                TTFont(file, lazy=True)
        except (OSError, TTLibError) as error:
            words = f"{name}: {error}; install reportgen again from where you have it"
            return Examined("fonts", State.MISSING, words)
    return Examined("fonts", State.OK, f"{len(FACES)} files")


def _outputs(folder: Path) -> Examined:
    """Write to the folder that outputs go to, or would be made in."""
    place = _standing(folder)
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        return Examined("outputs", State.MISSING, f"cannot write to {place}: {error.strerror}")
    return Examined("outputs", State.OK, f"{place} can be written to")


def _disk(folder: Path) -> Examined:
    free = shutil.disk_usage(_standing(folder)).free
    words = f"{free / 1e9:,.1f} GB free"
    if free < ROOM:
        return Examined("disk", State.MISSING, f"{words}; builds need {ROOM / 1e9:.1f} GB")
    return Examined("disk", State.OK, words)


def _standing(folder: Path) -> Path:
    """Return the project's `build/`, or the project's folder while it has none."""
    outputs = folder / "build"
    return outputs if outputs.exists() else folder


def _make(_: Path) -> Examined:
    if found := shutil.which("make"):
        return Examined("make", State.OK, found)
    words = "not found; `reportgen build` does without"
    return Examined("make", State.OPTIONAL, words, install_commands("make"))


def _libreoffice(_: Path) -> Examined:
    places = (shutil.which("soffice"), *filter(os.path.exists, OFFICES))
    if found := next(filter(None, places), None):
        return Examined("LibreOffice", State.OK, found)
    words = "not found; it only shows slides"
    return Examined("LibreOffice", State.OPTIONAL, words, install_commands("LibreOffice"))


@dataclass(frozen=True, slots=True)
class Script:
    """A language whose script no bundled font has: some of it, and fonts that machines have."""

    language: str
    sample: str
    families: tuple[str, ...]

    def look(self, folder: Path) -> Examined:
        """Look for a font: in the project, among those that it names, on this machine."""
        theme = load_theme(Project(folder), Diagnostics())
        if not lacking(self.sample, theme):
            return Examined(self.language, State.OK, "the project has a font for it")
        found = next((one for one in self.families if system_font(one)), None)
        if found:
            words = f"for text in it, write {setting_for(found)}"
            return Examined(self.language, State.OPTIONAL, words)
        family = font_for(script_of(self.sample[0]))
        words = (
            f"for text in it, put a font such as {family} into templates/fonts, or install one and "
            f"write {setting_for(family)}"
        )
        return Examined(self.language, State.OPTIONAL, words, install_commands(self.language))


SCRIPTS = (
    Script(
        "Chinese",
        "中国",
        (
            "Noto Sans CJK SC",
            "Noto Sans SC",
            "Source Han Sans SC",
            "PingFang SC",
            "Microsoft YaHei",
        ),
    ),
    Script(
        "Japanese", "日本ひら", ("Noto Sans CJK JP", "Noto Sans JP", "Hiragino Sans", "Yu Gothic")
    ),
    Script("Thai", "ไทย", ("Noto Sans Thai", "Thonburi", "Leelawadee UI")),
    Script(
        "Hindi",
        "हिन्दी",
        ("Noto Sans Devanagari", "Kohinoor Devanagari", "Nirmala UI", "Lohit Devanagari"),
    ),
)

LOOKS = (
    _python,
    _pango,
    _harfbuzz,
    _pandoc,
    _fonts,
    _outputs,
    _disk,
    _make,
    _libreoffice,
    *(script.look for script in SCRIPTS),
)
"""What is looked at, in this order; each is given the project's folder."""
