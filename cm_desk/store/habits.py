"""When, where and in which language somebody writes: the rows behind what insight/ makes of it."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from cm_desk.domain.times import from_ms
from cm_desk.store import merges, talk

NEWEST = 1000  # messages that are looked at
READ = 100  # of these whose words are read, where the service names no language
_HEARD = """
    select m.id, m.sent_ms, m.lang, a.service from messages m join accounts a on a.id = m.account_id
    where m.identity_id = ? and m.account_id = ? and m.outgoing = 0 order by m.id desc limit ?"""


@dataclass(slots=True)
class Heard:
    """A message of theirs. `lang` as its service says it; `text` begins it where that is ""."""

    at: datetime
    lang: str
    service: str
    text: str = ""


def heard(db: sqlite3.Connection, contact_id: int, limit: int = NEWEST) -> list[Heard]:
    """The newest of what they wrote, newest first."""
    rows: list[tuple[int, int, str, str]] = []
    for run in talk.runs(db, merges.root(db, contact_id)):
        if not run.outgoing:
            rows += db.execute(_HEARD, [run.identity_id, run.account_id, limit])
    rows.sort(reverse=True)
    rows = rows[:limit]
    texts = _texts(db, [id for id, _, lang, _ in rows if not lang][:READ])
    return [Heard(from_ms(at_ms), lang, name, texts.get(id, "")) for id, at_ms, lang, name in rows]


def _texts(db: sqlite3.Connection, ids: list[int]) -> dict[int, str]:
    marks = ", ".join("?" * len(ids))
    found = db.execute(f"select id, substr(text, 1, 400) from messages where id in ({marks})", ids)
    return dict(found.fetchall())
