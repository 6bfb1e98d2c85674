"""Refuses words that no layout engine sets in a day: thousands of letters, a hundred marks on one.

Unicode's own limit for marks on one letter is 30 (UAX 15, stream-safe text).
"""

import re
import unicodedata
from collections.abc import Iterator

from reportgen.diagnostics import Diagnostics, Rule, Span, span_in

LONGEST_WORD = 4_000
MOST_MARKS = 30
LONG = re.compile(rf"\S{{{LONGEST_WORD + 1}}}")
MARKED = re.compile(rf"[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff"
                    rf"\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]{{{MOST_MARKS + 1}}}")  # fmt: skip
SHOWN = 20


def report_long_words(
    text: str, path: str, source: str, elsewhere: Span | None, diagnostics: Diagnostics
) -> None:
    """Report the first word of each kind in a text that is to be set, at its place in `source`.

    What is not of the source came from `elsewhere`: a template of the project.
    """
    for message, begun in _found(text):
        mark = begun[:1] if unicodedata.combining(begun[0]) else begun
        at = next((at for at in map(source.find, (begun, mark)) if at >= 0), -1)
        place = elsewhere or Span(path) if at < 0 else span_in(path, source, at)
        diagnostics.add(Rule.TEXT_OVERFLOW, message, place, "break it by spaces, or shorten it")


def _found(text: str) -> Iterator[tuple[str, str]]:
    if found := MARKED.search(unicodedata.normalize("NFD", text)):
        yield f"this letter bears more than {MOST_MARKS} marks", found[0][:SHOWN]
    elif found := LONG.search(text):
        yield f"this word has more than {LONGEST_WORD:,} letters", found[0][:SHOWN]
