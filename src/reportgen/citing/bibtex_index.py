"""Finds the entries and macros of a BibTeX or BibLaTeX file: their keys and their places.

What is in an entry is not looked at, so that a library of ten thousand works is passed over in a
moment. Braces are counted as pandoc counts them: a backslash takes the next character with it.
"""

import re
from collections.abc import Iterator

from reportgen.citing.located import Fault, Index, Located

HEAD = re.compile(r"@[ \t]*([A-Za-z]+)\s*([{(])")
BARE = re.compile(
    r"^[ \t]*@(?:article|book|booklet|inbook|incollection|inproceedings|conference|manual|misc|"
    r"online|phdthesis|mastersthesis|thesis|techreport|report|proceedings|unpublished)\b"
    r"(?![ \t]*\n?[ \t]*[{(])",
    re.IGNORECASE | re.MULTILINE,
)
"""What begins as an entry and opens none."""

NEXT = re.compile(r"\n[ \t]*@[A-Za-z]+\s*[{(]\s*[^\s,={}\"]+\s*[,=]")
IN_BRACES = re.compile(r'\\.|[{}"%]', re.DOTALL)
IN_PARENTHESES = re.compile(r'\\.|[{}"%)]', re.DOTALL)
KEY = re.compile(r'[\s%]*([^,={}"\n]*?)\s*(?=[,})\n])')
WORD = re.compile(r'[\s%]*([^\s,={}"]+)(\s*=)?')
OTHER_NAMES = {"conference": "inproceedings", "electronic": "online", "www": "online"}
"""Types that are called otherwise too (biblatex 3.20, 2.1.2)."""

SKIPPED = ("comment", "preamble")


def index_bibtex(text: str) -> Index:
    """Return the entries and macros of a file's text, in its order.

    An entry that is not closed ends where the next one begins; it has a fault, as has one without
    a key. Whatever stands between entries is a comment, and so is the rest of a line after `%`.
    """
    entries: list[Located] = []
    macros: list[Located] = []
    for kind, start, inside, end, closed in _blocks(text):
        word = WORD.match(text, inside, end)
        if kind == "string":
            if word:
                macros.append(Located(word[1].lower(), start, end, kind))
            continue
        found, fault = KEY.match(text, inside, end), None
        key = found[1] if found else ""
        if not closed:
            fault = _fault("this entry is not closed: a `}` is missing", start)
        elif not key:
            bare = word is None or word[2] is not None
            missing = "this entry has no key" if bare else "a comma is missing after the key"
            fault = _fault(missing, start)
        if not key and word is not None and word[2] is None:
            key = word[1]
        entries.append(Located(key, start, end, kind, fault))
    entries += _bare(text, [*entries, *macros])
    return Index(tuple(sorted(entries, key=lambda one: one.start)), tuple(macros))


def _bare(text: str, known: list[Located]) -> Iterator[Located]:
    """Yield what begins as an entry, opens none, and stands in none of those that are known."""
    for found in BARE.finditer(text):
        if not any(one.start <= found.start() < one.end for one in known):
            fault = _fault(
                "this entry does not open: a `{` is missing after its type", found.start()
            )
            yield Located("", found.start(), found.end(), "misc", fault)


def _fault(message: str, at: int) -> Fault:
    return Fault("bad-bibliography", message, at)


def _blocks(text: str) -> Iterator[tuple[str, int, int, int, bool]]:
    """Yield each entry or macro: its type, its start, where its inside starts, its end.

    The last says whether it is closed.
    """
    at = 0
    while found := HEAD.search(text, at):
        start, inside = found.span()
        line = text.rfind("\n", 0, start) + 1
        if "%" in text[max(line, at) : start]:
            at = text.find("\n", start) + 1 or len(text)
            continue
        kind = found[1].lower()
        kind = OTHER_NAMES.get(kind, kind)
        end, closed = _end(text, inside, found[2], recovers=kind not in SKIPPED)
        at = end
        if kind not in SKIPPED:
            yield kind, start, inside, end, closed


def _end(text: str, at: int, opening: str, *, recovers: bool) -> tuple[int, bool]:
    """Return where an entry ends, and whether it is closed.

    One that another entry stands in, at the start of a line, is taken to end before that.
    """
    start, depth, quoted = at, 0, False
    inside, closing = (IN_BRACES, "}") if opening == "{" else (IN_PARENTHESES, ")")
    while found := inside.search(text, at):
        at, sign = found.end(), found[0]
        if sign == "{":
            depth += 1
        elif sign == closing and not depth and not quoted:
            inner = NEXT.search(text, start, at) if recovers else None
            return (inner.start() + 1, False) if inner else (at, True)
        elif sign == "}" and depth:
            depth -= 1
        elif sign == '"' and not depth:
            quoted = not quoted
        elif sign == "%" and not depth and not quoted:
            at = text.find("\n", at) + 1 or len(text)
    following = NEXT.search(text, start)
    return (following.start() + 1 if following else len(text)), False
