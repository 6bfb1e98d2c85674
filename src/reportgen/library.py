"""The door for programmers: build and check a project by a call, eager and typed.

`reportgen.build` and `reportgen.check` are these. They print nothing, keep no global state, can be
called again and from threads: drawing and layout then take turns. Faults of content are findings of
the result, never exceptions.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from reportgen.diagnostics import (
    ContentError,
    Diagnostic,
    Diagnostics,
    EnvironmentFault,
    Level,
    UsageError,
)
from reportgen.files.project import open_project
from reportgen.files.project_file import judging, report_old
from reportgen.recipes import building, checking
from reportgen.recipes.build_process import Told
from reportgen.recipes.building import Many, Tally
from reportgen.recipes.editions import Wanted
from reportgen.recipes.outputs import FORMATS, WRITERS
from reportgen.recipes.prepared import Stage, editions_named, quiet
from reportgen.recipes.results import Accepted, Output
from reportgen.recipes.side_by_side import Builders
from reportgen.recipes.standby import NOT_HERE, Asked, Built

__all__ = ["FORMATS", "Accepted", "Output", "Result", "build", "check"]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a call: the outputs, the findings in order of files and lines, and remarks.

    `accepted` are the findings that the project accepts, which count for nothing. `remarks`
    are lines on what a check looked at. `ok` says that no finding is an error; where one is, a
    build leaves the old files as they are.
    """

    outputs: tuple[Output, ...]
    findings: tuple[Diagnostic, ...]
    remarks: tuple[str, ...] = ()
    accepted: tuple[Accepted, ...] = ()

    @property
    def ok(self) -> bool:
        return all(one.level is not Level.ERROR for one in self.findings)


def build(
    folder: str | PathLike[str] = ".",
    *,
    to: Sequence[str] = FORMATS,
    document: str = "",
    edition: Sequence[str] = (),
    editions: str = "",
    stage: Stage = quiet,
    tell: Callable[[Output], None] = lambda _: None,
    tally: Callable[[Tally], None] = lambda _: None,
    scheduler: str = "",
    insecure: bool = False,
) -> Result:
    """Write the outputs of every document of a project, or of `content/DOCUMENT.md` only.

    `to` names the outputs as `reportgen build --to` does ("pdf", "pptx", "handout", ...). Of
    documents with `editions`, `edition` names those to build, and for `editions`, a condition over
    their parameters, only those are for which it holds; `scheduler` is the address of a Dask
    scheduler that builds them, `insecure` says that it may be an open one. `tell` is given each
    output as soon as it is written, `stage` the name of each stage, `tally` how many editions are
    done. What is up to date is left alone. Raises UsageError where there is no such folder,
    document or output, and EnvironmentFault where the machine lacks a library.
    """
    unknown = [one for one in to if one not in WRITERS]
    if unknown:
        raise UsageError(f"no output `{unknown[0]}`; known: {', '.join(WRITERS)}")
    project = open_project(folder)
    diagnostics, _ = judging(project)
    outputs: list[Output] = []
    try:
        diagnostics.stop_on_errors()
        wanted = Wanted(tuple(edition), editions)
        many = Many(_builders(scheduler, insecure=insecure) if scheduler else None, tally)
        for made in building.build(project, tuple(to), diagnostics, stage, document, wanted, many):
            outputs.append(Output(project.root / made.path, made.changed))
            tell(outputs[-1])
    except ContentError:
        pass  # its findings are in diagnostics
    return Result(tuple(outputs), tuple(diagnostics), (), _accepted(diagnostics))


def built_for(folder: str | PathLike[str], asked: Asked) -> Built:
    """Return what became of a build that another process asks for.

    Editions are built by processes of their own: who asks does that as well, and tells how far.
    """
    try:
        project = open_project(folder)
        if any(one.subject for one in editions_named(project, asked.document, Diagnostics())):
            return NOT_HERE
        result = build(folder, to=asked.formats or FORMATS, document=asked.document)
    except UsageError as error:
        return Built(refused=str(error))
    except (EnvironmentFault, ContentError):
        return NOT_HERE
    root = project.root
    outputs = ((one.path.relative_to(root).as_posix(), one.changed) for one in result.outputs)
    allowed = ((Told.of(one.finding), one.reason) for one in result.accepted)
    return Built(tuple(outputs), tuple(map(Told.of, result.findings)), tuple(allowed))


def _builders(scheduler: str, *, insecure: bool) -> Builders:
    """Return what builds on a cluster; nothing of it is loaded where none is asked for."""
    from reportgen.cluster.scheduler import builders

    return builders(scheduler, insecure=insecure)


def check(
    folder: str | PathLike[str] = ".",
    *,
    publish: bool = False,
    rebuild: bool = False,
    explain: str = "",
    report: str | PathLike[str] | None = None,
    stage: Stage = quiet,
    tell: Callable[[str], None] = lambda _: None,
) -> Result:
    """Check the content of a project and the finished files in its build/.

    With `publish` a document of status `draft` is a fault. With `rebuild` and with `publish` the
    finished files are compared with files that are built anew, whatever was recorded of their
    build; with `explain` "all" every change of a file is told, not five of them. What was compared
    is written as JSON to the file `report`, and nothing else is written. `tell` is
    given each remark on what was looked at, `stage` the name of each stage. Raises UsageError where
    there is no such folder, and EnvironmentFault where the machine lacks a library.
    """
    project = open_project(folder)
    diagnostics, policy = judging(project)
    remarks: list[str] = []
    try:
        diagnostics.stop_on_errors()
        for line in checking.check(
            project,
            diagnostics,
            stage,
            publish=publish,
            rebuild=rebuild,
            explain=explain,
            report=None if report is None else Path(report),
        ):
            remarks.append(line)
            tell(line)
        report_old(policy, diagnostics)
    except ContentError:
        pass  # its findings are in diagnostics
    return Result((), tuple(diagnostics), tuple(remarks), _accepted(diagnostics))


def _accepted(diagnostics: Diagnostics) -> tuple[Accepted, ...]:
    known = sorted(diagnostics.accepted.items(), key=lambda one: one[0].span)
    return tuple(Accepted(found, allowance.reason) for found, allowance in known)
