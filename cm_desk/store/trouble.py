"""A store that is damaged, full or locked, in words for the person who owns it.

At every start: the file is as long as its header says and its schema can be read; a small
store (`SMALL` bytes) is also checked page by page. A large one is checked by its daily backup
and by `cm-desk doctor`: docs/decisions/0013.
"""

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cm_desk.errors import StoreError

SMALL = 32 * 1024 * 1024
BACKUPS = "backups"  # the folder beside the store


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn an error of SQLite or of the disk into a StoreError; our own mistakes stay."""
    try:
        yield
    except (sqlite3.ProgrammingError, sqlite3.IntegrityError):
        raise
    except (sqlite3.Error, OSError) as err:
        raise _in_words(err, path) from err


def _in_words(err: Exception, path: Path) -> StoreError:
    code = getattr(err, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return damaged(path)
    if code == sqlite3.SQLITE_FULL or getattr(err, "errno", 0) == 28:
        return StoreError(
            "The disk is full. The last change was not kept.", "Make room and try again."
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreError(f"Another program uses {path.name}.", "Close it and try again.")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return StoreError(
            f"{path} cannot be opened for writing.", "Check the permissions of the folder."
        )
    return StoreError(f"{path.name} cannot be used: {err}.", "Run cm-desk doctor.")


def damaged(path: Path) -> StoreError:
    """The error names the newest good backup; nothing is changed."""
    from cm_desk.store import backup

    if good := backup.newest_good(path.parent / BACKUPS):
        return StoreError(
            f"{path.name} is damaged.", f"The newest good backup is {good.name}. Restore it?"
        )
    return StoreError(
        f"{path.name} is damaged and there is no backup.", "Keep the file and ask us."
    )


def check_length(path: Path) -> None:
    """A file shorter than its header says was cut off. Raises StoreError."""
    if not path.exists() or path.stat().st_size == 0 or _wal(path).exists():
        return  # with a WAL the header may be ahead or behind: SQLite decides
    with path.open("rb") as file:
        head = file.read(100)
    if len(head) < 100 or not head.startswith(b"SQLite format 3\0"):
        raise damaged(path)
    [size] = struct.unpack(">H", head[16:18])
    [pages] = struct.unpack(">I", head[28:32])
    if path.stat().st_size != (65536 if size == 1 else size) * pages:
        raise damaged(path)


def check(db: sqlite3.Connection, path: Path) -> None:
    """The schema can be read; a small store is sound page by page. Raises StoreError."""
    db.execute("select count(*) from sqlite_schema").fetchone()
    if path.stat().st_size <= SMALL and not sound(db):
        raise damaged(path)


def sound(db: sqlite3.Connection) -> bool:
    """Whether every page is where it should be: about 0.3 s for 100 MB."""
    return [row[0] for row in db.execute("pragma quick_check(1)")] == ["ok"]


def _wal(path: Path) -> Path:
    return path.with_name(path.name + "-wal")
