"""An evening with the demo community, from the first start to the thanks, over a restart."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cm_desk.actions import demo, outbox, reply, sync
from cm_desk.connectors.services.demo import world
from cm_desk.desk import Desk, open_desk
from cm_desk.domain.model import Account
from cm_desk.domain.views import View
from cm_desk.errors import Offline
from cm_desk.keychain import MemoryKeychain
from cm_desk.store import accounts, conversations, messages, targets
from cm_desk.store.drafts import Draft
from tests.conftest import Run

BEGAN = datetime(2026, 3, 5, 12, tzinfo=UTC)


class Evening:
    """One clock for the desk and the network, and a desk that can be closed and opened again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.now = folder, BEGAN

    def later(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    async def open(self) -> Desk:
        keychain = MemoryKeychain()
        return await open_desk(self.folder, lambda _: None, keychain=keychain, now=lambda: self.now)


@pytest.fixture
def evening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Evening:
    made = Evening(tmp_path / "desk")
    monkeypatch.setattr(world, "clock", lambda: made.now)
    monkeypatch.setattr(world, "_worlds", {})
    return made


async def talk(desk: Desk, thread: str) -> tuple[Account, int]:
    """(the account, the conversation) with that thread."""
    [account] = [a for a in await desk.store.read(accounts.all) if a.service == "mastodon"]
    found = await desk.store.read(targets.conversation, account.id, thread)
    assert found is not None
    return account, found


async def texts(desk: Desk, conversation_id: int) -> list[str]:
    found = await desk.store.read(messages.thread, conversation_id)
    return [each.text for each in found.items]


def test_an_answer_is_thanked_for_after_a_restart(run: Run[Any], evening: Evening) -> None:
    async def answer() -> None:
        desk = await evening.open()
        await demo.fill(desk)
        account, sam = await talk(desk, "sam-4am")
        before = (await desk.store.read(conversations.counts)).views[View.NEEDS_REPLY]
        draft = Draft(0, sam, account.id, "Yes: between your knees. Congratulations.")
        await reply.send(desk, draft)
        evening.later(seconds=11)
        assert len((await outbox.post_due(desk, account)).posted) == 1
        counts = await desk.store.read(conversations.counts)
        assert counts.views[View.NEEDS_REPLY] == before - 1
        await desk.close()
        world._worlds.clear()  # as a new process would

    async def thanks() -> None:
        desk = await evening.open()
        account, sam = await talk(desk, "sam-4am")
        evening.later(seconds=300)
        assert (await sync.sync(desk, account)).inserted >= 1
        said = await texts(desk, sam)
        assert sum(each.startswith("Read it with one eye.") for each in said) == 1
        assert sum(each.startswith("Yes: between your knees") for each in said) == 1
        again = await sync.sync(desk, account)
        assert (again.inserted, again.updated) == (0, 0)
        await desk.close()

    run(answer())
    run(thanks())


def test_an_answer_waits_while_the_network_is_away(run: Run[Any], evening: Evening) -> None:
    async def scenario() -> None:
        desk = await evening.open()
        await demo.fill(desk)
        account, greta = await talk(desk, "greta-left")
        trouble = world.world_of(account.base_url).trouble["mastodon"]
        trouble.offline = True
        await reply.send(desk, Draft(0, greta, account.id, "There are plans, and six of you."))
        evening.later(seconds=11)
        assert not (await outbox.post_due(desk, account)).posted
        with pytest.raises(Offline):
            await sync.sync(desk, account)
        trouble.offline = False
        evening.later(seconds=600)
        await post_until_empty(desk, account, evening)
        assert sum("six of you" in each for each in await texts(desk, greta)) == 1
        await desk.close()

    run(scenario())


async def post_until_empty(desk: Desk, account: Account, evening: Evening) -> None:
    for _ in range(3):
        if (await outbox.post_due(desk, account)).posted:
            return
        evening.later(seconds=600)


def test_a_lost_answer_is_looked_up_and_not_posted_again(run: Run[Any], evening: Evening) -> None:
    async def scenario() -> None:
        desk = await evening.open()
        await demo.fill(desk)
        account, elif_ = await talk(desk, "elif-cezve")
        world.world_of(account.base_url).trouble["mastodon"].drop_next_answer = True
        await reply.send(desk, Draft(0, elif_, account.id, "Sabır, ve iki tık daha kalın."))
        evening.later(seconds=11)
        for _ in range(3):
            await outbox.post_due(desk, account)
            evening.later(seconds=600)
        await sync.sync(desk, account)
        assert sum(each.startswith("Sabır, ve") for each in await texts(desk, elif_)) == 1
        await desk.close()

    run(scenario())
