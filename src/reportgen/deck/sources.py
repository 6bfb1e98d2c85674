"""This module says where slides have it from: source lines, reference slides, spoken notes."""

from collections.abc import Iterable, Iterator, Sequence

from reportgen.deck.fit import fits, type_in
from reportgen.deck.layouts import Box as Place
from reportgen.deck.runs import Mark, Para, Paras, Run, paras, runs
from reportgen.deck.terms import terms
from reportgen.document import (
    Blocks,
    Box,
    CodeBlock,
    DefinitionList,
    Inlines,
    ItemList,
    Note,
    NoteMark,
    Paragraph,
    Quote,
    ResolvedDocument,
    Section,
    Settled,
    Styled,
    plain_text,
)

SEPARATOR = " · "
MOST_WORKS = 99
FOOTNOTE_LENGTH = 40
"""How much of a footnote that cites no work stands in the source line, in characters."""


# --- the source line --------------------------------------------------------------------------


def source_line(
    document: ResolvedDocument,
    numbers: Iterable[int],
    keys: Iterable[str],
    labels: Iterable[str],
    box: Place,
    family: str,
) -> Paras:
    """Return the source line of a slide: figure labels, then each note with its works in short.

    Where that takes more lines than its box has, the first work of each note; where that is too
    long too, the numbers alone. Nothing where nothing is cited.
    """
    type_, room = type_in(box, family, box.sizes[0]), box.frame
    own, numbers, keys = terms(document.metadata.lang), tuple(numbers), tuple(keys)
    tags = [(Run(label),) for label in labels]
    lead = (Run(f"{own['sources']}: "),) if numbers or keys else ()
    cited = [(Run(document.entry(key).short, keys=(key,)),) for key in keys]
    for most in (MOST_WORKS, 1):
        named = [(_mark(number), Run(_works(document, number, most))) for number in numbers]
        line = _line(tags, lead, [*named, *cited])
        if not line or fits(line, type_, room.width.pt, room.height.pt):
            return line
    bare = [run for number in sorted(numbers) for run in (Run(", "), _mark(number))][1:]
    return _line(tags, (), [(Run(f"{own['notes']} "), *bare, Run(f" → {own['sources']}"))])


def _mark(number: int) -> Run:
    return Run(str(number), bold=True, note=number)


def _line(
    tags: Sequence[tuple[Run, ...]], lead: tuple[Run, ...], named: Sequence[tuple[Run, ...]]
) -> tuple[Para, ...]:
    """Return "Figure 2 · Sources: 12 Lee et al. 2020 · 13 Cohen 2014" as one paragraph."""
    first = (*lead, *named[0]) if named else ()
    parts = [*tags, *([first] if first else []), *named[1:]]
    found = [run for part in parts for run in (Run(SEPARATOR), *part)][1:]
    return (Para(tuple(found)),) if found else ()


def _works(document: ResolvedDocument, number: int, most: int) -> str:
    """Return the works of a note in short, at most so many; without works, how the note begins."""
    note = document.note(number)
    if note.keys:
        shorts = [document.entry(key).short for key in note.keys]
        more = f" +{len(shorts) - most}" if len(shorts) > most else ""
        return f"\u00a0{'; '.join(shorts[:most])}{more}"
    text = "\u00a0" + " ".join(spoken(note.blocks))
    return text if len(text) <= FOOTNOTE_LENGTH else text[:FOOTNOTE_LENGTH].rsplit(" ", 1)[0] + " …"


# --- reference slides -------------------------------------------------------------------------


def note_paras(note: Note) -> Paras:
    """Return a note as paragraphs, its number before the first."""
    found = paras(note.blocks) or (Para(()),)
    label = (Run(str(note.number), bold=True), Run("\t"))
    first = Para((*label, *found[0].runs), Mark.LABEL)
    return (first, *(Para((Run("\t"), *para.runs), Mark.LABEL) for para in found[1:]))


def entry_paras(document: ResolvedDocument, key: str) -> Paras:
    """Return a work of the list of sources as a paragraph."""
    return (Para(runs(document.entry(key).content)),)


# --- what is spoken ---------------------------------------------------------------------------


def spoken(blocks: Blocks[Settled]) -> tuple[str, ...]:
    """Return blocks as lines of plain text, a note mark as its number in brackets."""
    return tuple(_spoken(blocks, ""))


def _spoken(blocks: Blocks[Settled], indent: str) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(content):
                yield indent + spoken_text(content)
            case ItemList(items, start):
                for at, item in enumerate(items):
                    sign = "•" if start is None else f"{start + at}."
                    first, *more = list(_spoken(item, "")) or [""]
                    yield f"{indent}{sign} {first}"
                    yield from (f"{indent}   {line}" for line in more)
            case DefinitionList(items):
                for term, body in items:
                    lines = " ".join(_spoken(body, ""))
                    yield f"{indent}{spoken_text(term)}: {lines}"
            case Quote(content):
                yield from _spoken(content, indent)
            case Box() | Section():
                yield from _spoken(block.blocks, indent)
            case CodeBlock(text):
                yield from (indent + line for line in text.splitlines())


def spoken_text(inlines: Inlines[Settled]) -> str:
    """Return inlines as plain text, a note mark as its number in brackets."""
    found = ""
    for inline in inlines:
        match inline:
            case NoteMark(number):
                found += f"[{number}]"
            case Styled(_, content) if any(isinstance(one, NoteMark) for one in content):
                found += spoken_text(content)
            case _:
                found += plain_text((inline,))
    return found


def spoken_sources(
    document: ResolvedDocument, numbers: Iterable[int], keys: Iterable[str]
) -> tuple[str, ...]:
    """Return the lines that end a slide's notes: each source that it cites, in full."""
    lines = [
        *(f"[{number}] {' '.join(spoken(document.note(number).blocks))}" for number in numbers),
        *(plain_text(document.entry(key).content) for key in keys),
    ]
    return (f"{terms(document.metadata.lang)['sources']}:", *lines) if lines else ()
