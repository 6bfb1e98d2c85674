"""Judges what becomes of a project: both files sound and complete, or refused with a place."""

import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from reportgen.diagnostics import ContentError, Diagnostic, Diagnostics, Level, concise
from reportgen.files.project import Project
from reportgen.recipes.building import build
from reportgen.recipes.checking import check
from reportgen.recipes.outputs import FORMATS

PATIENCE = 60
"""Seconds after which a build or a check of a small document hangs."""


class Hang(Exception):
    """A project took longer than PATIENCE."""


@contextmanager
def limited(seconds: int) -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise Hang(f"no end in {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def write(files: dict[str, str], root: Path) -> None:
    """Write the files of a project, and a small picture beside the document."""
    from PIL import Image

    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    Image.new("RGB", (60, 40), "navy").save(root / "content/dot.png")


def outcome(root: Path) -> tuple[str, list[str]]:
    """Build and check a project: "built", "refused" or "broken", and what was said of it."""
    found = Diagnostics()
    try:
        with limited(PATIENCE):
            list(build(Project(root), FORMATS, found))
    except ContentError as error:
        return _refused(list(error.diagnostics), root)
    except Exception:
        return "broken", [traceback.format_exc()]
    if found.errors:
        return _refused(list(found), root)
    checked = Diagnostics()
    try:
        with limited(PATIENCE):
            list(check(Project(root), checked))
    except Exception:
        return "broken", [traceback.format_exc()]
    alarms = [concise(one) for one in checked if one.level is Level.ERROR]
    return ("broken", alarms) if alarms else ("built", [])


def _refused(found: list[Diagnostic], root: Path) -> tuple[str, list[str]]:
    errors = [one for one in found if one.level is Level.ERROR]
    lost = [one for one in errors if one.rule.code in ("lost-in-layout", "not-conforming")]
    placeless = [one for one in errors if not _has_place(one, root)]
    if lost or placeless or not errors:
        return "broken", [concise(one) for one in (lost or placeless)] or ["refused without a word"]
    return "refused", [concise(one) for one in errors]


def _has_place(one: Diagnostic, root: Path) -> bool:
    """Return whether a finding stands at a line of a file that an author wrote."""
    path = root / one.span.path
    if one.span.path.startswith("build") or not path.is_file():
        return False
    return one.span.line <= path.read_text("utf-8", "replace").count("\n") + 1
