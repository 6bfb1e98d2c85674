"""Samples of the mutation fuzzer: no kind of broken input ends in a traceback, or placeless."""

import subprocess
import sys
from pathlib import Path

import pytest

CASES = 50
"""As many as take a minute on two cores; `make fuzz` runs thousands."""

MUTATE = Path(__file__).parent / "fuzz/mutate.py"


@pytest.mark.skipif(sys.platform == "win32", reason="cases are forked")
def test_no_broken_input_ends_in_a_traceback() -> None:
    # In a process of its own: the cases are forked, which a process with threads does not survive.
    command = [sys.executable, str(MUTATE), "--cases", str(CASES), "--seed", "7"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
