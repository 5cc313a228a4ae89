"""Whether a file is a store of ours and whole. Nothing here writes."""

import sqlite3
import struct
from pathlib import Path

from cm_desk.store import sealed

SCHEMA = 30  # the number of migrations; tests/store/test_migrations.py keeps it so
SMALL = 32 * 1024 * 1024
_FULL_TEXTS = "select name from sqlite_schema where sql like 'create virtual table % using fts5%'"
BACKUPS = "backups"  # the folder beside the store


def version(db: sqlite3.Connection) -> int:
    [(found,)] = db.execute("pragma user_version")
    return int(found)


def whole(path: Path) -> bool:
    """False for a file that was cut off, or is no database. A missing or empty one is whole."""
    if not path.exists() or path.stat().st_size == 0:
        return True
    with path.open("rb") as file:
        head = file.read(100)
    if len(head) < 100 or not head.startswith(b"SQLite format 3\0"):
        return False
    if path.with_name(path.name + "-wal").exists():
        return True  # the header may be ahead or behind: SQLite decides
    [size] = struct.unpack(">H", head[16:18])
    [pages] = struct.unpack(">I", head[28:32])
    return path.stat().st_size == int(65536 if size == 1 else size) * int(pages)


def sound(db: sqlite3.Connection) -> bool:
    """Whether every page is where it should be: about 0.3 s for 100 MB."""
    return [row[0] for row in db.execute("pragma quick_check(1)")] == ["ok"]


def thorough(db: sqlite3.Connection) -> bool:
    """`sound`, every index against its table and the full text against every message: what a
    flipped bit in a text changes is noticed too. About 1.6 s for 100 MB; writes nothing, but
    the full text asks for a connection that could.
    """
    try:
        for (index,) in db.execute(_FULL_TEXTS).fetchall():
            db.execute(f"insert into {index} ({index}) values ('integrity-check')")
    except sqlite3.DatabaseError:
        return False
    return [row[0] for row in db.execute("pragma integrity_check(1)")] == ["ok"]


def verify(path: Path) -> bool:
    """Whether `path` is a store that can be opened and is sound page by page; a sealed one is as
    it was written, which is all that can be known without its passphrase."""
    try:
        if path.is_file() and sealed.is_sealed(path):
            return sealed.whole(path)
        if not path.is_file() or not whole(path):
            return False
        closed = "" if path.with_name(f"{path.name}-wal").exists() else "&immutable=1"
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro{closed}", uri=True)
    except (sqlite3.Error, OSError):
        return False
    try:
        return 0 < version(db) <= SCHEMA and sound(db)
    except sqlite3.Error:
        return False
    finally:
        db.close()


def newest_good(folder: Path) -> Path | None:
    """The newest file in `folder` that can be restored, or None. Reads them until one is good."""
    there = [*folder.glob("desk-*.db"), *folder.glob("desk-*.db.sealed")]
    found = sorted(there, key=lambda file: file.stat().st_mtime, reverse=True)
    return next((file for file in found if verify(file)), None)
