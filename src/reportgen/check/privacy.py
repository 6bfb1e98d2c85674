"""This module looks in finished files for what tells of the machine or person that made them."""

import getpass
import socket
from collections.abc import Iterable
from pathlib import Path

from reportgen.check.finished import FinishedBrief, FinishedDeck
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.project import Project

SHORTEST = 5
"""A user or machine name shorter than this is too common a word to look for by itself."""


def check_privacy(
    project: Project, brief: FinishedBrief, deck: FinishedDeck, diagnostics: Diagnostics
) -> int:
    """Report local paths, user and machine names. Returns how many streams and parts were read."""
    traces = _traces(project)
    parts: Iterable[tuple[str, bytes]] = [
        *(("the PDF", stream) for stream in brief.streams),
        *((f"`{name}` of the deck", data) for name, data in deck.parts.items()),
    ]
    count = 0
    for where, data in parts:
        count += 1
        for what, trace in traces.items():
            if trace.encode() in data or trace.encode("utf-16-be") in data:
                diagnostics.add(Rule.PRIVATE_DATA, f"{where} holds {what}", Span("build"))
    return count


def _traces(project: Project) -> dict[str, str]:
    """Return what must not be found, by what it is."""
    root, home = str(project.root.resolve()), str(Path.home())
    traces = {"the project's path": root + "/", "the path of a home folder": home + "/"}
    try:
        names = {"the user's name": getpass.getuser(), "the machine's name": socket.gethostname()}
    except (OSError, KeyError):
        names = {}
    return traces | {what: name for what, name in names.items() if len(name) >= SHORTEST}
