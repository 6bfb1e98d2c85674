"""The verbs that begin a project: new, import, doctor."""

import shlex
from pathlib import Path
from typing import Literal

import click

from reportgen.cli.exit_codes import ENVIRONMENT
from reportgen.cli.printing import print_imported
from reportgen.cli.verbs.options import cli, folder


@cli.command()
@click.argument("folder", type=click.Path(), metavar="DIR")
def new(folder: str) -> None:
    """Write a starter project to DIR, which is new or empty: a small brief and its slides."""
    from reportgen.recipes.new_project import start

    project = Path(folder)
    start(project)
    verb = "reportgen build" if " " in str(project.resolve()) else "make"  # make takes no spaces
    move = "" if project.resolve() == Path.cwd() else f"cd {shlex.quote(folder)} && "
    click.echo(f"{folder}: a brief and its slides, to write over; README.md says what is where")
    click.echo(f"next: {move}{verb}")


@cli.command("import")
@click.argument("draft", type=click.Path(path_type=Path))
@click.argument("folder", default="", metavar="[DIR]")
@click.option(
    "--track",
    type=click.Choice(["accept", "reject", "list"]),
    default="accept",
    show_default=True,
    help="Tracked changes are in, are out, or are in and each is listed.",
)
def import_(draft: Path, folder: str, track: Literal["accept", "reject", "list"]) -> None:
    """Make a project of a DRAFT (.docx, .odt, .rtf, .qmd) in DIR, which is new or empty.

    Without DIR it is made beside the command, named as the draft is.
    """
    from reportgen.recipes.importing import import_draft

    target = Path(folder or draft.stem)
    print_imported(target, import_draft(draft, target, track))


@cli.command()
@folder
@click.option("--commands", is_flag=True, help="Print only the commands that mend what is missing.")
def doctor(folder: str, commands: bool) -> None:  # noqa: FBT001
    """Look whether this machine has all that builds need; say what installs the rest."""
    from reportgen.machine.doctor import State, examine_machine

    examined = examine_machine(Path(folder))
    for one in examined:
        if not commands:
            click.echo(f"{one.state:<9} {one.name:<12} {one.found}")
            for command in one.commands:
                click.echo(f"{'':9} {'':12} run: {command}")
        elif one.state is State.MISSING:
            for command in one.commands:
                click.echo(command)
    if any(one.state is State.MISSING for one in examined):
        raise SystemExit(ENVIRONMENT)
