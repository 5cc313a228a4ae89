"""What we said in public to nobody in particular: our own posts."""

import sqlite3
from datetime import date, datetime, time, timedelta

from cm_desk.domain.account import Kind
from cm_desk.domain.times import MS
from cm_desk.store import accounts, messages, places, talk
from cm_desk.store.messages import Message
from cm_desk.store.places import Span
from cm_desk.store.talk import Run

DAY = timedelta(days=1)
PUBLIC = ("public", "unlisted")
OPEN = (Kind.POST, Kind.COMMENT)  # public where a service knows no other way


def around(db: sqlite3.Connection, moment: datetime, limit: int = 100) -> list[Message]:
    """Of all accounts, on the three days around a moment; the oldest first."""
    first, _, last = days(moment)
    begin, end = _start(first) - MS, _start(last + DAY) - MS
    span = Span(places.after(begin), places.after(end), upward=True, limit=limit)
    runs = [Run(None, each.id, 1) for each in accounts.all(db)]
    found = messages.by_ids(db, reversed(talk.ids(db, runs, span)))
    return [each for each in found if _public(each)]


def days(moment: datetime) -> tuple[date, date, date]:
    """The day before, the day itself and the day after, as this computer has days."""
    day = moment.astimezone().date()
    return day - DAY, day, day + DAY


def _start(day: date) -> datetime:
    return datetime.combine(day, time()).astimezone()


def _public(message: Message) -> bool:
    return message.visibility in PUBLIC or (not message.visibility and message.kind in OPEN)
