"""The recipe of a build: which outputs are due, and for these read, resolve, draw, write."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import NoReturn

import msgspec

from reportgen.diagnostics import (
    ContentError,
    Diagnostics,
    EnvironmentFault,
    InputChanged,
    Span,
    UsageError,
)
from reportgen.drawing.pool import cores, warm
from reportgen.files import cache
from reportgen.files.cache import CacheEntry
from reportgen.files.depfile import depfile
from reportgen.files.last_word import at_work
from reportgen.files.project import Project
from reportgen.garbage import unsearched
from reportgen.recipes.beside import is_beside
from reportgen.recipes.build_process import Answer
from reportgen.recipes.edition_findings import tell
from reportgen.recipes.editions import Edition, Wanted, list_for_make
from reportgen.recipes.environment import environment
from reportgen.recipes.ledgers import ledger_is_of_files, write_ledger
from reportgen.recipes.outputs import FORMATS, WRITERS
from reportgen.recipes.prepared import (
    PlannedOutput,
    Prepared,
    Stage,
    editions_named,
    prepare,
    quiet,
)
from reportgen.recipes.records import ENVIRONMENT
from reportgen.recipes.sealing import sealed_outputs, unseal
from reportgen.recipes.side_by_side import FEWEST, Builders, side_by_side
from reportgen.recipes.witnessing import ask_of_build
from reportgen.recipes.worded_claims import family


@dataclass(frozen=True, slots=True)
class Output:
    """A file that a build made or looked at: its path, and whether it is another than before."""

    path: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How far the editions of a document are: so many done, of which failed, `of` all."""

    done: int
    failed: int
    of: int


@dataclass(frozen=True)
class Many:
    """How editions are built that are due: by `builders`; `tell` is told how far they are."""

    builders: Builders | None = None
    tell: Callable[[Tally], None] = lambda _: None


def build(
    project: Project,
    formats: tuple[str, ...],
    diagnostics: Diagnostics,
    stage: Stage = quiet,
    only: str = "",
    wanted: Wanted | None = None,
    many: Many | None = None,
) -> Iterator[Output]:
    """Write the files of every document, or of the one named `only`; yield each.

    A file whose inputs are all as they were is left alone. Of a document with editions those that
    are `wanted` are built. A document or edition with faults does not keep the others from it.
    Raises UsageError where there is no such document, and after all of them ContentError where some
    had faults: their old files stay as they are.
    """
    for folder in ("build", cache.FOLDER):
        project.sweep(folder)
    every = editions_named(project, only, diagnostics)
    chosen = every if wanted is None else wanted.of(project.branch(), every, diagnostics)
    for path in dict.fromkeys(one.path for one in every):
        mine = tuple(one for one in chosen if one.path == path)
        list_for_make(project.branch(), path, diagnostics)
        if mine and mine[0].subject:
            yield from _all_built(project, mine, formats, diagnostics, stage, many or Many())
        for one in mine:
            if not one.subject:
                with suppress(ContentError):  # what is wrong with it is in `diagnostics`
                    yield from built(project, one, formats, diagnostics, stage)
    diagnostics.stop_on_errors()


def _all_built(
    project: Project,
    editions: tuple[Edition, ...],
    formats: tuple[str, ...],
    diagnostics: Diagnostics,
    stage: Stage,
    many: Many,
) -> Iterator[Output]:
    """Write the outputs of the editions of a document; what is found is told with their names."""
    found = {one.subject: diagnostics.another() for one in editions}
    due = [one for one in editions if is_due(project, one, formats)]
    failed = 0
    apart = many.builders or (side_by_side if len(due) >= FEWEST and cores() > 1 else None)
    for one in editions if apart is None else [one for one in editions if one not in due]:
        try:
            yield from built(project, one, formats, found[one.subject], stage)
        except ContentError:
            failed += 1
    if apart is not None:
        many.tell(Tally(0, 0, len(due)))
        for done, (one, answer) in enumerate(apart(project, due, formats), 1):
            if answer.refused:
                _refuse(answer, one)
            failed += answer.failed
            found[one.subject].update(told.finding for told in answer.findings)
            yield from (Output(path, changed) for path, changed in answer.outputs)
            many.tell(Tally(done, failed, len(due)))
    tell(found, diagnostics)


def _refuse(answer: Answer, edition: Edition) -> NoReturn:
    """Raise what kept a process from building an edition at all."""
    if answer.command:
        raise EnvironmentFault(answer.refused, answer.command)
    raise UsageError(f"edition `{edition.subject}`: {answer.refused}")


def is_due(project: Project, edition: Edition, formats: tuple[str, ...]) -> bool:
    """Return whether an output of an edition, or its ledger, is not as it would be made now."""
    sealed = sealed_outputs(project, edition.name)
    if not sealed and not ledger_is_of_files(project, edition.name):
        return True
    return any(
        target not in sealed and _up_to_date(project, target) is None
        for target in targets_of(edition.name, formats).values()
    )


def targets_of(name: str, formats: tuple[str, ...]) -> dict[str, str]:
    """Return where the outputs of an edition lie, by format."""
    return {one: f"build/{WRITERS[one][0].format(name)}" for one in formats}


def built(
    project: Project,
    edition: Edition,
    formats: tuple[str, ...],
    diagnostics: Diagnostics,
    stage: Stage = quiet,
) -> Iterator[Output]:
    """Write the outputs of an edition that are due, each beside a depfile; then the ledger.

    Raises ContentError for faults.
    """
    due, name = dict[str, str](), edition.name
    targets: Mapping[str, str] = targets_of(name, formats)
    sealed = sealed_outputs(project, name)
    for format_, target in targets.items():
        if (made := _up_to_date(project, target)) is None and target in sealed:
            yield Output(target, changed=False)
        elif made is None:
            due[format_] = target
        else:
            made.report(diagnostics)
            project.touch(target)
            yield Output(target, changed=False)
    if not due and (sealed or ledger_is_of_files(project, name)):
        return
    with unsearched():
        warm(project)
        try:
            with at_work(edition.path, Span(edition.path), BETWEEN):
                finished = _finished(project, edition, due, diagnostics, stage)
        except ContentError as error:
            diagnostics.update(error.diagnostics)
            raise
        diagnostics.update(finished.shared)
        for one in due:
            diagnostics.update(finished.own[one])
        for one, target in due.items():
            found = diagnostics.another()
            found.update(finished.shared)
            found.update(finished.own[one])
            others = family(project, edition.path)
            yield _write(finished.projects[one], target, finished.data[one], found, others)
        with stage("write ledger"):
            write_ledger(finished.prepared, finished.data, diagnostics)
            unseal(project, name)


BETWEEN = 3.0
"""Between its stages a document may take so many times the patience that one thing has."""

TRIES = 5
"""So often a build starts over because a file was saved while it was read."""


@dataclass(frozen=True, slots=True)
class _Finished:
    """Outputs of a document before they are written, by format.

    `projects` hold the record of what each was made from; of what was reported, `shared` is of
    the document and `own` of each output.
    """

    prepared: Prepared
    data: dict[str, bytes]
    projects: dict[str, Project]
    shared: Diagnostics
    own: dict[str, Diagnostics]


def _finished(
    project: Project, edition: Edition, due: Iterable[str], diagnostics: Diagnostics, stage: Stage
) -> _Finished:
    """Make outputs of a document, from one state of each file; findings go to others of the kind.

    Raises ContentError with what was reported, and InputChanged where files keep changing.
    """
    for _ in range(TRIES - 1):
        with suppress(InputChanged):
            return _finished_at_once(project, edition, due, diagnostics, stage)
    return _finished_at_once(project, edition, due, diagnostics, stage)


def _finished_at_once(
    project: Project, edition: Edition, due: Iterable[str], diagnostics: Diagnostics, stage: Stage
) -> _Finished:
    shared, own = diagnostics.another(), {one: diagnostics.another() for one in due}
    try:
        prepared = prepare(project, edition.path, shared, stage, edition=edition.subject)
        branches = {one: prepared.branch() for one in due}
        planned = {one: WRITERS[one][1](branches[one], own[one], stage) for one in due}
        for plan in planned.values():
            prepared.figure_pool.start(plan.wanted, plan.places, plan.brand)
        data = _data(planned, branches, stage)
        for found in (shared, *own.values()):
            found.stop_on_errors()
        if set(FORMATS) <= data.keys():
            with stage("look for every word of the source"):
                ask_of_build(prepared, data["pdf"], data["pptx"], shared)
            shared.stop_on_errors()
    except ContentError as error:
        everything = diagnostics.another()
        for found in (shared, *own.values()):
            everything.update(found)
        raise ContentError(everything) from error
    projects = {one: branch.project for one, branch in branches.items()}
    return _Finished(prepared, data, projects, shared, own)


def _data(
    planned: Mapping[str, PlannedOutput], branches: Mapping[str, Prepared], stage: Stage
) -> dict[str, bytes]:
    """Return the bytes of each output.

    One that can be made elsewhere is begun before the others, where its figures are all there.
    """
    begun: dict[str, Callable[[], bytes]] = {}
    for one, plan in planned.items():
        pool = branches[one].figure_pool
        if plan.begin and len(planned) > 1 and is_beside() and pool.has(plan.wanted, plan.places):
            begun[one] = plan.begin(branches[one].draw(plan, stage))
    return {
        one: begun[one]() if one in begun else plan.write(branches[one].draw(plan, stage))
        for one, plan in planned.items()
    }


def _write(
    project: Project, target: str, data: bytes, found: Diagnostics, others: tuple[str, ...]
) -> Output:
    """Write an output where it is another than before, its depfile, and what it was made from.

    The ledger beside it, for which make has no rule of its own, quotes the `others` too.
    """
    changed = not project.has(target, data)
    if changed:
        project.write(target, data)
    else:
        project.touch(target)
    name = PurePosixPath(target).name
    project.write(
        f"{cache.FOLDER}/{name}.d", depfile(target, [*project.files_read(), *others]).encode()
    )
    digest = hashlib.sha256(data).hexdigest()
    project.write(f"{cache.FOLDER}/{name}.sha256", f"{digest}  {target}\n".encode())
    values = {"output": digest, "epoch": _epoch()}
    parts = {ENVIRONMENT: msgspec.json.encode(environment())}
    made = CacheEntry(dict(project.reads), values, parts=parts, findings=cache.findings(found))
    cache.keep(project, f"{name}.made", made)
    return Output(target, changed)


def _up_to_date(project: Project, target: str) -> CacheEntry | None:
    """Return what an output was made from, None where it is not as that would make it now."""
    made = cache.find(project, f"{PurePosixPath(target).name}.made")
    if made is None or made.values != {"output": project.state(target), "epoch": _epoch()}:
        return None
    return made if made.is_of(project) else None


def _epoch() -> str:
    return os.environ.get("SOURCE_DATE_EPOCH", "")
