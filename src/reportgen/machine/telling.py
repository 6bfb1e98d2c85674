"""Tells what a long command is at, a line every ten seconds, where no terminal shows it."""

import sys
import time

from reportgen.files.last_word import Heard

EVERY = 10.0
"""Seconds until the first line, and between lines."""

IDLE = 1.0
"""Seconds without work after which the next work counts from its own beginning (`watch`)."""


class Telling:
    """Tells on standard error what is `heard` of a command."""

    def __init__(self, heard: Heard, every: float = EVERY) -> None:
        self.heard, self.every = heard, every
        self._began = time.monotonic()
        self._next = self._began + every
        self._idle: float | None = None
        """Since when nothing is worked on, None while something is."""

    def tell(self) -> None:
        """Write a line where it is time: "20 s: write PDF, page 12 of about 30"."""
        now = time.monotonic()
        if not self.heard.working:
            self._idle = self._idle or now
            return
        if self._idle is not None and now - self._idle > IDLE:
            self._began, self._next = now, now + self.every
        self._idle = None
        if now < self._next:
            return
        self._next = now + self.every
        sys.stderr.write(f"reportgen: {now - self._began:.0f} s: {self.heard.at}\n")
        sys.stderr.flush()
