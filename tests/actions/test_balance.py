"""Give and ask: what is counted, with whom, through which account, and what the writer said."""

from datetime import timedelta
from typing import Any

import pytest

from cm_desk.actions import balance, reply
from cm_desk.actions.outbox import post_due
from cm_desk.actions.sync import sync
from cm_desk.errors import BadInput
from cm_desk.insight.balance import Turn
from cm_desk.store import asks, contacts, gestures
from cm_desk.store.gestures import Gesture
from tests.conftest import Run
from tests.place import Place, conversation, draft

PROMO = "Please review us, and use code LOVE10."


async def ada(place: Place) -> tuple[int, int]:
    """(her contact, the conversation)."""
    place.village.write("Which burr fits?")
    talk = await conversation(place)
    [row] = await place.desk.store.read(contacts.find, "ada")
    return row.id, talk


async def send(place: Place, talk: int, text: str, gesture: Gesture | None = None) -> None:
    place.clock.now += timedelta(minutes=1)
    await reply.send(place.desk, draft(place, talk, text), 0, gesture)
    await post_due(place.desk, place.account)
    await sync(place.desk, place.account)


def test_answers_and_gestures_give_and_a_promotion_asks(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        id, talk = await ada(place)
        await send(place, talk, "The 58 mm one.")
        await place.desk.store.write(gestures.add, Gesture(0, id, "gift", place.clock()))
        await send(place, talk, PROMO)
        await send(place, talk, "And it arrived today.")
        found = await balance.with_person(place.desk, id)
        assert dict(found.gives) == {"answer": 2, "gift": 1}
        assert (found.balance.asks, found.balance.since, found.balance.more) == (1, 1, 2)
        [asked] = [act for act in found.acts if act.turn is Turn.ASK]
        assert asked.phrases == ("Please review", "use code")
        assert asked.message_id is not None

    run(scenario())


def test_a_message_that_carries_a_gesture_counts_once(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        id, talk = await ada(place)
        thanks = Gesture(0, id, "thank-you", place.clock(), conversation_id=talk)
        await send(place, talk, "Thank you, Ada.", thanks)
        found = await balance.with_person(place.desk, id)
        assert dict(found.gives) == {"thank-you": 1}
        both = Gesture(0, id, "gift", place.clock(), conversation_id=talk)
        await send(place, talk, PROMO, both)
        found = await balance.with_person(place.desk, id)
        assert (dict(found.gives), found.balance.asks) == ({"thank-you": 1}, 1)

    run(scenario())


def test_a_kind_counts_as_what_it_says(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        id, _ = await ada(place)
        await place.desk.store.write(gestures.add, Gesture(0, id, "offer", place.clock()))
        assert (await balance.with_person(place.desk, id)).balance.gives == 0

    run(scenario())


def test_what_leaves_later_is_not_given_yet(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        id, talk = await ada(place)
        thanks = Gesture(0, id, "thank-you", place.clock(), conversation_id=talk)
        await reply.send(place.desk, draft(place, talk, "Thank you."), 600, thanks)
        assert (await balance.with_person(place.desk, id)).balance.gives == 0

    run(scenario())


def test_months_and_accounts_are_told_apart(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        id, talk = await ada(place)
        await send(place, talk, "The 58 mm one.")
        by_hand = Gesture(0, id, "gift", place.clock() - timedelta(days=40))
        await place.desk.store.write(gestures.add, by_hand)
        lines = await balance.by_month(place.desk)
        told = [(each.month, each.account and each.account.key, each.sum.gives) for each in lines]
        assert told == [
            ((2026, 3), place.account.key, (("answer", 1),)),
            ((2026, 1), None, (("gift", 1),)),
        ]
        ours = await balance.by_month(place.desk, place.account.id)
        assert [each.month for each in ours] == [(2026, 3)]

    run(scenario())


def test_before_an_ask_the_person_and_the_day_are_told(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        id, talk = await ada(place)
        for text in ("The 58 mm one.", "And the tool is in the box."):
            await send(place, talk, text)
        found = await balance.before_asking(place.desk, id, place.account.id)
        assert (found.person.balance.since, found.person.balance.more) == (2, 1)
        assert found.today.balance.gives == 2
        place.clock.now += timedelta(days=1)
        after = await balance.before_asking(place.desk, id, place.account.id)
        assert after.today.balance.gives == 0

    run(scenario())


def test_an_ask_before_its_time_keeps_its_reason(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        id, _ = await ada(place)
        given = (id, place.account.id, PROMO)
        with pytest.raises(BadInput, match="has a reason"):
            await balance.ask_anyway(place.desk, *given, " ")
        _, undo = await balance.ask_anyway(place.desk, *given, "The fair ends on Sunday.")
        [kept] = await place.desk.store.read(asks.of, id)
        assert (kept.verdict, kept.reason) == (asks.ANYWAY, "The fair ends on Sunday.")
        await undo.back()
        assert await place.desk.store.read(asks.of, id) == []

    run(scenario())


def test_what_asks_nothing_is_not_counted_when_it_leaves(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        id, talk = await ada(place)
        text = "Please share your order number."
        await balance.asks_nothing(place.desk, id, place.account.id, text)
        await send(place, talk, text)
        assert (await balance.with_person(place.desk, id)).balance.asks == 0
        await send(place, talk, "Please review us.")
        assert (await balance.with_person(place.desk, id)).balance.asks == 1

    run(scenario())


def test_the_habit_of_the_house_is_set_and_put_back(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        id, _ = await ada(place)
        undo = await balance.set_gives_first(place.desk, 0)
        assert (await balance.with_person(place.desk, id)).balance.more == 0
        await undo.back()
        assert (await balance.with_person(place.desk, id)).balance.more == 3
        with pytest.raises(BadInput):
            await balance.set_gives_first(place.desk, -1)

    run(scenario())
