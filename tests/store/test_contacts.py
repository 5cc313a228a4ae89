import sqlite3
from dataclasses import replace
from datetime import timedelta

from cm_desk.domain.model import Author, OwnLink, Page, Signal, SignalKind
from cm_desk.store import (
    accounts,
    contacts,
    gestures,
    merges,
    messages,
    notes,
    people,
    promises,
    river,
    surveys,
    traces,
)
from cm_desk.store.contacts import ContactRow
from cm_desk.store.gestures import Gesture
from cm_desk.store.river import Entry
from cm_desk.store.surveys import Survey
from cm_desk.store.tx import Tx
from tests.store.rows import MIRA, START, TOMAS, account, counters_are_right, message, save


def everybody(db: sqlite3.Connection, words: str = "") -> list[ContactRow]:
    return list(people.page(db, people.named(words), "name", False).items)


def names(rows: list[ContactRow]) -> list[str]:
    return [row.name for row in rows]


def crowd(db: sqlite3.Connection) -> int:
    """Ada wrote three times long ago, Ben once, Mira and Tomas last; an id of the account."""
    id = account(db).id
    ada, ben = Author("ada@x.example", "@ada", "Ada"), Author("ben@x.example", "@ben", "ben")
    save(db, id, *(message(f"a{n}", n, who=ada) for n in range(3)), message("b", 10, who=ben))
    save(db, id, message("m", 20), message("o", 21, outgoing=True), message("t", 30, who=TOMAS))
    return id


def test_people_are_found_by_name_or_handle(db: sqlite3.Connection) -> None:
    crowd(db)
    assert names(everybody(db, "social.example")) == ["Mira", "Tomas"]
    assert names(contacts.find(db, "mir SOCIAL")) == ["Mira"]
    assert contacts.find(db, "%") == contacts.find(db, "nobody_") == []


def test_a_person_counts_both_ways(db: sqlite3.Connection) -> None:
    id = crowd(db)
    save(db, id, message("m2", 60 * 24 * 40))
    contact = contacts.resolve(db, "mastodon", MIRA.key)
    assert contact is not None
    found = contacts.person(db, contact)
    assert found is not None
    assert (found.received, found.sent) == (2, 1)
    assert found.first_at == START + timedelta(minutes=20)
    assert [each.handle for each in found.identities] == [MIRA.handle]
    assert contacts.resolve(db, "mastodon", "nobody") is None
    assert contacts.person(db, 999) is None


def test_the_newest_message_brings_the_name_and_ours_stays(db: sqlite3.Connection) -> None:
    id = account(db).id
    save(db, id, message("2", 9, who=replace(MIRA, name="Mira the Great")))
    save(db, id, message("1", 1, who=replace(MIRA, name="old name")))
    assert names(contacts.find(db, "mira")) == ["Mira the Great"]
    contacts.rename(Tx(db), 1, "Our Mira")
    save(db, id, message("3", 10, who=replace(MIRA, name="Mirabelle")))
    [row] = contacts.find(db, "mira")
    assert row.name == "Our Mira"
    person = contacts.person(db, 1)
    assert person is not None
    assert person.identities[0].name == "Mirabelle"


def test_a_bare_address_takes_nothing_from_what_is_known_of_a_person(
    db: sqlite3.Connection,
) -> None:
    """Archives often know no more, whichever comes first and whatever is newer."""
    id = account(db).id
    bare = replace(MIRA, handle=MIRA.key, name="", avatar_url="", bio="", url="")
    for first, second in (("1", 20), ("2", 1)):
        save(db, id, message(first, 10, who=MIRA), message(f"{first} b", second, who=bare))
        person = contacts.person(db, 1)
        assert person is not None
        assert (person.name, person.identities[0].handle) == (MIRA.name, MIRA.handle)


def test_an_older_page_that_knows_more_than_an_address_is_listened_to(
    db: sqlite3.Connection,
) -> None:
    id = account(db).id
    save(db, id, message("1", 20, who=Author(MIRA.key, MIRA.key)))
    assert names(contacts.find(db, "social")) == [MIRA.key]
    save(db, id, message("2", 1, who=MIRA))
    assert names(contacts.find(db, "social")) == [MIRA.name]


def test_the_river_merges_everything_in_order_and_pages_without_a_gap(
    db: sqlite3.Connection,
) -> None:
    id, tx = account(db).id, Tx(db)
    later = START + timedelta(hours=3)
    save(db, id, *(message(str(n), n * 10) for n in range(20)))
    like = Signal("s1", SignalKind.LIKE, MIRA, START + timedelta(minutes=15), "1")
    boosts = [replace(like, remote_id=f"b{n}", kind=SignalKind.BOOST) for n in range(3)]
    messages.save(tx, id, Page(signals=(like, *boosts)), "new")
    gestures.add(tx, Gesture(0, 1, "thanks", START + timedelta(minutes=25), why="so kind"))
    promises.add(tx, 1, "send the parts", later, START + timedelta(minutes=35))
    notes.add(tx, 1, "likes tea", START + timedelta(minutes=45))
    surveys.add(tx, Survey(0, 1, "nps", START + timedelta(minutes=55), 9), later)
    page = river.page(db, 1, limit=4)
    seen: list[Entry] = []
    while True:
        assert len(page.items) <= 4
        seen += page.items
        if page.cursor is None:
            break
        page = river.page(db, 1, cursor=page.cursor, limit=4)
    assert seen == list(river.page(db, 1, limit=200).items)
    assert [e.at for e in seen] == sorted((e.at for e in seen), reverse=True)
    assert sum(e.what == "message" for e in seen) == 20
    assert {(e.signal_kind, e.count) for e in seen if e.what == "signals"} == {
        ("like", 1),
        ("boost", 3),
    }
    assert [e.what for e in seen[-1:]] == ["first"]
    assert {e.what for e in seen} == river.KINDS - {"merge", "badge", "introduction", "apology"}
    only = river.page(db, 1, {"gesture", "note"}).items
    assert [e.what for e in only] == ["note", "gesture"]


def test_a_contact_of_two_identities_is_one_stream(db: sqlite3.Connection) -> None:
    id = account(db).id
    save(db, id, message("1", 1), message("2", 2, who=TOMAS), message("3", 3))
    merges.merge(Tx(db), 1, 2, "", START)
    assert [e.message and e.message.remote_id for e in river.page(db, 1, {"message"}).items] == [
        *("3", "2", "1")
    ]
    assert names(everybody(db)) == ["Mira"]
    [row] = everybody(db)
    assert (row.received, row.services) == (3, ("mastodon",))


def test_the_same_signal_twice_is_one(db: sqlite3.Connection) -> None:
    id = account(db).id
    like = Signal("s1", SignalKind.LIKE, MIRA, START)
    for new in (1, 0):
        tx = Tx(db)
        assert messages.save(tx, id, Page(signals=(like, like)), "new").signals == new
        assert bool(tx.changes) is bool(new)
    person = contacts.person(db, 1)
    assert person is not None
    assert person.signals == 1


def test_removing_an_account_forgets_who_only_it_knew(db: sqlite3.Connection) -> None:
    id, other = account(db).id, account(db, "@help@social.example").id
    save(db, id, message("1", 1), message("2", 2, who=TOMAS))
    save(db, other, message("3", 3))
    notes.add(Tx(db), 1, "a friend", START)
    accounts.remove(Tx(db), id)
    assert names(everybody(db)) == ["Mira"]
    [row] = everybody(db)
    assert (row.received, row.last_at) == (1, START + timedelta(minutes=3))
    assert [a.id for a in accounts.all(db)] == [other]
    assert counters_are_right(db)
    db.execute("insert into words (words) values ('integrity-check')")
    accounts.remove(Tx(db), other)
    assert names(everybody(db)) == ["Mira"], "a note is a reason to remember"


def test_the_links_of_a_profile_are_kept_and_make_it_be_compared_again(
    db: sqlite3.Connection,
) -> None:
    known = account(db)
    ida = replace(MIRA, links=(OwnLink("https://ida.example", True), OwnLink("\ud800")))
    save(db, known.id, message("1", who=MIRA))
    traces.trace(Tx(db), [(1, [8, 16])])
    assert traces.untraced(db) == []
    save(db, known.id, message("2", 5, who=ida))
    [side] = traces.untraced(db)
    assert side[-1] == (OwnLink("https://ida.example", True), OwnLink("?"))
    odd = replace(ida, name="Ida\0")  # makes the whole profile be cleaned
    save(db, known.id, message("3", 6, who=odd))
    traces.trace(Tx(db), [(1, [8])])
    assert db.execute("select key from traces").fetchall() == [(8,)]
