"""The verbs of editions in other languages: translate init, translate hold."""

import click

from reportgen.cli.printing import remark, showing
from reportgen.cli.verbs.options import cli, of_document, of_project, output_format
from reportgen.diagnostics import Diagnostics, counted


@cli.group()
def translate() -> None:
    """Begin an edition in another language, or record that it says what the original says."""


@translate.command("init")
@click.argument("lang")
@of_project
@of_document
@output_format
def translate_init(lang: str, folder: str, document: str, output_format: str) -> None:
    """Write content/NAME.LANG.md, to be translated, and content/data/*.LANG.yaml for words of data.

    LANG is a BCP 47 tag, `ko`.
    """
    from reportgen.files.project import open_project
    from reportgen.recipes.translating import begin_translation

    diagnostics = Diagnostics()
    with showing(diagnostics, output_format):
        for path in begin_translation(open_project(folder), lang, document, diagnostics):
            what = "each `…`" if path.endswith(".md") else "what is empty"
            remark(
                f"{path}: write the words in the place of {what}; then `reportgen check`",
                output_format,
            )


@translate.command("hold")
@click.argument("lang")
@of_project
@of_document
@click.option(
    "--line",
    "lines",
    multiple=True,
    type=click.IntRange(min=1),
    metavar="N",
    help="Only the paragraph that begins at this line; may be given again.  [default: all]",
)
@output_format
def translate_hold(
    lang: str, folder: str, document: str, lines: tuple[int, ...], output_format: str
) -> None:
    """Record that the edition in LANG says what the original says now."""
    from reportgen.files.project import open_project
    from reportgen.recipes.translating import hold

    diagnostics = Diagnostics()
    with showing(diagnostics, output_format):
        path, count = hold(open_project(folder), lang, document, lines, diagnostics)
        remark(f"{path}: {counted(count, 'paragraph')}", output_format)
