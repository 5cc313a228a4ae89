from datetime import date, timedelta

from cm_desk.insight.promises import Given, after_moves, state, word

TODAY, DUE = date(2026, 11, 22), date(2026, 11, 10)
LATE = [Given(DUE, kept_on=DUE + timedelta(days=n)) for n in (1, 2, 6)]
ALL = [
    *([Given(DUE, kept_on=DUE)] * 14),
    *LATE,
    Given(DUE, broken=True),
    *([Given(DUE)] * 2),
    Given(date(2026, 11, 24)),
    Given(date(2026, 12, 20)),
]


def test_the_share_of_promises_kept_on_time() -> None:
    found = word(ALL, TODAY)
    assert (found.on_time, found.settled) == (14, 20)
    assert found.late_days == 2
    assert [found.states[each] for each in ("open", "due soon", "overdue")] == [1, 1, 2]


def test_a_move_counts_only_when_the_person_agreed_in_time() -> None:
    later = date(2026, 11, 30)
    assert state(Given(later, moved_from=DUE, agreed_on=date(2026, 11, 8)), TODAY) == "open"
    assert state(Given(later, moved_from=DUE, agreed_on=date(2026, 11, 15)), TODAY) == "overdue"
    assert state(Given(later, moved_from=DUE), TODAY) == "overdue"


def test_without_promises_there_is_nothing_to_count() -> None:
    assert word([], TODAY).settled == 0
    assert word([], TODAY).late_days is None


def test_of_several_moves_those_agreed_in_time_count() -> None:
    second, third = DUE + timedelta(days=7), DUE + timedelta(days=14)
    assert after_moves(DUE, [(second, DUE), (third, second)]) == third
    assert after_moves(DUE, [(second, DUE), (third, None)]) == second
    assert after_moves(DUE, [(second, second), (third, DUE)]) == DUE
    assert after_moves(DUE, []) == DUE
