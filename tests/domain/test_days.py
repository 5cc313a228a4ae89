from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cm_desk.domain import days

NOW = datetime(2026, 3, 5, 12, 30, tzinfo=UTC)  # a Thursday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026", "2026-01-01"),
        ("2026-01", "2026-01-01"),
        ("2026/2", "2026-02-01"),
        ("2025-12-31", "2025-12-31"),
        ("2025.12.31", "2025-12-31"),
        ("20251231", "2025-12-31"),
        ("31.12.2025", "2025-12-31"),
        ("12/31/2025", "2025-12-31"),
        ("3/4/2025", "2025-04-03"),
        ("15 Jan 2025", "2025-01-15"),
        ("15. january 2025", "2025-01-15"),
        ("15-jan-2025", "2025-01-15"),
        ("Jan 15, 2025", "2025-01-15"),
        ("jan 2024", "2024-01-01"),
        ("january", "2026-01-01"),
        ("june", "2025-06-01"),
        ("6 march", "2025-03-06"),
        ("today", "2026-03-05"),
        ("Yesterday", "2026-03-04"),
        ("thursday", "2026-03-05"),
        ("friday", "2026-02-27"),
        ("last thursday", "2026-02-26"),
        ("last-friday", "2026-02-27"),
        ("this week", "2026-03-02"),
        ("last_week", "2026-02-23"),
        ("this month", "2026-03-01"),
        ("last month", "2026-02-01"),
        ("last year", "2025-01-01"),
        ("2w", "2026-02-19"),
        ("2 weeks ago", "2026-02-19"),
        ("3d", "2026-03-02"),
        ("1y", "2025-03-05"),
        ("18 months", "2024-09-05"),
        ("२०२६-०१", "2026-01-01"),
    ],
)
def test_a_day_is_read_in_many_forms(text: str, day: str) -> None:
    assert days.read(text, NOW, UTC) == datetime.fromisoformat(f"{day}T00:00+00:00")


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2026-13", "31.6.2026", "0000", "1066", "9999 years", "99999999d", "x 2026", "5"],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert days.read(text, NOW, UTC) is None


def test_days_begin_at_midnight_of_the_zone() -> None:
    east = timezone(timedelta(hours=13))
    assert days.read("today", NOW, east) == datetime(2026, 3, 5, 11, tzinfo=UTC)
    assert days.read("2h", NOW, east) == datetime(2026, 3, 5, 10, 30, tzinfo=UTC)


def test_a_month_after_the_31st_is_its_last_day() -> None:
    assert days.read("1mo", datetime(2026, 3, 31, tzinfo=UTC), UTC) == datetime(
        2026, 2, 28, tzinfo=UTC
    )


def test_an_order_that_can_be_read_twice_is_told() -> None:
    assert days.twofold("3/4/2026") == "2026-04-03"
    assert days.twofold("31/12/2026") == days.twofold("3/3/2026") == days.twofold("2026") == ""


PIECES = st.sampled_from(
    ["2026", "31", "1", "0", "-", "/", ".", " ", "jan", "feb", "monday", "last", "week", "w", "h"]
)


@given(
    st.one_of(st.text(max_size=20), st.lists(PIECES, max_size=5).map("".join)),
    st.datetimes(timezones=st.just(UTC), min_value=NOW.replace(tzinfo=None)),
)
def test_no_text_raises(text: str, now: datetime) -> None:
    found = days.read(text, now, UTC)
    assert found is None or found.tzinfo is UTC
