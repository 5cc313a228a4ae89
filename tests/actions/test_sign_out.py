"""Removing an account ends its sign-in at the service too."""

import json
from pathlib import Path
from typing import Any

from cm_desk.actions import accounts
from cm_desk.desk import Granted, open_desk
from cm_desk.domain.model import Profile
from cm_desk.keychain import MemoryKeychain
from cm_desk.store import accounts as stored
from tests.conftest import Run
from tests.servers.fake_mastodon import FakeMastodon

US = Profile("@desk@social.example", "1", "Desk")


def removed(run: Run[Any], fake: FakeMastodon, folder: Path, offline: bool) -> None:
    async def scenario() -> None:
        keychain = MemoryKeychain()
        desk = await open_desk(folder, lambda _changes: None, keychain=keychain)
        app = {"client_id": "the-app", "client_secret": "the-app-secret"}
        secret = json.dumps({"token": fake.token, **app})
        account = await accounts.add(desk, "mastodon", Granted(secret, US, fake.base_url))
        if offline:
            fake.hang_up()
        await accounts.remove(desk, account)
        assert await desk.store.read(stored.all) == []
        assert await keychain.get(account.key) is None
        await desk.close()

    run(scenario())


def test_the_token_is_worth_nothing_afterwards(run: Run[Any], tmp_path: Path) -> None:
    with FakeMastodon() as fake:
        removed(run, fake, tmp_path, offline=False)
        assert fake.faults.refused_token


def test_offline_the_account_goes_all_the_same(run: Run[Any], tmp_path: Path) -> None:
    with FakeMastodon() as fake:
        removed(run, fake, tmp_path, offline=True)
        assert not fake.faults.refused_token
