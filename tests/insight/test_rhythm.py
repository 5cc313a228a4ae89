from datetime import date, timedelta

from cm_desk.insight.rhythm import Touch, touch, usual_gap

TODAY = date(2026, 11, 22)
GAPS = [date(2026, 1, 1) + timedelta(days=n) for n in (0, 20, 50, 74, 102, 160)]


def test_the_last_real_word_moves_the_date() -> None:
    long_ago = [date(2026, 9, 1), date(2026, 10, 5)]
    assert touch(long_ago, TODAY, 28, 42) == Touch("red", date(2026, 11, 2), 48)
    called = [date(2026, 10, 5), date(2026, 11, 20)]
    assert touch(called, TODAY, 28, 42) == Touch("green", date(2026, 12, 18), 2)
    fortnight = touch([date(2026, 11, 20)], TODAY, 14, 21)
    assert fortnight.due
    assert (fortnight.due - TODAY).days == 12
    assert touch([date(2026, 10, 20)], TODAY, 28, 42).state == "yellow"


def test_somebody_we_never_spoke_with_has_no_date() -> None:
    assert touch([], TODAY, 28, 42) == Touch("never")
    assert touch([TODAY + timedelta(days=1)], TODAY, 28, 42) == Touch("never")


def test_a_cadence_is_suggested_from_five_touches() -> None:
    assert usual_gap(GAPS) == 28
    assert usual_gap(GAPS[:3]) is None
