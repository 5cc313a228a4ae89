"""Where an answer to a conversation goes."""

import sqlite3
from dataclasses import dataclass

from cm_desk.domain.model import Author
from cm_desk.store import joining
from cm_desk.store.keys import thread_key


@dataclass(frozen=True, slots=True)
class Target:
    """Remote ids, "" for a new conversation, and whom to address."""

    thread: str = ""
    reply_to: str = ""
    to: tuple[Author, ...] = ()


def of(db: sqlite3.Connection, conversation_id: int) -> Target:
    """The newest message there is and the person who wrote last."""
    thread, reply_to = db.execute(
        "select c.thread, m.remote_id from conversations c join messages m on m.id = c.last_id"
        " where c.id = ?",
        [conversation_id],
    ).fetchone()
    them = db.execute(
        "select i.author_key, i.handle, i.name, i.url from messages m"
        " join identities i on i.id = m.identity_id where m.conversation_id = ?"
        " order by m.outgoing, m.id desc limit 1",
        [conversation_id],
    ).fetchall()
    return Target(thread, reply_to, tuple(Author(*each) for each in them))


def conversation(db: sqlite3.Connection, account_id: int, thread: str) -> int | None:
    """The conversation that an account's service calls `thread`."""
    return joining.by_key(db, thread_key(account_id, thread))


def last_with(db: sqlite3.Connection, contact_id: int) -> int | None:
    """The conversation in which this person wrote last."""
    found = db.execute(
        "select m.conversation_id from messages m join identities i on i.id = m.identity_id"
        " where i.contact_id = ? and m.outgoing = 0 order by m.id desc limit 1",
        [contact_id],
    ).fetchone()
    return int(found[0]) if found else None


def account_of(db: sqlite3.Connection, conversation_id: int) -> int:
    """Whose conversation it is; 0 when it is gone."""
    found = db.execute("select account_id from conversations where id = ?", [conversation_id])
    return int((found.fetchone() or (0,))[0])
