from datetime import timedelta
from typing import Any

import pytest

from cm_desk.actions.progress import Progress
from cm_desk.actions.sync import SyncResult, history, sync, thread
from cm_desk.domain.views import View
from cm_desk.errors import Offline, SignInNeeded, SlowDown
from cm_desk.store import accounts, conversations
from tests.conftest import Run
from tests.place import Place
from tests.village import failing


def test_sync_saves_everything_once(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        place.village.write("first")
        assert (await sync(place.desk, place.account)).inserted == 1
        for number in range(50):
            place.village.write(f"more {number}")
        assert await sync(place.desk, place.account) == SyncResult(50, 0, 0, 3)
        assert await sync(place.desk, place.account) == SyncResult(0, 0, 0, 1)
        found = await place.desk.store.read(conversations.page, View.NEEDS_REPLY, limit=200)
        assert len(found.items) == 51

    run(scenario())


def test_offline_keeps_what_came_and_goes_on_from_there(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        place.village.write("first")
        await sync(place.desk, place.account)
        for number in range(50):
            place.village.write(f"more {number}")
        asked = len(place.village.asked)

        def second_page(_: str) -> None:
            if len(place.village.asked) == asked + 2:
                raise Offline(place.account.key, "no answer.")

        place.village.trouble = second_page
        with pytest.raises(Offline):
            await sync(place.desk, place.account)
        state = await place.desk.store.read(accounts.state, place.account.id)
        assert (state.problem_kind, state.retry_at) == ("offline", None)
        assert (await sync(place.desk, place.account)).inserted == 30
        state = await place.desk.store.read(accounts.state, place.account.id)
        assert (state.problem_kind, state.problem) == ("", "")

    run(scenario())


@pytest.mark.parametrize(
    ("err", "kind", "seconds"),
    [
        (SignInNeeded("village:us", "sign in again."), "sign-in", None),
        (SlowDown("village:us", 90), "slow", 90),
    ],
)
def test_what_is_wrong_stays_with_the_account(
    run: Run[Any], place: Place, err: SlowDown | SignInNeeded, kind: str, seconds: int | None
) -> None:
    async def scenario() -> None:
        place.village.trouble = failing(err)
        with pytest.raises(type(err)):
            await sync(place.desk, place.account)
        state = await place.desk.store.read(accounts.state, place.account.id)
        again = place.clock() + timedelta(seconds=seconds) if seconds else None
        assert (state.problem_kind, state.retry_at) == (kind, again)

    run(scenario())


def test_a_service_is_left_alone_as_long_as_it_asked_also_after_a_restart(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        place.village.trouble = failing(SlowDown("village:us", 90), "history")
        await sync(place.desk, place.account)
        with pytest.raises(SlowDown):
            await history(place.desk, place.account)
        asked = len(place.village.asked)
        await place.reopen()
        place.clock.now += timedelta(seconds=60)
        for work in (sync, history):
            with pytest.raises(SlowDown) as told:
                await work(place.desk, place.account)
            assert told.value.retry_after_s == 30
        assert len(place.village.asked) == asked
        place.clock.now += timedelta(seconds=30)
        place.village.trouble = lambda _: None
        await sync(place.desk, place.account)
        assert (await history(place.desk, place.account)).pages == 1

    run(scenario())


def test_history_goes_back_to_the_beginning_and_then_asks_no_more(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        for number in range(70):
            place.village.write(f"message {number}")
        assert (await sync(place.desk, place.account)).inserted == 20
        told: list[Progress] = []
        assert (await history(place.desk, place.account, told.append, 2)).pages == 2
        assert told[-1].back_to == place.village.messages[30].sent_at
        assert (await history(place.desk, place.account)).inserted == 30
        asked = len(place.village.asked)
        assert await history(place.desk, place.account) == SyncResult()
        assert len(place.village.asked) == asked
        assert (await place.desk.store.read(conversations.counts)).total == 70

    run(scenario())


def test_a_whole_thread_can_be_asked_for(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        first = place.village.write("first")
        place.village.write("second", thread=first.thread)
        assert (await thread(place.desk, place.account, first.remote_id)).inserted == 2

    run(scenario())


def test_a_second_sync_writes_no_row_and_no_byte(run: Run[Any], place: Place) -> None:
    """R4. The pages of the file and of its WAL stay as they were."""

    async def scenario() -> None:
        for number in range(45):
            place.village.write(f"message {number}")
        await sync(place.desk, place.account)
        await history(place.desk, place.account)
        files = [place.folder / "desk.db", place.folder / "desk.db-wal"]
        before = [(each.name, each.read_bytes()) for each in files]
        rows = await place.desk.store.write(lambda tx: tx.db.total_changes)
        place.clock.now += timedelta(minutes=2)
        assert await sync(place.desk, place.account) == SyncResult(0, 0, 0, 1)
        assert await history(place.desk, place.account) == SyncResult()
        assert await place.desk.store.write(lambda tx: tx.db.total_changes) == rows
        assert [(each.name, each.read_bytes()) for each in files] == before

    run(scenario())
