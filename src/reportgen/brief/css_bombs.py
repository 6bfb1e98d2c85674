"""Finds stylesheets that grow without end: variables of variables, calculations in depth, texts.

CSS Custom Properties 1, 3.3: a browser refuses those that grow too long; WeasyPrint does not.
"""

import re
from collections.abc import Iterator

from reportgen.diagnostics import Diagnostics, Rule, span_in

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DEFINED = re.compile(r"(?<![\w-])(--[\w-]+)\s*:([^;{}]*)")
USED = re.compile(r"var\(\s*(--[\w-]+)")
MOST_LETTERS = 100_000
DEEPEST = 60
LONGEST_TEXT = 2_000
"""Letters of a text that a stylesheet prints: it does so on every element that a rule is for."""
LONG = f"{{{LONGEST_TEXT + 1}}}"
TEXT = re.compile(rf"(?:content|quotes)\s*:[^;{{}}]*?(?:\"[^\"]{LONG}|'[^']{LONG})")


def report_bombs(path: str, text: str, diagnostics: Diagnostics) -> None:
    """Report variables and texts that are too long, and brackets that stand too deep."""
    plain = COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    for at, message in (*_grown(plain), *_deep(plain), *_long(plain)):
        place = span_in(path, text, at)
        diagnostics.add(Rule.BAD_TEMPLATE, message, place, "write the value as it is meant")


def _grown(text: str) -> Iterator[tuple[int, str]]:
    values: dict[str, list[tuple[int, str]]] = {}
    for found in DEFINED.finditer(text):
        values.setdefault(found[1], []).append((found.start(), found[2]))
    sizes: dict[str, int] = {}

    def size(name: str) -> int:
        if name not in sizes:
            sizes[name] = 0  # one that leads back to itself has no value
            sizes[name] = min(
                max((grown(value) for _, value in values.get(name, ())), default=0),
                MOST_LETTERS + 1,
            )
        return sizes[name]

    def grown(value: str) -> int:
        return len(value) + sum(size(used) for used in USED.findall(value))

    for name, places in values.items():
        for at, value in places:
            if grown(value) > MOST_LETTERS:
                yield at, f"`{name}` stands for more than {MOST_LETTERS} letters"
                return


def _deep(text: str) -> Iterator[tuple[int, str]]:
    deep = 0
    for found in re.finditer(r"[(){}]", text):
        deep = {"(": deep + 1, ")": max(0, deep - 1)}.get(found[0], 0)
        if deep > DEEPEST:
            yield found.start(), f"more than {DEEPEST} brackets stand in each other here"
            return


def _long(text: str) -> Iterator[tuple[int, str]]:
    if (found := TEXT.search(text)) is not None:
        yield found.start(), f"this prints a text of more than {LONGEST_TEXT:,} letters"
