"""Five people with something in every table, joined and parted in all ways; and a twin of theirs.

The twin gets the same writes and no merge: what is left when all merges are taken back must be
the same, byte for byte.
"""

import random
import sqlite3
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from cm_desk.domain.model import Author
from cm_desk.store import holdings, meanwhile, merges, migrations, people, river, voices
from cm_desk.store.merges import BELONGS, OWNED
from cm_desk.store.tx import Tx
from cm_desk.store.voices import Voice
from tests.store.rows import START, account, message, save

PEOPLE = 5
COUNTED_FROM_OTHERS = {"lines", "restless", "spoken"}  # see test_lines.py
COUNTED: Counter[str] = Counter()  # over all walks of a run: what the tests tell at their end
Step = tuple[str, int, int]


def village(db: sqlite3.Connection) -> None:
    """Five people, each with a message and a row in every table of what we made."""
    known = account(db)
    for n in range(1, PEOPLE + 1):
        save(db, known.id, message(f"m{n}", n, who=someone(n), thread=f"t{n}"))
        for table, made in BELONGS.items():
            if made or table == "moments":
                put(db, table, n, START, f"about {n}")


def someone(n: int, name: str = "") -> Author:
    return Author(f"p{n}@social.example", f"@p{n}", name or f"Person {n}")


@cache
def built() -> bytes:
    db = sqlite3.connect(":memory:", isolation_level=None)
    migrations.apply(db)
    db.execute("insert into labels (name, color) values ('Bench', '')")
    db.execute("insert into fields (name, rank) values ('Grinder', 1)")
    voices.save(Tx(db), Voice(0, "Ines Carvalho"))
    village(db)
    return db.serialize()


def settled() -> sqlite3.Connection:
    """The village again, without building it again."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.deserialize(built())
    db.execute("pragma foreign_keys = on")
    return db


def put(db: sqlite3.Connection, table: str, contact_id: int, at: datetime, words: str) -> None:
    """A row of any table that belongs to contacts, made as all of them make theirs.

    Columns that it must have are filled by their type, so that a new table is tried as well.
    """
    whole, home = merges.place(db, contact_id)
    values: dict[str, Any] = {"contact_id": whole, "home": home}
    for name, kind, must, default in db.execute(
        "select name, type, \"notnull\", dflt_value from pragma_table_info(?) where name <> 'id'",
        [table],
    ).fetchall():
        if must and default is None and name not in values:
            number = int(at.timestamp() * 1000) if name.endswith("_ms") else 1
            unique = name in ("key", "message_id")
            values[name] = words if kind == "TEXT" else _next(db, table, name) if unique else number
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    db.execute(f"insert into {table} ({names}) values ({marks})", [*values.values()])  # noqa: S608


def _next(db: sqlite3.Connection, table: str, column: str) -> int:
    [(found,)] = db.execute(f"select coalesce(max({column}), 0) + 1 from {table}").fetchall()  # noqa: S608
    return int(found)


def dump(db: sqlite3.Connection, *without: str) -> dict[str, list[Any]]:
    """Every row of every table, those of the full text too; not what is only counted from them."""
    names = [name for (name,) in db.execute("select name from sqlite_master where type = 'table'")]
    return {
        name: sorted(db.execute(f"select * from {name}").fetchall(), key=repr)  # noqa: S608
        for name in names
        if name not in {*without, *COUNTED_FROM_OTHERS}
    }


def check(db: sqlite3.Connection) -> None:
    """Each row has one owner who is in sight, and the arrows have no circle."""
    assert db.execute("pragma foreign_key_check").fetchall() == []
    seen = in_sight(db)
    for table in OWNED:
        lost = f"select count(*) from {table} where contact_id in (select id from contacts"  # noqa: S608
        assert db.execute(f"{lost} where joined is not null)").fetchone() == (0,), table
    for (id,) in db.execute("select id from contacts").fetchall():
        assert merges.root(db, id) in seen
    told = [entry.message.id for id in seen for entry in story(db, id) if entry.message]
    assert sorted(told) == sorted(id for (id,) in db.execute("select id from messages"))
    assert sorted(each.id for each in people.page(db, limit=200).items) == seen


def in_sight(db: sqlite3.Connection) -> list[int]:
    found = db.execute("select id from contacts where joined is null order by id")
    return [id for (id,) in found]


def story(db: sqlite3.Connection, contact_id: int) -> tuple[river.Entry, ...]:
    return river.page(db, contact_id, limit=200).items


class Walk:
    """Merges, parts, undos and writes on one store, the writes on its twin too."""

    def __init__(self) -> None:
        self.db, self.twin = settled(), settled()
        self.back: list[Callable[[], bool]] = []
        self._clock, self._number = START + timedelta(days=1), 0

    def do(self, what: str, a: int, b: int) -> None:
        self._clock += timedelta(hours=1)
        getattr(self, what)(a, b)
        COUNTED[what] += 1

    def merge(self, a: int, b: int) -> None:
        tx = Tx(self.db)
        if id := merges.merge(tx, a, b, "", self._clock):
            self.back.append(lambda: merges.unmerge(tx, id))

    def part(self, number: int, choice: int) -> None:
        """Any merge that is, with a part of what was made since."""
        known = [each for n in in_sight(self.db) for each in merges.of(self.db, n)]
        if not known:
            return
        one = known[number % len(known)]
        some = random.Random(choice)  # noqa: S311
        take = [each for each in meanwhile.since(self.db, one) if some.random() < 0.5]
        assert merges.part(Tx(self.db), one.id, self._clock, take)
        self.back.append(lambda: merges.rejoin(Tx(self.db), one.id, take))
        COUNTED["taken along"] += len(take)

    def undo(self, _a: int = 0, _b: int = 0) -> None:
        if self.back:
            assert self.back.pop()()
            COUNTED["taken back"] += 1

    def write(self, a: int, b: int) -> None:
        tables = [table for table, made in BELONGS.items() if made or table == "moments"]
        for db in (self.db, self.twin):
            put(db, tables[b % len(tables)], a, self._clock, f"write {self._number}")
        self._number += 1

    def hear(self, a: int, b: int) -> None:
        """A message, mostly of somebody we know, now and then under a new name."""
        self._number += 1
        who = someone(a + (b == 0), f"Renamed {self._number}" if b == 1 else "")
        minute = int((self._clock - START).total_seconds() / 60)
        for db in (self.db, self.twin):
            save(db, 1, message(f"h{self._number}", minute, who=who, thread=f"h{self._number}"))

    def undo_all(self) -> None:
        while self.back:
            self.undo()
            check(self.db)

    def close(self) -> None:
        COUNTED["sequences"] += 1
        self.db.close()
        self.twin.close()


def people_tables(db: sqlite3.Connection) -> set[str]:
    """The tables with a row for a contact, by what the schema says."""
    found = db.execute(
        "select m.name from sqlite_master m, pragma_foreign_key_list(m.name) f"
        " where m.type = 'table' and f.\"table\" = 'contacts' and f.\"from\" = 'contact_id'"
    )
    return {name for (name,) in found} & set(holdings.HOLDINGS)
