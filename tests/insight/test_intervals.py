"""Intervals against worked numbers, and what holds for every count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cm_desk.insight.intervals import T975, mean_interval, newcombe, share_text, wilson


@pytest.mark.parametrize(
    ("k", "n", "said"),
    [
        (12, 40, "12 of 40 = 30 % (18–45 %)"),
        (0, 5, "0 of 5 = 0 % (0–43 %)"),
        (5, 5, "5 of 5 = 100 % (57–100 %)"),
        (4, 10, "4 of 10 = 40 % (17–69 %)"),
        (15, 25, "15 of 25 = 60 % (41–77 %)"),
        (5, 6, "5 of 6 = 83 % (44–97 %)"),
        (3, 4, "3 of 4 = 75 % (30–95 %)"),
        (9, 12, "9 of 12 = 75 % (47–91 %)"),
        (14, 20, "14 of 20 = 70 % (48–85 %)"),
        (1, 8, "1 of 8 = 13 % (2–47 %)"),  # 12.5: halves go up
        (0, 0, "no data yet"),
    ],
)
def test_a_share_is_told_with_its_count_and_its_interval(k: int, n: int, said: str) -> None:
    assert share_text(k, n) == said


def test_the_interval_of_a_share_is_wilsons() -> None:
    assert wilson(12, 40) == pytest.approx((0.1807, 0.4543), abs=5e-5)
    assert wilson(0, 0) is None


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_every_interval_holds_its_share_and_has_a_mirror(pair: tuple[int, int]) -> None:
    k, n = pair
    found = wilson(k, n)
    assert found
    low, high = found
    assert 0 <= low <= k / n <= high <= 1
    mirrored = wilson(n - k, n)
    assert mirrored == pytest.approx((1 - high, 1 - low))


def test_a_difference_of_shares_has_the_interval_of_newcombe() -> None:
    """Newcombe 1998, table II, examples (a) and (h): 56/70 against 48/80, 10/10 against 0/10."""
    assert newcombe(56, 70, 48, 80) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    assert newcombe(10, 10, 0, 10) == pytest.approx((1.0, 0.6075, 1.0), abs=5e-5)
    assert newcombe(12, 40, 9, 20) == pytest.approx((-0.15, -0.3897, 0.0962), abs=5e-5)
    assert newcombe(1, 2, 0, 0) is None


def test_a_mean_has_the_interval_of_student() -> None:
    assert mean_interval([2, 4, 4, 4, 5, 5, 7, 9]) == pytest.approx((5, 3.2123, 6.7877), abs=1e-3)
    assert mean_interval([1, 3]) == pytest.approx((2, 2 - T975[0], 2 + T975[0]))
    assert mean_interval([3]) is None
    many = mean_interval([0, 1] * 16)
    assert many == pytest.approx((0.5, 0.5 - 1.96 * 0.508 / 32**0.5, 0.676), abs=1e-3)
