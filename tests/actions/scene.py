"""What happened in a written case, told to the store of a desk on the demo community."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from cm_desk.actions import demo
from cm_desk.connectors.services.demo import world
from cm_desk.desk import Desk, open_desk
from cm_desk.domain.known import About, Moment
from cm_desk.domain.model import Author, Incoming, Kind, Page, Profile
from cm_desk.domain.offsets import moment
from cm_desk.keychain import MemoryKeychain
from cm_desk.store import (
    accounts,
    acts,
    allowances,
    apologies,
    cadences,
    cards,
    consents,
    contacts,
    dates,
    facts,
    gestures,
    kinds,
    merges,
    messages,
    moments,
    promises,
    settings,
)
from cm_desk.store.acts import Act
from cm_desk.store.cadences import Cadence
from cm_desk.store.cards import Card
from cm_desk.store.dates import Occasion
from cm_desk.store.facts import Fact
from cm_desk.store.known import CARE
from cm_desk.store.tx import Tx
from tests.place import Clock

MARA = "Mara Lindqvist"
SINCE = datetime(2026, 3, 5, 12, tzinfo=UTC)
Row = Mapping[str, Any]


async def begin(folder: Path, clock: Clock) -> Desk:
    return await open_desk(folder, lambda _: None, keychain=MemoryKeychain(), now=clock)


@pytest.fixture(scope="module")
def community(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a desk on the demo as it is on its first noon; to be copied."""
    folder: Path = tmp_path_factory.mktemp("community")

    async def fill() -> None:
        desk = await begin(folder, Clock(SINCE))
        try:
            await demo.fill(desk)
        finally:
            await desk.close()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world, "clock", lambda: SINCE)
        asyncio.run(fill())
    return folder


class Scene:
    """The words of serendipity.toml. `who` is [service, author key]; moments are from `since`."""

    def __init__(self, tx: Tx, since: datetime, who: list[str]) -> None:
        self.tx, self.since, self.who = tx, since, who

    @property
    def id(self) -> int:
        found = contacts.resolve(self.tx.db, *self.who)
        assert found is not None, f"the demo has nobody called {self.who}"
        return found

    def tell(self, case: Mapping[str, Any]) -> None:
        """In this order: people and messages first, what is known of them then."""
        for name in (
            *("writes", "joined", "acts", "joys", "hurts", "promises", "days", "facts"),
            *("gestures", "apologies", "cadence", "consent", "costs", "allowance", "cards"),
            "moments",
        ):
            given = case.get(name, [])
            for each in given if isinstance(given, list) else [given]:
                getattr(self, f"_{name}")(each)

    def _writes(self, row: Row) -> None:
        """`ours`: we write to them. A service we have no account on gets one."""
        service, key = row.get("as", self.who)
        known = [a for a in accounts.all(self.tx.db) if a.service == service]
        profile = Profile("@tidewell@elsewhere.example", "tidewell", "Tidewell")
        url = "" if row.get("archive") else f"https://{service}.example"
        account = known[0] if known else accounts.add(self.tx, service, profile, url)
        name = row.get("name", key)
        said = Incoming(
            remote_id=row.get("id", f"case.{row['at']}"),
            thread=row.get("thread", f"case.{key}"),
            who=Author(key, row.get("handle", key), name),
            text=row.get("text", "A word about grinders"),
            sent_at=moment(row["at"], self.since),
            kind=Kind(row.get("kind", "mention")),
            outgoing=row.get("ours", False),
        )
        messages.save(self.tx, account.id, Page((said,)), "case")

    def _joined(self, other: list[str]) -> None:
        gone = contacts.resolve(self.tx.db, *other)
        assert gone is not None
        merges.merge(self.tx, self.id, gone, "", self.since)

    def _acts(self, row: Row) -> None:
        said = self._said(row["message"])
        at = moment(row["at"], self.since) if "at" in row else said.sent_at
        state = row.get("state", "confirmed")
        kind = row.get("kind", "answers")
        acts.add(self.tx, Act(0, self.id, kind, "repairs", said.id, said.text, at, state))

    def _joys(self, message: list[str]) -> None:
        assert moments.mark(self.tx, self._said(message).id, Moment.JOY, self.since)

    def _hurts(self, message: list[str]) -> None:
        assert moments.mark(self.tx, self._said(message).id, Moment.HURT, self.since)

    def _promises(self, row: Row) -> None:
        message = self._said(row["message"]).id if "message" in row else None
        made, due = moment("-90d 10:00", self.since), moment(row["due"], self.since)
        id = promises.add(self.tx, self.id, "A promise", due, made, message)
        if "state" in row:
            promises.settle(self.tx, id, row["state"], moment(row["at"], self.since))
        if row.get("told"):
            told = gestures.Gesture(0, self.id, "favour", made, MARA)
            promises.tell(self.tx, self.id, gestures.add(self.tx, told))

    def _days(self, row: Row) -> None:
        said = self._said(row["message"]) if "message" in row else None
        month, day = (int(each) for each in row["on"].split("-"))
        words = (said.text, said.id) if said else ("", None)
        yearly, year = row.get("yearly", True), row.get("year")
        day_ = Occasion(0, self.id, row.get("name", "Birthday"), month, day, year, yearly, *words)
        dates.add(self.tx, day_, self.since)

    def _facts(self, row: Row) -> None:
        [(about, text)] = row.items()
        facts.put(self.tx, Fact(0, self.id, About(about), text, self.since), self.since)

    def _gestures(self, row: Row) -> None:
        of = contacts.resolve(self.tx.db, *row["of"]) if "of" in row else self.id
        assert of
        at, voice = moment(row["at"], self.since), row.get("voice", MARA)
        way = row.get("direction", "given")
        given = gestures.Gesture(0, of, row["kind"], at, voice, direction=way)
        gestures.add(self.tx, given)

    def _apologies(self, row: Row) -> None:
        said = self._said(row["message"])
        at = moment(row["at"], self.since)
        id = apologies.add(self.tx, self.id, said.text, at, said.id)
        if "closed" in row:
            apologies.close(self.tx, id, moment(row["closed"], self.since))

    def _cadence(self, days: int) -> None:
        cadences.put(self.tx, Cadence(self.id, days, 2 * days), self.since)

    def _consent(self, what: str) -> None:
        consents.give(self.tx, self.id, what, "You may name me", self.since)

    def _costs(self, row: Row) -> None:
        known = [
            replace(each, cost_cents=row.get(each.key, each.cost_cents))
            for each in kinds.all(self.tx.db)
        ]
        kinds.put(self.tx, known)

    def _allowance(self, cents: int) -> None:
        """Of whoever has none of their own."""
        allowances.put(self.tx, "", "", cents, "EUR")

    def _cards(self, row: Row) -> None:
        """A card of an earlier day that was put off until a day, or for ever."""
        until = date.max if row["until"] == "never" else moment(row["until"], self.since).date()
        [(message,)] = self.tx.db.execute("select max(id) from messages").fetchall()
        known = accounts.all(self.tx.db)[0].id
        old = Card(0, "2026-01-01", self.id, "", "helped", message, "", self.since, "", "gift",
                   MARA, None, known, None, "")  # fmt: skip
        cards.keep(self.tx, [old])
        [(id,)] = self.tx.db.execute("select max(id) from cards").fetchall()
        cards.decide(self.tx, id, cards.LATER, self.since, until.isoformat())

    def _moments(self, switch: str) -> None:
        settings.set(self.tx, CARE, "1" if switch == "on" else "")

    def _said(self, of: list[str]) -> messages.Message:
        service, remote_id = of
        for account in accounts.all(self.tx.db):
            if account.service == service and (
                found := messages.by_remote(self.tx.db, account.id, remote_id)
            ):
                return found
        raise LookupError(f"the demo has no message {of}")
