"""Runs the command; turns every way to fail into its exit code."""

import sys
import traceback
from typing import TYPE_CHECKING

import click

from reportgen.diagnostics import (
    EnvironmentFault,
    UsageError,
)
from reportgen.version import __version__

if TYPE_CHECKING:
    pass

from reportgen.cli.exit_codes import ENVIRONMENT, INTERNAL, USAGE
from reportgen.cli.verbs import cli


def main() -> None:
    """Run the command; turn every way to fail into its exit code."""
    try:
        cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except click.exceptions.Abort:
        sys.exit(130)
    except UsageError as error:
        click.echo(f"reportgen: {error}", err=True)
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
