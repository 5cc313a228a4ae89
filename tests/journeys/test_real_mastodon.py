"""What must be shown on a real server: signed in, read, answered once, offline, and back."""

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTableView

from cm_desk.actions import accounts, reply
from cm_desk.actions.outbox import post_due
from cm_desk.actions.sync import SyncResult, history, sync
from cm_desk.app.live import live
from cm_desk.desk import Desk, open_desk
from cm_desk.domain.model import Account, Incoming, Outgoing
from cm_desk.domain.views import View
from cm_desk.errors import Offline
from cm_desk.keychain import MemoryKeychain
from cm_desk.store import accounts as stored
from cm_desk.store import conversations, messages, outbox
from cm_desk.store import search as words
from cm_desk.store.drafts import Draft
from cm_desk.ui.conductor import Conductor
from cm_desk.ui.looks import Looks
from cm_desk.ui.window import Window
from tests.conftest import Run
from tests.servers.common import request
from tests.servers.real import HERE, running
from tests.store.rows import asked as typed

Json = dict[str, Any]
BROWSER = HERE / "oauth" / "browser"
PORT = 80  # snac2 takes @user@host for a mention only there


async def eventually(holds: Callable[[], Awaitable[bool]], timeout_s: float = 60) -> None:
    """Delivery between two people of this server takes it 3 to 9 s."""
    async with asyncio.timeout(timeout_s):
        while not await holds():  # noqa: ASYNC110  another program has no asyncio.Event
            await asyncio.sleep(0.2)


class Server:
    """The real server, by the hands of its customers."""

    def __init__(self, info: Json, folder: Path) -> None:
        self.base_url, self.folder = info["base_url"], folder
        self.users = {each["user"]: each for each in info["accounts"]}

    def say(self, user: str, text: str, **more: str) -> str:
        """The id of what `user` posted."""
        asked = {"status": text} | more
        token = self.users[user]["token"]
        made = request("POST", f"{self.base_url}/api/v1/statuses", form=asked, token=token)
        return str(made.json["id"])

    def correct(self, user: str, id: str, text: str) -> None:
        token = self.users[user]["token"]
        path = f"{self.base_url}/api/v1/statuses/{id}"
        assert request("PUT", path, form={"status": text}, token=token).status == 200

    def heard(self, user: str) -> list[str]:
        """What mentioned `user`, the texts."""
        token = self.users[user]["token"]
        notes = request("GET", f"{self.base_url}/api/v1/notifications", token=token).json
        return [each["status"]["content"] for each in notes if each["type"] == "mention"]

    def browse(self, url: str) -> None:
        """The brand's own person at the browser: signs in, and agrees."""
        login = {**os.environ, "LOGIN": f"brand:{self.users['brand']['password']}"}
        command = [sys.executable, str(BROWSER), url]
        subprocess.run(command, env=login, stdout=subprocess.DEVNULL, check=True)

    def stop(self) -> None:
        subprocess.run([HERE / "mastodon" / "stop", self.folder], check=True)

    def start(self) -> None:
        start = [str(HERE / "mastodon" / "start"), str(self.folder), str(PORT)]
        subprocess.run(start, check=True, stdout=subprocess.DEVNULL)


async def sign_in(desk: Desk, server: Server) -> tuple[Account, str]:
    """Through the app's own loopback code; the person at the browser is a script."""
    begun = await accounts.begin(desk, "mastodon", server.base_url)
    browsing = asyncio.create_task(asyncio.to_thread(server.browse, begun.url))
    granted = await accounts.finish(desk, begun)
    await browsing
    return await accounts.add(desk, "mastodon", granted, this_run=True), granted.secret


def shown(window: Window) -> str:
    """Everything the lists of the window say to somebody who hears them."""
    role = Qt.ItemDataRole.AccessibleTextRole
    said = []
    for table in window.findChildren(QTableView):
        model = table.model()
        rows = range(model.rowCount()) if table.isVisible() and model else []
        said += [str(model.index(row, 0).data(role)) for row in rows]
    return "\n".join(said)


async def evening(conductor: Conductor, server: Server) -> str:
    """Sign in; two customers write, one corrects it; the window shows it. The secret."""
    desk, window = conductor.desk, conductor.window
    account, secret = await sign_in(desk, server)
    await sync(desk, account)
    conductor.open_view(View.NEEDS_REPLY)
    tea = server.say("customer1", "@brand@localhost Does the green tea come back?")

    async def says(*words: str) -> bool:
        await sync(desk, account)
        said = shown(window)
        return all(each in said for each in words)

    # one after the other: this server may list two that come at once in another order than they got
    # their ids, and reading forward from the newer one never sees the older
    await eventually(lambda: says("green tea"))
    server.say("customer2", "@brand@localhost My box came wet.", visibility="private")
    await eventually(lambda: says("green tea", "came wet"))
    server.correct("customer1", tea, "@brand@localhost Does the jasmine tea come back?")
    await eventually(lambda: says("jasmine tea", "came wet"))
    await history(desk, account)
    window.close()
    return secret


def die_after_sending(folder: Path, secret: str) -> None:
    """Answer the tea; the process is killed when the server has it and before we know."""
    asyncio.run(_die_after_sending(folder, secret))


async def _die_after_sending(folder: Path, secret: str) -> None:
    desk, account = await signed_in(folder, secret)
    connector = await desk.connector(account)
    sending = connector.send

    def killed(message: Outgoing) -> Incoming:
        sending(message)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    connector.send = killed  # type: ignore[method-assign]
    await answer(desk, account, "jasmine tea", "It comes back in spring.")
    await post_due(desk, account)


async def signed_in(folder: Path, secret: str) -> tuple[Desk, Account]:
    desk = await open_desk(folder, lambda _: None, keychain=MemoryKeychain())
    [account] = await desk.store.read(stored.all)
    desk.keychain.for_this_run(account.key, secret)
    return desk, account


async def answer(desk: Desk, account: Account, to: str, text: str) -> None:
    [hit] = (await desk.store.search(words.search, typed(f'"{to}"'))).items
    asked = await desk.store.read(messages.get, hit.id)
    assert asked
    draft = Draft(0, asked.conversation_id, account.id, text, visibility=asked.visibility)
    await reply.send(desk, draft, undo_s=0)


async def morning(folder: Path, secret: str, server: Server) -> tuple[SyncResult, int]:
    """After the crash: one post; offline everything is there; back, the outbox empties once."""
    desk, account = await signed_in(folder, secret)
    try:
        assert [i.state for i in await desk.store.read(outbox.page)] == ["unknown"]
        await eventually(lambda: _all_left(desk, account))
        await asyncio.to_thread(server.stop)
        with pytest.raises(Offline):
            await sync(desk, account)
        assert (await desk.store.read(conversations.page, View.ALL)).items
        await answer(desk, account, "came wet", "A dry one leaves today.")
        assert (await post_due(desk, account)).again_at
        await asyncio.to_thread(server.start)
        await sync(desk, account)
        assert len((await post_due(desk, account)).posted) == 1
        await post_due(desk, account)
        await eventually(lambda: _heard(server))
        await eventually(lambda: _quiet(desk, account))
        before = await desk.store.write(lambda tx: tx.db.total_changes)
        again = await sync(desk, account) + await history(desk, account)
        rows = await desk.store.write(lambda tx: tx.db.total_changes) - before
        return again, rows
    finally:
        await desk.close()


async def _all_left(desk: Desk, account: Account) -> bool:
    await post_due(desk, account)
    return await desk.store.read(outbox.page) == []


async def _heard(server: Server) -> bool:
    return all(map(server.heard, ("customer1", "customer2")))


async def _quiet(desk: Desk, account: Account) -> bool:
    found = await sync(desk, account)
    return not found.inserted and not found.updated


def test_a_day_with_a_real_server(
    run: Run[Any], qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, place = tmp_path / "desk", tmp_path / "server"
    with running("mastodon", place, PORT) as info:
        server = Server(info, place)
        secrets: list[asyncio.Task[str]] = []

        def ready(conductor: Conductor) -> None:
            secrets.append(asyncio.ensure_future(evening(conductor, server)))
            secrets[0].add_done_callback(lambda _: conductor.window.close())

        window = Window()
        window.show()
        assert run(live(window, Looks(qapp), folder, ready=ready)) == 0
        secret = secrets[0].result()
        forks = multiprocessing.get_context("forkserver")
        child = forks.Process(target=die_after_sending, args=(folder, secret))
        child.start()
        child.join(60)
        assert child.exitcode == -signal.SIGKILL
        again, rows = run(morning(folder, secret, server))
        heard = [server.heard(user) for user in ("customer1", "customer2")]
    with capsys.disabled():
        posts = [len(each) for each in heard]
        print(f"\nReal server: {posts} answers arrived; the second sync wrote {rows} rows")  # noqa: T201
    assert ["spring" in first for [first] in heard] == [True, False]
    assert (again.inserted, again.updated, rows) == (0, 0, 0)
