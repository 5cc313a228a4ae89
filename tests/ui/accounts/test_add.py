import urllib.request
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from cm_desk.connectors.base import BrowserSignIn, Field, Service
from cm_desk.connectors.http import Http
from cm_desk.desk import Desk, Granted, Services, open_desk
from cm_desk.errors import KeychainLocked, Offline
from cm_desk.keychain import MemoryKeychain
from cm_desk.lanes import Lane
from cm_desk.store import accounts
from cm_desk.ui.accounts.add import AddAccount
from tests.conftest import NOW, Run, until
from tests.village import US, Village


class Door:
    """A sign-in page that gives whatever comes back from the browser as the secret."""

    def __init__(self, redirect_uri: str) -> None:
        self.redirect_uri = redirect_uri
        self.url = "https://village.example/sign-in?" + urlencode({"state": "s1"})

    def finish(self, answer: Mapping[str, str]) -> Granted:
        return self.finish_with_code(answer["code"])

    def finish_with_code(self, code: str) -> Granted:
        if code == "wrong":
            raise Offline("village.example", "does not know this code.", "Paste it again.")
        return Granted(f"secret of {code}", US, "https://village.example")


class Town:
    """The village, with a sign-in in the browser. `doors` are those that were opened."""

    def __init__(self) -> None:
        self.doors: list[Door] = []

    def begin(self, http: Http, address: str, redirect_uri: str) -> BrowserSignIn:
        if address == "nowhere.example":
            raise Offline("nowhere.example", "cannot be reached.", "Check the address.")
        self.doors.append(Door(redirect_uri))
        return self.doors[-1]

    def services(self) -> Services:
        fields = (Field("address", "Server", "social.example"),)
        village = Village()
        service: Service = replace(village.service(), fields=fields, sign_in=None, begin=self.begin)
        return Services(lambda: ["village"], lambda _: service, lambda _: service, village.connect)


class Stubborn(MemoryKeychain):
    """Locked until `open`."""

    open = False

    async def set(self, key: str, secret: str) -> None:
        if not self.open:
            raise KeychainLocked("the keychain is locked.", "Unlock it, or keep it for this run.")
        await super().set(key, secret)


class Scene:
    def __init__(self, desk: Desk, town: Town, keychain: Stubborn) -> None:
        self.desk, self.town, self.keychain = desk, town, keychain
        self.opened: list[str] = []
        self.dialog = AddAccount(desk, None, self.opened.append)
        self.dialog.show()

    def sign_in_at(self, address: str) -> None:
        if self.dialog.address is None:
            self.dialog.choose.tiles[0].click()
        assert self.dialog.address is not None
        self.dialog.address.fields["address"].setText(address)
        self.dialog.address.open.click()

    async def come_back(self, code: str) -> None:
        """What the browser does in the end."""
        await until(lambda: self.opened)
        uri = self.town.doors[-1].redirect_uri + "?" + urlencode({"code": code, "state": "s1"})
        lane = Lane("browser")
        await lane.run(lambda: urllib.request.urlopen(uri, timeout=5).close())  # noqa: S310
        lane.close()

    @property
    def page(self) -> object:
        return self.dialog.pages.current()


@pytest.fixture
def scene(run: Run[Any], tmp_path: Path) -> Any:
    town, keychain = Town(), Stubborn()
    keychain.open = True

    async def build() -> Desk:
        return await open_desk(
            tmp_path, lambda _: None, keychain=keychain, services=town.services(), now=lambda: NOW
        )

    desk = run(build())
    yield lambda: Scene(desk, town, keychain)
    run(desk.close())


def test_the_browser_comes_back_and_the_account_is_there(run: Run[Any], scene: Any) -> None:
    async def scenario() -> None:
        it = scene()
        it.sign_in_at("social.example")
        await it.come_back("c0de")
        await until(lambda: it.page is it.dialog.ready)
        assert it.dialog.ready.handle.words == US.handle
        it.dialog.ready.signer.setText("Mara Lindqvist")
        it.dialog.ready.finish.click()
        await until(lambda: not it.dialog.isVisible())
        [account] = await it.desk.store.read(accounts.all)
        assert account.signer == "Mara Lindqvist"
        assert await it.keychain.get(account.key) == "secret of c0de"
        assert it.dialog.added is not None

    run(scenario())


def test_a_code_can_be_pasted_instead(run: Run[Any], scene: Any) -> None:
    async def scenario() -> None:
        it = scene()
        it.sign_in_at("social.example")
        await until(lambda: it.page is it.dialog.waiting)
        it.dialog.waiting.paste_link.click()
        await until(lambda: len(it.town.doors) == 2 and it.dialog.waiting.form.isVisible())
        assert it.town.doors[-1].redirect_uri == ""
        it.dialog.waiting.field.setText("wrong")
        it.dialog.waiting.connect_button.click()
        await until(lambda: it.dialog.problem.words)
        assert (
            it.dialog.problem.words == "village.example: does not know this code. Paste it again."
        )
        it.dialog.waiting.code.emit("right")
        await until(lambda: it.page is it.dialog.ready)

    run(scenario())


def test_a_server_that_is_not_there_is_said_under_the_form(run: Run[Any], scene: Any) -> None:
    async def scenario() -> None:
        it = scene()
        it.sign_in_at("nowhere.example")
        await until(lambda: it.dialog.problem.isVisible())
        assert it.page is it.dialog.address
        assert it.dialog.problem.words == "nowhere.example: cannot be reached. Check the address."
        assert it.dialog.address.open.isEnabled()
        it.sign_in_at("")
        assert it.dialog.problem.words == "Server is empty."

    run(scenario())


def test_cancelling_in_the_browser_adds_nothing(run: Run[Any], scene: Any) -> None:
    async def scenario() -> None:
        it = scene()
        it.sign_in_at("social.example")
        await until(lambda: it.page is it.dialog.waiting)
        it.dialog.cancel.click()
        assert it.dialog.added is None
        assert await it.desk.store.read(accounts.all) == []

    run(scenario())


def test_a_locked_keychain_gives_three_ways_on(run: Run[Any], scene: Any) -> None:
    async def scenario() -> None:
        it = scene()
        it.keychain.open = False
        it.sign_in_at("social.example")
        await it.come_back("c0de")
        await until(lambda: it.page is it.dialog.locked)
        assert await it.desk.store.read(accounts.all) == []
        assert it.dialog.locked.words.words.startswith("The keychain is locked.")
        it.keychain.open = True
        it.dialog.locked.try_again.click()
        await until(lambda: it.page is it.dialog.ready)

    run(scenario())


def test_a_key_for_this_run_is_in_memory_only(run: Run[Any], scene: Any) -> None:
    async def scenario() -> None:
        it = scene()
        it.keychain.open = False
        it.sign_in_at("social.example")
        await it.come_back("canary")
        await until(lambda: it.page is it.dialog.locked)
        it.dialog.locked.only_now.click()
        await until(lambda: it.page is it.dialog.ready)
        [account] = await it.desk.store.read(accounts.all)
        assert await it.keychain.get(account.key) == "secret of canary"
        for file in it.desk.folder.iterdir():
            assert b"canary" not in file.read_bytes()

    run(scenario())
