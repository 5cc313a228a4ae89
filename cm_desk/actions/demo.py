"""The demo community: four accounts of the embedded network, and what our side remembers.

Ordinary accounts and ordinary rows; nothing else in the desk knows that the people are made up.
"""

import json
from datetime import datetime
from typing import Any

from cm_desk.actions.accounts import add, remove
from cm_desk.actions.progress import Report
from cm_desk.actions.sync import SyncResult, history, sync
from cm_desk.desk import DEMO, Desk
from cm_desk.domain.model import Account
from cm_desk.domain.offsets import moment
from cm_desk.domain.views import State, View
from cm_desk.paths import resource
from cm_desk.store import (
    accounts,
    contacts,
    conversations,
    drafts,
    gestures,
    labels,
    merges,
    messages,
    notes,
    promises,
    removal,
    settings,
    targets,
    triage,
)
from cm_desk.store.tx import Tx

PLAYS = ("mastodon", "bluesky", "mail", "discourse")
KEPT = "demo.json"
SINCE, REMEMBERED = "demo.since", "demo.remembered"
OPEN_VIEWS = (View.NEEDS_REPLY, View.WAITING, View.MENTIONS)


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
    for name in (SINCE, REMEMBERED):
        settings.set(tx, name, "")


def _remember(tx: Tx) -> None:
    """Once, in one transaction: all of it or nothing."""
    if settings.get(tx.db, REMEMBERED):
        return
    memory = json.loads(resource("demo/memory.json").read_text("utf-8"))
    _Memory(tx, datetime.fromisoformat(settings.get(tx.db, SINCE))).tell(memory)
    settings.set(tx, REMEMBERED, "yes")


class _Memory:
    """resources/demo/README.md says what the lists hold."""

    def __init__(self, tx: Tx, since: datetime) -> None:
        self._tx, self._since = tx, since
        known = [a for a in accounts.all(tx.db) if a.base_url.startswith(DEMO)]
        self._accounts = {account.service: account.id for account in known}

    def tell(self, memory: dict[str, Any]) -> None:
        for service, name in memory["signers"]:
            accounts.change(self._tx, self._accounts[service], signer=name)
        self._merge(memory["same"])
        self._triage(memory)
        for each in memory["labels"]:
            label = labels.ensure(self._tx, each["name"], each["color"])
            for thread in each["threads"]:
                labels.assign(self._tx, self._thread(thread), label.id)
        for each in memory["gestures"]:
            self._gesture(each)
        for each in memory["promises"]:
            self._promise(each)
        for each in memory["notes"]:
            notes.add(self._tx, self._person(each["who"]), each["text"], self._at(each["at"]))
        for each in memory["drafts"]:
            self._draft(each)

    def _merge(self, same: list[list[list[str]]]) -> None:
        """They were joined on the day they first wrote on the second service."""
        for first, *others in same:
            for service, key in others:
                if (other := contacts.resolve(self._tx.db, service, key)) is not None:
                    met = contacts.person(self._tx.db, other)
                    at = met.first_at if met else self._since
                    merges.merge(self._tx, self._person(first), other, "", at)

    def _triage(self, memory: dict[str, Any]) -> None:
        """What is neither open nor snoozed, and older than the demo, is done."""
        waiting = [self._thread(each) for each in memory["open"]]
        triage.set_state(self._tx, self._past() - set(waiting), State.DONE)
        triage.set_state(self._tx, waiting, State.OPEN)
        for each in memory["snoozed"]:
            until = self._at(each["until"])
            triage.set_state(self._tx, [self._thread(each["thread"])], State.SNOOZED, until)

    def _past(self) -> set[int]:
        found = set()
        for view in OPEN_VIEWS:
            cursor = None
            while True:
                page = conversations.page(self._tx.db, view, cursor=cursor, limit=200)
                found |= {each.id for each in page.items if each.last_at < self._since}
                if (cursor := page.cursor) is None:
                    break
        for id in found:
            triage.mark_seen(self._tx, id)
        return found

    def _gesture(self, each: dict[str, Any]) -> None:
        given = gestures.Gesture(
            id=0,
            contact_id=self._person(each["who"]),
            kind=each["kind"],
            at=self._at(each["at"]),
            voice=each["voice"],
            why=each["why"],
            message_id=self._message(each.get("message")),
            cost_cents=each.get("cost_cents", 0),
            currency=each.get("currency", ""),
            minutes=each.get("minutes", 0),
            note=each.get("note", ""),
            public=each.get("public", False),
        )
        gestures.add(self._tx, given)

    def _promise(self, each: dict[str, Any]) -> None:
        made, due = self._at(each["made"]), self._at(each["due"])
        message = self._message(each.get("message"))
        id = promises.add(self._tx, self._person(each["who"]), each["text"], due, made, message)
        if "settled" in each:
            promises.settle(self._tx, id, each["state"], self._at(each["settled"]))

    def _draft(self, each: dict[str, Any]) -> None:
        account_id = self._accounts[each["thread"][0]]
        text, thread = each["text"], self._thread(each["thread"])
        draft = drafts.Draft(0, thread, account_id, text, saved_at=self._since, cursor=len(text))
        drafts.save(self._tx, draft)

    def _at(self, offset: str) -> datetime:
        return moment(offset, self._since)

    def _thread(self, of: list[str]) -> int:
        """Raises LookupError for a conversation that the community does not have."""
        found = targets.conversation(self._tx.db, self._accounts[of[0]], of[1])
        if found is None:
            raise LookupError(f"The demo has no conversation {of}.")
        return found

    def _person(self, of: list[str]) -> int:
        found = contacts.resolve(self._tx.db, *of)
        if found is None:
            raise LookupError(f"The demo has nobody called {of}.")
        return found

    def _message(self, of: list[str] | None) -> int | None:
        found = messages.by_remote(self._tx.db, self._accounts[of[0]], of[1]) if of else None
        return found.id if found else None
