"""Starts processes so that a signal for the command, which all of them get, is no fault in them.

Python needs half a second until it can say what a signal means: till then Ctrl-C is a traceback.
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

HELD = ("SIGINT", "SIGTERM", "SIGHUP")


@contextmanager
def starting() -> Iterator[None]:
    """Hold signals back inside, and in the processes that are started, until `has_started`.

    multiprocessing's tracker of resources is one of them, and holds SIGHUP back to its end.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _held())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def has_started() -> None:
    """Say in a process that was started so: Ctrl-C is not for it, other signals end it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _held())


def end_with_parent(end: Callable[[], None]) -> None:
    """Call `end`, which ends this process, once the process that started it has ended."""
    from multiprocessing import connection, parent_process

    parent = parent_process()
    assert parent is not None, "multiprocessing has started it"

    def wait() -> None:
        connection.wait([parent.sentinel])
        end()

    Thread(target=wait, daemon=True).start()


def _held() -> set[int]:
    return {getattr(signal, name) for name in HELD}
