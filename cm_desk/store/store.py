"""The database as the rest of CM Desk uses it: `await read(…)` and `await write(…)`."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from cm_desk.domain.news import Change
from cm_desk.errors import StoreError
from cm_desk.lanes import Lane
from cm_desk.store import connect, trouble
from cm_desk.store.tx import Tx

P = ParamSpec("P")
T = TypeVar("T")
Publish = Callable[[tuple[Change, ...]], object]
Db = sqlite3.Connection


class Store:
    """One lane that writes, one that reads and one that searches, each with its connection."""

    def __init__(self, publish: Publish) -> None:
        self._publish, self._loop = publish, asyncio.get_running_loop()
        self._writing, self._reading = Lane("store-write"), Lane("store-read")
        self._searching, self._open = Lane("store-search"), False
        self._writer: Db | None = None
        self._hunt: asyncio.Future[object] | None = None

    async def open(self, path: Path, only_read: bool = False) -> None:
        """Make or open the store. Raises StoreError; then only `close` may follow.

        `only_read` is for a look beside the process that writes: each write raises StoreError.
        """
        self.path = path
        if not only_read:
            self._writer = await self._writing.run(connect.writer, path)
        self._reader = await self._reading.run(connect.reader, path)
        self._searcher = await self._searching.run(connect.reader, path)
        self._open = True

    @property
    def only_read(self) -> bool:
        """Another process has it open to write."""
        return self._writer is None

    async def read(
        self, query: Callable[Concatenate[Db, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return await self._reading.run(
            self._ask, self._reader, lambda db: query(db, *args, **kwargs)
        )

    async def search(
        self, query: Callable[Concatenate[Db, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Read in a lane of its own. A newer search ends this one: its waiter is cancelled."""
        if self._hunt and not self._hunt.done():
            self._searcher.interrupt()
            self._hunt.cancel()
        job = self._searching.run(self._ask, self._searcher, lambda db: query(db, *args, **kwargs))
        self._hunt = job  # type: ignore[assignment]
        return await job

    async def write(
        self, change: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """One transaction: all of `change` or nothing; news follows the commit.

        Cancelling the waiter does not drop the write: what the user did is kept.
        """
        job = self._writing.run(self._commit, lambda tx: change(tx, *args, **kwargs))
        return await asyncio.shield(job)

    async def write_through(
        self, change: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """`write`, and the disk has it: a power cut does not take back what was done after it."""
        job = self._writing.run(self._commit_through, lambda tx: change(tx, *args, **kwargs))
        return await asyncio.shield(job)

    async def tend(
        self, work: Callable[Concatenate[Db, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Work of the writing lane that cannot be a transaction: merging, vacuum."""
        if self._writer is None:
            raise StoreError("The desk is open only to look at.", "Close its other window first.")
        job = self._writing.run(self._ask, self._writer, lambda db: work(db, *args, **kwargs))
        return await asyncio.shield(job)

    def _commit_through(self, change: Callable[[Tx], T]) -> T:
        if self._writer:
            self._writer.execute("pragma synchronous = full")
        try:
            return self._commit(change)
        finally:
            if self._writer:
                self._writer.execute("pragma synchronous = normal")

    def _ask(self, db: Db, query: Callable[[Db], T]) -> T:
        with trouble.told(self.path):
            return query(db)

    def _commit(self, change: Callable[[Tx], T]) -> T:
        if self._writer is None:
            raise StoreError("The desk is open only to look at.", "Close its other window first.")
        tx = Tx(self._writer)
        with trouble.told(self.path):
            result = commit(tx, change)
        if tx.changes:  # sent from here, because the waiter may be gone
            news = tuple(dict.fromkeys(tx.changes))
            self._loop.call_soon_threadsafe(self._publish, news)
        return result

    async def close(self) -> None:
        """Queued writes come first, then the connections close in their own threads."""
        if self._open:
            self._searcher.interrupt()
            await self._searching.run(self._searcher.close)
            await self._reading.run(self._reader.close)
        if self._writer:
            await self._writing.run(self._writer.close)
        for lane in (self._searching, self._reading, self._writing):
            lane.close()


def commit(tx: Tx, change: Callable[[Tx], T]) -> T:
    """All of `change`, committed, or nothing. A change that wrote nothing writes nothing here."""
    tx.db.execute("begin immediate")
    try:
        result = change(tx)
        tx.db.execute("commit")
    except BaseException:
        if tx.db.in_transaction:  # a full disk may have rolled back already
            tx.db.execute("rollback")
        raise
    if tx.lasting:
        tx.db.execute("pragma wal_checkpoint(passive)").fetchall()  # begins by syncing the WAL
    return result
