"""Nothing overflows: a share of what `tests/overflow.py` tries, rendered by LibreOffice."""

from pathlib import Path

import pytest

from overflow import overflows, random_plan, rendered


def test_no_letter_of_random_slides_stands_out_of_its_box(tmp_path: Path) -> None:
    data, made, refused = random_plan(14, seed=5)
    pdf = rendered(data, tmp_path)
    if pdf is None:
        pytest.skip("LibreOffice is not installed")
    counts, found = overflows(pdf, made)
    assert [one for one in found if one.slide not in refused] == []
    assert counts["text"] > 20
    assert counts["table"] > 4
