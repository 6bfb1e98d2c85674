"""Tells formulas between brackets with backslashes from brackets that are escaped."""

import re

from reportgen.diagnostics import Diagnostics, Rule, span_in
from reportgen.reading.source_map import SourceMap

BRACKETS = re.compile(
    r"(?<!\\)\\(?:\((?P<a>[^\n]+?)(?<!\\)\\\)|\[(?P<b>.+?)(?<!\\)\\\])", re.DOTALL
)
TEX = re.compile(r"\\[A-Za-z]|=|(?<=.)[\^_]")
"""What only a formula has: `\\[^x\\]` is an escaped note."""
LONGEST = 2_000
"""So many characters between two brackets are no formula."""


def reads_math_in_brackets(source: SourceMap, diagnostics: Diagnostics) -> bool:
    """Return whether escaped brackets hold formulas. Where only some do, these are reported."""
    found = [one for one in BRACKETS.finditer(source.visible) if len(one[0]) < LONGEST]
    formulas = [one for one in found if TEX.search(one["a"] or one["b"])]
    if formulas and len(formulas) < len(found):
        for one in formulas:
            diagnostics.add(
                Rule.UNSUPPORTED,
                "these brackets hold a formula, others in this text are brackets",
                span_in(source.path, source.text, *one.span()),
                "write the formula between dollar signs: `$x$`, or `$$x$$` on a line of its own",
            )
        return False
    return bool(formulas)
