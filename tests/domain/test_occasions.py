from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cm_desk.domain.occasions import Coming, coming, in_year, possible, read

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14 March", (3, 14, None)),
        ("14 mar", (3, 14, None)),
        ("14th of March 1990", (3, 14, 1990)),
        ("March 14, 1990", (3, 14, 1990)),
        ("March 14", (3, 14, None)),
        ("14.3.", (3, 14, None)),
        ("14. 3. 1990", (3, 14, 1990)),
        ("1990-03-14", (3, 14, 1990)),
        ("--03-14", (3, 14, None)),
        ("03-14", (3, 14, None)),
        ("29 February", (2, 29, None)),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, day: tuple[int, int, int | None]) -> None:
    assert read(text) == day


@pytest.mark.parametrize("text", ["", "soon", "31 June", "29.2.1999", "14/3", "March", "1990"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert read(text) is None


def test_a_birthday_comes_again_with_the_years_it_makes() -> None:
    assert coming(11, 22, 1980, True, TODAY) == Coming(TODAY, 0, 46)
    assert coming(11, 21, 1980, True, TODAY) == Coming(date(2027, 11, 21), 364, 47)
    assert coming(12, 1, None, True, TODAY) == Coming(date(2026, 12, 1), 9)


def test_a_leap_day_is_kept_in_every_year() -> None:
    assert coming(2, 29, 2000, True, TODAY) == Coming(date(2027, 2, 28), 98, 27)
    assert in_year(2, 29, 2028) == date(2028, 2, 29)


def test_what_comes_once_is_over_the_day_after() -> None:
    assert coming(11, 22, 2026, False, TODAY) == Coming(TODAY, 0)
    assert coming(11, 21, 2026, False, TODAY) is None


def test_what_begins_later_begins_then() -> None:
    assert coming(1, 9, 2028, True, TODAY) == Coming(date(2028, 1, 9), 413)


@given(st.dates(), st.dates(max_value=date(9990, 1, 1)))
def test_the_next_time_is_within_a_year_and_never_past(born: date, today: date) -> None:
    found = coming(born.month, born.day, None, True, today)
    assert found
    assert found.on == today + timedelta(days=found.days)
    assert 0 <= found.days <= 366
    assert possible(found.on.month, found.on.day, found.on.year)


@given(st.text(max_size=30))
def test_any_text_can_be_read(text: str) -> None:
    read(text)
