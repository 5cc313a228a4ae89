"""What happened or comes on the days of a calendar, with whom: rows, and no judgement of them.

Nothing comes of people who asked to be left alone.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from cm_desk.domain.almanac import Event, What, Yearly, within
from cm_desk.domain.known import About
from cm_desk.domain.occasions import in_year
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import contacts, lines, reasons, seasons
from cm_desk.store.seasons import Season

MOST = 500  # people of one kind in a month
NAMED = 3  # people of one day who wrote first then, or some years ago
LABELLED = 60  # people whom one release is for
DAY, MS = timedelta(days=1), timedelta(milliseconds=1)
DAY_MS = 86_400_000
EPOCH_DAY = date(1970, 1, 1).toordinal()


def left_out(db: sqlite3.Connection, events: Iterable[Event]) -> set[int]:
    """Those of the people who asked to be left alone, and machines."""
    ids = json.dumps(sorted({each.contact_id for each in events if each.contact_id is not None}))
    rows = db.execute(
        "select contact_id from facts where kind = ?1 and contact_id in"
        " (select value from json_each(?2)) union select contact_id from identities where bot = 1"
        " and contact_id in (select value from json_each(?2))",
        [About.ALONE, ids],
    )
    return {id for (id,) in rows}


def events(db: sqlite3.Connection, first: date, last: date, least: int, lead: int) -> list[Event]:
    """All of a span but returns, in no order. `least`: messages of somebody whose years with us
    are counted; `lead`: days before a day of theirs on which it is spoken of."""
    found = [*told(db, first, last, lead), *met(db, first, last, least, lead)]
    found += [*acts(db, first, last), *named(db, first, last), *promised(db, first, last)]
    return found


def told(db: sqlite3.Connection, first: date, last: date, lead: int) -> list[Event]:
    """Days that people told us."""
    months = {(first + n * DAY).month for n in range(0, (last - first).days + 1, 27)} | {last.month}
    rows = db.execute(
        "select id, contact_id, name, month, day, year, yearly, quote, message_id from dates"
        " where month in (select value from json_each(?))",
        [json.dumps(sorted(months))],
    )
    found = []
    for id, who, name, month, day, year, yearly, quote, message_id in rows:
        what = What.BIRTHDAY if "birth" in name.casefold() else What.DATE
        on, key = Yearly(month, day, year), f"date-{id}"
        days = within(on, first, last) if yearly else _once(on, first, last)
        found += [
            Event(each, what, _years(name, each, year), key, who, "", "", quote, message_id, lead,
                  on if yearly else None, name)
            for each in days
        ]  # fmt: skip
    return found


def _once(on: Yearly, first: date, last: date) -> list[date]:
    return [day for day in within(on, first, last) if day.year == on.year]


def _years(name: str, on: date, year: int | None) -> str:
    """ "Birthday, 70" where the year is known."""
    return f"{name}, {on.year - year}" if year and on.year > year else name


def met(db: sqlite3.Connection, first: date, last: date, least: int, lead: int) -> list[Event]:
    """First messages, and the years since them of people who wrote at least `least` times. Of each
    day those who wrote most are named, and the others counted."""
    days: dict[tuple[date, What], list[tuple[int, int, date]]] = {}
    sources = lines.sources(db)
    for back in range(last.year - _begun(db) + 1):
        span = (_back(first, back), _back(last, back))
        day = _days(span[0] - DAY, span[1] + 4 * DAY)
        for who, ms, received in _met(db, sources, *span):
            if back and received < least:
                continue
            begun = day(ms)
            on = in_year(begun.month, begun.day, begun.year + back) if back else begun
            if first <= on <= last:
                what = What.YEARS if back else What.FIRST
                days.setdefault((on, what), []).append((received, who, begun))
    return [event for (on, what), met_ in days.items() for event in _of_day(on, what, met_, lead)]


def _of_day(on: date, what: What, found: list[tuple[int, int, date]], lead: int) -> Iterator[Event]:
    named_ = sorted(found, reverse=True)[: NAMED if len(found) > NAMED + 1 else None]
    for _, who, begun in named_:
        yield _since(on, begun, who, lead) if what is What.YEARS else _first(on, who)
    if rest := len(found) - len(named_):
        words = "more with an anniversary" if what is What.YEARS else "more wrote first"
        yield Event(on, what, f"{rest} {words}", f"{what}-{on}", lead=0)


def _since(on: date, begun: date, who: int, lead: int) -> Event:
    years = on.year - begun.year
    title = f"{years} {'year' if years == 1 else 'years'} with us"
    yearly = Yearly(begun.month, begun.day, begun.year)
    name = f"With us since {begun.year}"
    return Event(on, What.YEARS, title, f"years-{who}", who, lead=lead, yearly=yearly, name=name)


def _first(on: date, who: int) -> Event:
    return Event(on, What.FIRST, "First message", f"first-{who}", who, lead=0)


def _back(day: date, years: int) -> date:
    """The same day so many years ago, or the one before it."""
    return date(day.year - years, day.month, min(day.day, 28) if day.month == 2 else day.day)


def _met(
    db: sqlite3.Connection, sources: Iterable[str], first: date, last: date
) -> list[tuple[int, int, int]]:
    """(person, when they first wrote, how often) by the lines of the list of people."""
    rows: list[tuple[int, int, int]] = []
    for source in sources:
        rows += db.execute(
            f"select id, first_ms, received from {source}"
            " where first_ms >= ? and first_ms < ? and received > 0",
            [_ms(first - DAY), _ms(last + 3 * DAY)],
        ).fetchall()
    return rows


def acts(db: sqlite3.Connection, first: date, last: date) -> list[Event]:
    """Their own successes that somebody noticed, and every hundredth answer to others."""
    rows = db.execute(
        "select id, contact_id, quote, message_id, at_ms from acts where state = 'confirmed'"
        " and at_ms >= ? and at_ms < ? and kind = 'creates' order by at_ms limit ?",
        [_ms(first), _ms(last + DAY), MOST],
    )
    found = [
        Event(_day(at), What.SUCCESS, "Made something of their own", f"act-{id}", who,
              quote=quote, message_id=message_id, lead=0)
        for id, who, quote, message_id, at in rows
    ]  # fmt: skip
    for each in reasons.rounds(db, _midnight(first)):
        if (on := each.at.astimezone().date()) <= last:
            title, key = f"{each.n}th answer to others", f"answers-{each.contact_id}-{each.n}"
            found.append(_said(Event(on, What.ANSWERS, title, key, each.contact_id), each))
    return found


def returns(db: sqlite3.Connection, since: datetime, quiet: timedelta) -> list[Event]:
    """Who came back after that much silence."""
    found = []
    for each in reasons.back_again(db, since, quiet):
        title = f"Back after {each.n} days"
        on, key = each.at.astimezone().date(), f"return-{each.message_id}"
        found.append(_said(Event(on, What.RETURN, title, key, each.contact_id), each))
    return found


def _said(event: Event, found: reasons.Found) -> Event:
    return Event(
        event.on, event.what, event.title, event.key, event.contact_id, quote=found.quote,
        message_id=found.message_id, lead=0,
    )  # fmt: skip


def named(db: sqlite3.Connection, first: date, last: date) -> list[Event]:
    """Seasons and releases that we named; one more for each person who asked for it."""
    found = []
    for each in seasons.all(db):
        on = Yearly(each.month, each.day, each.year)
        what, key = What(each.kind), f"{each.kind}-{each.id}"
        days = _once(on, first, last) if each.year else within(on, first, last)
        yearly = None if each.year else on
        for day in days:
            event = Event(
                day, what, each.name, key, quote=each.note, lead=each.lead_days, yearly=yearly,
                name=each.name,
            )  # fmt: skip
            found += [event, *_for(db, each, event)]
    return found


def _for(db: sqlite3.Connection, season: Season, event: Event) -> list[Event]:
    if season.label_id is None:
        return []
    rows = db.execute(
        "select distinct contact_id from contact_labels where label_id = ? limit ?",
        [season.label_id, LABELLED],
    )
    title = f"{season.name}, which they asked for" if season.kind == "release" else season.name
    return [
        replace(event, title=title, key=f"{event.key}-{who}", contact_id=who) for (who,) in rows
    ]


def promised(db: sqlite3.Connection, first: date, last: date) -> list[Event]:
    """Open promises of ours that are due then."""
    rows = db.execute(
        "select id, contact_id, text, due_ms, quote, message_id from promises"
        " where state = 'open' and theirs = 0 and due_ms >= ? and due_ms < ? order by due_ms",
        [_ms(first), _ms(last + DAY)],
    )
    return [
        Event(_day(due), What.PROMISE, f"Promised: {text}", f"promise-{id}", who, quote=quote,
              message_id=message_id, lead=1)
        for id, who, text, due, quote, message_id in rows
    ]  # fmt: skip


def given(db: sqlite3.Connection, first: date, last: date) -> dict[date, int]:
    """How many gestures each day had."""
    found: dict[date, int] = {}
    day = _days(first, last)
    for (at,) in db.execute(
        "select at_ms from gestures where at_ms >= ? and at_ms < ? and direction = 'given'",
        [_ms(first), _ms(last + DAY)],
    ):
        on = day(at)
        found[on] = found.get(on, 0) + 1
    return found


def _begun(db: sqlite3.Connection) -> int:
    """The year of the first message of all."""
    [(ms,)] = db.execute("select min(first_ms) from identities where received > 0")
    return from_ms(ms).astimezone().year if ms else 9999


def faces(db: sqlite3.Connection, events: Sequence[Event]) -> dict[int, tuple[str, str]]:
    """(name, picture) of whom they are about."""
    return contacts.faces(db, {each.contact_id for each in events if each.contact_id is not None})


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time()).astimezone()


def _ms(day: date) -> int:
    return to_ms(_midnight(day))


def _days(first: date, last: date) -> Callable[[int], date]:
    """Which day a time between them is on. Where no clock changes that is a division."""
    begin, end = _midnight(first).utcoffset(), _midnight(last + DAY).utcoffset()
    if begin is None or begin != end:
        return _day
    shift = EPOCH_DAY * DAY_MS + begin // MS
    return lambda ms: date.fromordinal((ms + shift) // DAY_MS)


def _day(ms: int) -> date:
    return from_ms(ms).astimezone().date()
