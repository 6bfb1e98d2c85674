"""Runs the command; turns every way to fail into its exit code."""

import logging
import sys
import traceback

import click

from reportgen.characters import printable
from reportgen.cli.exit_codes import ENVIRONMENT, FINDINGS, INTERNAL, USAGE
from reportgen.cli.verbs import cli
from reportgen.diagnostics import EnvironmentFault, UsageError, full
from reportgen.machine.overseer import oversee
from reportgen.machine.terminal import guard_streams, unwritten
from reportgen.version import __version__


def main() -> None:
    """Run the command in a process of its own; tell what was at work where that ends suddenly."""
    guard_streams()
    logging.getLogger().addHandler(logging.NullHandler())  # what libraries log is not for authors
    if sys.argv[1:2] and sys.argv[1] in OVERSEEN:
        finding = oversee(run)
        if finding is not None:
            click.echo(full(finding), err=True)
            sys.exit(FINDINGS)
    run()


OVERSEEN = ("build", "check", "diff")
"""The verbs that run figure modules, once."""


def run() -> None:
    """Run the command; turn every way to fail into its exit code."""
    try:
        cli.main(standalone_mode=False)
        if fault := unwritten():
            click.echo(f"reportgen: standard output cannot be written: {fault}", err=True)
            sys.exit(ENVIRONMENT)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except (click.exceptions.Abort, KeyboardInterrupt):
        sys.exit(130)
    except UsageError as error:
        click.echo(f"reportgen: {printable(str(error))}", err=True)
        sys.exit(USAGE)
    except EnvironmentFault as error:
        click.echo(f"reportgen: {error}\n      = help: {error.command}", err=True)
        sys.exit(ENVIRONMENT)
    except SystemExit:
        raise
    except Exception:
        traceback.print_exc()
        click.echo(
            f"reportgen {__version__}: internal error; please report the lines above", err=True
        )
        sys.exit(INTERNAL)
    sys.exit(0)
