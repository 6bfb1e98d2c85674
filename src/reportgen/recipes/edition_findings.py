"""Tells what was found of the editions of a document: what all have once, the rest by name."""

import re
from collections.abc import Mapping
from dataclasses import replace

from reportgen.diagnostics import Diagnostic, Diagnostics

LINE = re.compile(r"\bline (\d+)\b")
NAMED = 4
"""So many editions are named that have a finding."""


def tell(found: Mapping[str, Diagnostics], diagnostics: Diagnostics) -> None:
    """Take over the findings of editions, by their subjects, each with the names of those it is of.

    What is found in every one of several is of the document itself, and names none.
    """
    having: dict[Diagnostic, dict[str, list[str]]] = {}
    for name, one in found.items():
        for finding in (*one, *one.accepted):
            alike = replace(finding, message=_without_line(finding.message))
            having.setdefault(alike, {}).setdefault(finding.message, []).append(name)
    everywhere = len(found) if len(found) > 1 else 0
    for alike, messages in having.items():
        names = [*dict.fromkeys(name for some in messages.values() for name in some)]
        finding = replace(alike, message=_of_lines([*messages]))
        diagnostics.update([finding if len(names) == everywhere else _named(finding, names)])


def _without_line(message: str) -> str:
    """Return a message without the one line of data that it names."""
    return LINE.sub("line #", message) if len(LINE.findall(message)) == 1 else message


def _of_lines(messages: list[str]) -> str:
    """Return messages that differ only in the lines of data that they name as one."""
    if len(messages) == 1:
        return messages[0]
    lines = [*dict.fromkeys(line for one in messages for line in LINE.findall(one))]
    more = f" and {len(lines) - NAMED} more" if len(lines) > NAMED else ""
    return LINE.sub(f"lines {', '.join(lines[:NAMED])}{more}", messages[0], count=1)


def _named(finding: Diagnostic, names: list[str]) -> Diagnostic:
    """Return a finding that says in which editions it was found."""
    shown = ", ".join(f"`{one}`" for one in names[:NAMED])
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    which = f"edition {shown}" if len(names) == 1 else f"editions {shown}{more}"
    return replace(finding, message=f"{which}: {finding.message}")
