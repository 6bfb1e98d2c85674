"""Prepares a document for its outputs: read, resolved, ready to have figures drawn."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from reportgen.brand import Brand
from reportgen.citing.citations import cited_keys
from reportgen.citing.references import References, load_references
from reportgen.citing.styles import load_style
from reportgen.data.datasets import Datasets
from reportgen.data.facts import Facts
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
from reportgen.ledger.claims import Ledger, exhibits_of, make_ledger
from reportgen.reading.blocks import read
from reportgen.resolving import Sources, resolve
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
    the drawings. It raises ContentError for faults.
    """

    wanted: Mapping[str, Figure[Settled]]
    places: Sequence[tuple[str, Place]]
    write: Callable[[Drawings], bytes]
    brand: Brand | None = None


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


def document_named(project: Project, name: str, diagnostics: Diagnostics) -> str:
    """Return the path of the document with a name, of the first where that is "".

    Raises UsageError where there is no such document, ContentError where there is none at all.
    """
    prove_documents(project, diagnostics)
    names = {PurePosixPath(path).stem: path for path in project.documents()}
    if name and name not in names:
        hint = suggestion(name, list(names), "document")
        raise UsageError(f"there is no document `content/{name}.md`; {hint}")
    return names[name] if name else next(iter(names.values()))


def prepare(
    project: Project,
    path: str,
    diagnostics: Diagnostics,
    stage: Stage = quiet,
    *,
    may_keep: bool = True,
) -> Prepared:
    """Return a document of the project, read and resolved. Raises ContentError for its faults.

    Without `may_keep` its figures are drawn, whatever is kept from the last build.
    """
    project = project.branch()
    try:
        return _prepared(project, path, diagnostics, stage, may_keep)
    except RecursionError:
        diagnostics.add(Rule.UNSUPPORTED, "the text is nested too deeply", Span(path))
        raise ContentError(diagnostics) from None


def _prepared(
    project: Project,
    path: str,
    diagnostics: Diagnostics,
    stage: Stage,
    may_keep: bool,  # noqa: FBT001
) -> Prepared:
    with stage("read"):
        document = read(path, project, diagnostics)
        theme = load_theme(project, diagnostics)
    if document is None:
        diagnostics.stop()
    with stage("resolve"):
        sources = _sources(document, project, diagnostics, may_keep=may_keep)
        facts, references = sources.facts, sources.references
        resolved = resolve(document, sources, diagnostics)
    diagnostics.stop_on_errors()
    lang = resolved.metadata.lang
    figure_pool = FigurePool(project, theme, sources.datasets, facts, diagnostics, may_keep, lang)
    datasets = sources.datasets
    return Prepared(project, document, resolved, theme, datasets, facts, references, figure_pool)


def _sources(
    document: Document, project: Project, diagnostics: Diagnostics, *, may_keep: bool
) -> Sources:
    meta = document.metadata
    datasets = Datasets(project, diagnostics)
    datasets.check_all()
    facts = Facts(project, datasets, meta.lang, diagnostics)
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
    )
    style = load_style(meta.csl, path, project, diagnostics, meta.places.get("csl"))
    default = style or load_style("chicago-notes-bibliography", path, project, diagnostics)
    assert default is not None, "the default style is bundled"
    return Sources(facts, datasets, references, default)
