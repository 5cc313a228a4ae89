import asyncio
import sqlite3
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from cm_desk.domain.news import Change, Topic
from cm_desk.errors import StoreError
from cm_desk.store import settings
from cm_desk.store.store import Store
from cm_desk.store.tx import Tx

Heard = list[tuple[Change, ...]]
NEWS: Heard = [(Change(Topic.SETTING, 0),)]


def rename(tx: Tx, name: str, fail: bool = False) -> None:
    settings.set(tx, "name", name)
    tx.changed(Topic.SETTING, 0)
    if fail:
        raise ValueError("after the change")


def with_store(path: Path, scenario: Callable[[Store, Heard], Awaitable[object]]) -> Heard:
    """Run `scenario` on an open store; what was heard until it was closed."""
    heard: Heard = []

    async def whole() -> None:
        store = Store(heard.append)
        await store.open(path / "desk.db")
        await scenario(store, heard)
        await store.close()
        await asyncio.sleep(0)

    asyncio.run(whole())
    return heard


def test_news_follows_the_commit_and_is_said_once(tmp_path: Path) -> None:
    async def scenario(store: Store, _: Heard) -> None:
        await store.write(rename, "new")
        assert await store.read(settings.get, "name") == "new"

    assert with_store(tmp_path, scenario) == NEWS


def test_a_failed_write_changes_and_says_nothing(tmp_path: Path) -> None:
    async def scenario(store: Store, _: Heard) -> None:
        with pytest.raises(ValueError, match="after the change"):
            await store.write(rename, "new", fail=True)
        assert await store.read(settings.get, "name") == ""

    assert with_store(tmp_path, scenario) == []


@pytest.mark.parametrize("begun", [True, False])
def test_cancelling_the_waiter_keeps_write_and_news(tmp_path: Path, begun: bool) -> None:
    async def scenario(store: Store, _: Heard) -> None:
        started, gate = threading.Event(), threading.Event()

        def slow(tx: Tx) -> None:
            started.set()
            gate.wait()
            if begun:
                rename(tx, "new")

        waiter = first = asyncio.create_task(store.write(slow))
        await asyncio.to_thread(started.wait)
        if not begun:
            waiter = asyncio.create_task(store.write(rename, "new"))
            await asyncio.sleep(0)
        waiter.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiter
        gate.set()
        await asyncio.wait([first])
        await store.write(lambda _tx: None)  # comes after the one that was cancelled
        assert await store.read(settings.get, "name") == "new"

    assert with_store(tmp_path, scenario) == NEWS


def test_the_reading_lane_cannot_write(tmp_path: Path) -> None:
    async def scenario(store: Store, _: Heard) -> None:
        with pytest.raises(StoreError, match="cannot be written"):
            await store.read(lambda db: db.execute("delete from settings"))

    with_store(tmp_path, scenario)


def test_a_connection_stays_in_its_lane(tmp_path: Path) -> None:
    async def scenario(store: Store, _: Heard) -> None:
        leaked = await store.read(lambda db: db)
        with pytest.raises(sqlite3.ProgrammingError, match="same thread"):
            leaked.execute("select 1")

    with_store(tmp_path, scenario)


def test_readers_do_not_wait_for_a_write(tmp_path: Path) -> None:
    async def scenario(store: Store, _: Heard) -> None:
        begun, gate = threading.Event(), threading.Event()

        def slow(tx: Tx) -> None:
            settings.set(tx, "name", "half")
            begun.set()
            gate.wait()

        writing = asyncio.create_task(store.write(slow))
        await asyncio.to_thread(begun.wait)
        assert await store.read(settings.get, "name") == "", "nobody sees half a transaction"
        gate.set()
        await writing

    with_store(tmp_path, scenario)


def test_a_newer_search_ends_the_one_before(tmp_path: Path) -> None:
    endless = (
        "with recursive n(i) as (select 1 union all select i + 1 from n)"
        " select max(i + running()) from n"
    )

    async def scenario(store: Store, _: Heard) -> None:
        running = threading.Event()

        def said() -> int:
            running.set()
            return 0

        def forever(db: sqlite3.Connection) -> list[tuple[int]]:
            db.create_function("running", 0, said)
            return db.execute(endless).fetchall()

        old = asyncio.create_task(store.search(forever))
        await asyncio.to_thread(running.wait)
        assert await store.search(settings.get, "name", "found") == "found"
        with pytest.raises(asyncio.CancelledError):
            await old

    with_store(tmp_path, scenario)
