from datetime import UTC, datetime

import pytest

from cm_desk.domain.offsets import moment

BASE = datetime(2026, 3, 5, 12, 30, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        ("-37d 09:41", datetime(2026, 1, 27, 9, 41, tzinfo=UTC)),
        ("+2d 17:00", datetime(2026, 3, 7, 17, tzinfo=UTC)),
        ("-3h05m", datetime(2026, 3, 5, 9, 25, 15, tzinfo=UTC)),
        ("+40s", datetime(2026, 3, 5, 12, 30, 55, tzinfo=UTC)),
    ],
)
def test_moments_are_told_by_day_and_clock_or_by_span(offset: str, expected: datetime) -> None:
    assert moment(offset, BASE) == expected


@pytest.mark.parametrize("offset", ["", "-", "3h", "-3d", "-1d 25:00", "soon"])
def test_anything_else_is_no_moment(offset: str) -> None:
    with pytest.raises(ValueError, match=r"no moment|hour must be"):
        moment(offset, BASE)
