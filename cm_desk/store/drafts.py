"""Answers that were begun and not sent."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cm_desk.domain.attached import Attached
from cm_desk.domain.model import Author, Upload
from cm_desk.domain.news import Topic
from cm_desk.domain.times import EPOCH, from_ms, to_ms
from cm_desk.store import values
from cm_desk.store.keys import cleaned
from cm_desk.store.tx import Tx

_SELECT = """
    select id, conversation_id, account_id, text, warning, visibility, lang, subject, media,
        recipients, saved_ms, cursor, cc, request_id, gesture from drafts """


@dataclass(frozen=True, slots=True)
class Draft:
    """`conversation_id` is None for a new message; `id` is 0 before it is saved. `cursor` is
    where the writer stood, in characters. `request_id`: it is to leave in a voice, as released.
    `gesture`: what it gives."""

    id: int
    conversation_id: int | None
    account_id: int
    text: str
    warning: str = ""
    visibility: str = ""
    lang: str = ""
    subject: str = ""
    media: tuple[Upload, ...] = ()
    to: tuple[Author, ...] = ()
    saved_at: datetime = EPOCH
    cursor: int = 0
    cc: tuple[Author, ...] = ()
    request_id: int | None = None
    gesture: Attached | None = None


def save(tx: Tx, draft: Draft) -> int:
    """A conversation has one draft; a new message is found by its id. Returns the id; 0 when the
    conversation is gone, erased or with its account: then what was typed goes with it."""
    if not _there(tx.db, draft.conversation_id):
        return 0
    id = _known(tx.db, draft)
    d = cleaned(draft)
    row = [
        *(d.conversation_id, d.account_id, d.text, d.warning, d.visibility, d.lang, d.subject),
        *(values.uploads(d.media), values.authors(d.to), to_ms(d.saved_at), d.cursor),
        *(values.authors(d.cc), d.request_id, values.attached(d.gesture)),
    ]
    [(id,)] = tx.db.execute(
        "insert or replace into drafts (id, conversation_id, account_id, text, warning, visibility,"
        " lang, subject, media, recipients, saved_ms, cursor, cc, request_id, gesture)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
        [id, *row],
    ).fetchall()
    tx.changed(Topic.DRAFT, draft.conversation_id or 0)
    return int(id or 0)


def _there(db: sqlite3.Connection, conversation_id: int | None) -> bool:
    if conversation_id is None:
        return True
    found = db.execute("select 1 from conversations where id = ?", [conversation_id])
    return found.fetchone() is not None


def _known(db: sqlite3.Connection, draft: Draft) -> int | None:
    if draft.conversation_id is not None:
        old = get(db, draft.conversation_id)
        return old.id if old else None
    return draft.id or None


def get(db: sqlite3.Connection, conversation_id: int) -> Draft | None:
    """The draft in a conversation."""
    row = db.execute(_SELECT + "where conversation_id = ?", [conversation_id]).fetchone()
    return _of_row(row) if row else None


def by_id(db: sqlite3.Connection, id: int) -> Draft | None:
    row = db.execute(_SELECT + "where id = ?", [id]).fetchone()
    return _of_row(row) if row else None


def discard(tx: Tx, conversation_id: int) -> Draft | None:
    """What was thrown away, so that it can be saved again; None if there was none."""
    draft = get(tx.db, conversation_id)
    return discard_id(tx, draft.id) if draft else None


def discard_id(tx: Tx, id: int) -> Draft | None:
    """The same for a new message, or any draft, by its id."""
    if draft := by_id(tx.db, id):
        tx.db.execute("delete from drafts where id = ?", [id])
        tx.changed(Topic.DRAFT, draft.conversation_id or 0)
    return draft


def page(db: sqlite3.Connection, limit: int = 200) -> list[Draft]:
    """The newest first."""
    rows = db.execute(_SELECT + "order by saved_ms desc, id desc limit ?", [limit])
    return [_of_row(row) for row in rows]


def waiting_for(db: sqlite3.Connection, request_id: int) -> list[Draft]:
    """Those that are to leave as a voice releases them."""
    return [_of_row(row) for row in db.execute(_SELECT + "where request_id = ?", [request_id])]


def _of_row(row: tuple[Any, ...]) -> Draft:
    (
        id, conversation_id, account_id, text, warning, visibility, lang, subject, media,
        recipients, saved_ms, cursor, cc, request_id, gesture,
    ) = row  # fmt: skip
    return Draft(
        id, conversation_id, account_id, text, warning, visibility, lang, subject,
        values.from_uploads(media), values.from_authors(recipients), from_ms(saved_ms), cursor,
        values.from_authors(cc), request_id, values.from_attached(gesture),
    )  # fmt: skip
