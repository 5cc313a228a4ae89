import asyncio
import sqlite3
from typing import Any

import pytest

from cm_desk import lock
from cm_desk.actions.sync import sync
from cm_desk.desk import DATABASE, look, open_desk
from cm_desk.errors import StoreError
from cm_desk.keychain import MemoryKeychain
from cm_desk.store import conversations, settings
from cm_desk.store.tx import Tx
from tests.conftest import Run
from tests.place import Place


def test_a_connector_is_made_once_until_it_is_forgotten(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk, account = place.desk, place.account
        first, second = await asyncio.gather(desk.connector(account), desk.connector(account))
        assert first is second
        desk.forget(account)
        assert await desk.connector(account) is not first
        assert desk.lane(account) is desk.lane(account)

    run(scenario())


def test_beside_the_desk_that_writes_another_may_look(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        place.village.write("hello")
        await sync(place.desk, place.account)
        beside = await look(place.folder)
        assert (await beside.store.read(conversations.counts)).total == 1
        place.village.write("again")
        await sync(place.desk, place.account)
        assert (await beside.store.read(conversations.counts)).total == 2
        with pytest.raises(StoreError, match="only to look at"):
            await beside.store.write(settings.set, "theme", "dark")
        await beside.close()

    run(scenario())


def test_a_desk_that_cannot_be_opened_lets_its_folder_go(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        other = place.folder.parent / "other"
        other.mkdir()
        (other / DATABASE).write_bytes(
            b"no database at all, but long enough to look like one" * 100
        )
        with pytest.raises(StoreError):
            await open_desk(other, lambda _: None, keychain=MemoryKeychain())
        lock.hold(other).release()
        assert (other / DATABASE).read_bytes().startswith(b"no database")

    run(scenario())


def test_what_must_outlive_a_power_cut_is_written_through(run: Run[Any], place: Place) -> None:
    """2 is FULL, which waits for the disk; 1 is NORMAL."""

    def level(tx: Tx) -> int:
        db: sqlite3.Connection = tx.db
        return int(db.execute("pragma synchronous").fetchone()[0])

    async def scenario() -> None:
        store = place.desk.store
        assert await store.write_through(level) == 2
        assert await store.write(level) == 1

    run(scenario())


def test_a_sign_in_that_a_service_renewed_is_kept_from_any_thread(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        desk, account = place.desk, place.account
        await desk.lane(account).run(desk.http.renewed, account.key, "the new one")
        await asyncio.sleep(0)  # the task that keeps it has its turn
        assert await desk.keychain.get(account.key) == "the new one"

    run(scenario())
