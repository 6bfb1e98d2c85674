"""How much memory there is for a command: what the machine has, or what it is confined to."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

MEGABYTE = 1_000_000
LEAST = 500.0
"""Megabytes without which nothing can be built: a small brief takes some 300."""

LEAST_SPACE = 1400.0
"""Megabytes of address space without which libraries cannot be loaded: most of it is never used."""

SHARE = 0.9
"""So much of the memory that there is may be taken: the rest is for the system."""

GROUPS = (
    ("/sys/fs/cgroup{}/memory.max", 2),
    ("/sys/fs/cgroup/memory{}/memory.limit_in_bytes", 1),
)
"""Files with the limit of a control group, by version (Linux, cgroups(7))."""


def room() -> float | None:
    """Return megabytes that all processes of a command may take, None where nothing is known."""
    found = [*_physical(), *_of_groups(), *_of_process()]
    return min(found) * SHARE / MEGABYTE if found else None


def _physical() -> Iterator[float]:
    with suppress(ValueError, OSError, AttributeError):
        yield float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))


def space() -> float | None:
    """Return megabytes of address space that this process may have, None for no limit."""
    if sys.platform == "win32":
        return None
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if soft == resource.RLIM_INFINITY else soft / MEGABYTE


def _of_process() -> Iterator[float]:
    """Yield the limit of data that holds for this process (setrlimit(2))."""
    if sys.platform == "win32":
        return
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_DATA)
    if soft != resource.RLIM_INFINITY:
        yield float(soft)


def _of_groups() -> Iterator[float]:
    """Yield the limits of the control groups that this process is in."""
    if sys.platform != "linux":
        return
    with suppress(OSError):
        for line in Path("/proc/self/cgroup").read_text().splitlines():
            number, kinds, name = line.split(":", 2)
            for pattern, version in GROUPS:
                if (version == 2) != (number == "0") or (version == 1 and "memory" not in kinds):
                    continue
                for one in {name.rstrip("/"), ""}:  # in a container it is the root that is seen
                    with suppress(OSError, ValueError):
                        yield float(Path(pattern.format(one)).read_text())
