"""A badge is suggested when its words are true, and only then."""

from datetime import UTC, datetime, timedelta

import pytest

from cm_desk.domain.badges import Criterion, read, text
from cm_desk.errors import BadInput
from cm_desk.insight.badges import deserved
from cm_desk.insight.board import Helped
from cm_desk.paths import resource

NOW = datetime(2026, 10, 20, 12, tzinfo=UTC)
TEACHER = Criterion("teacher", "Teacher", "star", "Five answers.", ("answers",), 5, 92)
REGULAR = Criterion(
    "regular", "Regular", "leaf", "Three months.", ("answers", "welcomes"), 3, 365, 3
)


def acts(*ago: float, who: int = 1, kind: str = "answers") -> list[Helped]:
    return [
        Helped(who * 100 + n, who, kind, f"word {n}", NOW - timedelta(days=days))
        for n, days in enumerate(ago)
    ]


def suggested(criterion: Criterion, some: list[Helped], **known: set[tuple[int, str]]) -> list[int]:
    held, passed = known.get("held", set()), known.get("passed", set())
    return [each.contact_id for each in deserved([criterion], some, held, passed, NOW)]


def test_five_answers_in_three_months_and_not_in_four() -> None:
    assert suggested(TEACHER, acts(1, 10, 20, 30, 90)) == [1]
    assert suggested(TEACHER, acts(1, 10, 20, 30, 93)) == []
    assert suggested(TEACHER, acts(1, 10, 20, 30, 40, kind="welcomes")) == []


def test_three_different_months_are_not_three_acts_of_one() -> None:
    assert suggested(REGULAR, acts(1, 35, 70)) == [1]
    assert suggested(REGULAR, acts(1, 2, 3)) == []
    assert suggested(REGULAR, acts(1, 35) + acts(70, kind="welcomes")) == [1]


def test_who_has_it_or_was_passed_over_is_not_suggested_until_they_help_again() -> None:
    some = acts(1, 35, 70)
    assert suggested(REGULAR, some, held={(1, "regular")}) == []
    assert suggested(REGULAR, some, passed={(100, "regular")}) == []
    newer = Helped(150, 1, "answers", "again", NOW)
    assert suggested(REGULAR, [newer, *some], passed={(100, "regular")}) == [1]


def test_a_badge_that_is_off_is_not_suggested() -> None:
    off = Criterion("x", "X", "star", "X.", ("answers",), on=False)
    assert suggested(off, acts(1)) == []


def test_the_badges_that_come_along_say_what_they_are_for() -> None:
    known = read(resource("badges.json").read_text("utf-8"))
    assert len({each.key for each in known}) == len(known) >= 5
    assert all(each.words.endswith(".") for each in known)
    assert all(resource(f"icons/{each.icon}.svg").exists() for each in known)
    assert read(text(known)) == known


@pytest.mark.parametrize(
    "odd",
    [
        "{", "[1]", '[{"key": "a"}]',
        '[{"key": "a", "name": "A", "icon": "", "words": "", "kinds": ["answers"]}]',
        '[{"key": "a", "name": "A", "icon": "", "words": "w", "kinds": ["cheers"]}]',
        '[{"key": "a", "name": "A", "icon": "", "words": "w", "kinds": ["answers"], "least": 0}]',
    ],
)  # fmt: skip
def test_what_is_no_badge_is_said_in_words(odd: str) -> None:
    with pytest.raises(BadInput):
        read(odd)
