"""Watches what a process and its children take of time and memory, and says when it is too much.

Time is counted where they could work: while they wait for a processor or a disk that others use,
less of it passes, and while the machine sleeps, none.
"""

import time
from dataclasses import dataclass

from reportgen.diagnostics import Diagnostic, Rule, Span
from reportgen.files.last_word import Begun, Heard, Limited
from reportgen.machine.processes import WAITS, family

DEFAULT = Limited(seconds=None, patience=20.0, megabytes=1800.0)
"""What a command may take if nothing else is said: the largest documents tried stay far below."""

SOON, OFTEN, SELDOM = 0.3, 0.03, 0.25
"""Seconds until the first look, and between looks where memory is short, and where it is not."""

FASTEST = 3000.0
"""Megabytes a second that a process can take."""

LEAST_COUNTED = 0.2
"""Of time in which others had the processor, so much counts all the same: there is an end to it."""

BETWEEN = 3.0
"""Times the patience while nothing is said to be at work: at the start, above all."""

LONGEST_LOOK = 2.0
"""More seconds than these between two looks are not counted: the machine slept."""

HINT = "or give it more, or no limit, by `patience:` and `memory:` in `reportgen.yml`"


@dataclass
class Watcher:
    """Watches the process `pid`, of which `heard` is what it says."""

    pid: int
    heard: Heard
    most: Limited = DEFAULT
    _next: float = 0.0
    _signs: int = -1
    _used: float = 0.0

    def __post_init__(self) -> None:
        self._start = self._looked = time.monotonic()
        self._next = self._start + SOON
        self._worked: dict[int, float] = {}

    @property
    def wait(self) -> float:
        """Seconds until the next look."""
        return max(0.0, self._next - time.monotonic())

    def look(self) -> Diagnostic | None:
        """Look where it is time; return the finding of what takes too much, None for nothing."""
        now = time.monotonic()
        if now < self._next:
            return None
        most = self.heard.limited or self.most
        memory, worked, waits = self._measured()
        passed = min(now - self._looked, LONGEST_LOOK)
        self._looked = now
        if self._signs != self.heard.signs:
            self._signs, self._used = self.heard.signs, 0.0
        # Who neither works nor waits for the machine sleeps by its own will.
        if worked > passed / 50 or waits:
            passed = min(passed, max(worked, passed * LEAST_COUNTED))
        self._used += passed
        left = FASTEST if most.megabytes is None else most.megabytes - memory
        self._next = now + min(SELDOM, max(OFTEN, left / FASTEST / 2))
        return self._verdict(most, memory, now - self._start)

    def _verdict(self, most: Limited, memory: float, seconds: float) -> Diagnostic | None:
        if most.megabytes is not None and memory > most.megabytes:
            return self._finding(f"more than {most.megabytes:.0f} MB of memory", "memory")
        if most.seconds is not None and seconds > most.seconds:
            return self._finding(f"more than {most.seconds:g} s", "time")
        if most.patience is not None and self._used > most.patience * self._times:
            waited = f"{most.patience * self._times:.0f} s without a sign of progress"
            return self._finding(waited, "patience")
        return None

    @property
    def _times(self) -> float:
        """How many times the usual patience what is at work has."""
        return self.heard.working[-1].times if self.heard.working else BETWEEN

    def _finding(self, taken: str, kind: str) -> Diagnostic:
        working = self.heard.working
        thing = next((one for one in reversed(working) if not one.is_stage), None)
        stage = next((one for one in reversed(working) if one.is_stage), None)
        span = next((one.span for one in reversed(working) if one.span is not None), None)
        names = [_said(one, self.heard.latest) for one in (stage, thing) if one is not None]
        at = f" (it was at: {', '.join(names)})" if names else ""
        message = f"the build took {taken} and was ended{at}"
        option = {"memory": "--memory-limit", "time": "--time-limit"}.get(kind)
        explicit = option and self.heard.limited is not None and self._is_set(kind)
        more = "; a machine without more memory needs some" if kind == "memory" else ""
        hint = f"raise `{option}`{more}" if explicit else f"make it smaller or simpler, {HINT}"
        return Diagnostic(Rule.OVER_LIMIT, message, span or Span("content"), hint)

    def _is_set(self, kind: str) -> bool:
        limited = self.heard.limited
        return limited is not None and (kind == "time" or limited.megabytes != DEFAULT.megabytes)

    def _measured(self) -> tuple[float, float, bool]:
        """Return megabytes and seconds of work of all processes, and whether one waits."""
        taken = family(self.pid)
        worked = sum(one.seconds - self._worked.get(pid, one.seconds) for pid, one in taken.items())
        self._worked = {pid: one.seconds for pid, one in taken.items()}
        waits = any(one.state in WAITS for one in taken.values())
        return sum(one.megabytes for one in taken.values()), worked, waits


def _said(one: Begun, latest: str) -> str:
    return f"{one.what}, {latest}" if one.is_stage and latest else one.what
