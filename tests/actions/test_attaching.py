"""A gesture goes with a message: one action, one undo, whatever way it is taken back."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cm_desk.actions import attaching, gestures, reply
from cm_desk.actions.outbox import post_due
from cm_desk.domain.attached import Attached
from cm_desk.errors import BadInput
from cm_desk.store import contacts, drafts, ledger, outbox, river
from cm_desk.store import gestures as stored
from cm_desk.store.gestures import Gesture
from cm_desk.store.messages import Message
from tests.conftest import Run
from tests.place import Place, conversation


async def ada(place: Place, *texts: str) -> tuple[int, int, list[Message]]:
    """(her contact, the conversation of the last message, what she said, oldest first)."""
    for text in texts:
        place.village.write(text)
    talk = await conversation(place)
    [row] = await place.desk.store.read(contacts.find, "ada")
    found = await place.desk.store.read(river.page, row.id, frozenset({"message"}), None, 50)
    said = [each.message for each in found.items if each.message]
    return row.id, talk, sorted(said, key=lambda each: each.id)


def thanks(contact_id: int, said: list[Message]) -> Attached:
    ids = tuple(each.id for each in said)
    return Attached("thank-you", contact_id, ids, "Mara Lindqvist", minutes=3, giver="Mara")


def test_reply_ledger_and_river_are_one_action_with_one_undo(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk = place.desk
        who, talk, said = await ada(place, "Your grinder is a joy", "And the lid fits")
        draft = await attaching.attach(desk, talk, thanks(who, said))
        assert draft.text.startswith("Ada, you wrote: “Your grinder is a joy” Thank you.")
        assert await desk.store.read(drafts.get, talk) == draft
        sending = await reply.send(desk, draft, 10)
        [row] = (await desk.store.read(ledger.page)).items
        assert row.gesture.is_leaving
        assert (row.gesture.why, row.gesture.minutes) == ("Your grinder is a joy", 3)
        [quote] = await desk.store.read(stored.quotes, row.gesture.id)
        assert quote.text == "And the lid fits"
        await sending.undo.back()
        assert (await desk.store.read(ledger.page)).items == ()
        assert await desk.store.read(outbox.page) == []
        back = await desk.store.read(drafts.get, talk)
        assert back is not None
        assert (back.text, back.gesture) == (draft.text, draft.gesture)
        await reply.send(desk, back, 0)
        await post_due(desk, place.account)
        assert len(place.village.posts) == 1
        [row] = (await desk.store.read(ledger.page)).items
        assert (row.gesture.is_leaving, row.gesture.sent_id is not None) == (False, True)
        page = await desk.store.read(river.page, who, frozenset({"gesture"}), None, 5)
        assert [each.gesture for each in page.items] == [row.gesture]

    run(scenario())


def test_what_is_taken_back_in_the_outbox_keeps_its_gesture(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk = place.desk
        who, talk, said = await ada(place, "Your grinder is a joy", "And the lid fits")
        gift = replace(thanks(who, said), kind="gift", note="A burr", cost_cents=900, asked=True)
        draft = await attaching.attach(desk, talk, gift)
        sending = await reply.send(desk, draft, 10)
        again = await reply.take_back(desk, sending.outbox_id)
        assert again.gesture == gift
        assert (await desk.store.read(ledger.page)).items == ()

    run(scenario())


def test_words_that_stand_there_stay_when_a_gesture_is_attached(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        desk = place.desk
        who, talk, said = await ada(place, "Your grinder is a joy")
        await attaching.attach(desk, talk, thanks(who, said))
        draft = await desk.store.read(drafts.get, talk)
        assert draft is not None
        await reply.save_draft(desk, replace(draft, text="My own words"))
        gift = replace(thanks(who, said), kind="gift")
        again = await attaching.attach(desk, talk, gift)
        assert (again.text, again.gesture) == ("My own words", gift)

    run(scenario())


def test_a_gesture_without_a_reason_is_not_given(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk = place.desk
        who, _, said = await ada(place, "Your grinder is a joy")
        plain = Gesture(0, who, "gift", desk.now())
        with pytest.raises(BadInput, match="has a reason"):
            await gestures.record(desk, plain)
        await gestures.record(desk, plain, [said[0].id])
        await gestures.record(desk, replace(plain, direction="received"))
        with pytest.raises(BadInput, match="two of them"):
            await gestures.record(desk, replace(plain, direction="between", why="They met"))
        rows = (await desk.store.read(ledger.page)).items
        assert [each.gesture.why for each in rows] == ["", "Your grinder is a joy"]

    run(scenario())


def test_one_in_the_ledger_is_changed_and_changed_back(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk = place.desk
        who, _, said = await ada(place, "Your grinder is a joy", "And the lid fits")
        await gestures.record(desk, Gesture(0, who, "gift", desk.now()), [said[0].id])
        [old] = await desk.store.read(stored.of, who)
        other = replace(old, kind="surprise", cost_cents=1200, public=True)
        undo = await gestures.change(desk, other, [said[1].id, said[0].id])
        [now] = await desk.store.read(stored.of, who)
        assert (now.kind, now.why, now.cost_cents) == ("surprise", "And the lid fits", 1200)
        assert [q.text for q in await desk.store.read(stored.quotes, now.id)] == [said[0].text]
        await undo.back()
        assert await desk.store.read(stored.of, who) == [old]
        assert await desk.store.read(stored.quotes, old.id) == ()
        gone = await gestures.remove(desk, old)
        await gone.back()
        assert await desk.store.read(stored.of, who) == [old]

    run(scenario())


def test_what_came_back_is_a_later_message_or_words_or_nothing(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk = place.desk
        who, _, said = await ada(place, "Your grinder is a joy")
        at = said[0].sent_at + timedelta(minutes=1)
        await gestures.record(desk, Gesture(0, who, "gift", at), [said[0].id])
        [gift] = await desk.store.read(stored.of, who)
        with pytest.raises(BadInput, match="before the gesture"):
            await gestures.came_back(desk, gift, message_id=said[0].id)
        place.clock.now += timedelta(days=2)
        _, _, said = await ada(place, "The burr came, thank you")
        undo = await gestures.came_back(desk, gift, message_id=said[-1].id)
        [kept] = await desk.store.read(stored.of, who)
        assert (kept.back, kept.back_id) == ("The burr came, thank you", said[-1].id)
        assert kept.back_at == said[-1].sent_at
        await undo.back()
        assert await desk.store.read(stored.of, who) == [gift]
        await gestures.came_back(desk, gift, "She told her sister")
        [kept] = await desk.store.read(stored.of, who)
        assert (kept.back, kept.back_at) == ("She told her sister", desk.now())

    run(scenario())


def test_the_ledger_as_a_table_runs_nothing_in_a_spreadsheet(
    run: Run[Any], place: Place, tmp_path: Path
) -> None:
    async def scenario() -> None:
        desk = place.desk
        who, _, said = await ada(place, "=HYPERLINK(“x”)\nand a joy")
        await gestures.record(desk, Gesture(0, who, "gift", desk.now()), [said[0].id])
        text, rows = await gestures.as_csv(desk)
        head, first = text.split("\r\n")[:2]
        assert rows == 1
        assert head.startswith("date,person,kind,direction")
        assert "'=HYPERLINK" in first
        assert ",=" not in text
        assert await gestures.save_csv(desk, tmp_path / "g.csv") == 1
        assert (tmp_path / "g.csv").read_bytes() == ("\ufeff" + text).encode()
        with pytest.raises(BadInput, match="cannot be written"):
            await gestures.save_csv(desk, tmp_path)

    run(scenario())
