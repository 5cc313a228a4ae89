"""What was put off is done once it is quiet."""

import asyncio
import sqlite3
from typing import Any

from cm_desk.background.tidy import keep_people, keep_tidy
from cm_desk.domain.model import Page, Profile
from cm_desk.store import accounts, lines, messages, search
from cm_desk.store.tx import Tx
from tests.conftest import Run
from tests.place import Place
from tests.store.rows import asked, message

PAGES = 12


def pieces(db: sqlite3.Connection) -> int:
    """In how many pieces the index lies: each has rows of its own in words_idx."""
    [(n,)] = db.execute("select count(distinct segid) from words_idx").fetchall()
    return int(n)


def counted(db: sqlite3.Connection) -> list[tuple[int]]:
    return db.execute("select received from lines").fetchall()


def one(tx: Tx, account_id: int, number: int) -> None:
    said = message(str(number), number, f"hello number {number}")
    messages.save(tx, account_id, Page((said,)), "new")


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


def test_the_lines_of_people_are_written_soon_after_they_changed(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        store = place.desk.store
        account = await store.write(accounts.add, "village", Profile("@x", "1"), "")
        await store.write(one, account.id, 1)
        task = asyncio.create_task(keep_people(place.desk, soon_s=0.01, pause_s=0))
        for number in (2, 3):
            await store.write(one, account.id, number)
            async with asyncio.timeout(30):
                while await store.read(lines.sources) != ("lines",):
                    pass
        [received] = await store.read(counted)
        assert received == (3,)
        task.cancel()

    run(scenario())
