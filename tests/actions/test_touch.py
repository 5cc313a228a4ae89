"""Staying in touch: aware of every way in which we spoke, and never pushing."""

from datetime import timedelta
from typing import Any

import pytest

from cm_desk.actions import gestures, notes, reply, touch, why
from cm_desk.actions.outbox import post_due
from cm_desk.actions.sync import sync
from cm_desk.domain.rules import Rules
from cm_desk.errors import BadInput
from cm_desk.insight.serendipity import Rule
from cm_desk.store import cadences, contacts
from cm_desk.store import notes as noted
from tests.conftest import Run
from tests.place import Place, conversation, draft

DAY = timedelta(days=1)
ONLY_TOUCH = Rules(off=frozenset(set(Rule) - {Rule.TOUCH}))


async def spoke(place: Place) -> int:
    """Ada wrote, and we answered: her contact. All of it was today."""
    place.village.write("hello")
    thread = await conversation(place)
    await reply.send(place.desk, draft(place, thread), undo_s=0)
    await post_due(place.desk, place.account)
    [row] = await place.desk.store.read(contacts.find, "ada")
    return row.id


async def state(place: Place) -> str:
    [line] = await touch.everybody(place.desk)
    return line.state


def test_somebody_is_due_when_the_wish_says_so_and_not_before(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        ada = await spoke(place)
        undo = await touch.wish(place.desk, ada, "every two weeks")
        assert await state(place) == "green"
        place.clock.now += 15 * DAY
        assert await state(place) == "yellow"
        place.clock.now += 10 * DAY
        assert await state(place) == "red"
        [line] = await touch.everybody(place.desk)
        assert (line.who, line.words, line.is_due) == ("Ada Vogel", "every 2 weeks", True)
        await undo.back()
        assert await touch.everybody(place.desk) == []

    run(scenario())


def test_no_reminder_comes_the_day_after_they_spoke(run: Run[Any], place: Place) -> None:
    """On any channel, answered or not; what nobody answered is no touch the day after that."""

    async def scenario() -> None:
        ada = await spoke(place)
        await touch.wish(place.desk, ada, "weekly")
        place.clock.now += 30 * DAY
        assert await state(place) == "red"
        minutes = int((place.clock.now - DAY - place.village.messages[0].sent_at).total_seconds())
        place.village.write("Are you there?", thread="another", minute=minutes // 60)
        await sync(place.desk, place.account)
        assert await state(place) == "spoke"
        place.clock.now += 2 * DAY
        assert await state(place) == "red"

    run(scenario())


def test_a_call_that_was_noted_moves_the_day(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        ada = await spoke(place)
        await touch.wish(place.desk, ada, "every 28 days")
        place.clock.now += 48 * DAY
        assert await state(place) == "red"
        undo = await touch.log(place.desk, ada, "call", "", place.clock() - 2 * DAY)
        [line] = await touch.everybody(place.desk)
        assert line.state == "green"
        assert line.touch.due == (place.clock() + 26 * DAY).date()
        [note] = await place.desk.store.read(noted.of, ada)
        assert (note.text, note.touch) == ("Call", "call")
        gone = await notes.remove(place.desk, note)
        assert await state(place) == "red"
        await gone.back()
        assert await state(place) == "green"
        await notes.add(place.desk, ada, "A mere note is no touch")
        await undo.back()
        with pytest.raises(BadInput):
            await touch.log(place.desk, ada, "call", "", place.clock() + DAY)
        with pytest.raises(BadInput):
            await touch.log(place.desk, ada, "shout")

    run(scenario())


def test_a_gesture_is_a_touch_too(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        ada = await spoke(place)
        await touch.wish(place.desk, ada, "weekly")
        place.clock.now += 30 * DAY
        await gestures.give(place.desk, ada, "gift", why="“hello”", at=place.clock() - DAY)
        assert await state(place) == "green"

    run(scenario())


def test_who_is_put_off_is_not_due_and_gets_no_card(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk, ada = place.desk, await spoke(place)
        await touch.wish(desk, ada, "weekly")
        place.clock.now += 30 * DAY
        assert [r.rule for r in (await why.by_person(desk, ONLY_TOUCH))[ada]] == [Rule.TOUCH]
        wish = await desk.store.read(cadences.of, ada)
        assert wish is not None
        undo = await touch.later(desk, wish, 7)
        assert await state(place) == "later"
        assert await why.by_person(desk, ONLY_TOUCH) == {}
        await undo.back()
        assert await state(place) == "red"
        await touch.later(desk, wish, 7)
        place.clock.now += 8 * DAY
        assert await state(place) == "red"

    run(scenario())


def test_what_is_usual_is_offered_from_five_touches(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        ada = await spoke(place)
        assert await touch.usual(place.desk, ada) is None
        for days in (28, 56, 84, 112):
            await touch.log(place.desk, ada, "met", "", place.clock() - days * DAY)
        assert await touch.usual(place.desk, ada) == 28
        with pytest.raises(BadInput):
            await touch.wish(place.desk, ada, "now and then")

    run(scenario())
