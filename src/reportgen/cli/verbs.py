"""The verbs of the command line: options to calls."""

import math
import shlex
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal, TypeVar

import click

from reportgen.cli.exit_codes import ENVIRONMENT, FINDINGS, USAGE
from reportgen.cli.printing import (
    counted,
    end_with,
    print_answers,
    print_changes,
    print_dataset,
    print_facts,
    print_findings,
    print_imported,
    print_layouts,
    print_output,
    rebuild_line,
    remark,
    showing,
)
from reportgen.cli.progress import Progress
from reportgen.diagnostics import (
    RENDERERS,
    Diagnostics,
    Rule,
    UsageError,
    suggestion,
)
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


F = TypeVar("F", bound=Callable[..., object])


def limited(verb: F) -> F:
    """Give a verb the options that say what it may take of time and memory."""
    for option in reversed(LIMITS):
        verb = option(verb)
    return verb


LIMITS = (
    click.option(
        "--time-limit",
        type=click.FloatRange(min=1, max=1e6),
        metavar="SECONDS",
        help="End it when it takes longer.",
    ),
    click.option(
        "--patience",
        type=click.FloatRange(min=0, max=1e6),
        metavar="SECONDS",
        help="End it after so long without a sign of progress; 0 for never.  [default: 20]",
    ),
    click.option(
        "--memory-limit",
        type=click.IntRange(min=0, max=10**9),
        metavar="MB",
        help="End it when it takes more; 0 for no limit.  [default: 1800]",
    ),
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="reportgen")
def cli() -> None:
    """One structured content source: a cited PDF brief and a PowerPoint deck that say the same.

    Every verb takes the project's folder, the current one by default. Exit codes: 0 fine,
    1 findings, 2 usage or settings, 3 environment, 4 internal error.
    """


@cli.command()
@folder
@to_formats
@click.option(
    "--document", default="", metavar="NAME", help="Build `content/NAME.md` only.  [default: all]"
)
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

    What is up to date is left alone.
    """
    from reportgen import library

    set_limits(folder, time_limit, patience, memory_limit)
    formats += ("press",) * press + ("proof",) * (proof is not None)
    with Progress() as progress:
        result = library.build(
            folder,
            to=formats or library.FORMATS,
            document=document,
            stage=progress.stage,
            tell=lambda output: print_output(Path(folder), output, output_format),
        )
    end_with(result, output_format)
    if timings:
        progress.print_timings()
    if key is not None or certificate is not None:
        seal_all(folder, key, certificate, output_format)


@cli.command()
@folder
@to_formats
@output_format
def watch(folder: str, formats: tuple[str, ...], output_format: str) -> None:
    """Build whenever a file is saved, until Ctrl-C."""
    from reportgen.files.project import open_project
    from reportgen.machine.overseer import until_interrupted
    from reportgen.recipes.outputs import FORMATS
    from reportgen.recipes.watching import rebuilds

    project = open_project(folder)
    faults: set[tuple[str, str]] = set()
    with until_interrupted():
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
    from reportgen.machine.overseer import until_interrupted
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

    with until_interrupted():
        shown.run(ready)


@cli.command()
@folder
@click.option(
    "--links", is_flag=True, help="Ask every address whether it answers; needs the network."
)
@click.option("--publish", is_flag=True, help="Refuse drafts, and files that are not as built.")
@click.option("--rebuild", is_flag=True, help="Build anew to compare, whatever was recorded.")
@click.option(
    "--explain", type=click.Choice(["all"]), help="Tell every change of a file, not five of them."
)
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write what was compared to FILE, as JSON; else nothing is written.",
)
@limited
@output_format
def check(
    folder: str,
    links: bool,  # noqa: FBT001
    publish: bool,  # noqa: FBT001
    rebuild: bool,  # noqa: FBT001
    explain: str | None,
    report: Path | None,
    time_limit: float | None,
    patience: float | None,
    memory_limit: int | None,
    output_format: str,
) -> None:
    """Check the content, and the finished files in DIR/build/. Nothing in DIR is written.

    A file that was changed after it was built is told part by part.
    """
    from reportgen import library
    from reportgen.files.project import open_project
    from reportgen.recipes.checking import check_links

    set_limits(folder, time_limit, patience, memory_limit)
    with Progress() as progress:
        result = library.check(
            folder,
            publish=publish,
            rebuild=rebuild,
            explain=explain or "",
            report=report,
            stage=progress.stage,
            tell=lambda line: remark(line, output_format),
        )
        if links and result.ok:
            diagnostics = Diagnostics()
            print_answers(check_links(open_project(folder), diagnostics, progress.stage))
            result = replace(result, findings=(*result.findings, *diagnostics))
    end_with(result, output_format)


@cli.command()
@folder
@click.option(
    "--key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A private SSH key, or the `.pub` of one that an agent holds.",
)
@click.option(
    "--certificate",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Sign the brief too, with a certificate and its key (.p12); needs `reportgen[sign]`.",
)
@click.option(
    "--withdraw",
    metavar="EDITION=REASON",
    help="Only say on the list of editions that one is withdrawn, and why.",
)
@output_format
def seal(
    folder: str,
    key: Path | None,
    certificate: Path | None,
    withdraw: str | None,
    output_format: str,
) -> None:
    """Check the finished files as `check --publish` does, and sign their ledgers.

    Nothing that fails is sealed. The seal of a document is `build/NAME.claims.json.sig`. With a
    certificate the brief is signed first, so that viewers of PDF say that nothing was changed.
    """
    if key is None and (certificate is None or withdraw is not None):
        raise UsageError("give a key: `--key KEY`, or `--certificate FILE` for the brief alone")
    if withdraw is not None and key is not None:
        withdraw_edition(folder, withdraw, key, output_format)
    else:
        seal_all(folder, key, certificate, output_format)


def withdraw_edition(folder: str, withdrawn: str, key: Path, output_format: str) -> None:
    """Put on the list of editions that one is withdrawn; end with exit code 1 where that fails."""
    from reportgen.files.project import open_project
    from reportgen.recipes.sealing import withdraw

    edition, _, reason = withdrawn.partition("=")
    if not edition or not reason.strip():
        raise UsageError(
            "write `--withdraw EDITION=REASON`, such as `--withdraw '1.0=a wrong sum'`"
        )
    diagnostics = Diagnostics()
    with showing(diagnostics, output_format):
        for path in withdraw(open_project(folder), edition, reason.strip(), key, diagnostics):
            remark(f"{path}  sealed", output_format)
        diagnostics.stop_on_errors()


def seal_all(folder: str, key: Path | None, certificate: Path | None, output_format: str) -> None:
    """Check a project to be published, seal it, and end with exit code 1 where either fails."""
    from reportgen import library
    from reportgen.files.project import open_project
    from reportgen.recipes.sealing import Seal
    from reportgen.recipes.sealing import seal as seal_files

    set_limits(folder)
    with Progress() as progress:
        result = library.check(
            folder,
            publish=True,
            stage=progress.stage,
            tell=lambda line: remark(line, output_format),
        )
    if result.ok:
        diagnostics = Diagnostics()
        with_ = Seal(key, certificate, passphrase_of(certificate))
        for path in seal_files(open_project(folder), with_, diagnostics):
            remark(f"{path}  sealed", output_format)
        result = replace(result, findings=(*result.findings, *diagnostics))
    end_with(result, output_format)


def passphrase_of(certificate: Path | None) -> bytes | None:
    """Return the passphrase of a certificate that has one; it is asked for on a terminal only."""
    from reportgen.sealing.pades import is_locked

    if certificate is None or not is_locked(certificate) or not sys.stdin.isatty():
        return None
    asked: str = click.prompt(f"Passphrase of {certificate.name}", hide_input=True)
    return asked.encode()


@cli.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE...")
@click.option(
    "--signers",
    type=click.Path(exists=True, dir_okay=False),
    help="The keys that you trust, a line each (`allowed_signers` in ssh-keygen's manual).",
)
@click.option(
    "--certificates",
    type=click.Path(exists=True, dir_okay=False),
    help="The certificates that you trust (PEM), for PDFs that are signed with one.",
)
@click.option(
    "--editions",
    type=click.Path(exists=True, dir_okay=False),
    help="The list of corrected and withdrawn editions, with its seal beside it.",
)
def verify(
    files: tuple[str, ...], signers: str | None, certificates: str | None, editions: str | None
) -> None:
    """Tell whether FILES are as they were built, and who vouches for them. No project is needed.

    Give the ledger (NAME.claims.json) and its seal (NAME.claims.json.sig) with the files, under
    whatever names. Exit codes: 0 proved, or consistent without anyone who vouches; 1 altered or
    withdrawn; 2 no ledger was given, so nothing can be told.
    """
    from reportgen.sealing.verdict import Trust, Verdict
    from reportgen.sealing.verdict import verify as verify_files

    told = verify_files(files, Trust(signers or "", certificates or ""), editions or "")
    for line in told.lines:
        click.echo(line)
    who = f": {told.signed.fingerprint}" if told.signed is not None else ""
    click.echo(f"{told.verdict}{who}")
    if told.verdict in (Verdict.ALTERED, Verdict.WITHDRAWN):
        raise SystemExit(FINDINGS)
    if told.verdict is Verdict.UNKNOWN:
        raise SystemExit(USAGE)


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
@folder
def facts(folder: str) -> None:
    """Print every number with its provenance, and the pages and slides that state it."""
    from reportgen.files.project import open_project
    from reportgen.recipes.ledgers import read_ledgers

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
@folder
def clean(folder: str) -> None:
    """Delete DIR/build/, which holds nothing that `build` cannot write again."""
    from reportgen.files.project import open_project

    outputs = open_project(folder).root / "build"
    if outputs.is_symlink():
        raise UsageError(f"`{outputs}` is a link; delete it yourself")
    shutil.rmtree(outputs, ignore_errors=True)


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
@click.argument("draft", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("folder", default="", metavar="[DIR]")
@click.option(
    "--track",
    type=click.Choice(["accept", "reject", "list"]),
    default="accept",
    show_default=True,
    help="Tracked changes are in, are out, or are in and each is listed.",
)
def import_(draft: Path, folder: str, track: Literal["accept", "reject", "list"]) -> None:
    """Make a project of a DRAFT (.docx, .odt, .rtf) in DIR, which is new or empty.

    Without DIR it is made beside the command, named as the draft is.
    """
    from reportgen.recipes.importing import import_draft

    target = Path(folder or draft.stem)
    print_imported(target, import_draft(draft, target, track))


@cli.group()
def translate() -> None:
    """Begin an edition in another language, or record that it says what the original says."""


@translate.command("init")
@click.argument("lang")
@of_project
@of_document
@output_format
def translate_init(lang: str, folder: str, document: str, output_format: str) -> None:
    """Write content/NAME.LANG.md, to be translated: LANG is a BCP 47 tag, `ko`."""
    from reportgen.files.project import open_project
    from reportgen.recipes.translating import begin_translation

    diagnostics = Diagnostics()
    with showing(diagnostics, output_format):
        _, path = begin_translation(open_project(folder), lang, document, diagnostics)
        remark(
            f"{path}: write the words in the place of each `…`; then `reportgen check`",
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


@cli.command()
@click.argument("rule")
def explain(rule: str) -> None:
    """Print what the rule with this code means."""
    rules = {one.code: one for one in Rule}
    if rule not in rules:
        raise UsageError(f"no rule `{rule}`; {suggestion(rule, list(rules), 'rule')}")
    click.echo(f"{rule} ({rules[rule].level}): {rules[rule].meaning}")


def set_limits(
    folder: str,
    seconds: float | None = None,
    patience: float | None = None,
    megabytes: int | None = None,
) -> None:
    """Say what this command may take: as its options say, else the project, else the default."""
    from reportgen.files.project import open_project
    from reportgen.files.project_file import project_limits
    from reportgen.machine.limits import Asked, limit

    for name, value in (("--time-limit", seconds), ("--patience", patience)):
        if value is not None and math.isnan(value):
            raise UsageError(f"`{name} nan` is no number of seconds")
    limit(Asked(seconds, patience, megabytes), *project_limits(open_project(folder)))
