"""Compares what a finished brief says with the document, and what both files say of themselves."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from reportgen.checks.expected_lines import Expected
from reportgen.checks.expected_slides import (
    addresses_of,
)
from reportgen.checks.read_back import FinishedBrief, FinishedDeck
from reportgen.checks.tally import Tally
from reportgen.document import (
    Drawings,
    ResolvedDocument,
    Section,
    figures,
    heading_text,
    plain_text,
)
from reportgen.ledger.claims import Ledger, as_csv, placed
from reportgen.ledger.claims import as_json as ledger_json
from reportgen.ledger.evidence import Attached, Evidence, claims_in, edition_of, in_deck
from reportgen.ledger.passages import folded, printed, squeezed
from reportgen.scripts import visible

LOGO = "Logo"
"""What the brand's logo says where the document names no organisation."""
NUMBERED = re.compile(r"[\d.]*")
"""What stands before a heading in the contents: its number, or nothing."""
MOST_CONTENTS = 4
"""On so many pages contents are looked for, where no bookmark leads to the first part."""
PROPERTY = 255
"""Characters that a core property of a presentation holds."""


@dataclass
class BriefParity:
    """The comparisons of whole files: imprint, evidence, attachments, figures, contents, links."""

    document: ResolvedDocument
    ledger: Ledger
    expected: Expected
    brief: FinishedBrief
    deck: FinishedDeck
    tally: Tally

    def __post_init__(self) -> None:
        self.pages = [folded(page) for page in self.brief.pages]
        self.evidence_part: Evidence | None = in_deck(self.deck.parts)

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
            if len(wanted) > PROPERTY and wanted.startswith(found) and len(found) > PROPERTY // 2:
                wanted = found  # a property of a presentation holds so many characters
            self.tally.same("edition and dates", what, squeezed(found), squeezed(wanted))
        cover, *rest = self.pages or [""]
        for text in (*self.expected.imprints(), self.expected.date(meta.date)):
            self.tally.count(
                "edition and dates", folded(text) in cover, f"the cover lacks “{text}”"
            )
        for number, page in enumerate(rest, 2):
            for text in (*self.expected.imprints(), str(number)):
                self.tally.count(
                    "edition and dates", folded(text) in page, f"page {number} lacks “{text}”"
                )
        for slide in self.deck.slides:
            for footer in slide.footers:
                parts = tuple(visible(footer).split(" · "))
                lead, others = ("", parts) if self._is_imprint(parts) else (parts[0], parts[1:])
                said = self._is_imprint(others) and folded(title).startswith(
                    folded(lead.removesuffix("…").rstrip())
                )
                self.tally.count(
                    "edition and dates", said, f"the footer of slide {slide.number} is “{footer}”"
                )

    def _is_imprint(self, parts: tuple[str, ...]) -> bool:
        """Return whether a footer says draft, edition and date: a narrow one may say the first."""
        whole, draft = self.expected.imprints(), self.document.metadata.status == "draft"
        shorter = {(*whole[:-2], *whole[-1:]), whole[:1] if draft else whole[-1:]}
        return parts == whole or parts in shorter

    def evidence(self, *, in_brief: bool) -> None:
        """Compare what both files carry of edition, facts and figures with the content."""
        wanted = edition_of(self.ledger)
        attached = claims_in(self.brief.attachments)
        found = {"deck": self.evidence_part.edition if self.evidence_part else {}}
        if in_brief:
            found["brief"] = edition_of(attached) if attached else {}
        for file, said in found.items():
            for name, value in wanted.items():
                self.tally.same(
                    "evidence", f"the {file}'s evidence of {name}", said.get(name, "none"), value
                )
        own = {one.id: one.sha256 for one in self.ledger.exhibits}
        in_pdf = {one.id: one.sha256 for one in attached.exhibits} if attached else {}
        parts = self.evidence_part.figures if self.evidence_part else {}
        for name, digest in own.items():
            if in_brief:
                found_there = in_pdf.get(name, "none")
                self.tally.same("figures' data", f"the brief's `#{name}`", found_there, digest)
            if name in parts:
                self.tally.same(
                    "figures' data", f"the deck's `#{name}`", parts[name].sha256, digest
                )
        if attached is not None:
            claims = {one.name: one.printed for one in self.ledger.claims}
            for claim in attached.claims:
                printed = claims.get(claim.name, "none")
                self.tally.same(
                    "evidence", f"the brief's claim `{claim.name}`", claim.printed, printed
                )

    def attachments(self, carried: list[Attached]) -> None:
        """Compare the files that the brief carries with those that it is to carry."""
        wanted = {one.name: one for one in carried}
        for name in {**wanted, **self.brief.attachments}:
            relation, data = self.brief.attachments.get(name, ("none", b""))
            one = wanted.get(name)
            self.tally.count("attachments", one is not None, f"the brief carries `{name}`")
            if one is None:
                continue
            self.tally.same(
                "attachments", f"how `{name}` belongs to the brief", relation, one.relationship
            )
            if not name.startswith("claims."):  # these have pages, and are compared as evidence
                self.tally.count(
                    "attachments", data == one.data, f"the brief's `{name}` was changed"
                )
        attached = claims_in(self.brief.attachments)
        if attached is not None:
            pages = placed(self.ledger, self.document, self.brief.pages)
            table, json = (
                self.brief.attachments.get(f"claims.{end}", ("", b""))[1] for end in ("csv", "json")
            )
            self.tally.count(
                "attachments", table == as_csv(pages), "the brief's `claims.csv` was changed"
            )
            self.tally.count(
                "attachments", json == ledger_json(pages), "the brief's `claims.json` was changed"
            )

    def figures(self, drawings: Drawings) -> None:
        """Compare the words in each figure of the brief with those that its module draws."""
        captions = {one.id: folded(plain_text(one.caption.title)) for one in figures(self.document)}
        places = {one.id: one.span for one in figures(self.document)}
        file = self.tally.where
        for (name, place), drawing in drawings.items():
            if place.kind != "brief" or not drawing.svg or not captions.get(name):
                continue
            self.tally.where = places[name]
            pages = [page for page in self.pages if captions[name] in page]
            root = etree.fromstring(drawing.svg)
            texts = [
                folded("".join(str(one) for one in element.itertext()))
                for element in root.iter("{http://www.w3.org/2000/svg}text")
            ]
            for text in texts:
                said = any(text in page for page in pages)
                message = f"`#{name}` in the brief lacks “{text[:40]}”"
                self.tally.count("words in figures", said, message)
            said = any(_stands_in_some_order("".join(texts), page) for page in pages)
            self.tally.count(
                "words in figures", said, f"`#{name}` in the brief says something else"
            )
        self.tally.where = file

    def _contents(self) -> tuple[str, ...]:
        """Return the text of the pages on which contents may stand: before the first part."""
        if self.document.metadata.theme == "field-note":
            return ()
        first = next(
            (one for one in self.document.blocks if isinstance(one, Section) and one.number), None
        )
        heading = "" if first is None else folded(f"{first.number}{heading_text(first.heading)}")
        opened = {folded(title): page for title, page in self.brief.opened.items()}
        return self.brief.pages[: opened.get(heading, MOST_CONTENTS) or 1]

    def contents(self) -> None:
        """Compare the numbers in the brief's table of contents with where its sections begin."""
        lines = [folded(line) for page in self._contents() for line in page.splitlines()]
        rows = [("", word, word) for word in self._own_rows()]
        for section in self.document.blocks:
            if isinstance(section, Section):
                heading, shown = plain_text(section.heading), printed(section.heading)
                rows.append((section.number, folded(heading), folded(shown)))
        starts = {f"{number}{shown}" for number, _, shown in rows}
        for line in _joined(lines, starts):
            found = [
                (number == own, f"{number}{shown}", int(page))
                for own, heading, shown in rows
                for number, middle, page in (line.partition(heading),)
                if heading and middle and page.isdigit() and NUMBERED.fullmatch(number)
            ]
            said = any(same and self._begins(text, page) for same, text, page in found)
            said = said or self._are_rows(line, [(own, words) for own, words, _ in rows])
            self.tally.count("contents", said or not found, f"the contents say “{line}”")

    def _own_rows(self) -> Iterator[str]:
        """Yield the folded headings that the brief has besides those of its sections."""
        yield from (folded(self.expected.words[name]) for name in ("notes", "sources"))

    def _are_rows(self, line: str, rows: Sequence[tuple[str, str]]) -> bool:
        """Return whether a line is rows of the contents side by side, each with its right page."""
        for own, shown in rows:
            start = f"{own}{shown}"
            if not start or not line.startswith(start):
                continue
            rest = line[len(start) :]
            digits = len(rest) - len(rest.lstrip("0123456789"))
            for length in range(1, digits + 1):
                if self._begins(start, int(rest[:length])):
                    after = rest[length:]
                    if not after or self._are_rows(after, rows):
                        return True
        return False

    def _begins(self, heading: str, page: int) -> bool:
        """Return whether a folded heading stands on a page."""
        if not 0 < page <= len(self.pages):
            return False
        words = heading.lstrip("0123456789.")
        return heading in self.pages[page - 1] or words in self.pages[page - 1]

    def alternatives_of_brief(self) -> None:
        """Compare the alternatives in the brief with those of its figures, in their order."""
        wanted = {
            one: figure.span
            for figure in figures(self.document)
            if (one := folded(plain_text(figure.alt)))
        }
        found = [folded(one) for one in self.brief.alternatives]
        file = self.tally.where
        for at, (text, place) in enumerate(wanted.items(), 1):
            self.tally.where = place
            self.tally.count(
                "alternatives", text in found, f"the alternative of figure {at} was changed"
            )
        self.tally.where = file
        meta = self.document.metadata
        known = {*wanted, folded(meta.organisation or LOGO)}
        known.add(folded(f"{self.expected.words['code']} {meta.url}"))
        if meta.cover_image is not None:
            known.add(folded(meta.cover_image.alt))
        for text in found:
            self.tally.count(
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
                self.tally.count(
                    "addresses", said, f"{where} leads to {link[:80]}, the source does not"
                )


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


def _joined(lines: Sequence[str], starts: Collection[str]) -> Iterator[str]:
    """Yield lines of contents; a row whose page stands in the next line is one with it."""
    waiting = ""
    for line in lines:
        if line in starts:
            waiting = line
            continue
        yield waiting + line if waiting and line.isdecimal() else line
        waiting = ""
