"""Samples of the mutation fuzzer: no kind of broken input ends in a traceback, or placeless."""

import sys

import pytest

from fuzz import mutate

CASES = 400


@pytest.mark.skipif(sys.platform == "win32", reason="cases are forked")
def test_no_broken_input_ends_in_a_traceback() -> None:
    failed = [one for one in mutate.fuzz(CASES, seed=7, jobs=2) if one.became not in mutate.SOUND]
    assert failed == []
