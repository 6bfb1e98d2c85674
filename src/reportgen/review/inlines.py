"""Turns settled inlines into pandoc's, with notes as footnotes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from reportgen.document import (
    Blocks,
    Break,
    Cited,
    Code,
    Foreign,
    Inlines,
    Link,
    Math,
    Note,
    NoteMark,
    Reference,
    Settled,
    Style,
    Styled,
    Text,
    Value,
)
from reportgen.pandoc import Node

STYLES = {
    Style.EMPHASIS: "Emph",
    Style.STRONG: "Strong",
    Style.SUPERSCRIPT: "Superscript",
    Style.SUBSCRIPT: "Subscript",
    Style.SMALL_CAPS: "SmallCaps",
    Style.STRIKEOUT: "Strikeout",
    Style.UNDERLINE: "Underline",
}
NO_ATTRIBUTES: Any = ["", [], []]


@dataclass
class InlineWriter:
    """Writes inlines; the first mark of a note brings its text, later ones its number alone.

    `blocks` writes the blocks of a note. Word counts footnotes itself, from 1 in reading order.
    """

    notes: Mapping[int, Note]
    blocks: Callable[[Blocks[Settled]], list[Node]]
    told: set[int] = field(default_factory=set)

    def inlines(self, inlines: Inlines[Settled]) -> list[Node]:
        """Return inlines as pandoc has them."""
        return [node for inline in inlines for node in self._one(inline)]

    def _one(self, inline: object) -> Iterator[Node]:
        match inline:
            case Text(text) | Value(_, text):
                yield from words(text)
            case Break():
                yield {"t": "LineBreak"}
            case Code(text):
                yield {"t": "Code", "c": [NO_ATTRIBUTES, text]}
            case Math():
                yield {"t": "Math", "c": [{"t": "InlineMath"}, inline.tex]}
            case Styled(style, content):
                yield {"t": STYLES[style], "c": self.inlines(content)}
            case Foreign(lang, content, direction):
                given = {"lang": lang, "dir": direction}
                pairs = [[name, value] for name, value in given.items() if value]
                yield {"t": "Span", "c": [["", [], pairs], self.inlines(content)]}
            case Link(target, content, title):
                yield {"t": "Link", "c": [NO_ATTRIBUTES, self.inlines(content), [target, title]]}
            case Cited(_, content, _):
                yield from self.inlines(content)
            case Reference(target, text):
                yield {"t": "Link", "c": [NO_ATTRIBUTES, list(words(text)), [f"#{target}", ""]]}
            case NoteMark(number):
                yield self._mark(number)
            case _:
                raise AssertionError(f"no settled inline: {inline}")

    def _mark(self, number: int) -> Node:
        if number in self.told:
            style: Any = ["", [], [["custom-style", "Footnote Reference"]]]
            return {"t": "Span", "c": [style, [{"t": "Str", "c": str(number)}]]}
        self.told.add(number)
        return {"t": "Note", "c": self.blocks(self.notes[number].blocks)}


def words(text: str) -> Iterator[Node]:
    """Yield text as pandoc's words and the spaces between them."""
    for number, word in enumerate(text.split(" ")):
        if number:
            yield {"t": "Space"}
        if word:
            yield {"t": "Str", "c": word}
