"""Writes a starter project: a small brief and its deck, which build at once."""

import re
import sysconfig
import tempfile
from collections.abc import Mapping
from importlib.resources import files as resources
from pathlib import Path

from reportgen.diagnostics import UsageError
from reportgen.files.project_file import FILE
from reportgen.platforms import PACKAGES, Platform
from reportgen.releases import compatible
from reportgen.version import __version__

STARTER = Path(str(resources("reportgen") / "starter"))
RENAMED = {
    "gitignore": ".gitignore",
    "ci/github.yml": ".github/workflows/build.yml",
    "ci/gitlab.yml": ".gitlab-ci.yml",
}
"""Files with another name in the package, where git and hatchling would follow them."""
LIBRARIES = (PACKAGES[one][Platform.DEBIAN] for one in ("Pango", "HarfBuzz"))
FILLED = {b"@VERSION@": __version__.encode(), b"@PACKAGES@": " ".join(LIBRARIES).encode()}
"""What stands in files of `ci/` for this very version, and for the libraries that it needs."""
SETTINGS = """\
# What holds for the whole project (docs/authoring.md). When a new version of reportgen comes,
# `reportgen upgrade` shows what it changes here.
requires-reportgen: "{}"
"""
LOCAL = "local.mk"
"""Tells make where the tool is on this machine; git ignores it."""
PLAIN = re.compile(r"[\w./:@+-]+")
"""A path that neither make nor its shell reads anything into."""


def start(folder: Path) -> None:
    """Write the starter project to `folder`, which is new or empty.

    It is made beside its place and moved there, so that it appears whole or not at all. Raises
    UsageError where something is there already, or nothing can be written.
    """
    files = {
        path.relative_to(STARTER).as_posix(): path.read_bytes()
        for path in STARTER.rglob("*")
        if path.is_file() and path.parent.name != "__pycache__"
    }
    _begin(folder, files)


def begin(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a project of `files` to `folder`, with the starter's Makefile, as `start` does."""
    own = {name: (STARTER / name).read_bytes() for name in ("Makefile", *RENAMED)}
    _begin(folder, {**own, **files})


def starter_file(path: str) -> bytes:
    """Return a file of a new project, by its path there."""
    inside = {there: name for name, there in RENAMED.items()}.get(path, path)
    data = (STARTER / inside).read_bytes()
    return _filled(data) if inside.startswith("ci/") else data


def _begin(folder: Path, files: Mapping[str, bytes]) -> None:
    try:
        _refuse_what_is_there(folder)
        target = folder.resolve()
        with tempfile.TemporaryDirectory(prefix=".", suffix=".tmp", dir=target.parent) as place:
            made = Path(place) / target.name
            _write(made, files)
            _move(made, target)
    except OSError as error:
        raise UsageError(f"cannot write `{folder}`: {error.strerror}") from error


def _refuse_what_is_there(folder: Path) -> None:
    if folder.is_dir():
        if first := min((path.name for path in folder.iterdir()), default=""):
            message = f"`{folder}` is not empty: `{first}` is in it"
            raise UsageError(f"{message}; name a folder that is new or empty")
    elif folder.exists() or folder.is_symlink():
        raise UsageError(f"`{folder}` is no folder; name one that is new or empty")
    elif not folder.parent.is_dir():
        raise UsageError(f"there is no folder `{folder.parent}` to make `{folder.name}` in")


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files to a new folder; not as copies, whose modes may be read-only."""
    for name, data in files.items():
        place = folder / RENAMED.get(name, name)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(_filled(data) if name.startswith("ci/") else data)
    (folder / LOCAL).write_text(_local(), "utf-8")
    (folder / FILE).write_text(SETTINGS.format(compatible()), "utf-8")


def _filled(data: bytes) -> bytes:
    for name, value in FILLED.items():
        data = data.replace(name, value)
    return data


def _local() -> str:
    """Return the lines that tell make where this very tool is."""
    text = "# Where reportgen is on this machine. `reportgen new` wrote this; git ignores it.\n"
    command = (Path(sysconfig.get_path("scripts")) / "reportgen").as_posix()
    if Path(command).is_file() and PLAIN.fullmatch(command):
        text += f"REPORTGEN ?= {command}\n"
    return text


def _move(made: Path, target: Path) -> None:
    """Move a folder to its place; an empty folder there stays the same one, for shells in it."""
    if not target.exists():
        made.rename(target)
        return
    moved: list[Path] = []
    try:
        for path in sorted(made.iterdir()):
            moved.append(path.rename(target / path.name))  # noqa: PERF401  known if one fails
    except OSError:
        for path in moved:
            path.rename(made / path.name)
        raise
