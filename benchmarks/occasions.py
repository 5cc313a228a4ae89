"""The calendar and the promises among ten thousand people and gestures: CPU of a page.

    python benchmarks/occasions.py [--people 10000] [--gestures 10000] [--dates 600]

A month is met for the first time while paging through ten years (first), and asked for again (warm).
Beside them one page of the ledger. CPU milliseconds of the reading thread and of the main one.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from cm_desk.actions import almanac, calendar, pledges, promises, touch
from cm_desk.desk import open_desk
from cm_desk.domain.model import Profile
from cm_desk.keychain import MemoryKeychain
from cm_desk.store import accounts, gestures, ledger, lines
from cm_desk.store.tx import Tx

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
TEN_YEARS = 3650


def fill(tx: Tx, people: int, given: int, told: int) -> None:
    """People who came over ten years; some told us a birthday, every third was promised something,
    every hundredth is somebody to stay in touch with."""
    profile = Profile("@tidewell@social.example", "1", "Tidewell")
    accounts.add(tx, "mastodon", profile, "https://social.example")
    run, begin = tx.db.executemany, NOW - timedelta(days=TEN_YEARS)
    first = [int((begin + timedelta(days=TEN_YEARS * n / people)).timestamp() * 1000)
             for n in range(people)]  # fmt: skip
    run("insert into contacts (id, name) values (?, ?)",
        [(n + 1, f"Person {n}") for n in range(people)])  # fmt: skip
    run("insert into identities (id, key, service, author_key, handle, name, url, avatar_url, bio,"
        " bot, contact_id, received, sent, signals, first_ms, last_ms) values (?, ?, 'mastodon', ?,"
        " ?, ?, '', '', '', 0, ?, ?, 3, 0, ?, ?)",
        [(n + 1, n + 1, f"p{n}", f"@p{n}", f"Person {n}", n + 1, n % 12 + 1, ms, ms)
         for n, ms in enumerate(first)])  # fmt: skip
    run("insert into dates (contact_id, name, month, day, year, yearly, quote, made_ms)"
        " values (?, 'Birthday', ?, ?, ?, 1, '', 0)",
        [(n + 1, n % 12 + 1, n % 28 + 1, 1950 + n % 50) for n in range(0, people, max(1, people // max(1, told)))])  # fmt: skip
    day = 86_400_000
    due = int(NOW.timestamp() * 1000)
    run("insert into promises (contact_id, text, due_ms, state, made_ms, settled_ms) values"
        " (?, 'Call back', ?, ?, ?, ?)",
        [(n + 1, due + (n % 600 - 500) * day, "open" if n % 600 > 500 else "kept", due - 999 * day,
          None if n % 600 > 500 else due + (n % 600 - 501) * day)
         for n in range(0, people, 3)])  # fmt: skip
    run("insert into cadences (contact_id, ideal_days, longest_days, made_ms) values (?, 60, 90, 0)",
        [(n + 1,) for n in range(0, people, 100)])  # fmt: skip
    for n in range(given):
        at = NOW - timedelta(days=TEN_YEARS * n / given)
        gestures.add(tx, gestures.Gesture(0, n % people + 1, "thank-you", at, "Ines", "so kind"))
    tx.db.execute("insert or ignore into restless select id from contacts")


def spread(times: list[float]) -> str:
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return f"p50 {statistics.median(ordered):7.2f}  p95 {p95:7.2f} ms"


async def measure(people: int, given: int, told: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = await open_desk(
            Path(folder), lambda _: None, keychain=MemoryKeychain(), now=lambda: NOW
        )
        await desk.store.write(fill, people, given, told)
        while await desk.store.write(lines.settle, 2000):
            pass
        first, warm, held = [], [], []
        for n in range(120):
            day = date(2016 + n // 12, n % 12 + 1, 1)
            for times in (first, warm):
                begin = time.process_time()
                span = await almanac.between(desk, day, day + timedelta(days=41))
                times.append(1000 * (time.process_time() - begin))
            held.append(len(span.events))
        print(f"people {people:,}, gestures {given:,}; a month holds {statistics.median(held):g}")
        print(f"calendar month, first   {spread(first)}")
        print(f"calendar month, again   {spread(warm)}")
        await others(desk)
        await desk.close()


async def others(desk: object) -> None:
    works = {
        "ledger page": lambda: desk.store.read(ledger.page),
        "promises, all": lambda: promises.listed(desk, settled=True),
        "offered": lambda: pledges.everybodys(desk),
        "stay in touch": lambda: touch.everybody(desk),
        "calendar file": lambda: calendar.text(desk),
    }
    for name, work in works.items():
        times = []
        for _ in range(20):
            begin = time.process_time()
            await work()
            times.append(1000 * (time.process_time() - begin))
        print(f"{name:22}  {spread(times)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--gestures", type=int, default=10_000)
    parser.add_argument("--dates", type=int, default=600, help="told by people")
    asked = parser.parse_args()
    asyncio.run(measure(asked.people, asked.gestures, asked.dates))
