import urllib.request
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from cm_desk.connectors.base import BrowserSignIn, Field, Found, Service
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

    def recognise(self, http: Http, typed: str) -> Found | None:
        if typed == "nowhere.example":
            raise Offline("nowhere.example", "cannot be reached.", "Check the address.")
        host = typed.rpartition("@")[2]
        there = host.endswith("social.example")
        return Found("village", {"address": host}, f"Village at {host}") if there else None

    def ask_hamlet(self, http: Http, typed: str) -> Found | None:
        both = typed == "me@both.social.example"
        return Found("hamlet", {"address": "both"}, "Hamlet at both", sure=True) if both else None

    def services(self) -> Services:
        fields = (Field("address", "Server", "social.example"), MAYBE)
        village = Village()
        service: Service = replace(village.service(), fields=fields, sign_in=None, begin=self.begin)
        service = replace(service, recognise=self.recognise, about="A place with a square.")
        hamlet = replace(service, name="hamlet", label="Hamlet", recognise=self.ask_hamlet)
        known = {"village": service, "hamlet": hamlet}
        return Services(lambda: list(known), known.__getitem__, lambda _: service, village.connect)


MAYBE = Field("port", "Port", "443", optional=True, hint="Most people need none.")


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


def test_a_pasted_address_leads_to_its_service_with_the_form_filled(
    run: Run[Any], scene: Any
) -> None:
    async def scenario() -> None:
        it = scene()
        it.dialog.choose.pasted.setText(" @me@social.example ")
        it.dialog.choose.look_up.click()
        await until(lambda: it.dialog.address is not None)
        assert it.dialog.address.fields["address"].text() == "social.example"
        assert it.page is it.dialog.address
        it.dialog.address.open.click()  # the port may stay empty
        await it.come_back("c0de")
        await until(lambda: it.page is it.dialog.ready)

    run(scenario())


def test_of_several_services_at_an_address_the_person_chooses(run: Run[Any], scene: Any) -> None:
    async def scenario() -> None:
        it = scene()
        choose = it.dialog.choose
        choose.pasted.setText("me@both.social.example")
        choose.pasted.returnPressed.emit()
        await until(lambda: choose.or_choose.words.startswith("Several"))
        names = [each.accessibleName() for each in choose.tiles if each.isVisible()]
        assert names == ["Village. Village at both.social.example", "Hamlet. Hamlet at both"]
        choose.tiles[1].click()
        assert it.dialog.address.service.name == "hamlet"
        assert it.dialog.address.fields["address"].text() == "both"
        it.dialog.address.back.emit()
        assert it.page is choose
        assert choose.tiles[0].accessibleName() == "Village. A place with a square."

    run(scenario())


def _says(label: Any, said: str) -> bool:
    return str(label.words).startswith(said)


def test_a_pasted_address_that_leads_nowhere_is_said_there(run: Run[Any], scene: Any) -> None:
    async def scenario() -> None:
        it = scene()
        choose = it.dialog.choose
        for typed, said in (
            ("nowhere.example", "nowhere.example: cannot be reached. Check the address."),
            ("my shop", "Nothing we know answers at my shop. Check it, or choose the service"),
        ):
            choose.pasted.setText(typed)
            choose.look_up.click()
            await until(partial(_says, it.dialog.problem, said))
            assert it.page is choose
            assert choose.look_up.isEnabled()

    run(scenario())
