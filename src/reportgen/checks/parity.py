"""Proves from the finished files that brief and deck say the same.

Every paragraph of a slide and of its notes must be one that the document has, letter for letter,
or be made of its notes and works; every picture must be of the figure that its alternative names,
drawn from the same data by the same module as in the brief. So a change of either file is found,
whoever made it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import unquote

import msgspec
import yaml
from lxml import etree

from reportgen.checks.expected_slides import (
    Said,
    addresses_of,
    aloud,
    bare,
    deck_only,
    paragraphs_of,
    quotes_of,
    said_by,
    slides_of,
)
from reportgen.checks.read_back import FinishedBrief, FinishedDeck, FinishedSlide, charted
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import (
    Box,
    Chart,
    Document,
    Drawings,
    ResolvedDocument,
    Section,
    figures,
    plain_text,
    runs,
    tables,
    walk,
)
from reportgen.files.project import theme_file
from reportgen.language import long_date, words
from reportgen.ledger.claims import Ledger, as_csv, placed
from reportgen.ledger.claims import as_json as ledger_json
from reportgen.ledger.evidence import Attached, Evidence, claims_in, described, edition_of, in_deck
from reportgen.ledger.passages import LONG, folded, passages, printed, squeezed

NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*\s?%?")
PART = re.compile(r"\s*\((\d+)\s\S+\s(\d+)\)$")
"""What tells the parts of a split slide apart: "(2 of 3)"."""

SOURCE = re.compile(r"(?:(?P<lead>[^\d·]*):\s)?(?P<number>\d+)\s(?P<works>.*)", re.DOTALL)
BULLET = re.compile(r"^\s*(?:[•–-]|\d+\.)\s")


def check_twins(
    written: Document,
    document: ResolvedDocument,
    ledger: Ledger,
    carried: Iterable[Attached],
    drawings: Drawings,
    brief: FinishedBrief,
    deck: FinishedDeck,
    diagnostics: Diagnostics,
) -> "Parity":
    """Report what differs between brief, deck and document. Returns what was compared.

    `ledger` is that of the content as it is now, `carried` what the brief then carries, `drawings`
    are its figures as they are then drawn.
    """
    twins = _Twins(document, ledger, brief, deck, diagnostics, deck_only(written))
    files = list(carried)
    twins.imprint()
    twins.evidence(in_brief=bool(files))
    twins.order()
    for slide in deck.slides:
        twins.texts(slide)
        twins.numbers(slide)
        twins.spoken(slide)
        twins.pictures(slide)
        twins.charts(slide, drawings)
    twins.lacking()
    twins.lacking_notes()
    twins.attachments(files)
    twins.figures(drawings)
    twins.contents()
    twins.alternatives_of_brief()
    twins.links()
    return Parity(dict(twins.compared), tuple(twins.differences))


class Parity(msgspec.Struct, frozen=True):
    """How many comparisons were made, by kind, and what differed."""

    compared: dict[str, int]
    differences: tuple[str, ...]


def as_json(parity: Parity, pdf: bytes, pptx: bytes) -> bytes:
    """Return what was compared as JSON, with the digests of the two files."""
    said = {
        "schema": "reportgen-parity/1",
        "files": {"pdf": sha256(pdf).hexdigest(), "pptx": sha256(pptx).hexdigest()},
        **msgspec.to_builtins(parity),
    }
    return msgspec.json.format(msgspec.json.encode(said), indent=1) + b"\n"


@dataclass
class _Twins:
    document: ResolvedDocument
    ledger: Ledger
    brief: FinishedBrief
    deck: FinishedDeck
    diagnostics: Diagnostics
    deck_only: frozenset[str]
    compared: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        meta = self.document.metadata
        self.words = {**words(meta.lang), **_deck_words(meta.lang)}
        self.pages = [folded(page) for page in self.brief.pages]
        self.known = {squeezed(one) for page in self.brief.pages for one in NUMBER.findall(page)}
        self.known |= {str(note.number) for note in self.document.notes}
        self.long = {one.bare.text for one in passages(self.document) if len(one.bare.text) >= LONG}
        self.said = set(self._said())
        self.evidence_part: Evidence | None = in_deck(self.deck.parts)
        self.alternatives = {folded(plain_text(one.alt)): one for one in figures(self.document)}
        self.own = [said_by(slide, self.document) for slide in slides_of(self.document)]
        self.stock = set(self._stock())
        self.where = Span("build")

    # --- what may stand on any slide ---

    def _stock(self) -> Iterator[str]:
        """Yield the lines that the deck writes by itself: who, when, headings, words."""
        meta = self.document.metadata
        yield from (folded(word) for word in self.words.values())
        yield from map(folded, self._opening())
        yield from (folded(plain_text(run)) for run in (meta.title, meta.subtitle, meta.contact))
        yield from map(folded, (meta.url, meta.license))
        for block in walk(self.document.blocks):
            if isinstance(block, Section):
                yield folded(plain_text(block.heading))
                yield folded(f"{block.number}{plain_text(block.heading)}")
        for note in self.document.notes:
            paragraphs = paragraphs_of(note)
            yield folded(f"{note.number}{bare(paragraphs[0]) if paragraphs else ''}")
            yield from (folded(bare(run)) for run in paragraphs[1:])
        yield from (folded(bare(entry.content)) for entry in self.document.entries)

    def _opening(self) -> tuple[str, ...]:
        """Return the lines of the title slide: title, subtitle, who, when."""
        meta = self.document.metadata
        names = [author.name for author in meta.authors]
        house = meta.organisation if meta.organisation not in names else ""
        who = (", ".join(names), house)
        when = (self._date(meta.date), *self.imprints())
        lines = ("·".join(part for part in parts if part) for parts in (who, when))
        return (plain_text(meta.title), plain_text(meta.subtitle), *lines)

    def _said(self) -> Iterator[str]:
        """Yield the lines that may stand in any slide's notes."""
        yield from (folded(word) for word in self.words.values())
        yield from (
            folded(f"{self.words[name]}{end}") for name in ("sources", "notes") for end in ".:"
        )
        for block in self.document.metadata.abstract:
            yield from (folded(aloud(run)) for run in runs(block))
        for block in walk(self.document.blocks):
            if isinstance(block, Box):
                for inner in walk(block.blocks):
                    yield from (folded(aloud(run)) for run in runs(inner))
        for note in self.document.notes:
            said = " ".join(map(aloud, paragraphs_of(note)))
            yield folded(f"[{note.number}]{said}")
        yield from (folded(plain_text(entry.content)) for entry in self.document.entries)
        yield from (folded(self.words["data"] + ":" + one) for one in self._data())
        for kind, many in (("figure", figures(self.document)), ("table", tables(self.document))):
            for one in many:
                caption = aloud((*one.caption.title, *one.caption.legend))
                yield folded(f"{self.words[kind]} {one.number}.{caption}")

    def _data(self) -> Iterator[str]:
        """Yield what the notes of a slide say of the data of its figures: one figure or more."""
        named = {one.id: described(one) for one in self.ledger.exhibits}
        yield from named.values()
        for slide in slides_of(self.document):
            yield ", ".join(named[one] for one in quotes_of(slide) if named.get(one))

    def _date(self, value: str) -> str:
        try:
            return long_date(value, self.document.metadata.lang)
        except ValueError:
            return value

    def imprints(self) -> tuple[str, ...]:
        """Return draft mark, edition and state of the data as both files print them."""
        meta = self.document.metadata
        edition = f"{self.words['edition']} {meta.edition}" if meta.edition else ""
        data = f"{self.words['data-date']} {self._date(meta.data_date)}" if meta.data_date else ""
        draft = self.words["draft"] if meta.status == "draft" else ""
        return tuple(part for part in (draft, edition, data) if part)

    # --- the whole files ---

    def imprint(self) -> None:
        """Compare title, edition and dates, in the metadata and on every page and slide."""
        meta = self.document.metadata
        title = plain_text(meta.title)
        for what, found, wanted in (
            ("the brief's title", self.brief.title, title),
            ("the deck's title", self.deck.title, title),
            ("the deck's subject", self.deck.subject, plain_text(meta.subtitle)),
            ("the deck's version", self.deck.edition, meta.edition),
        ):
            self._same("edition and dates", what, squeezed(found), squeezed(wanted))
        cover, *rest = self.pages or [""]
        for text in (*self.imprints(), self._date(meta.date)):
            self._count("edition and dates", folded(text) in cover, f"the cover lacks “{text}”")
        for number, page in enumerate(rest, 2):
            for text in (*self.imprints(), f"{number}/{len(self.pages)}"):
                self._count(
                    "edition and dates", folded(text) in page, f"page {number} lacks “{text}”"
                )
        for slide in self.deck.slides:
            for footer in slide.footers:
                parts = tuple(footer.split(" · "))
                lead, others = ("", parts) if parts == self.imprints() else (parts[0], parts[1:])
                said = others == self.imprints() and folded(title).startswith(
                    folded(lead.removesuffix("…").rstrip())
                )
                self._count(
                    "edition and dates", said, f"the footer of slide {slide.number} is “{footer}”"
                )

    def evidence(self, *, in_brief: bool) -> None:
        """Compare what both files carry of edition, facts and figures with the content."""
        wanted = edition_of(self.ledger)
        attached = claims_in(self.brief.attachments)
        found = {"deck": self.evidence_part.edition if self.evidence_part else {}}
        if in_brief:
            found["brief"] = edition_of(attached) if attached else {}
        for file, said in found.items():
            for name, value in wanted.items():
                self._same(
                    "evidence", f"the {file}'s evidence of {name}", said.get(name, "none"), value
                )
        own = {one.id: one.sha256 for one in self.ledger.exhibits}
        in_pdf = {one.id: one.sha256 for one in attached.exhibits} if attached else {}
        parts = self.evidence_part.figures if self.evidence_part else {}
        for name, digest in own.items():
            if in_brief:
                found_there = in_pdf.get(name, "none")
                self._same("figures' data", f"the brief's `#{name}`", found_there, digest)
            if name in parts:
                self._same("figures' data", f"the deck's `#{name}`", parts[name].sha256, digest)
        if attached is not None:
            claims = {one.name: one.printed for one in self.ledger.claims}
            for claim in attached.claims:
                printed = claims.get(claim.name, "none")
                self._same("evidence", f"the brief's claim `{claim.name}`", claim.printed, printed)

    def order(self) -> None:
        """Compare the order of the slides with the source's, and look for hidden ones."""
        wanted = [one.id for one in self.own if one.id]
        found = [slide.name for slide in self.deck.slides if slide.name in wanted]
        self._count(
            "slides", found == wanted, "the slides are not those of the source in its order"
        )
        for slide in self.deck.slides:
            self._count("slides", not slide.is_hidden, f"slide {slide.number} is hidden")
        for title, parts in self._parts().items():
            counted = [(str(at), str(len(parts))) for at in range(1, len(parts) + 1)]
            self._count(
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

    # --- each slide ---

    def _of(self, slide: FinishedSlide) -> Said | None:
        title = folded(PART.sub("", slide.title))
        return next((one for one in self.own if one.title == title), None)

    def texts(self, slide: FinishedSlide) -> None:
        """Report paragraphs on a slide that the document does not have, and other marks."""
        own = self._of(slide)
        allowed = self.stock | self.long | (own.texts if own else frozenset())
        lines = [line for text in slide.texts for line in text.split("\n")]
        for line in lines:
            text = folded(PART.sub("", line))
            if text:
                explained = text in allowed or self._is_source_line(line)
                self._count(
                    "paragraphs",
                    explained,
                    f"slide {slide.number} says “{line[:80]}”, the source does not",
                )
        if own is not None:
            for mark in slide.marks:
                said = mark in own.marks
                self._count("note numbers", said, f"slide {slide.number} has the note mark {mark}")

    def _is_source_line(self, line: str) -> bool:
        """Return whether a line names notes with their works: "Figure 2 · Sources: 12 Lee 2020"."""
        labels = {
            folded(f"{self.words[kind]} {one.number}")
            for kind, many in (("figure", figures(self.document)), ("table", tables(self.document)))
            for one in many
        }
        parts = line.split(" · ")
        while parts and folded(parts[0]) in labels:
            parts.pop(0)
        if not parts:
            return True
        alone = re.fullmatch(
            rf"{self.words['notes']} ([\d, ]+) → {self.words['sources']}", parts[0]
        )
        if alone is not None:
            return all(int(one) <= len(self.document.notes) for one in alone[1].split(", "))
        lead = f"{self.words['sources']}: "
        named = [parts[0].removeprefix(lead), *parts[1:]]
        return parts[0].startswith(lead) and all(map(self._is_source, named))

    def _is_source(self, text: str) -> bool:
        shorts = {entry.key: entry.short for entry in self.document.entries}
        found = SOURCE.fullmatch(text)
        if found is None or not 0 < int(found["number"]) <= len(self.document.notes):
            return text in shorts.values()
        note = self.document.note(int(found["number"]))
        if not note.keys:
            said = " ".join(map(aloud, paragraphs_of(note)))
            return folded(said).startswith(folded(found["works"].removesuffix(" …")))
        wanted = [shorts[key] for key in note.keys]
        lines = [
            "; ".join(wanted[:most]) + (f" +{len(wanted) - most}" if most < len(wanted) else "")
            for most in range(1, len(wanted) + 1)
        ]
        return found["works"] in lines

    def numbers(self, slide: FinishedSlide) -> None:
        """Report numbers on a slide that the brief does not print."""
        if slide.name in self.deck_only:
            return
        for found in NUMBER.findall(PART.sub("", "\n".join(slide.texts))):
            said = squeezed(found) in self.known or folded(found) in "".join(self.pages)
            message = f"slide {slide.number} says {found.strip()}, the brief does not"
            self._count("numbers", said, message)

    def spoken(self, slide: FinishedSlide) -> None:
        """Report lines of a slide's notes that the document does not have."""
        own = self._of(slide)
        allowed = self.said | self.stock | (own.spoken if own else frozenset())
        for line in slide.notes.split("\n"):
            text = folded(line)
            if text:
                explained = text in allowed or folded(BULLET.sub("", line)) in allowed
                self._count(
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
            figure = self.alternatives.get(folded(alt))
            where = f"a picture on slide {slide.number}"
            if figure is None:
                names = [
                    name for name in known if name not in {one.id for one in figures(self.document)}
                ]
                said = any(set(media) <= known[name] for name in names)
                self._count("pictures", said, f"{where} is no figure of the brief: “{alt[:60]}”")
                continue
            drawn = known.get(figure.id or figure.source, frozenset())
            self._count(
                "pictures",
                bool(media) and set(media) <= drawn,
                f"{where} is not figure {figure.number}, as it was drawn",
            )
            if own is not None and own.figures:
                self._count(
                    "pictures",
                    figure.id in own.figures,
                    f"{where} is not what the source quotes there",
                )

    def charts(self, slide: FinishedSlide, drawings: Drawings) -> None:
        """Report charts whose values are not those that their figure draws in the brief."""
        drawn = {name: drawing.chart for (name, _), drawing in drawings.items()}
        for alt, shown in slide.charts:
            figure = self.alternatives.get(folded(alt))
            chart = drawn.get(figure.id) if figure else None
            same = isinstance(chart, Chart) and shown == charted(chart)
            message = f"a chart on slide {slide.number} has not the values of its figure"
            self._count("charts", same, message)

    def lacking(self) -> None:
        """Report what slides of the source say that the finished slides do not."""
        for own in self.own:
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
                self.alternatives[folded(alt)].id
                for one in slides
                for alt in (*one.pictures, *(alt for alt, _ in one.charts))
                if folded(alt) in self.alternatives
            }
            at = f"slide {slides[0].number}" if slides else f"the deck, for `#{own.id}`,"
            for text in own.texts - lines:
                joined = any(text in folded("".join(one.texts)) for one in slides)
                self._count("paragraphs", joined, f"{at} lacks “{text[:60]}”")
            for text in own.spoken - notes:
                self._differ(f"the notes of {at} lack “{text[:60]}”")
            for mark in own.marks - marks:
                self._differ(f"{at} lacks the note mark {mark}")
            for name in own.figures - shown:
                self._differ(f"{at} lacks `#{name}`")

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
        for text in self._opening():
            self._count(
                "paragraphs", not text or folded(text) in opening, f"slide 1 lacks “{text}”"
            )
        if meta.sources == "slide":
            return
        named = {int(mark) for own in self.own for mark in own.marks}
        named |= {int(one) for own in self.own for one in own.named}
        for number in sorted(named):
            for at, run in enumerate(paragraphs_of(self.document.note(number))):
                text = folded(f"{number if not at else ''}{bare(run)}")
                self._count(
                    "notes in full", text in lines, f"the slides of sources lack note {number}"
                )

    # --- the brief ---

    def attachments(self, carried: list[Attached]) -> None:
        """Compare the files that the brief carries with those that it is to carry."""
        wanted = {one.name: one for one in carried}
        for name in {**wanted, **self.brief.attachments}:
            relation, data = self.brief.attachments.get(name, ("none", b""))
            one = wanted.get(name)
            self._count("attachments", one is not None, f"the brief carries `{name}`")
            if one is None:
                continue
            self._same(
                "attachments", f"how `{name}` belongs to the brief", relation, one.relationship
            )
            if not name.startswith("claims."):  # these have pages, and are compared as evidence
                self._count("attachments", data == one.data, f"the brief's `{name}` was changed")
        attached = claims_in(self.brief.attachments)
        if attached is not None:
            pages = placed(self.ledger, self.document, self.brief.pages)
            table, json = (
                self.brief.attachments.get(f"claims.{end}", ("", b""))[1] for end in ("csv", "json")
            )
            self._count(
                "attachments", table == as_csv(pages), "the brief's `claims.csv` was changed"
            )
            self._count(
                "attachments", json == ledger_json(pages), "the brief's `claims.json` was changed"
            )

    def figures(self, drawings: Drawings) -> None:
        """Compare the words in each figure of the brief with those that its module draws."""
        captions = {one.id: folded(plain_text(one.caption.title)) for one in figures(self.document)}
        for (name, place), drawing in drawings.items():
            if place.kind != "brief" or not drawing.svg or not captions.get(name):
                continue
            pages = [page for page in self.pages if captions[name] in page]
            root = etree.fromstring(drawing.svg)
            texts = [
                folded("".join(str(one) for one in element.itertext()))
                for element in root.iter("{http://www.w3.org/2000/svg}text")
            ]
            for text in texts:
                said = any(text in page for page in pages)
                message = f"`#{name}` in the brief lacks “{text[:40]}”"
                self._count("words in figures", said, message)
            said = any(_stands_in_some_order("".join(texts), page) for page in pages)
            self._count("words in figures", said, f"`#{name}` in the brief says something else")

    def contents(self) -> None:
        """Compare the numbers in the brief's table of contents with where its sections begin."""
        lines = [folded(line) for line in (self.brief.pages or ("",))[0].splitlines()]
        for section in self.document.blocks:
            if not isinstance(section, Section):
                continue
            heading = folded(printed(section.heading))
            for line in lines:
                number, found, page = line.partition(heading)
                if not heading or not found or not page.isdigit():
                    continue
                begins = self.pages[int(page) - 1] if 0 < int(page) <= len(self.pages) else ""
                said = number == section.number and number + heading in begins
                self._count("contents", said, f"the contents say “{line}”")

    def alternatives_of_brief(self) -> None:
        """Compare the alternatives in the brief with those of its figures, in their order."""
        wanted = [
            one for figure in figures(self.document) if (one := folded(plain_text(figure.alt)))
        ]
        found = [folded(one) for one in self.brief.alternatives]
        for at, text in enumerate(wanted, 1):
            self._count(
                "alternatives", text in found, f"the alternative of figure {at} was changed"
            )
        known = {*wanted, folded(self.document.metadata.organisation)}
        for text in found:
            self._count(
                "alternatives",
                not text or text in known,
                f"the brief has the alternative “{text[:60]}”",
            )

    def links(self) -> None:
        """Compare the addresses in both files with those of the document."""
        known = set(addresses_of(self.document))
        for where, links in (
            ("the brief", self.brief.links),
            *((f"slide {slide.number}", slide.links) for slide in self.deck.slides),
        ):
            for link in links:
                said = unquote(link) in known
                self._count("addresses", said, f"{where} leads to {link[:80]}, the source does not")

    def _same(self, kind: str, what: str, found: str, wanted: str) -> None:
        self._count(kind, found == wanted, f"{what} is “{found[:60]}”, not “{wanted[:60]}”")

    def _count(self, kind: str, holds: bool, message: str) -> None:  # noqa: FBT001
        self.compared[kind] += 1
        if not holds:
            self._differ(message)

    def _differ(self, message: str) -> None:
        self.differences.append(message)
        self.diagnostics.add(Rule.TWINS_DIFFER, message, self.where)


def _stands_in_some_order(text: str, page: str) -> bool:
    """Return whether the characters of a text stand side by side on a page.

    What is read from a page comes in rows, not in the order in which a figure is drawn.
    """
    size = len(text)
    lacking = Counter(text)
    lacking.subtract(page[:size])
    missing = sum(count != 0 for count in lacking.values())
    for at in range(size, len(page)):
        if not missing:
            return True
        for one, change in ((page[at - size], 1), (page[at], -1)):
            missing -= lacking[one] != 0
            lacking[one] += change
            missing += lacking[one] != 0
    return not missing


def _deck_words(lang: str) -> Mapping[str, str]:
    table: dict[str, dict[str, str]] = yaml.safe_load(
        theme_file("deck_words.yml").read_text("utf-8")
    )
    return {**table["en"], **table.get(lang.split("-")[0].lower(), {})}
