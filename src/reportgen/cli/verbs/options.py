"""The options that verbs share, and the group that they belong to."""

import click

from reportgen.diagnostics import RENDERERS
from reportgen.version import __version__

folder = click.argument(
    "folder", default=".", type=click.Path(exists=True, file_okay=False), metavar="[DIR]"
)


of_project = click.option(
    "--project",
    "folder",
    default=".",
    type=click.Path(exists=True, file_okay=False),
    help="The project's folder.  [default: .]",
)


of_document = click.option(
    "--document", default="", metavar="NAME", help="The document.  [default: the only one]"
)


to_formats = click.option(
    "--to",
    "formats",
    multiple=True,
    type=click.Choice(
        ["pdf", "pptx", "press", "proof", "onepager", "handout", "slides", "html", "docx"]
    ),
    help="Write this file only; may be given again.  [default: pdf and pptx]",
)


output_format = click.option(
    "--output-format",
    type=click.Choice(sorted(RENDERERS)),
    default="full",
    show_default=True,
    help="How findings are printed.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="reportgen")
def cli() -> None:
    """One structured content source: a cited PDF brief and a PowerPoint deck that say the same.

    Every verb takes the project's folder, the current one by default. Exit codes: 0 fine,
    1 findings, 2 usage or settings, 3 environment, 4 internal error.
    """
