"""Copies of the store that are known to be good."""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from cm_desk.errors import StoreError
from cm_desk.store import pictures, sealed, trouble
from cm_desk.store.soundness import BACKUPS, newest_good, thorough, verify

__all__ = [
    "KEPT",
    "before_migration",
    "make",
    "newest_good",
    "restore",
    "verify",
]
KEPT = 7
SEALED = ".sealed"  # after the name of a copy that opens with a passphrase only
_DAY = "desk-????-??-??.db"


def make(path: Path, folder: Path, now: datetime, passphrase: str | None = None) -> Path:
    """Today's backup in `folder`, made and verified, replacing an earlier one of the same day.

    The newest seven stay. With a passphrase it is sealed, and the plain copy that was verified
    never stands in `folder`. Raises StoreError when the copy is not good; then none is removed.
    """
    plain = folder / name(now)
    if passphrase is None:
        made = _copy(path, plain)
        sealed_file(plain).unlink(missing_ok=True)
    else:
        made = _sealed(path, sealed_file(plain), passphrase)
        plain.unlink(missing_ok=True)
    for old in daily(folder)[:-KEPT]:
        old.unlink()
    return made


def name(now: datetime) -> str:
    return f"desk-{now:%Y-%m-%d}.db"


def sealed_file(plain: Path) -> Path:
    return plain.with_name(plain.name + SEALED)


def daily(folder: Path) -> list[Path]:
    """The oldest first."""
    return sorted([*folder.glob(_DAY), *folder.glob(_DAY + SEALED)])


def _sealed(path: Path, target: Path, passphrase: str) -> Path:
    """Verified before it is sealed, and compared afterwards."""
    with _fresh(path.with_name(f"{path.name}.copying")) as plain:
        return seal(_copy(path, plain), target, passphrase)


def seal(plain: Path, target: Path, passphrase: str) -> Path:
    """As old as the plain one: the newest copy is found by that."""
    part = target.with_name(f"{target.name}.part")
    with trouble.told(target), _fresh(part):
        target.parent.mkdir(parents=True, exist_ok=True)
        sealed.seal(plain, part, passphrase)
        os.utime(part, (plain.stat().st_atime, plain.stat().st_mtime))
        return part.replace(target)


def unsealed(folder: Path) -> list[Path]:
    """Copies in `folder` that anybody can read: daily ones, and those of before a migration."""
    return sorted(folder.glob("desk-*.db"))


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


def restore(file: Path, path: Path, now: datetime, passphrase: str = "") -> Path | None:
    """Put the backup `file` in the place of the store, which must be closed.

    The present store is kept beside it under a new name, which is returned. Raises StoreError
    when `file` is not good, WrongPassphrase when only that is wrong; then nothing was touched.
    """
    secret = sealed.is_sealed(file)
    if not secret and not verify(file):
        raise StoreError(f"{file.name} is not a good backup.", "Choose another one.")
    with trouble.told(path), _fresh(path.with_name(f"{path.name}.restoring")) as fresh:
        if secret:
            sealed.open_(file, fresh, passphrase)
        else:
            _pages(file, fresh)
        if not verify(fresh):
            raise StoreError(f"{file.name} is not a good backup.", "Choose another one.")
        kept = _aside(path, now)
        with closing(sqlite3.connect(fresh)) as db:
            pictures.unpack(db, path.parent)
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
        with closing(sqlite3.connect(part)) as db:
            pictures.pack(db, path.parent)
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
