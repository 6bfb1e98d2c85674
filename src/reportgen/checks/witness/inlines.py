"""Reads a line of pandoc's Markdown for its words alone; what is syntax is told by its signs."""

import html
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from reportgen.checks.witness.attributes import SPOKEN, Attributes, attributes
from reportgen.checks.witness.testimony import (
    HARD_BREAK,
    Blank,
    Gap,
    Passage,
    Token,
    Where,
    Words,
)

KEY = re.compile(r"@(?:\{([^{}\s]+)\}|([\w*](?:[\w:.#$%&\-+?<>~/]*[\w/])?))")
FACT = re.compile(r"\{\{(?!<)\s*(.*?)\s*\}\}")
SHORTCODE = re.compile(r"\{\{<\s*(\S+)\s*(.*?)\s*/?>\}\}", re.DOTALL)
AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]+:[^\s<>]+|[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+)>")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
TAG = re.compile(
    r"</?[A-Za-z][\w-]*(?:\s+[\w:-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?)*\s*/?>"
)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
NOTE = re.compile(r"\[\^([^\s\]]+)\]")
TARGET = re.compile(
    r"\(\s*(?P<address><[^<>]*>|(?:[^\s()\\]|\\.|\((?:[^()\\]|\\.)*\)|[ \t](?=[^\s\"'()]))*)"
    r"(?:\s+(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'))?\s*\)",
    re.DOTALL,
)
DISPLAY = re.compile(r"\$\$(.+?)\$\$(?:\s*(?=\{#eq-))?", re.DOTALL)
MATH = re.compile(r"\$(?!\s)((?:[^$\\]|\\.)+?)(?<!\s)\$(?!\d)", re.DOTALL)
REFERENCE = re.compile(r"(?:fig|tbl|sec|eq|lst|thm)-")
EXAMPLE = re.compile(r"\(@([\w-]+)\)")
ENVIRONMENT = re.compile(r"\\begin\{([a-z]+\*?)\}.*?\\end\{\1\}", re.DOTALL)
BRACKETED = re.compile(r"\\(?:\(([^\n]+?)(?<!\\)\\\)|\[(.+?)(?<!\\)\\\])", re.DOTALL)
HOLDS_TEX = re.compile(r"\\[A-Za-z]|=|(?<=.)[\^_]")
DOTS = re.compile(r"\\(?:[clvd]?dots[a-z]?|quad|qquad|prime|colon)(?![A-Za-z])")
COMMAND = re.compile(r"\\(newpage|pagebreak|clearpage|cleardoublepage)\b\s*")
ENDED = re.compile(r" {2,}\n(?=[ \t]*\S)")
PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


Emit = Callable[[str, list[Token], "Where | None"], None]
"""Takes what stands apart from the text around it: its kind, its tokens, where it stands."""


SENTENCE = re.compile(
    r"(?:(?<=\w{3})|(?<=[가-힣]))[.?!]\s+(?=[“‘„«\"'(\[]?[^\Wa-z]|\{\{|[*_`$])"
    r"|[。？！]\s*(?=\S)"
)
"""The end of a sentence that another one follows, or a value, or words in italics."""


@dataclass
class Scanner:
    """Goes through a passage once and gathers its words and gaps."""

    passage: Passage
    emit: Emit
    examples: frozenset[str] = frozenset()
    holds: Callable[[str], bool] = lambda _: True
    """Says whether a condition holds of the edition that is looked for."""
    tokens: list[Token] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _offsets: list[int] = field(default_factory=list)
    _in_link: bool = False
    _leads_to: tuple[str, str] = ("", "")
    """Address and label of the link that is read."""

    # --- what is gathered ---

    def _say(self, text: str, offset: int, *, inside: bool = True) -> None:
        """Add characters to the words; each stands at its own offset where they are `inside`."""
        self._text.extend(text)
        self._offsets.extend(offset + at if inside else offset for at in range(len(text)))

    def _close(self, exact: bool = False) -> None:  # noqa: FBT001, FBT002
        if self._text:
            places = tuple(map(self.passage.place, self._offsets))
            text = "".join(self._text)
            self.tokens.append(Words(text, places[0], places, exact, *self._leads_to))
            self._text, self._offsets = [], []

    def _gap(self, kind: Blank, offset: int, name: str = "") -> None:
        self._close()
        self.tokens.append(Gap(kind, self.passage.place(offset), name))

    def _apart(self, kind: str, start: int, end: int, where: Where | None = None) -> None:
        """Read a part of the passage as a text of its own."""
        other = Scanner(self.passage, self.emit, self.examples, self.holds)
        self.emit(kind, other.read(start, end), where)

    def _plain(self, kind: str, value: str, offset: int) -> None:
        """Read an attribute's value: words and facts, nothing else."""
        other = Scanner(self.passage, self.emit)
        at = 0
        for fact in FACT.finditer(value):
            other._say(html.unescape(value[at : fact.start()]), offset + at)
            other._gap(Blank.VALUE, offset + fact.start(), fact[1])
            at = fact.end()
        other._say(html.unescape(value[at:]), offset + at)
        other._close()
        self.emit(kind, other.tokens, None)

    def said_by(self, found: Attributes) -> None:
        """Give the words that attributes hold."""
        for key, value, offset in found.values:
            if key == "title" and value.strip():  # of a box: a line of Markdown
                self._apart("title", offset, offset + len(value))
            elif key in SPOKEN and value.strip():
                kind = "alternative" if key in ("alt", "fig-alt") else "title"
                self._plain(kind, value, offset)

    # --- the scan ---

    def read(self, start: int = 0, end: int | None = None) -> list[Token]:
        """Return words and gaps of the passage from `start` to `end`, in their order."""
        at, end = start, len(self.passage.text) if end is None else end
        while at < end:
            at = self._one(at, end)
        self._close()
        return self.tokens

    def _one(self, at: int, end: int) -> int:
        """Read what begins at `at`; return where the next thing begins."""
        rule = _RULES.get(self.passage.text[at])
        after = rule(self, at, end) if rule is not None else None
        if after is not None:
            return min(after, end)
        self._say(self.passage.text[at], at)
        return at + 1

    def _match(self, pattern: re.Pattern[str], at: int, end: int) -> re.Match[str] | None:
        return pattern.match(self.passage.text, at, end)

    def _escape(self, at: int, end: int) -> int | None:
        text = self.passage.text
        if (found := self._match(COMMAND, at, end)) is not None:
            return found.end()
        if (found := self._match(ENVIRONMENT, at, end)) is not None:
            self._gap(Blank.FORMULA, at, found[0])
            return found.end()
        bracketed = self._match(BRACKETED, at, end)
        if bracketed is not None and HOLDS_TEX.search(bracketed[1] or bracketed[2]):
            kind = Blank.FORMULA if bracketed[2] else _term(bracketed[1])
            self._gap(kind, at, bracketed[0])
            return bracketed.end()
        if text.startswith("\n", at + 1):
            self._say(HARD_BREAK, at)
            return at + 1
        if at + 1 < end and text[at + 1] in PUNCTUATION:
            self._close()
            self._say(text[at + 1], at + 1)
            self._close(exact=True)
            return at + 2
        self._say(" ", at)
        return at + 1

    def _space(self, at: int, end: int) -> int | None:
        """Read two spaces at the end of a line."""
        found = self._match(ENDED, at, end)
        if found is None:
            return None
        self._say(HARD_BREAK, at)
        return found.end() - 1

    def _code(self, at: int, end: int) -> int | None:
        found = self._match(re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL), at, end)
        if found is None:
            return None
        self._close()
        self._say(found[2], found.start(2))
        self._close(exact=True)
        after = attributes(self.passage.text, found.end())
        return after.end if after is not None else found.end()

    def _math(self, at: int, end: int) -> int | None:
        displayed = self._match(DISPLAY, at, end)
        found = displayed or self._match(MATH, at, end)
        if found is None:
            return None
        self._gap(Blank.FORMULA if displayed else _term(found[1]), at, found[1])
        after = attributes(self.passage.text, found.end())
        return after.end if after is not None and after.id.startswith("eq-") else found.end()

    def _angle(self, at: int, end: int) -> int | None:
        if (found := self._match(AUTOLINK, at, end)) is not None:
            if self._in_link:  # no link stands in a link: pandoc keeps the signs
                return None
            address = found[1] if SCHEME.match(found[1]) else f"mailto:{found[1]}"
            with self._leading(address=address):
                self._say(found[1], found.start(1))
            return found.end()
        found = self._match(COMMENT, at, end) or self._match(TAG, at, end)
        return found.end() if found is not None else None

    def _entity(self, at: int, end: int) -> int | None:
        found = self._match(ENTITY, at, end)
        if found is None or html.unescape(found[0]) == found[0]:
            return None
        self._say(html.unescape(found[0]), at, inside=False)
        return found.end()

    def _braces(self, at: int, end: int) -> int | None:
        if (found := self._match(SHORTCODE, at, end)) is not None:
            if found[1] == "meta":
                self._gap(Blank.VALUE, at, f"meta {found[2]}")
            elif found[1] == "kbd":
                self._say(found[2], found.start(2))
            return found.end()
        if (found := self._match(FACT, at, end)) is not None:
            self._gap(Blank.VALUE, at, found[1])
            return found.end()
        return None

    def _example(self, at: int, end: int) -> int | None:
        found = self._match(EXAMPLE, at, end)
        if found is None or found[1] not in self.examples:
            return None
        self._gap(Blank.MARKER, at)
        return found.end()

    def _caret(self, at: int, end: int) -> int | None:
        if not self.passage.text.startswith("^[", at):
            return None
        closing = self._closing(at + 1, end)
        if closing is None:
            return None
        self._gap(Blank.NOTE, at)
        self._apart("note", at + 2, closing)
        return closing + 1

    def _cited(self, at: int, end: int) -> int | None:
        """Read `@key` and `@key [p. 3]`."""
        text = self.passage.text
        if at and (text[at - 1].isalnum() or text[at - 1] == "_"):
            return None
        found = self._match(KEY, at, end)
        if found is None:
            return None
        key = found[1] or found[2]
        kind = Blank.REFERENCE if REFERENCE.match(key) else Blank.CITATION
        self._gap(kind, at, key)
        locator = re.compile(r"[ \t]*\n?[ \t]*\[(?!\^)").match(text, found.end(), end)
        if kind is Blank.CITATION and locator is not None:
            closing = self._closing(locator.end() - 1, end)
            after = text[closing + 1 : closing + 2] if closing is not None else "("
            if closing is not None and after not in ("(", "[", "{"):
                self._affix(locator.end(), closing)
                return closing + 1
        return found.end()

    def _bracket(self, at: int, end: int) -> int | None:
        text = self.passage.text
        image = text[at] == "!"
        at += image
        if not text.startswith("[", at):
            return None
        if image and self._match(NOTE, at, end) is not None:  # the end of a sentence, and a note
            return None
        if not image and (note := self._match(NOTE, at, end)) is not None:
            self._gap(Blank.NOTE, at, note[1])
            return note.end()
        closing = self._closing(at, end)
        if closing is None:
            return None
        inside, after = text[at + 1 : closing], closing + 1
        target = self._match(TARGET, after, end)
        if target is not None:
            return self._linked(at, closing, target, image=image)
        if (found := attributes(text, after)) is not None and not image:
            if "when" in found.classes and not self.holds(found.value("where")):
                return found.end
            self._within(at + 1, closing)
            self.said_by(found)
            return found.end
        if text.startswith("[", after) and (other := self._closing(after, end)) is not None:
            label = text[after + 1 : other]
            if not KEY.search(label) and not label.startswith("^"):
                with self._leading(label=label or inside):
                    self._within(at + 1, closing)
                return other + 1
        if not image and _is_citation(inside):
            self._group(at + 1, closing)
            return after
        with self._leading(label=inside):  # a link where a definition has this label
            self._say(" ", at)
            self._within(at + 1, closing)
            self._say(" ", closing)
        return after

    def _linked(self, at: int, closing: int, target: re.Match[str], *, image: bool) -> int:
        text, after = self.passage.text, target.end()
        if image:
            self.caption(at + 1, closing)
        else:
            around, self._in_link = self._in_link, True
            with self._leading(address=_address(target)):
                self._within(at + 1, closing)
            self._in_link = around
        for group in (2, 3):
            if target[group]:
                self._plain("title", target[group], target.start(group))
        found = attributes(text, after)
        if found is None:
            return after
        self.said_by(found)
        return found.end

    @contextmanager
    def _leading(self, address: str = "", label: str = "") -> Iterator[None]:
        """Take what is read meanwhile as the words of a link."""
        around = self._leads_to
        self._close()
        self._leads_to = address, label
        yield
        self._close()
        self._leads_to = around

    def caption(self, start: int, end: int) -> None:
        """Read a caption: its bold beginning, the next sentence and the rest may stand apart."""
        bold = re.compile(r"\s*(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
        if (found := bold.match(self.passage.text, start, end)) is not None:
            self._apart("caption", found.start(2), found.end(2))
            start = found.end()
            for first in SENTENCE.finditer(self.passage.text, start, end):
                said = self.passage.text[start : first.end()]
                if said.count("[") == said.count("]"):  # not behind "chap." of a citation
                    self._apart("caption", start, first.end())
                    start = first.end()
                    break
        self._apart("caption", start, end)

    def _within(self, start: int, end: int) -> None:
        """Read a part of the passage as part of the same text."""
        at = start
        while at < end:
            at = self._one(at, end)

    def _group(self, start: int, end: int) -> None:
        """Read `see @a, pp. 3-4; also @b`: one gap, and the words around the keys apart."""
        text = self.passage.text
        keys = [found for found in KEY.finditer(text, start, end) if not _within_word(text, found)]
        cross = [found for found in keys if REFERENCE.match(found[1] or found[2])]
        kind = Blank.REFERENCE if len(cross) == len(keys) else Blank.CITATION
        self._gap(kind, start, ";".join(found[1] or found[2] for found in keys))
        at = start
        for found in keys:
            self._affix(at, found.start())
            at = found.end()
        self._affix(at, end)

    def _affix(self, start: int, end: int) -> None:
        if self.passage.text[start:end].strip(" ,;-\n"):
            self._apart("words of a citation", start, end)

    def _closing(self, at: int, end: int) -> int | None:
        """Return where the bracket that opens at `at` closes; code and escapes hold none."""
        text, depth = self.passage.text, 0
        while at < end:
            if text[at] == "\\":
                at += 2
                continue
            if text[at] == "`":
                code = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL).match(text, at, end)
                at = code.end() if code is not None else at + 1
                continue
            depth += (text[at] == "[") - (text[at] == "]")
            if not depth:
                return at
            at += 1
        return None


def _address(target: re.Match[str]) -> str:
    """Return the address between the brackets behind the words of a link."""
    return unescaped(target["address"].strip())


def unescaped(address: str) -> str:
    """Return an address as it is meant: without angle brackets, backslashes and references."""
    return html.unescape(re.sub(r"\\([ !-/:-@[-`{-~])", r"\1", address.strip("<>")))


def _term(tex: str) -> Blank:
    """Return what stands for a formula in a line; dots and signs alone leave no letters there."""
    return Blank.TERM if re.search(r"\w", DOTS.sub("", tex)) else Blank.FORMULA


def _is_citation(inside: str) -> bool:
    return any(not _within_word(inside, found) for found in KEY.finditer(inside))


def _within_word(text: str, found: re.Match[str]) -> bool:
    before = text[: found.start()][-1:]
    return before.isalnum() or before in ("\\", "_", "/")


_RULES: dict[str, Callable[[Scanner, int, int], int | None]] = {
    "\\": Scanner._escape,
    " ": Scanner._space,
    "`": Scanner._code,
    "$": Scanner._math,
    "<": Scanner._angle,
    "&": Scanner._entity,
    "{": Scanner._braces,
    "(": Scanner._example,
    "^": Scanner._caret,
    "@": Scanner._cited,
    "[": Scanner._bracket,
    "!": Scanner._bracket,
}
"""What each sign may begin. What a rule does not know as syntax is a character of the text."""
