"""Gestures with the people they were for, and what goes with an account."""

import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from cm_desk.domain.known import About, Moment
from cm_desk.store import (
    accounts,
    contacts,
    dates,
    facts,
    fields,
    gestures,
    labels,
    merges,
    moments,
    notes,
    promises,
    removal,
    surveys,
)
from cm_desk.store.dates import Occasion
from cm_desk.store.facts import Fact
from cm_desk.store.gestures import Gesture, Given
from cm_desk.store.surveys import Survey
from cm_desk.store.tx import Tx
from tests.store.rows import MIRA, START, TOMAS, account, message, save


def people(db: sqlite3.Connection) -> tuple[int, int]:
    """Mira and Tomas, known from one account."""
    mira = replace(MIRA, avatar_url="face:mira")
    save(db, account(db).id, message("1", who=mira), message("2", 1, who=TOMAS, thread="t2"))
    found = [contacts.resolve(db, "mastodon", each.key) for each in (MIRA, TOMAS)]
    assert found[0] is not None
    assert found[1] is not None
    return found[0], found[1]


def test_the_ledger_knows_the_faces(db: sqlite3.Connection) -> None:
    mira, tomas = people(db)
    first = Gesture(0, mira, "gift", START)
    second = Gesture(0, tomas, "apology", START + timedelta(days=1))
    ids = [gestures.add(Tx(db), each) for each in (first, second)]
    assert gestures.ledger(db).items == (
        Given(replace(second, id=ids[1]), "Tomas", ""),
        Given(replace(first, id=ids[0]), "Mira", "face:mira"),
    )
    assert [each.who for each in gestures.ledger(db, "gift").items] == ["Mira"]
    assert gestures.counts(db) == {"gift": 1, "apology": 1}


def test_the_ledger_is_paged(db: sqlite3.Connection) -> None:
    mira, _ = people(db)
    for day in range(7):
        gestures.add(Tx(db), Gesture(0, mira, "gift", START + timedelta(days=day)))
    seen, cursor = [], None
    while True:
        page = gestures.ledger(db, None, cursor, 3)
        seen += [each.gesture.at for each in page.items]
        if (cursor := page.cursor) is None:
            break
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == 7


def test_memories_of_people_known_elsewhere_stay(db: sqlite3.Connection) -> None:
    mira, tomas = people(db)
    other = account(db, "@other@social.example")
    save(db, other.id, message("9", 5, who=TOMAS, thread="t9"))
    for contact in (mira, tomas):
        gestures.add(Tx(db), Gesture(0, contact, "gift", START))
        promises.add(Tx(db), contact, "A lid", START, START)
        notes.add(Tx(db), contact, "Likes calls", START)
    removal.memories(Tx(db), [1])
    assert not gestures.of(db, mira)
    assert not promises.of(db, mira)
    assert not notes.of(db, mira)
    assert len(gestures.of(db, tomas)) == 1
    assert len(promises.of(db, tomas)) == len(notes.of(db, tomas)) == 1


@pytest.mark.parametrize("table", ["facts", "dates", "field_values", "contact_labels", "surveys"])
def test_what_we_know_of_somebody_is_a_reason_to_keep_them(
    db: sqlite3.Connection, table: str
) -> None:
    mira, tomas = people(db)
    tx, label = Tx(db), labels.ensure(Tx(db), "Maker").id
    field = fields.ensure(tx, "City").id
    match table:
        case "facts":
            facts.put(tx, Fact(0, mira, About.PRONOUNS, "she/her", START), START)
        case "dates":
            dates.add(tx, Occasion(0, mira, "Birthday", 2, 29), START)
        case "field_values":
            fields.put(tx, mira, field, "Porto", START)
        case "contact_labels":
            labels.put_on(tx, mira, label, START)
        case "surveys":
            surveys.add(tx, Survey(0, mira, "nps", START, 9), START)
    kept = db.execute(f"select * from {table}").fetchall()  # noqa: S608
    accounts.remove(tx, 1)
    assert contacts.person(db, mira)
    assert contacts.person(db, tomas) is None
    assert db.execute(f"select * from {table}").fetchall() == kept  # noqa: S608


def test_starting_for_real_forgets_what_was_known_of_the_made_up(db: sqlite3.Connection) -> None:
    mira, _ = people(db)
    facts.put(Tx(db), Fact(0, mira, About.PRONOUNS, "she/her", START), START)
    [message_id] = db.execute("select max(id) from messages where identity_id = 1").fetchone()
    moments.mark(Tx(db), message_id, Moment.JOY, START)
    surveys.add(Tx(db), Survey(0, mira, "nps", START, 9), START)
    removal.memories(Tx(db), [1])
    for table in merges.OWNED:
        if table != "identities":
            assert db.execute(f"select count(*) from {table}").fetchone() == (0,), table  # noqa: S608
