"""Accounts, gestures, promises, notes, drafts and settings."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from cm_desk.domain.model import Author, Profile, Upload
from cm_desk.store import accounts, drafts, gestures, notes, promises, settings
from cm_desk.store.accounts import AccountState
from cm_desk.store.drafts import Draft
from cm_desk.store.gestures import Gesture
from cm_desk.store.notes import Note
from cm_desk.store.tx import Tx
from tests.store.rows import MIRA, START, account, message, save

HOUR = timedelta(hours=1)


def test_an_account_added_twice_is_one_with_its_newest_name(db: sqlite3.Connection) -> None:
    first = account(db)
    profile = Profile(first.handle, "1", "The Shop", "https://x.example/a.png")
    again = accounts.add(Tx(db), "mastodon", profile, first.base_url)
    assert accounts.all(db) == [again]
    assert (again.id, again.name) == (first.id, "The Shop")
    assert accounts.by_key(db, again.key) == accounts.get(db, again.id) == again
    accounts.change(Tx(db), again.id, signer="Ida")
    assert accounts.get(db, again.id) == replace(again, signer="Ida")


def test_how_an_account_does_is_kept_and_told_once(db: sqlite3.Connection) -> None:
    id, tx = account(db).id, Tx(db)
    state = AccountState(START, "offline", "no answer", START + HOUR, True)
    assert accounts.state(db, id) == AccountState()
    accounts.set_state(tx, id, state)
    accounts.set_state(tx, id, state)
    assert len(tx.changes) == 1
    assert accounts.state(db, id) == state


def test_cursors_of_two_streams_are_apart(db: sqlite3.Connection) -> None:
    id, tx = account(db).id, Tx(db)
    assert accounts.cursor(db, id, "new") is None
    accounts.set_cursor(tx, id, "new", "9")
    accounts.set_cursor(tx, id, "history", "1")
    assert (accounts.cursor(db, id, "new"), accounts.cursor(db, id, "history")) == ("9", "1")
    accounts.set_cursor(tx, id, "new", None)
    assert accounts.cursor(db, id, "new") is None


def test_gestures_are_listed_by_person_and_for_all(db: sqlite3.Connection) -> None:
    save(db, account(db).id, message("1"))
    given = [Gesture(0, 1, kind, START + n * HOUR, "Ida") for n, kind in enumerate("abab")]
    ids = [gestures.add(Tx(db), each) for each in given]
    assert [g.id for g in gestures.of(db, 1)] == ids[::-1]
    page = gestures.page(db, limit=3)
    rest = gestures.page(db, cursor=page.cursor, limit=3)
    assert [g.id for g in (*page.items, *rest.items)] == ids[::-1]
    assert [g.id for g in gestures.page(db, "a").items] == [ids[2], ids[0]]
    removed = gestures.remove(Tx(db), ids[0])
    assert removed == replace(given[0], id=ids[0])
    assert gestures.remove(Tx(db), ids[0]) is None


def test_a_promise_is_open_until_it_is_settled(db: sqlite3.Connection) -> None:
    save(db, account(db).id, message("1"))
    early = promises.add(Tx(db), 1, "call back", START + HOUR, START)
    late = promises.add(Tx(db), 1, "send parts", START + 9 * HOUR, START)
    assert [p.id for p in promises.due(db, START + HOUR)] == [early]
    assert [p.id for p in promises.page(db).items] == [early, late]
    tx = Tx(db)
    promises.settle(tx, early, "kept", START + 2 * HOUR)
    promises.settle(tx, early, "kept", START + 3 * HOUR)
    assert len(tx.changes) == 1
    kept = promises.get(db, early)
    assert kept is not None
    assert (kept.state, kept.settled_at, kept.who) == ("kept", START + 2 * HOUR, MIRA.name)
    assert [p.id for p in promises.page(db).items] == [late]
    promises.settle(tx, early, "open", None)
    assert promises.move(tx, early, START + 20 * HOUR, START)
    assert [p.id for p in promises.page(db).items] == [late, early]
    assert [p.id for p in promises.of(db, 1)] == [late, early]
    promises.remove(tx, late)
    assert promises.get(db, late) is None


def test_a_note_is_edited_and_removed_and_both_can_be_taken_back(db: sqlite3.Connection) -> None:
    save(db, account(db).id, message("1"))
    id = notes.add(Tx(db), 1, "likes tea", START)
    assert notes.edit(Tx(db), id, "likes coffee") == Note(id, 1, "likes tea", START)
    assert notes.of(db, 1) == [Note(id, 1, "likes coffee", START)]
    assert notes.remove(Tx(db), id) == Note(id, 1, "likes coffee", START)
    assert notes.of(db, 1) == []
    assert notes.edit(Tx(db), id, "gone") is None


def test_a_conversation_has_one_draft_and_new_messages_have_many(db: sqlite3.Connection) -> None:
    account_id = account(db).id
    save(db, account_id, message("1"))
    media = (Upload(Path("cat.png"), "a cat"),)
    draft = Draft(0, 1, account_id, "dear", media=media, to=(MIRA,), saved_at=START, cursor=4)
    draft = replace(draft, cc=(Author("bo@far.example", "bo@far.example"),))
    first = drafts.save(Tx(db), draft)
    assert drafts.save(Tx(db), replace(draft, text="dear Mira")) == first
    assert drafts.get(db, 1) == replace(draft, id=first, text="dear Mira")
    new = drafts.save(Tx(db), Draft(0, None, account_id, "a", saved_at=START + HOUR))
    assert drafts.save(Tx(db), Draft(new, None, account_id, "b", saved_at=START + HOUR)) == new
    assert [d.id for d in drafts.page(db)] == [new, first]
    gone = drafts.discard(Tx(db), 1)
    assert gone is not None
    assert gone.text == "dear Mira"
    assert drafts.discard(Tx(db), 1) is None
    assert drafts.discard_id(Tx(db), new) is not None
    assert drafts.page(db) == []


def test_settings_tell_only_what_changed(db: sqlite3.Connection) -> None:
    tx = Tx(db)
    assert settings.get(db, "theme", "system") == "system"
    settings.set(tx, "theme", "dark")
    settings.set(tx, "theme", "dark")
    assert len(tx.changes) == 1
    assert settings.all(db) == {"theme": "dark"}
