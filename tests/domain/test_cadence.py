import pytest
from hypothesis import given
from hypothesis import strategies as st

from cm_desk.domain.cadence import longest, read, words


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("every two months", 60),
        ("every 2 months", 60),
        ("2m", 60),
        ("weekly", 7),
        ("every week", 7),
        ("every other week", 14),
        ("Every-3-weeks", 21),
        ("10 days", 10),
        ("a year", 365),
        ("twice a year", 180),
        ("quarterly", 90),
        ("every now and then", None),
        ("0 days", None),
        ("99 years", None),
        ("", None),
    ],
)
def test_a_rhythm_is_read_as_people_say_it(text: str, days: int | None) -> None:
    assert read(text) == days


@given(st.integers(1, 3650))
def test_what_is_said_of_a_rhythm_is_read_back(days: int) -> None:
    assert read(words(days)) == days
    assert longest(days) >= days


def test_the_longest_is_half_as_long_again() -> None:
    assert (longest(28), longest(1)) == (42, 2)


@given(st.text())
def test_any_text_is_a_rhythm_or_none(text: str) -> None:
    found = read(text)
    assert found is None or 0 < found <= 3650
