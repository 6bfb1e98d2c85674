"""The sentences of a text, and which of them cite."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from reportgen.checks.naming_numbers import ends_sentence, is_day_or_ordinal, without_dates
from reportgen.document import (
    Break,
    Cite,
    Code,
    CrossRef,
    FactUse,
    Footnote,
    Foreign,
    Inlines,
    Link,
    Math,
    Styled,
    Text,
    When,
    Written,
    plain_text,
)

BETWEEN = re.compile(
    r"(?:(?<=[.!?؟۔])[”’»)\]]*\s+|(?<=[。！？])[”’」』）]*)(?=[“‘«(「『]?(?P<next>\w))"
)
"""What may stand between two sentences."""
NUMBER_BEFORE_STOP = re.compile(r"(?<![\w.,])(\d{1,3})\.$")
ADDRESS = re.compile(r"\s*(?:\w+://|www\.|\S+@\S+$)")
"""Words of a link that are its address."""


@dataclass(slots=True)
class Sentence:
    """A sentence: its text, with a gap (NUL) for what is no prose, and whether it cites."""

    text: str = ""
    cites: bool = False


def sentences(run: Inlines[Written], lang: str) -> Iterator[Sentence]:
    """Yield the sentences of a run in a language. A note belongs to the one that it follows."""
    piece = Sentence()
    for part in _flat(run):
        if isinstance(part, Cite | Footnote):
            piece.cites = True
            continue
        for number, more in enumerate(_split(piece.text, part, lang)):
            if number:
                yield piece
                piece = Sentence()
            piece.text += more
    yield piece


def _split(before: str, text: str, lang: str) -> list[str]:
    """Return a text in parts that each begin a new sentence, but for the first."""
    whole, parts, last = before + text, [], len(before)
    plain = without_dates(whole, "\x00")
    for found in BETWEEN.finditer(plain):
        ahead = plain[: found.start()]
        if found.end() <= len(before) or found["next"].islower() or _goes_on(ahead, plain, lang):
            continue
        parts.append(whole[last : max(last, found.end())])
        last = max(last, found.end())
    return [*parts, whole[last:]]


def _goes_on(ahead: str, whole: str, lang: str) -> bool:
    """Return whether the first signs of a text that end in a full stop end no sentence."""
    number = NUMBER_BEFORE_STOP.search(ahead)
    if number is None:
        return ahead.endswith(".") and not ends_sentence(ahead, lang)
    return is_day_or_ordinal(number[1], ahead[: number.start(1)], whole[number.end(1) :], lang)


def _flat(run: Inlines[Written]) -> Iterator[str | Cite | Footnote]:
    """Yield the texts, cites and footnotes of a run; what is no prose leaves a gap."""
    for inline in run:
        match inline:
            case Text(text):
                yield text
            case Cite() | Footnote():
                yield inline
            case Link(_, content) if ADDRESS.match(plain_text(content)):
                yield "\x00"
            case Styled(_, content) | Foreign(_, content) | Link(_, content) | When(_, content):
                yield from _flat(content)
            case Code() | Math() | FactUse() | CrossRef():
                yield "\x00"
            case Break():
                yield " "
            case _:
                assert_never(inline)
