"""Promises: offered when they are said, kept with their proof, moved with a yes, counted."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from cm_desk.actions import pledges, promises, reply, today
from cm_desk.actions.outbox import post_due
from cm_desk.actions.promises import Month
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.insight.intervals import share_text
from cm_desk.store import contacts, messages, standing
from cm_desk.store import promises as promised
from tests.conftest import Run
from tests.place import Place, conversation, draft

DAY = timedelta(days=1)


async def ada(place: Place, text: str = "hello") -> tuple[int, int]:
    """Her contact and the conversation."""
    place.village.write(text)
    thread = await conversation(place)
    [row] = await place.desk.store.read(contacts.find, "ada")
    return row.id, thread


async def settled(desk: Desk, who: int, due: datetime, *, kept: int | None) -> None:
    """A promise due then; `kept` is how many days late, None: never."""
    await promises.promise(desk, who, "call", due)
    if kept is not None:
        *_, last = sorted(await desk.store.read(promised.of, who), key=lambda each: each.id)
        at = due + kept * DAY
        await desk.store.write(promised.settle, last.id, "kept", at)


def test_the_worked_example_of_the_share_kept(run: Run[Any], place: Place) -> None:
    """F11: 14 on time, 3 late by 1, 2 and 6 days, 1 broken, 2 overdue, 2 open."""

    async def scenario() -> Month:
        desk, (who, _) = place.desk, await ada(place)
        due = place.clock() - 12 * DAY
        for late in [*([0] * 14), 1, 2, 6, None, None]:
            await settled(desk, who, due, kept=late)
        await promises.promise(desk, who, "broken", due)
        [one] = [p for p in await desk.store.read(promised.of, who) if p.text == "broken"]
        await promises.break_(desk, one)
        for days in (2, 28):
            await promises.promise(desk, who, "open", place.clock() + days * DAY)
        today = place.clock().date()
        return promises.month("", await promises.listed(desk, settled=True), today)

    found = run(scenario())
    assert share_text(found.word.on_time, found.word.settled) == "14 of 20 = 70 % (48–85 %)"
    states = found.word.states
    assert (states["late"], states["broken"], states["overdue"]) == (3, 1, 2)
    assert (states["open"], states["due soon"], found.word.late_days) == (1, 1, 2)
    assert len(found.promises) == 22


def test_a_move_counts_once_they_agreed_in_time(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk, (who, _) = place.desk, await ada(place)
        due = place.clock() + 2 * DAY
        await promises.promise(desk, who, "call", due)

        async def the() -> promises.Kept:
            [one] = await promises.listed(desk)
            return one

        await promises.move(desk, (await the()).promise, due + 10 * DAY)
        assert ((await the()).counts, (await the()).asked) == (
            due.date(), (due + 10 * DAY).date(),
        )  # fmt: skip
        yes = await promises.agreed(desk, (await the()).promise)
        assert ((await the()).counts, (await the()).asked) == ((due + 10 * DAY).date(), None)
        await yes.back()
        place.clock.now += 5 * DAY
        await promises.agreed(desk, (await the()).promise)
        assert ((await the()).state, (await the()).counts) == ("overdue", due.date())

    run(scenario())


def test_what_was_said_is_offered_once_and_the_answer_is_remembered(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        desk, (who, thread) = place.desk, await ada(place, "I’ll send you the photo by Friday.")

        async def offers() -> list[pledges.Offer]:
            said = await desk.store.read(messages.thread, thread)
            return await pledges.offered(desk, said.items)

        [theirs] = await offers()
        assert (theirs.theirs, theirs.text) == (True, "send you the photo by Friday")
        assert f"{theirs.due:%A}" == "Friday"
        await pledges.decline(desk, theirs)
        assert await offers() == []
        await place.reopen()
        desk = place.desk
        assert await offers() == []
        await desk.store.write(promised.decline, theirs.message.id, None)
        taken = await pledges.take(desk, theirs)
        [kept] = await desk.store.read(promised.of, who)
        assert (kept.theirs, kept.quote) == (True, "I’ll send you the photo by Friday")
        assert kept.message_id == theirs.message.id
        assert await offers() == []
        await taken.back()
        assert await offers() == [theirs]

    run(scenario())


def test_a_promise_tracked_while_writing_is_not_offered_again_when_it_was_sent(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        desk, (who, thread) = place.desk, await ada(place)
        words = "We’ll look into it by Friday."
        await reply.send(desk, draft(place, thread, words), undo_s=0)
        await post_due(desk, place.account)
        said = (await desk.store.read(messages.thread, thread)).items
        [offer] = await pledges.offered(desk, said)
        assert (offer.theirs, offer.text) == (False, "look into it by Friday")
        await promises.promise(desk, who, offer.text, offer.due)
        assert await pledges.offered(desk, said) == []

    run(scenario())


def test_their_promise_is_no_debt_of_ours(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk, (who, _) = place.desk, await ada(place)
        due = place.clock() - DAY
        await promises.promise(desk, who, "send the photo", due, theirs=True)
        found = await desk.store.read(standing.of, [who], place.clock())
        assert not found[who].overdue
        person = await desk.store.read(contacts.person, who)
        assert person is not None
        assert person.open_promises == 0
        assert promises.months(await promises.listed(desk), place.clock().date()) == []
        assert (await today.today(desk)).left_out.get("a promise to them is overdue") is None

    run(scenario())


def test_a_kept_promise_has_its_proof(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk, (who, thread) = place.desk, await ada(place)
        await promises.promise(desk, who, "call", place.clock() + DAY)
        [one] = await desk.store.read(promised.of, who)
        [said] = (await desk.store.read(messages.thread, thread)).items
        with pytest.raises(BadInput):
            await promises.keep(desk, one, 999)
        await promises.keep(desk, one, said.id)
        [kept] = await desk.store.read(promised.of, who)
        assert (kept.state, kept.proof_id) == ("kept", said.id)
        gone = await promises.remove(desk, kept)
        await gone.back()
        [again] = await desk.store.read(promised.of, who)
        assert (again.proof_id, again.state) == (said.id, "kept")

    run(scenario())
