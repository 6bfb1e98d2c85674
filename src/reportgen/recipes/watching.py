"""Builds again whenever a file is saved, in one process that stays warm."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from watchfiles import Change, DefaultFilter, watch

from reportgen.diagnostics import ContentError, Diagnostics, UsageError
from reportgen.files.project import Project
from reportgen.files.project_file import judging
from reportgen.garbage import searched
from reportgen.recipes.building import Output, build
from reportgen.recipes.standby import BUILDING

FOLDERS = ("content", "figures", "templates")
DEBOUNCE = 200
"""Files saved within so many milliseconds of each other are one change."""

LOOK_AGAIN = 250
"""After so many milliseconds it is looked whether a folder has come or gone."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What became of one build: its outputs, findings, seconds, and whether it failed.

    `saved` names the files that were saved before it; `refused` says why nothing could be written.
    """

    saved: tuple[str, ...]
    outputs: tuple[Output, ...]
    diagnostics: Diagnostics
    seconds: float
    failed: bool
    refused: str = ""


def rebuilds(project: Project, formats: tuple[str, ...]) -> Iterator[Rebuilt]:
    """Build now, and again after each change; yield what became of it. Ends by Ctrl-C only.

    The folders are watched before the first build, so what is saved during a build counts.
    """
    for saved in changes_of(project):
        if saved is not None:
            yield _rebuilt(project, formats, saved)
            with BUILDING:
                searched()


def changes_of(project: Project) -> Iterator[tuple[str, ...] | None]:
    """Yield () at the start, the files saved together, and None from time to time; never ends."""
    while True:
        folders = _folders(project)
        changes = _changes(project, folders)
        saved = next(changes)
        while folders == _folders(project):
            yield saved
            saved = next(changes)


def _changes(project: Project, folders: Sequence[Path]) -> Iterator[tuple[str, ...] | None]:
    """Yield nothing saved at the start, the files saved together, or None from time to time."""
    found = watch(
        *folders,
        watch_filter=_Sources(),
        debounce=DEBOUNCE,
        rust_timeout=LOOK_AGAIN,
        yield_on_timeout=True,
        raise_interrupt=True,
    )
    yield tuple(_names(project, next(found)))
    for changes in found:
        yield tuple(_names(project, changes)) if changes else None


def _names(project: Project, changes: set[tuple[Change, str]]) -> list[str]:
    """Return the files saved, in order; those gone are named where nothing else was saved."""
    paths = [Path(path) for _, path in changes]
    names = map(project.relative, [path for path in paths if path.exists()] or paths)
    return sorted(set(filter(None, names)))


def _folders(project: Project) -> tuple[Path, ...]:
    return tuple(path for name in FOLDERS if (path := project.root / name).is_dir())


class _Sources(DefaultFilter):
    """Passes over what editors and Python write beside the files that they save."""

    def __call__(self, change: Change, path: str) -> bool:
        return not Path(path).name.startswith((".", "#")) and super().__call__(change, path)


def _rebuilt(project: Project, formats: tuple[str, ...], saved: tuple[str, ...]) -> Rebuilt:
    start = time.perf_counter()
    diagnostics, _ = judging(Project(project.root))
    outputs: list[Output] = []
    failed, refused = False, ""
    try:
        with BUILDING:
            outputs.extend(build(Project(project.root), formats, diagnostics))
    except ContentError:
        failed = True
    except UsageError as error:
        failed, refused = True, str(error)
    seconds = time.perf_counter() - start
    return Rebuilt(saved, tuple(outputs), diagnostics, seconds, failed, refused)
