"""Runs the command; turns every way to fail into its exit code."""

import logging
import sys
import traceback

import click

from reportgen.characters import printable
from reportgen.cli.exit_codes import ENVIRONMENT, FINDINGS, INTERNAL, USAGE
from reportgen.cli.verbs import cli
from reportgen.diagnostics import RENDERERS, EnvironmentFault, UsageError
from reportgen.machine.limits import prove_room
from reportgen.machine.overseer import code_of, oversee
from reportgen.machine.terminal import guard_streams, unwritten
from reportgen.version import __version__


def main() -> None:
    """Run the command in a process of its own; tell what was at work where that ends suddenly."""
    guard_streams()
    logging.getLogger().addHandler(logging.NullHandler())  # what libraries log is not for authors
    if sys.argv[1:2] and sys.argv[1] not in ALONE:
        tells = not sys.stderr.isatty() and _wanted_form() == "full"
        finding = oversee(run, asks=bool(ASKING.intersection(sys.argv)), tells=tells)
        if finding is not None:
            click.echo(RENDERERS[_wanted_form()]((finding,)), err=True)
            sys.exit(FINDINGS)
    run()


ALONE = ("new", "clean", "explain", "doctor", "--help", "-h", "--version")
"""The verbs that read nothing of anyone, and take no time."""

ASKING = frozenset({"seal", "--seal", "--certificate", "--key"})
"""Words of a command line that may ask for a passphrase on the terminal."""


def _wanted_form() -> str:
    """Return in which form findings are printed, as the command line says."""
    words = [part for word in sys.argv for part in word.split("=", 1)]
    said = words[words.index("--output-format") + 1 :][:1] if "--output-format" in words else []
    return said[0] if said and said[0] in RENDERERS else "full"


def run() -> None:
    """Run the command; turn every way to fail into its exit code."""
    try:
        prove_room()
        cli.main(standalone_mode=False)
        if fault := unwritten():
            click.echo(f"reportgen: standard output cannot be written: {fault}", err=True)
            sys.exit(ENVIRONMENT)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except (click.exceptions.Abort, KeyboardInterrupt) as error:
        sys.exit(code_of(error))
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
