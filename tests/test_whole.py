"""Outputs are whole, whatever becomes of a build: a share of what `tests/torn.py` tries."""

import random
from pathlib import Path

import pytest

from reportgen.diagnostics import InputChanged
from reportgen.files.project import Project
from torn import Subject, full_disks, kills, read_only, two_at_once


@pytest.fixture(scope="module")
def subject(tmp_path_factory: pytest.TempPathFactory) -> Subject:
    return Subject(tmp_path_factory.mktemp("torn") / "project")


def test_a_killed_build_leaves_whole_files_and_nothing_beside_them(subject: Subject) -> None:
    assert len(list(kills(subject, 3, random.Random(7), every=3))) == 3


def test_builds_at_once_while_content_is_saved_are_each_of_one_state(subject: Subject) -> None:
    assert two_at_once(subject, 1) > 0


def test_a_full_disk_costs_no_file(subject: Subject) -> None:
    found = list(full_disks(subject, [0, 4000]))
    if not found:
        pytest.skip("no disk of its own can be had here")
    full, room = found
    assert "No space left on device" in full
    assert "written" in room


def test_a_folder_that_takes_nothing_costs_no_file(subject: Subject) -> None:
    said = read_only(subject)
    if not said:
        pytest.skip("no disk of its own can be had here")
    assert "Read-only file system" in said


def test_what_is_read_again_must_be_as_it_was(tmp_path: Path) -> None:
    project = Project(tmp_path)
    (tmp_path / "one.csv").write_text("a")
    project.read_bytes("one.csv")
    branch = project.branch()
    assert branch.read_bytes("one.csv") == b"a"
    (tmp_path / "one.csv").write_text("b")
    with pytest.raises(InputChanged, match=r"`one\.csv` was saved while it was read"):
        branch.read_bytes("one.csv")
    assert Project(tmp_path).read_bytes("one.csv") == b"b"
    project.write("one.csv", b"c")
    assert project.read_bytes("one.csv") == b"c"
