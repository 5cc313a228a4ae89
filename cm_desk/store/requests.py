"""Requests to a voice: what they were shown, what they released, and whether it was used.

asked → released | declined. What was released is kept with its digest: a text that differs by one
letter is not theirs.
"""

import hashlib
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cm_desk.domain.news import Topic
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import merges
from cm_desk.store.gestures import Gesture
from cm_desk.store.keys import clean, cleaned
from cm_desk.store.tx import Tx

ASKED, RELEASED, DECLINED = "asked", "released", "declined"
_SELECT = """
    select r.id, r.contact_id, c.name, r.voice_id, v.name, r.kind, r.message_id, r.quote,
        r.context, r.draft, r.asked_ms, r.state, r.released, r.digest, r.answer, r.answered_ms,
        r.used_key
    from voice_requests r join contacts c on c.id = r.contact_id
    join voices v on v.id = r.voice_id """


@dataclass(frozen=True, slots=True)
class Request:
    """`context` and `draft` are what they were shown; `quote` is what the person said.

    `answer` is what the voice answered, word for word; `released` the text they put their name
    under, and `digest` its SHA-256. `used_key` is that of the message it left with.
    """

    id: int
    contact_id: int
    who: str
    voice_id: int
    voice: str
    kind: str
    message_id: int | None
    quote: str
    context: str
    draft: str
    asked_at: datetime
    state: str = ASKED
    released: str = ""
    digest: str = ""
    answer: str = ""
    answered_at: datetime | None = None
    used_key: str = ""


def digest(text: str) -> str:
    """SHA-256 of the very letters, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def add(tx: Tx, request: Request) -> int:
    """Asked now; what an answer would bring is not there yet."""
    r = cleaned(request)
    contact_id, home = merges.place(tx.db, r.contact_id)
    [(id,)] = tx.db.execute(
        "insert into voice_requests (contact_id, home, voice_id, kind, message_id, quote, context,"
        " draft, asked_ms) values (?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
        [
            *(contact_id, home, r.voice_id, r.kind, r.message_id, r.quote, r.context, r.draft),
            to_ms(r.asked_at),
        ],
    ).fetchall()
    _said(tx, int(id))
    return int(id)


def release(tx: Tx, id: int, text: str, answer: str, at: datetime) -> None:
    """`text` is what they put their name under, theirs or the draft as it was."""
    words = clean(text)
    _set(tx, id, RELEASED, words, digest(words), clean(answer), to_ms(at))


def decline(tx: Tx, id: int, answer: str, at: datetime) -> None:
    _set(tx, id, DECLINED, "", "", clean(answer), to_ms(at))


def ask_again(tx: Tx, id: int) -> None:
    """As if no answer had come."""
    _set(tx, id, ASKED, "", "", "", None)


def use(tx: Tx, gesture: Gesture, text: str) -> None:
    """The release leaves with the message of the gesture, and is used up."""
    if gesture.voice_id is None:
        return
    if found := released_for(tx.db, gesture.voice_id, gesture.contact_id, text):
        tx.db.execute(
            "update voice_requests set used_key = ? where id = ?", [gesture.outbox_key, found.id]
        )
        _said(tx, found.id)


def unuse(tx: Tx, key: str) -> None:
    """The message was taken back: the release can be used again."""
    tx.db.execute("update voice_requests set used_key = '' where used_key = ?", [key])


def remove(tx: Tx, id: int) -> None:
    _said(tx, id)
    tx.db.execute("delete from voice_requests where id = ?", [id])


def get(db: sqlite3.Connection, id: int) -> Request | None:
    row = db.execute(_SELECT + "where r.id = ?", [id]).fetchone()
    return _of_row(row) if row else None


def pending(db: sqlite3.Connection) -> list[Request]:
    """Asked and not answered, the oldest first."""
    return _all(db, "where r.state = 'asked' order by r.asked_ms, r.id", [])


def of_voice(db: sqlite3.Connection, voice_id: int) -> list[Request]:
    """Newest first."""
    return _all(db, "where r.voice_id = ? order by r.asked_ms desc, r.id desc", [voice_id])


def of(db: sqlite3.Connection, contact_id: int) -> list[Request]:
    """Newest first."""
    return _all(db, "where r.contact_id = ? order by r.asked_ms desc, r.id desc", [contact_id])


def released_for(
    db: sqlite3.Connection, voice_id: int, contact_id: int, text: str
) -> Request | None:
    """The release by this voice, to this person, of exactly this text, if it was not used yet."""
    found = _all(
        db,
        "where r.voice_id = ? and r.contact_id = ? and r.digest = ? and r.used_key = ''"
        " and r.state = 'released' order by r.id desc limit 1",
        [voice_id, contact_id, digest(clean(text))],
    )
    return found[0] if found else None


def between(db: sqlite3.Connection, voice_id: int, contact_id: int) -> list[Request]:
    """What this voice was asked to say to this person, newest first."""
    where = "where r.voice_id = ? and r.contact_id = ? order by r.asked_ms desc, r.id desc"
    return _all(db, where, [voice_id, contact_id])


def asked(db: sqlite3.Connection) -> dict[int, list[datetime]]:
    """When each voice was asked, newest first."""
    found: dict[int, list[datetime]] = {}
    for id, ms in db.execute(
        "select voice_id, asked_ms from voice_requests order by asked_ms desc"
    ):
        found.setdefault(id, []).append(from_ms(ms))
    return found


def _all(db: sqlite3.Connection, where: str, values: list[Any]) -> list[Request]:
    return [_of_row(row) for row in db.execute(_SELECT + where, values)]


def _set(
    tx: Tx, id: int, state: str, text: str, digest: str, answer: str, at_ms: int | None
) -> None:
    tx.db.execute(
        "update voice_requests set state = ?, released = ?, digest = ?, answer = ?,"
        " answered_ms = ? where id = ?",
        [state, text, digest, answer, at_ms, id],
    )
    _said(tx, id)


def _said(tx: Tx, id: int) -> None:
    found = tx.db.execute("select contact_id, voice_id from voice_requests where id = ?", [id])
    for contact_id, voice_id in found.fetchall():
        tx.changed(Topic.CONTACT, contact_id)
        tx.changed(Topic.VOICE, voice_id)


def _of_row(row: tuple[Any, ...]) -> Request:
    *known, asked_ms, state, released, digest, answer, answered_ms, used_key = row
    id, contact_id, who, voice_id, voice, kind, message_id, quote, context, draft = known
    answered_at = None if answered_ms is None else from_ms(answered_ms)
    return Request(
        *(id, contact_id, who, voice_id, voice, kind, message_id, quote, context, draft),
        *(from_ms(asked_ms), state, released, digest, answer, answered_at, used_key),
    )
