"""Says what every part of the reader works with: file, places, project, and where to report."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from reportgen.characters import too_long
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import Blocks, Inlines, Text, Written, plain_text
from reportgen.files.project import Project
from reportgen.pandoc import Attributes, Node, PandocError, run
from reportgen.reading.inlines import WrittenReader, account
from reportgen.reading.math import has_formula
from reportgen.reading.source_map import SourceMap

MARKUP = re.compile(
    r"(?<![\w.])@[\w{]|\[-?@[^\]]*\]?|\[\^[^\]]*\]|\^\[|\*\*?\w[^*]*\*|\]\([^)]*\)|`[^`]+`"
    r"|\$(?=\S)[^$]*(?<=\S)\$(?!\d)"
)
"""What would be markup in the text: citations, notes, emphasis, links, code."""
NOTE = re.compile(r"\[\^[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Context:
    """What reads one file. `blocks` reads blocks; `sections` also nests them under headings."""

    path: str
    source: SourceMap
    project: Project
    diagnostics: Diagnostics
    written: WrittenReader
    blocks: Callable[[list[Node]], Blocks[Written]]
    sections: Callable[[list[Node]], Blocks[Written]]

    def inlines(self, nodes: list[Node]) -> Inlines[Written]:
        return self.written.inlines(nodes)

    def plain(self, text: str, what: str, place: Span) -> Inlines[Written]:
        """Return the words of an attribute, which pandoc does not read: facts, and no markup."""
        if found := MARKUP.search(text):
            message = f"`{found[0]}` in the {what} would be printed as it is typed"
            hint = "write words only; a citation or a note stands in the text"
            self.diagnostics.add(Rule.UNSUPPORTED, message, place, hint)
        return self.written.finish((Text(text),)) if text else ()

    def marked(self, text: str, what: str, place: Span) -> Inlines[Written]:
        """Return the words of an attribute that prints as a line, read as Markdown: it may cite.

        A footnote of which the text stands elsewhere (`[^1]`) is refused.
        """
        if not MARKUP.search(text) or NOTE.search(text):
            return self.plain(text, what, place)
        try:
            match run(["-f", "markdown"], text)["blocks"]:
                case [{"t": "Para" | "Plain", "c": list(nodes)}] if has_formula(nodes):
                    self.refuse(f"a formula in the {what}", place, "write it in the text below")
                    return ()
                case [{"t": "Para" | "Plain", "c": list(nodes)}]:
                    return self.written.inlines(nodes)
        except PandocError:
            pass  # told as what is no line of text
        self.refuse(f"`{text[:40]}` as {what}", place)
        return ()

    def bounded(self, inlines: Inlines[Written], what: str, place: Span) -> Inlines[Written]:
        """Return what stands in one piece, and report where it is too long for that."""
        if wrong := too_long(plain_text(inlines)):
            hint = "put the most of it into a paragraph, where pages can break"
            self.diagnostics.add(Rule.TEXT_OVERFLOW, f"{what}: {wrong}", place, hint)
        return inlines

    def refuse(self, what: str, place: Span | None = None, hint: str = "") -> None:
        """Report what cannot be carried; its place is that of the last block without another."""
        message = f"{what} cannot be carried into both files"
        self.diagnostics.add(Rule.UNSUPPORTED, message, place or self.source.here(), hint)

    def account(self, attributes: Attributes, what: str, place: Span) -> None:
        """Report each class and key of a node that nobody has read."""
        account(attributes, what, place, self.source, self.diagnostics)
