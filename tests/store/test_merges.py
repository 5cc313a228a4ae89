"""Two people become one and part again, and what each of them sees of it."""

import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from cm_desk.store import (
    contacts,
    gestures,
    meanwhile,
    merges,
    notes,
    people,
    promises,
    removal,
    river,
)
from cm_desk.store.gestures import Gesture
from cm_desk.store.tx import Tx
from tests.store.merging import check, in_sight, settled, story
from tests.store.rows import MIRA, START, TOMAS, account, message, save

LATER = START + timedelta(days=30)


@pytest.fixture
def two(db: sqlite3.Connection) -> sqlite3.Connection:
    """Mira with the id 1, Tomas with 2."""
    known = account(db)
    save(db, known.id, message("1", 1), message("2", 2, who=TOMAS, thread="t2"))
    return db


def test_what_is_made_after_a_merge_goes_with_whom_we_say(two: sqlite3.Connection) -> None:
    tx = Tx(two)
    id = merges.merge(tx, 1, 2, "", START)
    assert id
    for words in ("for Mira", "for Tomas"):
        notes.add(tx, 1, words, LATER)
    [merged] = merges.of(two, 1)
    take = [each for each in meanwhile.since(two, merged) if each.what == "for Tomas"]
    assert merges.part(tx, id, LATER, take)
    assert [each.text for each in notes.of(two, 1)] == ["for Mira"]
    assert [each.text for each in notes.of(two, 2)] == ["for Tomas"]
    assert not merges.part(tx, id, LATER)


def test_who_says_nothing_gives_each_what_quotes_their_messages(two: sqlite3.Connection) -> None:
    tx = Tx(two)
    assert merges.merge(tx, 1, 2, "", START)
    ids = dict(two.execute("select identity_id, id from messages").fetchall())
    gestures.add(tx, Gesture(0, 1, "thanks", LATER, message_id=ids[2]))
    promises.add(tx, 1, "send a lid", LATER, LATER, ids[1])
    [merged] = merges.of(two, 1)
    assert [(m.what, m.theirs) for m in meanwhile.since(two, merged)] == [
        ("thanks", True),
        ("send a lid", False),
    ]


def test_of_three_what_was_made_for_two_before_the_third_came_is_asked_about() -> None:
    db = settled()
    tx, day = Tx(db), timedelta(days=1)
    assert merges.merge(tx, 1, 2, "", START + day)
    notes.add(tx, 1, "of one or two", START + 2 * day)
    notes.add(tx, 3, "of three alone", START + 3 * day)
    assert merges.merge(tx, 3, 1, "", START + 4 * day)
    notes.add(tx, 3, "of anybody", START + 5 * day)
    by_gone = {each.gone: each for each in merges.of(db, 3)}
    asked = {gone: [m.what for m in meanwhile.since(db, by_gone[gone])] for gone in (1, 2)}
    assert asked == {1: ["of anybody"], 2: ["of anybody", "of one or two"]}
    take = [each for each in meanwhile.since(db, by_gone[2]) if each.what == "of one or two"]
    assert merges.part(tx, by_gone[2].id, LATER, take)
    assert "of one or two" in [each.text for each in notes.of(db, 2)]
    assert merges.rejoin(tx, by_gone[2].id, take)
    assert merges.part(tx, by_gone[1].id, LATER)
    assert "of one or two" in [each.text for each in notes.of(db, 1)]
    check(db)
    db.close()


def test_a_merge_that_is_made_undone_leaves_no_line_in_the_log(two: sqlite3.Connection) -> None:
    tx = Tx(two)
    id = merges.merge(tx, 1, 2, "", START)
    assert id
    assert merges.unmerge(tx, id)
    assert two.execute("select count(*) from merges").fetchone() == (0,)
    assert in_sight(two) == [1, 2]
    assert not merges.unmerge(tx, id)
    assert not merges.rejoin(tx, id)
    assert "merge" not in [each.what for each in story(two, 1)]


def test_a_page_that_still_names_the_one_who_is_gone_shows_the_whole_person(
    two: sqlite3.Connection,
) -> None:
    tx = Tx(two)
    merges.merge(tx, 1, 2, "", START + timedelta(hours=1))
    person = contacts.person(two, 2)
    assert person
    assert (person.id, person.name, len(person.identities)) == (1, "Mira", 2)
    note = notes.add(tx, 2, "late", LATER)
    [kept] = notes.of(two, 1)
    assert kept.id == note
    assert [each.what for each in story(two, 1)] == ["note", "merge", "message", "message", "first"]


def test_a_new_name_at_a_service_goes_to_the_person_it_belongs_to(two: sqlite3.Connection) -> None:
    tx = Tx(two)
    id = merges.merge(tx, 1, 2, "", START)
    assert id
    save(two, 1, message("3", 9, who=replace(TOMAS, name="Tom"), thread="t2"))
    assert [each.name for each in contacts.find(two, "")] == ["Mira"]
    merges.part(tx, id, LATER)
    assert [each.name for each in people.page(two, sort="name", descending=False).items] == [
        "Mira",
        "Tom",
    ]


def test_joining_again_is_refused_when_they_were_joined_otherwise(two: sqlite3.Connection) -> None:
    tx = Tx(two)
    id = merges.merge(tx, 1, 2, "", START)
    assert id
    merges.part(tx, id, LATER)
    assert merges.merge(tx, 2, 1, "", LATER)
    assert not merges.rejoin(tx, id)
    assert merges.merge(tx, 1, 2, "", LATER) is None
    assert merges.merge(tx, 1, 99, "", LATER) is None
    check(two)


def test_removing_the_account_removes_who_was_joined_too(two: sqlite3.Connection) -> None:
    tx = Tx(two)
    merges.merge(tx, 1, 2, "", START)
    removal.account(tx, 1)
    assert two.execute("select count(*) from contacts").fetchone() == (0,)
    assert two.execute("select count(*) from merges").fetchone() == (0,)


def test_a_merge_says_which_services_it_brought_together(db: sqlite3.Connection) -> None:
    known = account(db)
    save(db, known.id, message("1", 1), message("2", 2, who=TOMAS, thread="t2"))
    db.execute("update identities set service = 'mail' where id = 2")
    merges.merge(Tx(db), 1, 2, "", START)
    [entry] = river.page(db, 1, {"merge"}).items
    assert entry.merge
    assert (entry.merge.kept_services, entry.merge.gone_services) == (("mastodon",), ("mail",))
    assert (entry.merge.kept_name, entry.merge.gone_name) == (MIRA.name, TOMAS.name)
