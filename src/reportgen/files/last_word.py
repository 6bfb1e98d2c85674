"""Lets a process say what is to blame if it ends all of a sudden: `os._exit`, a segmentation fault.

The command runs its work in a process of its own (`reportgen.machine.overseer`), and hands it a
pipe. What was said last, and not taken back, is what was at work when it ended.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from reportgen.diagnostics import Diagnostic, Rule, Span

_pipe: list[int] = []


def speak_to(pipe: int) -> None:
    """Say last words into a pipe from now on."""
    _pipe[:] = [pipe]


def say(word: bytes) -> None:
    """Say a line; nobody need listen."""
    for pipe in _pipe:
        try:
            os.write(pipe, word + b"\n")
        except OSError:
            _pipe.clear()


@contextmanager
def blamed(finding: Diagnostic) -> Iterator[None]:
    """Let a finding be the last word of what runs inside."""
    span = finding.span
    place = (span.path, span.line, span.column, span.width, span.source)
    say(msgspec.json.encode((finding.rule.name, finding.message, place, finding.help)))
    try:
        yield
    finally:
        say(b"")


def heard(words: bytes) -> Diagnostic | None:
    """Return the finding that was the last word, None for none."""
    last = words.rpartition(b"\n")[0].rpartition(b"\n")[2]
    if not last.startswith(b"["):
        return None
    rule, message, place, hint = msgspec.json.decode(last)
    return Diagnostic(Rule[rule], message, Span(*place), hint)
