"""One conversation under two names: an archive calls it otherwise than the network does.

An answer of ours in an archive names the address of what it answers; the network names the first
message of the thread. When a message that is known comes again in another thread, the two are one:
the network's name stays, and the other one leads to it from then on.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cm_desk.domain.model import Incoming
from cm_desk.domain.news import Topic
from cm_desk.store import holdings, identities, threads
from cm_desk.store.keys import clean, key, thread_key
from cm_desk.store.tally import OPEN, Tally, place
from cm_desk.store.tx import Tx


class Stray(NamedTuple):
    """A known message in the conversation `home`, which comes again as one of `thread`.

    `answers` is the id of what it answers, which an archive may not know.
    """

    account_id: int
    message_id: int
    home: int
    thread: str
    answers: str


def join(tx: Tx, strays: Iterable[Stray]) -> None:
    """The network says that these belong elsewhere: what they stand in moves there whole."""
    for each in strays:
        tx.db.execute(
            "update messages set reply_to = ? where id = ? and reply_to = ''",
            [clean(each.answers), each.message_id],
        )
        thread = clean(each.thread)
        wanted = thread_key(each.account_id, thread)
        found = by_key(tx.db, wanted)
        if not _is_there(tx.db, each.home) or found == each.home:
            continue
        if found is None:
            _rename(tx, each.home, wanted, thread)
        else:
            merge(tx, each.home, found)


def adopt(tx: Tx, account_id: int, items: Iterable[Incoming], newest_id: int) -> None:
    """Before a page of an archive is saved: names it gives to conversations that are known.

    A conversation that this archive began itself (its id is above `newest_id`) moves into the
    known one; others are left alone.
    """
    known = _homes(tx.db, {key(account_id, each.remote_id): each for each in items})
    for thread, home in known.items():
        wanted = thread_key(account_id, thread)
        found = by_key(tx.db, wanted)
        if found is None:
            _name(tx, wanted, home)
        elif found != home and found > newest_id:
            merge(tx, found, home)


def newest(db: sqlite3.Connection) -> int:
    [(id,)] = db.execute("select coalesce(max(id), 0) from conversations").fetchall()
    return int(id)


def merge(tx: Tx, gone: int, kept: int) -> None:
    """Everything of the conversation `gone` becomes one of `kept`, drafts and labels too."""
    run, sums = tx.db.execute, Tally()
    [(account_id, gone_key, state, turn, unread, speaker)] = run(
        "select account_id, key, state, turn, unread, speaker from conversations where id = ?",
        [gone],
    ).fetchall()
    sums.conversation(account_id, place(state, turn), unread, sign=-1)
    sums.add(account_id, "conversations", -1)
    run("update messages set conversation_id = ? where conversation_id = ?", [kept, gone])
    for each in holdings.pointers(tx.db):
        if each.into == "conversations" and each.table != "messages":
            run(
                f"update or ignore {each.table} set {each.column} = ? where {each.column} = ?",
                [kept, gone],
            )
    run("update drafts set conversation_id = null where conversation_id = ?", [gone])
    run("delete from conversations where id = ?", [gone])
    threads.recount(tx, kept, state == OPEN, sums)
    identities.stir(tx, [speaker] if speaker else ())
    sums.write(tx.db)
    _name(tx, gone_key, kept)
    tx.changed(Topic.CONVERSATION, gone, kept)


def _rename(tx: Tx, id: int, wanted: int, thread: str) -> None:
    [(old,)] = tx.db.execute("select key from conversations where id = ?", [id]).fetchall()
    tx.db.execute("update conversations set key = ?, thread = ? where id = ?", [wanted, thread, id])
    _name(tx, old, id)
    tx.changed(Topic.CONVERSATION, id)


def _name(tx: Tx, other: int, id: int) -> None:
    tx.db.execute(
        "insert into conversation_names (key, conversation_id) values (?, ?)"
        " on conflict (key) do update set conversation_id = excluded.conversation_id",
        [other, id],
    )


def by_key(db: sqlite3.Connection, wanted: int) -> int | None:
    """The conversation of this key, or that another name of this key leads to."""
    row = db.execute(
        "select id from conversations where key = ?1"
        " union all select conversation_id from conversation_names where key = ?1",
        [wanted],
    ).fetchone()
    return int(row[0]) if row else None


def _is_there(db: sqlite3.Connection, id: int) -> bool:
    """Not when it was merged a moment ago, with another stray of the same page."""
    return db.execute("select 1 from conversations where id = ?", [id]).fetchone() is not None


def _homes(db: sqlite3.Connection, items: Mapping[int, Incoming]) -> dict[str, int]:
    """By the name that an archive gives it: where a message of the thread stands already."""
    found = db.execute(
        "select m.key, c.id, c.thread from json_each(?) j cross join messages m on m.key = j.value"
        " join conversations c on c.id = m.conversation_id",
        ["[" + ",".join(map(str, items)) + "]"],
    )
    homes: dict[str, int] = {}
    for number, id, thread in found.fetchall():
        if items[number].thread != thread:
            homes.setdefault(items[number].thread, id)
    return homes
