"""Everything of a person is in their story once, wherever one begins and whichever way one goes."""

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cm_desk.domain.model import Account, Author, Page, Profile, Signal, SignalKind
from cm_desk.domain.months import of as month_of
from cm_desk.store import (
    accounts,
    contacts,
    gestures,
    merges,
    messages,
    migrations,
    notes,
    places,
    promises,
    river,
    signals,
)
from cm_desk.store.gestures import Gesture
from cm_desk.store.places import BOTTOM, TOP
from cm_desk.store.streams import Entry
from cm_desk.store.tx import Tx
from tests.store.rows import MIRA, START, TOMAS, account, message, save

MAIL = Author("mira@mail.example", "mira@mail.example", "Mira")
DAY = timedelta(days=1)
# (what, minutes after the start, one of us, one of them, a flag): enough to make anything of it
happenings = st.lists(
    st.tuples(
        st.sampled_from(["message", "like", "boost", "gesture", "promise", "note", "merge"]),
        st.integers(0, 150_000) | st.integers(0, 3),
        st.integers(0, 2),
        st.integers(0, 1),
        st.booleans(),
    ),
    max_size=30,
)
some_kinds = st.sets(st.sampled_from(sorted(river.KINDS)), min_size=1) | st.just(river.KINDS)
some_accounts = st.none() | st.sets(st.integers(1, 3))
moments = st.integers(-10, 150_010).map(lambda minutes: START + timedelta(minutes=minutes))


def identified(entry: Entry) -> tuple[object, ...]:
    ours = entry.gesture or entry.promise or entry.note or entry.merge
    thing = entry.message or ours
    signal = (entry.service, entry.signal_kind, month_of(entry.at))
    return (entry.what, entry.turn, thing.id if thing else signal)


class World:
    """Three accounts of ours, Mira on two services, and everything that happened with her."""

    def __init__(self, happened: list[tuple[str, int, int, int, bool]]) -> None:
        self.db = sqlite3.connect(":memory:", isolation_level=None)
        migrations.apply(self.db)
        self.db.execute("pragma foreign_keys = on")
        self.tx = Tx(self.db)
        self.us = [account(self.db), account(self.db, "@help@social.example"), self._mailbox()]
        self.who = [MIRA, MIRA, MAIL]
        # What passed, by what identifies it: at which account, if at any.
        self.passed: dict[tuple[Any, ...], int | None] = {}
        save(self.db, 1, message("hello", -5000))
        save(self.db, 3, message("hello", -4000, who=MAIL))
        merges.merge(self.tx, 1, 2, "", START - DAY)
        self._note(("message", "", places_of(self.db, 1, "hello")), 1)
        self._note(("message", "", places_of(self.db, 3, "hello")), 3)
        self._note(("merge", "joined", 1), None)
        self._note(("first", "", ("", "", month_of(START - timedelta(minutes=5000)))), None)
        for number, each in enumerate(happened):
            self._happen(str(number), *each)

    def _mailbox(self) -> Account:
        return accounts.add(self.tx, "mail", Profile("hi@shop.example", "3"), "")

    def _note(self, key: tuple[Any, ...], at: int | None) -> None:
        self.passed[key] = at

    def _happen(self, id: str, what: str, minutes: int, us: int, them: int, flag: bool) -> None:
        at, number = START + timedelta(minutes=minutes), self.us[us].id
        match what:
            case "message":
                saved = message(id, minutes, who=self.who[us], outgoing=flag, thread=f"t{them}")
                save(self.db, number, saved)
                self._note(("message", "", places_of(self.db, number, id)), number)
            case "like" | "boost":
                kind = SignalKind(what)
                felt = Signal(id, kind, self.who[us], at)
                messages.save(self.tx, number, Page(signals=(felt,)), "new")
                service = self.us[us].service
                self._note(("signals", "", (service, what, month_of(at))), -1)
            case "gesture":
                about = places_of(self.db, number, "hello") if flag else None
                given = gestures.add(self.tx, Gesture(0, 1, "gift", at, message_id=about))
                self._note(("gesture", "", given), number if about else None)
            case "promise":
                self._promise(at, us, them, flag)
            case "note":
                self._note(("note", "", notes.add(self.tx, 1, id, at)), None)
            case "merge":
                self._merge(id, at, flag)

    def _promise(self, at: datetime, us: int, moved: int, kept: bool) -> None:
        number = self.us[us].id
        about = places_of(self.db, number, "hello")
        id = promises.add(self.tx, 1, "a lid", at + DAY, at, about)
        where = number if about else None
        self._note(("promise", "made", id), where)
        if moved:
            move = promises.move(self.tx, id, at + 2 * DAY, at + DAY / 2)
            assert move
            self._note(("promise", "moved", id), where)
        if kept:
            promises.settle(self.tx, id, "kept", at + 2 * DAY)
            self._note(("promise", "kept", id), where)

    def _merge(self, id: str, at: datetime, parted: bool) -> None:
        who = Author(f"{id}@social.example", f"@{id}", f"Person {id}")
        signal = Signal(f"f{id}", SignalKind.FOLLOW, who, at)
        messages.save(self.tx, 1, Page(signals=(signal,)), "new")
        other = contacts.resolve(self.db, "mastodon", who.key)
        assert other
        made = merges.merge(self.tx, 1, other, "", at)
        assert made
        self._note(("merge", "joined", made), None)
        if parted:
            assert merges.part(self.tx, made, at + DAY)
            self._note(("merge", "parted", made), None)
        else:
            self._note(("signals", "", ("mastodon", "follow", month_of(at))), -1)

    def expected(self, kinds: frozenset[str], among: set[int] | None) -> set[tuple[Any, ...]]:
        """What there is of these kinds, at these accounts; signals need a look at each account."""
        found = set()
        for key, where in self.passed.items():
            here = among is None or where in among or (where == -1 and self._felt(key, among))
            if key[0] in kinds and here:
                found.add(key)
        return found

    def _felt(self, key: tuple[Any, ...], among: set[int]) -> bool:
        service, kind, month = key[2]
        rows = self.db.execute(
            "select s.account_id, s.at_ms from signals s join identities i on i.id = s.identity_id"
            " where i.contact_id = 1 and i.service = ? and s.kind = ?",
            [service, kind],
        )
        return any(
            where in among and month_of(START + timedelta(milliseconds=ms - to_ms(START))) == month
            for where, ms in rows
        )


def to_ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def places_of(db: sqlite3.Connection, account_id: int, remote_id: str) -> int | None:
    found = messages.by_remote(db, account_id, remote_id)
    return found.id if found else None


Walk = Callable[[str | int | None], Any]


def walked(read: Walk, start: str | None, newer: bool) -> list[Entry]:
    """All pages one after the other, newest first."""
    found: list[Entry] = []
    page = read(start)
    while True:
        found = [*page.items, *found] if newer else [*found, *page.items]
        if page.cursor is None:
            return found
        page = read(page.cursor)


@settings(max_examples=150, deadline=None)
@given(happenings, some_kinds, some_accounts, st.integers(1, 9), moments)
def test_any_mixture_is_walked_both_ways_from_any_moment_without_a_gap_or_a_double(
    happened: list[tuple[str, int, int, int, bool]],
    kinds: frozenset[str],
    among: set[int] | None,
    size: int,
    moment: datetime,
) -> None:
    world = World(happened)

    def older(cursor: str | int | None) -> Any:
        return river.page(world.db, 1, kinds, cursor, size, among)

    def newer(cursor: str | int | None) -> Any:
        return river.page(world.db, 1, kinds, cursor, size, among, newer=True)

    down = walked(older, None, False)
    told = [identified(each) for each in down]
    assert sorted(map(repr, told)) == sorted(map(repr, world.expected(frozenset(kinds), among)))
    assert walked(newer, None, True) == down
    split = str(places.after(moment))
    below, above = walked(older, split, False), walked(newer, split, True)
    assert [*above, *below] == down
    assert all(each.at <= moment for each in below if each.what != "message")
    assert [each.place for each in down] == sorted((e.place for e in down), reverse=True)
    whole = river.between(world.db, 1, kinds, among, BOTTOM, TOP)
    assert whole
    assert list(whole.entries) == down
    if down:
        some = down[len(down) // 3 : len(down) * 2 // 3 + 1]
        found = river.between(world.db, 1, kinds, among, some[-1].place, some[0].place.above(), ())
        assert found
        assert list(found.entries) == some
        assert found.message_ids == {each.message.id for each in some if each.message}
    world.db.close()


def story(db: sqlite3.Connection, **only: Any) -> list[tuple[str, str]]:
    return [(each.what, each.turn) for each in river.page(db, 1, limit=200, **only).items]


def test_a_message_says_what_it_answered_also_when_somebody_else_said_it(
    db: sqlite3.Connection,
) -> None:
    id = account(db).id
    save(
        db,
        id,
        message("1", 1, "Does it grind fine?", who=TOMAS),
        message("2", 2, "It does", reply_to="1"),
        message("3", 3, "Thank you", outgoing=True, reply_to="2", subject="Re: grind"),
        message("4", 4, "Welcome", reply_to="3"),
        message("5", 5, "Lost", reply_to="gone"),
    )
    mira = contacts.resolve(db, "mastodon", MIRA.key)
    assert mira
    found = river.page(db, mira, {"message"}).items
    told = [
        each.parent and (each.parent.who, each.parent.outgoing, each.parent.text) for each in found
    ]
    assert told == [
        None,
        ("@shop@social.example", True, "Re: grind: Thank you"),
        ("Mira", False, "It does"),
        ("Tomas", False, "Does it grind fine?"),
    ]


def test_a_promise_stands_at_each_turn_of_it(db: sqlite3.Connection) -> None:
    save(db, account(db).id, message("1"))
    tx = Tx(db)
    id = promises.add(tx, 1, "send a lid", START + 3 * DAY, START + DAY)
    move = promises.move(tx, id, START + 9 * DAY, START + 2 * DAY)
    assert move
    promises.settle(tx, id, "kept", START + 8 * DAY)
    found = river.page(db, 1, {"promise"}).items
    assert [(each.turn, each.at) for each in found] == [
        ("kept", START + 8 * DAY),
        ("moved", START + 2 * DAY),
        ("made", START + DAY),
    ]
    assert (found[1].was_due, found[1].due) == (START + 3 * DAY, START + 9 * DAY)
    promises.unmove(tx, move)
    promises.settle(tx, id, "open", None)
    [made] = river.page(db, 1, {"promise"}).items
    assert made.promise
    assert made.promise.due == START + 3 * DAY


def test_taking_back_the_first_of_two_moves_keeps_the_second(db: sqlite3.Connection) -> None:
    save(db, account(db).id, message("1"))
    tx = Tx(db)
    id = promises.add(tx, 1, "send a lid", START + DAY, START)
    first = promises.move(tx, id, START + 2 * DAY, START)
    assert first
    assert promises.move(tx, id, START + 5 * DAY, START + DAY)
    assert promises.move(tx, id, START + 5 * DAY, START + DAY) is None
    promises.unmove(tx, first)
    promises.unmove(tx, first)
    [moved] = promises.moves(db, id)
    assert (moved.was_due, moved.due) == (START + DAY, START + 5 * DAY)
    kept = promises.get(db, id)
    assert kept
    assert kept.due == START + 5 * DAY
    known = promises.remove(tx, id)
    promises.put_back(tx, kept, known)
    assert [each.turn for each in river.page(db, 1, {"promise"}).items] == ["moved", "made"]


def test_people_who_parted_again_keep_both_moments_in_both_stories(
    db: sqlite3.Connection,
) -> None:
    known, tx = account(db).id, Tx(db)
    save(db, known, message("1", 1), message("2", 2, who=TOMAS, thread="t2"))
    soon, late = (merges.merge(tx, 1, 2, "", START + DAY), START + DAY + timedelta(minutes=1))
    assert soon
    merges.part(tx, soon, late)
    assert ("merge", "joined") not in story(db), "what was parted at once was a mistake"
    again = merges.merge(tx, 1, 2, "", START + 2 * DAY)
    assert again
    assert story(db)[0] == ("merge", "joined")
    merges.part(tx, again, START + 30 * DAY)
    assert story(db)[:2] == [("merge", "parted"), ("merge", "joined")]
    other = river.page(db, 2, {"merge"}).items
    assert [each.turn for each in other] == ["parted", "joined"]


def test_signals_fold_by_month_and_open_to_what_they_were_about(db: sqlite3.Connection) -> None:
    id = account(db).id
    save(db, id, message("post", 0, "Our new burr", outgoing=True))
    boosts = [
        Signal(f"b{n}", SignalKind.BOOST, MIRA, START + n * 10 * DAY, "post" if n else "gone")
        for n in range(5)
    ]
    messages.save(Tx(db), id, Page(signals=tuple(boosts)), "new")
    found = river.page(db, 1, {"signals"}).items
    assert [(each.count, month_of(each.at)) for each in found] == [(1, (2026, 4)), (4, (2026, 3))]
    felt = signals.of_month(db, 1, "mastodon", "boost", found[1].at)
    assert [each.text for each in felt] == ["Our new burr"] * 3 + [""]
    assert [each.at for each in felt] == [each.at for each in boosts[3::-1]]


def test_what_is_at_no_account_is_left_out_where_accounts_are_chosen(
    db: sqlite3.Connection,
) -> None:
    known, tx = account(db).id, Tx(db)
    other = account(db, "@help@social.example").id
    save(db, known, message("1", 1))
    save(db, other, message("2", 2))
    notes.add(tx, 1, "likes tea", START + DAY)
    about = places_of(db, other, "2")
    gestures.add(tx, Gesture(0, 1, "gift", START + DAY, message_id=about))
    gestures.add(tx, Gesture(0, 1, "gift", START + DAY, conversation_id=1))
    assert story(db, accounts={other}) == [("gesture", ""), ("message", "")]
    assert story(db, accounts={known}) == [("gesture", ""), ("message", "")]
    assert story(db, accounts=set()) == []


@pytest.mark.parametrize("many", [1, 200])
def test_a_person_on_many_accounts_is_one_story(db: sqlite3.Connection, many: int) -> None:
    for n in range(many):
        here = account(db, f"@shop{n}@social.example").id
        save(db, here, message("1", n), message("2", n, outgoing=True))
    found = walked(lambda at: river.page(db, 1, {"message"}, at, 30), None, False)
    assert [e.message.sent_at for e in found if e.message] == [
        START + timedelta(minutes=n) for n in reversed(range(many)) for _ in range(2)
    ]


def test_only_messages_that_are_not_known_are_read_again(db: sqlite3.Connection) -> None:
    id = account(db).id
    save(db, id, *(message(str(n), n) for n in range(9)))
    [newest, *_] = river.page(db, 1, {"message"}).items
    known = {places_of(db, id, str(n)) for n in range(9)} - {newest.message and newest.message.id}
    found = river.between(db, 1, {"message"}, None, BOTTOM, TOP, known)  # type: ignore[arg-type]
    assert found
    assert found.entries == (newest,)
    assert len(found.message_ids) == 9
    assert river.between(db, 1, {"message"}, None, BOTTOM, TOP, (), 8) is None
