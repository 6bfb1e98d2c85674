"""The command as a user meets it: what it writes, what it prints, how it ends."""

import subprocess
import sys
from pathlib import Path

import pytest

from projects import findings


def reportgen(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "reportgen", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_build_writes_both_files_and_a_depfile_for_each(tiny: Path) -> None:
    done = reportgen("build", tiny)
    assert done.returncode == 0, done.stderr
    assert findings(done.stderr) == [], "quiet where nobody watches"
    assert [line.split()[0] for line in done.stdout.splitlines()] == [
        "build/brief.pdf",
        "build/brief.pptx",
    ]
    rules = (tiny / "build/.reportgen/brief.pdf.d").read_text()
    for name in (
        "content/brief.md",
        "content/facts.yaml",
        "content/references.json",
        "content/data/count.csv",
        "content/data/count.yaml",
        "figures/count.py",
    ):
        assert f"\n  {name}" in rules
        assert f"\n{name}:\n" in rules, "a file that vanishes does not stop make"
    assert not list((tiny / "build").rglob("*.tmp")), "nothing temporary is left"


def test_findings_end_with_1_and_leave_the_old_files(tiny: Path) -> None:
    assert reportgen("build", tiny).returncode == 0
    before = (tiny / "build/brief.pdf").read_bytes()
    source = tiny / "content/brief.md"
    source.write_text(source.read_text().replace("@roe2021", "@rough2021"))
    done = reportgen("build", tiny)
    assert done.returncode == 1
    assert "no reference `@rough2021`" in done.stderr
    assert "^^^^^^^^^^" in done.stderr
    assert "Traceback" not in done.stderr
    assert (tiny / "build/brief.pdf").read_bytes() == before


def test_findings_come_as_json_and_for_github(tiny: Path) -> None:
    (tiny / "content/facts.yaml").write_text("one: {value: 1}\n")
    done = reportgen("build", tiny, "--output-format", "json")
    assert '"code": "unknown-fact"' in done.stdout
    done = reportgen("build", tiny, "--output-format", "github")
    assert "::error file=content/brief.md,line=" in done.stdout


def test_a_folder_without_content_ends_with_2(tmp_path: Path) -> None:
    done = reportgen("build", tmp_path)
    assert done.returncode == 2
    assert "no folder `content`" in done.stderr


def test_an_unknown_verb_or_rule_ends_with_2() -> None:
    assert reportgen("biuld").returncode == 2
    done = reportgen("explain", "unknown-fakt")
    assert done.returncode == 2
    assert "unknown-fact" in done.stderr


def test_explain_says_what_a_rule_means() -> None:
    done = reportgen("explain", "missing-alt")
    assert done.returncode == 0
    assert "text alternative" in done.stdout


def test_clean_deletes_the_outputs_and_nothing_else(tiny: Path) -> None:
    reportgen("build", tiny, "--to", "pptx")
    assert (tiny / "build/brief.pptx").exists()
    assert not (tiny / "build/brief.pdf").exists()
    assert reportgen("clean", tiny).returncode == 0
    assert not (tiny / "build").exists()
    assert (tiny / "content/brief.md").exists()


def test_a_folder_that_cannot_be_written_ends_with_2(tiny: Path) -> None:
    (tiny / "build").write_text("a file where the folder should be")
    done = reportgen("build", tiny, "--to", "pptx")
    assert done.returncode == 2
    assert "cannot write" in done.stderr


@pytest.mark.parametrize("verb", ["build", "check"])
def test_help_names_the_folder(verb: str) -> None:
    assert "[DIR]" in reportgen(verb, "--help").stdout


def test_what_is_not_needed_is_not_imported(tiny: Path) -> None:
    code = (
        "import sys\nfrom reportgen.cli import cli\n"
        "try:\n    cli(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print(*(name for name in sys.modules if '.' not in name))"
    )

    def imported(*arguments: str) -> set[str]:
        command = [sys.executable, "-c", code, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return {*done.stdout.splitlines()[-1].split()}

    heavy = {"matplotlib", "numpy", "polars", "weasyprint", "pptx", "pikepdf", "yaml", "jinja2"}
    assert not imported("--help") & heavy
    deck = imported("build", str(tiny), "--to", "pptx")
    assert "pptx" in deck
    assert not deck & {"weasyprint", "pikepdf", "pypdfium2"}
