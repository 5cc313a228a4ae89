"""When, where and in which language somebody writes: the rows behind what insight/ makes of it."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from cm_desk.domain.times import from_ms
from cm_desk.store import merges

NEWEST = 2000  # messages that are looked at
_HEARD = """
    select m.sent_ms, m.lang, a.service, case m.lang when '' then substr(m.text, 1, 400) else '' end
    from messages m join accounts a on a.id = m.account_id
    where m.identity_id = ? and m.outgoing = 0 order by m.id desc limit ?"""


@dataclass(slots=True)
class Heard:
    """A message of theirs. `lang` as its service says it; `text` begins it where that is ""."""

    at: datetime
    lang: str
    service: str
    text: str


def heard(db: sqlite3.Connection, contact_id: int, limit: int = NEWEST) -> list[Heard]:
    """The newest of what they wrote, newest first."""
    whole = merges.root(db, contact_id)
    who = db.execute("select id from identities where contact_id = ?", [whole]).fetchall()
    rows = [row for (id,) in who for row in db.execute(_HEARD, [id, limit])]
    rows.sort(key=lambda row: -int(row[0]))
    return [Heard(from_ms(at_ms), *rest) for at_ms, *rest in rows[:limit]]
