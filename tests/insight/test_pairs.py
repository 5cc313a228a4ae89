"""Two people are suggested to each other by what they said, never twice, never who wants quiet."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cm_desk.domain.introductions import Words
from cm_desk.insight.intervals import share_text
from cm_desk.insight.meeting import asking, telling
from cm_desk.insight.pairs import MOST, pairs

NOW = datetime(2026, 10, 20, tzinfo=UTC)


def words(who: int, circle: str, day: int = 0) -> Words:
    return Words(who, circle, f"word of {who}", who * 10, NOW - timedelta(days=day))


def test_who_asked_is_asked_first_and_meets_who_has_helped_with_it() -> None:
    asked, helped = [words(1, "Repairs")], [words(2, "repairs", 9), words(3, "Delivery")]
    [found] = pairs(asked, helped, [], set(), set())
    assert (found.first.contact_id, found.second.contact_id) == (1, 2)
    assert found.because == "asked about Repairs; the other has helped with it"


def test_two_of_one_circle_are_suggested_after_questions() -> None:
    circle = [words(4, "Boats"), words(5, "Boats", 3), words(6, "Nights")]
    found = pairs([words(1, "Repairs")], [words(2, "Repairs")], circle, set(), set())
    assert [each.key for each in found] == [(1, 2), (4, 5)]


def test_who_met_was_passed_over_or_wants_quiet_is_not() -> None:
    asked, helped = [words(1, "Repairs")], [words(2, "Repairs"), words(3, "Repairs", 5)]
    assert [p.key for p in pairs(asked, helped, [], {(1, 2)}, set())] == [(1, 3)]
    assert pairs(asked, helped, [], set(), {1}) == []
    assert pairs(asked, [words(1, "Repairs")], [], set(), set()) == []


@given(
    st.lists(st.tuples(st.integers(1, 9), st.sampled_from("abc")), max_size=20),
    st.lists(st.tuples(st.integers(1, 9), st.sampled_from("abc")), max_size=20),
    st.sets(st.integers(1, 9)),
)
def test_nobody_stands_in_two_suggestions(
    asked: list[tuple[int, str]], helped: list[tuple[int, str]], alone: set[int]
) -> None:
    theirs = [words(*each) for each in helped]
    found = pairs([words(*each) for each in asked], theirs, theirs, set(), alone)
    people = [id for each in found for id in each.key]
    assert len(people) == len(set(people))
    assert not set(people) & alone
    assert len(found) <= MOST


@pytest.mark.parametrize("quote", ["I sharpen burrs by hand.", ""])
def test_the_words_that_ask_name_nobody_else(quote: str) -> None:
    text = asking("Ada Vogel", quote)
    assert text.startswith("Hello Ada, ")
    assert quote in text
    assert "Bo" not in text
    told = telling("Ada Vogel", "Bo Lindgren", "@bo@far.example", "Who could teach me?")
    assert "Bo Lindgren (@bo@far.example)" in told


def test_the_worked_example_of_two_yeses() -> None:
    """10 ideas, 4 both = 40 % (17–69 %), 3 of 4 still talking = 75 % (30–95 %)."""
    assert share_text(4, 10) == "4 of 10 = 40 % (17–69 %)"
    assert share_text(3, 4) == "3 of 4 = 75 % (30–95 %)"
