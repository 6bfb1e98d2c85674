"""The third pass: facts and cross-references get their text."""

from typing import assert_never

from reportgen.citing.citations import AuthorNote, Filled
from reportgen.citing.cited import without_unknown
from reportgen.diagnostics import Diagnostics, Rule, Span, suggestion
from reportgen.document import (
    Block,
    Blocks,
    Break,
    ChartWords,
    Cite,
    Code,
    CrossRef,
    FactUse,
    Figure,
    FigureQuote,
    Footnote,
    Foreign,
    Inline,
    Inlines,
    Link,
    Math,
    Reference,
    Section,
    Slide,
    Styled,
    Table,
    Text,
    Use,
    Value,
    When,
    Written,
    rebuilt,
    walk,
)
from reportgen.resolving.inputs import Sources
from reportgen.resolving.numbered import Label

ABOVE = 12
"""An identifier may stand so many lines below the beginning of what has it."""


class Filler:
    """Puts in the text of facts and cross-references, and records where each is used."""

    def __init__(
        self, labels: dict[str, Label], sources: Sources, diagnostics: Diagnostics
    ) -> None:
        self.labels = labels
        self.unnumbered: frozenset[str] = frozenset()
        """What slides alone show: it has no number that a text could print."""
        self.ids: dict[str, Span] = {}
        self.slides: frozenset[str] = frozenset()
        self.sources = sources
        self.diagnostics = diagnostics
        self.uses: list[Use] = []
        self.target, self.within = "brief", ""
        self.within_labels: frozenset[str] = frozenset()

    def document(
        self, blocks: Blocks[Written], ids: tuple[tuple[str, Span], ...] = ()
    ) -> Blocks[Filled]:
        """Return all blocks of a document, filled; `ids` are all that its text gives."""
        self.ids = dict(ids)
        slides = [one for one in walk(blocks) if isinstance(one, Slide)]
        self.slides = frozenset(one.id for one in slides)
        shown = [one for slide in slides for one in walk(slide.blocks)]
        self.unnumbered = frozenset(one.id for one in shown if isinstance(one, Figure | Table))
        return self.blocks(blocks)

    def blocks(self, blocks: Blocks[Written]) -> Blocks[Filled]:
        return tuple(self.block(block) for block in blocks)

    def block(self, block: Block[Written]) -> Block[Filled]:
        before = self.target, self.within
        try:
            match block:
                case Section():
                    self.within = block.id
                case Slide():
                    return self._slide(block)
                case FigureQuote(target, span):
                    self._check_target(target, span)
                    self._use("figure", target, span)
                case Figure() | Table():
                    kind = "figure" if isinstance(block, Figure) else "table"
                    self._use(kind, block.id, block.span)
                    if isinstance(block, Figure) and block.chart is not None:
                        self._find_facts(block.chart)
            return rebuilt(block, self.inlines, self.blocks)
        finally:
            self.target, self.within = before

    def _slide(self, slide: Slide[Written]) -> Slide[Filled]:
        self.target, self.within = "slide", slide.id
        title, blocks = self.inlines(slide.title), self.blocks(slide.blocks)
        self.target = "speaker notes"
        return Slide(
            slide.id,
            title,
            blocks,
            self.blocks(slide.notes),
            slide.layout,
            slide.span,
            slide.hidden,
            slide.part,
        )

    def inlines(self, inlines: Inlines[Written]) -> Inlines[Filled]:
        return tuple(self.inline(inline) for inline in inlines)

    def inline(self, inline: Inline[Written]) -> Inline[Filled]:
        match inline:
            case Styled(style, content):
                return Styled(style, self.inlines(content))
            case Foreign(lang, content, direction):
                return Foreign(lang, self.inlines(content), direction)
            case Link(target, content, title, span):
                if target.startswith("#"):
                    self._check_target(target[1:], span or Span(""))
                    if self.target == "brief" and target[1:] in self.slides:
                        message = f"`{target}` is a slide, and the brief has none to lead to"
                        hint = "lead to the section, figure or table that the slide shows"
                        place = span or Span("")
                        self.diagnostics.add(Rule.UNKNOWN_REFERENCE, message, place, hint)
                return Link(target, self.inlines(content), title, span)
            case FactUse(name, span):
                self._use("fact", name, span)
                fact = self.sources.facts.get(name, span)
                return Value(name, fact.text if fact else "?")
            case CrossRef(name, span, bare):
                self._check_target(name, span)
                return Reference(name, self._label(name, span, bare=bare))
            case Cite():
                return without_unknown(inline, self.sources.references, self.diagnostics)
            case Footnote(serial, blocks, _):
                return AuthorNote(serial, self.blocks(blocks), inline.label, inline.span)
            case Text() | Break() | Code() | Math():
                return inline
            case When():
                raise AssertionError("the first pass takes conditions apart")
            case _:
                assert_never(inline)

    def _label(self, name: str, span: Span, *, bare: bool) -> str:
        """Return what a cross-reference prints: of a heading without a number its words."""
        label = self.labels.get(name, Label("?", "?"))
        if not label.words:
            return label.bare if bare else label.text
        if name in self.within_labels:
            message = f"the words of `#{name}` are to print `@{name}`, which prints these words"
            hint = "write in words what is meant, or let the heading have a number"
            self.diagnostics.add(Rule.UNSUPPORTED, message, span, hint)
            return "?"
        before, self.within_labels = self.within_labels, self.within_labels | {name}
        try:
            return self._words(label.words)
        finally:
            self.within_labels = before

    def _words(self, inlines: Inlines[Written]) -> str:
        """Return the words of a heading, facts and references among them, without its notes."""
        return "".join(map(self._word, inlines))

    def _word(self, inline: Inline[Written]) -> str:
        match inline:
            case Text(text) | Code(text):
                return text
            case Math():
                return inline.text
            case Break():
                return " "
            case Styled(_, content) | Foreign(_, content) | Link(_, content) | When(_, content):
                return self._words(content)
            case FactUse(name, span):
                fact = self.sources.facts.get(name, span)
                return fact.text if fact else "?"
            case CrossRef(name, span, bare):
                return self._label(name, span, bare=bare)
            case Cite() | Footnote():
                return ""
            case _:
                assert_never(inline)

    def _check_target(self, name: str, span: Span) -> None:
        if name in self.unnumbered and name not in self.labels:
            message = f"`#{name}` stands on a slide alone, where nothing has a number"
            hint = "say in words what is meant, or show it in the text too"
            self.diagnostics.add(Rule.UNKNOWN_REFERENCE, message, span, hint)
        elif name not in self.labels and name in self.ids:
            self._report_unled(name, self.ids[name], span)
        elif name not in self.labels:
            self.diagnostics.add(
                Rule.UNKNOWN_REFERENCE,
                f"nothing has the identifier `#{name}`",
                span,
                suggestion(name, list(self.labels), "thing", sign="#"),
            )

    def _report_unled(self, name: str, given: Span, span: Span) -> None:
        """Report what leads to something that has no place of its own, or that was refused."""
        near = range(given.line - ABOVE, given.line + 1)
        refused = (one for one in self.diagnostics if one.rule is Rule.UNSUPPORTED)
        if any(one.span.path == given.path and one.span.line in near for one in refused):
            return
        message = f"`#{name}` in line {given.line} names nothing that can be led to"
        hint = "give the identifier to a section, figure, table, equation or slide"
        self.diagnostics.add(Rule.UNKNOWN_REFERENCE, message, span, hint)

    def _find_facts(self, chart: ChartWords) -> None:
        """Work out the facts that a chart's words name: drawing puts them in, and records them."""
        for setting in chart.settings:
            for name, span in setting.facts:
                self.sources.facts.get(name, span)

    def _use(self, kind: str, name: str, span: Span) -> None:
        self.uses.append(Use(kind, name, self.target, self.within, span))
