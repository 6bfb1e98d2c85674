"""Runs the command in a process of its own: its sudden end is told, its hunger has limits.

A figure module that calls `os._exit(0)`, or a library that crashes, would end the build with no
word and with code 0; one that never ends, or takes all memory, would take the machine with it.
Whatever ends the process, nothing that it started outlives it.
"""

import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

from reportgen.diagnostics import Diagnostic
from reportgen.files import last_word
from reportgen.files.last_word import Done, Heard, Limited
from reportgen.machine.telling import Telling
from reportgen.machine.watcher import Watcher

ENDING = ("SIGINT", "SIGTERM", "SIGHUP")
FINDINGS = 1
SIGNALLED = 128

GRACE = 0.5
"""Seconds for a process to end by itself, after a signal or when all is done."""

SHOW_CURSOR = "\x1b[?25h"


class Ended(KeyboardInterrupt):
    """A signal asks the process to end; `code` is that of its exit."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.code = SIGNALLED + number


def code_of(error: BaseException) -> int:
    """Return the exit code for an interruption: 130 for Ctrl-C, 143 and 129 for other signals."""
    said = error if isinstance(error, Ended) else error.__cause__
    return said.code if isinstance(said, Ended) else SIGNALLED + signal.SIGINT


@contextmanager
def until_interrupted() -> Iterator[None]:
    """Let what runs inside go on until Ctrl-C, which is its right end; other signals pass."""
    last_word.say(Limited(None, None, None, interrupted=0))
    try:
        yield
    except KeyboardInterrupt as error:
        if code_of(error) != SIGNALLED + signal.SIGINT:
            raise


def oversee(
    work: Callable[[], None], *, asks: bool = False, tells: bool = False
) -> Diagnostic | None:
    """Run `work` in a child, and end as it ends (SystemExit); return what is to blame if it broke.

    `work` ends by SystemExit in every case. The child leads a group of processes, to which signals
    are passed on, and which ends when this process does. Where it `asks` for something on the
    terminal (a passphrase), it is given the terminal. Where it `tells`, standard error gets a line
    every ten seconds that says what is at work.
    """
    if not hasattr(os, "fork"):
        work()
        return None
    reader, writer = os.pipe()
    lifeline, alive = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        os.close(alive)
        _work(work, writer, lifeline)
    os.close(writer)
    os.close(lifeline)
    with suppress(OSError):
        os.setpgid(child, child)
    heard = Heard()
    with _terminal(child if asks else 0):
        code, finding = _Overseer(child, reader, heard, Telling(heard) if tells else None).wait()
    os.close(alive)
    if finding is not None:
        return finding
    if code < 0 and heard.done is None and not _caught:
        sys.stderr.write(f"reportgen: the process was ended ({signal.Signals(-code).name})\n")
    raise SystemExit(SIGNALLED - code if code < 0 else code)


_caught: list[int] = []


def _work(work: Callable[[], None], writer: int, lifeline: int) -> None:
    """Do the work in the child; end by SystemExit."""
    with suppress(OSError):
        os.setpgid(0, 0)
    for name in ENDING:
        signal.signal(getattr(signal, name), _end)
    last_word.speak_to(writer)
    Thread(target=_end_with, args=(lifeline,), daemon=True).start()
    code: object = 0
    try:
        work()
    except SystemExit as end:
        code = end.code or 0
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    if isinstance(code, int):
        last_word.say(Done(code))
    raise SystemExit(code)


def _end(number: int, _: object) -> None:
    raise Ended(number)


def _end_with(lifeline: int) -> None:
    """End this process and all that it started, when the one that oversees it has ended."""
    os.read(lifeline, 1)
    os.killpg(os.getpgrp(), signal.SIGKILL)


class _Overseer:
    """Waits for a child, hears its words, and ends it where that is asked or it takes too much."""

    def __init__(self, child: int, reader: int, heard: Heard, telling: Telling | None) -> None:
        self.child, self.reader, self.heard, self.telling = child, reader, heard, telling
        self.deadline: float | None = None
        self.code: int | None = None

    def wait(self) -> tuple[int, Diagnostic | None]:
        """Return the exit code of the child, negative for a signal, and what is to blame."""
        for name in ENDING:
            signal.signal(getattr(signal, name), self._forward)
        watcher = Watcher(self.child, self.heard)
        finding = None
        while not self._has_ended(watcher.wait):
            if self.deadline is not None and time.monotonic() > self.deadline:
                break
            if (finding := watcher.look()) is not None:
                break
            if self.telling is not None:
                self.telling.tell()
        code = self._reap()
        if finding is not None:
            return FINDINGS, finding
        if self.heard.done is not None:
            return self.heard.done, None
        if _caught:
            asked = self.heard.limited
            usual = SIGNALLED + _caught[0]
            by_hand = asked is not None and _caught[0] == signal.SIGINT
            return (asked.interrupted if asked is not None and by_hand else usual), None
        return code or FINDINGS, self.heard.finding

    def _forward(self, number: int, _: object) -> None:
        _caught.append(number)
        self.deadline = time.monotonic() + GRACE
        with suppress(ProcessLookupError):
            os.killpg(self.child, number)

    def _has_ended(self, seconds: float) -> bool:
        """Hear what the child says for so many seconds at most; return whether it has ended."""
        if self.deadline is None and self.heard.done is not None:
            self.deadline = time.monotonic() + GRACE
        if self.deadline is not None:
            seconds = min(seconds, GRACE / 10)
        if select.select([self.reader], [], [], seconds)[0]:
            part = os.read(self.reader, 65536)
            self.heard.hear(part)
            if not part:  # it has closed the pipe: it ends now
                self.deadline = self.deadline or time.monotonic() + GRACE
                time.sleep(0 if self._is_over() else 0.002)
        return self._is_over()

    def _is_over(self) -> bool:
        if self.code is None:
            pid, status = os.waitpid(self.child, os.WNOHANG)
            self.code = os.waitstatus_to_exitcode(status) if pid else None
        return self.code is not None

    def _reap(self) -> int:
        """End what is left of the child's group; return the child's exit code."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.child, signal.SIGKILL)
        if self.code is None:
            self.code = os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])
            if sys.stderr.isatty():  # a line that showed the stage had hidden it
                sys.stderr.write(SHOW_CURSOR)
        while select.select([self.reader], [], [], 0)[0]:  # what it said at last
            part = os.read(self.reader, 65536)
            self.heard.hear(part)
            if not part:
                break
        return self.code


@contextmanager
def _terminal(group: int) -> Iterator[None]:
    """Give the terminal to a group of processes meanwhile, where it is ours; 0 for no group."""
    try:
        ours = bool(group) and os.tcgetpgrp(0) == os.getpgrp()
    except OSError:
        ours = False
    if not ours:
        yield
        return
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    os.tcsetpgrp(0, group)
    try:
        yield
    finally:
        with suppress(OSError):
            os.tcsetpgrp(0, os.getpgrp())
