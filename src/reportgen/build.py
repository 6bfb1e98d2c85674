"""This module is the recipe: which outputs are due, and for these read, resolve, draw, write."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from msgspec import DecodeError

from reportgen import kept
from reportgen.depfile import depfile
from reportgen.diagnostics import (
    ContentError,
    Diagnostics,
    InputChanged,
    Rule,
    Span,
    UsageError,
    suggestion,
)
from reportgen.document import Drawings
from reportgen.evidence import attachments, claims_in, in_deck
from reportgen.facts import FILE as FACTS_FILE
from reportgen.facts import Formula
from reportgen.kept import Kept
from reportgen.ledger import Ledger, as_csv, as_json, from_json, make_ledger, placed
from reportgen.outputs import FORMATS, WRITERS, brief, deck
from reportgen.prepared import Prepared, Stage, prepare, quiet
from reportgen.project import Project
from reportgen.revisions import at_revision
from reportgen.studio import warm

if TYPE_CHECKING:
    from reportgen.check.links import Answer


@dataclass(frozen=True, slots=True)
class Output:
    """A file that a build made or looked at: its path, and whether it is another than before."""

    path: str
    changed: bool


def build(
    project: Project,
    formats: tuple[str, ...],
    diagnostics: Diagnostics,
    stage: Stage = quiet,
    only: str = "",
) -> Iterator[Output]:
    """Write the files of every document, or of the one named `only`; yield each.

    A file whose inputs are all as they were is left alone. Raises UsageError where there is no
    such document, and ContentError after the first with faults: its old files stay as they are.
    """
    for folder in ("build", kept.FOLDER):
        project.sweep(folder)
    names = {PurePosixPath(path).stem: path for path in project.documents()}
    if only and only not in names:
        hint = suggestion(only, list(names), "document")
        raise UsageError(f"there is no document `content/{only}.md`; {hint}")
    for name, path in names.items():
        if only in ("", name):
            targets = {one: f"build/{WRITERS[one][0].format(name)}" for one in formats}
            yield from _built(project, path, targets, diagnostics, stage)


def _built(
    project: Project, path: str, targets: dict[str, str], diagnostics: Diagnostics, stage: Stage
) -> Iterator[Output]:
    """Write the outputs of a document that are due, each beside a depfile; then the ledger."""
    due = {}
    for format_, target in targets.items():
        if (made := _up_to_date(project, target)) is None:
            due[format_] = target
        else:
            made.report(diagnostics)
            project.touch(target)
            yield Output(target, changed=False)
    if not due and _ledger_is_of_files(project, PurePosixPath(path).stem):
        return
    warm(project)
    try:
        finished = _finished(project, path, due, stage)
    except ContentError as error:
        diagnostics.update(error.diagnostics)
        raise
    diagnostics.update(finished.shared)
    for one in due:
        diagnostics.update(finished.own[one])
    for one, target in due.items():
        found = Diagnostics()
        found.update(finished.shared)
        found.update(finished.own[one])
        yield _write(finished.projects[one], target, finished.data[one], found)
    with stage("write ledger"):
        write_ledger(finished.prepared, finished.data)


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


def _finished(project: Project, path: str, due: Iterable[str], stage: Stage) -> _Finished:
    """Make outputs of a document, from one state of each file.

    Raises ContentError with what was reported, and InputChanged where files keep changing.
    """
    for _ in range(TRIES - 1):
        with suppress(InputChanged):
            return _finished_at_once(project, path, due, stage)
    return _finished_at_once(project, path, due, stage)


def _finished_at_once(project: Project, path: str, due: Iterable[str], stage: Stage) -> _Finished:
    shared, own = Diagnostics(), {one: Diagnostics() for one in due}
    try:
        prepared = prepare(project, path, shared, stage)
        branches = {one: prepared.branch() for one in due}
        planned = {one: WRITERS[one][1](branches[one], own[one], stage) for one in due}
        for plan in planned.values():
            prepared.studio.start(plan.wanted, plan.places)
        data = {one: plan.write(branches[one].draw(plan, stage)) for one, plan in planned.items()}
        for found in (shared, *own.values()):
            found.stop_on_errors()
    except ContentError as error:
        everything = Diagnostics()
        for found in (shared, *own.values()):
            everything.update(found)
        raise ContentError(everything) from error
    projects = {one: branch.project for one, branch in branches.items()}
    return _Finished(prepared, data, projects, shared, own)


def _write(project: Project, target: str, data: bytes, found: Diagnostics) -> Output:
    """Write an output where it is another than before, its depfile, and what it was made from."""
    changed = not project.has(target, data)
    if changed:
        project.write(target, data)
    else:
        project.touch(target)
    name = PurePosixPath(target).name
    project.write(f"{kept.FOLDER}/{name}.d", depfile(target, project.files_read()).encode())
    values = {"output": project.state(target), "epoch": _epoch()}
    made = Kept(dict(project.reads), values, findings=kept.findings(found))
    kept.keep(project, f"{name}.made", made)
    return Output(target, changed)


def _up_to_date(project: Project, target: str) -> Kept | None:
    """Return what an output was made from, None where it is not as that would make it now."""
    made = kept.find(project, f"{PurePosixPath(target).name}.made")
    if made is None or made.values != {"output": project.state(target), "epoch": _epoch()}:
        return None
    return made if made.is_of(project) else None


def _epoch() -> str:
    return os.environ.get("SOURCE_DATE_EPOCH", "")


def _ledger_is_of_files(project: Project, name: str) -> bool:
    """Return whether the ledger in build/ is of the files there, or there are not both of them."""
    files = {f"{name}.{one}": project.state(f"build/{name}.{one}") for one in FORMATS}
    if not all(files.values()):
        return True
    try:
        data = project.branch().read_bytes(f"build/{name}.claims.json")
        return from_json(data).files == files and bool(project.state(f"build/{name}.claims.csv"))
    except (OSError, DecodeError):
        return False


def write_ledger(prepared: Prepared, made: Mapping[str, bytes]) -> None:
    """Write the ledger beside the finished files, as CSV and JSON, where both files are there.

    `made` holds those that were made right now; others are as they were found up to date.
    """
    name, project = f"build/{prepared.document.name}", prepared.project.branch()
    if all(one in made or project.exists(f"{name}.{one}") for one in FORMATS):
        pdf, pptx = (made.get(one) or project.read_bytes(f"{name}.{one}") for one in FORMATS)
        ledger = ledger_of(prepared, pdf, pptx)
        for ending, data in (("json", as_json(ledger)), ("csv", as_csv(ledger))):
            if not project.has(f"{name}.claims.{ending}", data):
                project.write(f"{name}.claims.{ending}", data)


def ledger_of(prepared: Prepared, pdf: bytes, pptx: bytes) -> Ledger:
    """Return the ledger of a document with the pages and slides of its finished files."""
    from reportgen.check.finished import page_texts, read_attachments, read_deck

    document, deck = prepared.document, read_deck(pptx)
    attached, evidence = claims_in(read_attachments(pdf)), in_deck(deck.parts)
    exhibits = dict(evidence.figures) if evidence else {}
    exhibits |= {one.id: one for one in attached.exhibits} if attached else {}
    return placed(
        make_ledger(document, prepared.facts, exhibits.values()),
        document,
        page_texts(pdf),
        [slide.as_text for slide in deck.slides],
        {f"{document.name}.pdf": pdf, f"{document.name}.pptx": pptx},
    )


def read_ledgers(project: Project) -> Iterator[Ledger]:
    """Yield the ledger of each document. Raises UsageError where one is missing or stale."""
    for path in project.documents():
        name = f"build/{PurePosixPath(path).stem}"
        try:
            ledger = from_json(project.read_bytes(f"{name}.claims.json"))
        except (FileNotFoundError, DecodeError) as error:
            message = f"there is no ledger `{name}.claims.json`; run `reportgen build`"
            raise UsageError(message) from error
        for file, digest in ledger.files.items():
            if project.digest(f"build/{file}") != digest:
                message = f"`{name}.claims.json` is not of this `{file}`; run `reportgen build`"
                raise UsageError(message)
        yield ledger


def ledgers_at(project: Project, what: str) -> dict[str, Ledger]:
    """Return ledgers by document: in a file, of a git revision, or, for "", those in build/.

    A revision is built, with the tool as it is now. Raises UsageError where `what` is neither,
    and ContentError where the revision has faults.
    """
    if not what:
        return {one.document: one for one in read_ledgers(project)}
    if what.endswith(".json"):
        try:
            ledger = from_json(Path(what).read_bytes())
        except (OSError, DecodeError) as error:
            raise UsageError(f"`{what}` is no ledger: {error}") from error
        return {ledger.document: ledger}
    with at_revision(project, what) as past:
        list(build(past, FORMATS, Diagnostics()))
        return {one.document: one for one in read_ledgers(past)}


def check(
    project: Project,
    diagnostics: Diagnostics,
    stage: Stage = quiet,
    *,
    publish: bool = False,
) -> Iterator[str]:
    """Check every document and its finished files; yield a line on what was looked at.

    The content is resolved and its figures are drawn, so that every fault shows. What was compared
    of the two files is written to `build/NAME.parity.json`. Where it is to `publish` them, a
    draft is a fault. Raises ContentError for faults of content.
    """
    from reportgen.check.numbers import check_numbers

    for path in project.documents():
        warm(project)
        prepared = prepare(project, path, diagnostics, stage, may_keep=False)
        deck(prepared, diagnostics, stage)
        drawings = prepared.draw(brief(prepared, diagnostics, stage), stage)
        unused(prepared, drawings, diagnostics)
        if publish and prepared.document.metadata.status == "draft":
            message, hint = "this is a draft", "set `status: final`, and build again"
            diagnostics.add(Rule.DRAFT, message, Span(path), hint)
        yield _check_references(prepared, diagnostics)
        text = project.read_text(path, diagnostics) or ""
        numbers = check_numbers(
            prepared.written, text, prepared.facts, prepared.datasets, diagnostics
        )
        yield f"{path}: {numbers} numbers read"
        outputs = [f"build/{prepared.document.name}.{format_}" for format_ in FORMATS]
        missing = [output for output in outputs if not project.exists(output)]
        for output in missing:
            diagnostics.add(
                Rule.OUT_OF_DATE, f"`{output}` is not built", Span(path), "run `reportgen build`"
            )
        if not missing:
            with stage("check finished files"):
                pdf, pptx = (project.read_bytes(output) for output in outputs)
                line, parity = check_finished(prepared, drawings, pdf, pptx, diagnostics)
                project.write(f"build/{prepared.document.name}.parity.json", parity)
                _check_ledger(prepared, pdf, pptx, diagnostics)
                yield line


def _check_ledger(prepared: Prepared, pdf: bytes, pptx: bytes, diagnostics: Diagnostics) -> None:
    """Report a ledger in build/ that is not of these files."""
    name, ledger = f"build/{prepared.document.name}.claims", ledger_of(prepared, pdf, pptx)
    for path, write in ((f"{name}.json", as_json), (f"{name}.csv", as_csv)):
        found = prepared.project.read_bytes(path) if prepared.project.exists(path) else b""
        if found != write(ledger):
            message = f"`{path}` is not the ledger of the finished files"
            diagnostics.add(Rule.OUT_OF_DATE, message, Span(path), "run `reportgen build`")


def check_links(project: Project, diagnostics: Diagnostics, stage: Stage = quiet) -> "list[Answer]":
    """Ask every address of every document whether it answers; only here is the network used."""
    from reportgen.check.links import addresses
    from reportgen.check.links import check_links as ask

    answers: list[Answer] = []
    for path in project.documents():
        prepared = prepare(project, path, diagnostics, stage)
        text = project.read_text(path, diagnostics) or ""
        cited = [entry.key for entry in prepared.document.entries]
        wanted = addresses(prepared.written, text, prepared.references, cited)
        with stage(f"ask {len(wanted)} addresses"):
            answers += ask(wanted, diagnostics)
    return answers


def _check_references(prepared: Prepared, diagnostics: Diagnostics) -> str:
    from reportgen.check.hygiene import check_references
    from reportgen.check.prose import check_prose

    document, references = prepared.document, prepared.references
    works = check_references(references, document.metadata.date, diagnostics)
    cites = check_prose(prepared.written, references, diagnostics)
    return f"{document.path}: {works} works and {cites} citations and footnotes read"


def check_finished(
    prepared: Prepared, drawings: Drawings, pdf: bytes, pptx: bytes, diagnostics: Diagnostics
) -> tuple[str, bytes]:
    """Check both files of a document, given the brief's `drawings`.

    Returns a line on what was looked at, and as JSON what was compared of the two.
    """
    from reportgen.check import layout, privacy, standards, twins
    from reportgen.check.finished import read_brief, read_deck

    document = prepared.document
    finished, slides = read_brief(pdf), read_deck(pptx)
    claimed = document.metadata.pdf_standards
    rules = standards.check_pdf(pdf, claimed, f"build/{document.name}.pdf", diagnostics)
    standards.check_pptx(pptx, f"build/{document.name}.pptx", diagnostics)
    parts = layout.check_brief(document, finished, diagnostics)
    layout.check_deck(document, slides, diagnostics)
    ledger = prepared.claimed(drawings)
    carried = attachments(ledger, document, prepared.references, prepared.datasets)
    parity = twins.check_twins(
        prepared.written, document, ledger, carried, drawings, finished, slides, diagnostics
    )
    streams = privacy.check_privacy(prepared.project, finished, slides, diagnostics)
    claims = " and ".join(map(standards.standard_name, claimed))
    return (
        f"{document.path}: {len(finished.pages)} pages, {len(slides.slides)} slides; "
        f"{rules} rules of {claims}, {parts} parts of the text, "
        f"{sum(parity.compared.values())} comparisons of the two files, "
        f"{streams} streams searched"
    ), twins.as_json(parity, pdf, pptx)


def unused(prepared: Prepared, drawings: Drawings, diagnostics: Diagnostics) -> None:
    """Report facts that nothing uses, and works that nothing cites."""
    facts = prepared.facts
    waiting = [use.name for use in prepared.document.uses if use.kind == "fact"]
    waiting.extend(name for drawing in drawings.values() for name in drawing.facts)
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        fact = facts.get(name, facts.span(name)) if name not in used else None
        used.add(name)
        if fact is not None and isinstance(fact.origin, Formula):
            waiting.extend(fact.origin.operands)
    for name in facts.names:
        if name not in used:
            diagnostics.add(
                Rule.UNUSED_FACT,
                f"the fact `{name}` is used nowhere",
                facts.span(name),
                f"use it as {{{{ {name} }}}}, or delete it from {FACTS_FILE}",
            )
    cited = {entry.key for entry in prepared.document.entries}
    for key in prepared.references.works:
        if key not in cited:
            place = prepared.references.place(key)
            diagnostics.add(Rule.UNCITED_WORK, f"the work `@{key}` is never cited", place)
