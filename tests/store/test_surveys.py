"""Answers to surveys: kept once, found in the story, taken back."""

import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from cm_desk.domain.model import Author
from cm_desk.store import contacts, erasing, merges, river, steps, surveys
from cm_desk.store.surveys import Survey
from cm_desk.store.tx import Tx
from tests.store.rows import MIRA, START, TOMAS, account, message, save

ANSWER = Survey(
    0, 1, "nps", START, 9, 0, 10, "Would you recommend us?", "Yes, to my dad", "Spring survey"
)


@pytest.fixture
def two(db: sqlite3.Connection) -> sqlite3.Connection:
    """Mira with the id 1, Tomas with 2."""
    save(db, account(db).id, message("1", 1), message("2", 2, who=TOMAS, thread="t2"))
    return db


def test_an_answer_stands_in_the_story_and_is_counted(two: sqlite3.Connection) -> None:
    [id] = surveys.add(Tx(two), ANSWER, START).made
    assert surveys.of(two, 1) == [replace(ANSWER, id=id)]
    [entry] = river.page(two, 1, {"survey"}).items
    assert entry.survey == replace(ANSWER, id=id)
    person = contacts.person(two, 1)
    assert person
    assert person.surveys == 1


def test_the_same_answer_twice_is_one(two: sqlite3.Connection) -> None:
    assert surveys.add(Tx(two), ANSWER, START)
    tx = Tx(two)
    assert not surveys.add(tx, ANSWER, START + timedelta(days=9))
    assert tx.changes == []
    assert surveys.add(tx, replace(ANSWER, score=None), START)
    named = replace(ANSWER, source="form")
    assert surveys.add(tx, named, START, "row 7")
    assert not surveys.add(tx, replace(named, contact_id=2, text="edited"), START, "row 7")
    assert len(surveys.of(two, 1)) == 3


def test_an_answer_that_was_removed_can_come_back(two: sqlite3.Connection) -> None:
    [id] = surveys.add(Tx(two), ANSWER, START).made
    step = surveys.remove(Tx(two), id)
    assert surveys.of(two, 1) == []
    steps.take_back(Tx(two), step)
    assert surveys.of(two, 1) == [replace(ANSWER, id=id)]


def test_what_was_removed_comes_back_to_whom_it_belongs_by_now(two: sqlite3.Connection) -> None:
    tx = Tx(two)
    [id] = surveys.add(tx, replace(ANSWER, contact_id=2), START).made
    merged = merges.merge(tx, 1, 2, "", START)
    assert merged
    step = surveys.remove(tx, id)
    steps.take_back(tx, step)
    assert [each.id for each in surveys.of(two, 1)] == [id]
    step = surveys.remove(tx, id)
    merges.part(tx, merged, START)
    steps.take_back(tx, step)
    assert [each.id for each in surveys.of(two, 2)] == [id]


def test_a_number_that_was_given_away_is_not_taken_back(two: sqlite3.Connection) -> None:
    tx = Tx(two)
    [id] = surveys.add(tx, ANSWER, START).made
    step = surveys.remove(tx, id)
    later = START + timedelta(days=1)
    assert surveys.add(tx, replace(ANSWER, text="another"), later).made == (id,)
    steps.take_back(tx, step)
    assert sorted(each.text for each in surveys.of(two, 1)) == ["Yes, to my dad", "another"]


def test_answers_find_their_people_or_make_them_and_come_once(two: sqlite3.Connection) -> None:
    """`bring` takes them from a file: Mira has written before, Ada has not."""
    ada = Author("ada@x.example", "@ada", "Ada")
    given = [(MIRA, ANSWER, "m"), (ada, replace(ANSWER, score=3), "a"), (ada, ANSWER, "b")]
    assert surveys.bring(Tx(two), "mastodon", given, START) == 3
    assert surveys.bring(Tx(two), "mastodon", given, START) == 0
    [hers] = surveys.of(two, 1)
    assert hers.score == 9
    made = contacts.resolve(two, "mastodon", ada.key)
    assert made
    assert [each.score for each in surveys.of(two, made)] == [9, 3]
    person = contacts.person(two, made)
    assert person
    assert (person.name, person.received, person.surveys) == ("Ada", 0, 2)


def test_who_was_erased_does_not_come_back_with_an_answer(two: sqlite3.Connection) -> None:
    erasing.erase(Tx(two), 1, START + timedelta(days=1), {})
    assert surveys.bring(Tx(two), "mastodon", [(MIRA, ANSWER, "m")], START) == 0
    assert contacts.resolve(two, "mastodon", MIRA.key) is None
