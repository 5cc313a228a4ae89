"""People are made one and part again: nothing is lost, nothing doubled, in whatever order."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cm_desk.domain.model import Author
from cm_desk.domain.times import to_ms
from cm_desk.store import (
    acts,
    consents,
    contacts,
    gestures,
    labels,
    merges,
    migrations,
    notes,
    promises,
    removal,
    river,
    steps,
    surveys,
)
from cm_desk.store.acts import Act
from cm_desk.store.gestures import Gesture
from cm_desk.store.merges import OWNED
from cm_desk.store.surveys import Survey
from cm_desk.store.tx import Tx
from tests.store.rows import MIRA, START, TOMAS, account, message, save

PEOPLE = 5
LATER = START + timedelta(days=30)


def village(db: sqlite3.Connection) -> None:
    """Five people, each with a message and a row in every table of what we remember."""
    known = account(db)
    for n in range(1, PEOPLE + 1):
        who = Author(f"p{n}@social.example", f"@p{n}", f"Person {n}")
        save(db, known.id, message(f"m{n}", n, who=who, thread=f"t{n}"))
        remember(db, n, f"about {n}")


@cache
def built() -> bytes:
    db = sqlite3.connect(":memory:", isolation_level=None)
    migrations.apply(db)
    village(db)
    return db.serialize()


def settled() -> sqlite3.Connection:
    """The village again, without building it again."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.deserialize(built())
    db.execute("pragma foreign_keys = on")
    return db


def remember(db: sqlite3.Connection, contact_id: int, words: str) -> None:
    tx = Tx(db)
    gestures.add(tx, Gesture(0, contact_id, "thanks", LATER, why=words))
    promises.add(tx, contact_id, words, LATER, LATER)
    notes.add(tx, contact_id, words, LATER)
    know(tx, contact_id, words)


def know(tx: Tx, contact_id: int, words: str) -> None:
    """A row in each of the other tables."""
    at_ms = to_ms(LATER)
    label = labels.ensure(tx, "maker").id
    tx.db.execute("insert into fields (name, rank) values ('City', 1) on conflict do nothing")
    rows: dict[str, dict[str, Any]] = {
        "facts": {"kind": "joy", "text": words, "quote": words, "at_ms": at_ms},
        "dates": {"name": words, "month": 2, "day": 29, "yearly": 1, "quote": ""},
        "field_values": {"field_id": 1, "text": words},
        "contact_labels": {"label_id": label},
    }
    for table, values in rows.items():
        steps.insert(tx, table, contact_id, made_ms=at_ms, **values)
    acts.add(tx, Act(0, contact_id, "answers", "", None, words, LATER))
    consents.give(tx, contact_id, "named", words, LATER)
    surveys.add(tx, Survey(0, contact_id, "nps", LATER, 9, text=words), LATER)
    [(message,)] = tx.db.execute(
        "select max(m.id) from messages m join identities i on i.id = m.identity_id"
        " where coalesce(i.home, i.contact_id) = ?",
        [contact_id],
    ).fetchall()
    marked = {"message_id": message, "kind": "joy", "quote": words, "note": "", "at_ms": at_ms}
    steps.insert(tx, "moments", contact_id, made_ms=at_ms, **marked)


def dump(db: sqlite3.Connection) -> dict[str, list[Any]]:
    """Everything but the log of merges itself."""
    tables = ("contacts", "messages", "conversations", *OWNED)
    return {table: db.execute(f"select * from {table} order by id").fetchall() for table in tables}  # noqa: S608


def whole(db: sqlite3.Connection) -> None:
    """Each row has one owner who is in sight, and the arrows have no circle."""
    assert db.execute("pragma foreign_key_check").fetchall() == []
    for table in OWNED:
        lost = f"select count(*) from {table} where contact_id in (select id from contacts"  # noqa: S608
        assert db.execute(f"{lost} where joined is not null)").fetchone() == (0,), table
    for (id,) in db.execute("select id from contacts").fetchall():
        assert merges.root(db, id) in contact_ids(db)
    seen = [e.message.id for id in contact_ids(db) for e in story(db, id) if e.message]
    assert sorted(seen) == sorted(id for (id,) in db.execute("select id from messages"))
    people = contacts.page(db, "name").items
    assert sorted(each.id for each in people) == contact_ids(db)


def test_every_table_of_a_person_has_rows_in_these_tests(db: sqlite3.Connection) -> None:
    village(db)
    for table in OWNED:
        assert db.execute(f"select count(*) from {table}").fetchone() == (PEOPLE,), table  # noqa: S608


def contact_ids(db: sqlite3.Connection) -> list[int]:
    found = db.execute("select id from contacts where joined is null order by id")
    return [id for (id,) in found]


def story(db: sqlite3.Connection, contact_id: int) -> tuple[river.Entry, ...]:
    return river.page(db, contact_id, limit=200).items


people = st.integers(1, PEOPLE)
doings = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), people, people),
        st.tuples(st.just("part"), st.integers(0, 9), st.integers(0, 7)),
        st.tuples(st.just("undo"), st.just(0), st.just(0)),
        st.tuples(st.just("write"), people, st.just(0)),
    ),
    max_size=14,
)


class Walk:
    """Merges, parts and undos on one store, with the ways back of all that was done."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db, self.tx = db, Tx(db)
        self.back: list[Any] = []

    def do(self, what: str, a: int, b: int) -> None:
        match what:
            case "merge":
                if id := merges.merge(self.tx, a, b, "", START):
                    self.back.append(lambda: merges.part(self.tx, id, LATER))
            case "part":
                self._part(a, b)
            case "undo" if self.back:
                assert self.back.pop()()

    def _part(self, number: int, choice: int) -> None:
        known = [each for n in contact_ids(self.db) for each in merges.of(self.db, n)]
        if not known:
            return
        one = known[number % len(known)]
        made = merges.since(self.db, one)
        take = [each for n, each in enumerate(made) if choice >> n % 3 & 1]
        assert merges.part(self.tx, one.id, LATER, take)
        self.back.append(lambda: merges.rejoin(self.tx, one.id, take))


@settings(max_examples=500, deadline=None)
@given(doings)
def test_any_merges_and_parts_keep_every_row_once_and_undoing_all_gives_the_first_state(
    todo: list[tuple[str, int, int]],
) -> None:
    db = settled()
    first = dump(db)
    walk = Walk(db)
    for what, a, b in todo:
        if what != "write":
            walk.do(what, a, b)
        whole(db)
    while walk.back:
        assert walk.back.pop()()
        whole(db)
    assert dump(db) == first
    db.close()


@settings(max_examples=200, deadline=None)
@given(doings, st.randoms(use_true_random=False))
def test_taking_every_merge_back_in_any_order_gives_the_first_people(
    todo: list[tuple[str, int, int]], chance: Any
) -> None:
    """What was written meanwhile stays with whoever it was written to."""
    db = settled()
    first = dump(db)
    tx = Tx(db)
    for what, a, b in todo:
        if what == "merge":
            merges.merge(tx, a, b, "", START)
        elif what == "write":
            notes.add(tx, a, "meanwhile", LATER)
        whole(db)
    known = [each.id for n in contact_ids(db) for each in merges.of(db, n)]
    chance.shuffle(known)
    for id in known:
        assert merges.part(tx, id, LATER)
        whole(db)
    db.execute("delete from notes where text = 'meanwhile'")
    assert dump(db) == first
    db.close()


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
    take = [each for each in merges.since(two, merged) if each.what == "for Tomas"]
    assert merges.part(tx, id, LATER, take)
    assert [each.text for each in notes.of(two, 1)] == ["for Mira"]
    assert [each.text for each in notes.of(two, 2)] == ["for Tomas"]
    assert not merges.part(tx, id, LATER)


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
    assert [each.name for each in contacts.page(two, "name").items] == ["Mira", "Tom"]


def test_joining_again_is_refused_when_they_were_joined_otherwise(two: sqlite3.Connection) -> None:
    tx = Tx(two)
    id = merges.merge(tx, 1, 2, "", START)
    assert id
    merges.part(tx, id, LATER)
    assert merges.merge(tx, 2, 1, "", LATER)
    assert not merges.rejoin(tx, id)
    assert merges.merge(tx, 1, 2, "", LATER) is None
    assert merges.merge(tx, 1, 99, "", LATER) is None
    whole(two)


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
