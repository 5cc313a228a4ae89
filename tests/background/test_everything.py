"""What runs as long as the desk is open, on a clock that is moved by hand."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from cm_desk.actions import reply, triage
from cm_desk.actions.accounts import add, remove
from cm_desk.actions.progress import Progress
from cm_desk.background.everything import Background
from cm_desk.background.sync import keep_in_sync
from cm_desk.desk import Granted
from cm_desk.domain.model import Profile
from cm_desk.domain.views import State, View
from cm_desk.errors import CmDeskError, Offline, SignInNeeded, SlowDown
from cm_desk.store import accounts, conversations, outbox
from tests.conftest import Run, until
from tests.place import Place, draft
from tests.village import US, failing

KEY = "village:@brand@village.example"
Problems = list[CmDeskError]


def running(run: Run[Any], place: Place, work: Callable[[Background], Awaitable[None]]) -> Problems:
    """Do `work` beside the background; what it had to say."""
    problems: Problems = []

    async def scenario() -> None:
        background = Background(place.desk, problems.append)
        background.start()
        try:
            await work(background)
        finally:
            await background.stop()

    run(scenario())
    return problems


async def total(place: Place) -> int:
    return (await place.desk.store.read(conversations.counts)).total


async def eventually(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait in steps of the loop until an answer of the store is as it should be."""
    async with asyncio.timeout(30):
        while not await holds():
            pass


def test_new_things_come_first_and_history_follows(run: Run[Any], place: Place) -> None:
    told: list[Progress] = []

    async def scenario() -> None:
        for number in range(70):
            place.village.write(f"message {number}")
        background = Background(place.desk, lambda _: None, lambda _, each: told.append(each))
        background.start()
        await until(lambda: place.village.asked.count("history") == 4)
        await eventually(lambda: _done(place))
        place.village.write("later")
        place.desk.bell.ring_all()
        await eventually(lambda: _all_there(place, 71))
        await background.stop()
        assert place.village.asked[:2] == ["pull", "history"]
        assert told[-1].back_to == place.village.messages[0].sent_at

    run(scenario())


async def _all_there(place: Place, messages: int) -> bool:
    return await total(place) == messages


def test_a_long_history_leaves_room_for_what_is_new(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        for number in range(180):
            place.village.write(f"message {number}")
        work = keep_in_sync(place.desk, place.account, lambda _: None, pause_s=0)
        task = asyncio.create_task(work)
        await eventually(lambda: _done(place))
        task.cancel()
        burst, single = ["pull", *["history"] * 5], ["pull", "history"]
        assert place.village.asked == burst + single * 4

    run(scenario())


async def _done(place: Place) -> bool:
    return (await place.desk.store.read(accounts.state, place.account.id)).history_done


def test_a_reply_leaves_when_its_undo_time_is_over(run: Run[Any], place: Place) -> None:
    async def work(_: Background) -> None:
        place.village.write("hello")
        place.desk.bell.ring_all()
        await eventually(lambda: _has(place, 1))
        await reply.send(place.desk, draft(place, 1), undo_s=10)
        assert place.village.posts == []
        place.clock.now += timedelta(seconds=10)
        place.desk.bell.ring_all()
        await until(lambda: len(place.village.posts) == 1)

    assert running(run, place, work) == []


async def _has(place: Place, number: int) -> bool:
    return await total(place) == number


def test_offline_is_normal_and_the_outbox_empties_once(run: Run[Any], place: Place) -> None:
    """R12: offline at the start, while syncing and while sending; everything stays readable."""

    async def work(_: Background) -> None:
        await until(lambda: "pull" in place.village.asked)
        await eventually(lambda: _is(place, "offline"))
        place.village.trouble = lambda _: None
        place.desk.bell.ring_all()
        await eventually(lambda: _has(place, 3))
        place.village.trouble = failing(Offline(KEY, "no answer."))
        for id in (1, 2, 3):
            await reply.send(place.desk, draft(place, id, f"answer {id}"), undo_s=0)
        await eventually(lambda: _is(place, "offline"))
        found = await place.desk.store.read(conversations.page, View.ALL)
        assert len(found.items) == 3
        place.clock.now += timedelta(hours=3)
        place.village.trouble = lambda _: None
        place.desk.bell.ring_all()
        await until(lambda: len(place.village.posts) == 3)
        await eventually(lambda: _is(place, ""))
        await eventually(lambda: _all_left(place))
        assert sorted(each.text for each in place.village.posts) == [
            "answer 1",
            "answer 2",
            "answer 3",
        ]

    place.village.trouble = failing(Offline(KEY, "no answer."))
    for number in range(3):
        place.village.write(f"question {number}")
    assert running(run, place, work) == []


async def _all_left(place: Place) -> bool:
    return await place.desk.store.read(outbox.page) == []


async def _is(place: Place, kind: str) -> bool:
    state = await place.desk.store.read(accounts.state, place.account.id)
    return state.problem_kind == kind


def test_a_service_that_asks_to_slow_down_is_left_alone(run: Run[Any], place: Place) -> None:
    async def work(_: Background) -> None:
        await eventually(lambda: _is(place, "slow"))
        asked = len(place.village.asked)
        for _again in range(3):
            place.desk.bell.ring_all()
            await place.desk.store.read(accounts.all)
        assert len(place.village.asked) == asked

    place.village.trouble = failing(SlowDown(KEY, 600))
    assert running(run, place, work) == []


def test_sync_starts_again_once_the_person_has_signed_in(run: Run[Any], place: Place) -> None:
    async def work(_: Background) -> None:
        await eventually(lambda: _is(place, "sign-in"))
        place.village.trouble = lambda _: None
        place.village.write("hello")
        await add(place.desk, "village", Granted("new", US, "https://village.example"))
        await eventually(lambda: _has(place, 1))

    place.village.trouble = failing(SignInNeeded(KEY, "no."))
    assert running(run, place, work) == []


def test_accounts_come_and_go(run: Run[Any], place: Place) -> None:
    async def work(background: Background) -> None:
        other = Profile("@other@village.example", "o")
        granted = Granted("s", other, "https://village.example")
        account = await add(place.desk, "village", granted)
        name = f"sync {account.key} {account.id}"
        await until(lambda: name in background.names())
        await remove(place.desk, account)
        await until(lambda: name not in background.names())

    assert running(run, place, work) == []


def test_what_was_snoozed_comes_back_by_itself(run: Run[Any], place: Place) -> None:
    async def work(_: Background) -> None:
        place.village.write("hello")
        place.desk.bell.ring_all()
        await eventually(lambda: _has(place, 1))
        await triage.snooze(place.desk, [1], place.clock() + timedelta(hours=1))
        place.clock.now += timedelta(hours=1)
        place.desk.bell.ring_all()
        await eventually(lambda: _open(place))

    assert running(run, place, work) == []


async def _open(place: Place) -> bool:
    row = await place.desk.store.read(conversations.row, 1)
    return bool(row) and row.state == State.OPEN  # type: ignore[union-attr]
