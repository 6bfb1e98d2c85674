"""Makes standard streams safe to write to: closed ones, full disks, a reader that has gone."""

import errno
import os
import sys
from collections.abc import Callable
from typing import TextIO

STREAMS = (0, 1, 2)


class Output:
    """A stream that keeps what went wrong with it, and goes on: no line is worth a file."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.fault: OSError | None = None

    def write(self, text: str) -> int:
        return self._try(self._stream.write, text) or len(text)

    def flush(self) -> None:
        self._try(self._stream.flush)

    def _try(self, call: Callable[..., object], *arguments: object) -> int:
        if self.fault is None:
            try:
                done = call(*arguments)
            except OSError as error:
                self.fault = error
                _silence(self._stream)
                return 0
            return done if isinstance(done, int) else 0
        return 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


def guard_streams() -> None:
    """Open what is closed of standard input, output and error, and let writing to them not fail.

    A file that is opened later would else get the number of one that is closed, and what is meant
    for the terminal would be written into it.
    """
    for number in STREAMS:
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for name, number in (("stdout", 1), ("stderr", 2)):
        stream = getattr(sys, name) or open(number, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
        setattr(sys, name, Output(stream))


def unwritten() -> str:
    """Return why standard output could not be written, "" where all of it was.

    A reader that has gone (`| head -1`) is no fault.
    """
    if not isinstance(sys.stdout, Output):
        return ""
    sys.stdout.flush()
    fault = sys.stdout.fault
    return "" if fault is None or fault.errno == errno.EPIPE else str(fault.strerror)


def _silence(stream: TextIO) -> None:
    """Let what is still in a stream's buffer go nowhere, so that its end is quiet."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream.fileno())
    os.close(null)
