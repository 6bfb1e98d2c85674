"""The recipe of a draft: what a preview shows of a document before its files are finished."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from reportgen.diagnostics import (
    ContentError,
    Diagnostic,
    Diagnostics,
    EnvironmentFault,
    InputChanged,
    UsageError,
)
from reportgen.document import Drawing, Section, heading_text, plain_text, walk
from reportgen.files.project import Project
from reportgen.files.project_file import judging
from reportgen.garbage import unsearched
from reportgen.recipes.building import TRIES
from reportgen.recipes.prepared import Stage, prepare, quiet
from reportgen.theme import Theme


@dataclass(frozen=True, slots=True)
class DraftSlide:
    """A slide as HTML, with its title and the line that it is written at."""

    html: str
    title: str
    line: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A section of the first level: its words, and the line that it begins at."""

    words: str
    line: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A document as it is now: the brief's HTML, its slides, pictures by address, findings.

    `page` is "" and `slides` are empty where the content has faults. `width` and `height` are those
    of a slide in mm. `name` is that of its files in build/, `subject` what an edition is about,
    `family` the font of the deck.
    """

    path: str
    name: str = ""
    subject: str = ""
    title: str = ""
    lang: str = "en"
    page: str = ""
    source: str = ""
    slides: tuple[DraftSlide, ...] = ()
    width: float = 0
    height: float = 0
    pictures: Mapping[str, Drawing] = field(default_factory=dict)
    headings: tuple[Heading, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    theme: Theme | None = None
    family: str = ""
    refused: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether there is something to show."""
        return bool(self.page)


def draft(folder: Project, path: str, stage: Stage = quiet, subject: str = "") -> Draft:
    """Return a document of a project as it is now; faults of content are findings of it.

    `subject` names one of its editions, where it has such; "" is the first.
    """
    for _ in range(TRIES - 1):
        with suppress(InputChanged):
            return _draft(Project(folder.root), path, stage, subject)
    return _draft(Project(folder.root), path, stage, subject)


def _draft(project: Project, path: str, stage: Stage, subject: str) -> Draft:
    diagnostics, _ = judging(project)
    try:
        with unsearched():
            return _drafted(project, path, diagnostics, stage, subject)
    except ContentError as error:
        diagnostics.update(error.diagnostics)
        return Draft(path, findings=tuple(diagnostics))
    except InputChanged:
        raise
    except (UsageError, EnvironmentFault) as error:
        return Draft(path, findings=tuple(diagnostics), refused=str(error))


def _drafted(
    project: Project, path: str, diagnostics: Diagnostics, stage: Stage, subject: str
) -> Draft:
    from reportgen.brief.html import slide_fragments, to_html
    from reportgen.deck.handout import shown
    from reportgen.deck.plan.plan import with_address
    from reportgen.recipes.outputs import described_in, planned_slides

    prepared = prepare(project, path, diagnostics, stage, edition=subject)
    document, theme = prepared.document, prepared.theme
    slides, planned = planned_slides(prepared, diagnostics, stage)
    page = to_html(document, theme, diagnostics)
    diagnostics.stop_on_errors()
    drawings = with_address(slides, prepared.draw(planned, stage), document.metadata.url)
    told = described_in(prepared.claimed(drawings))
    sheets, pictures = shown(slides, drawings, told, document.metadata.lang, None)
    fragments = slide_fragments(theme, diagnostics, sheets)
    text = project.read_text(path, diagnostics) or ""
    sections = (one for one in walk(document.blocks) if isinstance(one, Section))
    return Draft(
        path=path,
        name=document.name,
        subject=prepared.facts.subject.name if prepared.facts.subject else "",
        title=plain_text(document.metadata.title),
        lang=document.metadata.lang,
        page=page,
        source=text,
        slides=tuple(
            DraftSlide(html, sheet.title, one.span.line)
            for html, sheet, one in zip(fragments, sheets, slides.slides, strict=True)
        ),
        width=sheets[0].width if sheets else 0,
        height=sheets[0].height if sheets else 0,
        pictures=pictures,
        headings=tuple(
            Heading(heading_text(one.heading), one.span.line) for one in sections if one.level == 1
        ),
        findings=tuple(diagnostics),
        theme=theme,
        family=slides.design.family,
    )
