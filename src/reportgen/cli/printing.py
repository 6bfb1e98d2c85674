"""What the command prints: outputs, findings, tables. Nothing else of the tool prints."""

import shlex
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.characters import printable
from reportgen.diagnostics import (
    RENDERERS,
    ContentError,
    Diagnostic,
    Diagnostics,
    Level,
    counted,
)

if TYPE_CHECKING:
    from rich.console import Console

    from reportgen import library
    from reportgen.checks.links import Answer
    from reportgen.data.dataset import Dataset
    from reportgen.deck.design.template_report import Row
    from reportgen.ledger.changes import Change
    from reportgen.ledger.claims import Ledger, Worded
    from reportgen.recipes import standby
    from reportgen.recipes.importing import Imported
    from reportgen.recipes.results import Output
    from reportgen.recipes.upgrading import Upgrade
    from reportgen.recipes.watching import Rebuilt

    Result = library.Result | standby.Built

from reportgen.cli.exit_codes import FINDINGS
from reportgen.version import __version__

FOR_PEOPLE = ("full", "concise")
"""The forms of findings that people read: they go to standard error, others to standard output."""


def remark(line: str, output_format: str) -> None:
    """Print a line that is no finding where findings are not."""
    click.echo(line, err=output_format not in FOR_PEOPLE)


def print_output(root: Path, output: "Output", output_format: str) -> None:
    """Print the path of an output with its size, or that it is as it was."""
    size = f"{output.path.stat().st_size / 1000:,.0f} kB"
    shown = output.path.relative_to(root).as_posix()
    remark(f"{shown}  {size if output.changed else 'unchanged'}", output_format)


def end_with(result: "Result", output_format: str) -> None:
    """Print the findings of a call; end with code 1 where there is an error."""
    print_findings(result.findings, output_format)
    print_accepted(result, output_format)
    if not result.ok:
        raise SystemExit(FINDINGS)


def print_accepted(result: "Result", output_format: str) -> None:
    """Print the findings that the project accepts, each with its reason; to people only."""
    if result.accepted and output_format in FOR_PEOPLE:
        click.echo(f"{counted(len(result.accepted), 'finding')} accepted:", err=True)
        for one in result.accepted:
            found = one.finding
            reason = printable(one.reason)
            click.echo(f"  {found.span}: {found.rule.code}: {reason}", err=True)


def rebuild_line(made: "Rebuilt", mended: int) -> str:
    """Return a line on a build: when, what was saved, what was written, how long it took."""
    written = [output.path.removeprefix("build/") for output in made.outputs if output.changed]
    if made.failed:
        result = made.refused or f"{counted(made.diagnostics.errors, 'error')}; the files stay"
    else:
        result = " ".join(written) or "unchanged"
    parts = [time.strftime("%H:%M:%S"), result, f"{made.seconds:.1f} s", *made.saved[:3]]
    if len(made.saved) > len(made.saved[:3]):
        parts.append(f"and {counted(len(made.saved) - 3, 'more file')}")
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
        click.echo(f"did not come over: {counted(count, 'word')} of “{_shortened(text, 100)}”")
    if len(made.lost) > MOST_LOST:
        words = sum(count for _, count in made.lost[MOST_LOST:])
        click.echo(f"did not come over: {counted(words, 'word')} of other paragraphs")
    click.echo("to do:")
    for line, what in made.todo:
        click.echo(f"  {folder / 'content/brief.md'}:{line}: {what}")
    click.echo(f"next: reportgen build {shlex.quote(str(folder))}")


def print_upgrade(made: "Upgrade", output_format: str, *, write: bool) -> None:
    """Print what a release changes in a project: versions, edits, looks, notes, findings, files."""

    def line(text: str) -> None:
        remark(text, output_format)

    line(f"this is reportgen {__version__}; the project is of {made.old} ({made.known_by})")
    if not made.releases:
        line("nothing has to change")
        return
    if made.edits:
        line("edits, made:" if write else "edits (`--write` makes them):")
        for diff in made.edits.values():
            line(diff.rstrip("\n"))
    for path, look, until in made.looks:
        what = next(
            one.what for release in made.releases for one in release.looks if one.old == look
        )
        line(f"{path}: another look: {what}")
        line(f"  to stay: `theme: {look}` (`upgrade --keep-look` writes it), until {until}")
    for release in made.releases:
        for what, instead in release.notes:
            line(f"since {release.version}: {what}")
            line(f"  {instead}")
    rules = sum(len(release.rules) for release in made.releases)
    line(f"{counted(rules, 'rule')} are new; with the edits made, this is found:")
    print_findings(made.findings, output_format)
    if not made.findings:
        line("  nothing")
    for change in made.changes:
        words = " → ".join(part or "nothing" for part in (change.before, change.after))
        line(f"{change.kind} {change.name}: {words}")
    if not made.changes and not made.missing:
        line("the numbers and works are the same")
    for one in made.files:
        line(f"{one.path}: {counted(one.before, one.unit)}, {one.now} now")
        for number, before, now in one.places:
            line(f"  {one.unit} {number}: “{before or 'nothing'}” is “{now or 'nothing'}”")
    for path in made.missing:
        line(f"{path}: nothing to compare with: build it with {made.old} first")


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


def print_wordings(wordings: "Iterable[tuple[str, Worded]]") -> None:
    """Print sentences under the names of the facts that they state."""
    name = ""
    for fact, one in wordings:
        if fact != name:
            name = fact
            click.echo(name)
        click.echo(f"  {one.lang}  {one.place}  {one.words}")


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
    facts, works = counted(stated, "fact"), counted(len(ledger.works), "work")
    click.echo(f"{facts} stated, {behind} behind them, {works}")


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
    click.echo(f"{path}: {counted(len(changes), 'change')}")
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
    if shown := RENDERERS[output_format](findings):
        click.echo(shown, err=output_format in FOR_PEOPLE)
    if findings and output_format == "full":
        errors = sum(one.level is Level.ERROR for one in findings)
        said = (counted(errors, "error"), counted(len(findings) - errors, "warning"))
        click.echo(", ".join(said), err=True)
