from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cm_desk.domain.almanac import Event, What, Yearly, within

DAYS = st.dates(date(1990, 1, 1), date(2080, 1, 1))


def test_a_leap_day_is_kept_on_the_28th_in_other_years() -> None:
    found = within(Yearly(2, 29, 2024), date(2023, 1, 1), date(2028, 12, 31))
    assert found == [
        date(2024, 2, 29), date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28),
        date(2028, 2, 29),
    ]  # fmt: skip


def test_no_day_comes_before_its_own_year() -> None:
    assert within(Yearly(12, 24, 2026), date(2020, 1, 1), date(2027, 1, 1)) == [date(2026, 12, 24)]
    assert within(Yearly(2, 30), date(2020, 1, 1), date(2027, 1, 1)) == []


@given(DAYS, DAYS, st.integers(0, 90))
def test_each_year_has_the_day_once(on: date, first: date, days: int) -> None:
    last = first + timedelta(days=days)
    found = within(Yearly(on.month, on.day), first, last)
    assert all(first <= each <= last for each in found)
    assert len({each.year for each in found}) == len(found) <= 2


def test_birthdays_stand_before_promises_on_one_day() -> None:
    day = date(2026, 12, 1)
    events = [Event(day, What.PROMISE, "a", "1"), Event(day, What.BIRTHDAY, "b", "2")]
    assert [each.key for each in sorted(events, key=lambda e: e.order)] == ["2", "1"]
