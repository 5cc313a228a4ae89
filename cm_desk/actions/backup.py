"""Copies of the store, and the way back to one."""

from datetime import UTC, datetime
from pathlib import Path

from cm_desk import lock
from cm_desk.desk import DATABASE, Desk
from cm_desk.lanes import Lane
from cm_desk.store import backup

BACKUPS = "backups"


async def back_up(desk: Desk) -> Path:
    """Today's copy, verified; the newest seven days are kept. Raises StoreError."""
    lane = Lane("backup")
    try:
        database = desk.folder / DATABASE
        return await lane.run(backup.make, database, desk.folder / BACKUPS, desk.now())
    finally:
        lane.close()


async def back_up_if_due(desk: Desk) -> Path | None:
    """One a day; None: today's is there."""
    today = desk.folder / BACKUPS / f"desk-{desk.now():%Y-%m-%d}.db"
    return None if today.exists() else await back_up(desk)


def newest_good(folder: Path) -> Path | None:
    """The newest copy of the desk in `folder` that can be restored."""
    return backup.newest_good(folder / BACKUPS)


def restore(folder: Path, file: Path) -> Path | None:
    """Put the copy `file` in the place of the store; returns where the old one is kept.

    The desk must be closed. Raises AlreadyOpen while it is open anywhere, StoreError when
    `file` is not good; then nothing was touched.
    """
    held = lock.hold(folder)
    try:
        return backup.restore(file, folder / DATABASE, datetime.now(UTC))
    finally:
        held.release()
