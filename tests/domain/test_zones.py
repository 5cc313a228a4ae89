from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cm_desk.domain import zones

WINTER = datetime(2026, 1, 15, tzinfo=UTC)
SUMMER = datetime(2026, 7, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "kept", "hours"),
    [
        ("Europe/Lisbon", "Europe/Lisbon", 0),
        ("lisbon", "Europe/Lisbon", 0),
        ("new york", "America/New_York", -5),
        ("UTC+2", "UTC+02:00", 2),
        ("gmt −3:30", "UTC-03:30", -3.5),
        ("utc", "UTC", 0),
    ],
)
def test_a_zone_is_read_as_people_write_it(text: str, kept: str, hours: float) -> None:
    assert zones.read(text) == kept
    assert zones.offset_h(kept, WINTER) == hours


def test_summer_moves_the_clock() -> None:
    assert zones.offset_h("Europe/Lisbon", SUMMER) == 1


@pytest.mark.parametrize("text", ["", "Atlantis", "UTC+15", "../etc/passwd", "Europe/"])
def test_what_is_no_zone_is_none(text: str) -> None:
    assert zones.read(text) is None


@given(st.text(max_size=20))
def test_any_text_can_be_read(text: str) -> None:
    kept = zones.read(text)
    assert kept is None or zones.zone(kept) is not None
