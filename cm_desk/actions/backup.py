"""Copies of the store, and the way back to one.

The passphrase of sealed copies is in the system keychain and nowhere else: without it no copy is
made, and that is said.
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ParamSpec, TypeVar

from cm_desk import lock
from cm_desk.desk import DATABASE, Desk, Secrets
from cm_desk.errors import BadInput, CmDeskError, KeychainError, StoreError
from cm_desk.lanes import Lane
from cm_desk.store import backup, carrying, sealed, settings
from cm_desk.store.sealed import SHORTEST, WrongPassphrase

__all__ = ["SHORTEST", "WrongPassphrase"]

P = ParamSpec("P")
T = TypeVar("T")
BACKUPS = "backups"
PASSPHRASE = "backup:passphrase"  # noqa: S105  its name in the keychain
SEAL, LAST, PROBLEM = "backup.seal", "backup.last", "backup.problem"  # settings


@dataclass(frozen=True, slots=True)
class State:
    """`last` good copy and when it was made, how many there are, and what keeps the next one from
    being made ("" when nothing does). `plain` of them anybody can read."""

    seal: bool
    last: Path | None
    last_at: datetime | None
    copies: int
    plain: int
    problem: str


async def back_up(desk: Desk, passphrase: str | None = None) -> Path:
    """Today's copy, verified; the newest seven days are kept. Sealed with `passphrase`, or with
    that of the keychain where copies are to be sealed. Raises StoreError, KeychainError."""
    try:
        if passphrase is None and await seals(desk):
            passphrase = await _kept(desk)
        folder = desk.folder / BACKUPS
        made = await _apart(backup.make, desk.folder / DATABASE, folder, desk.now(), passphrase)
    except CmDeskError as err:
        await _note(desk, PROBLEM, str(err))
        raise
    await _note(desk, PROBLEM, "")
    await _note(desk, LAST, f"{desk.now().isoformat()} {made.name}")
    return made


async def back_up_if_due(desk: Desk) -> Path | None:
    """One a day; None: today's is there. Where copies are sealed, plain ones are sealed too."""
    today = desk.folder / BACKUPS / backup.name(desk.now())
    seal = await seals(desk)
    if (backup.sealed_file(today) if seal else today).exists():
        return None
    made = await back_up(desk)
    if seal:
        await seal_older(desk)
    return made


async def seals(desk: Desk) -> bool:
    return await desk.store.read(settings.get, SEAL, "0") == "1"


async def seal_from_now(desk: Desk, passphrase: str) -> Path:
    """Every copy from now on, and those that are here, open with `passphrase` only.

    Raises KeychainError when the keychain does not keep it: then nothing changes.
    """
    if len(passphrase) < SHORTEST:
        raise BadInput(f"A passphrase needs {SHORTEST} characters or more.", "Four words will do.")
    await desk.keychain.set(PASSPHRASE, passphrase)
    await desk.store.write(settings.set, SEAL, "1")
    made = await back_up(desk)
    await seal_older(desk)
    return made


async def seal_older(desk: Desk) -> int:
    """Copies that anybody can read are sealed where they are; how many were."""
    passphrase, count = await _kept(desk), 0
    for plain in backup.unsealed(desk.folder / BACKUPS):
        await _apart(backup.seal, plain, backup.sealed_file(plain), passphrase)
        backup.remove([plain])
        count += 1
    return count


async def leave_open(desk: Desk) -> None:
    """Copies are plain from now on. Sealed ones stay, and so does their passphrase."""
    await desk.store.write(settings.set, SEAL, "0")


async def state(desk: Desk) -> State:
    known = await desk.store.read(settings.all)
    folder = desk.folder / BACKUPS
    at, _, name = known.get(LAST, "").partition(" ")
    last = folder / name if name and (folder / name).exists() else None
    copies, plain = backup.daily(folder), backup.unsealed(folder)
    return State(
        known.get(SEAL, "0") == "1",
        last or (copies[-1] if copies else None),
        datetime.fromisoformat(at) if at and last else None,
        len(copies),
        len(plain),
        known.get(PROBLEM, ""),
    )


def newest_good(folder: Path) -> Path | None:
    """The newest copy of the desk in `folder` that can be restored."""
    return backup.newest_good(folder / BACKUPS)


def restore(folder: Path, file: Path, passphrase: str = "") -> Path | None:
    """Put the copy `file` in the place of the store; returns where the old one is kept.

    The desk must be closed. Raises AlreadyOpen while it is open anywhere, StoreError when
    `file` is not good, WrongPassphrase when only that is wrong; then nothing was touched. Who was
    erased since the copy was made is erased from it again.
    """
    held, now, database = lock.hold(folder), datetime.now(UTC), folder / DATABASE
    try:
        kept = backup.restore(file, database, now, passphrase)
        if kept is not None:
            carrying.erase_again(kept, database, now)
        return kept
    finally:
        held.release()


async def restore_known(folder: Path, file: Path, keys: Secrets) -> Path | None:
    """`restore` with the passphrase of the keychain, where the copy is sealed. Raises
    WrongPassphrase when the person must be asked for it: a copy may be older than what is kept."""
    passphrase = ""
    if sealed.is_sealed(file):
        with contextlib.suppress(KeychainError):
            passphrase = await keys.get(PASSPHRASE) or ""
        if not passphrase:
            raise WrongPassphrase(f"{file.name} is sealed.", "Give its passphrase.")
    return restore(folder, file, passphrase)


def is_sealed(file: Path) -> bool:
    return sealed.is_sealed(file)


async def _kept(desk: Desk) -> str:
    """Raises KeychainError, with what that means for the copy."""
    try:
        found = await desk.keychain.get(PASSPHRASE)
    except KeychainError as err:
        raise type(err)(f"No backup was made: {err.what}", err.hint) from err
    if found is None:
        raise StoreError(
            "No backup was made: its passphrase is not in the system keychain.",
            "Give it again under Settings, Data and backup.",
        )
    return found


async def _note(desk: Desk, name: str, value: str) -> None:
    if not desk.store.only_read:
        await desk.store.write(settings.set, name, value)


async def _apart(job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    lane = Lane("backup")
    try:
        return await lane.run(job, *args, **kwargs)
    finally:
        lane.close()
