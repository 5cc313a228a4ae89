"""Copies of the store that are known to be good."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from cm_desk.errors import StoreError
from cm_desk.store import trouble
from cm_desk.store.soundness import BACKUPS, newest_good, thorough, verify

__all__ = ["KEPT", "before_migration", "make", "newest_good", "restore", "verify"]
KEPT = 7
_DAILY = "desk-????-??-??.db"


def make(path: Path, folder: Path, now: datetime) -> Path:
    """Today's backup in `folder`, made and verified, replacing an earlier one of the same day.

    The newest seven stay. Raises StoreError when the copy is not good; then none is removed.
    """
    made = _copy(path, folder / f"desk-{now:%Y-%m-%d}.db")
    for old in sorted(folder.glob(_DAILY))[:-KEPT]:
        old.unlink()
    return made


def copies(folder: Path) -> list[Path]:
    """Every older store in the data folder `folder`, good or not, the newest first: backups, and
    what a restore put aside."""
    found = [*(folder / BACKUPS).glob("desk-*"), *folder.glob("desk-replaced-*")]
    return sorted(found, key=lambda file: (file.stat().st_mtime, file.name), reverse=True)


def remove(files: Iterable[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def plain(path: Path, target: Path) -> Path:
    """One file that any SQLite program reads, made and verified like a backup."""
    return _copy(path, target)


def before_migration(path: Path, schema: int) -> Path:
    """A copy that stays: what the store was before a newer CM Desk changed its schema."""
    now = datetime.now(UTC)
    name = f"desk-schema-{schema}-{now:%Y-%m-%d-%H%M%S}.db"
    return _copy(path, path.parent / BACKUPS / name)


def restore(file: Path, path: Path, now: datetime) -> Path | None:
    """Put the backup `file` in the place of the store, which must be closed.

    The present store is kept beside it under a new name, which is returned. Raises StoreError
    when `file` is not good; then nothing was touched.
    """
    if not verify(file):
        raise StoreError(f"{file.name} is not a good backup.", "Choose another one.")
    with trouble.told(path), _fresh(path.with_name(f"{path.name}.restoring")) as fresh:
        _pages(file, fresh)
        kept = _aside(path, now)
        fresh.replace(path)
    return kept


@contextmanager
def _fresh(part: Path) -> Iterator[Path]:
    """A file to be made and then moved to its place; nothing of it stays when that fails."""
    part.unlink(missing_ok=True)
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def _aside(path: Path, now: datetime) -> Path | None:
    if not path.exists():
        return None
    kept = path.with_name(f"{path.stem}-replaced-{now:%Y-%m-%d-%H%M%S}{path.suffix}")
    for tail in ("-wal", "-shm"):
        if (part := path.with_name(path.name + tail)).exists():
            part.replace(kept.with_name(kept.name + tail))
    return path.replace(kept)


def _copy(path: Path, target: Path) -> Path:
    with trouble.told(path), _fresh(target.with_name(target.name + ".part")) as part:
        target.parent.mkdir(parents=True, exist_ok=True)
        _pages(path, part)
        if not (verify(part) and _thorough(part)):
            raise trouble.damaged(path)
        return part.replace(target)


def _thorough(part: Path) -> bool:
    db = sqlite3.connect(part)
    try:
        return thorough(db)
    finally:
        db.close()


def _pages(source: Path, target: Path) -> None:
    """All pages by SQLite's own backup: right even while the store is being written."""
    old = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)
    new = sqlite3.connect(target, isolation_level=None)
    try:
        old.backup(new)
        new.execute("pragma journal_mode = delete")  # one file, no WAL beside it
    finally:
        new.close()
        old.close()
