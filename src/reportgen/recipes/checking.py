"""The recipe of a check: read and draw anew, then compare with the finished files."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.diagnostics import ContentError, Diagnostics, Rule, Span, counted
from reportgen.document import Drawings, Figure, walk
from reportgen.drawing.pool import warm
from reportgen.files.project import Project
from reportgen.recipes.authenticity import Examined, Examiner, Standing
from reportgen.recipes.edition_findings import tell
from reportgen.recipes.editions import Edition
from reportgen.recipes.finished_files import check_finished, check_privacy, check_web, held_in
from reportgen.recipes.ledger_check import check_ledger
from reportgen.recipes.outputs import FORMATS, brief, deck
from reportgen.recipes.prepared import Prepared, Stage, editions_named, prepare, quiet
from reportgen.recipes.translating import check_translation, translations
from reportgen.recipes.unused import Unused

if TYPE_CHECKING:
    from reportgen.checks.links import Answer


def check(
    project: Project,
    diagnostics: Diagnostics,
    stage: Stage = quiet,
    *,
    publish: bool = False,
    rebuild: bool = False,
    explain: str = "",
    report: Path | None = None,
) -> Iterator[str]:
    """Check every document and its finished files; yield a line on what was looked at.

    The content is resolved and its figures are drawn, so that every fault shows. Nothing is
    written but what was compared of the two files, as JSON to `report`. Where it is to `publish`
    them, a draft is a fault. The files are compared with what this machine recorded of their
    build; where that differs, with `rebuild` and with `publish`, they are built anew and compared
    part by part. With `explain` "all" every change is told. Raises ContentError for faults of
    content.
    """
    from reportgen.checks import tally

    editions = editions_named(project, "", diagnostics)
    diagnostics.stop_on_errors()
    all_read = True
    checker = _Checker(project, stage, publish=publish, rebuild=rebuild, explain=explain)
    for path in dict.fromkeys(one.path for one in editions):
        found: dict[str, Diagnostics] = {}
        for one in (one for one in editions if one.path == path):
            if not one.subject:
                yield from checker.checked(one, diagnostics)
                continue
            found[one.subject] = diagnostics.another()
            try:
                yield from checker.checked(one, found[one.subject])
            except ContentError:
                all_read = False  # what it uses is not known
        tell(found, diagnostics)
    if all_read:
        checker.unused.report(diagnostics)
    if report is not None:
        Project(report.parent).write(report.name, tally.as_list(checker.compared))


@dataclass
class _Checker:
    """Checks the documents of a project one after another."""

    project: Project
    stage: Stage
    publish: bool
    rebuild: bool
    explain: str
    compared: list[bytes] = field(default_factory=list)
    unused: Unused = field(default_factory=Unused)

    def checked(self, edition: Edition, diagnostics: Diagnostics) -> Iterator[str]:
        """Check one edition of a document; yield a line on what was looked at."""
        from reportgen.checks.do_not_publish import check_private_list

        path, stage, publish = edition.path, self.stage, self.publish
        project = self.project.branch()  # what one document is made of is no input of others
        warm(project)
        prepared = prepare(
            project, path, diagnostics, stage, may_keep=False, edition=edition.subject
        )
        slides = deck(prepared, diagnostics, stage)
        shown = prepared.draw(slides, stage)
        drawings = prepared.draw(brief(prepared, diagnostics, stage), stage)
        self.unused.add(prepared, {**drawings, **shown})
        with stage("check the text"):
            yield from self._of_text(edition, project, prepared, {**drawings, **shown}, diagnostics)
        # figures are drawn for the comparison: not after errors of files
        of_files = diagnostics.another()
        rebuild = self.rebuild or publish
        with stage("examine finished files"):
            examiner = Examiner(prepared, of_files, stage, rebuild, publish, self.explain)
            examined = examiner.examine()
            diagnostics.update(of_files)
            word = [*_reviewed(prepared)]
            check_private_list(project, held_in([*examined.values(), *word]), diagnostics)
            for one in word:
                yield _check_review(prepared, one, diagnostics)
        if set(FORMATS) <= examined.keys():
            with stage("check finished files"):
                yield from _check_pair(
                    examiner, examined, drawings, shown, self.compared, diagnostics
                )
        if {"html", "pdf"} <= examined.keys():
            page, printed = examined["html"], examined["pdf"]
            if page.standing in READ and printed.standing in READ:
                yield check_web(prepared, page, printed, diagnostics)

    def _of_text(
        self,
        edition: Edition,
        project: Project,
        prepared: Prepared,
        drawings: Drawings,
        diagnostics: Diagnostics,
    ) -> Iterator[str]:
        """Check what an edition says, whatever its files are; yield a line on what was read."""
        from reportgen.checks.photographs import check_photographs
        from reportgen.checks.unsourced_numbers import check_numbers

        path, metadata = edition.path, prepared.document.metadata
        if self.publish and metadata.status == "draft":
            message, hint = "this is a draft", "set `status: final`, and build again"
            diagnostics.add(Rule.DRAFT, message, metadata.place("status", path), hint)
        if self.publish:
            check_photographs(prepared.document, diagnostics)
        if (told := self._translated(edition, project, diagnostics)) is not None:
            yield told
        yield _check_references(prepared, diagnostics)
        text = project.read_text(path, diagnostics) or ""
        titles, of_titles = _check_titles(prepared, drawings, text, diagnostics)
        numbers = check_numbers(
            prepared.written, text, prepared.facts, prepared.datasets, diagnostics, of_titles
        )
        name = edition.name if edition.subject else path
        yield f"{name}: {counted(numbers, 'number')} and {counted(titles, 'title')} read"

    def _translated(
        self, edition: Edition, project: Project, diagnostics: Diagnostics
    ) -> str | None:
        """Compare a document with its original, where it is one in another language."""
        for one in translations(project):
            if one.path == edition.path:
                parts = check_translation(project, one, diagnostics, publish=self.publish)
                return f"{one.path}: {counted(parts, 'part')} compared with {one.original}"
        return None


def _reviewed(prepared: Prepared) -> Iterator[Examined]:
    """Yield the Word file of a document, where there is one."""
    path = f"build/{prepared.document.name}.docx"
    if prepared.project.exists(path):
        data = prepared.project.branch().read_bytes(path)
        yield Examined(path, data, None, Standing.UNKNOWN)


def _check_review(prepared: Prepared, word: Examined, diagnostics: Diagnostics) -> str:
    from reportgen.checks.review_words import check_review

    document = prepared.document
    count = check_review(document, word.found, word.path, diagnostics)
    return f"{document.path}: {counted(count, 'word')} of {word.path} compared, a proof for review"


def _check_titles(
    prepared: Prepared, drawings: Drawings, text: str, diagnostics: Diagnostics
) -> tuple[int, Container[tuple[str, int, str]]]:
    from reportgen.checks.assertions import check_titles

    facts, path = prepared.facts, prepared.document.path
    known = {fact.name: fact.text for fact in facts.all}
    return check_titles(prepared.document, drawings, known, {path: text}, diagnostics)


READ = (Standing.TRUE, Standing.SAVED, Standing.ALTERED, Standing.ELSEWHERE)
"""Of these the meaning is checked: as it was built, or, where that is not known, as it is now."""


def _check_pair(
    examiner: Examiner,
    examined: Mapping[str, Examined],
    drawings: Drawings,
    shown: Drawings,
    compared: list[bytes],
    diagnostics: Diagnostics,
) -> Iterator[str]:
    """Check what both files of a document mean; yield a line on what was looked at.

    `drawings` are the brief's, `shown` those of slides. What was compared is added to `compared`,
    as JSON.

    What was changed in a file is told by the comparison with the true one: the checks of meaning
    read the true one then, so that no change is told twice.
    """
    from reportgen.checks import tally
    from reportgen.checks.proportions import check_proportions

    prepared, pair = examiner.prepared, [examined[format_] for format_ in FORMATS]
    if all(one.standing in READ for one in pair):
        standings = {one.standing for one in pair}
        elsewhere = Standing.ELSEWHERE in standings and Standing.ALTERED not in standings
        pdf, pptx = (one.found if elsewhere or one.true is None else one.true for one in pair)
        line, parity = check_finished(prepared, drawings, pdf, pptx, diagnostics, shown)
        named = [*_pictures(prepared)]
        paths = (pair[0].path, pdf), (pair[1].path, pptx)
        check_proportions(prepared.document, named, *paths, diagnostics)
        if parity is not None:
            compared.append(tally.as_json(prepared.document.path, parity, pdf, pptx))
        if [one.found for one in pair] != [pdf, pptx]:
            told = frozenset(one.path for one in pair if one.standing is Standing.ALTERED)
            check_privacy(prepared, pair[0].found, pair[1].found, diagnostics, told)
        if parity is not None:
            check_ledger(examiner, examined, diagnostics)
        yield line


def _pictures(prepared: Prepared) -> Iterator[tuple[str, Span, bytes]]:
    """Yield the pictures that a document names: each file's path, its place, its bytes."""
    cover, document = prepared.document.metadata.cover_image, prepared.document
    named = {
        one.source: one.span
        for one in walk(document.blocks)
        if isinstance(one, Figure) and not one.is_drawn
    }
    if cover is not None and cover.file:
        named[cover.file] = document.metadata.place("cover-image", document.path)
    for path, span in named.items():
        yield path, span, prepared.project.read_bytes(path)


def check_links(project: Project, diagnostics: Diagnostics, stage: Stage = quiet) -> "list[Answer]":
    """Ask every address of every document whether it answers; only here is the network used."""
    from reportgen.checks.links import addresses
    from reportgen.checks.links import check_links as ask

    answers: list[Answer] = []
    for edition in editions_named(project, "", diagnostics):
        path = edition.path
        prepared = prepare(project, path, diagnostics, stage, edition=edition.subject)
        text = project.read_text(path, diagnostics) or ""
        cited = [entry.key for entry in prepared.document.entries]
        wanted = addresses(prepared.written, text, prepared.references, cited)
        with stage(f"ask {counted(len(wanted), 'address', 'addresses')}"):
            answers += ask(wanted, diagnostics)
    return answers


def _check_references(prepared: Prepared, diagnostics: Diagnostics) -> str:
    from reportgen.checks.citation_prose import check_prose
    from reportgen.checks.reference_faults import check_references

    document, references = prepared.document, prepared.references
    works = check_references(references, document.metadata.date, diagnostics)
    cites = check_prose(prepared.written, references, diagnostics)
    marks = counted(cites, "citation or footnote", "citations and footnotes")
    return f"{document.path}: {counted(works, 'work')} and {marks} read"
