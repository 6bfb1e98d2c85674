"""The verbs that only tell: facts, data, diff, describe, references, explain."""

from pathlib import Path

import click

from reportgen.cli.printing import (
    print_changes,
    print_dataset,
    print_facts,
    print_wordings,
    showing,
)
from reportgen.cli.verbs.options import cli, folder, of_project, output_format
from reportgen.diagnostics import Diagnostics, Rule, UsageError, counted, suggestion
from reportgen.diagnostics.usual_help import USUAL_HELP


@cli.command()
@folder
@click.option("--wording", is_flag=True, help="Its wording in every document and translation.")
def facts(folder: str, wording: bool) -> None:  # noqa: FBT001 (an option of click)
    """Print every number with its provenance, and the pages and slides that state it."""
    from reportgen.files.project import open_project
    from reportgen.recipes.ledgers import read_ledgers
    from reportgen.recipes.worded_claims import worded_claims

    if wording:
        print_wordings(worded_claims(open_project(folder)))
        return
    for ledger in read_ledgers(open_project(folder)):
        print_facts(ledger)


@cli.command()
@click.argument("name", default="")
@of_project
@output_format
def data(name: str, folder: str, output_format: str) -> None:
    """Print the dataset NAME as it was read: columns, rows, what was assumed and left out.

    Without NAME, the names of all datasets.
    """
    from reportgen.data.datasets import Datasets
    from reportgen.files.project import open_project
    from reportgen.recipes.data_report import read_dataset

    diagnostics, project = Diagnostics(), open_project(folder)
    if not name:
        for one in Datasets(project, diagnostics).names:
            click.echo(one)
        return
    with showing(diagnostics, output_format):
        dataset = read_dataset(project, name, diagnostics)
        if dataset is not None:
            print_dataset(dataset)
        diagnostics.stop_on_errors()


@cli.command()
@click.argument("old")
@click.argument("new", default="")
@of_project
def diff(old: str, new: str, folder: str) -> None:
    """Print which numbers, sources and figures changed between two ledgers or git revisions.

    OLD and NEW are files as `build/brief.claims.json`, or revisions, which are built for it;
    without NEW it is the ledger in build/.
    """
    from reportgen.files.project import open_project
    from reportgen.ledger.changes import compare
    from reportgen.recipes.history import ledgers_at

    project = open_project(folder)
    with showing(Diagnostics(), "full"):
        before, after = ledgers_at(project, old), ledgers_at(project, new)
        for path in sorted({*before} & {*after}):
            print_changes(path, list(compare(before[path], after[path])))
        for path in sorted({*before} ^ {*after}):
            click.echo(f"{path}: only in {'OLD' if path in before else 'NEW'}")


@cli.command()
@click.argument("name", metavar="FIGURE")
@of_project
@click.option("--document", default="", metavar="NAME", help="The document that has it.")
@output_format
def describe(name: str, folder: str, document: str, output_format: str) -> None:
    """Propose a text alternative for FIGURE (its id, `fig-x`), from the data that it shows.

    It says the range, the largest and smallest values, the largest changes and the last value, in
    the language of the document. Read it, better it, and write it as `alt="..."`.
    """
    from reportgen.files.project import open_project
    from reportgen.recipes.describing import describe as proposed

    diagnostics = Diagnostics()
    with showing(diagnostics, output_format):
        click.echo(proposed(open_project(folder), name, diagnostics, document))


@cli.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--csl", default="chicago-notes-bibliography", show_default=True, help="The style.")
@click.option("--lang", default="en", show_default=True, help="The language, as a BCP 47 tag.")
@click.option(
    "--project",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The project's folder.  [default: the one that FILE lies in]",
)
@output_format
def references(file: Path, csl: str, lang: str, folder: Path | None, output_format: str) -> None:
    """Print what each work of the bibliography FILE prints, what is broken, what is not cited.

    No document is needed; where FILE lies in a project, its documents say what is cited.
    """
    from reportgen.recipes.bibliography import printed_works

    diagnostics = Diagnostics()
    with showing(diagnostics, output_format):
        works = printed_works(file, csl, lang, diagnostics, folder)
        for work in works:
            click.echo(f"@{work.key}: {work.text}" + "  [not cited]" * (work.cited is False))
        if works:
            uncited = sum(work.cited is False for work in works)
            told = f", {uncited} of them not cited" if works[0].cited is not None else ""
            click.echo(f"{counted(len(works), 'work')}{told}")
        diagnostics.stop_on_errors()


@cli.command()
@click.argument("rule")
def explain(rule: str) -> None:
    """Print what the rule with this code means, and what is usually done about it."""
    rules = {one.code: one for one in Rule}
    if rule not in rules:
        raise UsageError(f"no rule `{rule}`; {suggestion(rule, list(rules), 'rule')}")
    click.echo(f"{rule} ({rules[rule].level}): {rules[rule].meaning}")
    click.echo(f"what to do: {USUAL_HELP[rules[rule]]}")
