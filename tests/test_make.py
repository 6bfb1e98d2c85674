"""`make` as the front door: what it builds, and when it has nothing to do."""

import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import ROOT, TINY, copy_project


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """The tiny project with the Makefile, and this environment in place of its own."""
    root = copy_project(TINY, tmp_path / "made")
    copy_makefiles(root)
    for name in ("pyproject.toml", "requirements.txt"):
        shutil.copy(ROOT / name, root / name)
    shutil.copytree(ROOT / "tools", root / "tools")
    environment = root / ".venv/bin"
    environment.mkdir(parents=True)
    command = shutil.which("reportgen")
    if command is None:
        import sys

        command = str(Path(sys.executable).parent / "reportgen")
    (environment / "reportgen").symlink_to(command)
    (root / ".venv/ready").touch()
    return root


def copy_makefiles(root: Path) -> None:
    """Copy the Makefile, and the one that it shares with every project."""
    for name in ("Makefile", "src/reportgen/starter/Makefile"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)


def make(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["make", *arguments], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_make_builds_both_files_and_then_has_nothing_to_do(made: Path) -> None:
    assert "build/brief.pdf" in make(made)
    assert (made / "build/brief.pptx").exists()
    assert "Nothing to be done" in make(made)
    (made / "content/data/count.csv").write_text("year,total\n2019,1000\n2020,1500\n")
    again = make(made)
    assert "--to pdf" in again
    assert "--to pptx" in again


def test_an_input_that_was_deleted_does_not_stop_make(made: Path) -> None:
    make(made)
    source = made / "content/brief.md"
    (made / "figures/count.py").rename(made / "figures/total.py")
    source.write_text(source.read_text().replace("figures/count.py", "figures/total.py"))
    assert "--to pdf" in make(made)


def test_a_path_with_a_space_is_refused_in_words(tmp_path: Path) -> None:
    root = tmp_path / "a folder"
    root.mkdir()
    copy_makefiles(root)
    done = subprocess.run(["make"], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "has a space in it" in done.stderr


def test_help_lists_the_verbs() -> None:
    listed = make(ROOT, "help")
    for verb in ("test", "lint", "check", "clean", "distclean"):
        assert f"make {verb}" in listed
