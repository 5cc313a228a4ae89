"""How rows say when."""

from datetime import timedelta

import pytest

from cm_desk.ui.inbox.words import row_time
from tests.conftest import NOW

MIDNIGHT = NOW.astimezone().replace(hour=0, minute=20)


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(minutes=38), "23:42"),
        (timedelta(hours=11), "13:20"),
        (timedelta(hours=13), (MIDNIGHT - timedelta(hours=13)).strftime("%a")),
        (timedelta(days=400), "29 Jan 2025"),
    ],
)
def test_last_night_has_its_time_and_earlier_days_their_name(ago: timedelta, words: str) -> None:
    assert row_time(MIDNIGHT - ago, MIDNIGHT) == words
