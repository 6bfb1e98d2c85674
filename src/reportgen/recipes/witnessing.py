"""Asks the witness what both finished files of a document lack of its source, or add to it."""

import re
from collections.abc import Callable, Iterator

from reportgen.checks.witness.explained import (
    texts_of_citations,
    texts_of_data,
    texts_of_drawings,
    texts_of_project,
    texts_of_tool,
)
from reportgen.checks.witness.verdict import Source, check_witness, read_source
from reportgen.citing.styles import load_style
from reportgen.diagnostics import Diagnostics, Span
from reportgen.document import Document, Drawings, Foreign, Table, runs, walk, walk_inlines
from reportgen.files.door import Kind
from reportgen.recipes.authenticity import read
from reportgen.recipes.prepared import Prepared
from reportgen.resolving.shown import holds


def ask_of_build(prepared: Prepared, pdf: bytes, pptx: bytes, diagnostics: Diagnostics) -> None:
    """Report what files that were just made lack of the source, or print raw.

    Nobody can have added words to them: what takes longest is left out.
    """
    path = f"build/{prepared.document.name}.pdf"
    source = read_source(prepared.project, prepared.document.path, _holding(prepared))
    read(
        lambda: check_witness(
            source, _printed(prepared), pdf, pptx, (), diagnostics, pages=prints_pages(prepared)
        ),
        Kind.PAIR,
        path,
        diagnostics,
    )


def prints_pages(prepared: Prepared) -> bool:
    """Return whether the document's citation style prints the pages that are cited."""
    meta, project = prepared.document.metadata, prepared.project
    style = load_style(meta.csl, prepared.document.path, project, Diagnostics())
    return style is None or style.prints_pages


def _printed(prepared: Prepared) -> Callable[[str], str | None]:
    """Return what gives the text that a fact prints as, None where there is none of a name."""
    facts = prepared.facts

    def printed(name: str) -> str | None:
        fact = facts.find(name)
        return fact.text if fact is not None else None

    return printed


def _holding(prepared: Prepared) -> Callable[[str], bool]:
    """Return what says whether a condition holds of the edition that was prepared."""

    def holding(where: str) -> bool:
        return holds(where, Span(""), prepared.facts, Diagnostics())

    return holding


def ask_witness(
    prepared: Prepared, drawings: Drawings, pdf: bytes, pptx: bytes, diagnostics: Diagnostics
) -> int:
    """Report what is lost, printed raw or added; return how many texts were looked for."""
    printed = _printed(prepared)
    source = read_source(prepared.project, prepared.document.path, _holding(prepared))
    ways, facts = tuple(ways_of_citing(source)), prepared.facts
    values = facts.subject.texts.values() if facts.subject else ()
    printed_facts = map(printed, (*facts.parameters, *facts.names))
    explained = [*_explained(prepared, drawings, ways), *filter(None, (*printed_facts, *values))]
    pages = prints_pages(prepared)
    return check_witness(source, printed, pdf, pptx, explained, diagnostics, pages=pages)


def ways_of_citing(source: Source) -> Iterator[tuple[bool, bool]]:
    """Yield how a source cites besides plainly: without the author, or with it in the text.

    Each way costs a call of citeproc for every work.
    """
    text = "\n".join(line for lines in source.files.values() for line in lines)
    if "-@" in text:
        yield True, False
    if re.search(r"@[\w{]", re.sub(r"\[[^][]*\]", "", text)):
        yield False, True


def _explained(
    prepared: Prepared, drawings: Drawings, ways: tuple[tuple[bool, bool], ...]
) -> Iterator[str]:
    """Yield the texts that may stand in finished files besides the source's own."""
    meta, project = prepared.document.metadata, prepared.project
    for lang in {meta.lang, *_languages(prepared.written)}:
        yield from texts_of_tool(lang, (meta.date, meta.data_date))
    brand = prepared.theme.brand
    for first in (brand.base, brand.headings):  # or what stands in for it in another script
        yield from brand.families(first, text=first == brand.base)
    yield from texts_of_project(project)
    shown = {one.dataset for one in walk(prepared.document.blocks) if isinstance(one, Table)}
    yield from texts_of_data(prepared.datasets, shown, meta.lang)
    yield from texts_of_drawings(drawings)
    style = load_style(meta.csl, prepared.document.path, project, Diagnostics())
    if style is not None:
        keys = [entry.key for entry in prepared.document.entries]
        yield from texts_of_citations(keys, prepared.references, style, meta.lang, ways)


def _languages(document: Document) -> Iterator[str]:
    """Yield the languages of parts of a document: callouts there are named in them."""
    for block in walk(document.blocks):
        for run in runs(block):
            yield from (one.lang for one in walk_inlines(run) if isinstance(one, Foreign))
