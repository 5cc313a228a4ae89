"""Apologies: what went wrong in their words, the steps that put it right, and word of each.

What was told is a gesture that has left: taken back with its message, it was never told.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cm_desk.domain.news import Topic
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import merges
from cm_desk.store.keys import clean, cleaned
from cm_desk.store.tx import Tx

_APOLOGY = """
    select a.id, a.contact_id, c.name, a.message_id, a.quote, a.happened, a.ours, a.meant, a.plain,
        a.opened_ms, a.closed_ms, a.word, a.sorry_id, g.at_ms
    from apologies a join contacts c on c.id = a.contact_id
    left join gestures g on g.id = a.sorry_id and g.outbox_key = '' """
_STEP = """
    select s.id, s.apology_id, s.text, s.owner, s.due_ms, s.done_ms, s.proof_kind, s.proof,
        s.seen_ms, s.told_id, g.at_ms
    from apology_steps s left join gestures g on g.id = s.told_id and g.outbox_key = '' """


@dataclass(frozen=True, slots=True)
class Step:
    """What is done about it. `proof` is a link, the id of a message, or the name of a file of
    ours, by `proof_kind` ("link", "message", "file"); `seen_at` when somebody opened it.

    `told_id` is the gesture that tells them, `told_at` when it arrived.
    """

    id: int
    apology_id: int
    text: str
    owner: str = ""
    due: datetime | None = None
    done_at: datetime | None = None
    proof_kind: str = ""
    proof: str = ""
    seen_at: datetime | None = None
    told_id: int | None = None
    told_at: datetime | None = None

    @property
    def is_proven(self) -> bool:
        """Done, with a proof that was opened: a tick alone proves nothing."""
        return bool(self.done_at and self.proof and self.seen_at)


@dataclass(frozen=True, slots=True)
class Apology:
    """`happened`, `ours` and `meant` are the words for what happened, that it was us, and what it
    meant for them; `plain`: somebody read it and found no "if" and no "but".

    `word` is their own word that it is settled. `sorry_id` is the gesture that said it,
    `sorry_at` when it arrived.
    """

    id: int
    contact_id: int
    who: str
    message_id: int | None
    quote: str
    happened: str
    ours: str
    meant: str
    plain: bool
    opened_at: datetime
    closed_at: datetime | None
    word: str
    sorry_id: int | None
    sorry_at: datetime | None


def add(tx: Tx, contact_id: int, quote: str, at: datetime, message_id: int | None = None) -> int:
    """`quote` is what they said, in `message_id`."""
    contact_id, home = merges.place(tx.db, contact_id)
    [(id,)] = tx.db.execute(
        "insert into apologies (contact_id, home, message_id, quote, happened, ours, meant,"
        " opened_ms) values (?, ?, ?, ?, '', '', '', ?) returning id",
        [contact_id, home, message_id, clean(quote), to_ms(at)],
    ).fetchall()
    tx.changed(Topic.CONTACT, contact_id)
    return int(id)


def word(tx: Tx, apology: Apology) -> Apology | None:
    """Keep its words as they are in `apology`; gives back what stood there before."""
    if (old := get(tx.db, apology.id)) is None:
        return None
    a = cleaned(apology)
    _change(
        tx,
        "happened = ?, ours = ?, meant = ?, plain = ?",
        [a.happened, a.ours, a.meant, a.plain],
        a.id,
    )
    return old


def say(tx: Tx, id: int, gesture_id: int) -> None:
    """The gesture that says sorry."""
    _change(tx, "sorry_id = ?", [gesture_id], id)


def close(tx: Tx, id: int, at: datetime, their_word: str = "") -> None:
    """`their_word` settles it whatever is missing: it is theirs to say."""
    _change(tx, "closed_ms = ?, word = ?", [to_ms(at), clean(their_word)], id)


def reopen(tx: Tx, id: int) -> None:
    _change(tx, "closed_ms = null, word = ''", [], id)


def remove(tx: Tx, id: int) -> None:
    _told(tx, "delete from apologies where id = ? returning contact_id", [id])


def get(db: sqlite3.Connection, id: int) -> Apology | None:
    row = db.execute(_APOLOGY + "where a.id = ?", [id]).fetchone()
    return _apology(row) if row else None


def of(db: sqlite3.Connection, contact_id: int) -> list[Apology]:
    """Newest first."""
    rows = db.execute(
        _APOLOGY + "where a.contact_id = ? order by a.opened_ms desc, a.id desc", [contact_id]
    )
    return [_apology(row) for row in rows]


def unclosed(db: sqlite3.Connection) -> list[Apology]:
    """Those that wait for us, the oldest first."""
    rows = db.execute(_APOLOGY + "where a.closed_ms is null order by a.opened_ms, a.id")
    return [_apology(row) for row in rows]


def all_of(db: sqlite3.Connection, limit: int = 500) -> list[Apology]:
    """Closed ones too, the newest first."""
    rows = db.execute(_APOLOGY + "order by a.opened_ms desc, a.id desc limit ?", [limit])
    return [_apology(row) for row in rows]


def open_for(db: sqlite3.Connection, contact_id: int) -> Apology | None:
    """The one that was begun last, if it is not closed."""
    found = [each for each in of(db, contact_id) if each.closed_at is None]
    return found[0] if found else None


def sorry(tx: Tx, contact_id: int, gesture_id: int) -> None:
    """An apology that left from anywhere says sorry in the open one that has none yet."""
    found = open_for(tx.db, contact_id)
    if found and found.sorry_id is None:
        say(tx, found.id, gesture_id)


def files(db: sqlite3.Connection) -> frozenset[str]:
    """The names of the files that prove a step."""
    rows = db.execute("select proof from apology_steps where proof_kind = 'file'")
    return frozenset(name for (name,) in rows)


def owed(db: sqlite3.Connection) -> frozenset[int]:
    """The contacts with an open apology: nobody surprises them before it is closed."""
    return frozenset(
        id for (id,) in db.execute("select contact_id from apologies where closed_ms is null")
    )


def steps(db: sqlite3.Connection, apology_id: int) -> list[Step]:
    """In the order in which they were added."""
    rows = db.execute(_STEP + "where s.apology_id = ? order by s.id", [apology_id])
    return [_step(row) for row in rows]


def step(db: sqlite3.Connection, id: int) -> Step | None:
    row = db.execute(_STEP + "where s.id = ?", [id]).fetchone()
    return _step(row) if row else None


def keep_step(tx: Tx, each: Step) -> int:
    """New where its id is 0 or nobody knows it, else in its place; that it was told stays."""
    s = cleaned(each)
    due, done, seen = (None if at is None else to_ms(at) for at in (s.due, s.done_at, s.seen_at))
    [(id,)] = tx.db.execute(
        "insert into apology_steps (id, apology_id, text, owner, due_ms, done_ms, proof_kind,"
        " proof, seen_ms, told_id) values (nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " on conflict (id) do update set text = excluded.text, owner = excluded.owner,"
        " due_ms = excluded.due_ms, done_ms = excluded.done_ms, proof_kind = excluded.proof_kind,"
        " proof = excluded.proof, seen_ms = excluded.seen_ms returning id",
        [s.id, s.apology_id, s.text, s.owner, due, done, s.proof_kind, s.proof, seen, s.told_id],
    ).fetchall()
    _change(tx, "id = id", [], s.apology_id)
    return int(id)


def tell(tx: Tx, step_id: int, gesture_id: int) -> None:
    """The gesture that says "done, here it is"."""
    found = tx.db.execute(
        "update apology_steps set told_id = ? where id = ? returning apology_id",
        [gesture_id, step_id],
    ).fetchall()
    for (apology_id,) in found:
        _change(tx, "id = id", [], apology_id)


def remove_step(tx: Tx, id: int) -> Step | None:
    if old := step(tx.db, id):
        tx.db.execute("delete from apology_steps where id = ?", [id])
        _change(tx, "id = id", [], old.apology_id)
    return old


def _change(tx: Tx, what: str, values: Iterable[Any], id: int) -> None:
    _told(tx, f"update apologies set {what} where id = ? returning contact_id", [*values, id])


def _told(tx: Tx, statement: str, values: list[Any]) -> None:
    for (contact_id,) in tx.db.execute(statement, values).fetchall():
        tx.changed(Topic.CONTACT, contact_id)


def _apology(row: tuple[Any, ...]) -> Apology:
    *known, plain, opened_ms, closed_ms, their_word, sorry_id, sorry_ms = row
    id, contact_id, who, message_id, quote, happened, ours, meant = known
    closed_at, sorry_at = _at(closed_ms), _at(sorry_ms)
    return Apology(
        *(id, contact_id, who, message_id, quote, happened, ours, meant, bool(plain)),
        *(from_ms(opened_ms), closed_at, their_word, sorry_id, sorry_at),
    )


def _step(row: tuple[Any, ...]) -> Step:
    id, apology_id, text, owner, due, done, kind, proof, seen, told_id, told = row
    return Step(
        *(id, apology_id, text, owner, _at(due), _at(done), kind, proof, _at(seen)),
        *(told_id, _at(told)),
    )


def _at(ms: int | None) -> datetime | None:
    return None if ms is None else from_ms(ms)
