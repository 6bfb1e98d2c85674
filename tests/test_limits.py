"""A build of untrusted content ends when it takes too much, with words and without a torn file."""

import subprocess
import sys
import time
from pathlib import Path


def run(root: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "reportgen", "build", str(root), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def with_module(tiny: Path, body: str) -> Path:
    (tiny / "figures/count.py").write_text(f"def draw(figure, count):\n    {body}\n")
    (tiny / "build").mkdir()
    (tiny / "build/brief.pdf").write_bytes(b"old")
    return tiny


def test_a_build_within_its_limits_goes_as_ever(tiny: Path) -> None:
    done = run(tiny, "--to", "pdf", "--time-limit", "60", "--memory-limit", "2000")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("build/brief.pdf")


def test_a_build_that_hangs_is_ended(tiny: Path) -> None:
    root = with_module(tiny, "import time; time.sleep(600)")
    start = time.monotonic()
    done = run(root, "--time-limit", "4")
    assert time.monotonic() - start < 30
    assert done.returncode == 1
    assert "error[over-limit]: the build took more than 4 s" in done.stderr
    assert (root / "build/brief.pdf").read_bytes() == b"old"


def test_a_build_that_eats_memory_is_ended(tiny: Path) -> None:
    done = run(
        with_module(tiny, "[bytearray(10**8) for _ in range(10**6)]"), "--memory-limit", "900"
    )
    assert done.returncode == 1
    assert "MemoryError" in done.stderr or "over-limit" in done.stderr
    assert (tiny / "build/brief.pdf").read_bytes() == b"old"
