"""Reads inlines with facts, citations, cross-references and footnotes in them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import count, groupby
from typing import Any, assert_never

from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.document import (
    Block,
    Blocks,
    Citation,
    Cite,
    CodeBlock,
    CrossRef,
    FactUse,
    Footnote,
    Inline,
    Inlines,
    ItemList,
    Link,
    Math,
    Paragraph,
    Quote,
    Style,
    Styled,
    Text,
    When,
    Written,
    plain_text,
    walk,
    walk_inlines,
)
from reportgen.formula import missing
from reportgen.pandoc import Attributes, BlockKind, InlineKind, InlineReader, Node, Special
from reportgen.reading.editions import Given, address
from reportgen.reading.math import Formulas, is_formula, reads_as_prose
from reportgen.reading.raw import COMMAND, is_tex, raw_fault
from reportgen.reading.raw_html import end_of_element
from reportgen.reading.setting_rules import is_link
from reportgen.reading.shortcodes import shortcode
from reportgen.reading.source_map import SourceMap

CROSS_REFERENCE = re.compile(r"(fig|tbl|sec|eq)-")
KIND_NAMED = re.compile(r"\b(?:fig|tab|tbl|sec|eq|abb|ill|chap|part)\w*\.?\s*$", re.I)
"""A word before a cross-reference that names the kind itself: "[Fig. @fig-x]" is "Fig. 2"."""
IN_NOTES = (
    BlockKind.BULLET_LIST, BlockKind.ORDERED_LIST, BlockKind.BLOCK_QUOTE, BlockKind.CODE_BLOCK,
)  # fmt: skip
TEXTS = (Paragraph, ItemList, Quote, CodeBlock)
"""What a footnote may hold."""
EMPTY = {Style.SUBSCRIPT: "~~", Style.SUPERSCRIPT: "^^"}
UNCLOSED = (
    "nothing closes this block of code, and its signs would be printed",
    "end it with a line of the same signs, as many of them, at the same column",
)
FACT = re.compile(r"\{\{\s*(.{0,300}?)\s*\}\}")


class WrittenReader(InlineReader[Written]):
    """Reads inlines with facts, citations, cross-references and footnotes in them."""

    def __init__(
        self, path: str, source: SourceMap, formulas: Formulas, diagnostics: Diagnostics
    ) -> None:
        self.path = path
        self.source = source
        self.formulas = formulas
        self.diagnostics = diagnostics
        self.serials = count(1)
        self.is_in_note = False
        self.told = range(0)
        """The characters of the last element of HTML that is told of."""
        self.blocks: Callable[[list[Node]], Blocks[Written]] = lambda _: ()
        """Reads the lists, quotations and code of footnotes; the reader of blocks gives it."""
        self.values: Mapping[str, str] = {}
        """The settings that are text, which `{{< meta name >}}` prints."""
        self.given: Given | None = None
        """What the edition gives that is read, None in a document without editions."""

    def finish(self, inlines: Inlines[Written]) -> Inlines[Written]:
        for inline in inlines:
            if isinstance(inline, Styled) and not inline.content and inline.style in EMPTY:
                self._refuse_empty(EMPTY[inline.style])
        return tuple(part for inline in inlines for part in self._with_facts(inline))

    def _refuse_empty(self, signs: str) -> None:
        """Report two signs that pandoc reads as the ends of a script without words."""
        place = self.source.sign(re.compile(re.escape(signs)), self.source.here())
        message = f"`{signs}` is read as text without words, and would not be printed"
        hint = f"where the signs are meant, write `\\{signs[0]}\\{signs[0]}`"
        if place.source.lstrip(" \t>").startswith("~~~"):
            message, hint = UNCLOSED
        self.diagnostics.add(Rule.UNSUPPORTED, message, place, hint)

    def _with_facts(self, inline: Inline[Written]) -> Iterator[Inline[Written]]:
        if not isinstance(inline, Text) or "{{" not in inline.text:
            yield inline
            return
        end = 0
        for found in FACT.finditer(inline.text):
            if before := inline.text[end : found.start()]:
                yield Text(before)
            place = self.source.place("fact", found[1])
            if found[1].startswith("{<"):
                shown = found[1].removeprefix("{").rstrip("} ")
                self._refuse(
                    "a shortcode that is not to be read",
                    place,
                    f"write it as code: `{{{{{shown}}}}}`",
                )
            elif found[1].startswith("<"):
                yield from shortcode(found[1], self.values, place, self.diagnostics)
            else:
                yield FactUse(found[1], place)
            end = found.end()
        if after := inline.text[end:]:
            yield Text(after)

    def span(self, attributes: Attributes, nodes: list[Node]) -> Inlines[Written]:
        if not attributes.take_class("when"):
            return super().span(attributes, nodes)
        where = attributes.take("where").strip()
        place = self.source.here()
        if not where:
            hint = 'say when these words stand: `[...]{.when where="deaths == 1"}`'
            self.diagnostics.add(Rule.BAD_SETTING, "these words have no condition", place, hint)
        place = self.source.attribute(place, "where=")
        return (When(where, super().span(attributes, nodes), place),)

    def link(
        self, target: str, content: Inlines[Written], attributes: Attributes, title: str
    ) -> Inlines[Written]:
        place = self.source.link(target)
        target = address(target, self.given, place, self.diagnostics)
        attributes.take_class("uri", "email")  # of pandoc's own, on <addresses>
        if any(isinstance(one, Math) for one in walk_inlines(content)):
            self._refuse("a formula in the words of a link", place, "write it beside the link")
        words = "".join(one.text for one in walk_inlines(content) if isinstance(one, Text))
        if "](" in words:
            self._refuse("a link within a link", place, "write one of them beside the other")
        self.account(attributes, "link", place)
        is_empty = not content and f"[]({target}" in self.source.text  # else a picture, told itself
        if target and is_empty:
            hint = "write `[words](address)`, or `<address>` for the address itself"
            self.diagnostics.add(Rule.UNSUPPORTED, "this link has no words", place, hint)
        if not target.startswith("#") and not is_link(target):
            fault = f"`{target}` is no address" if target else "this link leads nowhere"
            hint = "write a whole one, like `https://example.org`; a place in the text is `#id`"
            self.diagnostics.add(Rule.UNSUPPORTED, fault, place, hint)
        return self._parted(Link(target, content, title, place), place)

    def _parted(self, link: Link[Written], place: Span) -> Inlines[Written]:
        """Return a link without what leads elsewhere: that parts it, and stands by itself."""
        parts = [(one, tuple(run)) for one, run in groupby(link.content, _leads_elsewhere)]
        inside = (one for is_apart, run in parts if not is_apart for one in walk_inlines(run))
        has_words = any(not is_apart for is_apart, _ in parts) or not parts
        if not has_words or any(_leads_elsewhere(one) for one in inside):
            what = "a citation, a reference or a note as the words of a link"
            self._refuse(what, place, "give the link words of its own, and write the other beside")
        found: list[Inline[Written]] = []
        for is_apart, run in parts:
            found.extend(run if is_apart else (replace(link, content=run),))
        return tuple(found) or (link,)

    def account(self, attributes: Attributes, what: str, place: Span | None = None) -> None:
        account(attributes, what, place or self.source.here(), self.source, self.diagnostics)

    def special(self, kind: Special, content: Any) -> Inlines[Written]:
        match kind:
            case InlineKind.CITE:
                return tuple(self._cite(content[0]))
            case InlineKind.NOTE:
                return self._footnote(content)
            case InlineKind.IMAGE:
                place = self.source.place("target", content[2][0])
                hint = "let it stand alone in a paragraph, or several in `::: {layout-ncol=2}`"
                self._refuse("a picture within a line", place, hint)
            case InlineKind.RAW_INLINE if is_tex(content[0]) and is_formula(content[1]):
                return self.formula(content[1], displayed=True)
            case InlineKind.RAW_INLINE:
                self.raw(*content)
            case InlineKind.MATH:
                return self.formula(content[1], displayed=content[0]["t"] == "DisplayMath")
            case _:
                assert_never(kind)
        return ()

    def formula(self, tex: str, *, displayed: bool, place: Span | None = None) -> tuple[Math, ...]:
        """Return a formula of the text; what is none is reported."""
        key = displayed, tex
        place = place or self.source.place("math", " ".join(tex.split()))
        found = self.formulas.known.get(key)
        if found is None:
            message = f"`{_shortened(tex)}` is no formula: {self.formulas.faults[key]}"
            hint = "for a dollar sign write `\\$`; for a formula, TeX as pandoc reads it"
        elif not displayed and reads_as_prose(tex):
            message = f"`${_shortened(tex)}$` reads as a formula, and is prose"
            hint = "write `\\$` for each dollar sign"
        elif lacking := missing(found):
            message = f"the font of formulas has no `{lacking}`"
            hint = "write these words outside of the formula"
        else:
            return (replace(found, span=place),)
        self.diagnostics.add(Rule.UNSUPPORTED, message, place, hint)
        return ()

    def raw(self, format_: str, text: str) -> None:
        """Report raw text, unless it is a comment."""
        if (fault := raw_fault(format_, text)) is not None:
            place = self.place_of_raw(format_, text)
            if self._is_in_element(format_, place):
                return
            self.diagnostics.add(Rule.UNSUPPORTED, fault.message, place, fault.help)

    def _is_in_element(self, format_: str, place: Span) -> bool:
        """Return whether raw HTML stands in an element that is told, or is its end."""
        if not format_.startswith("html"):
            return False
        at = self.source.offset(place)
        if at in self.told:
            return True
        self.told = range(at, end_of_element(self.source.visible, at))
        return False

    def place_of_raw(self, format_: str, text: str) -> Span:
        """Return where raw text stands: its command, or what opens it."""
        name = COMMAND.match(text.lstrip())
        if format_ == "tex" and name is not None:  # as pandoc calls what stands in no raw block
            return self.source.place("tex", name[0])
        if format_ == "html" and self.source.next_place("html", " ".join(text.split())) is not None:
            return self.source.place("html", " ".join(text.split()))
        return self.source.place("raw", format_)

    def _footnote(self, nodes: list[Node]) -> Inlines[Written]:
        serial, (place, label) = next(self.serials), self.source.named("note")
        if self.is_in_note:
            hint = "write it in brackets, or as a sentence of the note"
            self._refuse("a footnote within a footnote", place, hint)
            return ()
        self.is_in_note = True
        blocks = tuple(self._note(nodes, place))
        self.is_in_note = False
        if not any(node.get("c") for node in nodes):
            hint = "write its text, or take it out"
            self.diagnostics.add(Rule.NOTE_DEFINITION, "this footnote is empty", place, hint)
        return (Footnote(serial, blocks, place, label),)

    def _note(self, nodes: list[Node], place: Span) -> Iterator[Block[Written]]:
        """Yield the blocks of a footnote: text, lists, quotations, code."""
        for node in nodes:
            kind = BlockKind(node["t"])
            if kind in (BlockKind.PARA, BlockKind.PLAIN):
                yield Paragraph(self.inlines(node["c"]), place)
                continue
            found = self.blocks([node]) if kind in IN_NOTES else ()
            if found and all(isinstance(one, TEXTS) for one in walk(found)):
                yield from found
            else:
                hint = "put it into the text, and let the note say what it is"
                what = "a footnote with more than text, lists, quotations and code"
                self._refuse(what, place, hint)

    def _cite(self, nodes: list[Node]) -> Iterator[Inline[Written]]:
        """Yield cross-references, each with the words around it, then what is cited."""
        citations: list[Citation] = []
        for number, node in enumerate(nodes):
            key, mode = node["citationId"], node["citationMode"]["t"]
            place = self.source.place("key", key)
            if CROSS_REFERENCE.match(key):
                yield from (Text(", "),) if number else ()
                before = self.inlines(node["citationPrefix"])
                names_kind = bool(KIND_NAMED.search(plain_text(before)))
                yield from (*before, Text(" ")) if before else ()
                yield CrossRef(key, place, bare=mode == "SuppressAuthor" or names_kind)
                yield from self.inlines(node["citationSuffix"])
                continue
            plain = _PlainReader(self, place)
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

    def _refuse(self, what: str, place: Span | None = None, hint: str = "") -> None:
        message = f"{what} cannot be carried into both files"
        self.diagnostics.add(Rule.UNSUPPORTED, message, place or self.source.here(), hint)


class _PlainReader(InlineReader[Any]):
    """Reads what stands around a key in a citation: words, and nothing that needs to be settled."""

    def __init__(self, around: WrittenReader, place: Span) -> None:
        self.around, self.lang = around, around.lang
        self.place = place

    def finish(self, inlines: Inlines[Any]) -> Inlines[Any]:
        for inline in inlines:
            if isinstance(inline, Text) and FACT.search(inline.text):
                self._refuse("a fact within a citation")
        return inlines

    def account(self, attributes: Attributes, what: str) -> None:
        self.around.account(attributes, what, self.place)

    def special(self, kind: Special, content: Any) -> Inlines[Any]:
        match kind:
            case InlineKind.NOTE:
                place, _ = self.around.source.named("note")
                self._refuse("a footnote within a citation", place)
            case InlineKind.CITE:
                self._refuse("a citation within a citation")
            case InlineKind.IMAGE:
                self._refuse("a picture within a citation")
            case InlineKind.RAW_INLINE:
                self.around.raw(*content)
            case InlineKind.MATH:
                displayed = content[0]["t"] == "DisplayMath"
                return self.around.formula(content[1], displayed=displayed)
            case _:
                assert_never(kind)
        return ()

    def _refuse(self, what: str, place: Span | None = None) -> None:
        message = f"{what} cannot be carried into both files"
        hint = "write it before or behind the brackets"
        self.around.diagnostics.add(Rule.UNSUPPORTED, message, place or self.place, hint)


def account(
    attributes: Attributes, what: str, place: Span, source: SourceMap, diagnostics: Diagnostics
) -> None:
    """Report each class and key that nobody has read of a `what` (a name of the thing)."""
    for name in attributes.left:
        diagnostics.add(
            Rule.UNREAD_ATTRIBUTE,
            f"nothing reads `{name}` on a {what}",
            source.attribute(place, name),
            "leave it out; docs/authoring.md lists what each thing takes",
        )


def _shortened(tex: str, most: int = 60) -> str:
    text = " ".join(tex.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _leads_elsewhere(inline: object) -> bool:
    """Return whether an inline is printed as a link of its own, as marks of notes are."""
    return isinstance(inline, Cite | CrossRef | Footnote)
