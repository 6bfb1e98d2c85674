"""Knows where things lie, and is the one door to files: it remembers what was read."""

import errno
import hashlib
import os
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import islice
from pathlib import Path, PurePosixPath

from reportgen.characters import forbidden
from reportgen.diagnostics import (
    Diagnostics,
    InputChanged,
    Rule,
    Span,
    UsageError,
    suggestion,
)
from reportgen.files.text import sound_text

LITTER = (".", "~$")
"""How files are named that systems and programs leave beside those of an author."""
NO_RIGHT = (errno.EACCES, errno.EPERM)
DEFAULT_THEME = Path(str(files("reportgen") / "default_theme"))


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with content; every file of it is read and written through here.

    Paths are strings relative to the folder, with slashes. Only what lies below the folder (after
    links are followed) can be read, and of the tool's own files only the default theme.
    `reads` fills with every file that was read or looked for, with its SHA-256 as it was then ("",
    where there is no file), and with every listing of a folder (`templates/*.css`). What is read
    again must be as it was: all that comes from one record is of one state of each file.
    """

    root: Path
    reads: dict[str, str] = field(default_factory=dict)

    def branch(self) -> "Project":
        """Return the same project with a record of reads of its own, which starts as a copy."""
        return Project(self.root, dict(self.reads))

    def record(self, path: str, state: str) -> None:
        """Remember a file or listing as it was read. Raises InputChanged where it was another."""
        if self.reads.setdefault(path, state) != state:
            raise InputChanged(path)

    def documents(self) -> tuple[str, ...]:
        """Return the paths of the documents: every Markdown file directly in `content/`.

        One whose name begins with `_` is none: others include it. An original stands before its
        editions in other languages, `NAME.TAG.md`.
        """
        every = (self.root / "content").glob("[!_]*.md")
        found = sorted(every, key=lambda path: path.stem.split("."))
        return tuple(f"content/{path.name}" for path in found if _is_meant(path))

    def report_no_document(self, diagnostics: Diagnostics) -> None:
        """Report that there is no document, and what stands in the place of one."""
        content = self.root / "content"
        hint = "write `content/brief.md`; `reportgen new DIR` gives one to begin with"
        try:
            listed = sorted(path.name for path in content.iterdir() if path.suffix == ".md")
        except OSError as error:
            message = f"`content` cannot be read: {error.strerror}"
            diagnostics.add(Rule.NO_DOCUMENT, message, Span("content"), "give yourself the right")
            return
        folders = [name for name in listed if (content / name).is_dir()]
        message = "there is no document: `content` has no Markdown file"
        if folders:
            message = f"there is no document: `content/{folders[0]}` is a folder"
        diagnostics.add(Rule.NO_DOCUMENT, message, Span("content"), hint)

    def report_names(self, diagnostics: Diagnostics) -> None:
        """Report documents whose names no text can hold: bytes that are not UTF-8, controls."""
        for path in self.documents():
            for _, name in islice(forbidden(path), 1):
                message = f"the name of this file holds {name}"
                diagnostics.add(Rule.BAD_TEXT, message, Span(path), "rename the file")

    def exists(self, path: str) -> bool:
        """Return whether `path` is a file inside the project."""
        there = (inside := self._inside(path)) is not None and inside.is_file()
        if not there:
            self.record(path, "")
        return there

    def read_bytes(self, path: str) -> bytes:
        """Return a file's bytes. Raises FileNotFoundError for none inside the project."""
        inside = self._inside(path)
        if inside is None or not inside.is_file():
            self.record(path, "")
            raise FileNotFoundError(path)
        data = inside.read_bytes()
        self.record(path, hashlib.sha256(data).hexdigest())
        return data

    def read_text(
        self, path: str, diagnostics: Diagnostics, span: Span | None = None
    ) -> str | None:
        """Return a file's text (UTF-8; a byte order mark is dropped), or report and return None.

        `span` is where the file is named, which is the place of the fault where there is no such
        file. A character that no text can hold is reported, with U+FFFD in its place.
        """
        try:
            return sound_text(path, self.read_bytes(path), diagnostics)
        except FileNotFoundError:
            self.report_missing(path, span or Span(path), diagnostics)
        except OSError as error:
            message = f"`{path}` cannot be read: {error.strerror}"
            hint = "give yourself the right to read it" if error.errno in NO_RIGHT else ""
            diagnostics.add(Rule.MISSING_FILE, message, span or Span(path), hint)
        return None

    def report_missing(self, path: str, span: Span, diagnostics: Diagnostics) -> None:
        """Report that there is no file at `path`, with the nearest name there; once."""
        folder = PurePosixPath(path).parent
        near = self._inside(str(folder))
        names = [one.name for one in near.iterdir()] if near is not None and near.is_dir() else []
        outside = self._inside(path) is None
        message = f"`{path}` lies outside the project" if outside else f"there is no file `{path}`"
        if diagnostics.tells(Rule.MISSING_FILE, message):
            return
        diagnostics.add(
            Rule.MISSING_FILE,
            message,
            span,
            "copy the file into the project"
            if outside
            else suggestion(PurePosixPath(path).name, names, "file in that folder"),
        )

    def locate(self, name: str, document: str) -> str:
        """Return the path of a file that a document names: beside the document, else from the root.

        Where neither exists, the path beside the document or, for `figures/`, from the root.
        """
        beside = _normal(str(PurePosixPath(document).parent / name))
        from_root = _normal(name)
        for path in (beside, from_root):
            if self.exists(path):
                self.record(path, self.state(path))
                return path
        return from_root if name.startswith(("figures/", "templates/")) else beside

    def list(self, folder: str, pattern: str) -> tuple[str, ...]:
        """Return the paths of the files in `folder` whose names match the glob `pattern`.

        Links that lead out of the project are passed over.
        """
        listing = f"{folder}/{pattern}"
        self.record(listing, self.state(listing))
        return self._listed(folder, pattern)

    def _listed(self, folder: str, pattern: str) -> tuple[str, ...]:
        inside = self._inside(folder)
        if inside is None or not inside.is_dir():
            return ()
        found = sorted(path for path in inside.glob(pattern) if _is_meant(path))
        names = (f"{folder}/{path.relative_to(inside).as_posix()}" for path in found)
        return tuple(name for name in names if self._inside(name) is not None)

    def state(self, path: str) -> str:
        """Return the SHA-256 of a file or listing as it is now, "" for no file; record nothing."""
        folder, _, name = path.rpartition("/")
        if "*" in name:
            return hashlib.sha256("\n".join(self._listed(folder, name)).encode()).hexdigest()
        inside = self._inside(path)
        if inside is None or not inside.is_file():
            return ""
        return hashlib.sha256(inside.read_bytes()).hexdigest()

    def files_read(self) -> tuple[str, ...]:
        """Return the paths of the files that were read, those that are there, in order."""
        found = (path for path, state in self.reads.items() if state and "*" not in path)
        return tuple(sorted(found))

    def absolute(self, path: str) -> Path:
        """Return where a file of the project lies on this machine, and record it as read.

        Raises FileNotFoundError for a path that leads out of the project.
        """
        inside = self._inside(path)
        if inside is None:
            raise FileNotFoundError(path)
        self.record(path, self.state(path))
        return inside

    def relative(self, path: str | Path) -> str | None:
        """Return an absolute path as a path of the project, None where it lies outside."""
        try:
            return Path(path).resolve().relative_to(self.root.resolve()).as_posix()
        except (ValueError, OSError):
            return None

    def digest(self, path: str) -> str:
        """Return the SHA-256 of a file, in hexadecimal."""
        return hashlib.sha256(self.read_bytes(path)).hexdigest()

    def write(self, path: str, data: bytes) -> None:
        """Write a file so that it appears whole or not at all: beside its place, then by rename.

        Raises UsageError where the folder or the disk does not take it; the old file then stays.
        """
        self.reads.pop(path, None)
        place = self.root / path
        if self._inside(path) is None:
            raise UsageError(f"`{path}` would be written outside the project: a link leads there")
        temporary = ""
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            prefix = f".{os.getpid()}-"
            number, temporary = tempfile.mkstemp(prefix=prefix, suffix=".tmp", dir=place.parent)
            with os.fdopen(number, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o666 & ~_umask())
            Path(temporary).replace(place)
        except OSError as error:
            if temporary:
                Path(temporary).unlink(missing_ok=True)
            raise UsageError(f"cannot write `{path}`: {error.strerror}") from error

    def has(self, path: str, data: bytes) -> bool:
        """Return whether a file is there and holds these bytes; record nothing."""
        return self.state(path) == hashlib.sha256(data).hexdigest()

    def touch(self, path: str) -> None:
        """Give a file the time of now: it was looked at, and is up to date."""
        with suppress(OSError):  # a folder that may only be read; make will ask again
            os.utime(self.root / path)

    def sweep(self, folder: str) -> None:
        """Delete the temporary files of processes that were killed while they wrote in `folder`."""
        inside = self._inside(folder)
        for path in inside.glob(".*-*.tmp") if inside is not None else ():
            number = path.name[1:].partition("-")[0]
            if number.isdecimal() and not _runs(int(number)):
                with suppress(OSError):
                    path.unlink()

    def _inside(self, path: str) -> Path | None:
        try:
            full = (self.root / path).resolve()
        except (OSError, RuntimeError, ValueError):
            return None
        return full if full.is_relative_to(self.root.resolve()) else None


def open_project(folder: str | os.PathLike[str]) -> Project:
    """Return the project in `folder`. Raises UsageError where there is no `content/` in it."""
    root = Path(folder)
    if not (root / "content").is_dir():
        raise UsageError(f"there is no folder `content` in `{folder}`")
    return Project(root)


def theme_file(name: str) -> Path:
    """Return where a file of the default theme lies. It need not exist."""
    return DEFAULT_THEME / name


def _umask() -> int:
    """Return the rights that the user does not give to new files (umask(2))."""
    own = os.umask(0o077)
    os.umask(own)
    return own


def _is_meant(path: Path) -> bool:
    """Return whether a path is a file of an author, not litter: `._brief.md`, `.#brief.md`."""
    try:
        return path.is_file() and not path.name.startswith(LITTER)
    except OSError:  # links in a circle, names that are too long
        return False


def _runs(number: int) -> bool:
    """Return whether there is a process with this number (kill(2)); on Windows, it may be so.

    There `os.kill` would end the process that it asks for.
    """
    if sys.platform == "win32":
        return True
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _normal(path: str) -> str:
    """Return a path without `.` and without `..` where it can be taken back."""
    parts: list[str] = []
    for part in PurePosixPath(path).parts:
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
