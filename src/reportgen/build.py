"""This module is the recipe: read, resolve, plan, draw, write, for each document of a project."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from msgspec import DecodeError

from reportgen.datasets import Datasets
from reportgen.depfile import depfile
from reportgen.diagnostics import ContentError, Diagnostics, Rule, Span, UsageError
from reportgen.document import Document, Drawings, Figure, Place, ResolvedDocument, Settled
from reportgen.evidence import Attached, as_part, attachments, claims_in, described, in_deck
from reportgen.facts import FILE as FACTS_FILE
from reportgen.facts import Facts, Formula
from reportgen.figures import Studio
from reportgen.ledger import Ledger, as_csv, as_json, exhibits_of, from_json, make_ledger, placed
from reportgen.project import Project
from reportgen.reader import read
from reportgen.references import References, load_references, load_style
from reportgen.resolve import Sources, resolve
from reportgen.revisions import at_revision
from reportgen.theme import Theme, load_theme

if TYPE_CHECKING:
    from reportgen.check.links import Answer

FORMATS = ("pdf", "pptx")

Stage = Callable[[str], AbstractContextManager[object]]
"""Told the name of each stage, gives what the stage runs in: progress and timing hang on it."""


@dataclass(frozen=True)
class Prepared:
    """A resolved document with all that writing it needs."""

    project: Project
    written: Document
    document: ResolvedDocument
    theme: Theme
    datasets: Datasets
    facts: Facts
    references: References

    def branch(self) -> "Prepared":
        """Return the same with a record of reads of its own, for one output."""
        project = self.project.branch()
        return replace(self, project=project, theme=replace(self.theme, project=project))


def _quiet(_: str) -> AbstractContextManager[None]:
    return nullcontext()


def prepare(
    project: Project, path: str, diagnostics: Diagnostics, stage: Stage = _quiet
) -> Prepared:
    """Return a document of the project, read and resolved. Raises ContentError for its faults."""
    project = project.branch()
    try:
        return _prepared(project, path, diagnostics, stage)
    except RecursionError:
        diagnostics.add(Rule.UNSUPPORTED, "the text is nested too deeply", Span(path))
        raise ContentError(diagnostics) from None


def _prepared(project: Project, path: str, diagnostics: Diagnostics, stage: Stage) -> Prepared:
    with stage("read"):
        document = read(path, project, diagnostics)
        theme = load_theme(project, diagnostics)
    if document is None:
        diagnostics.stop_on_errors()
        raise AssertionError("a document that cannot be read has a finding")
    with stage("resolve"):
        sources = _sources(document, project, diagnostics)
        facts, references = sources.facts, sources.references
        resolved = resolve(document, sources, diagnostics)
    diagnostics.stop_on_errors()
    return Prepared(project, document, resolved, theme, sources.datasets, facts, references)


def _sources(document: Document, project: Project, diagnostics: Diagnostics) -> Sources:
    meta = document.metadata
    datasets = Datasets(project, diagnostics)
    facts = Facts(project, datasets, meta.lang, diagnostics)
    facts.check_all()
    references = load_references(meta.bibliography, document.path, project, diagnostics)
    style = load_style(meta.csl, document.path, project, diagnostics)
    default = style or load_style("chicago-notes-bibliography", document.path, project, diagnostics)
    assert default is not None, "the default style is bundled"
    return Sources(facts, datasets, references, default)


def brief(
    prepared: Prepared, diagnostics: Diagnostics, stage: Stage = _quiet, edition: str = "screen"
) -> bytes:
    """Return the PDF of a prepared document. Raises ContentError for faults of its figures.

    `edition` is "screen" or "press", which has the same pages with bleed and crop marks.
    """
    from reportgen.brief.html import figure_places, pictures, to_html

    shown = pictures(prepared.document, prepared.theme)
    places = figure_places(shown, prepared.document)
    drawings = draw(prepared, shown, places, diagnostics, stage)
    from reportgen.brief.pdf import to_pdf

    def html(pages: Mapping[str, int]) -> str:
        page = to_html(prepared.document, prepared.theme, diagnostics, pages, edition)
        diagnostics.stop_on_errors()
        return page

    def attach(pdf: bytes) -> Iterable[Attached]:
        from reportgen.check.finished import page_texts

        ledger = placed(_claimed(prepared, drawings), prepared.document, page_texts(pdf))
        return attachments(ledger, prepared.document, prepared.references, prepared.datasets)

    with stage("write PDF"):
        carried = attach if edition == "screen" else None
        pdf = to_pdf(html, prepared.document, drawings, prepared.theme, diagnostics, carried)
    with stage("look for what is lost"):
        from reportgen.check.finished import read_brief
        from reportgen.check.layout import check_brief

        check_brief(prepared.document, read_brief(pdf), diagnostics)
    return pdf


def _claimed(prepared: Prepared, drawings: Drawings) -> Ledger:
    """Return the ledger of a document whose figures are drawn."""
    project, facts = prepared.project, prepared.facts
    exhibits = exhibits_of(prepared.document, drawings, facts, prepared.datasets, project)
    return make_ledger(prepared.document, facts, exhibits)


def proof(prepared: Prepared, diagnostics: Diagnostics, stage: Stage = _quiet) -> bytes:
    """Return the PDF of a prepared document in shades of grey, as an office printer prints it."""
    from reportgen.brief.grey import in_grey

    return in_grey(brief(prepared, diagnostics, stage))


def onepager(prepared: Prepared, diagnostics: Diagnostics, stage: Stage = _quiet) -> bytes:
    """Return the summary of a prepared document as a PDF of one page.

    Raises ContentError where the document has no key findings, or they take more than a page.
    """
    from reportgen.brief.html import figure_places, summarised, to_html
    from reportgen.brief.pdf import to_pdf
    from reportgen.brief.qrcode import ADDRESS, qr_code
    from reportgen.check.finished import page_texts

    document, theme = prepared.document, prepared.theme
    summary = summarised(document)
    if summary is None:
        message = "a summary needs key findings, and the document has none"
        hint = "begin it with a section `{.unnumbered}` that holds `::: key-points`"
        diagnostics.add(Rule.BAD_SETTING, message, Span(document.path), hint)
        diagnostics.stop_on_errors()
        raise AssertionError("an error stops")
    shown = {figure.id: figure for figure in summary.figures if isinstance(figure, Figure)}
    drawings = draw(prepared, shown, figure_places(shown, document), diagnostics, stage)
    if document.metadata.url:
        drawings |= {(ADDRESS, code.place): code for code in [qr_code(document.metadata.url)]}
    with stage("write PDF"):
        page = to_html(document, theme, diagnostics, {}, "onepager")
        diagnostics.stop_on_errors()
        pdf = to_pdf(lambda _: page, document, drawings, theme, diagnostics)
    if (count := len(page_texts(pdf))) > 1:
        message = f"the summary takes {count} pages"
        hint = "shorten the key findings, or set a `height` for the first figure"
        diagnostics.add(Rule.TEXT_OVERFLOW, message, Span(document.path), hint)
    return pdf


def deck(prepared: Prepared, diagnostics: Diagnostics, stage: Stage = _quiet) -> bytes:
    """Return the PPTX of a prepared document. Raises ContentError for faults of its figures."""
    from reportgen.deck.plan import figure_places, plan, slide_figures
    from reportgen.deck.pptx import write

    with stage("plan slides"):
        slides = plan(prepared.document, prepared.theme, diagnostics)
    diagnostics.stop_on_errors()
    wanted = slide_figures(slides)
    drawings = draw(prepared, wanted, list(figure_places(slides)), diagnostics, stage)
    with stage("write PPTX"):
        ledger = _claimed(prepared, drawings)
        data = {exhibit.id: described(exhibit) for exhibit in ledger.exhibits}
        part = as_part(ledger, drawings)
        return write(prepared.document, slides, drawings, prepared.theme, part, data)


def draw(
    prepared: Prepared,
    wanted: Mapping[str, Figure[Settled]],
    places: list[tuple[str, Place]],
    diagnostics: Diagnostics,
    stage: Stage = _quiet,
) -> Drawings:
    """Return figures (by id) as drawn for `places`. Raises ContentError where one fails."""
    with stage("draw figures"):
        studio = Studio(
            prepared.project, prepared.theme, prepared.datasets, prepared.facts, diagnostics
        )
        drawings = studio.draw(wanted, places)
    diagnostics.stop_on_errors()
    return drawings


WRITERS: dict[str, tuple[str, Callable[[Prepared, Diagnostics, Stage], bytes]]] = {
    "pdf": ("{}.pdf", brief),
    "pptx": ("{}.pptx", deck),
    "press": ("{}-press.pdf", partial(brief, edition="press")),
    "proof": ("{}-proof.pdf", proof),
    "onepager": ("{}-onepager.pdf", onepager),
}
"""For each format the name of its file, and what makes it."""


def build(
    project: Project, formats: tuple[str, ...], diagnostics: Diagnostics, stage: Stage = _quiet
) -> Iterator[str]:
    """Write the files of every document, each beside a depfile; yield their paths as they come.

    Raises ContentError after the first document with faults; its old files then stay as they are.
    """
    for path in project.documents():
        prepared = prepare(project, path, diagnostics, stage)
        finished: dict[str, tuple[bytes, Prepared]] = {}
        for format_ in formats:
            own = prepared.branch()
            name, write = WRITERS[format_]
            target = f"build/{name.format(prepared.document.name)}"
            finished[target] = write(own, diagnostics, stage), own
        diagnostics.stop_on_errors()
        for target, (data, own) in finished.items():
            reads = sorted(read for read in own.project.reads if own.project.exists(read))
            project.write(target, data)
            project.write(f"{target}.d", depfile(target, reads).encode())
            yield target
        with stage("write ledger"):
            write_ledger(prepared)


def write_ledger(prepared: Prepared) -> None:
    """Write the ledger beside the finished files, as CSV and JSON, where both files are there."""
    name, project = f"build/{prepared.document.name}", prepared.project
    if all(project.exists(f"{name}.{format_}") for format_ in FORMATS):
        pdf, pptx = (project.read_bytes(f"{name}.{format_}") for format_ in FORMATS)
        ledger = ledger_of(prepared, pdf, pptx)
        project.write(f"{name}.claims.json", as_json(ledger))
        project.write(f"{name}.claims.csv", as_csv(ledger))


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
    stage: Stage = _quiet,
    *,
    publish: bool = False,
) -> Iterator[str]:
    """Check every document and its finished files; yield a line on what was looked at.

    The content is resolved and its figures are drawn, so that every fault shows. What was compared
    of the two files is written to `build/NAME.parity.json`. Where it is to `publish` them, a
    draft is a fault. Raises ContentError for faults of content.
    """
    from reportgen.brief.html import figure_places, pictures
    from reportgen.check.numbers import check_numbers
    from reportgen.deck.plan import plan

    for path in project.documents():
        prepared = prepare(project, path, diagnostics, stage)
        with stage("plan slides"):
            plan(prepared.document, prepared.theme, diagnostics)
        shown = pictures(prepared.document, prepared.theme)
        places = figure_places(shown, prepared.document)
        drawings = draw(prepared, shown, places, diagnostics, stage)
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


def check_links(
    project: Project, diagnostics: Diagnostics, stage: Stage = _quiet
) -> "list[Answer]":
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
    standards.check_pptx(slides, f"build/{document.name}.pptx", diagnostics)
    parts = layout.check_brief(document, finished, diagnostics)
    layout.check_deck(document, slides, diagnostics)
    ledger = _claimed(prepared, drawings)
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
