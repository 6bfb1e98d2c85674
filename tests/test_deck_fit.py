"""Text is measured as it will be set: where lines break, how high they are, what stays together."""

from typing import Any

import pytest

from reportgen.deck.model import Mark, Para, Run, Type
from reportgen.deck.plan.measure import evenly, height_of, link_pieces, measure, split, widest_word
from reportgen.deck.plan.metrics import advance
from reportgen.deck.plan.paragraphs import units

ARIAL = Type("Arial", 20)


def lines(text: str, width: float, **looks: Any) -> int:
    return measure(Para((Run(text, **looks),)), ARIAL, width).lines


def test_advances_are_those_of_arial() -> None:
    assert advance("A", "Arial") == pytest.approx(0.667, abs=0.001)
    assert advance("A", "Arial", bold=True) == pytest.approx(0.722, abs=0.001)
    assert advance("한", "Arial") == 1.0
    assert advance("\u2060", "Arial") == 0.0


def test_a_font_without_a_table_is_measured_wider_than_arial() -> None:
    assert advance("n", "Verdana") > advance("n", "Arial")


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2060"])
def test_lines_do_not_break_at_spaces_that_bind(space: str) -> None:
    assert lines("12 345", 45) == 2
    excess = measure(Para((Run(f"12{space}345"),)), ARIAL, 45).excess
    assert excess > 0


def test_lines_break_after_hyphens_between_letters_only() -> None:
    assert widest_word((Run("long-term"),), ARIAL) < widest_word((Run("longterm"),), ARIAL)
    assert widest_word((Run("2002-2025"),), ARIAL) == pytest.approx(
        widest_word((Run("2002"),), ARIAL) * 2 + 20 * advance("-", "Arial")
    )


def test_korean_breaks_between_syllables_but_not_before_a_full_stop() -> None:
    assert lines("북한이탈주민", 65) == 2
    assert widest_word((Run("가나다."),), ARIAL) == pytest.approx(20 * (1 + 0.2 + 0.278), abs=0.1)


def test_lines_with_korean_are_higher() -> None:
    assert measure(Para((Run("가"),)), ARIAL, 100).height > 24
    assert measure(Para((Run("a"),)), ARIAL, 100).height == 24


def test_addresses_break_in_pieces_that_spell_them() -> None:
    address = "https://www.example.org/reports/2024/arrivals_by_year?lang=en&view=all"
    pieces = link_pieces(address)
    assert "".join(pieces) == address
    assert len(pieces) > 1
    assert max(map(len, pieces)) <= 24
    assert measure(Para((Run(address, link=address),)), ARIAL, 300).excess == 0


def test_items_stay_with_what_is_below_them() -> None:
    item = Para((Run("a"),), Mark.BULLET)
    child = Para((Run("b"),), Mark.BULLET, level=1)
    more = Para((Run("c"),), Mark.CONTINUED)
    assert units((item, child, more, item)) == ((item, child, more), (item,))


def test_groups_are_as_few_as_can_be_and_about_even() -> None:
    assert evenly(range(8), lambda group: 10.0 * len(group), 70) == ((0, 1, 2, 3), (4, 5, 6, 7))


def test_no_part_of_a_split_is_higher_than_its_box() -> None:
    items = [(Para((Run("word " * count),), Mark.BULLET),) for count in range(3, 60)]
    groups = split(items, ARIAL, 400, 300)
    assert [unit for group in groups for unit in group] == items
    for group in groups:
        assert height_of([para for unit in group for para in unit], ARIAL, 400) <= 300
