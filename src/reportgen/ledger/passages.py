"""The text of a document as finished files hold it, and finds it in them again."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from reportgen.document import (
    Blocks,
    Break,
    Cited,
    Code,
    Figure,
    Foreign,
    Inlines,
    Link,
    Math,
    Note,
    NoteMark,
    Paragraph,
    Reference,
    ResolvedDocument,
    Section,
    Settled,
    Slide,
    Style,
    Styled,
    Table,
    Text,
    Value,
    captioned,
    plain_text,
    runs,
    walk,
    within,
)
from reportgen.scripts import visible

FULL_PAGE = 400
"""So many characters of a text that goes on stand at least on a page between two others."""

LONGEST_COINCIDENCE = 12
"""So many characters behind the end of a page may happen to go on as the text does."""
LONG = 24
"""A text of so many characters, squeezed, is taken for the only one of its kind."""


def squeezed(text: str) -> str:
    """Return text without white space, hyphens and what cannot be seen, compatibility-composed.

    Line breaks, hyphenation and spacing of a finished page then make no difference, nor do
    joiners, direction marks and selectors of variants, which leave nothing on it. Neither does the
    mark of a line of code that goes on.
    """
    return re.sub(r"[\s\ufffe‐↪-]+", "", visible(unicodedata.normalize("NFKC", text)))


def folded(text: str) -> str:
    """Return `squeezed` text without its capitals: a theme may set headings in them."""
    return squeezed(text).casefold()


def printed(inlines: Inlines[Settled], formula: Callable[[Math], str] = lambda _: "") -> str:
    """Return inlines as a finished page shows them: marks as numbers, formulas as pictures.

    `formula` gives the words that stand for one.
    """
    found = []
    for inline in inlines:
        match inline:
            case NoteMark(number):
                found.append(str(number))
            case Math():
                found.append(formula(inline))
            case Styled(_, content) | Foreign(_, content) | Link(_, content):
                found.append(printed(content, formula))
            case Text() | Break() | Code() | Value() | Reference() | Cited():
                found.append(plain_text((inline,)))
            case _:
                assert_never(inline)
    return "".join(found)


@dataclass(frozen=True, slots=True)
class Run:
    """Text as `folded` leaves it; `values` are the facts in it: name, start, end."""

    text: str
    values: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text that stands together, in `within`, the id of a section or slide.

    `target` is "brief", "slide" or "speaker notes"; `marked` has the numbers of note marks in it,
    `bare` not. Where `hidden`, it is a text alternative, which pages do not print. `anchor` is a
    text that stands near, for passages too short to be looked for alone.
    """

    target: str
    within: str
    marked: Run
    bare: Run
    anchor: str = ""
    hidden: bool = False


def passages(document: ResolvedDocument) -> Iterator[Passage]:
    """Yield every run of text of the brief, its notes and its slides."""
    meta = document.metadata
    for run in (meta.title, meta.subtitle, *meta.changes):
        yield _passage(run, "brief", "")
    yield from _of_blocks(meta.abstract, "brief", "", "")
    yield from _of_blocks(document.blocks, "brief", "", "")
    for note in document.notes:
        yield from _of_note(note)


def _of_note(note: Note) -> Iterator[Passage]:
    """Yield a note of paragraphs as one run, its number before it; else its parts apart."""
    parts = [run for block in walk(note.blocks) for run in runs(block)]
    if all(isinstance(block, Paragraph) for block in note.blocks):
        parts = [tuple(inline for run in parts for inline in run)]
    if isinstance(note.blocks[0] if note.blocks else None, Paragraph):
        parts[0] = (NoteMark(note.number), *parts[0])
    yield from (_passage(one, "brief", "notes") for one in parts)


def _of_blocks(blocks: Blocks[Settled], target: str, name: str, anchor: str) -> Iterator[Passage]:
    for block in blocks:
        match block:
            case Slide():
                title = folded(plain_text(block.title))
                yield _passage(block.title, "slide", block.id, title)
                yield from _of_blocks(block.blocks, "slide", block.id, title)
                yield from _of_blocks(block.notes, "speaker notes", block.id, title)
            case Section():
                heading = folded(plain_text(block.heading))
                yield _passage(block.heading, target, block.id, heading)
                yield from _of_blocks(block.blocks, target, block.id, heading)
            case Figure():
                near = folded(plain_text(block.caption.title)) or anchor
                for run in captioned(block.caption):
                    yield _passage(run, target, name, near)
                yield replace(_passage(block.alt, target, name, near), hidden=True)
            case Table():
                near = folded(plain_text(block.caption.title)) or anchor
                for run in runs(block):
                    yield _passage(run, target, name, near)
                for group in within(block):
                    yield from _of_blocks(group, target, name, near)
            case _:
                for run in runs(block):
                    yield _passage(run, target, name, anchor)
                for group in within(block):
                    yield from _of_blocks(group, target, name, anchor)


def _passage(run: Inlines[Settled], target: str, name: str, anchor: str = "") -> Passage:
    return Passage(target, name, _run(run, marks=True), _run(run, marks=False), anchor)


def _run(run: Inlines[Settled], *, marks: bool) -> Run:
    text, values = "", []
    rest = list(run)
    while rest:
        match rest.pop(0):
            case NoteMark(number):
                text += str(number) if marks else ""
            case Value(fact, shown):
                values.append((fact, len(text), len(text) + len(folded(shown))))
                text += folded(shown)
            case Styled(Style.SUPERSCRIPT) if not marks:
                pass
            case Math(inlines=inlines):
                rest[:0] = () if marks else inlines
            case Styled(_, content) | Foreign(_, content) | Link(_, content) | Cited(_, content):
                rest[:0] = content
            case (Text() | Break() | Code() | Reference()) as inline:
                text += folded(plain_text((inline,)))
            case other:
                assert_never(other)
    return Run(text, tuple(values))


# --- where it stands --------------------------------------------------------------------------


SHORTEST_PIECE = 5
"""Characters of a text that stand on a page at least: fewer on the next are chance (a digit)."""


def stands(text: str, pages: Sequence[str]) -> bool:
    """Return whether a folded text stands on one of the folded `pages`, or over some in a row."""
    return bool(_spread(text, pages, 0))


def on_pages(passage: Passage, pages: Sequence[str]) -> dict[str, set[int]]:
    """Return on which of the folded `pages`, counted from 1, each fact of a passage stands."""
    first = next((at for at, page in enumerate(pages) if passage.anchor in page), 0)
    if passage.hidden:
        spread = _spread(passage.anchor, pages, 0)
        last = len(passage.marked.text)
        pieces = [(at, last) for at, _ in spread[-1:]]
    else:
        pieces = _spread(passage.marked.text, pages, first)
    found: dict[str, set[int]] = {}
    for name, _, end in passage.marked.values:
        page = next((at for at, last in pieces if end <= last), None)
        found.setdefault(name, set()).update(() if page is None else (page + 1,))
    return found


def _spread(text: str, pages: Sequence[str], first: int) -> list[tuple[int, int]]:
    """Return the pages on which a text stands, each with where in the text it ends there.

    Of several pages, the first is taken that is not before `first`. What is positioned on a page
    comes last in its text, so pages cannot just be joined.
    """
    whole = [at for at, page in enumerate(pages) if text in page]
    if whole:
        return [(next((at for at in whole if at >= first), whole[0]), len(text))]
    return next(filter(None, (_over(text, pages, at) for at in range(len(pages) - 1))), [])


def _over(text: str, pages: Sequence[str], at: int) -> list[tuple[int, int]]:
    """Return the pages from the one `at` on over which a text stands, as `_spread` does."""
    following = pages[at + 1]
    most = min(_longest(text, pages[at]), len(text) - SHORTEST_PIECE + 1)
    for start in range(most - 1, max(SHORTEST_PIECE - 1, most - LONGEST_COINCIDENCE), -1):
        rest = text[start:]
        if rest in following:
            return [(at, start), (at + 1, len(text))]
        if at + 2 < len(pages) and rest[:FULL_PAGE] in following and len(rest) > FULL_PAGE:
            later = _over(rest, pages, at + 1)
            if later:
                return [(at, start), *((page, start + end) for page, end in later)]
    return []


def _longest(text: str, page: str) -> int:
    """Return one more than the length of the longest start of a text that stands on a page."""

    def missing(size: int) -> bool:
        return text[:size] not in page

    return bisect_left(range(len(text) + 1), 1, key=missing)


@dataclass(frozen=True, slots=True)
class SlideText:
    """The folded text of a finished slide: title, all that it shows, its notes, alternatives."""

    title: str
    shown: str
    spoken: str
    hidden: str


def on_slides(
    passage: Passage, slides: Sequence[SlideText]
) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    """Return on which slides, counted from 1, each fact of a passage is shown and is spoken.

    A passage of the brief is looked for everywhere, since slides repeat key points, alternatives
    and notes; one of a slide on the slides with its title.
    """
    shown: dict[str, set[int]] = {}
    spoken: dict[str, set[int]] = {}
    run = passage.bare
    for number, slide in enumerate(slides, 1):
        if passage.target != "brief" and passage.anchor not in slide.title:
            continue
        if passage.target == "brief" and len(run.text) < LONG:
            continue
        in_text: Callable[[str], bool] = (
            slide.hidden.__contains__ if passage.hidden else slide.shown.__contains__
        )
        for name, start, end in run.values:
            if _is_in(run.text, start, end, in_text):
                shown.setdefault(name, set()).add(number)
            if _is_in(run.text, start, end, slide.spoken.__contains__):
                spoken.setdefault(name, set()).add(number)
    return shown, spoken


def _is_in(text: str, start: int, end: int, holds: Callable[[str], bool]) -> bool:
    """Return whether a text stands somewhere whole, or else a value with the words around it."""
    return holds(text) or (len(text) > LONG and holds(text[max(0, start - LONG) : end + LONG]))
