"""A line for each person: what the list of people is sorted and sifted by.

Who changed is noted in `restless` by the transaction that changed them, and nothing else is done
there; `settle` writes their lines anew when there is time. Until then whoever reads the list counts
the restless afresh (`beside`), so that nobody ever sees an old line.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from cm_desk.store import spoken
from cm_desk.store.spoken import Spoken
from cm_desk.store.tx import Tx
from cm_desk.text.folding import folded, sorting

COLUMNS = (
    *("id", "name", "first_ms", "last_ms", "heard_ms", "received", "sent", "turns", "signals"),
    *("gestures", "given_ms", "promises", "channels", "waiting", "services", "accounts", "langs"),
    "words",
)
Line = tuple[Any, ...]
_AMONG = "in (select value from json_each(?))"
_IDENTITIES = f"""
    select contact_id, id, service, name, handle, received, sent, signals, first_ms, last_ms
    from identities where contact_id {_AMONG} order by id"""
_GESTURES = f"""
    select contact_id, count(*), max(at_ms) from gestures where contact_id {_AMONG}
        and direction = 'given' group by 1"""
_PROMISES = f"""
    select contact_id, count(*) from promises where contact_id {_AMONG} and state = 'open'
    and theirs = 0 group by 1"""
_WAITING = f"""
    select i.contact_id, count(*) from identities i cross join conversations c
    on c.speaker = i.id and c.place < 2 where i.contact_id {_AMONG} group by 1"""


@dataclass(slots=True)
class _Person:
    """What is read of somebody, identity by identity."""

    id: int
    name: str
    who: list[tuple[Any, ...]] = field(default_factory=list)
    said: list[Spoken] = field(default_factory=list)

    def line(self, gestures: tuple[int, int], promises: int, waiting: int) -> Line:
        services = dict.fromkeys(each[1] for each in self.who)
        words = [self.name, *(word for each in self.who for word in each[2:4])]
        sums = [sum(each[n] for each in self.who) for n in (4, 5, 6)]
        return (
            *(self.id, sorting(self.name), min((each[7] for each in self.who), default=0)),
            max((each[8] for each in self.who), default=0),
            max((each.heard_ms for each in self.said), default=0),
            *(*sums[:2], sum(each.turns for each in self.said), sums[2]),
            *(*gestures, promises, len(services), waiting),
            "".join(f"|{each}|" for each in services),
            "".join(each.accounts for each in self.said),
            "".join(each.langs for each in self.said),
            folded("\n".join(dict.fromkeys(words))),
        )


def settle(tx: Tx, limit: int = 500) -> bool:
    """Write the lines of up to `limit` restless people; False when nobody was."""
    ids = json.dumps([id for (id,) in tx.db.execute("select id from restless limit ?", [limit])])
    if ids == "[]":
        return False
    new, said = _afresh(tx.db, ids)
    spoken.keep(tx.db, said)
    old = {row[0]: row for row in tx.db.execute(f"select * from lines where id {_AMONG}", [ids])}
    _write(tx.db, old, {line[0]: line for line in new})
    tx.db.execute(f"delete from restless where id {_AMONG}", [ids])
    return True


def settle_all(db: sqlite3.Connection) -> None:
    """For a store that is not open yet."""
    more = True
    while more:
        db.execute("begin immediate")
        more = settle(Tx(db), 2000)
        db.execute("commit")


def sources(db: sqlite3.Connection) -> tuple[str, ...]:
    """Where the lines are, as tables: those that are as they should be, and beside them those of
    the restless, counted afresh."""
    ids = [id for (id,) in db.execute("select id from restless")]
    if not ids:
        return ("lines",)
    db.execute("create temp table if not exists afresh as select * from main.lines where false")
    db.execute("delete from afresh")
    _insert(db, "afresh", _afresh(db, json.dumps(ids))[0])
    return "(select * from lines where id not in (select id from restless))", "afresh"


def _afresh(db: sqlite3.Connection, ids: str) -> tuple[list[Line], list[Spoken]]:
    """The lines of contacts, and what was counted for them; `ids` is a JSON list."""
    names = f"select id, name from contacts where id {_AMONG} and joined is null"
    people = {id: _Person(id, name) for id, name in db.execute(names, [ids])}
    rows = db.execute(_IDENTITIES, [ids]).fetchall()
    counted = spoken.known(db, json.dumps([row[1] for row in rows]))
    said = []
    for contact_id, *row in rows:
        old = counted.get(row[0]) or Spoken(row[0])
        new = spoken.counted(db, old, row[4] + row[5], row[6])
        people[contact_id].who.append(tuple(row))
        people[contact_id].said.append(new)
        if new is not old:
            said.append(new)
    gestures = {id: (n, at_ms) for id, n, at_ms in db.execute(_GESTURES, [ids])}
    promises, waiting = (dict(db.execute(sql, [ids]).fetchall()) for sql in (_PROMISES, _WAITING))
    lines = [
        each.line(gestures.get(id, (0, 0)), promises.get(id, 0), waiting.get(id, 0))
        for id, each in people.items()
    ]
    return lines, said


def _write(db: sqlite3.Connection, old: dict[int, Line], new: dict[int, Line]) -> None:
    """What did not change is not written: a column that is sorted by has an index."""
    db.executemany("delete from lines where id = ?", [(id,) for id in old if id not in new])
    _insert(db, "lines", (line for id, line in new.items() if id not in old))
    for number, column in enumerate(COLUMNS):
        changed = [
            (new[id][number], id)
            for id, row in old.items()
            if id in new and new[id][number] != row[number]
        ]
        if changed:
            db.executemany(f"update lines set {column} = ? where id = ?", changed)


def _insert(db: sqlite3.Connection, table: str, rows: Iterable[Line]) -> None:
    db.executemany(f"insert into {table} values ({', '.join('?' * len(COLUMNS))})", rows)
