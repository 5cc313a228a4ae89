from datetime import timedelta
from typing import Any

import pytest

from cm_desk.actions import triage
from cm_desk.actions.undo import Undo
from cm_desk.domain.views import State
from cm_desk.errors import BadInput
from cm_desk.store import conversations, labels
from cm_desk.store.conversations import InboxRow
from tests.conftest import Run
from tests.place import Place, conversation


async def look(place: Place, id: int) -> InboxRow:
    row = await place.desk.store.read(conversations.row, id)
    assert row
    return row


def test_each_move_has_a_way_back(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        place.village.write("hello")
        id, later = await conversation(place), place.clock() + timedelta(days=1)

        async def moved(undo: Undo, state: State) -> None:
            assert (await look(place, id)).state == state
            await undo.back()
            assert (await look(place, id)).state == State.OPEN

        done = await triage.done(place.desk, [id])
        assert done.what == "1 conversation done."
        await moved(done, State.DONE)
        await moved(await triage.snooze(place.desk, [id], later), State.SNOOZED)
        await triage.done(place.desk, [id])
        back = await triage.reopen(place.desk, [id])
        assert (await look(place, id)).state == State.OPEN
        await back.back()
        assert (await look(place, id)).state == State.DONE

    run(scenario())


def test_a_time_that_is_over_is_no_time_to_come_back(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        with pytest.raises(BadInput, match="already over"):
            await triage.snooze(place.desk, [1], place.clock())

    run(scenario())


def test_what_was_snoozed_comes_back_when_its_time_has_come(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        place.village.write("hello")
        id = await conversation(place)
        await triage.snooze(place.desk, [id], place.clock() + timedelta(hours=1))
        await triage.wake(place.desk)
        assert (await look(place, id)).state == State.SNOOZED
        place.clock.now += timedelta(hours=1)
        await triage.wake(place.desk)
        assert (await look(place, id)).state == State.OPEN

    run(scenario())


def test_undoing_a_label_leaves_it_where_it_was_before(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        place.village.write("one")
        place.village.write("two")
        await conversation(place)
        await triage.label(place.desk, [1], "Repairs")
        undo = await triage.label(place.desk, [1, 2], " repairs ")
        await undo.back()
        assert [len((await look(place, id)).labels) for id in (1, 2)] == [1, 0]
        [label] = await place.desk.store.read(labels.all)
        off = await triage.unlabel(place.desk, [1, 2], label.id)
        assert [len((await look(place, id)).labels) for id in (1, 2)] == [0, 0]
        await off.back()
        assert [len((await look(place, id)).labels) for id in (1, 2)] == [1, 0]
        with pytest.raises(BadInput):
            await triage.label(place.desk, [1], "  ")

    run(scenario())


def test_read_and_unread_undo_each_other(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        place.village.write("hello")
        id = await conversation(place)
        seen = await triage.mark_seen(place.desk, id)
        assert (await look(place, id)).unread == 0
        await seen.back()
        assert (await look(place, id)).unread == 1
        await triage.mark_seen(place.desk, id)
        unread = await triage.mark_unread(place.desk, id)
        assert (await look(place, id)).unread == 1
        await unread.back()
        assert (await look(place, id)).unread == 0

    run(scenario())
