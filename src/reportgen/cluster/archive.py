"""The project as one archive that travels: its files, the same bytes each time."""

import hashlib
import io
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reportgen.checks.do_not_publish import FILE as PRIVATE
from reportgen.diagnostics import UsageError
from reportgen.files.project import Project

LEFT_OUT = ("build", "__pycache__", "node_modules", "local.mk", PRIVATE)
"""What stays here: what is made, and the names that nobody else is to see."""
LARGEST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Archive:
    """A tar file (POSIX.1-2001), and its SHA-256."""

    data: bytes
    digest: str


def packed(project: Project) -> Archive:
    """Return the files of a project, without what is hidden and what is made.

    Raises UsageError for one that is too large to travel.
    """
    written, total = io.BytesIO(), 0
    with tarfile.open(fileobj=written, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in _files(project.root, project.root.resolve()):
            data = path.read_bytes()
            total += len(data)
            if total > LARGEST:
                message = f"the project has more than {LARGEST // 10**9} GB; it does not travel"
                raise UsageError(f"{message}; move what no document reads out of its folder")
            entry = tarfile.TarInfo(path.relative_to(project.root).as_posix())
            entry.size, entry.mode = len(data), 0o644
            archive.addfile(entry, io.BytesIO(data))
    data = written.getvalue()
    return Archive(data, hashlib.sha256(data).hexdigest())


def _files(folder: Path, root: Path) -> Iterator[Path]:
    """Yield the files below a folder in order; links that lead out of `root` are passed over."""
    for path in sorted(folder.iterdir()):
        is_ours = path.resolve().is_relative_to(root)
        if path.name.startswith(".") or path.name in LEFT_OUT or not is_ours:
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _files(path, root)
        elif path.is_file():
            yield path


def unpacked(data: bytes, digest: str, folder: Path) -> None:
    """Write the files of an archive into a new folder. Raises ValueError where it was altered."""
    if hashlib.sha256(data).hexdigest() != digest:
        raise ValueError("the archive is not what was sent")
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        archive.extractall(folder, filter="data")
