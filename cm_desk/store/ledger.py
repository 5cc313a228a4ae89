"""The ledger of gestures, sifted: pages from a key, counts, what they cost and what came back."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from cm_desk.domain import months
from cm_desk.domain.months import Month
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import contacts, gestures
from cm_desk.store.gestures import Given
from cm_desk.store.keys import literal
from cm_desk.store.paging import Cursor, Slice, capped

FEW = 20  # people
COSTS = {
    "free": "cost_cents = 0 and minutes = 0",
    "money": "cost_cents > 0",
    "time": "minutes > 0",
}


@dataclass(frozen=True, slots=True)
class Sift:
    """Which gestures; what is "" or None does not matter. `name`: of people whose name has it.

    `cost` is one of COSTS. `month` as the calendar of this computer has it.
    """

    kind: str = ""
    direction: str = ""
    voice: str = ""
    account_id: int | None = None
    contact_id: int | None = None
    name: str = ""
    month: Month | None = None
    asked: bool | None = None
    public: bool | None = None
    came_back: bool | None = None
    cost: str = ""


@dataclass(frozen=True, slots=True)
class Sums:
    """`cents` by currency, the one with most first."""

    gestures: int
    cents: tuple[tuple[str, int], ...]
    minutes: int
    came_back: int


def page(
    db: sqlite3.Connection, sift: Sift = Sift(), cursor: Cursor | None = None, limit: int = 50
) -> Slice[Given]:
    """Newest first, with the names and pictures of the people."""
    limit, (at, id) = capped(limit), gestures.after(cursor)
    where, values = _where(db, sift)
    found = gestures.some(db, f"(t.at_ms, t.id) < (?, ?){where}", [at, id, *values], limit + 1)
    kept = found[:limit]
    faces = contacts.faces(db, {each.contact_id for each in kept})
    rows = tuple(Given(each, *faces.get(each.contact_id, ("", ""))) for each in kept)
    following = f"{to_ms(kept[-1].at)}/{kept[-1].id}" if len(found) > limit else None
    return Slice(rows, following)


def counts(db: sqlite3.Connection, sift: Sift = Sift()) -> dict[str, int]:
    """How many there are of each kind, whatever kind `sift` names."""
    where, values = _where(db, replace(sift, kind=""))
    rows = db.execute(
        f"select t.kind, count(*) from gestures t where true{where} group by t.kind", values
    )
    return dict(rows.fetchall())


def sums(db: sqlite3.Connection, sift: Sift = Sift()) -> Sums:
    where, values = _where(db, sift)
    n, minutes, back = db.execute(
        "select count(*), coalesce(sum(t.minutes), 0), count(t.back_ms) from gestures t"
        f" where true{where}",
        values,
    ).fetchone()
    money = db.execute(
        "select t.currency, sum(t.cost_cents) from gestures t where t.cost_cents > 0"
        f"{where} group by t.currency order by 2 desc",
        values,
    )
    return Sums(n, tuple(money.fetchall()), minutes, back)


def voices(db: sqlite3.Connection) -> list[str]:
    """Everybody under whose name something was given, most often first."""
    rows = db.execute(
        "select voice from gestures where voice <> '' group by voice order by count(*) desc, voice"
    )
    return [str(voice) for (voice,) in rows]


def channels(db: sqlite3.Connection) -> dict[int, str]:
    """The accounts by id, as "service: name"."""
    rows = db.execute(
        "select id, service || ': ' || coalesce(nullif(name, ''), handle) from accounts"
    )
    return dict(rows.fetchall())


def span(db: sqlite3.Connection) -> list[Month]:
    """Every month from the newest gesture back to the first one."""
    low, high = db.execute("select min(at_ms), max(at_ms) from gestures").fetchone()
    if low is None:
        return []
    return months.between(months.of(from_ms(low)), months.of(from_ms(high)))[::-1]


def _where(db: sqlite3.Connection, sift: Sift) -> tuple[str, list[Any]]:
    parts = list(_parts(sift))
    if sift.name.strip():
        parts.append(_of_people(db, sift.name.strip()))
    return "".join(f" and {each}" for each, _ in parts), [v for _, some in parts for v in some]


def _parts(sift: Sift) -> Iterator[tuple[str, list[Any]]]:
    for column in ("kind", "direction", "voice", "account_id", "asked", "public"):
        value = getattr(sift, column)
        if value not in ("", None):
            by_time = "+" if column == "account_id" else ""  # the index of time, not of accounts
            yield f"{by_time}t.{column} = ?", [value]
    if sift.contact_id is not None:
        yield "(t.contact_id = ? or t.other_id = ?)", [sift.contact_id, sift.contact_id]
    if sift.month:
        first, last = months.start(sift.month), months.last_moment(sift.month)
        yield "t.at_ms between ? and ?", [to_ms(first), to_ms(last)]
    if sift.came_back is not None:
        yield f"t.back_ms is {'not ' if sift.came_back else ''}null", []
    if sift.cost:
        yield COSTS[sift.cost], []


def _of_people(db: sqlite3.Connection, name: str) -> tuple[str, list[Any]]:
    """Of a few people their own gestures are read, of many all in the order of time."""
    like = f"%{literal(name)}%"
    found = db.execute("select id from contacts where name like ? escape '\\'", [like])
    ids = [id for (id,) in found]
    by = "" if len(ids) <= FEW else "+"
    among = "(select value from json_each(?))"
    return (
        f"({by}t.contact_id in {among} or {by}t.other_id in {among})",
        [json.dumps(ids)] * 2,
    )
