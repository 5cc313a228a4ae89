"""A store that is damaged, full or locked, in words for the person who owns it.

At every start: the file is as long as its header says and its schema can be read; a small
store is also checked page by page. A large one is checked by its daily backup and by
`cm-desk doctor`.
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cm_desk.errors import StoreError
from cm_desk.store.soundness import BACKUPS, SMALL, newest_good, sound

PERMISSIONS = "Check the permissions of its folder."


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
    if code == sqlite3.SQLITE_FULL or getattr(err, "errno", 0) == errno.ENOSPC:
        return StoreError(
            "The disk is full. The last change was not kept.", "Make room and try again."
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreError(f"Another program uses {path.name}.", "Close it and try again.")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        what = "written" if code == sqlite3.SQLITE_READONLY else "opened"
        return StoreError(f"{path} cannot be {what}.", PERMISSIONS)
    if isinstance(err, OSError):
        return StoreError(f"{err.filename or path} cannot be used: {err.strerror}.", PERMISSIONS)
    return StoreError(f"{path.name} cannot be used: {err}.", "Run cm-desk doctor.")


def damaged(path: Path) -> StoreError:
    """The error names the newest good backup; nothing is changed."""
    if good := newest_good(path.parent / BACKUPS):
        return StoreError(
            f"{path.name} is damaged.", f"The newest good backup is {good.name}. Restore it?"
        )
    return StoreError(f"{path.name} is damaged and has no backup.", "Keep the file.")


def check(db: sqlite3.Connection, path: Path) -> None:
    """The schema can be read; a small store is sound page by page. Raises StoreError."""
    db.execute("select count(*) from sqlite_schema").fetchone()
    if path.stat().st_size <= SMALL and not sound(db):
        raise damaged(path)
