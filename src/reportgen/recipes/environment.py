"""What of a machine decides the bytes of finished files: the tool, its libraries, its fonts."""

import ctypes
import ctypes.util
import hashlib
import platform
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from reportgen.files import cache as kept
from reportgen.files.project import DEFAULT_THEME
from reportgen.pandoc import located
from reportgen.version import __version__

Environment = dict[str, str]


def environment() -> Environment:
    """Return name and version of all that sets bytes, as it is loaded now.

    What only PDFs are laid out with is asked only where it is loaded: a deck does without.
    """
    found = dict(_always())
    return found | _layout() if "weasyprint" in sys.modules else found


@cache
def _always() -> Environment:
    found = {
        "reportgen": f"{__version__} ({kept.code()[:12]})",
        "python": platform.python_version(),
        "pandoc": located()[1],
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "fonts": _fonts(),
    }
    return found | _versions("matplotlib", "polars", "python-pptx", "lxml", "pillow")


@cache
def _layout() -> Environment:
    return _versions("weasyprint", "pydyf") | {name: _asked(read) for name, read in LOADED.items()}


def _versions(*names: str) -> Environment:
    found = {}
    for name in names:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def _asked(read: Callable[[], str]) -> str:
    """Return what a library says of its version, "unknown" where it cannot be asked."""
    try:
        return read()
    except (OSError, AttributeError, ImportError, ValueError):
        return "unknown"


def _pango() -> str:
    from weasyprint.text.ffi import pango

    number = int(pango.pango_version())
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def _subsetting() -> str:
    """Return who makes the subsets of fonts: HarfBuzz where its library is there."""
    from weasyprint.text import ffi

    return "HarfBuzz" if ffi.harfbuzz_subset is not None else "fontTools"


def _harfbuzz() -> str:
    library = _library("harfbuzz")
    library.hb_version_string.restype = ctypes.c_char_p
    return str(library.hb_version_string().decode())


def _freetype() -> str:
    library = _library("freetype")
    handle, numbers = ctypes.c_void_p(), [ctypes.c_int() for _ in range(3)]
    if library.FT_Init_FreeType(ctypes.byref(handle)):
        raise OSError("FreeType does not start")
    library.FT_Library_Version(handle, *map(ctypes.byref, numbers))
    library.FT_Done_FreeType(handle)
    return ".".join(str(one.value) for one in numbers)


def _library(name: str) -> ctypes.CDLL:
    """Return a library by the name under which it is loaded. Raises OSError where there is none."""
    found = ctypes.util.find_library(name)
    if found is None:
        raise OSError(f"no {name}")
    return ctypes.CDLL(found)


LOADED: dict[str, Callable[[], str]] = {
    "pango": _pango,
    "harfbuzz": _harfbuzz,
    "subsets of fonts": _subsetting,
    "freetype": _freetype,
}
"""Libraries that WeasyPrint loads, with what asks them for their version."""

LAYOUT = frozenset({"weasyprint", "pydyf", *LOADED})
"""What only a process that has laid a PDF out knows."""


def _fonts() -> str:
    """Return a digest of the fonts that come with the tool; a project's own are its inputs."""
    read = hashlib.sha256()
    for path in sorted(Path(DEFAULT_THEME).rglob("*")):
        if path.suffix in (".ttf", ".otf", ".woff2"):
            read.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return read.hexdigest()[:12]


def differing(old: Environment, new: Environment) -> list[str]:
    """Return in words what differs of what both environments name: "pango 1.50, here 1.52"."""
    return [
        f"{name} {old[name]}, here {new[name]}"
        for name in sorted({*old} & {*new})
        if old[name] != new[name]
    ]
