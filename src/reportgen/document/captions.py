"""Parts of a caption as readers meet them: its title, what it counts, its notes and source."""

import re
from collections.abc import Iterable

from reportgen.document.blocks import Caption
from reportgen.document.inlines import Foreign, Inlines, Settled, Text, Value
from reportgen.document.walking import plain_text

MOST_UNIT = 96
"""Characters of a caption's first sentence that stand above the figure, as what it counts."""


def captioned(
    caption: Caption[Settled],
) -> tuple[Inlines[Settled], Inlines[Settled], Inlines[Settled]]:
    """Return a caption as title, what it counts, and notes with the source.

    What it counts is the first sentence after the title, where it is short and not the only one.
    """
    if not caption.title:
        return caption.legend, (), ()
    first, rest = first_sentence(caption.legend)
    if rest and len(plain_text(first)) <= MOST_UNIT:
        return caption.title, first, rest
    return caption.title, (), caption.legend


SENTENCE = re.compile(r"(?:(?<=\w{3})|(?<=[가-힣]))[.?!]\s+(?=[“‘„«\"'(]?[^\Wa-z])|[。？！]\s*")
AT_END = re.compile(
    r"(?:(?<=\d{3})|(?<=[^\W\d]{4})(?<!approx)(?<!circa)|(?<=[가-힣]))[.?!]\s+$|[。？！]\s*$"
)
"""The end of a sentence that something else than text follows: a value, words in italics."""


def first_sentence(
    inlines: Inlines[Settled],
) -> tuple[Inlines[Settled], Inlines[Settled]]:
    """Return the first sentence of a run, without its full stop, and what follows it."""
    for at, one in enumerate(inlines):
        if not isinstance(one, Text | Value | Foreign):
            return inlines, ()
        if isinstance(one, Text) and (found := SENTENCE.search(one.text)):
            end = found.end() if found[0][0] != "." else found.start()
            head, tail = one.text[:end].rstrip(), one.text[found.end() :]
            rest = (Text(tail), *inlines[at + 1 :]) if tail else inlines[at + 1 :]
            return (*inlines[:at], Text(head)), rest
        if isinstance(one, Text) and (found := AT_END.search(one.text)) and at + 1 < len(inlines):
            head = one.text[: found.start() + (found[0][0] != ".")]
            return (*inlines[:at], Text(head)), inlines[at + 1 :]
    return inlines, ()


def with_source(
    legend: Inlines[Settled], sources: Iterable[str]
) -> tuple[Inlines[Settled], Inlines[Settled]]:
    """Return what a legend explains, and its source: from “Source:” that begins a sentence.

    `sources` are the words for it in the language. Without one, all is explained.
    """
    names = "|".join(sorted(map(re.escape, sources), key=len, reverse=True))
    begins = re.compile(rf"(?:^\s*|(?<=[.?!…)”»])\s+|(?<=[。？！]))((?:{names})\s?[:：])")
    for at, one in reversed(list(enumerate(legend))):
        if isinstance(one, Text) and (found := list(begins.finditer(one.text))):
            start = found[-1].start(1)
            before, source = Text(one.text[:start]), Text(one.text[start:])
            return (*legend[:at], *((before,) if start else ())), (source, *legend[at + 1 :])
    return legend, ()
