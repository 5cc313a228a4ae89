from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from cm_desk.domain.keeping import MOST_MONTHS, kept_until, months_before

TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def test_months_are_those_of_the_calendar() -> None:
    assert months_before(datetime(2026, 3, 31, 9, tzinfo=UTC), 1) == datetime(
        2026, 2, 28, 9, tzinfo=UTC
    )
    assert kept_until(datetime(2024, 2, 29, tzinfo=UTC), 12) == datetime(2025, 2, 28, tzinfo=UTC)


@given(TIMES, TIMES, st.integers(1, MOST_MONTHS))
def test_no_text_goes_before_its_day(sent: datetime, now: datetime, months: int) -> None:
    assert sent >= months_before(now, months) or kept_until(sent, months) <= now
