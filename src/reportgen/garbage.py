"""Lets Python's search for garbage rest while something is made, and makes up for it afterwards.

A build makes millions of objects that all stay to its end, and a process that stays warm holds as
many of the build before: each search goes through all of them, which is a sixth of a build.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_left = False


@contextmanager
def unsearched() -> Iterator[None]:
    """Search for no garbage inside; what is left is searched by `searched`, or by the next one."""
    global _left
    was_on = gc.isenabled()
    if was_on:
        searched()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            _left = True
            gc.enable()


def searched() -> None:
    """Search what was left, now that nobody waits."""
    global _left
    if _left:
        gc.unfreeze()
        gc.collect()
        _left = False
