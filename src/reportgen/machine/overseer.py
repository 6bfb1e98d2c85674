"""Runs the command in a process of its own, so that its sudden end is told and not taken for good.

A figure module that calls `os._exit(0)`, or a library that crashes, would end the build with no
word and with code 0.
"""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Thread

from reportgen.diagnostics import Diagnostic
from reportgen.files import last_word

DONE = b"done"
UNTOLD = "REPORTGEN_ALONE"
"""Set in the environment where the process has an overseer of another kind: limits."""
FORWARDED = ("SIGINT", "SIGTERM", "SIGHUP")
FINDINGS = 1


def oversee(work: Callable[[], None]) -> Diagnostic | None:
    """Run `work` in a child, and end as it ends (SystemExit); return what was at work if it broke.

    `work` ends by SystemExit in every case. The child leads a group of processes, to which signals
    are passed on, and which ends when this process does.
    """
    if not hasattr(os, "fork") or os.environ.get(UNTOLD):
        work()
        return None
    reader, writer = os.pipe()
    lifeline, alive = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        os.close(alive)
        os.setpgid(0, 0)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        last_word.speak_to(writer)
        Thread(target=_end_with, args=(lifeline,), daemon=True).start()
        try:
            work()
        finally:
            _flush()
            last_word.say(DONE)
        raise SystemExit(0)
    os.close(writer)
    os.close(lifeline)
    code, words = _wait(child, reader)
    os.close(alive)
    if words.rstrip(b"\n").endswith(DONE) or -code in _caught:
        raise SystemExit(128 - code if code < 0 else code)
    finding = last_word.heard(words)
    if finding is None:
        _tell(code)
        raise SystemExit(128 - code if code < 0 else code or FINDINGS)
    return finding


_caught: list[int] = []


def _end_with(lifeline: int) -> None:
    """End this process and all that it started, when the one that oversees it has ended."""
    os.read(lifeline, 1)
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _wait(child: int, reader: int) -> tuple[int, bytes]:
    """Return the exit code of a child, negative for a signal, and its words."""

    def forward(number: int, _: object) -> None:
        _caught.append(number)
        with suppress(ProcessLookupError):
            os.killpg(child, number)

    for name in FORWARDED:
        signal.signal(getattr(signal, name), forward)
    words = b""
    while part := os.read(reader, 65536):
        words = (words + part)[-65536:]
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), words


def _tell(code: int) -> None:
    if code < 0:
        name = signal.Signals(-code).name
        sys.stderr.write(f"reportgen: the process was ended ({name})\n")


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
