"""Looks for the addresses of a source's links where the words of each stand in finished files."""

import re
import unicodedata
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import unquote

from reportgen.checks.witness.finished import FinishedTexts, Lead
from reportgen.checks.witness.inlines import SCHEME
from reportgen.checks.witness.letters import plain
from reportgen.checks.witness.lines import label_of
from reportgen.checks.witness.testimony import Place, Unit, Where, Words

FACT = re.compile(r"\{\{\s*(.+?)\s*\}\}")
"""A fact, or a parameter of an edition, within an address."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words of a source that lead somewhere: each run of them, and the address, "" within."""

    runs: tuple[str, ...]
    address: str
    place: Place
    within: str = ""
    """The identifier of what it leads to in its document."""

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.runs).split())


@dataclass(frozen=True, slots=True)
class Misled:
    """A link whose words lead nowhere in a file, or elsewhere: to the address `instead`."""

    link: Link
    file: str
    instead: str


def find_misled(
    units: Sequence[Unit],
    value: Callable[[str], str | None],
    definitions: Mapping[str, str],
    slide_ids: Container[str],
    pdf: FinishedTexts,
    deck: FinishedTexts,
) -> Iterator[Misled]:
    """Yield links of a source that do not lead to their address in the file that they are for.

    `value` gives what a fact prints as, which an address may hold; None where it is unknown.
    """
    slides = [one for one in deck.leads if not one.spoken]
    spoken = [one for one in deck.leads if one.spoken]
    held = {
        Where.BRIEF: (pdf.leads, "the PDF"),
        Where.SLIDE: (slides, "the deck"),
        Where.SPOKEN: (spoken, "the deck"),
        Where.DECK: (deck.leads, "the deck"),
        Where.ANYWHERE: ((*pdf.leads, *deck.leads), "neither file"),
    }
    for unit in units:
        leads, file = held[unit.where]
        for link in _links(unit, definitions):
            address = _filled(link.address, value)
            if address is None or (
                not link.address and (unit.where is not Where.BRIEF or link.within in slide_ids)
            ):
                continue  # what it leads to may stand in the other file
            found = [one for one in leads if _says(one, link)]
            if not any(_same(one.address, address) for one in found):
                yield Misled(link, file, next((one.address for one in found if one.address), ""))


def _filled(address: str, value: Callable[[str], str | None]) -> str | None:
    """Return an address with what its facts print as, None where one of them is unknown."""
    values = {name: value(name) for name in FACT.findall(address)}
    if None in values.values():
        return None
    return FACT.sub(lambda found: values[found[1]] or "", address)


def _links(unit: Unit, definitions: Mapping[str, str]) -> Iterator[Link]:
    """Yield the links of a unit, those that are defined apart with the address found there."""
    words = [one for one in unit.tokens if isinstance(one, Words)]
    for (address, label), group in groupby(words, key=lambda one: (one.address, one.label)):
        leads_to = address or definitions.get(label_of(label), "")
        runs = tuple(group)
        said = tuple(one.text for one in runs if plain(one.text))
        if leads_to and said:
            within = not SCHEME.match(leads_to)
            yield Link(
                said,
                "" if within else leads_to,
                runs[0].place,
                leads_to.removeprefix("#") if within else "",
            )


def _says(lead: Lead, link: Link) -> bool:
    """Return whether a lead of a file has the words of a link, or a part of them."""
    said = plain(lead.text)
    return bool(said) and (
        said in plain(" ".join(link.runs)) or all(plain(run) in said for run in link.runs)
    )


def _same(one: str, other: str) -> bool:
    return _compared(one) == _compared(other)


def _compared(address: str) -> str:
    """Return an address as it is compared: what is escaped in it as it is meant."""
    return "".join(unicodedata.normalize("NFC", unquote(address)).split()).rstrip("/")
