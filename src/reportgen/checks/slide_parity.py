"""Compares the slides of a finished deck with what the document lets them say."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from reportgen.checks.expected_lines import Expected
from reportgen.checks.expected_slides import (
    ExpectedSlide,
    lines_of,
)
from reportgen.checks.formula_parity import is_picture_of, numbers_in_formulas, signs
from reportgen.checks.naming_numbers import names_something, without_dates
from reportgen.checks.number_values import ascii_digits
from reportgen.checks.read_back import FinishedBrief, FinishedDeck, FinishedSlide, charted
from reportgen.checks.tally import Tally
from reportgen.diagnostics import Span
from reportgen.document import (
    Chart,
    Drawings,
    ResolvedDocument,
    figures,
)
from reportgen.ledger.evidence import Evidence, in_deck
from reportgen.ledger.passages import folded, squeezed

NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*\s?%?")
PART = re.compile(r"\s*\((\d+)\s\S+\s(\d+)\)[\u200e\u200f]*$")
"""What tells the parts of a split slide apart: "(2 of 3)"; from right to left a mark may follow."""

CLAIM = re.compile(
    r"(?<![\w#@/._-])\d+(?:[.,\u00a0\u202f]\d+)*(?:\s?%)?(?!\d|(?:st|nd|rd|th|e|er|re|ème)\b)"
)
"""A number that may state something: none in a word, and no ordinal."""
YEAR = re.compile(r"1[0-9]{3}|20[0-9]{2}|2100")
ADDRESS = re.compile(r"\b(?:https?://|www\.|doi\.org/|10\.\d{4,9}/)\S+|\S+@\S+")
MOST_NUMBERS = 5
NOT_IN_BRIEF = "state it in the brief too, with its source; or put the slide into `::: {.deck}`"


@dataclass
class SlideParity:
    """The comparisons of slides: their order, texts, numbers, notes, pictures and charts."""

    document: ResolvedDocument
    expected: Expected
    brief: FinishedBrief
    deck: FinishedDeck
    tally: Tally

    def __post_init__(self) -> None:
        self.pages = [folded(page) for page in self.brief.pages]
        self.printed = "".join(self.pages)
        self.known = {squeezed(one) for page in self.brief.pages for one in NUMBER.findall(page)}
        self.known |= {str(note.number) for note in self.document.notes}
        self.known |= set(numbers_in_formulas(self.document))
        shorts = " ".join(entry.short for entry in self.document.entries)
        self.known |= {squeezed(one) for one in NUMBER.findall(shorts)}  # years that no note has
        meta = self.document.metadata
        who = " ".join((*(one.named for one in meta.authors), meta.organisation))
        self.known |= {squeezed(one) for one in NUMBER.findall(who)}  # a theme may leave them out
        self.evidence_part: Evidence | None = in_deck(self.deck.parts)
        self.file = Span(f"build/{self.document.name}.pptx")
        self.hides_sources = self.document.metadata.sources != "end"
        self.own = dict(self._matched())
        """The slide of the source that each finished slide is, by its number."""

    def _matched(self) -> Iterator[tuple[int, ExpectedSlide]]:
        """Yield the number of each finished slide that has one in the source, in order."""
        wanted, following = self.expected.slides, 0
        titled: dict[str, list[int]] = {}
        for number, one in enumerate(wanted):
            titled.setdefault(one.title, []).append(number)
        last: ExpectedSlide | None = None
        for slide in self.deck.slides:
            title, part = folded(PART.sub("", slide.title)), PART.search(slide.title)
            if last is not None and last.title == title and part and part[1] != "1":
                yield slide.number, last
                continue
            alike = titled.get(title, [])
            at = next((at for at in alike if at >= following), next(iter(alike), None))
            if at is not None:
                last, following = wanted[at], at + 1
                yield slide.number, last

    def at(self, slide: FinishedSlide) -> None:
        """Let findings be of a slide: at its place in the source, where it has one."""
        own = self._of(slide)
        self.tally.where = own.span if own else self.file

    def order(self) -> None:
        """Compare the order of the slides with the source's, and look for hidden ones."""
        wanted = [one.id for one in self.expected.slides if one.id]
        known = frozenset(wanted)
        found = [slide.name for slide in self.deck.slides if slide.name in known]
        self.tally.where = self.file
        self.tally.count(
            "slides", found == wanted, "the slides are not those of the source in its order"
        )
        for slide in self.deck.slides:
            own = self._of(slide)
            of_sources = own is None and slide.name.startswith("sources-")
            wanted_hidden = own.hidden if own else of_sources and self.hides_sources
            is_meant = slide.is_hidden == wanted_hidden
            said = "hidden" if slide.is_hidden else "not hidden"
            self.tally.count("slides", is_meant, f"slide {slide.number} is {said}")
        for title, parts in self._parts():
            counted = [(str(at), str(len(parts))) for at in range(1, len(parts) + 1)]
            self.tally.count(
                "slides", parts == counted, f"the parts of “{title}” are not counted 1 to n"
            )

    def _parts(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Yield the title of each split slide, and the numbers that its parts bear: (1, of 3)."""
        counted = [(slide, PART.search(slide.title)) for slide in self.deck.slides]
        parts = [(slide, found) for slide, found in counted if found is not None]
        for _, group in groupby(parts, key=lambda one: id(self._of(one[0]))):
            known = list(group)
            title = PART.sub("", known[0][0].title)
            yield title, [(found[1], found[2]) for _, found in known]

    def _of(self, slide: FinishedSlide) -> ExpectedSlide | None:
        return self.own.get(slide.number)

    def texts(self, slide: FinishedSlide) -> None:
        """Report paragraphs on a slide that the document does not have, and other marks."""
        own = self._of(slide)
        allowed = (
            self.expected.stock,
            self.expected.long,
            own.texts if own else frozenset(),
            self.expected.counted if slide.number == 1 else frozenset(),
        )
        lines = [line for text in slide.texts for line in text.split("\n")]
        for line in lines:
            text = folded(PART.sub("", line))
            if text:
                explained = _is_in(text, allowed) or self.expected.is_source_line(line)
                self.tally.count(
                    "paragraphs",
                    explained,
                    f"slide {slide.number} says “{line[:80]}”, the source does not",
                )
        if own is not None:
            for mark in slide.marks:
                said = mark in own.marks | own.powers
                self.tally.count(
                    "note numbers", said, f"slide {slide.number} has the note mark {mark}"
                )

    def numbers(self) -> None:
        """Report numbers on slides that the brief does not print: one finding a slide.

        What a title says is held against what its slide shows (`checks/assertions.py`).
        """
        shown = [one for one in self.deck.slides if one.name not in self.expected.deck_only]
        for _, group in groupby(shown, key=lambda one: id(self._of(one) or one)):
            parts = list(group)
            first, own = parts[0], self._of(parts[0])
            self.at(first)
            body = "\n".join(
                text for one in parts for text in one.texts if text != one.title or own is None
            )
            unknown = self._unknown(body, own)
            listed = ", ".join(unknown[:MOST_NUMBERS])
            more = f" and {len(unknown) - MOST_NUMBERS} more" if unknown[MOST_NUMBERS:] else ""
            message = f"slide {first.number} says {listed}{more}, the brief does not"
            self.tally.count("numbers", not unknown, message, NOT_IN_BRIEF)

    def _unknown(self, text: str, own: ExpectedSlide | None) -> list[str]:
        """Return the numbers in a text that state something, and that the brief does not print."""
        for code in own.codes if own else ():
            signs = (re.escape(one) for one in code if not one.isspace())
            text = re.sub(r"[\s↪]*".join(signs), " ", text)  # lines of it may go on
        counts, lang = own.counts if own else frozenset(), self.document.metadata.lang
        text = without_dates(ADDRESS.sub(" ", PART.sub("", text)))
        found = []
        for match in CLAIM.finditer(text):
            shown, before, behind = match[0].strip(), text[: match.start()], text[match.end() :]
            is_said = squeezed(shown) in self.known or folded(shown) in self.printed
            plain = ascii_digits(shown)
            names = YEAR.fullmatch(plain) or names_something(plain, before, behind, lang)
            if not (is_said or names or plain in counts):
                found.append(shown)
        return list(dict.fromkeys(found))

    def spoken(self, slide: FinishedSlide) -> None:
        """Report lines of a slide's notes that the document does not have."""
        own = self._of(slide)
        allowed = (
            self.expected.notes,
            self.expected.stock,  # with the lines of the first slide
            *((own.spoken, own.may_say) if own else ()),
        )
        for line in slide.notes.split("\n"):
            text = folded(line)
            if text:
                self.tally.count(
                    "lines of notes",
                    _is_in(text, allowed),
                    f"the notes of slide {slide.number} say “{line[:80]}”, the source does not",
                )

    def pictures(self, slide: FinishedSlide) -> None:
        """Report pictures that are not of the figure that their alternative names."""
        own = self._of(slide)
        known = self.evidence_part.pictures if self.evidence_part else {}
        for alt, media in zip(slide.pictures, slide.media, strict=True):
            if not alt.strip():
                continue
            figure = self.expected.alternatives.get(folded(alt))
            where = f"a picture on slide {slide.number}"
            if figure is None:
                names = [
                    name for name in known if name not in {one.id for one in figures(self.document)}
                ]
                said = any(set(media) <= known[name] for name in names)
                self.tally.count(
                    "pictures", said, f"{where} is no figure of the brief: “{alt[:60]}”"
                )
                continue
            drawn = known.get(figure.id or figure.source, frozenset())
            self.tally.count(
                "pictures",
                bool(media) and set(media) <= drawn,
                f"{where} is not figure {figure.label}, as it was drawn",
            )
            if own is not None and own.figures:
                self.tally.count(
                    "pictures",
                    figure.id in own.figures,
                    f"{where} is not what the source quotes there",
                )

    def equations(self, slide: FinishedSlide) -> None:
        """Report equations that are not the source's, as Office Math, as picture, or in words."""
        own = self._of(slide)
        wanted = {one.text: one for one in (own.equations if own else ())}
        for found in slide.equations:
            where = f"an equation on slide {slide.number}"
            math = wanted.get(found.alternatives[0])
            same = math is not None and found.alternatives[0] == found.alternatives[1]
            self.tally.count("equations", same, f"{where} is not the source's, in words")
            if math is not None:
                says = found.signs == signs(math)
                self.tally.count("equations", says, f"{where} is not the source's, as Office Math")
                shows = is_picture_of(math, found.svg, found.png)
                self.tally.count("equations", shows, f"{where} is not the source's, as a picture")

    def charts(self, slide: FinishedSlide, drawn: Mapping[str, Chart | str]) -> None:
        """Report charts whose values are not those that their figure, by its id, draws."""
        for alt, shown in slide.charts:
            figure = self.expected.every_alternative.get(folded(alt))
            chart = drawn.get(figure.id or figure.source) if figure else None
            same = isinstance(chart, Chart) and shown == charted(chart)
            message = f"a chart on slide {slide.number} has not the values of its figure"
            self.tally.count("charts", same, message)

    def lacking(self) -> None:
        """Report what slides of the source say that the finished slides do not."""
        finished: dict[int, list[FinishedSlide]] = {}
        for one in self.deck.slides:
            finished.setdefault(id(self._of(one)), []).append(one)
        for own in self.expected.slides:
            slides = finished.get(id(own), [])
            self.tally.where = own.span
            lines = {
                folded(PART.sub("", line))
                for one in slides
                for text in one.texts
                for line in text.split("\n")
            }
            notes = {folded(line) for one in slides for line in one.notes.split("\n")}
            marks = {mark for one in slides for mark in one.marks}
            shown = {
                self.expected.alternatives[folded(alt)].id
                for one in slides
                for alt in (*one.pictures, *(alt for alt, _ in one.charts))
                if folded(alt) in self.expected.alternatives
            }
            at = f"slide {slides[0].number}" if slides else f"the deck, for `#{own.id}`,"
            for text in own.texts - lines:
                joined = any(text in folded("".join(one.texts)) for one in slides)
                self.tally.count("paragraphs", joined, f"{at} lacks “{text[:60]}”")
            for text in own.spoken - notes:
                self.tally.differ(f"the notes of {at} lack “{text[:60]}”")
            for mark in own.marks - marks:
                self.tally.differ(f"{at} lacks the note mark {mark}")
            words = {one.alternatives[0] for slide in slides for one in slide.equations}
            for math in own.equations:
                if math.text not in words:
                    self.tally.differ(f"{at} lacks the equation `{math.text}`")
            for name in own.figures - shown:
                self.tally.differ(f"{at} lacks `#{name}`")

    def lacking_notes(self) -> None:
        """Report notes that slides name and no slide of sources prints, and lines of the first."""
        self.tally.where = self.file
        lines = {
            folded(line)
            for one in self.deck.slides
            for text in one.texts
            for line in text.split("\n")
        }
        first = self.deck.slides[0].texts if self.deck.slides else ()
        meta = self.document.metadata
        opening = {folded(line) for text in first for line in text.split("\n")}
        if meta.reference_doc and self.deck.slides:  # what has no room in a template is spoken
            opening |= {folded(line) for line in self.deck.slides[0].notes.split("\n")}
        for text in self.expected.opening():
            self.tally.count(
                "paragraphs", not text or folded(text) in opening, f"slide 1 lacks “{text}”"
            )
        if meta.sources == "slide":
            return
        named = {int(mark) for own in self.expected.slides for mark in own.marks}
        named |= {int(one) for own in self.expected.slides for one in own.named}
        for number in sorted(named):
            for at, line in enumerate(lines_of(self.document.note(number).blocks)):
                text = folded(f"{number if not at else ''}{line}")
                self.tally.count(
                    "notes in full", text in lines, f"the slides of sources lack note {number}"
                )


def charts_of(drawings: Drawings) -> dict[str, Chart | str]:
    """Return what each figure is as a chart, by its id: as drawn for slides, where it was."""
    kinds = sorted(drawings.items(), key=lambda one: one[0][1].kind == "deck")
    return {name: drawing.chart for (name, _), drawing in kinds}


def _is_in(text: str, several: Iterable[Collection[str]]) -> bool:
    return any(text in one for one in several)
