"""Asks the witness what both finished files of a document lack of its source, or add to it."""

import re
from collections.abc import Iterator

from reportgen.checks.witness.explained import (
    texts_of_citations,
    texts_of_data,
    texts_of_drawings,
    texts_of_project,
    texts_of_tool,
)
from reportgen.checks.witness.verdict import Source, check_witness, read_source
from reportgen.citing.styles import load_style
from reportgen.diagnostics import Diagnostics
from reportgen.document import Drawings, Table, walk
from reportgen.recipes.prepared import Prepared


def ask_witness(
    prepared: Prepared, drawings: Drawings, pdf: bytes, pptx: bytes, diagnostics: Diagnostics
) -> int:
    """Report what is lost, printed raw or added; return how many texts were looked for."""
    facts = prepared.facts

    def printed(name: str) -> str | None:
        fact = facts.get(name, facts.span(name)) if name in facts.names else None
        return fact.text if fact is not None else None

    source = read_source(prepared.project, prepared.document.path)
    ways = tuple(ways_of_citing(source))
    explained = [*_explained(prepared, drawings, ways), *filter(None, map(printed, facts.names))]
    return check_witness(source, printed, pdf, pptx, explained, diagnostics)


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
    yield from texts_of_tool(meta.lang, (meta.date, meta.data_date))
    brand = prepared.theme.brand
    yield from (brand.base, brand.headings)
    yield from texts_of_project(project)
    shown = {one.dataset for one in walk(prepared.document.blocks) if isinstance(one, Table)}
    yield from texts_of_data(prepared.datasets, shown, meta.lang)
    yield from texts_of_drawings(drawings)
    style = load_style(meta.csl, prepared.document.path, project, Diagnostics())
    if style is not None:
        keys = [entry.key for entry in prepared.document.entries]
        yield from texts_of_citations(keys, prepared.references, style, meta.lang, ways)
