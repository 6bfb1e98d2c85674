"""Writes decks in a process of its own, beside the brief: in a process that stays warm.

What a deck is written from is frozen data, and takes a seventh of the time to hand over that the
writing takes. No figure module runs there. What is written is the same bytes as here.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from reportgen.drawing.pool import cores, ready_for_work
from reportgen.files.last_word import at_work
from reportgen.files.starting import starting

_processes: list[ProcessPoolExecutor] = []
"""The process, inside of `decks_beside`; none elsewhere, and on a machine of one core."""


@contextmanager
def decks_beside() -> Iterator[None]:
    """Have decks written beside briefs inside; the process starts with the first of them."""
    if cores() > 1:
        _processes.append(_started())
    try:
        yield
    finally:
        while _processes:
            _processes.pop().shutdown(wait=False, cancel_futures=True)


def is_beside() -> bool:
    """Return whether there is a process that writes decks."""
    return bool(_processes)


def written_beside(*deck: Any) -> Callable[[], bytes]:
    """Begin to write a deck, given as `write` wants it; what is returned waits for its bytes.

    It is written here where the process has ended.
    """
    from reportgen.deck.write.deck import write

    try:
        with starting():
            begun: Future[bytes] = _processes[0].submit(write, *deck)
    except BrokenProcessPool:
        _processes[0] = _started()
        return lambda: write(*deck)

    def finish() -> bytes:
        try:
            with at_work("the process that writes decks"):
                return begun.result()
        except BrokenProcessPool:
            return write(*deck)

    return finish


def _started() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, get_context("spawn"), initializer=ready_for_work)
