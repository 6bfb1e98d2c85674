"""Reads inlines with facts, citations, cross-references and footnotes in them."""

import re
from collections.abc import Iterator
from itertools import count
from typing import Any

from reportgen.diagnostics import Diagnostics, Rule
from reportgen.document import (
    Block,
    Citation,
    Cite,
    CrossRef,
    FactUse,
    Footnote,
    Inline,
    Inlines,
    Paragraph,
    Text,
    Written,
)
from reportgen.pandoc import InlineReader, Node
from reportgen.reading.source_map import SourceMap

CROSS_REFERENCE = re.compile(r"(fig|tbl|sec)-")
FACT = re.compile(r"\{\{\s*(.*?)\s*\}\}")


class WrittenReader(InlineReader[Written]):
    """Reads inlines with facts, citations, cross-references and footnotes in them."""

    def __init__(self, path: str, source: SourceMap, diagnostics: Diagnostics) -> None:
        self.path = path
        self.source = source
        self.diagnostics = diagnostics
        self.serials = count(1)

    def finish(self, inlines: Inlines[Written]) -> Inlines[Written]:
        return tuple(part for inline in inlines for part in self._with_facts(inline))

    def _with_facts(self, inline: Inline[Written]) -> Iterator[Inline[Written]]:
        if not isinstance(inline, Text) or "{{" not in inline.text:
            yield inline
            return
        end = 0
        for found in FACT.finditer(inline.text):
            if before := inline.text[end : found.start()]:
                yield Text(before)
            yield FactUse(found[1], self.source.place("fact", found[1]))
            end = found.end()
        if after := inline.text[end:]:
            yield Text(after)

    def special(self, kind: str, content: Any) -> Inlines[Written]:
        match kind:
            case "Cite":
                return tuple(self._cite(content[0]))
            case "Note":
                serial, place = next(self.serials), self.source.next("note")
                return (Footnote(serial, tuple(self.note(content)), place),)
            case "Image":
                self._unsupported("a picture within a line", content[2][0])
            case "RawInline":
                if not content[1].startswith("<!--"):
                    self._unsupported("raw HTML")
            case "Math":
                self._unsupported("a formula")
        return ()

    def note(self, nodes: list[Node]) -> Iterator[Block[Written]]:
        """Yield the blocks of a footnote. Only paragraphs may stand in one."""
        for node in nodes:
            if node["t"] in ("Para", "Plain"):
                yield Paragraph(self.inlines(node["c"]), self.source.here())
            else:
                self._unsupported("a footnote with more than paragraphs")

    def _cite(self, nodes: list[Node]) -> Iterator[Inline[Written]]:
        citations: list[Citation] = []
        for number, node in enumerate(nodes):
            key, mode = node["citationId"], node["citationMode"]["t"]
            place = self.source.place("key", key)
            if CROSS_REFERENCE.match(key):
                yield Text(", ") if number else Text("")
                yield CrossRef(key, place, bare=mode == "SuppressAuthor")
                continue
            plain = InlineReader[Any]()
            plain.lang = self.lang
            citations.append(
                Citation(
                    key=key,
                    prefix=plain.inlines(node["citationPrefix"]),
                    suffix=plain.inlines(node["citationSuffix"]),
                    suppress_author=mode == "SuppressAuthor",
                    author_in_text=mode == "AuthorInText",
                    span=place,
                )
            )
        if citations:
            yield Cite(next(self.serials), tuple(citations), citations[0].span or place)

    def _unsupported(self, what: str, target: str = "") -> None:
        place = self.source.place("target", target) if target else self.source.here()
        self.diagnostics.add(
            Rule.UNSUPPORTED,
            f"{what} cannot be carried into both files",
            place,
            "let a picture stand alone in a paragraph" if target else "",
        )
