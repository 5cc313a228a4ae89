"""Looks at everything the desk needs, and says what to do about what is not well."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from cm_desk.actions.backup import newest_good
from cm_desk.desk import DATABASE, Desk
from cm_desk.domain.model import Account
from cm_desk.errors import CmDeskError
from cm_desk.lanes import Lane
from cm_desk.store import accounts, backup

LOW_BYTES = 500_000_000
WINDOW = "import PySide6.QtWidgets, qasync"


@dataclass(frozen=True, slots=True)
class Check:
    """`says` is what was found, `hint` what to do; "" when all is well."""

    name: str
    ok: bool
    says: str
    hint: str = ""


async def without_desk(folder: Path) -> list[Check]:
    """What can be looked at even when the store does not open."""
    lane = Lane("doctor")
    try:
        return await lane.run(lambda: [store(folder), disk(folder), window()])
    finally:
        lane.close()


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
    there = next(each for each in (folder, *folder.parents) if each.exists())
    free = shutil.disk_usage(there).free
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


async def keychain(desk: Desk) -> Check:
    """Asks for a key that nobody has; the answer "not there" is a good one."""
    try:
        await desk.keychain.get("doctor")
    except CmDeskError as err:
        return Check("keychain", False, err.what, err.hint)
    return Check("keychain", True, "The system keychain answers.")


async def network(desk: Desk) -> list[Check]:
    """One look at each account's own service; nobody else is asked anything."""
    known = [a for a in await desk.store.read(accounts.all) if a.base_url]
    return [await _account(desk, each) for each in known] or [
        Check("network", True, "There is no account yet, so nothing was asked.")
    ]


async def _account(desk: Desk, account: Account) -> Check:
    try:
        connector = await desk.connector(account)
        await desk.lane(account).run(connector.profile)
    except CmDeskError as err:
        return Check("network", False, err.what, err.hint)
    return Check("network", True, f"{account.key} answers and takes our sign-in.")
