from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cm_desk.text.days import Days, read

TODAY = date(2026, 5, 9)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("march 2025", "2025-03-01", "2025-03-31"),
        ("Mar 2025", "2025-03-01", "2025-03-31"),
        ("2025-03", "2025-03-01", "2025-03-31"),
        ("2025-03-14", "2025-03-14", "2025-03-14"),
        ("2025/3/4", "2025-03-04", "2025-03-04"),
        ("14.3.2025", "2025-03-14", "2025-03-14"),
        ("14 March 2025", "2025-03-14", "2025-03-14"),
        ("March 14th, 2025", "2025-03-14", "2025-03-14"),
        ("february 2024", "2024-02-01", "2024-02-29"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("march", "2026-03-01", "2026-03-31"),
        ("june", "2025-06-01", "2025-06-30"),
        ("10 may", "2025-05-10", "2025-05-10"),
        ("  TODAY ", "2026-05-09", "2026-05-09"),
        ("yesterday", "2026-05-08", "2026-05-08"),
    ],
)
def test_a_date_is_read_as_people_write_it(words: str, first: str, last: str) -> None:
    expected = Days(date.fromisoformat(first), date.fromisoformat(last))
    assert read(words, TODAY) == expected


@pytest.mark.parametrize(
    "words",
    [
        "",
        "ma 2025",
        "last summer",
        "31 february 2025",
        "0000",
        "9999",
        "14",
        "14 14 march",
        "12/3/25",
    ],
)
def test_what_is_no_date_is_none(words: str) -> None:
    assert read(words, TODAY) is None


@given(st.dates(date(1970, 1, 1), date(2200, 1, 1)))
def test_every_day_is_read_back(day: date) -> None:
    for written in (f"{day:%Y-%m-%d}", f"{day.day} {day:%B %Y}", f"{day:%b} {day.day}, {day.year}"):
        assert read(written, TODAY) == Days(day, day)


@given(st.text(max_size=30))
def test_any_text_is_answered(words: str) -> None:
    found = read(words, TODAY)
    if found:
        assert found.first <= found.last
        assert found.begin < found.end < found.begin + timedelta(days=367)
