"""Notes what a module does while it draws: which files it opens, and which threads it starts.

Only what the drawing thread does counts, and the threads that it starts: beside it a preview's
server answers, and other libraries work.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, wraps
from pathlib import Path
from threading import Thread, get_ident
from typing import Any

from reportgen.files.project import Project

TOOL = Path(__file__).parent.parent

GRACE = 0.5
"""Seconds in which a thread that a module started may end by itself."""


@dataclass
class Traces:
    """What is done below `root` by the thread of that number: files opened, threads started."""

    root: Path
    number: int = field(default_factory=get_ident)
    opened: dict[str, None] = field(default_factory=dict)
    threads: list[Thread] = field(default_factory=list)

    @property
    def is_mine(self) -> bool:
        """Whether the running thread is the one that draws, or was started by it."""
        running = get_ident()
        return running == self.number or any(one.ident == running for one in self.threads)

    def left_over(self) -> str:
        """Return the name of a thread that was started and left running, "" for none."""
        for one in self.threads:
            if one.ident is not None:
                one.join(GRACE)
            if one.is_alive() and not one.daemon:
                return one.name
        return ""


_noting: list[Traces] = []
"""The traces of what is drawn now: one, for one thing is drawn at a time."""


@contextmanager
def traces(root: Path) -> Iterator[Traces]:
    """Note what this thread does meanwhile (PEP 578)."""
    _hook()
    _noting.append(Traces(root))
    try:
        yield _noting[-1]
    finally:
        _noting.pop()


@cache
def _hook() -> None:
    """Listen from now on: to files as Python tells of them, to threads where they are started."""
    sys.addaudithook(_note)
    start = Thread.start

    @wraps(start)
    def noted(self: Thread) -> None:
        for one in _mine():
            one.threads.append(self)
        start(self)

    Thread.start = noted  # type: ignore[method-assign] # no event of Python 3.11 tells of it


def _mine() -> list[Traces]:
    return [one for one in _noting if one.is_mine]


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and _noting and isinstance(arguments[0], str | os.PathLike):
        for one in _mine():
            inside = path_in(one.root, os.fspath(arguments[0]))
            if inside is not None and (one.root / inside).is_file():
                one.opened[inside] = None


def path_in(root: Path, file: str) -> str | None:
    """Return a file's path in the project, None for one of the tool, a library, or the outputs."""
    if file.startswith("<"):  # `<string>` of `eval`, `<frozen importlib._bootstrap>`
        return None
    inside = Project(root).relative(file)
    if inside is None or "site-packages" in inside or inside.startswith((".", "build/")):
        return None
    return None if Path(file).is_relative_to(TOOL) else inside
