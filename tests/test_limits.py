"""A build of untrusted content ends when it takes too much, with words and without a torn file."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import psutil
import pytest

from projects import findings
from reportgen.drawing import pool
from reportgen.files import last_word
from reportgen.files.last_word import Begun, Heard, Left, Limited, Sign
from reportgen.files.starting import starting
from reportgen.machine import processes
from reportgen.machine.telling import Telling


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
    assert (done.returncode, findings(done.stderr)) == (0, [])
    assert done.stdout.startswith("build/brief.pdf")


def test_a_build_that_hangs_is_ended(tiny: Path) -> None:
    root = with_module(tiny, "import time; time.sleep(600)")
    start = time.monotonic()
    done = run(root, "--time-limit", "4")
    assert time.monotonic() - start < 30
    assert done.returncode == 1
    assert "error[over-limit]: the build took more than 4 s" in done.stderr
    assert (root / "build/brief.pdf").read_bytes() == b"old"


@pytest.mark.parametrize(
    ("body", "options", "said"),
    [
        ("import time; time.sleep(600)", ("--patience", "1"), "1 s without a sign of progress"),
        ("a = [bytearray(10**7) for _ in range(10**4)]", (), "more than 400 MB of memory"),
    ],
)
def test_what_never_ends_or_eats_the_machine_is_ended_and_named(
    body: str, options: tuple[str, ...], said: str, tiny: Path
) -> None:
    root = with_module(tiny, body)
    (root / "reportgen.yml").write_text("patience: 60\nmemory: 400\n")
    done = run(root, *options)
    assert done.returncode == 1
    assert f"figures/count.py:1:1: error[over-limit]: the build took {said}" in done.stderr
    assert "drawing `fig-count`" in done.stderr
    assert (root / "build/brief.pdf").read_bytes() == b"old"


def test_nothing_that_a_build_started_outlives_it(tiny: Path) -> None:
    root = with_module(tiny, "import subprocess; print(subprocess.Popen(['sleep', '60']).pid)")
    done = run(root, "--to", "pdf")
    pid = int(done.stdout.split()[0])
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_a_machine_without_memory_for_a_build_is_told_so(tiny: Path) -> None:
    command = f"ulimit -v 390625; exec {sys.executable} -m reportgen build {tiny}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "400 MB of address space; a build takes" in done.stderr


def test_a_build_that_eats_memory_is_ended(tiny: Path) -> None:
    done = run(
        with_module(tiny, "[bytearray(10**8) for _ in range(10**6)]"), "--memory-limit", "900"
    )
    assert done.returncode == 1
    assert "MemoryError" in done.stderr or "over-limit" in done.stderr
    assert (tiny / "build/brief.pdf").read_bytes() == b"old"


def test_long_work_tells_what_it_is_at_where_no_terminal_shows_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line for each ten seconds: the stage, how far it is, and the thing at work."""
    heard = Heard()
    telling = Telling(heard, every=0)
    telling.tell()
    assert capsys.readouterr().err == "", "nothing is at work"
    words = (
        Begun("write PDF", None, is_stage=True),
        Sign("page", 120, 300, is_about=True),
        Begun("drawing `fig-a`", None),
    )
    heard.hear(b"".join(msgspec.json.encode(word) + b"\n" for word in words))
    telling.tell()
    said = "reportgen: 0 s: write PDF, page 120 of about 300, drawing `fig-a`\n"
    assert capsys.readouterr().err == said
    for word in (Left(), Sign("page", 310, 300, is_about=True)):
        heard.hear(msgspec.json.encode(word) + b"\n")
    assert heard.at == "write PDF, page 310"
    patient = Telling(heard)
    patient.tell()
    assert capsys.readouterr().err == "", "ten seconds have not passed"
    clock = iter((0.0, 12.0, 25.0))  # a machine under load looks seldom: time still goes on
    monkeypatch.setattr("reportgen.machine.telling.time.monotonic", lambda: next(clock))
    seldom = Telling(heard)
    for _ in range(2):
        seldom.tell()
    said = "reportgen: {} s: write PDF, page 310\n"
    assert capsys.readouterr().err == said.format(12) + said.format(25)


def test_with_little_memory_figures_are_drawn_by_the_build_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for most, is_alone in ((900.0, True), (1800.0, False), (None, False)):
        monkeypatch.setattr(last_word, "_limited", [Limited(None, None, most)])
        assert pool._has_little_memory() == is_alone


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="no signals to hold back")
@pytest.mark.parametrize(("name", "code"), [("SIGINT", 7), ("SIGTERM", -signal.SIGTERM)])
def test_a_signal_for_the_command_is_no_traceback_in_what_it_has_just_started(
    name: str, code: int
) -> None:
    program = (
        "import sys; sys.stdin.read(1)\n"
        "from reportgen.files.starting import has_started; has_started(); sys.exit(7)"
    )
    with starting():
        process = subprocess.Popen(
            [sys.executable, "-c", program], stdin=subprocess.PIPE, stderr=subprocess.PIPE
        )
    process.send_signal(getattr(signal, name))
    _, said = process.communicate(b"x")
    assert (process.returncode, said) == (code, b"")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells it in files")
def test_memory_that_a_process_shares_with_its_parent_counts_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stat = "{0} (python) R" + " 0" * 40
    for pid, sizes, child in ((7, "90 50000 100 0", "8"), (8, "90 50000 100 0", "")):
        (tmp_path / f"{pid}/task/{pid}").mkdir(parents=True)
        (tmp_path / f"{pid}/stat").write_text(stat.format(pid))
        (tmp_path / f"{pid}/statm").write_text(sizes)
        (tmp_path / f"{pid}/task/{pid}/children").write_text(child)
    monkeypatch.setattr(processes, "PROC", tmp_path)
    taken = dict(processes._of_files(7))
    assert taken[7].megabytes > 100
    assert taken[8].megabytes == 0
