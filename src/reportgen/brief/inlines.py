"""Writes inlines as HTML elements: text, links, values, marks of notes."""

import re
from typing import assert_never

from markupsafe import Markup, escape

from reportgen.brief.formulas import formula
from reportgen.document import (
    Break,
    Cited,
    Code,
    Foreign,
    Inline,
    Inlines,
    Link,
    Math,
    NoteMark,
    Reference,
    Settled,
    Style,
    Styled,
    Text,
    Value,
    plain_text,
)
from reportgen.language import words
from reportgen.scripts import direction_of, direction_of_language

LONGEST_STEP = 48
"""Characters between places where an address may break (UAX 14); beyond, it breaks anywhere."""
LONGEST_KOREAN_WORD = 16
JOINER = Markup("\N{WORD JOINER}")
"""Keeps what stands beside it on one line."""
LONG_WORD = re.compile(r"(\S{40,})")
TAGS = {
    Style.EMPHASIS: "em",
    Style.STRONG: "strong",
    Style.SUPERSCRIPT: "sup",
    Style.SUBSCRIPT: "sub",
    Style.STRIKEOUT: "s",
    Style.UNDERLINE: "u",
}


class InlineWriter:
    """Writes inlines as HTML; text is always escaped.

    Without `links` there are no note marks, and references are words: nothing to lead to is there.
    """

    def __init__(self, lang: str, *, links: bool = True) -> None:
        self.links = links
        self.lang = lang
        self.direction = direction_of_language(lang)
        self.terms = words(lang)

    def inlines(self, inlines: Inlines[Settled]) -> Markup:
        parts = (self.inline(inline) for inline in inlines)
        if not self.lang.startswith("ko"):
            return Markup("").join(parts)
        before = (None, *inlines)
        return Markup("").join(
            JOINER + part if _is_one_word(last, inline) else part
            for last, inline, part in zip(before, inlines, parts, strict=False)
        )

    def inline(self, inline: Inline[Settled]) -> Markup:
        match inline:
            case Text(text):
                return _korean(text) if self.lang.startswith("ko") else _text(text)
            case Break():
                return Markup("<br>")
            case Code(text):
                return Markup("<code>{}</code>").format(text)
            case Math():
                return formula(inline)
            case Styled(Style.SMALL_CAPS, content):
                return Markup('<span class="small-caps">{}</span>').format(self.inlines(content))
            case Styled(style, content):
                return Markup("<{0}>{1}</{0}>").format(TAGS[style], self.inlines(content))
            case Foreign():
                return self.foreign(inline)
            case Link(target, content, title):
                return self.link(target, content, title)
            case Value(_, text):
                return escape(text)
            case NoteMark() if not self.links:
                return Markup("")
            case NoteMark(number, mark):
                name = Markup(' id="{}"').format(mark) if mark else Markup("")
                title = f"{self.terms['note']} {number}"
                return JOINER + Markup(  # on the line of the word before it
                    '<a class="mark"{} data-tag="Reference" href="#note-{}" title="{}">{}</a>'
                ).format(name, number, title, number)
            case Cited(_, content, mark):
                place = Markup('<a id="{}"></a>').format(mark) if mark else Markup("")
                return place + self.inlines(content)
            case Reference(_, text) if not self.links:
                return escape(text)
            case Reference(target, text):
                named = self.inline(Text(text))
                return Markup('<a class="reference" href="#{}">{}</a>').format(target, named)
            case _:
                assert_never(inline)

    def foreign(self, part: Foreign[Settled]) -> Markup:
        """Return text in another language, with the direction where that is another too."""
        lang, around = part.lang or self.lang, (self.lang, self.direction)
        direction = _direction(part, lang)
        lang_is = Markup(' lang="{}"').format(lang) if part.lang else Markup("")
        side = Markup("") if direction == self.direction else Markup(' dir="{}"').format(direction)
        self.lang, self.direction = lang, direction
        inside = self.inlines(part.content)
        self.lang, self.direction = around
        return Markup("<span{}{}>{}</span>").format(lang_is, side, inside)

    def side(self, *runs: Inlines[Settled]) -> Markup:
        """Return the attribute of a block whose runs run another way than what is around it."""
        ways = {self.way(run) for run in runs if run}
        if len(ways) != 1 or ways == {self.direction}:
            return Markup("")
        return Markup(' dir="{}"').format(*ways)

    def way(self, run: Inlines[Settled]) -> str:
        """Return which way a run goes: as it was said, else as most of its letters do."""
        match run:
            case (Foreign() as part,):
                return _direction(part, part.lang or self.lang)
            case _:
                return direction_of(plain_text(run), self.direction)

    def link(self, target: str, content: Inlines[Settled], title: str) -> Markup:
        """Return a link; an address that prints may break anywhere only where it must."""
        address = plain_text(content)
        named = Markup(' title="{}"').format(title) if title else Markup("")
        is_plain = all(isinstance(one, Text) for one in content)
        if not is_plain or not address.startswith(("http", "www.")):
            text = self.inlines(content)
            return Markup('<a class="link" href="{}"{}>{}</a>').format(target, named, text)
        longest = max(len(part) for part in re.split(r"[/?-]", address))
        kind = "url long" if longest > LONGEST_STEP else "url"
        return Markup('<a class="{}" href="{}"{}>{}</a>').format(kind, target, named, address)


def _is_one_word(before: Inline[Settled] | None, inline: Inline[Settled]) -> bool:
    """Return whether a text goes on with the word before it: a counter, a particle (“223명이”).

    Lines would break between figures and Hangul, and within Hangul (UAX #14).
    """
    if before is None or isinstance(before, Break) or not isinstance(inline, Text):
        return False
    return inline.text[:1].isalpha() and not plain_text((before,))[-1:].isspace()


def _korean(text: str) -> Markup:
    """Return Korean text that breaks between words only; Pango would break it anywhere."""
    return Markup("").join(
        Markup('<span class="word">{}</span>').format(part)
        if 1 < len(part) < LONGEST_KOREAN_WORD
        else escape(part)
        for part in re.findall(r"\S+|\s+", text)
    )


def _text(text: str) -> Markup:
    """Return text; a word that may be wider than its column may break anywhere."""
    if not LONG_WORD.search(text):
        return escape(text)
    parts = LONG_WORD.split(text)
    return Markup("").join(
        Markup('<span class="long">{}</span>').format(part) if number % 2 else escape(part)
        for number, part in enumerate(parts)
    )


def _direction(part: Foreign[Settled], lang: str) -> str:
    return part.direction or direction_of_language(lang)
