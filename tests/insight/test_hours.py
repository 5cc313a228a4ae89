"""A time zone guessed from the hours of writing; the writers here are made up."""

import random
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cm_desk.insight.hours import guess

START = datetime(2025, 6, 1, tzinfo=UTC)
# how much is written in each hour of a day, by people with different habits
ALL_DAY = (6, 3, 2, 1, 1, 2, 3, 5, 7, 8, 9, 9, 9, 9, 9, 9, 9, 9, 10, 10, 11, 12, 11, 9)
EVENINGS = (3, 0, 0, 0, 0, 0, 0, 1, 2, 1, 1, 1, 2, 1, 1, 1, 2, 5, 10, 12, 13, 13, 12, 8)
OFFICE = (0,) * 8 + (9, 9, 9, 9, 6, 9, 9, 9, 9, 5, 1, 1, 1, 1, 0, 0)
EVER = (1,) * 24


def writer(habit: tuple[int, ...], offset_h: int, n: int, seed: int) -> list[datetime]:
    chance = random.Random(seed)  # noqa: S311  made-up people
    hours = chance.choices(range(24), habit, k=n)
    return [START + timedelta(days=chance.randrange(300), hours=hour - offset_h) for hour in hours]


def apart(a: int, b: int) -> int:
    """Hours between two offsets, the short way round."""
    return abs((a - b + 12) % 24 - 12)


@pytest.mark.parametrize("habit", [ALL_DAY, EVENINGS, OFFICE])
@pytest.mark.parametrize("offset_h", [-8, -3, 0, 1, 5, 9, 12])
def test_a_hundred_and_fifty_messages_tell_the_zone_to_two_hours(
    habit: tuple[int, ...], offset_h: int
) -> None:
    found = guess(writer(habit, offset_h, 150, seed=4))
    assert found.offset_h is not None
    assert apart(found.offset_h, offset_h) <= 2
    assert found.messages == sum(found.by_hour) == 150


def test_a_worked_example() -> None:
    """Ten days of nine to twelve and eighteen to twenty-two in Lisbon's winter."""
    day = (9, 10, 12, 18, 20, 22)
    wrote = [START + timedelta(days=d, hours=h) for d in range(10) for h in day]
    found = guess(wrote)
    assert (found.messages, found.days, found.inside) == (60, 10, 0)
    assert (found.quiet_from, found.offset_h, found.low_h, found.high_h) == (23, 0, -3, 3)


@pytest.mark.parametrize(
    ("hours", "days", "why"),
    [([9] * 29, 29, "few"), ([9, 20] * 40, 9, "few"), ([19, 20] * 40, 40, "few hours")],
)
def test_too_little_tells_nothing(hours: list[int], days: int, why: str) -> None:
    wrote = [START + timedelta(days=n % days, hours=hour) for n, hour in enumerate(hours)]
    found = guess(wrote)
    assert (found.offset_h, found.why) == (None, why)


def test_who_writes_at_any_hour_has_no_night() -> None:
    assert [guess(writer(EVER, 0, n, seed=n)).why for n in (30, 60, 300, 2000)] == ["no night"] * 4


@given(st.lists(st.datetimes(timezones=st.just(timezone(timedelta(hours=5)))), max_size=60))
def test_any_moments_can_be_judged(moments: list[datetime]) -> None:
    found = guess(moments)
    assert sum(found.by_hour) == len(moments)
    assert found.offset_h is None or found.low_h < found.offset_h < found.high_h
