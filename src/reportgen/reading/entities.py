"""Finds character references, such as `&#7;`, that stand for what no text can hold."""

import re

from reportgen.characters import called, forbidden
from reportgen.diagnostics import Diagnostics, Rule, span_in

REFERENCE = re.compile(r"&#(?:[xX](?P<hex>[0-9a-fA-F]{1,8})|(?P<decimal>[0-9]{1,8}));")
LAST = 0x10FFFF


def check_entities(path: str, text: str, visible: str, diagnostics: Diagnostics) -> None:
    """Report each such reference in `visible`, which is `text` with blanks for code."""
    for found in REFERENCE.finditer(visible):
        code = int(found["hex"], 16) if found["hex"] else int(found["decimal"])
        if code > LAST:
            name = f"U+{code:X} (no character)"
        elif next(forbidden(chr(code)), None):
            name = called(chr(code))
        else:
            continue
        place = span_in(path, text, found.start(), found.end())
        hint = "delete it, or type the character that is meant"
        diagnostics.add(Rule.BAD_TEXT, f"no text can hold the character {name}", place, hint)
