"""Shows the stage that is under way, and keeps the time of each."""

import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING

import click

from reportgen.files import last_word

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from reportgen.recipes.building import Tally


class Progress:
    """Shows the stage that is under way and how far it is, and keeps the time of each.

    It is shown on a terminal only; elsewhere `reportgen.machine.telling` tells of long work.
    """

    def __init__(self) -> None:
        self.times: dict[str, float] = {}
        self._console: Console | None = None
        self._bar: tuple[Bar, TaskID] | None = None

    def __enter__(self) -> "Progress":
        if sys.stderr.isatty():
            from rich.console import Console

            self._console = Console(stderr=True)
        return self

    def __exit__(self, *_: object) -> None:
        self._end_bar()

    def tally(self, tally: "Tally") -> None:
        """Show how many editions are done, have failed, and how long the rest will take."""
        if self._console is None:
            return
        if self._bar is None:
            self._bar = _bar(self._console, tally.of)
        bar, task = self._bar
        failed = f", {tally.failed} failed" if tally.failed else ""
        bar.update(task, completed=tally.done, failed=failed)
        if tally.done == tally.of:
            self._end_bar()

    def _end_bar(self) -> None:
        if self._bar is not None:
            self._bar[0].stop()
            self._bar = None

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage, show its name while it runs, and say it to who oversees the command."""
        start = time.perf_counter()
        shown: AbstractContextManager[object] = nullcontext()
        if self._console is not None:
            shown = status = self._console.status(f"{name} …")

            def follow(word: last_word.Word) -> None:
                if isinstance(word, last_word.Sign) and str(word):
                    seconds = time.perf_counter() - start
                    status.update(f"{name}, {word} … {seconds:.0f} s")

            last_word.listeners.append(follow)
        try:
            with last_word.stage(name), shown:
                yield
        finally:
            if self._console is not None:
                last_word.listeners.pop()
            self.times[name] = self.times.get(name, 0.0) + time.perf_counter() - start

    def print_timings(self) -> None:
        """Print the seconds of each stage to standard error."""
        for name, seconds in self.times.items():
            click.echo(f"{seconds:7.2f} s  {name}", err=True)
        click.echo(f"{sum(self.times.values()):7.2f} s  in all stages", err=True)


def _bar(console: "Console", of: int) -> "tuple[Bar, TaskID]":
    """Return a bar of editions, which is shown: done, failed, time left."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    bar = Progress(
        TextColumn("editions"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[failed]}"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    bar.start()
    return bar, bar.add_task("", total=of, failed="")
