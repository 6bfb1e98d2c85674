"""The same inputs give the same bytes, wherever, whenever and by whomever they are built."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import TINY, copy_project
from test_make import with_make

PLAIN = {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"}
ELSEWHERE = {
    "TZ": "Asia/Pyongyang",
    "LC_ALL": "tr_TR.UTF-8",
    "LANGUAGE": "ko",
    "PYTHONHASHSEED": "4242",
    "SOURCE_DATE_EPOCH": "86400",
    "COLUMNS": "40",
    "HOME": "/nonexistent",
    "USER": "somebody",
}


OTHER_USER = ["unshare", "--user", "--map-user=1234", "--map-group=1234"]


def built(root: Path, environment: dict[str, str], *command: str) -> dict[str, bytes]:
    """Build two documents in a new folder; return all that is in build/, by its path.

    What says of each output what it was made from is left out: the environment is part of it.
    """
    copy_project(TINY, root)
    shutil.copy(root / "content/brief.md", root / "content/other.md")
    with_make(root)
    given = {"PATH": os.environ["PATH"], **environment}
    done = subprocess.run(command, cwd=root, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    paths = [path for path in (root / "build").rglob("*") if path.is_file()]
    return {
        str(path.relative_to(root / "build")): path.read_bytes()
        for path in paths
        if path.suffix != ".made"
    }


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return built(tmp_path_factory.mktemp("same") / "a", PLAIN, "make", "-j1")


def test_another_folder_zone_locale_seed_date_and_number_of_jobs(
    plain: dict[str, bytes], tmp_path: Path
) -> None:
    root = tmp_path / "elsewhere/über/a-folder-of-another-depth-and-length"
    assert_same(plain, built(root, ELSEWHERE, "make", "-j8"))
    kinds = {Path(name).suffix for name in plain}
    assert kinds == {".pdf", ".pptx", ".json", ".csv", ".drawing", ".d", ".sha256"}


def test_another_user(plain: dict[str, bytes], tmp_path: Path) -> None:
    if not shutil.which("unshare") or subprocess.run([*OTHER_USER, "true"], check=False).returncode:
        pytest.skip("no other user can be had here")
    assert_same(plain, built(tmp_path / "theirs", PLAIN, *OTHER_USER, "make", "-j2"))


def assert_same(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []
