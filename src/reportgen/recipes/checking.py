"""The recipe of a check: read and draw anew, then compare with the finished files."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportgen.data.facts import FILE as FACTS_FILE
from reportgen.data.facts import Formula
from reportgen.diagnostics import (
    Diagnostics,
    Rule,
    Span,
)
from reportgen.document import Drawings
from reportgen.drawing.pool import warm
from reportgen.files.project import Project
from reportgen.ledger.claims import as_csv, as_json
from reportgen.ledger.evidence import attachments
from reportgen.recipes.ledgers import ledger_of
from reportgen.recipes.outputs import FORMATS, brief, deck
from reportgen.recipes.prepared import Prepared, Stage, prepare, quiet

if TYPE_CHECKING:
    from reportgen.checks.links import Answer


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
    from reportgen.checks.unsourced_numbers import check_numbers

    for path in project.documents():
        warm(project)
        prepared = prepare(project, path, diagnostics, stage, may_keep=False)
        deck(prepared, diagnostics, stage)
        drawings = prepared.draw(brief(prepared, diagnostics, stage), stage)
        unused(prepared, drawings, diagnostics)
        if publish and prepared.document.metadata.status == "draft":
            message, hint = "this is a draft", "set `status: final`, and build again"
            place = prepared.document.metadata.place("status", path)
            diagnostics.add(Rule.DRAFT, message, place, hint)
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
    from reportgen.checks.links import addresses
    from reportgen.checks.links import check_links as ask

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
    from reportgen.checks.citation_prose import check_prose
    from reportgen.checks.reference_faults import check_references

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
    from reportgen.checks import completeness, parity, privacy, standards, tally
    from reportgen.checks.read_back import read_brief, read_deck
    from reportgen.checks.witness.verdict import check_witness, read_source

    document = prepared.document
    finished, slides = read_brief(pdf), read_deck(pptx)
    claimed = document.metadata.pdf_standards
    rules = standards.check_pdf(pdf, claimed, f"build/{document.name}.pdf", diagnostics)
    standards.check_pptx(pptx, f"build/{document.name}.pptx", diagnostics)
    parts = completeness.check_brief(document, finished, diagnostics)
    completeness.check_deck(document, slides, diagnostics)
    ledger = prepared.claimed(drawings)
    carried = attachments(ledger, document, prepared.references, prepared.datasets)
    compared = parity.check_parity(
        prepared.written, document, ledger, carried, drawings, finished, slides, diagnostics
    )
    streams = privacy.check_privacy(prepared.project, finished, slides, diagnostics)
    texts = check_witness(
        read_source(prepared.project, document.path),
        lambda name: printed(prepared, name),
        pdf,
        pptx,
        diagnostics,
    )
    claims = " and ".join(map(standards.standard_name, claimed))
    return (
        f"{document.path}: {len(finished.pages)} pages, {len(slides.slides)} slides; "
        f"{rules} rules of {claims}, {parts} parts of the text, {texts} texts of the source, "
        f"{sum(compared.compared.values())} comparisons of the two files, "
        f"{streams} streams searched"
    ), tally.as_json(compared, pdf, pptx)


def printed(prepared: Prepared, name: str) -> str | None:
    """Return what a fact prints as, None where there is none of that name."""
    facts = prepared.facts
    fact = facts.get(name, facts.span(name)) if name in facts.names else None
    return fact.text if fact is not None else None


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
