"""The options that say what a verb may take of time and memory."""

import math
from collections.abc import Callable
from typing import TypeVar

import click

from reportgen.diagnostics import UsageError

F = TypeVar("F", bound=Callable[..., object])

LIMITS = (
    click.option(
        "--time-limit",
        type=click.FloatRange(min=1, max=1e6),
        metavar="SECONDS",
        help="End it when it takes longer.",
    ),
    click.option(
        "--patience",
        type=click.FloatRange(min=0, max=1e6),
        metavar="SECONDS",
        help="End it after so long without a sign of progress; 0 for never.  [default: 20]",
    ),
    click.option(
        "--memory-limit",
        type=click.IntRange(min=0, max=10**9),
        metavar="MB",
        help="End it when it takes more; 0 for no limit.  [default: 1800]",
    ),
)


def limited(verb: F) -> F:
    """Give a verb the options of limits."""
    for option in reversed(LIMITS):
        verb = option(verb)
    return verb


def set_limits(
    folder: str,
    seconds: float | None = None,
    patience: float | None = None,
    megabytes: int | None = None,
) -> None:
    """Say what this command may take: as its options say, else the project, else the default."""
    from reportgen.files.project import open_project
    from reportgen.files.project_file import project_limits
    from reportgen.machine.limits import Asked, limit

    for name, value in (("--time-limit", seconds), ("--patience", patience)):
        if value is not None and math.isnan(value):
            raise UsageError(f"`{name} nan` is no number of seconds")
    limit(Asked(seconds, patience, megabytes), *project_limits(open_project(folder)))
