"""What a process and all that it started take of the machine: memory, work, and what they wait for.

Linux tells it in files (proc(5)), which take a tenth of a millisecond to read; psutil, which walks
over all processes of the machine, is for where there are none.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

MEGABYTE = 1_000_000
PROC = Path("/proc")
WAITS = frozenset({"R", "D", "T", "running", "disk-sleep", "stopped"})
"""States of a process that could not work: it waits for a processor or a disk, or was stopped."""


class Taken(NamedTuple):
    """Megabytes, seconds of work so far, and state of a process."""

    megabytes: float
    seconds: float
    state: str


def family(pid: int) -> dict[int, Taken]:
    """Return what a process and all below it take, by number; empty where it has ended."""
    return dict(_of_files(pid) if _has_files() else _of_psutil(pid))


def _has_files() -> bool:
    """Return whether the kernel tells in files what the children of a process are."""
    return Path(f"/proc/self/task/{os.getpid()}/children").exists()


def _of_files(pid: int) -> Iterator[tuple[int, Taken]]:
    """Yield processes from the files that Linux keeps of each (proc(5): stat, statm, children)."""
    waiting = [(pid, "")]
    while waiting:
        one, parents = waiting.pop()
        place = PROC / str(one)
        with suppress(OSError, ValueError):  # it has ended meanwhile
            # The name of a program, in brackets, may hold blanks and brackets.
            state, *numbers = (
                (place / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            )
            sizes = (place / "statm").read_text()
            _, held, shared, *_ = (int(part) for part in sizes.split())
            if sizes == parents:  # it shares all with its parent until its program starts (vfork)
                held = shared
            user, system = (int(numbers[at]) / TICKS for at in (10, 11))
            yield one, Taken((held - shared) * PAGE / MEGABYTE, user + system, state)
            for thread in (place / "task").iterdir():
                with suppress(OSError):
                    below = (thread / "children").read_text().split()
                    waiting += [(int(child), sizes) for child in below]


TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 1
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 1


def _of_psutil(pid: int) -> Iterator[tuple[int, Taken]]:
    import psutil

    with suppress(psutil.Error):
        root = psutil.Process(pid)
        for one in (root, *root.children(recursive=True)):
            with suppress(psutil.Error), one.oneshot():
                held, times = one.memory_info(), one.cpu_times()
                own = held.rss - getattr(held, "shared", 0)
                yield one.pid, Taken(own / MEGABYTE, times.user + times.system, one.status())
