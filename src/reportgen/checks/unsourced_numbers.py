"""Looks for numbers that a text states without a fact, a source, or a citation.

A number is a claim unless it names something: a year or date, an ordinal, an age group, an article
of a law, a version. What stands in quotation marks is somebody else's. Words ("nine people") are
not looked at.
"""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, zip_longest
from typing import assert_never

from reportgen.checks.counters import counters
from reportgen.checks.naming_numbers import (
    LETTER,
    counts_units,
    names_something,
    without_dates,
)
from reportgen.checks.number_values import SEPARATORS, ascii_digits, digits_of, values_of
from reportgen.checks.sentences import sentences
from reportgen.data.datasets import Datasets
from reportgen.data.fact import Cell, Fact, Formula
from reportgen.data.facts import Facts
from reportgen.diagnostics import Diagnostics, Rule, Span, span_in
from reportgen.document import (
    Block,
    Blocks,
    Box,
    Break,
    Caption,
    Cite,
    Code,
    CrossRef,
    DataTable,
    Document,
    FactUse,
    Figure,
    FigureQuote,
    Footnote,
    Foreign,
    Inlines,
    Link,
    Math,
    Paragraph,
    Quote,
    Row,
    Section,
    Slide,
    Styled,
    Table,
    Text,
    When,
    Written,
    runs,
    walk,
    within,
)

NUMBER = re.compile(
    rf"(?<![\d_.,:/-])(?<!{LETTER})[-−]?\d+(?:[{SEPARATORS}]\d+)*(?P<percent>\s?[%٪％]|\s+per\s?cent)?"
    rf"(?![\d_:/]|{LETTER}|[.,]\d)"
)
"""A number that stands alone: not in a word, an address, a time or a scale."""
IN_TIME = re.compile(r"\b(?:in|before|after|since|until|early|late)\s*$", re.IGNORECASE)
MAY_BE_TIME = re.compile(
    r"\b(?:in|before|after|since|until|by|from|of|to|and|early|late)\s*$", re.I
)
CAPITALS = re.compile(r"\b[A-Z]{2,}\s*$")
YEAR = re.compile(r"1[0-9]{3}|20[0-9]{2}|2100")
QUOTED = re.compile(r"“[^”]*”|‘[^’]*’(?!\w)|\"[^\"]*\"")
FACT_NUMBER = re.compile(rf"\d+(?:[{SEPARATORS}]\d+)*")
SMALL = 100
"""A number below is too common to be taken for a fact, unless the fact's unit follows it."""


def check_numbers(
    document: Document,
    text: str,
    facts: Facts,
    datasets: Datasets,
    diagnostics: Diagnostics,
    told: Container[tuple[str, int, str]] = (),
) -> int:
    """Report typed numbers without a source, and facts whose source is not cited where they stand.

    `text` is the file of the document, in which typed numbers are found again. Of those in `told`
    (file, line, digits) something else was told. Returns how many numbers, typed and facts, were
    looked at.
    """
    known = [*facts.all]
    of_data = _of_data(facts, datasets)
    reader = _Reader(document, text, known, of_data, diagnostics, told)
    reader.read(document.blocks, "", frozenset())
    meta = document.metadata
    printed = [("subtitle", meta.subtitle), ("title", meta.title)]
    printed += [("changes", change) for change in meta.changes]
    printed += [("abstract", run) for block in walk(meta.abstract) for run in runs(block)]
    for setting, run in printed:
        reader.typed(run, meta.place(setting, document.path), covered=False)
    return reader.count


@dataclass
class _Reader:
    document: Document
    text: str
    known: list[Fact]
    of_data: dict[str, frozenset[str]]
    """The works behind the datasets of each fact, any of which a figure's caption may cite."""
    diagnostics: Diagnostics
    told: Container[tuple[str, int, str]] = ()
    count: int = 0
    keys_of: dict[str, set[str]] = field(default_factory=dict)
    """The works that each figure, table and section cites, by its identifier."""
    counting: dict[int, frozenset[str]] = field(default_factory=dict)
    """The numbers of each run that count its row or item."""

    def __post_init__(self) -> None:
        self.by_name = {fact.name: fact for fact in self.known}
        self.counting = counters(self.document.blocks)
        for block in walk(self.document.blocks):
            match block:
                case Section() | Slide() | Figure() | Table() | DataTable():
                    self.keys_of[block.id] = set(_keys((block,)))

    def read(
        self,
        blocks: Blocks[Written],
        name: str,
        around: frozenset[str],
        *,
        shows_data: bool = False,
    ) -> None:
        """Read blocks; `around` are the works cited by what they stand in as a whole.

        `shows_data` where that is a slide with a figure or table of the brief.
        """
        for block, following in zip_longest(blocks, blocks[1:]):
            match block:
                case Section():
                    self.facts_cited(block.heading, self.keys_of[block.id] | around)
                    self.typed(block.heading, block.span, covered=True)
                    self.read(block.blocks, block.id, around)
                case Slide():
                    cited = frozenset(self.keys_of[block.id]) | self._quoted(block.blocks)
                    shows_data = bool(self._quoted(block.blocks))
                    self.facts_cited(block.title, cited, shows_data=shows_data)
                    self.typed(block.title, block.span, covered=bool(cited))
                    self.read((*block.blocks, *block.notes), block.id, cited, shows_data=shows_data)
                case Box(kind="key-points"):
                    self.read(block.blocks, name, around | self.keys_of.get(name, set()))
                case Figure() | Table() | DataTable():
                    self._exhibit(block, around)
                case Quote():
                    self._facts_of(block.blocks, around)
                case Paragraph(content, span):
                    cited = around | _keys_in(content) | self._referred(content)
                    self.facts_cited(content, cited, shows_data=shows_data)
                    counted = _is_strong(content) and isinstance(following, Paragraph)
                    known = isinstance(following, Paragraph) and _keys_in(following.content)
                    self.typed(content, span, covered=counted and bool(known))
                case _:
                    for run in runs(block):
                        self.facts_cited(run, around | set(_keys_in(run)))
                        self.typed(run, self._place(block), covered=False)
                    for group in within(block):
                        self.read(group, name, around, shows_data=shows_data)

    def _place(self, block: Block[Written]) -> Span:
        """Return where a block stands, or the first in it that has a place."""
        spans = (getattr(one, "span", None) for one in walk((block,)))
        found = (one for one in spans if isinstance(one, Span) and one.path)
        return next(found, Span(self.document.path))

    def _exhibit(
        self, block: Figure[Written] | Table[Written] | DataTable, around: frozenset[str]
    ) -> None:
        """Read a figure or a table: what its caption cites is the source of all that it holds."""
        cited = set(_keys((block,))) | around
        for run in runs(block) if not isinstance(block, DataTable) else _runs_of(block.caption):
            self.facts_cited(run, cited | self._referred(run), shows_data=True)
            self.typed(run, block.span, covered=bool(cited))
        for row in block.all_rows if isinstance(block, Table) else ():
            self._row(row, cited, block.span)

    def _row(self, row: Row[Written], cited: set[str], table: Span) -> None:
        """Read a row of a table: what one of its cells cites or refers to is the source of all."""
        blocks = [block for cell in row for block in walk(cell.blocks)]
        texts = [run for block in blocks for run in runs(block)]
        known = cited.union(*({*_keys_in(one), *self._referred(one)} for one in texts))
        for block in blocks:
            place = block.span if isinstance(block, Paragraph) else table
            for run in runs(block):
                self.facts_cited(run, known, shows_data=True)
                self.typed(run, place, covered=bool(cited))

    def _facts_of(self, blocks: Blocks[Written], around: frozenset[str]) -> None:
        for block in walk(blocks):
            for run in runs(block):
                self.facts_cited(run, around | set(_keys_in(run)))

    def _quoted(self, blocks: Blocks[Written]) -> frozenset[str]:
        """Return what the figures and tables cite that a slide shows again."""
        found = (block for block in walk(blocks) if isinstance(block, FigureQuote))
        return frozenset(key for one in found for key in self.keys_of.get(one.target, ()))

    def _referred(self, run: Inlines[Written]) -> set[str]:
        """Return what the figures, tables and sections cite that a run refers to."""
        refs = (one for one in _all(run) if isinstance(one, CrossRef))
        return {key for one in refs for key in self.keys_of.get(one.id, ())}

    def facts_cited(
        self, run: Inlines[Written], cited: Iterable[str], *, shows_data: bool = False
    ) -> None:
        """Report facts in a run none of whose sources is among the works `cited` around it."""
        cited = set(cited)
        by_name = self.by_name
        for use in _all(run):
            if not isinstance(use, FactUse) or use.name not in by_name:
                continue
            self.count += 1
            sources = set(by_name[use.name].cite)
            sources |= self.of_data[use.name] if shows_data and sources else set()
            if sources and not sources & cited:
                listed = ", ".join(f"@{key}" for key in by_name[use.name].cite)
                self.diagnostics.add(
                    Rule.SOURCE_NOT_CITED,
                    f"the source of `{use.name}` is not cited here",
                    use.span,
                    f"cite one of its sources: {listed}",
                )

    def typed(self, run: Inlines[Written], place: Span, *, covered: bool) -> None:
        """Report numbers in a run that were typed by hand."""
        for piece in sentences(run, self.document.metadata.lang):
            text = QUOTED.sub(lambda found: "\x00" * len(found[0]), ascii_digits(piece.text))
            text = without_dates(text, "\x00")
            for found in NUMBER.finditer(text):
                fact = self._fact(text, found)
                if _shown(piece.text, found) in self.counting.get(id(run), ()):
                    continue
                nothing = _claims_nothing(text, found, self.document.metadata.lang)
                if nothing and not (fact and _is_no_year(text, found)):
                    continue
                self.count += 1
                span, shown = self._span(piece.text, found, place), _shown(piece.text, found)
                if fact is not None:
                    self.diagnostics.add(
                        Rule.TYPED_FACT,
                        f"{shown} is the fact `{fact.name}`",
                        span,
                        f"write {{{{ {fact.name} }}}}, so that it changes with its source",
                    )
                elif not (piece.cites or covered or self._was_told(shown, span)):
                    self.diagnostics.add(
                        Rule.UNSOURCED_NUMBER,
                        f"{shown} has neither a fact nor a citation in its sentence",
                        span,
                        "put it into facts.yaml with its source, or cite the source here",
                    )
        for note in (one for one in _all(run, notes=False) if isinstance(one, Footnote)):
            for block in walk(note.blocks):
                for inner in runs(block):
                    self.typed(inner, note.span, covered=bool(_keys_in(inner)))

    @cached_property
    def _values(self) -> list[frozenset[float]]:
        """What the number of each known fact may be; nothing for years and facts of no source."""
        found = [
            FACT_NUMBER.search(ascii_digits(fact.text))
            if fact.cite and not YEAR.fullmatch(fact.text)
            else None
            for fact in self.known
        ]
        return [frozenset(values_of(one[0]) if one else ()) for one in found]

    @cached_property
    def _of_value(self) -> dict[float, list[int]]:
        """The known facts, by their places, that may be of a value."""
        found: dict[float, list[int]] = {}
        for at, values in enumerate(self._values):
            for value in values:
                found.setdefault(value, []).append(at)
        return found

    def _fact(self, text: str, found: re.Match[str]) -> Fact | None:
        """Return the fact that a typed number is: of the same value and kind."""
        percent, behind = bool(found["percent"]), text[found.end() :].lstrip()
        values = set(values_of(_digits(found)))
        for at in sorted({at for value in values for at in self._of_value.get(value, ())}):
            fact, known = self.known[at], self._values[at]
            if percent != fact.text.endswith("%"):
                continue
            unit = fact.unit if fact.unit != "percent" else ""
            named = bool(unit) and behind.lower().startswith(unit.lower())
            if named or (not percent and max(values & known) >= SMALL):
                return fact
        return None

    def _span(self, text: str, found: re.Match[str], place: Span) -> Span:
        """Return where a typed number stands in the file, by the words around it.

        `text` is the sentence as written, of which the match has the places.
        """
        before = re.findall(r"[^\W\x00]+", text[: found.start()])[-3:]
        behind = re.findall(r"[^\W\x00]+", text[found.end() :])[:2]
        number = re.escape(_shown(text, found))
        start = self._offset(place)
        for words, more in ((before, behind), (before, []), ([], behind), ([], [])):
            pattern = r"[\W_]+".join(
                [*map(re.escape, words), f"(?P<n>{number})", *map(re.escape, more)]
            )
            sought = re.compile(rf"(?<!\w){pattern}")
            if match := sought.search(self.text, start):
                return span_in(self.document.path, self.text, *match.span("n"))
            above = list(sought.finditer(self.text, 0, start))  # a term stands above its definition
            if above and (words or more or not (before or behind)):
                return span_in(self.document.path, self.text, *above[-1].span("n"))
        return place

    def _was_told(self, shown: str, span: Span) -> bool:
        return (span.path, span.line, digits_of(shown)) in self.told

    def _offset(self, place: Span) -> int:
        return self._starts[min(place.line, len(self._starts)) - 1]

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        """Where each line of the file begins, and where the last ends."""
        lengths = map(len, self.text.splitlines(keepends=True))
        return tuple(accumulate(lengths, initial=0))


def _is_strong(content: Inlines[Written]) -> bool:
    """Return whether a paragraph is strong as a whole: a number that the next one explains."""
    return len(content) == 1 and isinstance(content[0], Styled)


def _of_data(facts: Facts, datasets: Datasets) -> dict[str, frozenset[str]]:
    """Return by fact the works behind the datasets that it is read or computed from."""
    works: dict[str, frozenset[str]] = {}
    waiting = list(reversed(facts.all))
    while waiting:  # no fact is there that is made of itself: these were refused
        fact = waiting[-1]
        parts = fact.origin.operands if isinstance(fact.origin, Formula) else ()
        found = [one for name in parts if (one := facts.get(name, fact.span)) is not None]
        if behind := [one for one in found if one.name not in works]:
            waiting += behind
            continue
        behind_all = (works[one.name] for one in found)
        works[fact.name] = _own_works(fact, datasets).union(*behind_all)
        waiting.pop()
    return works


def _own_works(fact: Fact, datasets: Datasets) -> frozenset[str]:
    """Return the works behind the dataset that a fact is read from."""
    if not isinstance(fact.origin, Cell):
        return frozenset()
    found = datasets.get(fact.origin.dataset, fact.span)
    return frozenset(found.about.sources if found else ())


def _is_no_year(text: str, found: re.Match[str]) -> bool:
    """Return whether four digits do not stand where a year does."""
    return bool(YEAR.fullmatch(found[0].strip())) and not MAY_BE_TIME.search(text[: found.start()])


def _shown(text: str, found: re.Match[str]) -> str:
    """Return a number as it is written in a text, in its own digits."""
    return text[found.start() : found.end()].strip()


def _digits(found: re.Match[str]) -> str:
    """Return a number without sign and percentage."""
    return re.sub(rf"[^\d{SEPARATORS}]", "", found[0].strip()).strip(SEPARATORS)


def _claims_nothing(text: str, found: re.Match[str], lang: str) -> bool:
    """Return whether a number is no claim: a year, a date, an age, an article, a version."""
    before, behind, shown = text[: found.start()], text[found.end() :], found[0].strip()
    if found["percent"]:
        return False
    if YEAR.fullmatch(shown) and (IN_TIME.search(before) or not counts_units(behind, lang)):
        return True
    if CAPITALS.search(before) and re.fullmatch(r"\d\.\d", shown):
        return True
    if names_something(shown, before, behind, lang):
        return True
    return bool(re.match(r"\.?$", behind)) and not before.strip("\x00 ")


def _all(run: Inlines[Written], *, notes: bool = True) -> Iterator[object]:
    """Yield every inline of a run, however deep, and what its footnotes hold."""
    for inline in run:
        yield inline
        match inline:
            case Styled(_, content) | Foreign(_, content) | Link(_, content) | When(_, content):
                yield from _all(content, notes=notes)
            case Footnote() if notes:
                for block in inline.blocks:
                    for inner in runs(block):
                        yield from _all(inner)
            case Text() | Break() | Code() | Math() | FactUse() | Cite() | CrossRef() | Footnote():
                pass
            case _:
                assert_never(inline)


def _keys_in(run: Inlines[Written]) -> set[str]:
    cites = (one for one in _all(run) if isinstance(one, Cite))
    return {one.key for cite in cites for one in cite.citations}


def _keys(blocks: Blocks[Written]) -> Iterator[str]:
    """Yield the works that blocks cite."""
    for block in walk(blocks):
        for run in runs(block) if not isinstance(block, DataTable) else _runs_of(block.caption):
            yield from _keys_in(run)


def _runs_of(caption: Caption[Written]) -> tuple[Inlines[Written], ...]:
    return caption.title, caption.legend
