import pytest
from hypothesis import given
from hypothesis import strategies as st

from cm_desk.insight.attention import Care, first_in_line, gini, overlooked

TURNS = [0, 0, 1, 1, 2, 2, 3, 4, 7, 20]
PEOPLE = {
    1: Care(9, 1),  # Ada
    2: Care(6, 6),
    3: Care(4, 0),  # Cleo
    4: Care(1, 14),
    5: Care(0, 17),
    6: Care(0, 2),
}


def test_how_uneven_our_attention_is() -> None:
    assert gini(TURNS) == pytest.approx(0.69, abs=0.005)
    assert max(TURNS) / sum(TURNS) == 0.5  # the top tenth gets half
    assert gini([4] * 10) == pytest.approx(0)
    assert gini([0] * 9 + [5]) == pytest.approx(1)
    assert gini([0, 0]) is None
    assert gini([3]) is None


def test_who_aids_others_and_hears_nothing_is_overlooked() -> None:
    found = overlooked(PEOPLE)
    assert [each.contact_id for each in found] == [1, 3]
    assert [each.gap for each in found] == pytest.approx([0.425, 0.20])
    assert overlooked({}) == []


def test_a_draw_can_be_repeated_by_anybody() -> None:
    assert first_in_line("2026-11", ["Ada", "Ben", "Cleo", "Dev"]) == ["Cleo", "Ada", "Ben", "Dev"]
    assert first_in_line("2026-11", ["Dev", "Cleo", "Ben", "Ada"]) == ["Cleo", "Ada", "Ben", "Dev"]


@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=50), st.integers(1, 9))
def test_the_number_does_not_depend_on_how_much_there_is_of_everything(
    turns: list[int], times: int
) -> None:
    one, more = gini(turns), gini([each * times for each in turns])
    assert one == pytest.approx(more) if one is not None else more is None
    assert one is None or -1e-9 <= one <= 1 + 1e-9
