"""Recognition on a large desk: looking for help, the board of ten thousand acts, give and ask.

    python benchmarks/recognition.py [--messages 100000] [--acts 10000]

CPU milliseconds of the whole program, and the longest time the loop of the window was kept waiting.
The desk is that of gen.py; the acts are spread over half a year and a thousand people.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Awaitable
from datetime import timedelta
from pathlib import Path

import adapter
import gen

from cm_desk.actions import balance, board, helping, pairs
from cm_desk.desk import open_desk
from cm_desk.keychain import MemoryKeychain
from cm_desk.store import acts
from cm_desk.store.acts import CONFIRMED, Act
from cm_desk.store.tx import Tx

BATCH, TICK_S = 500, 0.005


def fill(folder: Path, messages: int) -> None:
    store = adapter.open_store(str(folder / adapter.DB_NAME))
    for rows in gen.batches(gen.dicts(messages, seed=1), BATCH):
        adapter.ingest(store, rows)
    adapter.close(store)


def help_much(tx: Tx, number: int) -> None:
    people = [id for (id,) in tx.db.execute("select id from contacts order by id limit 1000")]
    for n in range(number):
        at = adapter.NOW - timedelta(days=180 * n / number)
        who = people[n * 7919 % len(people)]
        kind = ("answers", "welcomes", "reports")[n % 3]
        acts.add(tx, Act(0, who, kind, f"Topic {n % 9}", None, f"word {n}", at, CONFIRMED))


async def measured(name: str, work: Awaitable[object]) -> None:
    """The loop ticks meanwhile; the longest gap is what a window would have felt."""
    worst, last = 0.0, time.perf_counter()
    began = time.process_time()
    task = asyncio.ensure_future(work)
    while not task.done():
        await asyncio.sleep(TICK_S)
        now = time.perf_counter()
        worst, last = max(worst, now - last - TICK_S), now
    cpu = (time.process_time() - began) * 1000
    print(f"{name:34} {cpu:9.1f} ms CPU   longest wait {worst * 1000:7.1f} ms")
    await task


async def run(folder: Path, number: int) -> None:
    desk = await open_desk(
        folder, lambda _: None, keychain=MemoryKeychain(), now=lambda: adapter.NOW
    )
    try:
        await measured("looking for help, half a year", helping.look(desk))
        found = len(await helping.proposals(desk))
        await measured("looking again, nothing new", helping.look(desk))
        await desk.store.write(help_much, number)
        for name in ("board of 90 days, first", "board of 90 days, warm"):
            await measured(name, board.leaders(desk))
        await measured("give and ask, six months", balance.by_month(desk))
        await measured("pairs to introduce", pairs.proposed(desk))
        print(f"{found} proposals shown; {number} acts confirmed")
    finally:
        await desk.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--acts", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), options.messages)
        asyncio.run(run(Path(folder), options.acts))


if __name__ == "__main__":
    main()
