"""A repository that was imported and the account on its network are one: nothing is doubled."""

import json
import sqlite3
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from cm_desk.actions import accounts
from cm_desk.actions.archive import import_archive
from cm_desk.actions.sync import history, sync
from cm_desk.desk import Desk, Granted, open_desk
from cm_desk.domain.model import Account, Profile
from cm_desk.keychain import MemoryKeychain
from cm_desk.store.accounts import all as all_accounts
from tests.conftest import Run
from tests.connectors.bluesky import BlueskyNetwork, small_server
from tests.contracts.connector import SECRET
from tests.servers.fake_bluesky.world import World, blob
from tests.store.rows import counters_are_right

Step = Callable[[Desk, Account, Path], Coroutine[Any, Any, object]]


def talk(world: World) -> set[str]:
    """What of it is for us to know: not what we only quote."""
    asked = world.write("Which burr? 🫖")
    told = world.post("The 48 mm one: https://tea.example/a", reply_to=asked)
    world.write("And the bearing?", reply_to=told)
    picture = {"alt": "The lid", "image": blob(b"x", "image/jpeg")}
    world.post("The new lid", embed={"$type": "app.bsky.embed.images", "images": [picture]})
    quoted = world.say("Tea is a fruit", "Cleo")
    world.post("No", embed={"$type": "app.bsky.embed.record", "record": world.ref(quoted)})
    lost = world.say("And green?", "Ben")
    world.post("That, too", reply_to=lost)
    world.delete(lost)
    return set(world.posts_) - {quoted}


async def bring(desk: Desk, _account: Account, path: Path) -> None:
    await import_archive(desk, path)


async def new(desk: Desk, account: Account, _path: Path) -> None:
    await sync(desk, account)


async def old(desk: Desk, account: Account, _path: Path) -> None:
    await history(desk, account)


ORDERS = [(bring, new, old), (new, bring), (bring, old, new), (old, bring, new), (new, old, bring)]


@pytest.mark.parametrize("steps", ORDERS, ids=lambda each: " ".join(e.__name__ for e in each))
def test_whatever_comes_first_nothing_is_doubled_and_all_is_the_same(
    run: Run[Any], tmp_path: Path, steps: tuple[Step, ...]
) -> None:
    async def scenario(network: BlueskyNetwork) -> None:
        told = talk(network.world)
        path = tmp_path / "repo.car"
        path.write_bytes(network.world.car())
        desk, account = await opened(tmp_path / "desk", network)
        for step in steps:
            await step(desk, account, path)
        assert [each.id for each in await desk.store.read(all_accounts)] == [account.id]
        found = await desk.store.read(messages)
        assert set(found) == told
        assert await desk.store.read(counters_are_right)
        assert await desk.store.read(pictures) == 1
        assert await desk.store.read(people) == 3
        again = await import_archive(desk, path)
        assert (again.inserted, again.updated) == (0, 0)
        await sync(desk, account)
        assert await desk.store.read(messages) == found
        await desk.close()

    with small_server() as network:
        run(scenario(network))


async def opened(folder: Path, network: BlueskyNetwork) -> tuple[Desk, Account]:
    desk = await open_desk(folder, lambda _: None, keychain=MemoryKeychain())
    us = network.world.us
    secret = json.dumps({"access": SECRET, "refresh": f"{SECRET}-refresh"})
    profile = Profile(f"@{us.handle}", us.did, us.name)
    granted = Granted(secret, profile, network.fake.base_url)
    return desk, await accounts.add(desk, "bluesky", granted)


def messages(db: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    rows = db.execute(
        "select m.remote_id, m.text, m.kind, m.reply_to, m.visibility, c.thread"
        " from messages m join conversations c on c.id = m.conversation_id"
    )
    return {one: tuple(map(str, rest)) for one, *rest in rows}


def pictures(db: sqlite3.Connection) -> int:
    """How many are described as the lid."""
    found = db.execute("select count(*) from messages where extra like '%The lid%'").fetchone()
    return int(found[0])


def people(db: sqlite3.Connection) -> int:
    return int(db.execute("select count(*) from contacts").fetchone()[0])
