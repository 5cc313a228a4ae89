"""Two people made one, and parted again at any later time.

A merge is an arrow from the contact that goes to the one that stays (`contacts.joined`), and a
row of the log. What belonged to the one that goes remembers its home (`home`; null: where it is),
so that taking the arrow away brings it back, in whatever order merges are taken back. Messages
point to identities and are never touched.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cm_desk.domain.news import Topic
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store.tx import Tx

# Whatever belongs to a contact, one line a table with `contact_id` and `home`: the column that says
# when we made it, and what it says. None: it goes where its message goes, nobody is asked.
BELONGS: dict[str, tuple[str, str] | None] = {
    "identities": None,
    "gestures": ("at_ms", "kind"),
    "promises": ("made_ms", "text"),
    "notes": ("at_ms", "text"),
    "consents": ("given_ms", "what"),
    "acts": ("at_ms", "kind"),
    "badges": ("made_ms", "name"),
    "asks": ("made_ms", "reason"),
    "ambassadors": ("made_ms", "platform"),
    "apologies": ("opened_ms", "quote"),
    "voice_requests": ("asked_ms", "quote"),
    "introductions": ("made_ms", "circle"),
    "spend_requests": ("asked_ms", "reason"),
    "cards": None,
    "cadences": ("made_ms", "ideal_days"),
    "facts": ("made_ms", "text"),
    "dates": ("made_ms", "name"),
    "field_values": ("made_ms", "text"),
    "contact_labels": ("made_ms", "(select name from labels where labels.id = label_id)"),
    "moments": None,
    "surveys": ("made_ms", "question"),
}
OWNED = tuple(BELONGS)
_TREE = """
    with recursive tree (id) as (
        select ?1 union select c.id from contacts c join tree t on c.joined = t.id)
    """
_UP = """
    with recursive up (id, joined) as (
        select id, joined from contacts where id = ?1
        union select c.id, c.joined from contacts c join up on c.id = up.joined)
    """
_LOG = """
    select m.id, m.kept, k.name, m.gone, g.name, m.at_ms, m.why, m.parted_ms
    from merges m join contacts k on k.id = m.kept join contacts g on g.id = m.gone """
_SELECT = f"{_LOG} where m.parted_ms is null"
_TOLD = f"""{_TREE} {_LOG} where
    m.parted_ms is null and m.gone in (select id from tree) and m.gone <> ?1
    or m.parted_ms - m.at_ms >= ?2
        and (m.gone in (select id from tree) or m.kept in (select id from tree))"""
MISTAKE_MS = 600_000  # what was parted again so soon was never meant


@dataclass(frozen=True, slots=True)
class Merge:
    """`gone` was joined into `kept`. The services are those each brought in. `parted_at`: they
    are two people again since then."""

    id: int
    kept: int
    kept_name: str
    gone: int
    gone_name: str
    at: datetime
    why: str
    kept_services: tuple[str, ...] = ()
    gone_services: tuple[str, ...] = ()
    parted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """Something of ours that was made after a merge, so that it was never with who left.

    `what` is the kind of a gesture, the text of a note and so on; `owner` whose it is by the row.
    `theirs`: it quotes a message of who left.
    """

    table: str
    id: int
    what: str
    at: datetime
    owner: int
    theirs: bool = False


def root(db: sqlite3.Connection, contact_id: int) -> int:
    """Who stands for a contact now: itself, or whom it was joined with."""
    found = db.execute(_UP + "select id from up where joined is null", [contact_id]).fetchone()
    return int(found[0]) if found else contact_id


def place(db: sqlite3.Connection, contact_id: int) -> tuple[int, int | None]:
    """`contact_id` and `home` of something new for a contact, who may have been joined since."""
    whole = root(db, contact_id)
    return whole, None if whole == contact_id else contact_id


def author(db: sqlite3.Connection, message_id: int | None) -> int | None:
    """The contact to whom a message belongs by itself, whoever they were joined with since."""
    found = db.execute(
        "select coalesce(i.home, i.contact_id) from messages m"
        " join identities i on i.id = m.identity_id where m.id = ?",
        [message_id],
    ).fetchone()
    return int(found[0]) if found else None


def upwards(db: sqlite3.Connection, contact_id: int) -> list[int]:
    """The contact itself, whom it was joined with, and so on."""
    return [id for (id,) in db.execute(_UP + "select id from up", [contact_id])]


def merge(tx: Tx, kept: int, gone: int, why: str, at: datetime) -> int | None:
    """The id of the merge; None when both are one already or one of them is not here."""
    kept, gone = root(tx.db, kept), root(tx.db, gone)
    [(here,)] = tx.db.execute(
        "select count(*) from contacts where id in (?, ?)", [kept, gone]
    ).fetchall()
    if here < 2:
        return None
    [(id,)] = tx.db.execute(
        "insert into merges (kept, gone, at_ms, why) values (?, ?, ?, ?) returning id",
        [kept, gone, to_ms(at), why],
    ).fetchall()
    _join(tx, kept, gone)
    return int(id)


def part(tx: Tx, id: int, at: datetime, take: Iterable[Made] = ()) -> bool:
    """Everything goes back to where it came from; `take` goes with who leaves, too.

    False when it was parted already.
    """
    found = tx.db.execute(
        "update merges set parted_ms = ? where id = ? and parted_ms is null returning gone",
        [to_ms(at), id],
    ).fetchall()
    for (gone,) in found:
        for each in take:
            _settle(tx, each, gone)
        _separate(tx, gone)
    return bool(found)


def unmerge(tx: Tx, id: int) -> bool:
    """Makes a merge not so: nothing tells of it. False when they were parted already."""
    found = tx.db.execute(
        "delete from merges where id = ? and parted_ms is null returning gone", [id]
    ).fetchall()
    for (gone,) in found:
        _separate(tx, gone)
    return bool(found)


def rejoin(tx: Tx, id: int, gave: Iterable[Made] = ()) -> bool:
    """Takes a part back. False when one of the two was joined with somebody since."""
    found = tx.db.execute("select kept, gone from merges where id = ?", [id]).fetchall()
    for kept, gone in found:
        if root(tx.db, gone) != gone or root(tx.db, kept) == gone:
            return False
        tx.db.execute("update merges set parted_ms = null where id = ?", [id])
        _join(tx, kept, gone)
        for each in gave:
            _settle(tx, each, each.owner)
    return bool(found)


def get(db: sqlite3.Connection, id: int) -> Merge | None:
    row = db.execute(_SELECT + " and m.id = ?", [id]).fetchone()
    return _merge(db, row) if row else None


def of(db: sqlite3.Connection, contact_id: int) -> list[Merge]:
    """What made a person of several, the newest first."""
    rows = db.execute(
        _TREE + _SELECT + " and m.gone in (select id from tree) and m.gone <> ?1"
        " order by m.at_ms desc, m.id desc",
        [contact_id],
    ).fetchall()
    return [_merge(db, row) for row in rows]


def log(db: sqlite3.Connection, contact_id: int, low_ms: int, high_ms: int) -> list[Merge]:
    """Between two times (`high_ms` included): `of`, and those that were parted again, as the
    story of each of the two tells."""
    rows = db.execute(_TOLD, [contact_id, MISTAKE_MS]).fetchall()
    here = (row for row in rows if any(low_ms <= (ms or 0) <= high_ms for ms in (row[5], row[7])))
    return [_merge(db, row) for row in here]


def _join(tx: Tx, kept: int, gone: int) -> None:
    whole = root(tx.db, kept)
    tx.db.execute("update contacts set joined = ? where id = ?", [kept, gone])
    for table in OWNED:
        tx.db.execute(
            f"update {table} set home = coalesce(home, contact_id), contact_id = ?"
            " where contact_id = ?",
            [whole, gone],
        )
    for id in (whole, gone):
        tx.changed(Topic.CONTACT, id)


def _separate(tx: Tx, gone: int) -> None:
    whole = root(tx.db, gone)
    tx.db.execute("update contacts set joined = null where id = ?", [gone])
    for table in OWNED:
        tx.db.execute(
            f"{_TREE} update {table} set contact_id = ?1, home = nullif(home, ?1)"
            " where home in (select id from tree)",
            [gone],
        )
    for id in (whole, gone):
        tx.changed(Topic.CONTACT, id)


def _settle(tx: Tx, made: Made, owner: int) -> None:
    """Say whose it is, without moving it."""
    if BELONGS.get(made.table):
        sql = f"update {made.table} set home = nullif(?, contact_id) where id = ?"
        tx.db.execute(sql, [owner, made.id])


def _merge(db: sqlite3.Connection, row: tuple[Any, ...]) -> Merge:
    id, kept, kept_name, gone, gone_name, at_ms, why, parted_ms = row
    theirs = homes(db, gone)
    ours = [each for each in homes(db, kept) if each not in theirs]
    return Merge(
        *(id, kept, kept_name, gone, gone_name, from_ms(at_ms), why),
        *(_services(db, ours), _services(db, theirs)),
        None if parted_ms is None else from_ms(parted_ms),
    )


def homes(db: sqlite3.Connection, contact_id: int) -> list[int]:
    """The contact itself, and everybody who was joined into it."""
    return [id for (id,) in db.execute(_TREE + "select id from tree", [contact_id])]


def _services(db: sqlite3.Connection, homes: list[int]) -> tuple[str, ...]:
    found = db.execute(
        "select distinct service from identities"
        " where home in (select value from json_each(?1))"
        " or home is null and contact_id in (select value from json_each(?1)) order by 1",
        [json.dumps(homes)],
    )
    return tuple(service for (service,) in found)
