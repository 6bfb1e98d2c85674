"""The verbs of trust: check, seal, verify."""

import sys
from dataclasses import replace
from pathlib import Path

import click

from reportgen.cli.exit_codes import FINDINGS, USAGE
from reportgen.cli.printing import end_with, print_answers, remark, showing
from reportgen.cli.progress import Progress
from reportgen.cli.verbs.limits import limited, set_limits
from reportgen.cli.verbs.options import cli, folder, output_format
from reportgen.diagnostics import Diagnostics, UsageError


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
