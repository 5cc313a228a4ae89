"""History from an export file: all of it, or nothing."""

import asyncio
import pickle  # the spool has no name and is read by nobody but us
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, Any, TypeVar

from cm_desk.archives import registry
from cm_desk.archives.base import Answer, Count, Elsewhere, Part, Preview, Source
from cm_desk.archives.columns import Columns
from cm_desk.archives.distinct import Distinct
from cm_desk.archives.sheet import Look
from cm_desk.archives.streams import watched
from cm_desk.desk import Desk
from cm_desk.domain import news
from cm_desk.domain.model import Account, Author, Page
from cm_desk.errors import ArchiveError, CmDeskError
from cm_desk.lanes import Lane
from cm_desk.store import accounts, joining, lines, messages, replacing, surveys
from cm_desk.store.store import Db
from cm_desk.store.surveys import Survey
from cm_desk.store.tx import Tx

T = TypeVar("T")
TELL_S = 0.2  # between two reports


@dataclass(frozen=True, slots=True)
class Passage:
    """How far an import is: what was read so far, or `saving` it. `share` None: nobody knows.

    `mb` of a first reading, which gives no messages yet.
    """

    messages: int
    people: int
    share: float | None = None
    saving: bool = False
    mb: int = 0


Report = Callable[[Passage], object]


@dataclass(frozen=True, slots=True)
class Imported:
    """New and changed messages, what the archive holds, and new answers of surveys."""

    inserted: int = 0
    updated: int = 0
    found: Preview = field(default_factory=Preview)
    answered: int = 0


class _Stopped(CmDeskError):
    """Undoes the transaction; the caller sees its own cancellation."""


async def preview(
    path: Path,
    owner: str = "",
    desk: Desk | None = None,
    report: Report | None = None,
    columns: Columns | None = None,
) -> Preview:
    """What `import_archive` would bring, and how much of that is in `desk` already.

    `columns` makes it a table. Reads the whole file, may be cancelled. Raises ArchiveError.
    """
    count, others = Count(), _Others()
    async with _Reading(path, owner, report, columns) as reading:
        while part := await reading.do(reading.next):
            if desk:
                ids = [each.remote_id for each in part.page.messages]
                source = part.source.service, part.source.profile
                count.add(part, await desk.store.read(messages.known, *source, ids))
                await desk.store.read(others.look, part)
            else:
                count.add(part)
            reading.told(count, part)
        found = count.preview(reading.kind)
        return replace(found, elsewhere=await desk.store.read(others.found)) if desk else found


async def table(path: Path, columns: Columns | None = None, owner: str = "") -> Look | None:
    """How a table would be read; None for an archive of another format. Raises ArchiveError."""
    lane = Lane("archive")
    try:
        return await lane.run(lambda: registry.look(path, columns, owner))
    finally:
        lane.close()


async def import_archive(
    desk: Desk,
    path: Path,
    report: Report | None = None,
    owner: str = "",
    columns: Columns | None = None,
) -> Imported:
    """Save everything of the archive in one transaction; a second time writes nothing.

    It is read into a nameless file first, so that the store is busy for the saving only.
    Cancelling, a damaged archive or a full disk leave the store as it was. An account that the
    desk does not have is added without a sign-in; signing in later joins it by its handle.
    """
    async with _Reading(path, owner, report, columns) as reading:
        try:
            with tempfile.TemporaryFile(dir=desk.folder) as spool:
                found = await reading.do(lambda: _spool(reading, spool))
                saving = desk.store.write(_import, spool, reading, found, desk.now())
                return await _whole(reading.stop, saving)
        except OSError as err:
            raise ArchiveError(path, "", f"{err.strerror}.", "Nothing was imported.") from err


class _Others:
    """Accounts that have messages of an archive which does not say whose it is."""

    def __init__(self) -> None:
        self.counts: defaultdict[int, Distinct] = defaultdict(Distinct)

    def look(self, db: Db, part: Part) -> None:
        for other, ids in _elsewhere(db, part).items():
            for id in ids:
                self.counts[other].add(id)

    def found(self, db: Db) -> tuple[Elsewhere, ...]:
        found = []
        for id, ids in self.counts.items():
            if account := accounts.get(db, id):
                whole = replacing.replaceable(db, id, len(ids))
                found.append(Elsewhere(account.handle, len(ids), whole))
        return tuple(found)

    def replace(self, tx: Tx) -> None:
        """Those that are nothing but this archive go; it is saved again as what it is now."""
        for id, ids in self.counts.items():
            if replacing.replaceable(tx.db, id, len(ids)):
                accounts.remove(tx, id)


def _elsewhere(db: Db, part: Part) -> dict[int, list[str]]:
    source = part.source
    if source.told or not part.page.messages:
        return {}
    account = accounts.of_archive(db, source.service, source.profile)
    id = account.id if account else 0
    return replacing.elsewhere(db, source.service, id, part.page.messages)


class _Reading:
    """An archive that is read in a lane of its own, until it ends or the waiter is cancelled."""

    def __init__(
        self, path: Path, owner: str, report: Report | None, columns: Columns | None
    ) -> None:
        self._path, self._owner, self._report, self._columns = path, owner, report, columns
        self._loop, self._lane = asyncio.get_running_loop(), Lane("archive")
        self._parts: Iterator[Part] | None = None
        self._given = False
        self._next_s, self._mb = 0.0, 0
        self.stop = threading.Event()

    async def __aenter__(self) -> "_Reading":
        return self

    async def __aexit__(self, *_: object) -> None:
        self._lane.close()

    async def do(self, job: Callable[[], T]) -> T:
        def work() -> T:
            with watched(self._read_on):
                return job()

        return await _whole(self.stop, self._lane.run(work))

    def next(self) -> Part | None:
        """The next part; None at the end. In the lane."""
        if self._parts is None:
            columns = self._columns
            self.kind = registry.table(columns) if columns else registry.sniff(self._path)
            self._parts = self.kind.parts(self._path, self._owner)
        return next(self._parts, None)

    def _read_on(self) -> None:
        """Called for each megabyte; the first parts may be far."""
        self.go_on()
        self._mb += 1
        if not self._given:
            self.tell(lambda: Passage(0, 0, mb=self._mb))

    def go_on(self) -> None:
        if self.stop.is_set():
            raise _Stopped("The import was stopped.")

    def told(self, count: Count, part: Part) -> None:
        """In any thread, at most five times a second."""
        self._given = True
        share = part.done / part.total if part.total else None
        self.tell(lambda: Passage(count.given, count.people, share))

    def tell(self, passage: Callable[[], Passage], *, last: bool = False) -> None:
        now_s = time.monotonic()
        if self._report and (last or now_s >= self._next_s):
            self._next_s = now_s + TELL_S
            self._loop.call_soon_threadsafe(self._report, passage())


async def _whole(stop: threading.Event, work: asyncio.Future[T] | Coroutine[Any, Any, T]) -> T:
    """Wait for `work`; when cancelled, stop it and wait for its end, so that it has let go."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        stop.set()
        await asyncio.gather(task, return_exceptions=True)
        raise


def _spool(reading: _Reading, spool: IO[bytes]) -> Preview:
    count = Count()
    while part := reading.next():
        reading.go_on()
        pickle.dump(part, spool)
        count.add(part)
        reading.told(count, part)
    spool.flush()
    return count.preview(reading.kind)


def _import(tx: Tx, spool: IO[bytes], reading: _Reading, found: Preview, now: datetime) -> Imported:
    known: dict[Source, Account] = {}
    told = partial(Passage, found.messages, found.people)
    inserted, updated, answered, newest_id = 0, 0, 0, joining.newest(tx.db)
    others = _Others()
    for part, _ in _parts(spool):
        reading.go_on()
        others.look(tx.db, part)
    others.replace(tx)
    for part, share in _parts(spool):
        reading.go_on()
        reading.tell(partial(told, share, True))
        if part.answers:
            answered += surveys.bring(tx, part.source.service, map(_answer, part.answers), now)
        if page := _new(tx.db, part):
            if part.source not in known:
                known[part.source] = _account(tx, part.source)
            account_id = known[part.source].id
            joining.adopt(tx, account_id, page.messages, newest_id)
            saved = messages.save(tx, account_id, page, "import")
            inserted, updated = inserted + saved.inserted, updated + saved.updated
        tx.changes[:] = news.folded(tx.changes)
    while lines.settle(tx):  # else the list of people would count all of them as it opens
        reading.go_on()
    reading.tell(partial(told, 1.0, True), last=True)
    return Imported(inserted, updated, found, answered)


def _new(db: Db, part: Part) -> Page | None:
    """Without what another account has already; None when nothing is left."""
    left = {id for ids in _elsewhere(db, part).values() for id in ids}
    kept = tuple(each for each in part.page.messages if each.remote_id not in left)
    return replace(part.page, messages=kept) if kept else None


def _answer(a: Answer) -> tuple[Author, Survey, str]:
    survey = Survey(0, 0, a.kind, a.at, a.score, a.low, a.high, a.question, a.text, a.source)
    return a.who, survey, a.name


def _parts(spool: IO[bytes]) -> Iterator[tuple[Part, float]]:
    """With how much of all has come before."""
    end = spool.tell()
    spool.seek(0)
    while (at := spool.tell()) < end:
        yield pickle.load(spool), at / end  # noqa: S301  written by _spool just now


def _account(tx: Tx, source: Source) -> Account:
    service, profile = source.service, source.profile
    known = accounts.of_archive(tx.db, service, profile)
    return known or accounts.add(tx, service, profile, "")
