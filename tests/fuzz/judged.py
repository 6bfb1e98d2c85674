"""Judges what becomes of a project: both files sound and complete, or refused with a place."""

import gc
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import FrameType

from reportgen.citing import citations
from reportgen.diagnostics import ContentError, Diagnostic, Diagnostics, Level, concise
from reportgen.files.project import Project
from reportgen.recipes.building import build
from reportgen.recipes.checking import check
from reportgen.recipes.finished_files import check_finished
from reportgen.recipes.outputs import FORMATS, WRITERS
from reportgen.recipes.prepared import prepare, quiet

PATIENCE = 60
"""Seconds of this process's own work after which a build or check of a small document hangs."""
FAULTS = ("lost-in-layout", "not-conforming", "lost-from-source", "raw-syntax")
"""What a build says of itself, not of the document."""

KEPT_ANSWERS = 200
"""Answers of citeproc that are kept: the witness asks the same of most documents."""
citations._answered = lru_cache(KEPT_ANSWERS)(citations._answered.__wrapped__)
gc.set_threshold(50_000, 10, 10)


class Hang(BaseException):
    """A project took longer than PATIENCE; nothing that looks for culprits may take it for one."""


@contextmanager
def limited(seconds: int) -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise Hang(f"no end in {seconds} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def write(files: dict[str, str], root: Path) -> None:
    """Write the files of a project, and a small picture beside the document."""
    from PIL import Image

    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    Image.new("RGB", (60, 40), "navy").save(root / "content/dot.png")


def outcome(root: Path, *, whole: bool = True) -> tuple[str, list[str]]:
    """Make and check a project: "built", "refused" or "broken", and what was said of it.

    The `whole` way is that of the two commands. Else the document is read once for both, and what
    it is made into goes to the checks of finished files at once, which takes a third less.
    """
    found, checked = Diagnostics(), Diagnostics()
    try:
        with limited(PATIENCE):
            (_by_commands if whole else _at_once)(Project(root), found, checked)
    except ContentError as error:
        return _refused(list(error.diagnostics), root)
    except (Exception, Hang):
        return "broken", [traceback.format_exc()]
    if found.errors:
        return _refused(list(found), root)
    alarms = [concise(one) for one in checked if one.level is Level.ERROR]
    return ("broken", alarms) if alarms else ("built", [])


def _by_commands(project: Project, found: Diagnostics, checked: Diagnostics) -> None:
    list(build(project, FORMATS, found))
    if not found.errors:
        list(check(project, checked))


def _at_once(project: Project, found: Diagnostics, checked: Diagnostics) -> None:
    prepared = prepare(project, "content/brief.md", found)
    planned = {one: WRITERS[one][1](prepared.branch(), found, quiet) for one in FORMATS}
    drawn = {one: prepared.draw(plan) for one, plan in planned.items()}
    data = {one: plan.write(drawn[one]) for one, plan in planned.items()}
    found.stop_on_errors()
    check_finished(prepared, drawn["pdf"], data["pdf"], data["pptx"], checked)


def _refused(found: list[Diagnostic], root: Path) -> tuple[str, list[str]]:
    errors = [one for one in found if one.level is Level.ERROR]
    lost = [one for one in errors if one.rule.code in FAULTS]
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
