"""Finds attributes that a space parts from the picture they are for, so that they read as text."""

import re
from typing import Any

from reportgen.diagnostics import Rule, Span, span_in
from reportgen.pandoc import Node, run
from reportgen.reading.context import Context

SPACES = ("Space", "SoftBreak")
BEHIND = re.compile(r"\s*\)[ \t]*\n?[ \t>]*(?P<sign>\{[^{}]*\})[ \t]*(?=\n[ \t>]*(?:\n|:::)|\n?\Z)")
"""Braces behind a picture's address and a space, at the end of a paragraph."""


def rejoined(content: list[Node], context: Context) -> Any | None:
    """Return a paragraph's one picture with the braces that stand a space behind it.

    The space is reported. None where the paragraph is anything else.
    """
    if len(content) < 3 or content[0]["t"] != "Image" or content[1]["t"] not in SPACES:
        return None
    _, description, target = content[0]["c"]
    braces = _behind(target[0], context)
    if braces is None or not (attr := _attributes(braces)):
        return None
    message = "a space parts these braces from their picture, so they read as text"
    hint = "put `{` right behind the `)` of the picture"
    context.diagnostics.add(Rule.UNSUPPORTED, message, braces, hint)
    return attr, description, target


def _behind(target: str, context: Context) -> Span | None:
    """Return the place of the braces behind the next picture of an address."""
    text = context.source.text
    place = context.source.next_place("target", target)
    if place is None:
        return None
    found = BEHIND.match(text, context.source.offset(place) + place.width)
    return span_in(context.path, text, *found.span("sign")) if found else None


def _attributes(braces: Span) -> Any | None:
    """Return the identifier, classes and keys that braces give, as pandoc has them."""
    start = braces.column - 1
    written = braces.source[start : start + braces.width]
    match run(["-f", "markdown"], f"[x]{written}")["blocks"]:
        case [{"c": [{"t": "Span", "c": [attr, _]}]}]:
            return attr
    return None
