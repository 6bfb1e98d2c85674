"""Says where slides have it from: source lines, reference slides, spoken notes."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from reportgen.deck.model import Mark, Para, Paras, Placeholder, Run, type_in
from reportgen.deck.plan.measure import fits
from reportgen.deck.plan.paragraphs import paras, runs
from reportgen.deck.plan.speaker_notes import joined
from reportgen.document import (
    Blocks,
    ItemList,
    Note,
    Quote,
    ResolvedDocument,
    Settled,
)
from reportgen.language import and_more, counted_word, words

BULLET = "•"
SEPARATOR = " · "
BETWEEN_SOURCES = "\u00a0· "
"""A line may break behind the dot, and never begins with it."""
FOOTNOTE_LENGTH = 40
"""How much of a footnote that cites no work stands in the source line, in characters."""


# --- the source line --------------------------------------------------------------------------


def source_line(
    document: ResolvedDocument,
    numbers: Iterable[int],
    keys: Iterable[str],
    labels: Iterable[str],
    captions: tuple[tuple[tuple[Run, ...], ...], tuple[tuple[Run, ...], ...]],
    box: Placeholder,
    family: str,
) -> Paras:
    """Return the source line of a slide: captions, labels, then each note with its works in short.

    The labels are of the brief's figures, the captions of what only this slide shows: in full, and
    what of them has to be seen. Where all takes more lines than its box has, the first works of
    each note, as many as have room; where that is too long too, the short captions, since the notes
    have them; then the numbers alone. Nothing where nothing is cited or captioned.
    """
    type_, room = type_in(box, family, box.sizes[0]), box.frame
    lang, numbers, keys = document.metadata.lang, tuple(numbers), tuple(keys)
    tags = [(Run(label),) for label in labels]
    works = len(keys) + sum(max(1, len(document.note(number).keys)) for number in numbers)
    lead = (Run(f"{counted_word(lang, 'sources', works)}: "),) if works else ()
    cited = [(Run(document.entry(key).short, keys=(key,)),) for key in keys]
    longest = max((len(document.note(number).keys) for number in numbers), default=0)
    shown = captions if captions[0] else captions[1:]
    for first, most in product(shown, range(max(1, longest), 0, -1)):
        named = [(_mark(number), Run(_works(document, number, most))) for number in numbers]
        line = _line([*first, *tags], lead, [*named, *cited])
        if not line or fits(line, type_, room.width.pt, room.height.pt):
            return line
    bare = [run for number in sorted(numbers) for run in (Run(", "), _mark(number))][1:]
    notes = counted_word(lang, "notes", len(numbers))
    return _line(
        [*captions[1], *tags], (), [(Run(f"{notes} "), *bare, Run(f" → {words(lang)['sources']}"))]
    )


def _mark(number: int) -> Run:
    return Run(str(number), bold=True, note=number)


def _line(
    tags: Sequence[tuple[Run, ...]], lead: tuple[Run, ...], named: Sequence[tuple[Run, ...]]
) -> tuple[Para, ...]:
    """Return "Figure 2 · Sources: 12 Lee et al. 2020 · 13 Cohen 2014" as one paragraph."""
    first = (*lead, *named[0]) if named else ()
    parts = [*tags, *([first] if first else []), *named[1:]]
    found = [run for part in parts for run in (Run(BETWEEN_SOURCES), *part)][1:]
    return (Para(tuple(found)),) if found else ()


def _works(document: ResolvedDocument, number: int, most: int) -> str:
    """Return the works of a note in short, at most so many; without works, how the note begins."""
    note = document.note(number)
    if note.keys:
        shorts = [document.entry(key).short for key in note.keys]
        return f"\u00a0{_first_of(shorts, most, document.metadata.lang)}"
    text = "\u00a0" + joined(note.blocks)
    return text if len(text) <= FOOTNOTE_LENGTH else text[:FOOTNOTE_LENGTH].rsplit(" ", 1)[0] + " …"


def _first_of(works: Sequence[str], most: int, lang: str) -> str:
    """Return the first of some works in a line, and how many more there are, in words."""
    left = len(works) - most
    more = and_more(lang, left) if left > 0 else ""
    return " ".join(filter(None, ("; ".join(works[:most]), more)))


# --- reference slides -------------------------------------------------------------------------


def note_paras(note: Note) -> Paras:
    """Return a note as paragraphs, its number before the first."""
    found = list(_note_lines(note.blocks)) or [()]
    label = (Run(str(note.number), bold=True), Run("\t"))
    first = Para((*label, *found[0]), Mark.LABEL)
    return (first, *(Para((Run("\t"), *line), Mark.LABEL) for line in found[1:]))


def _note_lines(blocks: Blocks[Settled], mark: str = "") -> Iterator[tuple[Run, ...]]:
    """Yield the paragraphs of a note as runs; `mark` stands before the first, as of an item."""
    for block in blocks:
        if isinstance(block, ItemList):
            for at, item in enumerate(block.items):
                own = BULLET if block.start is None else block.marker(at)
                yield from _note_lines(item, f"{own}\u00a0")
        elif isinstance(block, Quote):
            yield from _note_lines(block.blocks, mark)
        else:
            for para in paras((block,)):
                yield (Run(mark), *para.runs) if mark else para.runs
        mark = ""


def entry_paras(document: ResolvedDocument, key: str) -> Paras:
    """Return a work of the list of sources as a paragraph."""
    return (Para(runs(document.entry(key).content)),)
