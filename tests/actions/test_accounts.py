from typing import Any

import pytest

from cm_desk.actions import accounts
from cm_desk.actions.sync import sync
from cm_desk.desk import Granted
from cm_desk.domain.model import Profile
from cm_desk.errors import BadInput, KeychainMissing, SignInNeeded
from cm_desk.keychain import MemoryKeychain
from cm_desk.store import accounts as stored
from cm_desk.store import conversations
from tests.conftest import Run
from tests.place import Place
from tests.village import US, failing


class NoKeychain(MemoryKeychain):
    async def set(self, key: str, secret: str) -> None:
        raise KeychainMissing("There is no safe place.", "Keep it for this run.")


def test_signing_in_keeps_the_secret_in_the_keychain_only(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        answers = {"password": "canary"}
        granted = await accounts.sign_in_with(place.desk, "village", answers)
        account = await accounts.add(place.desk, "village", granted)
        assert account.id == place.account.id
        assert await place.keychain.get(account.key) == "canary"
        for file in place.folder.iterdir():
            assert b"canary" not in file.read_bytes()

    run(scenario())


def test_without_a_keychain_nothing_is_added_unless_for_this_run(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        place.desk.keychain = NoKeychain()
        other = Granted("s", Profile("@other@village.example", "o"), "https://village.example")
        with pytest.raises(KeychainMissing):
            await accounts.add(place.desk, "village", other)
        assert len(await place.desk.store.read(stored.all)) == 1
        account = await accounts.add(place.desk, "village", other, this_run=True)
        assert (await sync(place.desk, account)).pages == 1

    run(scenario())


def test_an_account_without_its_secret_asks_to_sign_in_again(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        place.desk.forget(place.account)
        await place.keychain.delete(place.account.key)
        with pytest.raises(SignInNeeded):
            await sync(place.desk, place.account)
        assert (await accounts.state(place.desk, place.account)).problem_kind == "sign-in"
        granted = Granted("new", US, "https://village.example")
        await accounts.add(place.desk, "village", granted)
        assert (await accounts.state(place.desk, place.account)).problem_kind == ""
        await sync(place.desk, place.account)

    run(scenario())


def test_trying_again_forgets_the_problem(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        place.village.trouble = failing(SignInNeeded("village", "no."))
        with pytest.raises(SignInNeeded):
            await sync(place.desk, place.account)
        rung = place.desk.bell.listen()
        await accounts.try_again(place.desk, place.account)
        assert rung.is_set()
        assert (await accounts.state(place.desk, place.account)).problem_kind == ""

    run(scenario())


def test_the_time_of_the_last_sync_is_newer_than_what_the_store_notes(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        await sync(place.desk, place.account)
        first = place.clock()
        place.clock.now = first.replace(minute=30)
        await sync(place.desk, place.account)
        noted = await place.desk.store.read(stored.state, place.account.id)
        assert noted.synced_at == first
        assert (await accounts.state(place.desk, place.account)).synced_at == place.clock()

    run(scenario())


def test_names_have_a_way_back(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        async def now() -> tuple[str, str]:
            [account] = await place.desk.store.read(stored.all)
            return account.name, account.signer

        renamed = await accounts.rename(place.desk, place.account, "Shop ")
        signed = await accounts.sign_as(place.desk, place.account, "Mara")
        assert await now() == ("Shop", "Mara")
        await renamed.back()
        await signed.back()
        assert await now() == ("Brand", "")

    run(scenario())


def test_removing_takes_everything_and_the_secret(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        place.village.write("hello")
        await sync(place.desk, place.account)
        await accounts.remove(place.desk, place.account)
        assert await place.desk.store.read(stored.all) == []
        assert (await place.desk.store.read(conversations.counts)).total == 0
        assert await place.keychain.get(place.account.key) is None

    run(scenario())


def test_a_form_is_no_browser(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        with pytest.raises(BadInput):
            await accounts.begin(place.desk, "village", "village.example")
        assert [each.name for each in accounts.services(place.desk)] == ["village"]
        assert accounts.capabilities(place.desk, place.account).history
        assert (await accounts.limits(place.desk, place.account)).max_chars == 50

    run(scenario())
