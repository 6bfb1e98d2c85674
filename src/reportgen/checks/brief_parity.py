"""Compares what a finished brief says with the document, and what both files say of themselves."""

from collections import Counter
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
    figures,
    plain_text,
)
from reportgen.ledger.claims import Ledger, as_csv
from reportgen.ledger.claims import as_json as ledger_json
from reportgen.ledger.evidence import Attached, Evidence, claims_in, edition_of, in_deck
from reportgen.ledger.passages import folded, squeezed
from reportgen.ledger.placement import placed
from reportgen.scripts import visible

PROPERTY = 255
"""Characters that a core property of a presentation holds."""


@dataclass
class BriefParity:
    """The comparisons of whole files: imprint, evidence, attachments, figures, links."""

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
                leads = (" · ".join(parts[:at]) for at in range(len(parts) + 1))  # so may a title
                said = any(
                    self._is_imprint(parts[at:])
                    and folded(title).startswith(folded(lead.removesuffix("…").rstrip()))
                    for at, lead in enumerate(leads)
                )
                self.tally.count(
                    "edition and dates", said, f"the footer of slide {slide.number} is “{footer}”"
                )

    def _is_imprint(self, parts: tuple[str, ...]) -> bool:
        """Return whether a footer says draft, edition and date: a narrow one may say the first."""
        whole = tuple(map(visible, self.expected.imprints()))
        draft = self.document.metadata.status == "draft"
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
