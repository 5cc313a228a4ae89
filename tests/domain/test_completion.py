"""Completion of filters and their values: pure, so that both searches have the same."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cm_desk.domain import completion
from cm_desk.domain.completion import Asked, Offer
from cm_desk.domain.filters import MESSAGES
from cm_desk.domain.query import parse
from tests.domain.test_query import TYPED

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
BY_NAME = {each.name: each for each in MESSAGES}


def asked(text: str) -> Asked | None:
    """At the place of the "|" in `text`."""
    return completion.at(text.replace("|", ""), text.index("|"), MESSAGES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fro|", Asked("", "fro", 0, 3)),
        ("lid fro|", Asked("", "fro", 4, 7)),
        ("-fro|", Asked("", "fro", 1, 4)),
        ("from:pri|", Asked("from", "pri", 5, 8)),
        ("-by:pri| lid", Asked("from", "pri", 4, 7)),
        ('from:"Priya Ra|', Asked("from", "Priya Ra", 5, 14)),
        ("from:|", Asked("from", "", 5, 5)),
        ("from:pr|iya x", Asked("from", "pr", 5, 10)),
    ],
)
def test_what_is_being_typed_is_found(text: str, expected: Asked) -> None:
    assert asked(text) == expected


@pytest.mark.parametrize("text", ["|", "lid |", '"fro|', "fr|o", "foo:b|", "12|", "a.b|"])
def test_elsewhere_nothing_is_completed(text: str) -> None:
    assert asked(text) is None


@pytest.mark.parametrize(
    ("typed", "offers"),
    [
        ("", [each.name for each in MESSAGES]),
        ("b", []),
        ("be", ["before"]),
        ("to", []),
        ("sen", ["from"]),
        ("from", []),
    ],
)
def test_filters_are_offered_by_the_beginning_of_a_name(typed: str, offers: list[str]) -> None:
    found = completion.filters(MESSAGES, Asked("", typed, 0, len(typed)))
    assert [each.value for each in found] == [f"{name}:" for name in offers]


def test_values_that_are_always_the_same_are_offered() -> None:
    found = completion.choices(BY_NAME["is"], Asked("is", "un", 3, 5), NOW)
    assert [each.value for each in found] == ["unanswered", "unread"]
    found = completion.choices(BY_NAME["before"], Asked("before", "20", 7, 9), NOW, UTC)
    assert [each.value for each in found] == ["2026", "2025"]


@pytest.mark.parametrize(
    ("text", "offer", "expected"),
    [
        ("lid fro|", Offer("from:"), "lid from:|"),
        ("from:pri|", Offer("Priya", quoted=True), 'from:"Priya" |'),
        ("-from:pri| lid", Offer("Priya Raman"), '-from:"Priya Raman" |lid'),
        ("is:un|", Offer("unread"), "is:unread |"),
        ('from:"Pri|', Offer('P "the" R', quoted=True), 'from:"P the R" |'),
    ],
)
def test_an_offer_takes_the_place_of_what_was_typed(text: str, offer: Offer, expected: str) -> None:
    place = asked(text)
    assert place
    done, cursor = completion.completed(text.replace("|", ""), place, offer)
    assert f"{done[:cursor]}|{done[cursor:]}" == expected


def test_filters_may_be_asked_for_between_words() -> None:
    assert completion.anywhere("lid ", 4) == Asked("", "", 4, 4)
    assert completion.anywhere("lid", 3) is None
    assert completion.anywhere("", 0) == Asked("", "", 0, 0)


@given(TYPED, st.integers(0, 40), st.text(min_size=1, max_size=9))
def test_what_was_chosen_is_what_is_asked_for(text: str, cursor: int, value: str) -> None:
    place = completion.at(text, min(cursor, len(text)), MESSAGES)
    if place and place.name == "from":
        done, after = completion.completed(text, place, Offer(value, quoted=True))
        assert after <= len(done)
        values = [each.value for each in parse(done, MESSAGES, NOW, UTC).of("from")]
        values += [f.value for f in parse(done, MESSAGES, NOW, UTC).of("from", without=True)]
        wanted = "".join(char for char in value if char not in '"“”„‟«»').strip()
        assert wanted in values or not wanted
