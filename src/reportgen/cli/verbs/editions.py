"""The options of `build` that are of documents with editions: which, and where they are built."""

from collections.abc import Callable
from functools import reduce
from typing import Any

import click

OPTIONS = (
    click.option(
        "--edition",
        "names",
        multiple=True,
        metavar="NAME",
        help="Of documents with `editions`, only this one; may be given again.  [default: all]",
    ),
    click.option(
        "--editions",
        "where",
        default="",
        metavar="CONDITION",
        help="Only those for which a condition holds: 'region == \"Africa\"'.",
    ),
    click.option(
        "--scheduler",
        default="",
        metavar="ADDRESS",
        help="Build them on a Dask cluster, `tls://HOST:8786`; needs `reportgen[cluster]`.",
    ),
    click.option(
        "--insecure", is_flag=True, help="The scheduler may be an open one on another machine."
    ),
)


def of_editions(verb: Callable[..., Any]) -> Callable[..., Any]:
    """Give a verb the options of documents with editions."""
    return reduce(lambda made, option: option(made), reversed(OPTIONS), verb)
