"""Compares the slides of a finished deck with what the document lets them say."""

import re
from dataclasses import dataclass

from reportgen.checks.expected_lines import Expected
from reportgen.checks.expected_slides import (
    ExpectedSlide,
    bare,
    paragraphs_of,
)
from reportgen.checks.formula_parity import is_picture_of, numbers_in_formulas, signs
from reportgen.checks.read_back import FinishedBrief, FinishedDeck, FinishedSlide, charted
from reportgen.checks.tally import Tally
from reportgen.document import (
    Chart,
    Drawings,
    ResolvedDocument,
    figures,
)
from reportgen.ledger.evidence import Evidence, in_deck
from reportgen.ledger.passages import folded, squeezed

NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*\s?%?")
PART = re.compile(r"\s*\((\d+)\s\S+\s(\d+)\)$")
"""What tells the parts of a split slide apart: "(2 of 3)"."""

BULLET = re.compile(r"^\s*(?:[•–-]|\d+\.)\s")


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
        self.known = {squeezed(one) for page in self.brief.pages for one in NUMBER.findall(page)}
        self.known |= {str(note.number) for note in self.document.notes}
        self.known |= set(numbers_in_formulas(self.document))
        self.evidence_part: Evidence | None = in_deck(self.deck.parts)

    def order(self) -> None:
        """Compare the order of the slides with the source's, and look for hidden ones."""
        wanted = [one.id for one in self.expected.slides if one.id]
        found = [slide.name for slide in self.deck.slides if slide.name in wanted]
        self.tally.count(
            "slides", found == wanted, "the slides are not those of the source in its order"
        )
        for slide in self.deck.slides:
            own = self._of(slide)
            is_meant = slide.is_hidden == (own is not None and own.hidden)
            said = "hidden" if slide.is_hidden else "not hidden"
            self.tally.count("slides", is_meant, f"slide {slide.number} is {said}")
        for title, parts in self._parts().items():
            counted = [(str(at), str(len(parts))) for at in range(1, len(parts) + 1)]
            self.tally.count(
                "slides", parts == counted, f"the parts of “{title}” are not counted 1 to n"
            )

    def _parts(self) -> dict[str, list[tuple[str, str]]]:
        """Return for each title of a split slide the numbers that its parts bear: (1, of 3)."""
        parts: dict[str, list[tuple[str, str]]] = {}
        for slide in self.deck.slides:
            if (found := PART.search(slide.title)) is not None:
                title = slide.title[: found.start()]
                parts.setdefault(title, []).append((found[1], found[2]))
        return parts

    def _of(self, slide: FinishedSlide) -> ExpectedSlide | None:
        title = folded(PART.sub("", slide.title))
        return next((one for one in self.expected.slides if one.title == title), None)

    def texts(self, slide: FinishedSlide) -> None:
        """Report paragraphs on a slide that the document does not have, and other marks."""
        own = self._of(slide)
        allowed = self.expected.stock | self.expected.long | (own.texts if own else frozenset())
        lines = [line for text in slide.texts for line in text.split("\n")]
        for line in lines:
            text = folded(PART.sub("", line))
            if text:
                explained = text in allowed or self.expected.is_source_line(line)
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

    def numbers(self, slide: FinishedSlide) -> None:
        """Report numbers on a slide that the brief does not print."""
        if slide.name in self.expected.deck_only:
            return
        for found in NUMBER.findall(PART.sub("", "\n".join(slide.texts))):
            said = squeezed(found) in self.known or folded(found) in "".join(self.pages)
            message = f"slide {slide.number} says {found.strip()}, the brief does not"
            self.tally.count("numbers", said, message)

    def spoken(self, slide: FinishedSlide) -> None:
        """Report lines of a slide's notes that the document does not have."""
        own = self._of(slide)
        allowed = self.expected.notes | self.expected.stock | (own.spoken if own else frozenset())
        for line in slide.notes.split("\n"):
            text = folded(line)
            if text:
                explained = text in allowed or folded(BULLET.sub("", line)) in allowed
                self.tally.count(
                    "lines of notes",
                    explained,
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

    def charts(self, slide: FinishedSlide, drawings: Drawings) -> None:
        """Report charts whose values are not those that their figure draws in the brief."""
        drawn = {name: drawing.chart for (name, _), drawing in drawings.items()}
        for alt, shown in slide.charts:
            figure = self.expected.alternatives.get(folded(alt))
            chart = drawn.get(figure.id) if figure else None
            same = isinstance(chart, Chart) and shown == charted(chart)
            message = f"a chart on slide {slide.number} has not the values of its figure"
            self.tally.count("charts", same, message)

    def lacking(self) -> None:
        """Report what slides of the source say that the finished slides do not."""
        for own in self.expected.slides:
            slides = [
                one for one in self.deck.slides if folded(PART.sub("", one.title)) == own.title
            ]
            lines = {
                folded(PART.sub("", line))
                for one in slides
                for text in one.texts
                for line in text.split("\n")
            }
            notes = {
                folded(BULLET.sub("", line)) for one in slides for line in one.notes.split("\n")
            }
            notes |= {folded(line) for one in slides for line in one.notes.split("\n")}
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
        lines = [
            folded(line)
            for one in self.deck.slides
            for text in one.texts
            for line in text.split("\n")
        ]
        first = self.deck.slides[0].texts if self.deck.slides else ()
        meta = self.document.metadata
        opening = {folded(line) for text in first for line in text.split("\n")}
        for text in self.expected.opening():
            self.tally.count(
                "paragraphs", not text or folded(text) in opening, f"slide 1 lacks “{text}”"
            )
        if meta.sources == "slide":
            return
        named = {int(mark) for own in self.expected.slides for mark in own.marks}
        named |= {int(one) for own in self.expected.slides for one in own.named}
        for number in sorted(named):
            for at, run in enumerate(paragraphs_of(self.document.note(number))):
                text = folded(f"{number if not at else ''}{bare(run)}")
                self.tally.count(
                    "notes in full", text in lines, f"the slides of sources lack note {number}"
                )
