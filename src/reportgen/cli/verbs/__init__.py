"""The verbs of the command line: options to calls, by kinds of verbs."""

from reportgen.cli.verbs import (
    building,
    sealing,
    starting,
    telling,
    templates,
    translating,
    upgrading,
)
from reportgen.cli.verbs.options import cli

__all__ = [
    "building",
    "cli",
    "sealing",
    "starting",
    "telling",
    "templates",
    "translating",
    "upgrading",
]
