"""Ten accounts at once over real connections: none starves, and trouble stays where it is."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from cm_desk.actions.accounts import add
from cm_desk.background.everything import Background
from cm_desk.connectors.exchange import Patience
from cm_desk.connectors.http import Http
from cm_desk.desk import Desk, Granted, open_desk
from cm_desk.domain.model import Account, Profile
from cm_desk.domain.views import View
from cm_desk.errors import CmDeskError
from cm_desk.keychain import MemoryKeychain
from cm_desk.store import accounts, conversations
from tests.conftest import Run, until
from tests.servers.fake_mastodon import FakeMastodon

SECRET = '{"token": "s3cret-canary-token"}'
HANGING, REFUSED, SLOW, GARBLED, GONE, FLOODED = range(6)
WELL = range(FLOODED, 10)
FLOOD = 600


@pytest.fixture
def servers() -> Iterator[list[FakeMastodon]]:
    with ExitStack() as stack:
        yield [stack.enter_context(FakeMastodon()) for _ in range(10)]


async def connected(desk: Desk, servers: list[FakeMastodon]) -> list[Account]:
    found = []
    for n, each in enumerate(servers):
        profile = Profile(f"@desk{n}@social.example", each.world.us.id, f"Shop {n}")
        found.append(await add(desk, "mastodon", Granted(SECRET, profile, each.base_url)))
    return found


async def texts(desk: Desk, account: Account) -> set[str]:
    page = await desk.store.read(conversations.page, View.ALL, account.id)
    return {each.text for each in page.items}


async def arrived(desk: Desk, account: Account, text: str) -> None:
    async with asyncio.timeout(60):
        while not any(text in each for each in await texts(desk, account)):
            pass


async def problem(desk: Desk, account: Account) -> str:
    return (await desk.store.read(accounts.state, account.id)).problem_kind


def test_five_in_trouble_do_not_keep_five_from_their_messages(
    run: Run[Any], servers: list[FakeMastodon], tmp_path: Path
) -> None:
    told: list[CmDeskError] = []

    async def scenario() -> None:
        desk = await open_desk(tmp_path, lambda _: None, keychain=MemoryKeychain())
        desk.http = Http(Patience(connect_s=2, read_s=30))
        ours = await connected(desk, servers)
        taken = _trouble(servers)
        background = Background(desk, told.append)
        background.start(every_s=0.2)
        await until(taken.is_set)
        servers[FLOODED].world.write("the first of many")
        for n in range(FLOOD):
            servers[FLOODED].world.write(f"flood {n}")
        for n in WELL:
            servers[n].world.write(f"hello, shop {n}")
        for n in WELL:
            await arrived(desk, ours[n], f"hello, shop {n}")
        assert servers[HANGING].faults.hanging is not None  # it hangs as before
        kinds = {n: await problem(desk, ours[n]) for n in range(10)}
        assert {n: kinds[n] for n in (REFUSED, SLOW, GARBLED, GONE)} == {
            REFUSED: "sign-in", SLOW: "slow", GARBLED: "odd", GONE: "offline",
        }  # fmt: skip
        assert {kinds[n] for n in (HANGING, *WELL)} == {""}
        assert await texts(desk, ours[HANGING]) == set()
        await background.stop()
        await desk.close()

    run(scenario())
    assert told == []


def _trouble(servers: list[FakeMastodon]) -> Any:
    """One hangs, one refuses, one asks to wait, one is odd, one is gone."""
    servers[REFUSED].faults.refused_token = True
    servers[SLOW].faults.refusal = (429, {"Retry-After": "900"}, {"error": "Too many"})
    servers[GARBLED].faults.garbled = True
    servers[GONE].hang_up()
    servers[HANGING].faults.hanging = threading.Event()
    return servers[HANGING].faults.hanging


def test_one_that_asked_to_wait_is_asked_once_and_the_others_go_on(
    run: Run[Any], servers: list[FakeMastodon], tmp_path: Path
) -> None:
    async def scenario() -> None:
        desk = await open_desk(tmp_path, lambda _: None, keychain=MemoryKeychain())
        ours = await connected(desk, servers)
        servers[SLOW].faults.refusal = (429, {"Retry-After": "900"}, {"error": "Too many"})
        background = Background(desk, lambda _: None)
        background.start(every_s=0.1)
        await arrived_everywhere(desk, servers, ours)
        assert len(servers[SLOW].asked) == 1
        await background.stop()
        await desk.close()

    run(scenario())


async def arrived_everywhere(desk: Desk, servers: list[FakeMastodon], ours: list[Account]) -> None:
    for number in range(3):
        for n in (each for each in range(10) if each != SLOW):
            servers[n].world.write(f"round {number}")
        for n in (each for each in range(10) if each != SLOW):
            await arrived(desk, ours[n], f"round {number}")
