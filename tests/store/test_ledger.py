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
    ledger,
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
from cm_desk.store.ledger import Sift, Sums
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
    assert ledger.page(db).items == (
        Given(replace(second, id=ids[1]), "Tomas", ""),
        Given(replace(first, id=ids[0]), "Mira", "face:mira"),
    )
    assert [each.who for each in ledger.page(db, Sift("gift")).items] == ["Mira"]
    assert ledger.counts(db) == {"gift": 1, "apology": 1}


def test_the_ledger_is_paged(db: sqlite3.Connection) -> None:
    mira, _ = people(db)
    for day in range(7):
        gestures.add(Tx(db), Gesture(0, mira, "gift", START + timedelta(days=day)))
    seen, cursor = [], None
    while True:
        page = ledger.page(db, Sift(), cursor, 3)
        seen += [each.gesture.at for each in page.items]
        if (cursor := page.cursor) is None:
            break
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == 7


SIFTED = [
    (Sift(), "frogs cake card ring"),
    (Sift(kind="gift"), "cake"),
    (Sift(direction="received"), "frogs"),
    (Sift(voice="Ines Carvalho, Founder"), "card ring"),
    (Sift(account_id=1), "card"),
    (Sift(name="MIR"), "cake ring"),
    (Sift(name="%"), ""),
    (Sift(month=(2026, 3)), "cake card ring"),
    (Sift(month=(2026, 4)), "frogs"),
    (Sift(asked=True), "cake"),
    (Sift(asked=False, direction="given"), "card ring"),
    (Sift(public=True), "ring"),
    (Sift(came_back=True), "card"),
    (Sift(came_back=False), "frogs cake ring"),
    (Sift(cost="free"), "frogs ring"),
    (Sift(cost="money"), "cake"),
    (Sift(cost="time"), "cake card"),
    (Sift(kind="thank-you", cost="time", name="tom"), "card"),
]


def a_few(db: sqlite3.Connection) -> None:
    mira, tomas = people(db)
    ines = "Ines Carvalho, Founder"
    day, kept = timedelta(days=1), Gesture(0, mira, "thank-you", START)
    ring = replace(kept, note="ring", voice=ines, public=True)
    card = replace(
        kept, contact_id=tomas, note="card", voice=ines, minutes=5, at=START + day, account_id=1
    )
    card = replace(card, back="So glad", back_at=START + 3 * day)
    cake = replace(kept, kind="gift", note="cake", cost_cents=900, currency="EUR", minutes=20)
    cake = replace(cake, asked=True, at=START + 2 * day)
    frogs = replace(kept, contact_id=tomas, note="frogs", direction="received")
    for each in (ring, card, cake, replace(frogs, at=START + 40 * day)):
        gestures.add(Tx(db), each)


@pytest.mark.parametrize(("sift", "notes_"), SIFTED)
def test_the_ledger_is_sifted(db: sqlite3.Connection, sift: Sift, notes_: str) -> None:
    a_few(db)
    found = ledger.page(db, sift).items
    assert " ".join(each.gesture.note for each in found) == notes_
    assert ledger.sums(db, sift).gestures == len(found)
    kinds = [each.gesture.kind for each in found]
    assert all(ledger.counts(db, sift)[kind] == kinds.count(kind) for kind in kinds)


def test_a_ledger_says_what_it_cost_and_what_came_back(db: sqlite3.Connection) -> None:
    assert ledger.sums(db) == Sums(0, (), 0, 0)
    assert (ledger.voices(db), ledger.span(db)) == ([], [])
    a_few(db)
    assert ledger.sums(db) == Sums(4, (("EUR", 900),), 25, 1)
    assert ledger.voices(db) == ["Ines Carvalho, Founder"]
    assert ledger.span(db) == [(2026, 4), (2026, 3)]


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
