"""Samples of the mutation fuzzer: no kind of broken input ends in a traceback, or placeless."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "fuzz"))
import mutate

CASES = 400


@pytest.mark.skipif(sys.platform == "win32", reason="cases are forked")
def test_no_broken_input_ends_in_a_traceback() -> None:
    failed = [one for one in mutate.fuzz(CASES, seed=7, jobs=2) if one.became not in mutate.SOUND]
    assert failed == []
