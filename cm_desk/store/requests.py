"""Requests to a voice: what they were shown, what they released, and whether it was used.

asked → released | declined. What was released is kept with its digest: a text that differs by one
letter is not theirs.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cm_desk.domain.news import Topic
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import merges
from cm_desk.store.gestures import Gesture
from cm_desk.store.keys import clean, cleaned
from cm_desk.store.saving import STEP
from cm_desk.store.tx import Tx

ASKED, RELEASED, DECLINED = "asked", "released", "declined"
_SELECT = """
    select r.id, r.contact_id, c.name, r.voice_id, v.name, r.kind, r.message_id, r.quote,
        r.context, r.draft, r.asked_ms, r.state, r.released, r.digest, r.answer, r.answered_ms,
        r.used_key, r.code, r.gesture_id
    from voice_requests r join contacts c on c.id = r.contact_id
    join voices v on v.id = r.voice_id """
_HEARD = """
    select m.id, coalesce(i.name, i.handle, ''), m.text, m.sent_ms from messages m
    left join identities i on i.id = m.identity_id
    where m.id >= ? and m.outgoing = 0 and instr(m.text, ?) > 0 order by m.id limit 1"""
_SIGNED = """
    select g.id, v.name, v.role, r.answered_ms, r.digest, exists (
        select 1 from gestures b where b.contact_id = g.contact_id and b.voice_id = g.voice_id
        and b.direction = 'given' and (b.at_ms, b.id) < (g.at_ms, g.id))
    from voice_requests r join gestures g on g.id = r.gesture_id
    join voices v on v.id = r.voice_id
    where g.id in (select value from json_each(?)) and r.state = 'released'"""


@dataclass(frozen=True, slots=True)
class Request:
    """`context` and `draft` are what they were shown; `quote` is what the person said.

    `answer` is what the voice answered, word for word; `released` the text they put their name
    under, and `digest` its SHA-256. `used_key` is that of the message it left with. A message
    that holds `code` is their answer. `gesture_id` is the gesture that it became.
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
    code: str = ""
    gesture_id: int | None = None

    def allows(self, text: str) -> bool:
        """Whether they put their name under exactly this, and it was not used yet."""
        return self.state == RELEASED and not self.used_key and self.digest == digest(letters(text))


@dataclass(frozen=True, slots=True)
class Answer:
    """A message that came with the code of a request."""

    message_id: int
    who: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Signed:
    """Who released the text of a gesture, when, and its digest. `is_first`: it was the first time
    that this voice turned to this person."""

    voice: str
    role: str
    released_at: datetime
    digest: str
    is_first: bool

    @property
    def who(self) -> str:
        """ "R. Ito, Head of Service" """
        return f"{self.voice}, {self.role}" if self.role else self.voice

    @property
    def words(self) -> str:
        """ "first time from R. Ito, Head of Service" """
        return f"first time from {self.who}" if self.is_first else f"from {self.who}"


def letters(text: str) -> str:
    """As a text field gives it back: blanks that keep words together are blanks there."""
    return clean(text).replace("\u00a0", " ").replace("\u2028", "\n").replace("\u2029", "\n")


def digest(text: str) -> str:
    """SHA-256 of the very letters, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def add(tx: Tx, request: Request) -> int:
    """A new row where its id is 0; what an answer would bring is not there yet."""
    r = cleaned(request)
    contact_id, home = merges.place(tx.db, r.contact_id)
    [(id,)] = tx.db.execute(
        "insert into voice_requests (id, contact_id, home, voice_id, kind, message_id, quote,"
        " context, draft, asked_ms, code) values (nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " returning id",
        [
            *(
                r.id,
                contact_id,
                home,
                r.voice_id,
                r.kind,
                r.message_id,
                r.quote,
                r.context,
                r.draft,
            ),
            *(to_ms(r.asked_at), r.code),
        ],
    ).fetchall()
    _said(tx, int(id))
    return int(id)


def release(tx: Tx, id: int, text: str, answer: str, at: datetime) -> None:
    """`text` is what they put their name under, theirs or the draft as it was."""
    words = letters(text)
    _set(tx, id, RELEASED, words, digest(words), clean(answer), to_ms(at))


def decline(tx: Tx, id: int, answer: str, at: datetime) -> None:
    _set(tx, id, DECLINED, "", "", clean(answer), to_ms(at))


def restore(tx: Tx, request: Request) -> None:
    """The draft and the answer as they were before."""
    r = request
    tx.db.execute("update voice_requests set draft = ? where id = ?", [r.draft, r.id])
    ms = None if r.answered_at is None else to_ms(r.answered_at)
    _set(tx, r.id, r.state, r.released, r.digest, r.answer, ms)


def use(tx: Tx, gesture: Gesture, id: int, text: str) -> None:
    """The release leaves with the message of the gesture (its `id`), and is used up."""
    if gesture.voice_id is None:
        return
    if found := released_for(tx.db, gesture.voice_id, gesture.contact_id, text):
        tx.db.execute(
            "update voice_requests set used_key = ?, gesture_id = ? where id = ?",
            [gesture.outbox_key, id, found.id],
        )
        _said(tx, found.id)


def unuse(tx: Tx, key: str) -> None:
    """The message was taken back: the release can be used again."""
    found = tx.db.execute(
        "update voice_requests set used_key = '' where used_key = ? returning id", [key]
    )
    for (id,) in found.fetchall():
        _said(tx, id)


def by_key(db: sqlite3.Connection, key: str) -> Request | None:
    """The one that leaves, or left, with the message of that key."""
    found = _all(db, "where r.used_key = ? and r.used_key <> ''", [key])
    return found[0] if found else None


def reword(tx: Tx, id: int, draft: str) -> None:
    """They are asked for another text: what they answered to the one before is gone."""
    tx.db.execute("update voice_requests set draft = ? where id = ?", [letters(draft), id])
    _set(tx, id, ASKED, "", "", "", None)


def remove(tx: Tx, id: int) -> None:
    _said(tx, id)
    tx.db.execute("delete from voice_requests where id = ?", [id])


def get(db: sqlite3.Connection, id: int) -> Request | None:
    row = db.execute(_SELECT + "where r.id = ?", [id]).fetchone()
    return _of_row(row) if row else None


def pending(db: sqlite3.Connection) -> list[Request]:
    """Asked and not answered, the oldest first."""
    return _all(db, "where r.state = 'asked' order by r.asked_ms, r.id", [])


def newest(db: sqlite3.Connection, limit: int = 100) -> list[Request]:
    """Those that wait for somebody first, then the others; the newest first in both."""
    waits = "(r.state = 'declined' or r.used_key <> '')"
    return _all(db, f"order by {waits}, r.asked_ms desc, r.id desc limit ?", [limit])


def heard(db: sqlite3.Connection) -> dict[int, Answer]:
    """Messages that hold the code of a request which has no answer yet, by the request."""
    found = {}
    for each in pending(db):
        row = db.execute(_HEARD, [to_ms(each.asked_at) >> STEP, each.code]).fetchone()
        if each.code and row:
            id, who, text, sent_ms = row
            found[each.id] = Answer(id, who, text, from_ms(sent_ms))
    return found


def signed(db: sqlite3.Connection, gesture_ids: Iterable[int]) -> dict[int, Signed]:
    """Who released what was given, by the gesture."""
    rows = db.execute(_SIGNED, [json.dumps(list(gesture_ids))])
    return {
        id: Signed(voice, role, from_ms(ms), digest, not before)
        for id, voice, role, ms, digest, before in rows
    }


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
        [voice_id, contact_id, digest(letters(text))],
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
    *known, asked_ms, state, released, digest, answer, answered_ms, used_key, code, gesture_id = row
    id, contact_id, who, voice_id, voice, kind, message_id, quote, context, draft = known
    answered_at = None if answered_ms is None else from_ms(answered_ms)
    return Request(
        *(id, contact_id, who, voice_id, voice, kind, message_id, quote, context, draft),
        *(from_ms(asked_ms), state, released, digest, answer, answered_at, used_key, code),
        gesture_id,
    )
