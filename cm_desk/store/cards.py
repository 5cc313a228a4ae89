"""The cards of a day: kept, so that they stay as they are until they are done, or the day is."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from cm_desk.domain.news import Topic
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import merges
from cm_desk.store.keys import clean, cleaned
from cm_desk.store.tx import Tx

OPEN, DONE, LATER, SKIPPED = "open", "done", "later", "skipped"
_FIELDS = """rule, message_id, quote, said_ms, because, kind, voice, voice_id, account_id,
    conversation_id, draft"""
_SELECT = f"""
    select k.id, k.day, k.contact_id, c.name, {_FIELDS},
        case when k.state = 'done' and k.gesture_id is null then 'open' else k.state end, k.why,
        k.until, k.shown_ms, k.decided_ms from cards k join contacts c on c.id = k.contact_id """


@dataclass(frozen=True, slots=True)
class Card:
    """One person, one kind idea. `id` 0 before it is kept.

    `quote` is what they said in `message_id` at `said_at`; `because` why now. `voice` is whose
    name stands under it, a colleague's when there is a `voice_id`. `until` is the day before
    which they get no other card, "" when nobody put them off; `why` what was said of that.
    """

    id: int
    day: str
    contact_id: int
    who: str
    rule: str
    message_id: int
    quote: str
    said_at: datetime
    because: str
    kind: str
    voice: str
    voice_id: int | None
    account_id: int
    conversation_id: int | None
    draft: str
    state: str = OPEN
    why: str = ""
    until: str = ""
    shown_at: datetime | None = None
    decided_at: datetime | None = None


def keep(tx: Tx, cards: Sequence[Card]) -> None:
    """In this order, behind those that the day has already."""
    for rank, card in enumerate(cards):
        c = cleaned(card)
        contact_id, home = merges.place(tx.db, c.contact_id)
        tx.db.execute(
            f"insert into cards (day, contact_id, home, rank, {_FIELDS})"
            f" values ({', '.join('?' * 15)})",
            [
                *(c.day, contact_id, home, rank, c.rule, c.message_id, c.quote, to_ms(c.said_at)),
                *(c.because, c.kind, c.voice, c.voice_id, c.account_id, c.conversation_id),
                c.draft,
            ],
        )
        tx.changed(Topic.CONTACT, contact_id)


def of_day(db: sqlite3.Connection, day: date) -> list[Card]:
    rows = db.execute(_SELECT + "where k.day = ? order by k.rank, k.id", [day.isoformat()])
    return [_of_row(row) for row in rows]


def left(db: sqlite3.Connection, day: date) -> int:
    """How many of the day are still open."""
    [(n,)] = db.execute(
        "select count(*) from cards where day = ? and (state = 'open' or state = 'done'"
        " and gesture_id is null)",
        [day.isoformat()],
    ).fetchall()
    return int(n)


def get(db: sqlite3.Connection, id: int) -> Card | None:
    row = db.execute(_SELECT + "where k.id = ?", [id]).fetchone()
    return _of_row(row) if row else None


def show(tx: Tx, id: int, at: datetime) -> None:
    """It is seen for the first time; from now on it takes somebody so long to decide."""
    tx.db.execute(
        "update cards set shown_ms = ? where id = ? and shown_ms is null", [to_ms(at), id]
    )


def decide(
    tx: Tx, id: int, state: str, at: datetime | None, until: str = "", why: str = ""
) -> Card | None:
    """The card as it was. `at` None takes a decision back."""
    if (old := get(tx.db, id)) is None:
        return None
    tx.db.execute(
        "update cards set state = ?, decided_ms = ?, until = ?, why = ? where id = ?",
        [state, None if at is None else to_ms(at), until, why, id],
    )
    tx.changed(Topic.CONTACT, old.contact_id)
    return old


def done(tx: Tx, id: int, gesture_id: int, at: datetime, text: str) -> None:
    """With the gesture that leaves; taken back with it, it is open again, with the same words."""
    decide(tx, id, DONE, at)
    tx.db.execute(
        "update cards set gesture_id = ?, draft = ? where id = ?", [gesture_id, clean(text), id]
    )


def drop(tx: Tx, day: date) -> None:
    """The open cards of a day, so that they can be chosen anew."""
    tx.db.execute("delete from cards where day = ? and state = 'open'", [day.isoformat()])


@dataclass(slots=True)
class History:
    """How often cards of a rule were shown, and what was decided; `whys` of those skipped."""

    shown: int = 0
    done: int = 0
    later: int = 0
    skipped: int = 0
    whys: dict[str, int] = field(default_factory=dict)


def history(db: sqlite3.Connection) -> dict[str, History]:
    """By rule; counted, in plain sight."""
    found: dict[str, History] = {}
    for rule, shown, done, later, skipped in db.execute(
        "select rule, sum(shown_ms is not null or state <> 'open'),"
        " sum(state = 'done' and gesture_id is not null), sum(state = 'later'),"
        " sum(state = 'skipped') from cards group by rule"
    ):
        found[rule] = History(shown, done, later, skipped)
    for rule, why, n in db.execute(
        "select rule, why, count(*) from cards where state = 'skipped' and why <> ''"
        " group by rule, why order by 3 desc, 2"
    ):
        found[rule].whys[why] = n
    return found


def seconds(db: sqlite3.Connection) -> list[float]:
    """How long each decision took, from the first sight of the card."""
    rows = db.execute(
        "select decided_ms - shown_ms from cards where decided_ms is not null"
        " and shown_ms is not null and decided_ms >= shown_ms order by 1"
    )
    return [ms / 1000 for (ms,) in rows]


def _of_row(row: tuple[Any, ...]) -> Card:
    *known, state, why, until, shown, decided = row
    id, day, contact_id, who, rule, message_id, quote, said_ms, *rest = known
    because, kind, voice, voice_id, account_id, conversation_id, draft = rest
    return Card(
        *(id, day, contact_id, who, rule, message_id, quote, from_ms(said_ms), because, kind),
        *(voice, voice_id, account_id, conversation_id, draft, state, why, until),
        *(None if shown is None else from_ms(shown), None if decided is None else from_ms(decided)),
    )
