"""Opening the database. Each is called in the lane that will use it.

Plain sqlite3: sqlite_utils (90 ms to import) is needed only when the schema is behind.
"""

import os
import sqlite3
from pathlib import Path

from cm_desk.errors import StoreError
from cm_desk.store import trouble
from cm_desk.store.soundness import SCHEMA, version, whole


def writer(path: Path) -> sqlite3.Connection:
    """The one connection that writes: WAL mode, newest schema, foreign keys checked.

    Raises StoreError for a store that is damaged, or newer than this program; it is left as
    it was. A store of an earlier schema is backed up beside the others before it is changed.
    """
    with trouble.told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not whole(path):
            raise trouble.damaged(path)
        db = sqlite3.connect(path, isolation_level=None)
        try:
            _prepare(db, path)
        except BaseException:
            db.close()
            raise
    return db


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    found = version(db)
    if found > SCHEMA:
        raise StoreError(
            f"{path.name} was written by a newer CM Desk.", "Install the newest version to open it."
        )
    trouble.check(db, path)
    db.execute("pragma page_size = 8192")  # of a new file: three in a hundred quicker to write
    db.execute("pragma journal_mode = wal")
    db.execute("pragma journal_size_limit = 33554432")  # after a large merge the WAL shrinks again
    for setting in ("synchronous = normal", "secure_delete = on", "busy_timeout = 10000"):
        db.execute(f"pragma {setting}")
    db.execute("pragma cache_size = -16000")  # 16 MB: the key index of a million messages
    db.execute("pragma wal_autocheckpoint = 4000")  # 32 MB: a page written often is copied once
    if found < SCHEMA:
        _migrate(db, path, found)
    db.execute("pragma foreign_keys = on")  # after migrating: transform() needs them off


def _migrate(db: sqlite3.Connection, path: Path, found: int) -> None:
    from cm_desk.store import backup, lines, migrations

    if found:
        backup.before_migration(path, found)
    migrations.apply(db)
    lines.settle_all(db)


def reader(path: Path) -> sqlite3.Connection:
    """A connection that cannot write. Sees the last commit, never half a transaction.

    Raises StoreError when there is nothing that can be read.
    """
    where = f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if _at_rest(path) else ''}"
    with trouble.told(path):
        db = sqlite3.connect(where, uri=True, isolation_level=None)
        db.execute("pragma busy_timeout = 10000")
        db.execute("pragma cache_size = -8000")
        return db


def _at_rest(path: Path) -> bool:
    """Nobody can write beside us, and nothing waits in a WAL: SQLite needs no file for that."""
    return not os.access(path.parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists()
