"""`reportgen new`: a starter project that builds, and a folder that is never half written."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from conftest import ROOT
from projects import findings
from reportgen.cli.verbs import cli
from reportgen.diagnostics import UsageError
from reportgen.recipes import new_project as scaffold
from reportgen.version import __version__
from test_cli import reportgen

COMMAND = f"{sys.executable} -m reportgen"


def run_make(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["make", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def test_the_starter_builds_with_make_without_a_finding(tmp_path: Path) -> None:
    root = tmp_path / "brief"
    done = reportgen("new", root)
    assert done.returncode == 0, done.stderr
    assert f"next: cd {root} && make" in done.stdout
    built = run_make(root)
    assert built.returncode == 0, built.stderr
    assert findings(built.stderr) == []
    for name in ("brief.pdf", "brief.pptx", "brief.claims.json"):
        assert (root / "build" / name).is_file()
    assert "Nothing to be done" in run_make(root).stdout
    checked = run_make(root, "check")
    assert checked.returncode == 0, checked.stderr
    assert findings(checked.stderr) == []
    (root / "content/data/people.csv").touch()
    assert "build --document brief" in run_make(root, "--dry-run").stdout


def test_a_project_finds_the_tool_that_wrote_it_or_says_how_to_name_one(tmp_path: Path) -> None:
    root = tmp_path / "brief"
    scaffold.start(root)
    assert f"{Path(sys.executable).parent}/reportgen build" in run_make(root, "-n").stdout
    named = run_make(root, "-n", f"REPORTGEN={COMMAND}")
    assert f"{COMMAND} build --document brief" in named.stdout
    lost = run_make(root, "REPORTGEN=/no/such/reportgen")
    assert lost.returncode == 2
    assert "there is no `/no/such/reportgen`; name the tool: make REPORTGEN=" in lost.stderr
    (root / "local.mk").unlink()
    own = root / ".venv/bin/reportgen"
    own.parent.mkdir(parents=True)
    own.write_text("#!/bin/sh\n")
    own.chmod(0o755)
    assert ".venv/bin/reportgen build" in run_make(root, "-n").stdout


def test_what_the_readme_names_is_there(tmp_path: Path) -> None:
    root = tmp_path / "brief"
    scaffold.start(root)
    rows = re.findall(r"^\| `(.+?)` \| (.+?) \|$", (root / "README.md").read_text(), re.MULTILINE)
    assert len(rows) > 5
    for name, words in rows:
        assert (root / name).exists() is ("not there yet" not in words), name
    for path in (path for path in root.rglob("*") if path.parent.name in ("content", "figures")):
        named = any(str(path.relative_to(root)).startswith(name.split(".")[0]) for name, _ in rows)
        assert path.is_dir() or named, f"README.md does not name {path.name}"


def test_git_keeps_what_an_author_writes_and_nothing_of_the_machine(tmp_path: Path) -> None:
    root = tmp_path / "brief"
    scaffold.start(root)
    (root / "build").mkdir()
    (root / "build/brief.pdf").touch()
    subprocess.run(["git", "init", "--quiet", root], check=True)
    listed = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert {"Makefile", ".gitignore", "content/brief.md", "content/data/people.csv"} <= {*listed}
    assert "local.mk" not in listed
    assert "build/brief.pdf" not in listed


@pytest.mark.parametrize("what", ["a file in it", "no folder", "no folder above", "a broken link"])
def test_where_something_is_there_nothing_is_written(tmp_path: Path, what: str) -> None:
    target = tmp_path / "brief"
    if what == "a file in it":
        target.mkdir()
        (target / "thesis.docx").write_text("ten years of work")
    elif what == "no folder":
        target.write_text("ten years of work")
    elif what == "a broken link":
        target.symlink_to(tmp_path / "nowhere")
    else:
        target = tmp_path / "of" / "brief"
    before = sorted(tmp_path.rglob("*"))
    done = reportgen("new", target)
    assert done.returncode == 2
    assert done.stderr.startswith("reportgen: ")
    expected = {"a file in it": "`thesis.docx` is in it", "no folder above": "there is no folder"}
    assert expected.get(what, "is no folder") in done.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_an_empty_folder_is_filled_and_stays_the_same_one(tmp_path: Path) -> None:
    target = tmp_path / "brief"
    target.mkdir()
    number = target.stat().st_ino
    scaffold.start(target)
    assert (target / "content/brief.md").is_file()
    assert target.stat().st_ino == number, "a shell that stands in it sees the files"
    assert [path.name for path in tmp_path.iterdir()] == ["brief"]


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("act", ["write_bytes", "rename"])
def test_a_fault_half_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str, *, there: bool
) -> None:
    target = tmp_path / "brief"
    if there:
        target.mkdir()
    whole, calls = getattr(Path, act), []

    def full_disk(path: Path, *arguments: object) -> object:
        calls.append(path)
        if len(calls) == (3 if act == "write_bytes" or there else 1):
            raise OSError(28, "No space left on device")
        return whole(path, *arguments)

    monkeypatch.setattr(Path, act, full_disk)
    with pytest.raises(UsageError, match="No space left on device"):
        scaffold.start(target)
    assert list(tmp_path.rglob("*")) == ([target] if there else [])


def test_compiled_modules_of_an_installed_tool_do_not_come_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = shutil.copytree(scaffold.STARTER, tmp_path / "installed")
    compiled = installed / "figures/__pycache__"
    compiled.mkdir(parents=True)
    (compiled / "one.cpython-311.pyc").touch()
    monkeypatch.setattr(scaffold, "STARTER", installed)
    scaffold.start(tmp_path / "brief")
    assert not list((tmp_path / "brief").rglob("__pycache__"))


def test_where_make_cannot_work_the_command_is_named_instead(tmp_path: Path) -> None:
    done = reportgen("new", tmp_path / "my brief")
    assert f"next: cd '{tmp_path}/my brief' && reportgen build" in done.stdout


def test_git_and_so_the_wheel_hold_every_file_of_the_starter() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", scaffold.STARTER.relative_to(ROOT).as_posix()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    held = {ROOT / name for name in listed.stdout.split("\0") if name}
    there = {path for path in scaffold.STARTER.rglob("*") if path.is_file()}
    assert {path for path in there if path.parent.name != "__pycache__"} == held


def test_the_workflows_name_this_version_and_every_step_is_a_command_that_there_is(
    tmp_path: Path,
) -> None:
    scaffold.start(tmp_path / "x")
    for name in (".github/workflows/build.yml", ".gitlab-ci.yml"):
        text = (tmp_path / "x" / name).read_text()
        assert f'"brief-and-deck=={__version__}"' in text
        assert "@" not in text.replace("actions/checkout@v", "").replace(
            "actions/setup-python@v", ""
        ).replace("actions/upload-artifact@v", "")
        steps = yaml.safe_load(text)
        assert "make" not in text.split()
        assert steps
        for verb in re.findall(r"reportgen (\w+)", text):
            assert verb in cli.commands
