"""The board counts acts of help, and puts whom we overlooked first."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cm_desk.insight.board import Helped, board

OCTOBER = datetime(2026, 10, 1, tzinfo=UTC)
ADA, BEN, CLEO, DEV, EVE, FINN = range(1, 7)


def acts(of: dict[int, int]) -> list[Helped]:
    """So many of each person, a minute apart."""
    some = [who for who, n in of.items() for _ in range(n)]
    return [
        Helped(n, who, "answers", f"word {n}", OCTOBER + timedelta(minutes=n))
        for n, who in enumerate(some)
    ]


def test_the_worked_example_of_fair_attention() -> None:
    """Ada aided 9 times and got one turn, Cleo 4 and none: gaps 0.425 and 0.20."""
    helped = acts({ADA: 9, BEN: 6, CLEO: 4, DEV: 1})
    turns = {ADA: 1, BEN: 6, DEV: 14, EVE: 17, FINN: 2}
    found = board(helped, turns, {}, {}, fair=False)
    assert [row.contact_id for row in found.rows] == [ADA, BEN, CLEO, DEV]
    gaps = {row.contact_id: row.gap for row in found.rows}
    assert gaps == pytest.approx({ADA: 0.425, BEN: 0, CLEO: 0.20, DEV: 0})
    assert (found.people, found.gini) == (6, None)  # fewer than ten: no number


def test_the_spread_is_told_from_ten_people_on() -> None:
    turns = dict(enumerate([0, 0, 1, 1, 2, 2, 3, 4, 7, 20]))
    assert board([], turns, {}, {}).gini == pytest.approx(0.69, abs=0.005)
    del turns[9]
    assert board([], turns, {}, {}).gini is None


def test_fair_order_puts_who_was_never_thanked_before_the_loud() -> None:
    helped = acts({ADA: 11, BEN: 3, CLEO: 5})
    thanked = {ADA: OCTOBER, CLEO: OCTOBER - timedelta(days=30)}
    fair = board(helped, {}, thanked, {})
    assert [row.contact_id for row in fair.rows] == [BEN, CLEO, ADA]
    raw = board(helped, {}, thanked, {}, fair=False)
    assert [row.contact_id for row in raw.rows] == [ADA, CLEO, BEN]


def test_what_nobody_confirmed_stands_beside_the_count_and_not_in_it() -> None:
    [row] = board(acts({ADA: 2}), {}, {}, {ADA: 5, BEN: 3}).rows
    assert (row.aided, row.unconfirmed) == (2, 5)


def test_every_count_opens_its_acts_the_newest_first() -> None:
    [row] = board(acts({ADA: 3}), {}, {}, {}).rows
    assert (row.acts, row.latest, row.kinds) == ((2, 1, 0), "word 2", {"answers": 3})


@given(st.dictionaries(st.integers(1, 30), st.integers(1, 9), max_size=15), st.booleans())
def test_no_act_is_lost_or_counted_twice(of: dict[int, int], fair: bool) -> None:
    found = board(acts(of), {}, {}, {}, fair)
    ids = [id for row in found.rows for id in row.acts]
    assert sorted(ids) == list(range(sum(of.values())))
    assert {row.contact_id: row.aided for row in found.rows} == of
