"""Fixtures: projects in temporary folders, and the two real builds, made once a run."""

import os
import shutil
from collections.abc import Generator
from pathlib import Path

import pytest

from reportgen.diagnostics import Diagnostics
from reportgen.files.project import Project
from reportgen.recipes.building import build
from reportgen.recipes.outputs import FORMATS

ROOT = Path(__file__).parent.parent
TINY = Path(__file__).parent / "tiny"
GOLDEN = Path(__file__).parent / "golden"


def copy_project(source: Path, target: Path) -> Path:
    """Copy the folders of a project that an author writes."""
    for name in ("content", "figures", "templates"):
        if (source / name).is_dir():
            shutil.copytree(
                source / name, target / name, ignore=shutil.ignore_patterns("__pycache__")
            )
    return target


def edit(root: Path, old: str, new: str, name: str = "content/brief.md") -> None:
    """Replace the first place of some words in a file of a project; they must be there."""
    text = (root / name).read_text()
    assert old in text
    (root / name).write_text(text.replace(old, new, 1))


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A small project of its own, with one of each thing."""
    return copy_project(TINY, tmp_path / "tiny")


class Built:
    """A built project: its folder, the bytes of both files, what was reported."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.diagnostics = Diagnostics()
        self.outputs = list(build(Project(root), FORMATS, self.diagnostics))
        self.pdf = (root / "build/brief.pdf").read_bytes()
        self.pptx = (root / "build/brief.pptx").read_bytes()


@pytest.fixture(scope="session")
def tiny_built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(copy_project(TINY, tmp_path_factory.mktemp("built") / "tiny"))


@pytest.fixture(scope="session")
def real_built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(copy_project(ROOT, tmp_path_factory.mktemp("built") / "real"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Make a skipped test a failed one in CI, where root has LibreOffice and may do all."""
    report = yield
    expected = hasattr(report, "wasxfail") or getattr(os, "geteuid", lambda: 1)() != 0
    if report.skipped and os.environ.get("CI") and not expected:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped in CI: {report.longrepr}"
    return report
