"""The command line: verbs and options to calls, what they print, exit codes."""

from reportgen.cli.main import main
from reportgen.cli.verbs import cli

__all__ = ["cli", "main"]
