"""The verbs that make files: build, watch, preview, figure, clean."""

import math
import shutil
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

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
from reportgen.cli.verbs.options import cli, folder, of_project, output_format, to_formats
from reportgen.cli.verbs.sealing import seal_all
from reportgen.diagnostics import Diagnostics, UsageError


@cli.command()
@folder
@to_formats
@click.option(
    "--document", default="", metavar="NAME", help="Build `content/NAME.md` only.  [default: all]"
)
@click.option(
    "--edition",
    "names",
    multiple=True,
    metavar="NAME",
    help="Of documents with `editions`, only this one; may be given again.  [default: all]",
)
@click.option(
    "--editions",
    "where",
    default="",
    metavar="CONDITION",
    help="Only those for which a condition holds: 'region == \"Africa\"'.",
)
@click.option("--press", is_flag=True, help="The same as `--to press`: bleed and crop marks.")
@click.option(
    "--proof", type=click.Choice(["grey"]), help="The same as `--to proof`: in shades of grey."
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=1, max=1e6),
    metavar="SECONDS",
    help="End a longer build.",
)
@click.option(
    "--memory-limit",
    type=click.IntRange(min=100, max=10**9),
    metavar="MB",
    help="End a larger build.",
)
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
    press: bool,  # noqa: FBT001
    proof: str | None,
    time_limit: float | None,
    memory_limit: int | None,
    timings: bool,  # noqa: FBT001
    key: Path | None,
    certificate: Path | None,
    output_format: str,
) -> None:
    """Write the brief and the deck of every document to DIR/build/.

    What is up to date is left alone.
    """
    from reportgen import library

    if time_limit is not None and math.isnan(time_limit):
        raise UsageError("`--time-limit nan` is no number of seconds")
    if time_limit is not None or memory_limit is not None:
        run_with_limits(time_limit, memory_limit, output_format)
    formats += ("press",) * press + ("proof",) * (proof is not None)
    with Progress() as progress:
        result = library.build(
            folder,
            to=formats or library.FORMATS,
            document=document,
            edition=names,
            editions=where,
            stage=progress.stage,
            tell=lambda output: print_output(Path(folder), output, output_format),
        )
    end_with(result, output_format)
    if timings:
        progress.print_timings()
    if key is not None or certificate is not None:
        seal_all(folder, key, certificate, output_format)


def run_with_limits(seconds: float | None, megabytes: int | None, output_format: str) -> NoReturn:
    """Run this very command again in a process with limits, and end as it ends."""
    from reportgen.machine.limits import run_limited

    parameters = click.get_current_context().params
    arguments = ["build", parameters["folder"], "--output-format", output_format]
    for name in parameters["formats"]:
        arguments += ["--to", name]
    arguments += ["--document", parameters["document"]] * bool(parameters["document"])
    for name in parameters["names"]:
        arguments += ["--edition", name]
    arguments += ["--editions", parameters["where"]] * bool(parameters["where"])
    arguments += ["--press"] * parameters["press"] + ["--timings"] * parameters["timings"]
    arguments += ["--proof", "grey"] * (parameters["proof"] is not None)
    if parameters["key"] is not None:
        arguments += ["--seal", str(parameters["key"])]
    if parameters["certificate"] is not None:
        arguments += ["--certificate", str(parameters["certificate"])]
    diagnostics = Diagnostics()
    with showing(diagnostics, output_format):
        code = run_limited(arguments, seconds, megabytes, diagnostics)
        diagnostics.stop_on_errors()
    raise SystemExit(code)


@cli.command()
@folder
@to_formats
@output_format
def watch(folder: str, formats: tuple[str, ...], output_format: str) -> None:
    """Build whenever a file is saved, until Ctrl-C."""
    from reportgen.files.project import open_project
    from reportgen.recipes.outputs import FORMATS
    from reportgen.recipes.watching import rebuilds

    project = open_project(folder)
    faults: set[tuple[str, str]] = set()
    with suppress(KeyboardInterrupt):
        for made in rebuilds(project, formats or FORMATS):
            print_findings(made.diagnostics, output_format)
            before, faults = faults, {(one.rule.code, one.message) for one in made.diagnostics}
            click.echo(rebuild_line(made, mended=len(before - faults)))


@cli.command()
@folder
@click.option("--document", default="", metavar="NAME", help="Show `content/NAME.md`.")
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
    from reportgen.preview.server import Preview
    from reportgen.recipes.prepared import document_named

    project, diagnostics = open_project(folder), Diagnostics()
    with showing(diagnostics, "full"):
        path = document_named(project, document, diagnostics)
    shown = Preview(project, path, port)

    def ready() -> None:
        click.echo(f"{shown.address}  (Ctrl-C ends it)")
        if not no_browser:
            webbrowser.open(shown.address)

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
@output_format
def figure(
    name: str, folder: str, document: str, form: str, width: int, output_format: str
) -> None:
    """Write FIGURE (its id, `fig-x`) alone to build/, with title, source and alternative.

    Beside the picture lies FIGURE.json: from which data and version it is.
    """
    from reportgen.files.project import open_project
    from reportgen.recipes.figure_picture import write_figure

    diagnostics, project = Diagnostics(), open_project(folder)
    with showing(diagnostics, output_format):
        with Progress() as progress:
            made = write_figure(project, name, form, width, diagnostics, progress.stage, document)
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
