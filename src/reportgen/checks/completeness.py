"""Proves that nothing of a document was lost on the way into the finished files."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from reportgen.checks.beyond_edge import report_beyond_edge
from reportgen.checks.expected_slides import bare
from reportgen.checks.one_cause import of_one_cause
from reportgen.checks.read_back import FinishedBrief, FinishedDeck
from reportgen.diagnostics import Diagnostics, Rule, Span, counted
from reportgen.document import (
    Block,
    Box,
    Build,
    CodeBlock,
    Columns,
    DataTable,
    DefinitionList,
    Equation,
    Figure,
    FigureGroup,
    FigureQuote,
    HorizontalRule,
    ItemList,
    Math,
    Note,
    Only,
    PageBreak,
    Paragraph,
    Pause,
    Quote,
    ResolvedDocument,
    Section,
    Settled,
    Slide,
    SourceList,
    Table,
    brief_blocks,
    captioned,
    equations,
    figures,
    heading_text,
    plain_text,
    runs,
    tables,
    walk,
    walk_inlines,
    within,
)
from reportgen.ledger.passages import folded, printed, squeezed, stands
from reportgen.theme import Theme

LONGEST_FOOTER, RUNNING_TITLE = 300, 30
"""Running lines are the end of a page's text: so long at most, and they begin as the title does."""
SHORTEST_REPEATED = 60
"""Paragraphs of so many characters stand on the pages as often as in the document."""


def check_brief(
    document: ResolvedDocument, brief: FinishedBrief, theme: Theme, diagnostics: Diagnostics
) -> int:
    """Report each heading, paragraph, table row, figure and note that the PDF lacks.

    Returns how many were looked for.
    """
    found = Diagnostics()
    count = _check_brief(document, brief, found)
    diagnostics.update(of_one_cause(found, theme))
    return count


def _check_brief(document: ResolvedDocument, brief: FinishedBrief, diagnostics: Diagnostics) -> int:
    pages = _without_footers(document, brief)
    wanted = list(_texts(document))
    counts = Counter(folded(text) for _, text, _ in wanted)
    source = "\0".join(folded(text) for _, text, _ in wanted)
    whole = "".join(pages)
    for what, text, span in wanted:
        plain = folded(text) if what == "paragraph" else ""
        found = whole.count(plain) if len(plain) >= SHORTEST_REPEATED else 0
        # A paragraph may also be a part of others: dots to be filled in, the line of a programme.
        if found > counts[plain] and found > source.count(plain):
            message = f"the PDF has this {what} more than once: “{text[:60]}”"
            diagnostics.add(Rule.LOST_IN_LAYOUT, message, span)
        if not stands(folded(text), pages) and folded(text) not in _tagged(brief):
            message = f"the PDF lacks this {what}: “{text[:60]}”"
            diagnostics.add(Rule.LOST_IN_LAYOUT, message, span)
    for note in document.notes:
        for words in _words_of(note):
            if not stands(folded(words), pages):
                message = f"the PDF lacks note {note.number}: “{words[:60]}”"
                diagnostics.add(Rule.LOST_IN_LAYOUT, message, note.span)
                break
    alternatives = [squeezed(text) for text in brief.alternatives]
    for figure in figures(document):
        if figure.alt and squeezed(plain_text(figure.alt)) not in alternatives:
            message = f"the PDF lacks figure {figure.label}, or its text alternative"
            diagnostics.add(Rule.LOST_IN_LAYOUT, message, figure.span)
    kept = Counter(brief.formulas)
    for formula in _formulas(document):
        kept[formula.text] -= 1
        if kept[formula.text] < 0:
            message = f"the PDF lacks the formula `{formula.text}`, or its alternative"
            diagnostics.add(Rule.LOST_IN_LAYOUT, message, formula.span)
    headings = {squeezed(title) for title in brief.bookmarks}
    sections = [block for block in brief_blocks(document) if isinstance(block, Section)]
    for section in sections:
        title = squeezed(heading_text(section.heading))
        if not {title, section.number + title} & headings:
            message = f"the PDF lacks the heading “{printed(section.heading)}”"
            diagnostics.add(Rule.LOST_IN_LAYOUT, message, section.span)
    if brief.outside:
        report_beyond_edge(document, brief, [*wanted, *_others(document)], diagnostics)
    _count_notes(document, brief, diagnostics)
    _count_rows(document, brief, diagnostics)
    rows = sum(len(table.all_rows) for table in tables(document))
    return len(wanted) + len(sections) + rows + len(document.notes) + len(figures(document))


def _tagged(brief: FinishedBrief) -> str:
    """Return the text of a PDF in the order of its structure tree.

    In that of its content, the mark of an item may stand within the line that it is before.
    """
    from reportgen.checks.witness.finished_pdf import read_pdf

    return folded("".join(one.text for one in read_pdf(brief.pdf).shown)) if brief.pdf else ""


def _words_of(note: Note) -> Iterator[str]:
    """Yield what stands together in a note, its number before the first."""
    texts = [
        block.text if isinstance(block, CodeBlock) else "".join(map(printed, runs(block)))
        for block in walk(note.blocks)
    ]
    if all(isinstance(block, Paragraph) for block in note.blocks):
        texts = ["".join(texts)]
    if isinstance(note.blocks[0] if note.blocks else None, Paragraph):
        texts[0] = f"{note.number} {texts[0]}"
    yield from texts


def _others(document: ResolvedDocument) -> Iterator[tuple[str, str, Span]]:
    """Yield the texts of a brief that are not counted as its paragraphs."""
    for block in brief_blocks(document):
        if isinstance(block, Section):
            yield "heading", printed(block.heading), block.span
    for note in document.notes:
        for words in _words_of(note):
            yield "note", words, note.span


def _without_footers(document: ResolvedDocument, brief: FinishedBrief) -> list[str]:
    """Return the text of each page without its running title and page number."""
    pages = []
    for number, page in enumerate(brief.pages, 1):
        text = squeezed(page)
        title = squeezed(plain_text(document.metadata.title))[:RUNNING_TITLE]
        if number > 1 and (at := text.rfind(title)) >= 0 and len(text) - at < LONGEST_FOOTER:
            text = text[:at]
        pages.append(text.casefold())
    return pages


def _formulas(document: ResolvedDocument) -> Iterator[Math]:
    """Yield the formulas that the brief prints in its sections and notes."""
    found = [run for block in brief_blocks(document) for run in runs(block)]
    for note in document.notes:
        found += [run for block in walk(note.blocks) for run in runs(block)]
    for run in found:
        yield from (one for one in walk_inlines(run) if isinstance(one, Math))
    yield from (one.math for one in equations(document))


def _texts(document: ResolvedDocument) -> Iterator[tuple[str, str, Span]]:
    in_cells = {id(one) for table in tables(document) for one in _in_cells(table)}
    last = Span(document.path)
    for block in brief_blocks(document):
        last = getattr(block, "span", last)
        match block:
            case Paragraph(content, span):
                kind = "table cell" if id(block) in in_cells else "paragraph"
                yield kind, printed(content), span
            case CodeBlock(text):
                for at, line in enumerate(text.splitlines()):
                    yield "line of code", line, replace(block.span, line=block.span.line + at)
            case Box():
                yield "box title", printed(block.title), block.span
            case Figure():
                for run in captioned(block.caption):
                    yield "caption", printed(run), block.span
            case FigureGroup() | Table():
                yield "caption", printed(block.caption.title), block.span
                yield "legend", printed(block.caption.legend), block.span
            case DefinitionList(items):
                for term, body in items:
                    first = next((one for one in body if isinstance(one, Paragraph)), None)
                    yield "term", printed(term), first.span if first else last
            case ItemList() | Quote() | Build() | Columns() | Only() | Section():
                pass  # what they hold comes next; headings are looked for as bookmarks
            case Equation() | PageBreak() | Pause() | HorizontalRule() | SourceList():
                pass  # no words, or counted elsewhere
            case FigureQuote() | DataTable() | Slide():
                pass  # not in the brief
            case _:
                assert_never(block)


def _in_cells(table: Table[Settled]) -> Iterator[Block[Settled]]:
    for group in within(table):
        yield from walk(group)


def _count_notes(
    document: ResolvedDocument, brief: FinishedBrief, diagnostics: Diagnostics
) -> None:
    """Report at the first that is missing how many notes the PDF has too few."""
    count = brief.tags.get("Note", 0)
    if count < len(document.notes):
        message = f"the PDF has {count} of {counted(len(document.notes), 'note')}"
        diagnostics.add(Rule.LOST_IN_LAYOUT, message, document.notes[count].span)


def _count_rows(document: ResolvedDocument, brief: FinishedBrief, diagnostics: Diagnostics) -> None:
    """Report each table of which the PDF has fewer rows than the document."""
    shown, counts = tables(document), [*brief.rows, *([0] * len(tables(document)))]
    if brief.tags.get("TR", 0) >= sum(len(table.all_rows) for table in shown):
        return
    for table, count in zip(shown, counts, strict=False):
        wanted = len(table.all_rows)
        if count < wanted:
            message = f"the PDF has {count} of {counted(wanted, 'row')} of this table"
            diagnostics.add(Rule.LOST_IN_LAYOUT, message, table.span)


def check_deck(document: ResolvedDocument, deck: FinishedDeck, diagnostics: Diagnostics) -> int:
    """Report each slide of the document that the deck lacks, and what sticks out of a slide.

    Returns how many slides were looked for.
    """
    titles = [squeezed(slide.title) for slide in deck.slides]
    wanted = [block for block in walk(document.blocks) if isinstance(block, Slide)]
    for slide in wanted:
        title = squeezed(bare(slide.title))
        if not any(title in one for one in titles):
            message = f"the deck lacks the slide “{plain_text(slide.title)}”"
            diagnostics.add(Rule.LOST_IN_LAYOUT, message, slide.span)
    for finished in deck.slides:
        for name in finished.outside:
            message = f"“{name}” sticks out of slide {finished.number}"
            named = [one for one in wanted if finished.name.startswith(one.id)]
            own = max(named, key=lambda one: len(one.id), default=wanted[-1] if wanted else None)
            place = own.span if own is not None else Span(document.path)
            diagnostics.add(Rule.TEXT_OVERFLOW, message, place)
    return len(wanted)
