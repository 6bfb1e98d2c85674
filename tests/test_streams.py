"""The command when its world breaks: a module that ends it, closed streams, a reader that goes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import edit
from reportgen.diagnostics import ContentError, Diagnostics
from reportgen.files.project import Project
from reportgen.recipes.building import build
from reportgen.recipes.outputs import FORMATS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals and /dev/full")
PAGE = """---
title: T
lang: en
---

# One

![**T.** x](figures/f.py){#fig-p alt="a"}
"""


def project(root: Path, module: str) -> Path:
    (root / "content").mkdir()
    (root / "figures").mkdir()
    (root / "content/brief.md").write_text(PAGE)
    (root / "figures/f.py").write_text(module)
    return root


def run(command: str, root: Path) -> subprocess.CompletedProcess[str]:
    """Run a shell command in a project, where `R` is reportgen."""
    with_r = command.replace("R ", f"{sys.executable} -m reportgen ")
    return subprocess.run(
        ["bash", "-c", with_r], cwd=root, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize(
    "module",
    [
        "import os\ndef draw(figure):\n    os._exit(0)\n",
        "import ctypes\ndef draw(figure):\n    ctypes.string_at(0)\n",
    ],
)
def test_a_module_that_ends_the_process_is_a_finding(module: str, tmp_path: Path) -> None:
    done = run("R build .", project(tmp_path, module))
    assert done.returncode == 1
    assert "figures/f.py:1:1: error[bad-figure]" in done.stderr
    assert not (tmp_path / "build/brief.pdf").exists()


def test_streams_that_fail_cost_no_file(tmp_path: Path) -> None:
    root = project(tmp_path, "def draw(figure):\n    figure.subplots()\n")
    done = run("umask 077; R build . --to pdf --to pptx | head -c 1", root)
    assert (done.returncode, done.stderr) == (0, "")
    assert (root / "build/brief.claims.json").exists()
    assert (root / "build/brief.pdf").stat().st_mode & 0o777 == 0o600
    full = run("R build . > /dev/full", root)
    assert full.returncode == 3
    assert "standard output cannot be written" in full.stderr
    assert "Traceback" not in full.stderr
    assert run("R build . >&- 2>&-", root).returncode == 0
    assert (root / "build/brief.pdf").read_bytes().startswith(b"%PDF")


def test_a_signal_ends_the_build_and_its_child(tmp_path: Path) -> None:
    root = project(tmp_path, "def draw(figure):\n    while True:\n        pass\n")
    command = [sys.executable, "-m", "reportgen", "build", "."]
    for sent, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        with subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True) as process:
            time.sleep(2)
            os.kill(process.pid, sent)
            assert process.wait(10) == code
            assert process.stderr is not None
            assert "Traceback" not in process.stderr.read()


@pytest.mark.parametrize("limit", ["inf", "nan", "-1", "0", "x"])
def test_odd_limits_are_usage_errors(limit: str, tmp_path: Path) -> None:
    done = run(f"R build . --time-limit {limit}", project(tmp_path, ""))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_name_that_is_too_long_is_a_usage_error(tmp_path: Path) -> None:
    done = run(f"R new {'x' * 300}", tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_project_without_a_document_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "content/brief.md").mkdir(parents=True)
    diagnostics = Diagnostics()
    with pytest.raises(ContentError):
        list(build(Project(tmp_path), FORMATS, diagnostics))
    (one,) = diagnostics
    assert (one.rule.code, one.span.path) == ("no-document", "content")
    assert "`content/brief.md` is a folder" in one.message


def test_a_flipped_bit_in_what_is_kept_is_made_anew(tiny: Path) -> None:
    list(build(Project(tiny), FORMATS, Diagnostics()))
    whole = (tiny / "build/brief.pdf").read_bytes()
    for kept in (tiny / "build/.reportgen").glob("*.drawing"):
        data = bytearray(kept.read_bytes())
        data[len(data) // 2] ^= 4
        kept.write_bytes(data)
    edit(tiny, "# About", "# About ")
    list(build(Project(tiny), FORMATS, Diagnostics()))
    assert (tiny / "build/brief.pdf").read_bytes() == whole
