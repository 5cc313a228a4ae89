"""Pages of the list of people: by every column both ways, and sifted.

A page is met while paging on (first) and asked for again (warm). Where the run is small enough
every page is read, and what the columns say is compared with a count of all rows.
"""

from __future__ import annotations

import time
from collections import defaultdict

import gen
from floor import spread

LIMIT = 50
PAGES = 100
SORTS = (
    *("closeness", "name", "first", "last", "heard", "received", "sent", "signals", "gestures"),
    *("given", "promises", "channels"),
)
COUNTED = ("received", "sent", "first", "last", "heard", "closeness")
FILTERS = (
    *("an", "zzzqq", "on:bluesky", "on:mastodon -on:mail", "silent:3m", "since:2025-10", "lang:ja"),
    *("-lang:en silent:1y", "is:unanswered", "gesture:none", "promise:open", "an on:mail -lang:en"),
)


def measure(run) -> None:
    """Fills run.report with "people_ms" and "people_sifted_ms"."""
    table: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    seen: dict[tuple[str, bool], list] = {}
    for sort in SORTS:
        for descending in (True, False):
            seen[sort, descending] = _walk(run, "", sort, descending, table[sort], run.n, PAGES)
    run.report["people_ms"] = {
        sort: {kind: spread(times) for kind, times in both.items()} for sort, both in table.items()
    }
    sifted: dict[str, dict[str, list[float]]] = {}
    for text in FILTERS:
        times = sifted[text] = defaultdict(list)
        for sort in ("closeness", "name", "last"):
            _walk(run, text, sort, sort != "name", times, run.n, 10)
            begin = time.thread_time()
            run.a.people_count(run.store, text)
            times["count"].append(time.thread_time() - begin)
    run.report["people_sifted_ms"] = {
        text: {kind: spread(each) for kind, each in times.items()} for text, times in sifted.items()
    }
    if run.rows:
        _compare(run, seen)


def _walk(run, text: str, sort: str, descending: bool, times, n: int, most: int) -> list:
    """All pages of a small run, `most` of a large one; what `peek_person` says of each row."""
    cursor, rows = None, []
    for _ in range(10**6 if run.rows else most):
        for kind in ("first", "warm"):
            begin = time.thread_time()
            items, following = run.a.people_page(run.store, text, sort, descending, cursor, LIMIT)
            times[kind].append(time.thread_time() - begin)
        rows += [run.a.peek_person(item) for item in items]
        if following is None:
            break
        cursor = following
    return rows


def _compare(run, seen: dict) -> None:
    want = _counted(run.rows)
    for (sort, descending), rows in seen.items():
        ids = {row["id"] for row in rows}
        run.check(f"people by {sort}: everybody once", len(ids) == len(rows) == len(want))
        if sort in COUNTED:
            got = [row[sort] for row in rows]
            expected = sorted((each[sort] for each in want.values()), reverse=descending)
            run.check(f"people by {sort}: counted right, in order", got == expected)


def _counted(rows) -> dict[tuple[str, str], dict[str, int]]:
    said: dict[tuple[str, str], list[tuple[int, bool]]] = defaultdict(list)
    for row in rows:
        out = row[gen.DIRECTION] == "out"
        said[row[gen.SERVICE], row[gen.AUTHOR]].append((row[gen.SENT_AT], out))
    counted = {}
    for who, messages in said.items():
        messages.sort(key=lambda each: each[0])
        ways = [out for _, out in messages]
        counted[who] = {
            "received": ways.count(False),
            "sent": ways.count(True),
            "first": messages[0][0],
            "last": messages[-1][0],
            "heard": max((at for at, out in messages if not out), default=0),
            "closeness": sum(a != b for a, b in zip(ways, ways[1:])),
        }
    return counted
