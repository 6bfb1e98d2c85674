"""Reads the fields of BibTeX entries as far as it takes to hand pandoc entries that it can read.

What a field's text means is pandoc's to say. Here only its name, its place and its parts are
found, and what pandoc would pass over without a word: macros that nothing defines, signs of
comment that cut a text off.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.citing.located import Fault, Located

NAME = re.compile(r'[^\s={}",#%()]+(?:[ \u00a0][0-9]+(?=\s*=))?')
"""The name of a field; Scopus writes `funding_text 1`, which is none of BibTeX's."""

BARE = re.compile(r'[^\s,#{}"=()]+')
IN_VALUE = re.compile(r"\\.|[{}]", re.DOTALL)
IN_QUOTES = re.compile(r'\\.|[{}"]', re.DOTALL)
COMMENT = re.compile(r"(?<!\\)%([^\n]*)")
ADDRESS = re.compile(r"\\(?:url|href|nolinkurl|path|Url)\s*\{[^{}]*\}")
"""Commands in which the sign is a sign like any other."""

DEFINITION = re.compile(r"\\(?:[egx]?def|let|(?:re|provide)?newcommand|newenvironment)\b")
DEEPEST = 60
LONGEST = 100_000
"""Levels of braces in a field, and characters of a text that macros are put into."""

VERBATIM = frozenset(("url", "doi", "eprint", "isbn", "issn", "pmid", "pmcid", "eprinttype"))
"""Fields that are no LaTeX: what looks like a comment is none."""

UNREAD = frozenset((
    *("abstract", "annotation", "annote", "bdsk-url-1", "comment", "file", "keywords", "owner"),
    *("review", "timestamp", "creationdate", "modificationdate", "groups", "date-added"),
    *("date-modified", "username", "priority", "ranking", "readstatus", "mendeley-groups"),
    *("funding_details", *(f"funding_text {number}" for number in range(1, 10))),
))  # fmt: skip
"""Fields that never print: what people note for themselves, and paths of their machines."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a value: between braces or quotation marks, or a bare word (offsets)."""

    sign: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name in lower case, where the name starts, the parts that `#` joins."""

    name: str
    start: int
    parts: tuple[Part, ...]

    @property
    def end(self) -> int:
        return self.parts[-1].end

    def text(self, of: str) -> str:
        """Return the value as typed, without the outer braces, given the file's text."""
        return "".join(of[part.start : part.end].strip('"{}') for part in self.parts)

    def macros(self, of: str) -> Iterator[tuple[str, int]]:
        """Yield the macros in the value, in lower case, each with its place."""
        for part in self.parts:
            word = of[part.start : part.end]
            if part.sign == "" and not word[0].isdigit():
                yield word.lower(), part.start


class Unreadable(Exception):
    """An entry breaks off where it cannot be read on; `fault` says why."""

    def __init__(self, message: str, at: int, help_line: str = "") -> None:
        super().__init__(message)
        self.fault = Fault("bad-bibliography", message, at, help_line)


def fields_of(text: str, entry: Located) -> tuple[Field, ...]:
    """Return the fields of an entry that is closed. Raises Unreadable at its first fault.

    Of a field that is given twice pandoc takes the last.
    """
    at = text.find(",", entry.start, entry.end) + 1 or entry.end - 1
    found: list[Field] = []
    while (at := _skipped(text, at, entry.end)) < entry.end - 1:
        name = NAME.match(text, at, entry.end - 1)
        if name is None:
            message = "this entry is broken: the name of a field should stand here"
            raise Unreadable(message, at, "write `name = {text},` for each field")
        at = _skipped(text, name.end(), entry.end)
        if text[at : at + 1] != "=":
            message = f"this entry is broken: `{name[0][:40]}` has no `=`"
            hint = "write `name = {text},` for each field; a name has no spaces"
            raise Unreadable(message, name.start(), hint)
        field = Field(
            name[0].lower().replace("\u00a0", " "),
            name.start(),
            _value(text, at + 1, entry.end - 1),
        )
        found.append(field)
        at = _skipped(text, field.end, entry.end)
        if at < entry.end - 1 and text[at] != ",":
            message = f"a comma is missing after the field `{field.name}`"
            raise Unreadable(message, min(at, entry.end - 1))
        at += 1
    return tuple(found)


def macro_value(text: str, macro: Located) -> Field:
    """Return what a macro (`@string`) stands for. Raises Unreadable."""
    at = text.find("=", macro.start, macro.end)
    return Field(macro.key, macro.start, _value(text, at + 1, macro.end - 1))


def _skipped(text: str, at: int, end: int) -> int:
    """Return the place after white space and comments."""
    while at < end and (text[at].isspace() or text[at] == "%"):
        line_end = text.find("\n", at, end)
        at = at + 1 if text[at] != "%" else line_end if line_end >= 0 else end
    return at


def _value(text: str, at: int, end: int) -> tuple[Part, ...]:
    """Return the parts of a value, whose end is the end of the last."""
    parts: list[Part] = []
    while True:
        at = _skipped(text, at, end)
        part = _part(text, at, end)
        parts.append(part)
        at = _skipped(text, part.end, end)
        if text[at : at + 1] != "#" or at >= end:
            return tuple(parts)
        at += 1


def _part(text: str, at: int, end: int) -> Part:
    sign = text[at : at + 1]
    if sign not in ("{", '"'):
        bare = BARE.match(text, at, end)
        if bare is None:
            raise Unreadable("this entry is broken: a value is missing here", min(at, end))
        return Part("", *bare.span())
    inside, depth, start = (IN_VALUE if sign == "{" else IN_QUOTES), 0, at
    at += 1
    while found := inside.search(text, at, end):
        at = found.end()
        if found[0] == "{":
            depth += 1
            if depth > DEEPEST:
                raise Unreadable("these braces are nested too deeply", found.start())
        elif depth and found[0] == "}":
            depth -= 1
        elif not depth and found[0] == ('"' if sign == '"' else "}"):
            return Part(sign, start, at)
    closing = "}" if sign == "{" else '"'
    raise Unreadable(f"this entry is broken: the closing `{closing}` is missing", start)


def cut_off(text: str, field: Field) -> Fault | None:
    """Return a fault where a sign of comment in a field cuts off what follows in its line."""
    if field.name in VERBATIM:
        return None
    for part in (one for one in field.parts if one.sign):
        inside = text[part.start + 1 : part.end - 1]
        value = ADDRESS.sub(lambda found: " " * len(found[0]), inside)
        for found in COMMENT.finditer(value):
            if lost := found[1].strip(" \t}"):
                return Fault(
                    "bad-bibliography",
                    f"`%` begins a comment: “{lost[:60]}” does not print",
                    part.start + 1 + found.start(),
                    "write `\\%` for the sign",
                )
    return None


def defined(text: str, field: Field) -> Fault | None:
    """Return a fault where a field defines commands, of which a few lines can make gigabytes."""
    for part in field.parts:
        if found := DEFINITION.search(text, part.start, part.end):
            message = f"commands cannot be defined in a bibliography: `{found[0]}`"
            return Fault("bad-bibliography", message, found.start(), "write what it stands for")
    return None
