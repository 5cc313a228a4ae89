"""What we said and gave, for the balance of giving and asking."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store.saving import STEP

_SAID = """
    select m.id, m.account_id, i.contact_id, m.sent_ms, m.text, m.lang, exists (
        select 1 from messages p where p.conversation_id = m.conversation_id and p.id < m.id
            and p.outgoing = 0)
    from messages m left join identities i on i.id = m.identity_id
    where m.outgoing = 1 and m.deleted = 0 and m.id >= (?1 >> ?3) and m.sent_ms >= ?1
        and m.sent_ms < ?2"""
_GIVEN = """
    select g.id, coalesce(g.account_id, m.account_id), g.contact_id, g.at_ms, g.kind, g.sent_id,
        case when g.note <> '' then g.note else g.why end
    from gestures g left join messages m on m.id = g.message_id
    where g.direction = 'given' and g.outbox_key = '' and g.at_ms >= ? and g.at_ms < ?"""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message of ours. `contact_id` None: to nobody in particular. `answers`: somebody else had
    spoken in its conversation before."""

    message_id: int
    account_id: int
    contact_id: int | None
    at: datetime
    text: str
    lang: str
    answers: bool


@dataclass(frozen=True, slots=True)
class Gave:
    """A gesture of ours. `account_id` None: through none of our accounts; `message_id` what it
    left with, if it did."""

    gesture_id: int
    account_id: int | None
    contact_id: int
    at: datetime
    kind: str
    message_id: int | None
    what: str


def spoken(
    db: sqlite3.Connection, since: datetime, until: datetime, contact_id: int | None = None
) -> list[Spoken]:
    """From `since` on, before `until`, as they were said; to everybody or to one person."""
    only = "" if contact_id is None else " and i.contact_id = ?4"
    given = [to_ms(since), to_ms(until), STEP, *([] if contact_id is None else [contact_id])]
    rows = db.execute(f"{_SAID}{only} order by m.id", given)
    return [
        Spoken(id, account, contact, from_ms(at), text, lang, bool(answers))
        for id, account, contact, at, text, lang, answers in rows
    ]


def gave(
    db: sqlite3.Connection, since: datetime, until: datetime, contact_id: int | None = None
) -> list[Gave]:
    only = "" if contact_id is None else " and g.contact_id = ?"
    given = [to_ms(since), to_ms(until), *([] if contact_id is None else [contact_id])]
    rows = db.execute(f"{_GIVEN}{only} order by g.at_ms, g.id", given)
    return [
        Gave(id, account, contact, from_ms(at), kind, message, what)
        for id, account, contact, at, kind, message, what in rows
    ]
