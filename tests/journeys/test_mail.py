"""A mailbox on a desk: found by its address, read as it comes, answered once."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from cm_desk.actions import accounts, reply
from cm_desk.actions.outbox import post_due
from cm_desk.actions.sync import history, sync
from cm_desk.background.everything import Background
from cm_desk.desk import Desk, open_desk
from cm_desk.domain.model import Account
from cm_desk.domain.views import View
from cm_desk.errors import CmDeskError
from cm_desk.keychain import MemoryKeychain
from cm_desk.store import accounts as stored
from cm_desk.store import conversations, messages, outbox
from cm_desk.store.drafts import Draft
from tests.conftest import Run
from tests.connectors.mail import small_server
from tests.connectors.services.test_real_mail import BRAND, MINA, Server
from tests.contracts.connector import SECRET
from tests.servers.fake_mail import FakeMail
from tests.servers.fake_mail.world import US
from tests.servers.real import free_port, running

HOUR = 3600.0


async def eventually(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(30):
        while not await holds():  # noqa: ASYNC110  another program has no asyncio.Event
            await asyncio.sleep(0.05)


def answers(fake: FakeMail) -> dict[str, str]:
    imap, smtp = f"plain://127.0.0.1:{fake.imap}", f"plain://127.0.0.1:{fake.smtp}"
    return {"address": US, "password": SECRET, "imap": imap, "smtp": smtp}


@asynccontextmanager
async def opened(folder: Path, keys: MemoryKeychain) -> Any:
    desk = await open_desk(folder, lambda _: None, keychain=keys)
    try:
        yield desk
    finally:
        await desk.close()


async def connected(desk: Desk, given: dict[str, str]) -> Account:
    granted = await accounts.sign_in_with(desk, "mail", given)
    account = await accounts.add(desk, "mail", granted)
    await accounts.sign_as(desk, account, "Noor")
    found = await desk.store.read(stored.get, account.id)
    assert found
    return found


async def count(desk: Desk) -> int:
    page = await desk.store.read(conversations.page, View.ALL)
    return sum([len((await desk.store.read(messages.thread, r.id)).items) for r in page.items])


async def answer(desk: Desk, account: Account, words: str) -> None:
    page = await desk.store.read(conversations.page, View.NEEDS_REPLY)
    await reply.send(desk, Draft(0, page.items[0].id, account.id, words), undo_s=0)


async def post_all(desk: Desk, account: Account) -> int:
    """As the background does, without its pauses; the rows that are left."""
    await desk.store.write(outbox.hurry, account.id, datetime.now(UTC))
    await post_due(desk, account)
    return len(await desk.store.read(outbox.page))


def test_mail_is_there_when_it_comes_without_being_asked_for(run: Run[Any], tmp_path: Path) -> None:
    """The next look would be in an hour: the server tells."""
    problems: list[CmDeskError] = []

    async def scenario(fake: FakeMail) -> None:
        async with opened(tmp_path, MemoryKeychain()) as desk:
            await connected(desk, answers(fake))
            background = Background(desk, problems.append)
            background.start(HOUR)

            async def idles() -> bool:
                return any(each.endswith(" IDLE") for each in fake.world.asked)

            await eventually(idles)
            fake.world.write("Is anybody there?")

            async def there() -> bool:
                return await count(desk) == 1

            await eventually(there)
            await background.stop()

    with small_server() as network:
        run(scenario(network.fake))
    assert problems == []


def test_half_of_the_answers_are_lost_and_every_mail_arrives_once(
    run: Run[Any], tmp_path: Path
) -> None:
    """R2, with a restart after each trouble."""

    async def scenario(fake: FakeMail) -> None:
        keys = MemoryKeychain()
        async with opened(tmp_path, keys) as desk:
            account = await connected(desk, answers(fake))
            fake.world.accept(US, ["ada@poczta.example"], b"X-Mailer: CM Desk\r\n\r\nearlier\r\n")
            fake.world.accepted.clear()
        for number in range(20):
            fake.world.write(f"question {number}", f"P{number}")
            async with opened(tmp_path, keys) as desk:
                await sync(desk, account)
                await answer(desk, account, f"answer {number}")
                fake.world.faults.drops = number % 2
                left = await post_all(desk, account)
            while left:
                async with opened(tmp_path, keys) as desk:
                    left = await post_all(desk, account)
        assert fake.world.posts() == [f"answer {number}" for number in range(20)]
        async with opened(tmp_path, keys) as desk:
            await sync(desk, account)
            await history(desk, account)
            assert await count(desk) == 40

    with small_server() as network:
        run(scenario(network.fake))


@pytest.mark.parametrize("keeps", [True, False], ids=["keeps sent mail", "keeps none"])
def test_a_customer_writes_and_has_our_answer_once(
    run: Run[Any], tmp_path: Path, keeps: bool
) -> None:
    """On Dovecot. Where no copy is kept by the server, a lost answer waits for a person."""

    async def scenario(server: Server) -> None:
        keys = MemoryKeychain()
        async with opened(tmp_path, keys) as desk:
            account = await connected(desk, server.answers)
            await sync(desk, account)
            before = await count(desk)
            server.write(MINA, "The blue tin", "Is it back?")
            await sync(desk, account)
            await answer(desk, account, "It is back.")
            assert await post_all(desk, account) == 0
            server.write(MINA, "Another thing", "And the red one?")
            await sync(desk, account)
            await answer(desk, account, "In May.")
            (server.folder / "drop-answer").touch()
            assert await post_all(desk, account) == 1
        async with opened(tmp_path, keys) as desk:
            await post_all(desk, account)
            held = await desk.store.read(outbox.page)
            assert [(e.state, "nobody can tell" in e.error) for e in held] == (
                [] if keeps else [("held", True)]
            )
            assert await post_all(desk, account) == len(held)  # it is a person's turn
            await sync(desk, account)
            await history(desk, account)
            assert await count(desk) == before + (4 if keeps else 3)
        arrived = [each for each in server.texts(MINA) if each.startswith(("It is", "In May"))]
        assert len(arrived) == 2
        copies = server.texts(BRAND, "Sent")
        assert len([each for each in copies if each.startswith("It is")]) == 1

    with (
        TemporaryDirectory() as made,
        running("mail", Path(made), free_port()) as info,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("REQUESTS_CA_BUNDLE", info["ca"])
        if keeps:
            (Path(made) / "keeps-sent").touch()
        run(scenario(Server(info, Path(made))))
