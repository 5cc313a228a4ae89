"""The cards of the day in a large community: how long they take, and whether they keep the limits.

    python benchmarks/today.py --people 10000 --dir SCRATCH

Times are of the processor, all threads together, because machines are noisy. The goal is 300 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Coroutine
from datetime import timedelta
from pathlib import Path

import adapter
import gen

from cm_desk.actions import today as kindness
from cm_desk.actions.today import Today
from cm_desk.desk import open_desk
from cm_desk.domain.known import Moment
from cm_desk.keychain import MemoryKeychain
from cm_desk.paths import DATABASE
from cm_desk.store import acts, cadences, gestures, known, moments, promises, settings
from cm_desk.store.acts import CONFIRMED, Act
from cm_desk.store.cadences import Cadence
from cm_desk.store.store import commit
from cm_desk.store.tx import Tx

DAY = timedelta(days=1)
NOW = adapter.NOW.replace(hour=12)
HEARD = (
    "select m.id, m.text, i.contact_id from messages m join identities i on i.id = m.identity_id"
    " where m.outgoing = 0 and m.text <> '' order by m.id desc limit ?"
)
VOICES = ("Mara Lindqvist", "Tomás Ruiz, Repair bench", "Ines Carvalho, Founder")
KINDS = ("thank-you", "gift", "surprise", "shout-out", "favour")


def fill(folder: Path, people: int, dice: random.Random) -> None:
    """About ten messages a person, and as much known of them as a busy year leaves."""
    store = adapter.open_store(str(folder / DATABASE))
    for batch in gen.batches(gen.dicts(10 * people), 500):
        adapter.ingest(store, batch)
    adapter.upkeep(store)
    commit(Tx(store), lambda tx: _tell(tx, people, dice))
    adapter.close(store)


def _tell(tx: Tx, people: int, dice: random.Random) -> None:
    said = tx.db.execute(HEARD, [10 * people]).fetchall()
    some = lambda share: dice.sample(said, int(share * people))  # noqa: E731
    settings.set(tx, known.CARE, "1")
    for id, text, who in some(0.3):
        at = NOW - dice.randrange(90) * DAY
        acts.add(tx, Act(0, who, "answers", "help", id, text, at, CONFIRMED))
    for id, _, _ in some(0.1):
        moments.mark(tx, id, Moment.JOY if dice.random() < 0.9 else Moment.HURT, NOW)
    for id, _, who in some(0.05):
        made = NOW - dice.randrange(200) * DAY
        number = promises.add(tx, who, "A reply", made + 9 * DAY, made, id)
        if dice.random() < 0.9:
            promises.settle(tx, number, "kept", made + 5 * DAY)
    for _, _, who in some(0.05):
        cadences.put(tx, Cadence(who, 60, 90), NOW)
    for id, text, who in some(1.0):
        at = NOW - dice.randrange(900) * DAY
        gestures.add(
            tx,
            gestures.Gesture(0, who, dice.choice(KINDS), at, dice.choice(VOICES), text, id),
        )


async def measure(folder: Path, rounds: int) -> None:
    desk = await open_desk(folder, lambda _: None, keychain=MemoryKeychain(), now=lambda: NOW)
    try:
        first, again = [], []
        for _ in range(rounds):
            await desk.store.write(_forget)
            found = await _timed(kindness.today(desk), first)
            await _timed(kindness.today(desk), again)
        [(n,)] = await desk.store.read(_people)
        print(f"{n} people; {len(found.cards)} cards, {sum(found.left_out.values())} left out")
        print(f"chosen for the first time: {_said(first)}")
        print(f"looked at again:           {_said(again)}")
    finally:
        await desk.close()


async def _timed(work: Coroutine[object, object, Today], times: list[float]) -> Today:
    begin = time.process_time()
    found = await work
    times.append(1000 * (time.process_time() - begin))
    return found


def _forget(tx: Tx) -> None:
    """As on a new morning."""
    tx.db.execute("delete from cards")
    settings.set(tx, "kindness.looked", "")


def _people(db: sqlite3.Connection) -> list[tuple[int]]:
    return db.execute("select count(*) from contacts").fetchall()


def _said(ms: list[float]) -> str:
    return f"median {statistics.median(ms):.0f} ms, longest {max(ms):.0f} ms, of {len(ms)}"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=10_000)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--dir", type=Path)
    told = asked.parse_args()
    with tempfile.TemporaryDirectory(dir=told.dir) as scratch:
        folder = told.dir / f"today-{told.people}" if told.dir else Path(scratch)
        if not (folder / DATABASE).exists():
            folder.mkdir(parents=True, exist_ok=True)
            fill(folder, told.people, random.Random(1))
        asyncio.run(measure(folder, told.rounds))


if __name__ == "__main__":
    main()
