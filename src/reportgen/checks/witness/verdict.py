"""Says what the finished files lack of their source, and what they print of its syntax."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from reportgen.checks.witness.added import find_added, words_of
from reportgen.checks.witness.blocks import Around, Reading
from reportgen.checks.witness.finished import FinishedTexts, Piece
from reportgen.checks.witness.finished_deck import read_deck
from reportgen.checks.witness.finished_pdf import read_pdf
from reportgen.checks.witness.front_matter import read_front_matter, split
from reportgen.checks.witness.leads import find_misled
from reportgen.checks.witness.letters import letters, plain
from reportgen.checks.witness.lines import lines_of
from reportgen.checks.witness.lost import SHOWN, Lost, Streams, find_lost
from reportgen.checks.witness.raw_syntax import raw_signs
from reportgen.checks.witness.stream import Stream
from reportgen.checks.witness.testimony import Line, Place, Unit, Where, Words
from reportgen.diagnostics import Diagnostic, Diagnostics, Rule, Span
from reportgen.files.project import Project

MOST_INCLUDED = 20
"""Files may include others so deep."""

NEAR = 2
"""Lines around raw syntax that are of one fault with it."""

ENOUGH = 6
"""So many letters in common tell that two findings are of one thing."""

TITLES = ("title", "ctrTitle")
"""Placeholders of titles (ECMA-376 part 1, 19.7.10)."""

KNOWN = (Rule.LOST_IN_LAYOUT, Rule.TWINS_DIFFER, Rule.RAW_SYNTAX)
"""What other checks say of a text that a file lacks."""


@dataclass(frozen=True)
class Source:
    """A document as the witness reads it: its units, its settings, the lines of its files."""

    path: str
    units: tuple[Unit, ...]
    settings: dict[str, str]
    files: dict[str, list[str]]
    shown: tuple[tuple[int, Place], ...] = ()
    """Which slides show a figure or table of the brief again, and where that is written."""
    definitions: Mapping[str, str] = field(default_factory=dict)
    """The addresses of links that are defined apart, by label."""
    slide_ids: frozenset[str] = frozenset()
    """What slides are named."""
    formulas: tuple[tuple[Where, Place, bool], ...] = ()
    """Each formula: where it stands, its place, whether no words around it tell of it."""

    def span(self, path: str, line: int, column: int) -> Span:
        """Return a place with the line that stands there."""
        lines = self.files.get(path, [])
        text = lines[line - 1] if 0 < line <= len(lines) else ""
        return Span(path, line, min(column, len(text) + 1), 1, text)


def read_source(
    project: Project, path: str, holds: Callable[[str], bool] = lambda _: True
) -> Source:
    """Return what a document says, by the bytes of its file and of those that it includes.

    What stands under a condition is left out where that does not hold.
    """
    files: dict[str, list[str]] = {}

    def text_of(name: str) -> str:
        data = project.read_bytes(name).decode("utf-8", "replace").removeprefix("\ufeff")
        text = unicodedata.normalize("NFC", data.replace("\r\n", "\n").replace("\r", "\n"))
        files[name] = text.split("\n")
        return text

    def included(name: str, by: str) -> list[Line] | None:
        other = project.locate(name, by)
        if len(files) > MOST_INCLUDED or not project.exists(other):
            return None
        text = text_of(other)
        _, start, line = split(text)
        return list(lines_of(other, text[start:], line))

    reading, text = Reading(included, holds), text_of(path)
    settings = read_front_matter(path, text, reading)
    _, start, line = split(text)
    reading.blocks(list(lines_of(path, text[start:], line)), Around())
    return Source(
        path,
        tuple(reading.units),
        settings,
        files,
        tuple(reading.shown),
        reading.definitions,
        frozenset(reading.slide_ids),
        tuple(reading.formulas),
    )


def check_witness(
    source: Source,
    value: Callable[[str], str | None],
    pdf: bytes,
    pptx: bytes,
    explained: Iterable[str],
    diagnostics: Diagnostics,
    *,
    pages: bool = True,
) -> int:
    """Report what both finished files lack of a source, raw syntax in them, and words from nowhere.

    `value` gives what a fact prints as, None where there is none of that name. The texts that are
    `explained` may stand in the files besides those of the source; without any, added words are
    not looked for. `pages` is whether the citation style prints the pages that are cited. Returns
    how many texts were looked for.
    """

    def known(name: str) -> str | None:
        if name.startswith("meta "):
            return source.settings.get(name.removeprefix("meta ").strip("'\" "))
        found = value(name)
        return found and unicodedata.normalize("NFC", found)

    brief, deck = read_pdf(pdf), read_deck(pptx)
    streams = Streams.of(brief, deck)
    _report_signs(source, brief, deck, diagnostics)
    told = [one for one in diagnostics if one.rule in KNOWN]
    missing = find_lost(source.units, streams, known)
    unprinted = [] if pages else [one for one in missing if one.of_citation]
    for lost in _grouped([one for one in missing if one not in unprinted]):
        if not _is_told(lost, told):
            _report(lost, source, diagnostics)
    if unprinted:
        _report_unprinted(unprinted, source, diagnostics)
    _report_not_shown(source, deck, diagnostics)
    _report_formulas(source, (brief, deck), diagnostics)
    texts = [*explained]
    if texts:
        _report_added(source, streams, (brief, deck), texts, diagnostics)
    _report_misled(source, known, brief, deck, diagnostics)
    return len(source.units)


def _report_misled(
    source: Source,
    value: Callable[[str], str | None],
    pdf: FinishedTexts,
    deck: FinishedTexts,
    diagnostics: Diagnostics,
) -> None:
    """Report links whose address is not where their words are, each once."""
    told: set[Place] = set()
    for one in find_misled(source.units, value, source.definitions, source.slide_ids, pdf, deck):
        if one.link.place in told:
            continue
        told.add(one.link.place)
        to = one.link.address or "another place of this document"
        message = f"{one.file} does not lead from “{one.link.words[:SHOWN]}” to {to}"
        if one.instead:
            message += f", but to {one.instead}"
        place = source.span(one.link.place.path, one.link.place.line, one.link.place.column)
        hint = "report this as a fault of the tool"
        diagnostics.add(Rule.LOST_FROM_SOURCE, message, place, hint)


def _report_not_shown(source: Source, deck: FinishedTexts, diagnostics: Diagnostics) -> None:
    """Report what a slide is to show again where it has fewer pictures and tables than that."""
    titles = {
        one.slide: plain("".join(t.text for t in one.tokens if isinstance(t, Words)))
        for one in source.units
        if one.kind == "heading" and one.slide
    }
    for slide, group in groupby(source.shown, key=lambda one: one[0]):
        places = [place for _, place in group]
        at = {
            one.at
            for one in deck.shown
            if one.kind in TITLES and plain(one.text).startswith(titles.get(slide, ""))
        }
        count = sum(one.kind == "picture" and one.at in at for one in deck.alternatives)
        if at and count < len(places):
            first = places[count]
            message = "the deck lacks what this slide is to show again"
            place = source.span(first.path, first.line, first.column)
            diagnostics.add(Rule.LOST_FROM_SOURCE, message, place)


def _report_formulas(
    source: Source, files: tuple[FinishedTexts, FinishedTexts], diagnostics: Diagnostics
) -> None:
    """Report formulas that stand alone where a file has fewer of them than its source."""
    named = zip(files, (Where.BRIEF, Where.SLIDE), ("the PDF", "the deck"), strict=True)
    for file, where, name in named:
        written = [(place, alone) for one, place, alone in source.formulas if one is where]
        first = next((place for place, alone in written if alone), None)
        if first is not None and file.formulas < len(written):
            message = f"{name} has {file.formulas} formulas, and its source {len(written)}"
            hint = "write it in a way that docs/authoring.md shows, or report this as a fault"
            place = source.span(first.path, first.line, first.column)
            diagnostics.add(Rule.LOST_FROM_SOURCE, message, place, hint)


def _grouped(found: list[Lost]) -> list[Lost]:
    """Return findings with those of neighbouring lines in one file as one."""
    groups: list[Lost] = []
    for one in found:
        last = groups[-1] if groups else None
        if last is not None and last.is_next(one):
            groups[-1] = last.with_more(one)
        else:
            groups.append(one)
    return groups


def _is_told(lost: Lost, told: list[Diagnostic]) -> bool:
    """Return whether another check reports the same."""
    for one in told:
        near = NEAR if one.rule is Rule.RAW_SYNTAX else 0
        lines = range(lost.place.line - near, lost.last + near + 1)
        if one.span.path == lost.place.path and one.span.line in lines:
            return True
        words = letters(lost.words).text[:ENOUGH]
        if words and words in letters(one.message).text:
            return True
    return False


def _report(lost: Lost, source: Source, diagnostics: Diagnostics) -> None:
    if lost.file == "neither file":
        message = f"neither file has “{lost.words}”"
    elif lost.told:
        message = f"{lost.file} {lost.told.replace('{}', f'“{lost.words}”')}"
    elif lost.joined:
        message = f"{lost.file} has no space within “{lost.words}”"
    elif lost.moved:
        message = f"{lost.file} does not have these words together, as written: “{lost.words}”"
    else:
        message = f"{lost.file} lacks “{lost.words}”"
    if lost.more:
        message += f", and what follows to line {lost.last}"
    hint = "write it in a way that docs/authoring.md shows, or report this as a fault of the tool"
    place = source.span(lost.place.path, lost.place.line, lost.place.column)
    diagnostics.add(Rule.LOST_FROM_SOURCE, message, place, hint)


def _report_unprinted(lost: list[Lost], source: Source, diagnostics: Diagnostics) -> None:
    """Report once that a style prints none of the pages that are cited."""
    first = lost[0]
    others = len({(one.place.path, one.place.line, one.place.column) for one in lost}) - 1
    more = f", and what {others} more cite" if others else ""
    style = source.settings.get("csl", "")
    message = f"the citation style `{style}` prints no pages: “{first.words}” is left out{more}"
    hint = "say it in the text, take a style that prints them, or leave them out"
    place = source.span(first.place.path, first.place.line, first.place.column)
    diagnostics.add(Rule.UNPRINTED_PAGES, message, place, hint)


def _report_added(
    source: Source,
    streams: Streams,
    files: tuple[FinishedTexts, FinishedTexts],
    explained: list[str],
    diagnostics: Diagnostics,
) -> None:
    """Report words of finished files that nothing explains, one run for each text."""
    lines = (line for of_file in source.files.values() for line in of_file)
    brief, deck = files
    formulas = [one.text for one in brief.alternatives if one.kind == "Formula"]
    known = words_of([*lines, *source.settings.values(), *explained, *formulas, "formula"])
    aside = (Stream(brief.aside, "the PDF"), Stream(deck.aside, "the deck"))
    told: set[str] = set()
    for added in find_added((*streams.all(), *aside), known):
        if added.words in told:
            continue
        told.add(added.words)
        at = f" ({'page' if added.file == 'the PDF' else 'slide'} {added.at})" if added.at else ""
        text = " ".join(added.text.split())[:SHOWN]
        message = f"{added.file} says “{added.words}”{at}, which no source says: “{text}”"
        kind = "pptx" if added.file == "the deck" else "pdf"
        place = Span(f"build/{source.path.rsplit('/', 1)[-1].removesuffix('.md')}.{kind}")
        hint = "run `reportgen build`; if it stays, report it as a fault of the tool"
        diagnostics.add(Rule.NOT_IN_SOURCE, message, place, hint)


def _report_signs(
    source: Source, brief: FinishedTexts, deck: FinishedTexts, diagnostics: Diagnostics
) -> None:
    """Report signs of syntax that are printed, one for each text, where the source has it."""
    signs: dict[Piece, str] = {}
    for piece, sign in raw_signs((brief, deck), source.units):
        signs[piece] = max(signs.get(piece, ""), sign, key=len)
    for sign in dict.fromkeys(signs.values()):
        path, line, column = _whence(sign, source)
        message = f"`{sign[:60]}` is printed as it is written"
        hint = "put a backslash before its first sign where it is meant, or mend what it begins"
        diagnostics.add(Rule.RAW_SYNTAX, message, source.span(path, line, column), hint)


def _whence(sign: str, source: Source) -> tuple[str, int, int]:
    """Return where the source has a sign; the first line where nothing does."""
    sought = letters(sign).text
    for path, lines in source.files.items():
        for number, line in enumerate(lines, 1):
            if (at := line.find(sign)) >= 0:
                return path, number, at + 1
            if sought and sought in letters(line).text:
                return path, number, len(line) - len(line.lstrip()) + 1
    return source.path, 1, 1
