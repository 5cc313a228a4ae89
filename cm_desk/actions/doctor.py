"""Looks at everything the desk needs, and says what to do about what is not well."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from cm_desk.actions.backup import newest_good
from cm_desk.desk import DATABASE, Desk
from cm_desk.domain.model import Account
from cm_desk.errors import CmDeskError
from cm_desk.keychain import Keychain, Secrets
from cm_desk.lanes import Lane
from cm_desk.store import accounts, backup

LOW_BYTES = 500_000_000
WINDOW = "import PySide6.QtWidgets, qasync"
NOBODY = "There is no account yet, so nothing was asked."


@dataclass(frozen=True, slots=True)
class Check:
    """`says` is what was found, `hint` what to do; "" when all is well."""

    name: str
    ok: bool
    says: str
    hint: str = ""


async def without_desk(folder: Path, keys: Secrets | None = None) -> list[Check]:
    """What can be looked at even when the store does not open."""
    lane = Lane("doctor")
    try:
        found = await lane.run(lambda: [store(folder), place(folder), disk(folder), window()])
    finally:
        lane.close()
    return [*found, await keychain(keys or Keychain())]


def place(folder: Path) -> Check:
    """Whether we may write where the desk is, or is going to be."""
    there = _there(folder)
    if there.is_dir() and os.access(there, os.W_OK):
        return Check("folder", True, f"{folder} can be written.")
    hint = "Check its permissions, or name another one with --data."
    return Check("folder", False, f"{folder} cannot be written.", hint)


def _there(folder: Path) -> Path:
    """The folder, or what it is going to be made in."""
    return next(each for each in (folder, *folder.absolute().parents) if each.exists())


def store(folder: Path) -> Check:
    database = folder / DATABASE
    if not database.exists():
        return Check("store", True, f"There is none in {folder} yet; the first start makes it.")
    if backup.verify(database):
        size = database.stat().st_size / 1e6
        return Check("store", True, f"{database} is sound, {size:,.1f} MB.")
    copy = newest_good(folder)
    hint = f"Restore the copy: cm-desk restore {copy}" if copy else "There is no good copy of it."
    return Check("store", False, f"{database} is damaged or newer than this program.", hint)


def disk(folder: Path) -> Check:
    free = shutil.disk_usage(_there(folder)).free
    says = f"{free / 1e9:,.1f} GB are free."
    return Check("disk", free > LOW_BYTES, says, "" if free > LOW_BYTES else "Make some space.")


def window() -> Check:
    """Whether Qt can be loaded, in a process of its own: it is never loaded into this one."""
    tried = subprocess.run(  # noqa: S603  our own Python
        [sys.executable, "-c", WINDOW], capture_output=True, text=True, timeout=60, check=False
    )
    if tried.returncode == 0:
        return Check("window", True, "Qt can be loaded.")
    why = (tried.stderr.strip().splitlines() or ["Qt cannot be loaded."])[-1]
    return Check("window", False, why, "Install the library it names; the README lists them.")


async def keychain(keys: Secrets) -> Check:
    """Asks for a key that nobody has; the answer "not there" is a good one."""
    try:
        await keys.get("doctor")
    except CmDeskError as err:
        return Check("keychain", False, err.what, err.hint)
    return Check("keychain", True, "The system keychain answers.")


async def network(desk: Desk) -> list[Check]:
    """One look at each account's own service; nobody else is asked anything."""
    known = [a for a in await desk.store.read(accounts.all) if a.base_url]
    return [await _account(desk, each) for each in known] or [Check("network", True, NOBODY)]


async def _account(desk: Desk, account: Account) -> Check:
    try:
        connector = await desk.connector(account)
        await desk.lane(account).run(connector.profile)
    except CmDeskError as err:
        return Check("network", False, err.what, err.hint)
    return Check("network", True, f"{account.key} answers and takes our sign-in.")
