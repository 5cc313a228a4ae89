"""The demo community: four accounts of the embedded network, and what our side remembers.

Ordinary accounts and ordinary rows; nothing else in the desk knows that the people are made up.
"""

import json
from datetime import datetime
from typing import Any

from cm_desk.actions.accounts import add, remove
from cm_desk.actions.demo_memory import Memory
from cm_desk.actions.progress import Report
from cm_desk.actions.sync import SyncResult, history, sync
from cm_desk.desk import DEMO, Desk
from cm_desk.domain.model import Account
from cm_desk.paths import resource
from cm_desk.store import accounts, fields, removal, settings, voices
from cm_desk.store.known import CARE
from cm_desk.store.tx import Tx

PLAYS = ("mastodon", "bluesky", "mail", "discourse")
KEPT = "demo.json"
SINCE, REMEMBERED = "demo.since", "demo.remembered"


async def fill(desk: Desk, report: Report | None = None) -> SyncResult:
    """Make the demo accounts, fetch everything, and remember what our side did.

    Again: only what has happened there since. The community is dated from the first time.
    """
    total = SyncResult()
    for account in await prepare(desk):
        total += await sync(desk, account) + await history(desk, account, report)
    await desk.store.write(_remember)
    return total


async def prepare(desk: Desk) -> list[Account]:
    """The accounts alone: what the window needs to show itself at once."""
    known = [a for a in await desk.store.read(accounts.all) if a.base_url.startswith(DEMO)]
    if len(known) == len(PLAYS):
        return known
    since = desk.now().replace(microsecond=0)
    answers = {"since": since.isoformat(), "kept": str(desk.folder.resolve() / KEPT)}
    signing_in = desk.services.service("demo").sign_in
    assert signing_in  # noqa: S101  for the types: the demo has a form
    granted = [(plays, signing_in(desk.http, answers | {"plays": plays})) for plays in PLAYS]
    await desk.store.write(settings.set, SINCE, since.isoformat())
    return [await add(desk, plays, each, this_run=True) for plays, each in granted]


async def leave(desk: Desk) -> None:
    """Start for real: take the demo accounts away, the made-up people, and what we remember.

    What came from other accounts stays.
    """
    known = [a for a in await desk.store.read(accounts.all) if a.base_url.startswith(DEMO)]
    await desk.store.write(_forget, [each.id for each in known])
    for account in known:
        await remove(desk, account)
    (desk.folder / KEPT).unlink(missing_ok=True)


def _forget(tx: Tx, account_ids: list[int]) -> None:
    removal.memories(tx, account_ids)
    for field in fields.all(tx.db):
        if not field.people and field.name in _memory()["fields"]:
            fields.remove(tx, field.id)
    lent = {each["name"] for each in _memory()["voices"]}
    for voice in voices.all(tx.db, left=True):
        if voice.name in lent:
            voices.remove(tx, voice.id)
    for name in (SINCE, REMEMBERED, CARE):
        settings.set(tx, name, "")


def _remember(tx: Tx) -> None:
    """Once, in one transaction: all of it or nothing."""
    if settings.get(tx.db, REMEMBERED):
        return
    memory = _memory()
    Memory(tx, datetime.fromisoformat(settings.get(tx.db, SINCE))).tell(memory)
    settings.set(tx, CARE, "1")
    settings.set(tx, REMEMBERED, "yes")


def _memory() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resource("demo/memory.json").read_text("utf-8"))
    return found
