"""History from an export file: all of it, or nothing."""

import asyncio
import pickle  # the spool has no name and is read by nobody but us
import tempfile
import threading
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeVar

from cm_desk.actions.progress import Progress, Report
from cm_desk.archives import registry
from cm_desk.archives.base import Part, Preview, Source
from cm_desk.archives.base import preview as look
from cm_desk.desk import Desk
from cm_desk.domain.model import Account
from cm_desk.errors import ArchiveError, CmDeskError
from cm_desk.lanes import Lane
from cm_desk.store import accounts, messages
from cm_desk.store.tx import Tx

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Imported:
    """`skipped` records could not become messages; the preview names them."""

    inserted: int = 0
    updated: int = 0
    skipped: int = 0


class _Stopped(CmDeskError):
    """Undoes the transaction; the caller sees its own cancellation."""


async def preview(path: Path, owner: str = "") -> Preview:
    """What `import_archive` would bring. Reads the whole file. Raises ArchiveError."""
    lane = Lane("archive")
    try:
        return await lane.run(lambda: look(registry.sniff(path), path, owner))
    finally:
        lane.close()


async def import_archive(
    desk: Desk, path: Path, report: Report | None = None, owner: str = ""
) -> Imported:
    """Save everything of the archive in one transaction; a second time writes nothing.

    It is read into a nameless file first, so that the store is busy for the saving only.
    Cancelling, a damaged archive or a full disk leave the store as it was. An account that the
    desk does not have is added without a sign-in; signing in later joins it by its handle.
    """
    lane, stop = Lane("archive"), threading.Event()
    tell = _from_any_thread(report)
    try:
        with tempfile.TemporaryFile(dir=desk.folder) as spool:
            await _whole(stop, lane.run(_spool, path, owner, spool, stop, tell))
            return await _whole(stop, desk.store.write(_import, spool, stop))
    except OSError as err:
        raise ArchiveError(path, "", f"{err.strerror}.", "Nothing was imported.") from err
    finally:
        lane.close()


async def _whole(stop: threading.Event, work: asyncio.Future[T] | Coroutine[Any, Any, T]) -> T:
    """Wait for `work`; when cancelled, stop it and wait for its end, so that it has let go."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        stop.set()
        await asyncio.gather(task, return_exceptions=True)
        raise


def _from_any_thread(report: Report | None) -> Report:
    loop = asyncio.get_running_loop()
    if report is None:
        return lambda _: None
    return lambda progress: loop.call_soon_threadsafe(report, progress)


def _spool(path: Path, owner: str, spool: IO[bytes], stop: threading.Event, report: Report) -> None:
    for part in registry.sniff(path).parts(path, owner):
        _stop_if(stop)
        pickle.dump(part, spool)
        report(Progress(part.done, part.total or None))
    spool.flush()


def _import(tx: Tx, spool: IO[bytes], stop: threading.Event) -> Imported:
    known: dict[Source, Account] = {}
    result = Imported()
    for part in _parts(spool):
        _stop_if(stop)
        if part.source not in known:
            known[part.source] = _account(tx, part.source)
        saved = messages.save(tx, known[part.source].id, part.page, "import")
        result = Imported(
            result.inserted + saved.inserted,
            result.updated + saved.updated,
            result.skipped + len(part.skipped),
        )
    return result


def _parts(spool: IO[bytes]) -> Iterator[Part]:
    end = spool.tell()
    spool.seek(0)
    while spool.tell() < end:
        yield pickle.load(spool)  # noqa: S301  written by _spool just now


def _account(tx: Tx, source: Source) -> Account:
    key = f"{source.service}:{source.profile.handle}"
    return accounts.by_key(tx.db, key) or accounts.add(tx, source.service, source.profile, "")


def _stop_if(stop: threading.Event) -> None:
    if stop.is_set():
        raise _Stopped("The import was stopped.")
