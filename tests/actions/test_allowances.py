"""Below an allowance nobody is asked; above it a line is, and its answer is kept."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cm_desk.actions import allowances, attaching, gestures, reply
from cm_desk.actions.outbox import post_due
from cm_desk.domain.attached import Attached
from cm_desk.errors import BadInput
from cm_desk.insight.allowance import Room
from cm_desk.store import allowances as stored
from cm_desk.store import contacts, outbox
from cm_desk.store import gestures as ledger
from cm_desk.store.gestures import Gesture
from tests.conftest import Run
from tests.place import Place, conversation


def test_of_200_with_63_50_spent_there_are_136_50_left() -> None:
    room = Room(6350, 20_000, 2500)
    assert room.left == 13_650
    assert room.over(2500) == 0
    assert room.over(2600) == 100
    assert Room(6350, 20_000).over(13_651) == 1
    assert Room(25_000, 20_000).left == 0
    assert Room(6350).over(10**9) == 0
    assert Room(25_000, 20_000, 100).over(0) == 0


async def ada(place: Place) -> tuple[int, int]:
    """(her contact, the conversation)"""
    place.village.write("The burr wore out after ten years")
    talk = await conversation(place)
    [row] = await place.desk.store.read(contacts.find, "ada")
    return row.id, talk


def gift(place: Place, who: int, cents: int) -> Gesture:
    given = Gesture(0, who, "gift", place.clock(), why="“The burr wore out”", giver="Mara")
    return replace(given, cost_cents=cents, currency="EUR")


def test_a_month_and_a_gesture_have_their_limits(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk = place.desk
        who, _ = await ada(place)
        undo = await allowances.set_limit(desk, "", "", 20_000)
        await allowances.set_limit(desk, "Mara", "gift", 5000)
        await gestures.record(desk, gift(place, who, 4000))
        await gestures.record(desk, gift(place, who, 2350))
        room = await allowances.room(desk, "Mara", "gift", "EUR")
        assert (room.spent, room.left, room.each) == (6350, 13_650, 5000)
        with pytest.raises(BadInput, match="10 EUR more"):
            await gestures.record(desk, gift(place, who, 6000))
        assert await allowances.room(desk, "Jonas", "gift", "EUR") == Room(0, 20_000, None)
        assert await allowances.room(desk, "Mara", "gift", "SEK") == Room(0, None, None)
        place.clock.now += timedelta(days=31)
        assert (await allowances.room(desk, "Mara", "gift", "EUR")).spent == 0
        await undo.back()
        assert await desk.store.read(stored.of, "Jonas", "") is None

    run(scenario())


def test_a_line_is_asked_answered_and_used_once(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk = place.desk
        who, _ = await ada(place)
        await allowances.set_limit(desk, "Mara", "gift", 2500)
        request, _ = await allowances.ask(
            desk, "Mara", who, "gift", 3500, "EUR", "Ten years a customer"
        )
        said = await allowances.line(desk, request)
        assert said == (
            "Mara asks: 35 EUR for a gift to Ada Vogel. Why: Ten years a customer. Yes or no?"
        )
        with pytest.raises(BadInput, match="neither"):
            await allowances.answered(desk, request, "Let me think")
        undo = await allowances.answered(desk, request, "No, not this month")
        with pytest.raises(BadInput, match="more than"):
            await gestures.record(desk, gift(place, who, 3500))
        await undo.back()
        await allowances.answered(desk, request, "Yes, gladly")
        done = await gestures.record(desk, gift(place, who, 3500))
        [kept] = await desk.store.read(stored.requests)
        assert (kept.state, kept.answer) == ("granted", "Yes, gladly")
        assert kept.gesture_id is not None
        with pytest.raises(BadInput, match="more than"):
            await gestures.record(desk, gift(place, who, 3000))
        await done.back()
        await gestures.record(desk, gift(place, who, 3000))
        [spent] = await desk.store.read(stored.on_whom, "Mara", (2026, 3))
        assert (spent.who, spent.gestures, spent.cents) == ("Ada Vogel", 1, 3000)

    run(scenario())


def test_what_leaves_with_a_message_is_within_the_allowance_too(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        desk = place.desk
        who, talk = await ada(place)
        await allowances.set_limit(desk, "Mara", "gift", 2500)
        given = Attached("gift", who, (), "Mara Lindqvist", cost_cents=3500, giver="Mara")
        draft = await attaching.attach(desk, talk, given)
        with pytest.raises(BadInput, match="10 EUR more"):
            await reply.send(desk, draft, 0)
        assert await desk.store.read(outbox.page) == []
        request, _ = await allowances.ask(desk, "Mara", who, "gift", 3500, "EUR", "Ten years")
        await allowances.answered(desk, request, "ok", granted=True)
        sending = await reply.send(desk, draft, 10)
        [kept] = await desk.store.read(stored.requests)
        assert kept.gesture_id is not None
        await sending.undo.back()
        [kept] = await desk.store.read(stored.requests)
        assert kept.gesture_id is None
        await reply.send(desk, draft, 0)
        await post_due(desk, place.account)
        [row] = await desk.store.read(ledger.of, who)
        [kept] = await desk.store.read(stored.requests)
        assert kept.gesture_id == row.id

    run(scenario())


def test_what_costs_nothing_or_came_to_us_asks_nobody(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk = place.desk
        who, _ = await ada(place)
        await allowances.set_limit(desk, "", "", 0)
        await gestures.record(desk, gift(place, who, 0))
        await gestures.record(desk, replace(gift(place, who, 900), direction="received"))
        with pytest.raises(BadInput, match="more than"):
            await gestures.record(desk, gift(place, who, 1))
        [dear] = [g for g in await desk.store.read(ledger.of, who) if not g.cost_cents]
        with pytest.raises(BadInput, match="more than"):
            await gestures.change(desk, replace(dear, cost_cents=100))

    run(scenario())


@pytest.mark.parametrize(
    ("words", "says"),
    [("Yes, gladly", True), ("ok", True), ("Non", False), ("Sorry, no", False), ("Hm", None)],
)
def test_the_first_word_says_it(words: str, says: bool | None) -> None:
    assert allowances.says(words) is says


def test_a_request_has_a_reason_and_an_amount(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        who, _ = await ada(place)
        for reason, cents in ((" ", 100), ("She waited", 0)):
            with pytest.raises(BadInput):
                await allowances.ask(place.desk, "Mara", who, "gift", cents, "EUR", reason)

    run(scenario())
