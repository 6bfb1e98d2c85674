"""Prepares a document for its outputs: read, resolved, ready to have figures drawn."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from reportgen.brand import Brand
from reportgen.citing.cited import cited_keys, report_unnamed
from reportgen.citing.references import References, load_references
from reportgen.citing.styles import load_style
from reportgen.data.datasets import Datasets
from reportgen.data.facts import Facts
from reportgen.data.parameters import Subject
from reportgen.diagnostics import (
    ContentError,
    Diagnostics,
    Rule,
    Span,
    UsageError,
    suggestion,
)
from reportgen.document import Document, Drawings, Figure, Place, ResolvedDocument, Settled
from reportgen.drawing.pool import FigurePool
from reportgen.files.project import Project
from reportgen.ledger.claims import Ledger
from reportgen.ledger.exhibits import exhibits_of
from reportgen.ledger.provenance import make_ledger
from reportgen.reading.blocks import read
from reportgen.reading.editions import Given
from reportgen.recipes.editions import Edition, all_editions, elsewhere, subject_of
from reportgen.resolving import Sources, resolve
from reportgen.resolving.agreement import check_agreement
from reportgen.resolving.shown import shown
from reportgen.theme import Theme, load_theme

Stage = Callable[[str], AbstractContextManager[object]]
"""Told the name of each stage, gives what the stage runs in: progress and timing hang on it."""


def quiet(_: str) -> AbstractContextManager[None]:
    """Run a stage without telling of it."""
    return nullcontext()


@dataclass(frozen=True, slots=True)
class PlannedOutput:
    """An output before its figures are drawn: which are `wanted` (by id) at which `places`.

    They are drawn in `brand`, the theme's where that is None. `write` makes the file's bytes from
    the drawings. It raises ContentError for faults. In `spare` places they are drawn where that can
    be done. `begin` has the file made elsewhere meanwhile; what it returns waits for the bytes.
    """

    wanted: Mapping[str, Figure[Settled]]
    places: Sequence[tuple[str, Place]]
    write: Callable[[Drawings], bytes]
    brand: Brand | None = None
    spare: Sequence[tuple[str, Place]] = ()
    begin: Callable[[Drawings], Callable[[], bytes]] | None = None


@dataclass(frozen=True)
class Prepared:
    """A resolved document with all that writing it needs.

    `written` is it as the author wrote it, without what conditions hide in this edition.
    """

    project: Project
    written: Document
    document: ResolvedDocument
    theme: Theme
    datasets: Datasets
    facts: Facts
    references: References
    figure_pool: FigurePool

    def branch(self) -> "Prepared":
        """Return the same with a record of reads of its own, for one output."""
        project = self.project.branch()
        return replace(self, project=project, theme=replace(self.theme, project=project))

    def draw(self, planned: PlannedOutput, stage: Stage = quiet) -> Drawings:
        """Return the figures of an output. Raises ContentError where one fails."""
        with stage("draw figures"):
            drawings = self.figure_pool.draw(
                planned.wanted, planned.places, self.project, planned.brand
            )
        wanted = (key for key in planned.places if key[0] in planned.wanted)
        if any(key not in drawings for key in wanted):
            self.figure_pool.diagnostics.stop_on_errors()
        if planned.spare:
            drawings |= self.figure_pool.draw_spare(
                planned.wanted, planned.spare, self.project, planned.brand
            )
        return drawings

    def claimed(self, drawings: Drawings) -> Ledger:
        """Return the ledger of the document, as its figures are drawn."""
        exhibits = exhibits_of(self.document, drawings, self.facts, self.datasets, self.project)
        return make_ledger(self.document, self.facts, exhibits, self.datasets)


def prove_documents(project: Project, diagnostics: Diagnostics) -> None:
    """Raise ContentError for a project without a document, or with names that no text can hold."""
    if not project.documents():
        project.report_no_document(diagnostics)
    project.report_names(diagnostics)
    diagnostics.stop_on_errors()


def editions_named(project: Project, name: str, diagnostics: Diagnostics) -> tuple[Edition, ...]:
    """Return the editions of the document with a name, or the edition that has it; all for "".

    Raises UsageError where there is neither, ContentError where there is no document at all.
    """
    prove_documents(project, diagnostics)
    every = tuple(all_editions(project.branch(), diagnostics))  # no document is made of the others
    stems = {PurePosixPath(path).stem: path for path in project.documents()}
    if not name:
        return every
    if name in stems:
        return tuple(one for one in every if one.path == stems[name])
    if found := tuple(one for one in every if one.name == name):
        return found
    hint = suggestion(name, [*stems, *(one.name for one in every)], "document")
    raise UsageError(f"there is no document `content/{name}.md`; {hint}")


def prepare(
    project: Project,
    path: str,
    diagnostics: Diagnostics,
    stage: Stage = quiet,
    *,
    may_keep: bool = True,
    edition: str = "",
) -> Prepared:
    """Return a document of the project, read and resolved. Raises ContentError for its faults.

    Without `may_keep` its figures are drawn, whatever is kept from the last build. `edition` is
    the subject of one of its editions, where it has such; "" is the first.
    """
    project = project.branch()
    try:
        return _prepared(project, path, diagnostics, stage, may_keep, edition)
    except RecursionError:
        diagnostics.add(Rule.UNSUPPORTED, "the text is nested too deeply", Span(path))
        raise ContentError(diagnostics) from None


def _prepared(
    project: Project,
    path: str,
    diagnostics: Diagnostics,
    stage: Stage,
    may_keep: bool,  # noqa: FBT001
    edition: str,
) -> Prepared:
    datasets = Datasets(project, diagnostics)
    with stage("read"):
        subject = subject_of(project, path, edition, datasets, diagnostics)
        document = read_edition(project, path, subject, diagnostics)
        theme = load_theme(project, diagnostics)
    if document is None:
        diagnostics.stop()
    with stage("resolve"):
        datasets = datasets.in_language(document.metadata.lang)
        facts = Facts(
            project, datasets, document.metadata.lang, diagnostics, subject, elsewhere(project)
        )
        sources = _sources(document, project, diagnostics, datasets, facts, may_keep=may_keep)
        references = sources.references
        document = shown(document, facts, datasets, diagnostics)
        if subject is not None:
            check_agreement(document, facts, diagnostics)
        resolved = resolve(document, sources, diagnostics)
    diagnostics.stop_on_errors()
    lang = resolved.metadata.lang
    of = "" if subject is None else resolved.name
    figure_pool = FigurePool(project, theme, datasets, facts, diagnostics, may_keep, lang, of)
    return Prepared(project, document, resolved, theme, datasets, facts, references, figure_pool)


def read_edition(
    project: Project, path: str, subject: Subject | None, diagnostics: Diagnostics
) -> Document | None:
    """Return a document as it is written, with the parameters of an edition in its settings."""
    if subject is None:
        return read(path, project, diagnostics)
    name = f"{PurePosixPath(path).stem}-{subject.name}"
    return read(path, project, diagnostics, Given(subject.texts, name, subject.lang))


def _sources(
    document: Document,
    project: Project,
    diagnostics: Diagnostics,
    datasets: Datasets,
    facts: Facts,
    *,
    may_keep: bool,
) -> Sources:
    meta = document.metadata
    datasets.check_all()
    facts.check_all()
    path, listed = document.path, meta.places.get("bibliography")
    references = load_references(
        meta.bibliography,
        path,
        project,
        diagnostics,
        cited_keys(document),
        listed,
        may_keep=may_keep,
        lang=meta.lang,
    )
    report_unnamed(document, diagnostics)
    style = load_style(meta.csl, path, project, diagnostics, meta.places.get("csl"))
    default = style or load_style("chicago-notes-bibliography", path, project, diagnostics)
    assert default is not None, "the default style is bundled"
    return Sources(facts, datasets, references, default)
