"""The verbs that make files: build, watch, preview, figure, clean."""

import shutil
from functools import partial
from pathlib import Path

import click

from reportgen.cli.printing import (
    end_with,
    print_findings,
    print_output,
    rebuild_line,
    remark,
    showing,
)
from reportgen.cli.progress import Progress
from reportgen.cli.verbs.editions import of_editions
from reportgen.cli.verbs.limits import limited, set_limits
from reportgen.cli.verbs.options import cli, folder, of_project, output_format, to_formats
from reportgen.cli.verbs.sealing import seal_all
from reportgen.diagnostics import Diagnostics, UsageError


@cli.command()
@folder
@to_formats
@click.option(
    "--document", default="", metavar="NAME", help="Build `content/NAME.md` only.  [default: all]"
)
@of_editions
@click.option("--press", is_flag=True, help="The same as `--to press`: bleed and crop marks.")
@click.option(
    "--proof", type=click.Choice(["grey"]), help="The same as `--to proof`: in shades of grey."
)
@limited
@click.option("--timings", is_flag=True, help="Print the time of each stage.")
@click.option(
    "--seal",
    "key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="KEY",
    help="Then check the files to be published, and seal them: see `seal`.",
)
@click.option(
    "--certificate",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Then check, and sign the brief with a certificate: see `seal`.",
)
@output_format
def build(
    folder: str,
    formats: tuple[str, ...],
    document: str,
    names: tuple[str, ...],
    where: str,
    scheduler: str,
    insecure: bool,  # noqa: FBT001
    press: bool,  # noqa: FBT001
    proof: str | None,
    time_limit: float | None,
    patience: float | None,
    memory_limit: int | None,
    timings: bool,  # noqa: FBT001
    key: Path | None,
    certificate: Path | None,
    output_format: str,
) -> None:
    """Write the brief and the deck of every document to DIR/build/.

    What is up to date is left alone. Where `watch` or `preview` of this project is running, it is
    asked to build, since it is warm.
    """
    set_limits(folder, time_limit, patience, memory_limit)
    formats += ("press",) * press + ("proof",) * (proof is not None)
    limits, asked = (time_limit, patience, memory_limit), (names, where, scheduler)
    is_plain = not any((*asked, timings, key, certificate)) and limits == (None, None, None)
    if is_plain and _is_built_elsewhere(folder, document, formats, output_format):
        return
    from reportgen import library

    with Progress() as progress:
        result = library.build(
            folder,
            to=formats or library.FORMATS,
            document=document,
            edition=names,
            editions=where,
            tally=progress.tally,
            scheduler=scheduler,
            insecure=insecure,
            stage=progress.stage,
            tell=lambda output: print_output(Path(folder), output, output_format),
        )
    end_with(result, output_format)
    if timings:
        progress.print_timings()
    if key is not None or certificate is not None:
        seal_all(folder, key, certificate, output_format)


def _is_built_elsewhere(
    folder: str, document: str, formats: tuple[str, ...], output_format: str
) -> bool:
    """Have a process build that is warm, and print what became of it; false where none is."""
    from reportgen.files.project import open_project
    from reportgen.recipes.standby import built_elsewhere

    built = built_elsewhere(open_project(folder), document, formats)
    if built is None:
        return False
    if built.refused:
        raise UsageError(built.refused)
    for output in built.files(Path(folder)):
        print_output(Path(folder), output, output_format)
    end_with(built, output_format)
    return True


@cli.command()
@folder
@to_formats
@output_format
def watch(folder: str, formats: tuple[str, ...], output_format: str) -> None:
    """Build whenever a file is saved, until Ctrl-C."""
    from reportgen import library
    from reportgen.files.project import open_project
    from reportgen.machine.overseer import until_interrupted
    from reportgen.recipes.outputs import FORMATS
    from reportgen.recipes.standby import standing_by
    from reportgen.recipes.watching import rebuilds

    project = open_project(folder)
    faults: set[tuple[str, str]] = set()
    with until_interrupted(), standing_by(project, partial(library.built_for, folder)):
        for made in rebuilds(project, formats or FORMATS):
            print_findings(made.diagnostics, output_format)
            before, faults = faults, {(one.rule.code, one.message) for one in made.diagnostics}
            click.echo(rebuild_line(made, mended=len(before - faults)))


@cli.command()
@folder
@click.option(
    "--document", default="", metavar="NAME", help="Show `content/NAME.md`, or the edition NAME."
)
@click.option(
    "--port",
    type=click.IntRange(min=0, max=65535),
    default=0,
    help="The port on 127.0.0.1.  [default: a free one]",
)
@click.option("--no-browser", is_flag=True, help="Print the address, and open nothing.")
def preview(
    folder: str,
    document: str,
    port: int,
    no_browser: bool,  # noqa: FBT001
) -> None:
    """Show pages and slides in the browser while they are written, until Ctrl-C.

    What is saved is seen at once; the pages follow as they are finished.
    """
    import webbrowser

    from reportgen.files.project import open_project
    from reportgen.machine.overseer import until_interrupted
    from reportgen.preview.server import Preview
    from reportgen.recipes.prepared import editions_named

    project, diagnostics = open_project(folder), Diagnostics()
    with showing(diagnostics, "full"):
        edition = next(iter(editions_named(project, document, diagnostics)), None)
        if edition is None:  # what the document says of its editions is wrong
            diagnostics.stop()
    subject = edition.subject if document == edition.name else ""  # else the first, whichever it is
    shown = Preview(project, edition.path, port, subject)

    def ready() -> None:
        click.echo(f"{shown.address}  (Ctrl-C ends it)")
        if not no_browser:
            webbrowser.open(shown.address)

    with until_interrupted():
        shown.run(ready)


@cli.command()
@click.argument("name", metavar="FIGURE")
@of_project
@click.option("--document", default="", metavar="NAME", help="The document that has it.")
@click.option(
    "--as",
    "form",
    type=click.Choice(["png", "svg"]),
    default="png",
    show_default=True,
    help="PNG for messengers, SVG for the web.",
)
@click.option(
    "--width",
    type=click.IntRange(min=200, max=8000),
    default=1080,
    show_default=True,
    help="Pixels across; 1080 fill a phone.",
)
@click.option(
    "--lang", default="", metavar="TAG", help="That of the edition in this language, `ko`."
)
@output_format
def figure(
    name: str, folder: str, document: str, form: str, width: int, lang: str, output_format: str
) -> None:
    """Write FIGURE (its id, `fig-x`) alone to build/, with title, source and alternative.

    Beside the picture lies FIGURE.json: from which data and version it is.
    """
    from reportgen.files.project import open_project
    from reportgen.recipes.figure_picture import write_figure

    diagnostics, project = Diagnostics(), open_project(folder)
    with showing(diagnostics, output_format):
        with Progress() as progress:
            made = write_figure(
                project, name, form, width, diagnostics, progress.stage, document, lang
            )
        for path in made:
            remark(path, output_format)


@cli.command()
@folder
def clean(folder: str) -> None:
    """Delete DIR/build/, which holds nothing that `build` cannot write again."""
    from reportgen.files.project import open_project

    outputs = open_project(folder).root / "build"
    if outputs.is_symlink():
        raise UsageError(f"`{outputs}` is a link; delete it yourself")
    shutil.rmtree(outputs, ignore_errors=True)
