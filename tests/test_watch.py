"""`reportgen watch`: one line for each build, faults shown, and forgotten when mended."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest

from reportgen.files.project import Project
from reportgen.recipes.standby import built_elsewhere

WAIT = 60


@pytest.fixture
def watched(tiny: Path) -> Iterator["subprocess.Popen[str]"]:
    """The tiny project, watched; it is ended, should it hang, after a while."""
    command = [sys.executable, "-u", "-m", "reportgen", "watch", str(tiny), "--to", "pptx"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        timer = Timer(WAIT, process.kill)
        timer.start()
        yield process
        timer.cancel()
        process.kill()


def until_a_build(process: "subprocess.Popen[str]") -> str:
    """Return what is printed up to the line of the next build."""
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if line[2:3] == ":" and line[5:6] == ":":
            return "".join(lines)
    raise AssertionError(f"it ended: {''.join(lines)}")


def test_each_save_is_a_build(tiny: Path, watched: "subprocess.Popen[str]") -> None:
    assert "  brief.pptx  " in until_a_build(watched)
    source = tiny / "content/brief.md"
    text = source.read_text()
    source.write_text(text.replace("Say that it grew", "Say that it grew much"))
    said = until_a_build(watched)
    assert "  brief.pptx  " in said
    assert said.rstrip().endswith("s  content/brief.md")

    before = (tiny / "build/brief.pptx").read_bytes()
    source.write_text(text.replace("@doe2020", "@nobody"))
    said = until_a_build(watched)
    assert "error[unknown-citation]: no reference `@nobody`" in said
    assert "errors; the files stay" in said
    assert (tiny / "build/brief.pptx").read_bytes() == before

    source.write_text(text)
    said = until_a_build(watched)
    assert "error" not in said
    assert "mended)" in said

    (tiny / "figures/count.py").write_text(
        "def draw(figure, count):\n    figure.subplots().plot(count['total'])\n"
    )
    assert "  brief.pptx  " in until_a_build(watched), "a figure module is read anew"

    source.write_text(text.replace("Say that it grew", "Say that it shrank"))
    made = built_elsewhere(Project(tiny), "brief", ("pptx",))
    assert made is not None, "`reportgen build` asks the process that is warm"
    assert made.ok
    assert [path for path, _ in made.outputs] == ["build/brief.pptx"]
    assert built_elsewhere(Project(tiny), "no-such", ()).refused  # type: ignore[union-attr]
    place = tiny / "build/.reportgen/standby.json"
    assert place.stat().st_mode & 0o077 == 0, "the key is for its owner alone"
    known = place.read_text()
    for wrong in (
        re.sub('"key":"[^"]*', '"key":"00', known),
        known.replace('"tool":"', '"tool":"x'),
    ):
        place.write_text(wrong)
        assert built_elsewhere(Project(tiny), "brief", ("pptx",)) is None
    place.write_text(known)
    os.kill(watched.pid, signal.SIGINT)
    assert watched.wait(WAIT) == 0
    assert not place.exists()
