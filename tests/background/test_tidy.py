"""The full text is merged once it is quiet, and still finds everything."""

import asyncio
import sqlite3
from typing import Any

from cm_desk.background.tidy import keep_tidy
from cm_desk.domain.model import Profile
from cm_desk.domain.news import Topic
from cm_desk.store import accounts, search
from cm_desk.store.tx import Tx
from tests.conftest import Run
from tests.place import Place
from tests.store.rows import asked, message, save

PAGES = 12


def pieces(db: sqlite3.Connection) -> int:
    """In how many pieces the index lies: each has rows of its own in words_idx."""
    [(n,)] = db.execute("select count(distinct segid) from words_idx").fetchall()
    return int(n)


def one(tx: Tx, account_id: int, number: int) -> None:
    save(tx.db, account_id, message(str(number), number, f"hello number {number}"))
    tx.changed(Topic.CONVERSATION, 1)


def test_the_index_is_merged_when_it_is_quiet(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        store = place.desk.store
        account = await store.write(accounts.add, "village", Profile("@x", "1"), "")
        task = asyncio.create_task(keep_tidy(place.desk, quiet_s=0.01, rest_s=0))
        for number in range(PAGES):
            await store.write(one, account.id, number)
        async with asyncio.timeout(30):
            while await store.read(pieces) > 4:
                pass
        found = await store.read(search.search, asked("hello"))
        assert len(found.items) == PAGES
        task.cancel()

    run(scenario())
