"""Speaker notes: what is said, the sources that a slide cites, the data of its figures."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from reportgen.deck.model import LINE_BREAK, MAY_BREAK, Para, Paras, PlannedSlide, Run
from reportgen.deck.plan.paragraphs import paras, runs
from reportgen.document import Blocks, Drawings, Inlines, ResolvedDocument, Settled, plain_text
from reportgen.language import counted_word, deck_words


def note_paras(blocks: Blocks[Settled]) -> Paras:
    """Return blocks as paragraphs of notes: a note mark is its number in brackets."""
    return tuple(replace(para, runs=_spoken(para.runs)) for para in paras(blocks))


def note_line(text: str) -> Paras:
    """Return a line of words as a paragraph of notes, none where there are no words."""
    return (Para((Run(text),)),) if text else ()


def joined(blocks: Blocks[Settled]) -> str:
    """Return blocks as one line of plain text."""
    return " ".join(para.text.replace(LINE_BREAK, " ") for para in note_paras(blocks))


def spoken_text(inlines: Inlines[Settled]) -> str:
    """Return inlines as plain text, a note mark as its number in brackets."""
    return "".join(run.text for run in _spoken(runs(inlines))).replace(LINE_BREAK, " ")


def _spoken(shown: Iterable[Run]) -> tuple[Run, ...]:
    """Return runs as notes have them, neighbours that look alike in one.

    Notes have no marks that lead to a slide, and commas between these are not raised.
    """
    found: list[Run] = []
    for run in map(_without_mark, shown):
        last = found[-1] if found else None
        if last is not None and replace(last, text="") == replace(run, text=""):
            found[-1] = replace(last, text=last.text + run.text)
        else:
            found.append(run)
    return tuple(found)


def _without_mark(run: Run) -> Run:
    if run.note:
        return replace(run, text=f"[{run.text}]", script="", note=0)
    if run.script == "super" and run.text == f",{MAY_BREAK}":
        return replace(run, text=",", script="")
    return replace(run, keys=(), link="" if run.link.startswith("#") else run.link)


def spoken_sources(
    document: ResolvedDocument, numbers: Iterable[int], keys: Iterable[str]
) -> Paras:
    """Return what ends a slide's notes: each source that it cites, in full."""
    lines = [
        *(f"[{number}] {joined(document.note(number).blocks)}" for number in numbers),
        *(text for key in keys if (text := plain_text(document.entry(key).content))),
    ]
    head = f"{counted_word(document.metadata.lang, 'sources', len(lines))}:"
    return tuple(para for line in (head, *lines) for para in note_line(line)) if lines else ()


def notes_with_data(
    planned: PlannedSlide, drawings: Drawings, zoom: float, data: Mapping[str, str], lang: str
) -> Paras:
    """Return the paragraphs of a slide's notes: the author's, its sources, the data of its figures.

    `data` says for each figure in words what it is drawn from. Raises KeyError for a figure that
    has not been drawn at its place.
    """
    known = dict.fromkeys(filter(None, _data(planned, drawings, zoom, data)))
    line = f"{deck_words(lang)['data']}: {', '.join(known)}" if known else ""
    return (*planned.notes, *note_line(line))


def _data(
    planned: PlannedSlide, drawings: Drawings, zoom: float, data: Mapping[str, str]
) -> Iterator[str]:
    for picture in planned.pictures:
        drawn = drawings[picture.key, picture.place(zoom)]
        yield data.get(picture.key) or ", ".join(drawn.datasets)
