"""The command line: verbs and options to calls; nothing else prints."""

import logging
import math
import shlex
import shutil
import sys
import time
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn

import click

from reportgen.characters import printable
from reportgen.diagnostics import (
    RENDERERS,
    ContentError,
    Diagnostic,
    Diagnostics,
    EnvironmentFault,
    Level,
    Rule,
    UsageError,
    full,
    suggestion,
)
from reportgen.machine.overseer import oversee
from reportgen.machine.terminal import guard_streams, unwritten
from reportgen.version import __version__

if TYPE_CHECKING:
    from rich.console import Console

    from reportgen.checks.links import Answer
    from reportgen.data.dataset import Dataset
    from reportgen.deck.design.template_report import Row
    from reportgen.ledger.changes import Change
    from reportgen.ledger.claims import Ledger
    from reportgen.library import Output, Result
    from reportgen.recipes.importing import Imported
    from reportgen.recipes.watching import Rebuilt

FINDINGS, USAGE, ENVIRONMENT, INTERNAL = 1, 2, 3, 4

folder = click.argument(
    "folder", default=".", type=click.Path(exists=True, file_okay=False), metavar="[DIR]"
)
to_formats = click.option(
    "--to",
    "formats",
    multiple=True,
    type=click.Choice(["pdf", "pptx", "press", "proof", "onepager", "handout"]),
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
@output_format
def build(
    folder: str,
    formats: tuple[str, ...],
    document: str,
    press: bool,  # noqa: FBT001
    proof: str | None,
    time_limit: float | None,
    memory_limit: int | None,
    timings: bool,  # noqa: FBT001
    key: Path | None,
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
            stage=progress.stage,
            tell=lambda output: print_output(Path(folder), output),
        )
    end_with(result, output_format)
    if timings:
        progress.print_timings()
    if key is not None:
        seal_all(folder, key, output_format)


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
@output_format
def check(
    folder: str,
    links: bool,  # noqa: FBT001
    publish: bool,  # noqa: FBT001
    rebuild: bool,  # noqa: FBT001
    explain: str | None,
    report: Path | None,
    output_format: str,
) -> None:
    """Check the content, and the finished files in DIR/build/. Nothing in DIR is written.

    A file that was changed after it was built is told part by part.
    """
    from reportgen import library
    from reportgen.files.project import open_project
    from reportgen.recipes.checking import check_links

    with Progress() as progress:
        result = library.check(
            folder,
            publish=publish,
            rebuild=rebuild,
            explain=explain or "",
            report=report,
            stage=progress.stage,
            tell=click.echo,
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
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A private SSH key, or the `.pub` of one that an agent holds.",
)
@output_format
def seal(folder: str, key: Path, output_format: str) -> None:
    """Check the finished files as `check --publish` does, and sign their ledgers.

    Nothing that fails is sealed. The seal of a document is `build/NAME.claims.json.sig`.
    """
    seal_all(folder, key, output_format)


def seal_all(folder: str, key: Path, output_format: str) -> None:
    """Check a project to be published, seal it, and end with exit code 1 where either fails."""
    from reportgen import library
    from reportgen.files.project import open_project
    from reportgen.recipes.sealing import seal as seal_ledgers

    with Progress() as progress:
        result = library.check(folder, publish=True, stage=progress.stage, tell=click.echo)
    if result.ok:
        diagnostics = Diagnostics()
        for path in seal_ledgers(open_project(folder), key, diagnostics):
            click.echo(f"{path}  sealed")
        result = replace(result, findings=(*result.findings, *diagnostics))
    end_with(result, output_format)


@cli.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE...")
@click.option(
    "--signers",
    type=click.Path(exists=True, dir_okay=False),
    help="The keys that you trust, a line each (`allowed_signers` in ssh-keygen's manual).",
)
def verify(files: tuple[str, ...], signers: str | None) -> None:
    """Tell whether FILES are as they were built, and who vouches for them. No project is needed.

    Give the ledger (NAME.claims.json) and its seal (NAME.claims.json.sig) with the files, under
    whatever names. Exit codes: 0 proved, or consistent without anyone who vouches; 1 altered;
    2 no ledger was given, so nothing can be told.
    """
    from reportgen.sealing.verdict import Verdict
    from reportgen.sealing.verdict import verify as verify_files

    told = verify_files(files, signers or "")
    for line in told.lines:
        click.echo(line)
    who = f": {told.signed.fingerprint}" if told.signed is not None else ""
    click.echo(f"{told.verdict}{who}")
    if told.verdict is Verdict.ALTERED:
        raise SystemExit(FINDINGS)
    if told.verdict is Verdict.UNKNOWN:
        raise SystemExit(USAGE)


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
@click.option(
    "--project",
    "folder",
    default=".",
    type=click.Path(exists=True, file_okay=False),
    help="The project's folder.  [default: .]",
)
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
@click.option(
    "--project",
    "folder",
    default=".",
    type=click.Path(exists=True, file_okay=False),
    help="The project's folder.  [default: .]",
)
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
@output_format
def template_check(file: Path, output_format: str) -> None:
    """List the layouts of a .pptx or .potx FILE, the role each plays, and what is wrong."""
    from reportgen.deck.design.foreign_template import open_template
    from reportgen.deck.design.template_report import examine_template
    from reportgen.diagnostics import Span

    diagnostics, span = Diagnostics(), Span(str(file))
    with showing(diagnostics, output_format):
        presentation = open_template(file.read_bytes(), span, diagnostics)
        if presentation is not None:
            print_layouts(examine_template(presentation, span, diagnostics))
        diagnostics.stop_on_errors()


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
            click.echo(f"{_count(len(works), 'work')}{told}")
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


def print_output(root: Path, output: "Output") -> None:
    """Print the path of an output with its size, or that it is as it was."""
    size = f"{output.path.stat().st_size / 1000:,.0f} kB"
    shown = output.path.relative_to(root).as_posix()
    click.echo(f"{shown}  {size if output.changed else 'unchanged'}")


def end_with(result: "Result", output_format: str) -> None:
    """Print the findings of a call; end with code 1 where there is an error."""
    print_findings(result.findings, output_format)
    if not result.ok:
        raise SystemExit(FINDINGS)


def rebuild_line(made: "Rebuilt", mended: int) -> str:
    """Return a line on a build: when, what was saved, what was written, how long it took."""
    written = [output.path.removeprefix("build/") for output in made.outputs if output.changed]
    if made.failed:
        result = made.refused or f"{_count(made.diagnostics.errors, 'error')}; the files stay"
    else:
        result = " ".join(written) or "unchanged"
    parts = [time.strftime("%H:%M:%S"), result, f"{made.seconds:.1f} s", *made.saved[:3]]
    if len(made.saved) > len(made.saved[:3]):
        parts.append(f"and {_count(len(made.saved) - 3, 'more file')}")
    return "  ".join(parts) + f"  ({mended} mended)" * bool(mended)


def print_imported(folder: Path, made: "Imported") -> None:
    """Print what became of a draft, and what its author has to do next."""
    for path, what in made.files:
        click.echo(f"{folder / path}  {what}")
    for what, count in made.told:
        click.echo(f"told: {what}" + (f" ({count} times)" if count > 1 else ""))
    for one in made.remarks:
        near = f" at “{_shortened(one.near, 60)}”" if one.near and one.near != one.text else ""
        click.echo(f"{one.kind} by {one.author or 'somebody'}: “{_shortened(one.text, 80)}”{near}")
    for text, count in made.lost[:MOST_LOST]:
        click.echo(f"did not come over: {_count(count, 'word')} of “{_shortened(text, 100)}”")
    if len(made.lost) > MOST_LOST:
        words = sum(count for _, count in made.lost[MOST_LOST:])
        click.echo(f"did not come over: {_count(words, 'word')} of other paragraphs")
    click.echo("to do:")
    for line, what in made.todo:
        click.echo(f"  {folder / 'content/brief.md'}:{line}: {what}")
    click.echo(f"next: reportgen build {shlex.quote(str(folder))}")


MOST_LOST = 8
"""So many paragraphs that did not come over whole are shown; the rest is counted."""


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def print_layouts(rows: "Sequence[Row]") -> None:
    """Print the layouts of a template as a table."""
    from rich.table import Table
    from rich.text import Text

    table = Table("layout", "type", "holds", "plays", box=None, pad_edge=False)
    for row in rows:
        table.add_row(*map(Text, (row.name, row.type, row.holds, ", ".join(row.plays))))
    _wide_console().print(table)


def print_facts(ledger: "Ledger") -> None:
    """Print the claims of a document as a table."""
    from rich.table import Table
    from rich.text import Text

    table = Table(
        "name", "printed", "from", "source", "pages", "slides", "notes", box=None, pad_edge=False
    )
    for claim in ledger.claims:
        origin = claim.formula or (
            f"{claim.data_file.rsplit('/', 1)[-1]}, {claim.data_cell}: {claim.data_column}"
            if claim.data_file
            else "quoted"
        )
        works = "; ".join(ledger.works[one].short for one in claim.sources if one in ledger.works)
        source = ", ".join(part for part in (works, claim.locator) if part)
        numbers = (", ".join(map(str, at)) for at in (claim.pages, claim.slides, claim.spoken))
        cells = (claim.name, claim.printed, origin, source, *numbers)
        table.add_row(*map(Text, cells))
    stated = sum(bool(claim.stated or claim.figures) for claim in ledger.claims)
    head = f"{ledger.title} · edition {ledger.edition} · data as of {ledger.data_date}"
    click.echo(head)
    _wide_console().print(table)
    for claim in ledger.claims:
        if claim.note:
            click.echo(f"{claim.name}: {claim.note}")
    for path, about in ledger.datasets.items():
        click.echo(f"{path}: {about.words}" if about.words else path)
    behind = len(ledger.claims) - stated
    click.echo(f"{stated} facts stated, {behind} behind them, {len(ledger.works)} works")


def print_dataset(dataset: "Dataset") -> None:
    """Print a dataset: its columns and some of its rows as tables, and what is to be said of it."""
    from rich.table import Table
    from rich.text import Text

    from reportgen.recipes.data_report import columns, heads, remarks, rows

    for line in remarks(dataset):
        click.echo(line)
    if not dataset.is_table:
        return
    table = Table("column", "holds", "from, to", "blank", "prints", box=None, pad_edge=False)
    for one in columns(dataset):
        cells = (one.name, one.holds, one.span, str(one.blanks or ""), one.prints)
        table.add_row(*map(Text, cells))
    click.echo()
    _wide_console().print(table)
    table = Table(box=None, pad_edge=False)
    for name in heads(dataset):
        table.add_column(Text(name))
    for row in rows(dataset):
        table.add_row(*map(Text, row))
    click.echo()
    _wide_console().print(table)


def print_changes(path: str, changes: "list[Change]") -> None:
    """Print what changed in a document, a line each and where it stands."""
    click.echo(f"{path}: {_count(len(changes), 'change')}")
    for one in changes:
        words = " → ".join(part or "nothing" for part in (one.before, one.after))
        click.echo(f"  {one.kind} {one.name}: {words}")
        places = " → ".join(
            dict.fromkeys(part for part in (one.old_places, one.new_places) if part)
        )
        if places:
            click.echo(f"      {places}")


def _wide_console() -> "Console":
    """Return a console as wide as the terminal; where there is none, as wide as is needed."""
    from rich.console import Console

    return Console() if sys.stdout.isatty() else Console(width=200)


def run_with_limits(seconds: float | None, megabytes: int | None, output_format: str) -> NoReturn:
    """Run this very command again in a process with limits, and end as it ends."""
    from reportgen.machine.limits import run_limited

    parameters = click.get_current_context().params
    arguments = ["build", parameters["folder"], "--output-format", output_format]
    for name in parameters["formats"]:
        arguments += ["--to", name]
    arguments += ["--document", parameters["document"]] * bool(parameters["document"])
    arguments += ["--press"] * parameters["press"] + ["--timings"] * parameters["timings"]
    arguments += ["--proof", "grey"] * (parameters["proof"] is not None)
    if parameters["key"] is not None:
        arguments += ["--seal", str(parameters["key"])]
    diagnostics = Diagnostics()
    with showing(diagnostics, output_format):
        code = run_limited(arguments, seconds, megabytes, diagnostics)
        diagnostics.stop_on_errors()
    raise SystemExit(code)


def print_answers(answers: "list[Answer]") -> None:
    """Print what became of each address as a table."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("answer", "", "address", box=None, pad_edge=False)
    for one in answers:
        table.add_row(one.state, str(one.status or ""), Text(one.address.url))
    longest = max((len(one.address.url) for one in answers), default=0)
    Console(width=longest + 40).print(table)


class Progress:
    """Shows the stage that is under way, on a terminal only, and keeps the time of each."""

    def __init__(self) -> None:
        self.times: dict[str, float] = {}
        self._console: Console | None = None

    def __enter__(self) -> "Progress":
        if sys.stderr.isatty():
            from rich.console import Console

            self._console = Console(stderr=True)
        return self

    def __exit__(self, *_: object) -> None:
        return None

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage, and show its name while it runs."""
        start = time.perf_counter()
        try:
            if self._console is None:
                yield
            else:
                with self._console.status(f"{name} …"):
                    yield
        finally:
            self.times[name] = self.times.get(name, 0.0) + time.perf_counter() - start

    def print_timings(self) -> None:
        """Print the seconds of each stage to standard error."""
        for name, seconds in self.times.items():
            click.echo(f"{seconds:7.2f} s  {name}", err=True)
        click.echo(f"{sum(self.times.values()):7.2f} s  in all stages", err=True)


@contextmanager
def showing(diagnostics: Diagnostics, output_format: str) -> Iterator[None]:
    """Print the findings of what runs inside; end with code 1 where there is an error."""
    failed = False
    try:
        yield
    except ContentError:
        failed = True
    print_findings(diagnostics, output_format)
    if failed:
        raise SystemExit(FINDINGS)


def print_findings(findings: Iterable[Diagnostic], output_format: str) -> None:
    """Print findings: for people to standard error, for programs to standard output."""
    findings = tuple(findings)
    for found in findings:
        click.echo(RENDERERS[output_format](found), err=output_format in ("full", "concise"))
    if findings and output_format == "full":
        errors = sum(one.level is Level.ERROR for one in findings)
        said = (_count(errors, "error"), _count(len(findings) - errors, "warning"))
        click.echo(", ".join(said), err=True)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")


def main() -> None:
    """Run the command in a process of its own; tell what was at work where that ends suddenly."""
    guard_streams()
    logging.getLogger().addHandler(logging.NullHandler())  # what libraries log is not for authors
    if sys.argv[1:2] and sys.argv[1] in OVERSEEN:
        finding = oversee(run)
        if finding is not None:
            click.echo(full(finding), err=True)
            sys.exit(FINDINGS)
    run()


OVERSEEN = ("build", "check", "diff")
"""The verbs that run figure modules, once."""


def run() -> None:
    """Run the command; turn every way to fail into its exit code."""
    try:
        cli.main(standalone_mode=False)
        if fault := unwritten():
            click.echo(f"reportgen: standard output cannot be written: {fault}", err=True)
            sys.exit(ENVIRONMENT)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except (click.exceptions.Abort, KeyboardInterrupt):
        sys.exit(130)
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
