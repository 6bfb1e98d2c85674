"""Gives a project as it was at a git revision, in a folder of its own."""

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reportgen.diagnostics import UsageError
from reportgen.files.project import Project, open_project


@contextmanager
def at_revision(project: Project, revision: str) -> Iterator[Project]:
    """Give the project as git has it at `revision`; it is deleted afterwards.

    Raises UsageError where git knows no such revision.
    """
    if revision.startswith("-"):
        raise UsageError(f"`{revision}` is no revision")
    command = ["git", "-C", str(project.root), "archive", "--format=tar", revision]
    try:
        done = subprocess.run(command, capture_output=True, check=True)
    except FileNotFoundError as error:
        raise UsageError("git is not installed") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        raise UsageError(f"git has no revision `{revision}` of this project: {said}") from error
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(folder, filter="data")
        yield open_project(Path(folder))
