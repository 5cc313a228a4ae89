"""The lines of the list of people are what a slow count of everything says, whatever happened."""

import sqlite3
from itertools import groupby
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cm_desk.domain.model import Author, Page, Signal, SignalKind
from cm_desk.domain.views import State
from cm_desk.store import (
    accounts,
    contacts,
    gestures,
    lines,
    merges,
    messages,
    people,
    promises,
    triage,
)
from cm_desk.store.gestures import Gesture
from cm_desk.store.tx import Tx
from cm_desk.text.folding import folded, sorting
from tests.store.rows import START, account, message
from tests.store.test_saving_properties import fresh

WHO = [Author(f"p{n}@x.example", f"@p{n}", name) for n, name in enumerate(("Ada", "Émile", "民"))]
LANGS = ["", "pl", "pt-BR", "de|x"]


def slowly(db: sqlite3.Connection) -> dict[int, dict[str, Any]]:
    """A line for each person, by reading every row that is about them."""
    found = db.execute("select id, name from contacts where joined is null").fetchall()
    return {id: {"id": id} | _slowly(db, id, name) for id, name in found}


def _slowly(db: sqlite3.Connection, id: int, name: str) -> dict[str, Any]:
    def ask(what: str) -> list[tuple[Any, ...]]:
        return db.execute(f"select {what.replace('?', str(id))}").fetchall()

    who = ask("id, service, name, handle, first_ms, last_ms from identities where contact_id = ?")
    mine = "where identity_id in (select id from identities where contact_id = ?)"
    said = ask(f"identity_id, outgoing, sent_ms, lang, account_id from messages {mine} order by id")
    felt = ask(f"at_ms, account_id from signals {mine}")
    given = [at for (at,) in ask("at_ms from gestures where contact_id = ?")]
    sides = [[out for one, out, *_ in said if one == identity] for identity, *_ in who]
    waits = ask(
        "c.id from conversations c join messages m on m.id = c.last_id join identities i"
        " on i.id = m.identity_id where i.contact_id = ? and c.place in (0, 1) and not m.outgoing"
    )
    heard = [ms for _, out, ms, *_ in said if not out] + [at for at, _ in felt]
    return {
        "first_ms": min((each[4] for each in who), default=0),
        "last_ms": max((each[5] for each in who), default=0),
        "heard_ms": max(heard, default=0),
        "received": sum(not out for _, out, *_ in said),
        "sent": sum(out for _, out, *_ in said),
        "turns": sum(len([*groupby(each)]) - 1 for each in sides if each),
        "signals": len(felt),
        "gestures": len(given),
        "given_ms": max(given, default=0),
        "promises": len(ask("1 from promises where contact_id = ? and state = 'open'")),
        "channels": len({service for _, service, *_ in who}),
        "waiting": len(waits),
        "services": {service for _, service, *_ in who},
        "accounts": {str(n) for *_, n in said} | {str(n) for _, n in felt},
        "langs": {lang[:2] for _, out, _, lang, _ in said if not out and "|" not in lang} - {""},
        "words": {folded(w) for w in (name, *(w for each in who for w in each[2:4]))},
    }


def kept(row: tuple[Any, ...]) -> dict[str, Any]:
    line = dict(zip(lines.COLUMNS, row, strict=True))
    del line["name"]
    line["words"] = set(line["words"].split("\n"))
    for marks in ("services", "accounts", "langs"):
        line[marks] = {each for each in line[marks].replace(",", "").split("|") if each}
    return line


def check(db: sqlite3.Connection) -> None:
    """What a reader sees, restless people included, is the slow count; in every order."""
    want = slowly(db)
    seen: dict[int, dict[str, Any]] = {}
    for each in lines.sources(db):
        found = [kept(row) for row in db.execute(f"select * from {each}")]  # noqa: S608
        assert not seen.keys() & {line["id"] for line in found}
        seen |= {line["id"]: line for line in found}
    assert seen == want
    assert people.count(db) == len(want)
    for sort, column in people.SORTS.items():
        rows = people.page(db, sort=sort, limit=200).items
        keys = [(want[row.id].get(column, sorting(row.name)), row.id) for row in rows]
        assert keys == sorted(keys, reverse=True)
        assert len(keys) == len(want)


number = st.integers(0, 2)
said = st.tuples(number, st.integers(0, 20), st.booleans(), number, st.sampled_from(LANGS))
steps = st.lists(
    st.one_of(
        st.tuples(st.just("save"), st.lists(said, max_size=5), st.sampled_from(["new", "history"])),
        st.tuples(st.just("signal"), number, st.integers(0, 20)),
        st.tuples(st.just("gesture"), number, st.booleans()),
        st.tuples(st.just("promise"), number, st.sampled_from(["open", "kept", "gone"])),
        st.tuples(st.just("rename"), number, st.sampled_from(["Zoë", "  ", "ada"])),
        st.tuples(st.just("triage"), number, st.sampled_from(State)),
        st.tuples(st.just("merge"), number, number),
        st.tuples(st.just("part"), number, number),
        st.tuples(st.just("remove"), st.integers(1, 2), st.just(0)),
        st.tuples(st.just("settle"), st.integers(1, 3), st.just(0)),
    ),
    max_size=12,
)


class Walk:
    """Anything that changes what a line says, on two accounts of one service."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db, self.tx, self.parted = db, Tx(db), list[int]()
        self.accounts = [account(db).id, account(db, "@help@social.example").id]

    def do(self, what: str, a: Any, b: Any) -> None:
        getattr(self, f"_{what}")(a, b)

    def _save(self, spoken: list[Any], stream: str) -> None:
        """Ids repeat: some of it is known, and edited when its language is another one."""
        for account_id in self.accounts:
            items = [
                message(
                    f"m{at}/{n}",
                    at,
                    f"in {lang}",
                    who=WHO[n],
                    outgoing=out,
                    thread=f"t{t}",
                    lang=lang,
                )
                for n, at, out, t, lang in spoken
                if t % 2 == account_id % 2
            ]
            messages.save(self.tx, account_id, Page(tuple(items)), stream)

    def _signal(self, n: int, minute: int) -> None:
        liked = Signal(f"s{n}{minute}", SignalKind.LIKE, WHO[n], at(minute))
        for account_id in self.accounts[:1]:
            messages.save(self.tx, account_id, Page(signals=(liked,)), "new")

    def _gesture(self, n: int, add: bool) -> None:
        if add and (id := self._contact(n)):
            gestures.add(self.tx, Gesture(0, id, "thanks", at(n)))
        for (id,) in () if add else self.db.execute("select id from gestures limit 1").fetchall():
            gestures.remove(self.tx, id)

    def _promise(self, n: int, state: str) -> None:
        if id := self._contact(n):
            promise = promises.add(self.tx, id, "tea", at(9), at(8))
            if state == "gone":
                promises.remove(self.tx, promise)
            else:
                promises.settle(self.tx, promise, state, at(9))

    def _rename(self, n: int, name: str) -> None:
        if id := self._contact(n):
            contacts.rename(self.tx, id, name)

    def _triage(self, n: int, state: State) -> None:
        ids = [id for (id,) in self.db.execute("select id from conversations order by id")]
        triage.set_state(self.tx, ids[n : n + 1], state, at(99))

    def _merge(self, a: int, b: int) -> None:
        one, other = self._contact(a), self._contact(b)
        if one and other:
            merges.merge(self.tx, one, other, "", START)

    def _part(self, a: int, again: int) -> None:
        whole = self._contact(a)
        for each in merges.of(self.db, whole)[:1] if whole else ():
            merges.part(self.tx, each.id, START)
            if again:
                assert merges.rejoin(self.tx, each.id)

    def _remove(self, number: int, _: int) -> None:
        if number in self.accounts:
            self.accounts.remove(number)
            accounts.remove(self.tx, number)

    def _settle(self, limit: int, _: int) -> None:
        lines.settle(self.tx, limit)

    def _contact(self, n: int) -> int | None:
        return contacts.resolve(self.db, "mastodon", WHO[n].key)


def at(minute: int) -> Any:
    return message("", minute).sent_at


@settings(max_examples=300, deadline=None)
@given(steps)
def test_lines_are_what_a_slow_count_says_after_anything(todo: list[tuple[str, Any, Any]]) -> None:
    with fresh() as db:
        walk = Walk(db)
        for what, a, b in todo:
            walk.do(what, a, b)
            check(db)
        while lines.settle(walk.tx):
            pass
        assert lines.sources(db) == ("lines",)
        check(db)


def test_an_older_message_of_somebody_else_that_opens_a_conversation_counts_for_who_waits(
    db: sqlite3.Connection,
) -> None:
    walk = Walk(db)
    walk.do("save", [(0, 1, False, 1, "")], "history")
    walk.do("settle", 3, 0)
    walk.do("save", [(1, 0, False, 1, "")], "new")
    check(db)
