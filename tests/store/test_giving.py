"""A gesture that leaves with a message; voices, consents and acts."""

import sqlite3
from dataclasses import replace
from datetime import timedelta

from cm_desk.domain.model import Outgoing
from cm_desk.store import acts, consents, contacts, gestures, merges, outbox, removal, voices
from cm_desk.store.acts import CONFIRMED, DISMISSED, Act
from cm_desk.store.gestures import Direction, Gesture, Quote
from cm_desk.store.tx import Tx
from cm_desk.store.voices import Voice
from tests.store.rows import MIRA, START, TOMAS, account, message, save

LATER = START + timedelta(days=1)


def met(db: sqlite3.Connection) -> int:
    save(db, account(db).id, message("1", who=MIRA, text="You saved my evening"))
    found = contacts.resolve(db, "mastodon", MIRA.key)
    assert found is not None
    return found


def leave(db: sqlite3.Connection, contact_id: int) -> int:
    """A thank-you that waits with its message in the outbox: the row of the outbox."""
    tx = Tx(db)
    outgoing = Outgoing("key-1", "Thank you", START, thread="t1")
    gestures.add(tx, Gesture(0, contact_id, "thank-you", START, outbox_key=outgoing.key))
    return outbox.add(tx, 1, None, outgoing, START)


def test_a_gesture_leaves_with_its_message(db: sqlite3.Connection) -> None:
    mira = met(db)
    row = leave(db, mira)
    assert [each.is_leaving for each in gestures.of(db, mira)] == [True]
    answer = message("2", 5, "Thank you", outgoing=True)
    outbox.begin(Tx(db), row, START)
    outbox.sent(Tx(db), row, answer)
    [given] = gestures.of(db, mira)
    assert (given.is_leaving, given.at) == (False, answer.sent_at)
    assert given.sent_id == db.execute("select id from messages where outgoing").fetchone()[0]


def test_what_is_taken_back_was_never_given(db: sqlite3.Connection) -> None:
    mira = met(db)
    outbox.take_back(Tx(db), leave(db, mira))
    assert gestures.of(db, mira) == []


def test_a_gesture_keeps_all_that_is_known_of_it(db: sqlite3.Connection) -> None:
    mira, tx = met(db), Tx(db)
    voice = voices.save(tx, Voice(0, "Ines Carvalho", "Founder"))
    whole = Gesture(
        0,
        mira,
        "gift",
        START,
        "Ines Carvalho, Founder",
        "saved my evening",
        message_id=1,
        cost_cents=400,
        currency="EUR",
        minutes=20,
        note="A mug",
        public=True,
        direction=Direction.RECEIVED,
        asked=True,
        account_id=1,
        voice_id=voice,
        giver="Mara",
        back="Oh, how kind",
        back_at=LATER,
        back_id=7,
    )
    id = gestures.add(tx, whole)
    assert gestures.get(db, id) == replace(whole, id=id)
    gestures.quote(tx, id, [Quote(3, "again"), Quote(2, "and before")])
    gestures.quote(tx, id, [Quote(3, "again, said twice")])
    assert gestures.quotes(db, id) == (Quote(2, "and before"), Quote(3, "again"))
    gestures.came_back(tx, id, "", None)
    found = gestures.get(db, id)
    assert found is not None
    assert (found.back, found.back_at, found.back_id) == ("", None, None)
    assert gestures.remove(tx, id)
    assert gestures.quotes(db, id) == ()


def test_a_voice_is_changed_in_its_place_and_leaves_its_name(db: sqlite3.Connection) -> None:
    mira, tx = met(db), Tx(db)
    id = voices.save(tx, Voice(0, "Ines Carvalho"))
    voices.save(tx, Voice(id, "Ines Carvalho", "Founder", agreed="Gladly", agreed_at=START))
    [voice] = voices.all(db)
    assert (voice.signature, voice.agreed_at) == ("Ines Carvalho, Founder", START)
    gestures.add(tx, Gesture(0, mira, "gift", START, voice.signature, voice_id=id))
    voices.save(tx, replace(voice, left_at=LATER))
    assert voices.all(db) == []
    assert voices.remove(tx, id)
    assert [(g.voice, g.voice_id) for g in gestures.of(db, mira)] == [(voice.signature, None)]


def test_a_consent_counts_until_it_is_withdrawn(db: sqlite3.Connection) -> None:
    mira, tx = met(db), Tx(db)
    id = consents.give(tx, mira, consents.NAMED, "Sure, name me", START, 1)
    assert consents.who(db, consents.NAMED) == {mira}
    assert consents.who(db, consents.QUOTED) == set()
    consents.withdraw(tx, id, LATER)
    assert consents.who(db, consents.NAMED) == set()
    assert [each.withdrawn_at for each in consents.of(db, mira)] == [LATER]
    consents.withdraw(tx, id, None)
    assert consents.who(db, consents.NAMED) == {mira}


def test_an_act_is_proposed_once_and_judged_by_a_person(db: sqlite3.Connection) -> None:
    mira, tx = met(db), Tx(db)
    act = Act(0, mira, "answers", "repairs", 1, "You can swap the burr yourself", START)
    id = acts.add(tx, act)
    assert id
    assert acts.add(tx, act) is None
    assert acts.between(db, START, LATER) == []
    assert acts.judge(tx, id, CONFIRMED, LATER, "burrs") == replace(act, id=id)
    assert [each.context for each in acts.between(db, START, LATER)] == ["burrs"]
    acts.judge(tx, id, DISMISSED, LATER)
    assert acts.add(tx, act) is None
    assert acts.between(db, START, LATER) == []


def test_consents_and_acts_follow_who_they_are_of(db: sqlite3.Connection) -> None:
    mira, tx = met(db), Tx(db)
    save(db, 1, message("2", 1, who=TOMAS, thread="t2"))
    tomas = contacts.resolve(db, "mastodon", TOMAS.key)
    assert tomas is not None
    acts.add(tx, Act(0, tomas, "answers", "", 2, "Like this", START, CONFIRMED))
    consents.give(tx, tomas, consents.NAMED, "Yes", START)
    merge = merges.merge(tx, mira, tomas, "the same face", LATER)
    assert merge
    assert [each.kind for each in acts.of(db, mira)] == ["answers"]
    assert consents.who(db, consents.NAMED) == {mira}
    merges.part(tx, merge, LATER)
    assert acts.of(db, mira) == []
    assert consents.who(db, consents.NAMED) == {tomas}


def test_a_guess_is_no_reason_to_remember_somebody(db: sqlite3.Connection) -> None:
    mira, tx = met(db), Tx(db)
    acts.add(tx, Act(0, mira, "answers", "", 1, "You saved my evening", START))
    removal.account(tx, 1)
    assert contacts.person(db, mira) is None
    assert db.execute("select count(*) from acts").fetchone() == (0,)
