"""The verb for those who come back with a new version: upgrade."""

import click

from reportgen.cli.exit_codes import FINDINGS
from reportgen.cli.printing import print_upgrade, showing
from reportgen.cli.progress import Progress
from reportgen.cli.verbs.options import cli, folder, output_format
from reportgen.diagnostics import Diagnostics, Level


@cli.command()
@folder
@click.option(
    "--from",
    "old",
    default="",
    metavar="VERSION",
    help="The version that the project was made with.  [default: as build/ or reportgen.yml say]",
)
@click.option("--write", is_flag=True, help="Make the edits; else they are only shown.")
@click.option(
    "--keep-look", is_flag=True, help="Let the edits name the look that each document had."
)
@output_format
def upgrade(
    folder: str,
    old: str,
    write: bool,  # noqa: FBT001
    keep_look: bool,  # noqa: FBT001
    output_format: str,
) -> None:
    """Show what this version changes in a project of an earlier one: settings, rules, pages.

    The project is built and checked in a copy. Nothing in DIR is written without --write.
    """
    from reportgen.files.project import open_project
    from reportgen.recipes.upgrading import upgrade as examined

    project = open_project(folder)
    with showing(Diagnostics(), output_format), Progress() as progress:
        made = examined(project, old=old, write=write, keep_look=keep_look, stage=progress.stage)
    print_upgrade(made, output_format, write=write)
    if any(one.level is Level.ERROR for one in made.findings):
        raise SystemExit(FINDINGS)
