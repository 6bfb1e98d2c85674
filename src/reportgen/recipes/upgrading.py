"""The recipe of an upgrade: what a new release changes in a project, and the edits that are due."""

import difflib
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from msgspec import DecodeError
from packaging.specifiers import InvalidSpecifier, SpecifierSet

from reportgen.diagnostics import ContentError, Diagnostic, Diagnostics, Level, UsageError
from reportgen.files.project import Project
from reportgen.files.project_file import FILE, judging
from reportgen.files.yaml_file import parse_yaml
from reportgen.ledger.changes import Change, compare
from reportgen.ledger.claims import from_json
from reportgen.recipes.building import build
from reportgen.recipes.checking import check
from reportgen.recipes.finished_changes import FileChange, file_changes
from reportgen.recipes.new_project import starter_file
from reportgen.recipes.outputs import FORMATS
from reportgen.recipes.prepared import Stage, quiet
from reportgen.releases import (
    FRONT_MATTER,
    NEWEST_LOOKS,
    RELEASES,
    Release,
    compatible,
    later_than,
    renamed_in,
)
from reportgen.version import __version__

WORKFLOWS = (".github/workflows/build.yml", ".gitlab-ci.yml")
PINNED = re.compile(r"(brief-and-deck==)([\w.]+)")
REQUIRED = re.compile(r"^(requires-reportgen:[ \t]*)[^#\n]*?(?=[ \t]*(?:#.*)?$)", re.MULTILINE)
HEAD = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
LEFT = ("build", ".git", ".venv", "node_modules", "__pycache__")
"""Folders that are not copied for a trial."""


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What a new release changes in a project.

    `known_by` says where the version `old` stands. `edits` are the diffs of files that are due, by
    path; `releases` those that lie between. `findings` are of rules that are new or stricter, or
    errors of any rule: with the edits made, the project has them. `files` are finished files that
    differ; `missing` those of which there is none of the old version to compare with.
    """

    old: str
    known_by: str
    releases: tuple[Release, ...]
    edits: Mapping[str, str]
    findings: tuple[Diagnostic, ...]
    files: tuple[FileChange, ...]
    missing: tuple[str, ...]
    changes: tuple[Change, ...]
    """Numbers, sources and works that the ledger has in another way."""
    looks: tuple[tuple[str, str, str], ...]
    """For each document whose look changes: its path, the old look, the release that drops it."""


def upgrade(
    project: Project,
    *,
    old: str = "",
    write: bool = False,
    keep_look: bool = False,
    stage: Stage = quiet,
) -> Upgrade:
    """Return what this release changes in a project of an earlier one.

    `old` names its version where the project does not. The project is tried in a copy, with the
    edits made; only with `write` are they made in the project itself. With `keep_look` they name
    the look that each document had. Raises UsageError where `old` is no release.
    """
    version, known_by = (old, "--from") if old else known_version(project)
    releases = later_than(version)
    edits = dict(_edits(project, version, releases, keep_look=keep_look)) if releases else {}
    looks = () if keep_look else tuple(_looks(project, releases))
    found: list[Diagnostic] = []
    files: list[FileChange] = []
    missing: list[str] = []
    changes: list[Change] = []
    if releases:
        with _tried(project, edits) as trial:
            found = list(_findings(trial, releases, stage))
            for path in trial.documents():
                stem = PurePosixPath(path).stem
                changes += _changes(project, trial, f"build/{stem}.claims.json")
                for kind in FORMATS:
                    name = f"build/{stem}.{kind}"
                    if not project.exists(name):
                        missing.append(name)
                    elif trial.exists(name):
                        before, now = project.read_bytes(name), trial.read_bytes(name)
                        files += file_changes(name, kind, before, now)
    diffs = {path: _diff(project, path, text) for path, text in edits.items()}
    if write:
        for path, text in edits.items():
            project.write(path, text.encode())
    return Upgrade(
        version,
        known_by,
        releases,
        diffs,
        tuple(found),
        tuple(files),
        tuple(missing),
        tuple(changes),
        looks,
    )


def known_version(project: Project) -> tuple[str, str]:
    """Return the release that a project is for, and where that stands.

    It is the version that built what lies in build/, else the lowest that `requires-reportgen`
    takes, else that of a workflow, else the first release.
    """
    for path in sorted((project.root / "build").glob("*.claims.json")):
        text = path.read_text("utf-8", "replace")
        if made := re.search(r'"reportgen": ?"([\d.]+\w*)', text):
            return made[1], f"build/{path.name}"
        if '"reportgen-claims/1"' in text:
            return RELEASES[0].version, f"build/{path.name}"
    if project.exists(FILE):
        text = project.read_bytes(FILE).decode("utf-8", "replace")
        wanted = parse_yaml(FILE, text, Diagnostics()).value
        if isinstance(wanted, dict) and (lowest := _lowest(str(wanted.get(WANTED, "")))):
            return lowest, FILE
    for workflow in WORKFLOWS:
        if project.exists(workflow):
            text = project.read_bytes(workflow).decode("utf-8", "replace")
            if pinned := PINNED.search(text):
                return pinned[2], workflow
    return RELEASES[0].version, "nothing says which; it is taken for the first"


WANTED = "requires-reportgen"


def _lowest(wanted: str) -> str:
    """Return the oldest release that a specifier takes (PEP 440), "" for none."""
    try:
        takes = SpecifierSet(wanted)
    except InvalidSpecifier:
        return ""
    return next((one.version for one in RELEASES if wanted and takes.contains(one.version)), "")


# --- edits ------------------------------------------------------------------------------------


def _edits(
    project: Project, version: str, releases: tuple[Release, ...], *, keep_look: bool
) -> Iterator[tuple[str, str]]:
    """Yield the files that are to be written in another way, each with its new text."""
    kept = {one.theme: one.old for release in releases for one in release.looks}
    for path in project.documents():
        text = _text(project, path)
        head = HEAD.match(text)
        if head is None:
            continue
        new = _renamed(head[1])
        if keep_look:
            new = _kept_look(new, kept)
        if new != head[1]:
            yield path, text[: head.start(1)] + new + text[head.end(1) :]
    yield from _edits_of_versions(project, version)
    yield from _edits_of_starter(project, releases)


def _renamed(front: str) -> str:
    for _, one in renamed_in(FRONT_MATTER):
        line = re.compile(
            rf"^{re.escape(one.old)}:[ \t]*(['\"]?){re.escape(one.old_value)}\1(?=[ \t]*(#|$))",
            re.MULTILINE,
        )
        has_new = re.search(rf"^{re.escape(one.new)}:", front, re.MULTILINE)
        front = re.sub(rf"{line.pattern}.*\n?", "", front, flags=re.M) if has_new else line.sub(
            one.line, front
        )  # fmt: skip
    return front


def _kept_look(front: str, kept: Mapping[str, str]) -> str:
    """Return a front matter that names the look that it had before."""
    named = re.search(r"^theme:[ \t]*([\w-]+)[ \t]*$", front, re.MULTILINE)
    if named is not None:
        look = kept.get(named[1])
        return front[: named.start(1)] + look + front[named.end(1) :] if look else front
    has_own = re.search(r"^theme:", front, re.MULTILINE)
    return front if has_own or "brief" not in kept else f"{front}theme: {kept['brief']}\n"


def _edits_of_versions(project: Project, version: str) -> Iterator[tuple[str, str]]:
    """Yield what names the old version: `requires-reportgen`, and what workflows install."""
    if project.exists(FILE):
        text = _text(project, FILE)
        wanted = parse_yaml(FILE, text, Diagnostics()).value
        asked = str(wanted.get(WANTED, "")) if isinstance(wanted, dict) else ""
        if asked and not _takes(asked):
            yield FILE, REQUIRED.sub(rf'\g<1>"{compatible()}"', text)
    for path in WORKFLOWS:
        if project.exists(path):
            text = _text(project, path)
            new = PINNED.sub(rf"\g<1>{__version__}", text)
            if new != text:
                yield path, new


def _takes(wanted: str) -> bool:
    try:
        return SpecifierSet(wanted).contains(__version__, prereleases=True)
    except InvalidSpecifier:
        return True  # that is told as a fault of its own


def _edits_of_starter(project: Project, releases: Iterable[Release]) -> Iterator[tuple[str, str]]:
    """Yield files as `reportgen new` writes them now, where they are as it wrote them before."""
    known: dict[str, set[str]] = {}
    for release in releases:
        for path, digests in release.starter.items():
            known.setdefault(path, set()).update(digests)
    for path, written in known.items():
        if project.exists(path) and project.digest(path) in written:
            yield path, starter_file(path).decode()


def _text(project: Project, path: str) -> str:
    return project.read_bytes(path).decode("utf-8", "replace")


def _diff(project: Project, path: str, text: str) -> str:
    old = _text(project, path).splitlines(keepends=True)
    return "".join(difflib.unified_diff(old, text.splitlines(keepends=True), path, path, n=1))


def _looks(project: Project, releases: Iterable[Release]) -> Iterator[tuple[str, str, str]]:
    """Yield the documents that get another look because they name none by its number."""
    replaced = {one.theme: one for release in releases for one in release.looks}
    for path in project.documents():
        head = HEAD.match(_text(project, path))
        named = re.search(r"^theme:[ \t]*([\w@-]+)", head[1] if head else "", re.MULTILINE)
        look = replaced.get(named[1] if named else next(iter(NEWEST_LOOKS)))
        if look is not None:
            yield path, look.old, look.kept_until


MEANING = ("claim", "number", "value", "source", "work")
"""Kinds of changes of a ledger that change what a document says."""


def _changes(project: Project, trial: Project, path: str) -> Iterator[Change]:
    """Yield what two ledgers say in another way, where both can be read."""
    try:
        old, new = (from_json(one.read_bytes(path)) for one in (project, trial))
    except (FileNotFoundError, DecodeError):
        return
    for one in compare(old, new):
        if one.kind in MEANING:
            yield one


# --- trial ------------------------------------------------------------------------------------


@contextmanager
def _tried(project: Project, edits: Mapping[str, str]) -> Iterator[Project]:
    """Give a copy of a project with edits made, without what was built of it."""
    with tempfile.TemporaryDirectory(prefix="reportgen-") as place:
        target = Path(place) / (project.root.resolve().name or "project")
        try:
            shutil.copytree(project.root, target, ignore=shutil.ignore_patterns(*LEFT))
        except (OSError, shutil.Error) as error:
            raise UsageError(f"the project cannot be copied to try it: {error}") from error
        for path, text in edits.items():
            (target / path).write_text(text, "utf-8")
        yield Project(target)


def _findings(trial: Project, releases: tuple[Release, ...], stage: Stage) -> Iterator[Diagnostic]:
    """Build and check a copy; yield errors, and warnings of rules that are new or stricter."""
    diagnostics, _ = judging(trial)
    try:
        diagnostics.stop_on_errors()
        for _ in build(trial, FORMATS, diagnostics, stage):
            pass
        for _ in check(trial, diagnostics, stage):
            pass
    except ContentError as error:
        diagnostics.update(error.diagnostics)
    new = {code for one in releases for code in (*one.rules, *one.stricter)}
    for found in diagnostics:
        if found.level is Level.ERROR or found.rule.code in new:
            yield found
