"""What is known of somebody that may deserve an unexpected voice: rows, and no judgement."""

import sqlite3
from datetime import datetime

from cm_desk.domain.times import from_ms, to_ms

Said = tuple[int, str]  # a message, and what it says


def reports(db: sqlite3.Connection, contact_id: int, since: datetime) -> list[Said]:
    """Faults they told us of that nobody dismissed, the newest first."""
    rows = db.execute(
        "select message_id, quote from acts where contact_id = ? and kind = 'reports'"
        " and state <> 'dismissed' and message_id is not null and at_ms >= ?"
        " order by at_ms desc, id desc",
        [contact_id, to_ms(since)],
    )
    return [(id, quote) for id, quote in rows]


def hurts(db: sqlite3.Connection, contact_id: int, since: datetime) -> list[Said]:
    """Messages that were marked as a hurt, the newest first."""
    rows = db.execute(
        "select message_id, quote from moments where contact_id = ? and kind = 'hurt'"
        " and at_ms >= ? order by at_ms desc",
        [contact_id, to_ms(since)],
    )
    return [(id, quote) for id, quote in rows]


def first_heard(db: sqlite3.Connection, contact_id: int) -> datetime | None:
    """When they first wrote to us."""
    [(ms,)] = db.execute(
        "select min(first_ms) from identities where contact_id = ? and received > 0", [contact_id]
    ).fetchall()
    return None if ms is None else from_ms(ms)


def last_lent(db: sqlite3.Connection, contact_id: int) -> datetime | None:
    """When a voice last turned to them, or was asked to."""
    [(ms,)] = db.execute(
        "select max(at_ms) from (select max(at_ms) at_ms from gestures where contact_id = ?1"
        " and voice_id is not null and direction = 'given' union all"
        " select max(asked_ms) from voice_requests where contact_id = ?1 and state <> 'declined')",
        [contact_id],
    ).fetchall()
    return None if ms is None else from_ms(ms)


def signed(db: sqlite3.Connection, since: datetime) -> dict[int, int]:
    """How many gestures each voice gave."""
    rows = db.execute(
        "select voice_id, count(*) from gestures where voice_id is not null"
        " and direction = 'given' and outbox_key = '' and at_ms >= ? group by voice_id",
        [to_ms(since)],
    )
    return dict(rows.fetchall())
