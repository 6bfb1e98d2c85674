"""Says what a command may take of time and memory: by options, by the project, by default."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import msgspec

from reportgen.diagnostics import EnvironmentFault, UsageError
from reportgen.files import last_word
from reportgen.files.last_word import Limited
from reportgen.machine.processes import MEGABYTE
from reportgen.machine.room import LEAST, LEAST_SPACE, room, space
from reportgen.machine.watcher import DEFAULT


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for; None where it says nothing, 0 for no limit.

    `seconds` is time on the clock for all of it, `patience` seconds without a sign of progress,
    `megabytes` memory of all its processes together.
    """

    seconds: float | None = None
    patience: float | None = None
    megabytes: float | None = None


def limit(asked: Asked, patience: float | None = None, megabytes: float | None = None) -> None:
    """Set what this command may take: as `asked`, else as the project says, else the default.

    What an option limits of memory holds for each process by itself too (RLIMIT_DATA,
    setrlimit(2)), so that one that asks for too much at once is told so by Python, with the line.
    """
    if sys.platform == "win32":
        if asked.seconds or asked.megabytes:
            raise UsageError("limits of time and memory need Linux or macOS; build without them")
        return
    found = usual()
    for name, value in (
        ("patience", patience),
        ("megabytes", megabytes),
        ("seconds", asked.seconds),
        ("patience", asked.patience),
        ("megabytes", asked.megabytes),
    ):
        if value is not None:
            found = replace_one(found, name, value or None)
    last_word.say(found)
    if asked.megabytes:
        import resource

        size = int(asked.megabytes * MEGABYTE)
        resource.setrlimit(resource.RLIMIT_DATA, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextmanager
def for_processes(count: int) -> Iterator[None]:
    """Let each of so many processes inside take the memory that one may take by itself."""
    before = last_word.limited() or usual()
    more = None if before.megabytes is None else before.megabytes * (count + 1)
    last_word.say(replace_one(before, "megabytes", more))
    try:
        with last_word.stage("build editions"):
            yield
    finally:
        last_word.say(before)


def usual() -> Limited:
    """Return the default: less memory on a machine that has no more."""
    there = room()
    if there is None or DEFAULT.megabytes is None:
        return DEFAULT
    return replace_one(DEFAULT, "megabytes", min(DEFAULT.megabytes, there))


def replace_one(limited: Limited, name: str, value: float | None) -> Limited:
    """Return limits with one of them another."""
    return msgspec.structs.replace(limited, **{name: value})


def prove_room() -> None:
    """Raise EnvironmentFault where there is less memory than any build takes."""
    held = space()
    if held is not None and held < LEAST_SPACE:
        message = f"there are {held:.0f} MB of address space; a build takes {LEAST_SPACE:.0f} MB"
        raise EnvironmentFault(
            message, "ulimit -v unlimited; `--memory-limit` limits memory itself"
        )
    there = room()
    if there is not None and there < LEAST:
        message = f"there are {there:.0f} MB of memory; a build takes {LEAST:.0f} MB and more"
        raise EnvironmentFault(message, "give it more memory (`ulimit -v`, `docker run -m`)")
