"""The verbs of templates for decks: template new, template check."""

from pathlib import Path

import click

from reportgen.cli.printing import print_layouts, showing
from reportgen.cli.verbs.options import cli, output_format
from reportgen.diagnostics import Diagnostics, UsageError


@cli.group()
def template() -> None:
    """Write the brand's PowerPoint template, or look whether one of your own suits."""


@template.command("new")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--project",
    "folder",
    default=".",
    type=click.Path(exists=True, file_okay=False),
    help="The project whose brand it has.  [default: .]",
)
@click.option("--lang", default="en", show_default=True, help="The language of its text.")
def template_new(file: Path, folder: str, lang: str) -> None:
    """Write the template that decks are made with to FILE (.pptx or .potx), to edit it."""
    from reportgen.deck.design.own_template import as_potx, template
    from reportgen.files.project import Project
    from reportgen.theme import load_theme

    if file.suffix not in (".pptx", ".potx"):
        raise UsageError(f"`{file}` is neither .pptx nor .potx")
    if file.exists():
        raise UsageError(f"`{file}` is there already; name a new file")
    diagnostics = Diagnostics()
    with showing(diagnostics, "full"):
        theme = load_theme(Project(Path(folder)), diagnostics)
        diagnostics.stop_on_errors()
        made = template(theme, lang)
        Project(file.parent).write(file.name, as_potx(made) if file.suffix == ".potx" else made)
    click.echo(f"{file}: name it in the front matter, `reference-doc: {file}`")


@template.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--preview",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a deck (.pptx) or PDF that shows every layout of ours in it.",
)
@output_format
def template_check(file: Path, preview: Path | None, output_format: str) -> None:
    """List the layouts of a .pptx or .potx FILE, the role each plays, and what is wrong."""
    from reportgen.deck.design.foreign_template import open_template
    from reportgen.deck.design.template_report import examine_template
    from reportgen.diagnostics import Span
    from reportgen.recipes.template_preview import FORMATS, preview_template

    if preview is not None and preview.suffix not in FORMATS:
        raise UsageError(f"`{preview}` is neither .pptx nor .pdf")
    if preview is not None and preview.exists():
        raise UsageError(f"`{preview}` is there already; name a new file")

    diagnostics, span = Diagnostics(), Span(str(file))
    with showing(diagnostics, output_format):
        data = file.read_bytes()
        presentation = open_template(data, span, diagnostics)
        if presentation is not None:
            print_layouts(examine_template(presentation, span, diagnostics, data))
        diagnostics.stop_on_errors()
        if preview is not None:
            from reportgen.files.project import Project

            made = preview_template(data, preview.suffix, span, diagnostics)
            Project(preview.parent).write(preview.name, made)
