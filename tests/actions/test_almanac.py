"""Occasions: each kind once, nothing of people to be left alone, and a file for any calendar."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from cm_desk.actions import almanac, calendar, dates, known, promises, tags, touch
from cm_desk.actions.sync import sync
from cm_desk.domain.almanac import Event, What
from cm_desk.domain.known import About
from cm_desk.domain.model import Author
from cm_desk.errors import BadInput
from cm_desk.store import acts, contacts, lines, messages
from cm_desk.store.acts import CONFIRMED, Act
from cm_desk.store.tx import Tx
from tests.conftest import Run
from tests.place import Place, conversation

DAY = timedelta(days=1)


async def ada(place: Place) -> int:
    """She wrote five times on the first of March 2026, and it is the fifth."""
    for n in range(5):
        place.village.write(f"hello {n}", thread="one")
    await conversation(place)
    [row] = await place.desk.store.read(contacts.find, "ada")
    return row.id


def _day(at: datetime) -> date:
    return at.astimezone().date()


async def month(place: Place, first: date = date(2026, 3, 1)) -> list[Event]:
    span = await almanac.between(place.desk, first, first + 30 * DAY)
    return list(span.events)


async def of(place: Place, what: What, first: date = date(2026, 3, 1)) -> list[tuple[date, str]]:
    return [(e.on, e.title) for e in await month(place, first) if e.what is what]


def test_the_first_message_and_the_years_since_are_known(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        await ada(place)
        assert await of(place, What.FIRST) == [(date(2026, 3, 1), "First message")]
        for settle in (False, True):  # counted afresh, and from the lines
            if settle:
                await place.desk.store.write(lines.settle)
            assert await of(place, What.YEARS, date(2027, 3, 1)) == [
                (date(2027, 3, 1), "1 year with us")
            ]
        assert await of(place, What.YEARS, date(2029, 2, 20)) == [
            (date(2029, 3, 1), "3 years with us")
        ]
        assert await of(place, What.YEARS, date(2025, 2, 20)) == []

    run(scenario())


def test_of_many_first_messages_of_a_day_three_are_named(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        for n in range(6):
            place.village.write("hello", Author(f"n{n}@far.example", f"@n{n}", f"N {n}"), f"t{n}")
        await conversation(place)
        titles = [title for _, title in await of(place, What.FIRST)]
        assert titles == ["3 more wrote first", *["First message"] * 3]

    run(scenario())


def test_days_they_told_us_come_with_their_years(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        who = await ada(place)
        await dates.add(place.desk, who, "Birthday", "29.2.1956")
        await dates.add(place.desk, who, "Wedding day", "2026-03-20", yearly=False)
        assert await of(place, What.DATE) == [(date(2026, 3, 20), "Wedding day")]
        assert await of(place, What.DATE, date(2027, 3, 1)) == []
        assert await of(place, What.BIRTHDAY, date(2027, 2, 1)) == [
            (date(2027, 2, 28), "Birthday, 71")
        ]
        assert await of(place, What.BIRTHDAY, date(2028, 2, 1)) == [
            (date(2028, 2, 29), "Birthday, 72")
        ]

    run(scenario())


def test_answers_to_others_successes_and_returns(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        who, now = await ada(place), place.clock()

        def help_(tx: Tx) -> None:
            said = messages.newest(tx.db, now - 60 * DAY, 1)[0]
            for n in range(101):
                at = now - 2 * DAY + timedelta(minutes=n)
                acts.add(tx, Act(0, who, "answers", "", said.id if n == 99 else None, "x", at,
                                 CONFIRMED))  # fmt: skip
            made = Act(0, who, "creates", "", None, "A stand of oak", now - DAY, CONFIRMED)
            acts.add(tx, made)

        await place.desk.store.write(help_)
        assert await of(place, What.ANSWERS) == [(_day(now - 2 * DAY), "100th answer to others")]
        assert await of(place, What.SUCCESS) == [(_day(now - DAY), "Made something of their own")]
        place.clock.now += 200 * DAY
        minutes = int((place.clock.now - place.village.messages[0].sent_at).total_seconds()) // 60
        place.village.write("I am back", thread="two", minute=minutes - 60)
        await sync(place.desk, place.account)
        day = _day(place.clock.now)
        [(on, title)] = await of(place, What.RETURN, day - 3 * DAY)
        assert (on, title) == (day, "Back after 204 days")

    run(scenario())


def test_seasons_come_with_their_lead_and_releases_to_those_who_asked(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        who = await ada(place)
        await tags.label(place.desk, who, "Crank", "#0B6B66")
        undo = await almanac.name_day(place.desk, "Cards", "20 April", lead_days=60)
        await almanac.name_day(
            place.desk, "The left-handed crank", "2026-03-12", release=True, label="crank"
        )
        found = await almanac.coming(place.desk, 10)
        assert [(e.title, e.who) for e in found] == [
            ("The left-handed crank", ""),
            ("The left-handed crank, which they asked for", "Ada Vogel"),
            ("Cards", ""),
        ]
        await undo.back()
        assert [e.what for e in await almanac.coming(place.desk, 10)] == [What.RELEASE] * 2
        with pytest.raises(BadInput):
            await almanac.name_day(place.desk, "Cards", "someday")
        with pytest.raises(BadInput):
            await almanac.name_day(place.desk, "Cards", "1 May", label="nobody")

    run(scenario())


def test_nothing_comes_of_people_to_be_left_alone(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        who = await ada(place)
        await dates.add(place.desk, who, "Birthday", "20 March")
        await promises.promise(place.desk, who, "call", place.clock() + 3 * DAY)
        await touch.wish(place.desk, who, "weekly")
        assert {e.what for e in await month(place)} >= {What.BIRTHDAY, What.PROMISE, What.FIRST}
        await known.tell(place.desk, who, About.ALONE)
        assert await month(place) == []

    run(scenario())


def test_the_file_has_the_same_names_for_ever(run: Run[Any], place: Place, tmp_path: Path) -> None:
    async def scenario() -> None:
        who = await ada(place)
        await dates.add(place.desk, who, "Birthday", "29.2.1956")
        await promises.promise(place.desk, who, "Send the lid; in red, please", place.clock() + DAY)
        file = tmp_path / "occasions.ics"
        assert await calendar.export(place.desk, file) == 3
        one = icalendar.Calendar.from_ical(file.read_bytes())
        place.clock.now += DAY
        await calendar.export(place.desk, file)
        two = icalendar.Calendar.from_ical(file.read_bytes())
        uids = [{str(e["UID"]) for e in each.walk("VEVENT")} for each in (one, two)]
        assert uids[0] == uids[1]
        found = {str(e["SUMMARY"]): e for e in one.walk("VEVENT")}
        assert set(found) == {
            "Birthday: Ada Vogel", "With us since 2026: Ada Vogel",
            "Promised: Send the lid; in red, please: Ada Vogel",
        }  # fmt: skip
        birthday = found["Birthday: Ada Vogel"]
        assert birthday["DTSTART"].dt == date(2027, 2, 28)
        assert birthday["RRULE"]["BYMONTHDAY"] == [-1]
        with pytest.raises(BadInput):
            await calendar.export(place.desk, tmp_path / "no" / "where.ics")

    run(scenario())
