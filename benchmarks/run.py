"""Measures the store through adapter.py, side by side with the raw floors of floor.py.

    python benchmarks/run.py --n 10000,50000

Every figure that is judged is a ratio of CPU times taken in the same run in alternation, or the
CPU time of one call with a warm page cache. Correctness is checked in the same run: a fast wrong
answer is a failure. A table of goals goes to standard output, the whole report (JSON) to --out;
exit status 1 when a check fails (not when a goal is missed).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import random
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from pathlib import Path

import filters
import gen
import people
from floor import Floor, Resolver, expression, percentile, remove, spread, tokens

HERE = Path(__file__).resolve().parent
LIMIT = 50


def load(path: str):
    spec = importlib.util.spec_from_file_location("bench_adapter", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_adapter"] = module
    sys.path.insert(0, str(HERE.parent))
    spec.loader.exec_module(module)
    if getattr(module, "API", None) != 1:
        raise SystemExit("the adapter must say API = 1")
    return module


def written() -> int:
    """Bytes this process has handed to write(2); 0 where /proc is missing."""
    try:
        with open("/proc/self/io") as f:
            return int(next(x for x in f if x.startswith("wchar")).split()[1])
    except OSError:
        return 0


def close_to(got: list[int], want: list[int], slack: int = 1000) -> bool:
    return len(got) == len(want) and all(abs(a - b) <= slack for a, b in zip(got, want))


class Run:
    def __init__(self, adapter, n: int, args) -> None:
        self.a, self.n, self.args = adapter, n, args
        self.seed = args.seed
        self.path = os.path.join(args.dir, f"store-{n}.db")
        self.checks: list[tuple[str, bool, str]] = []
        self.report: dict = {}

    def check(self, name: str, ok: bool, note: str = "") -> None:
        self.checks.append((name, bool(ok), note))
        if not ok:
            print(f"CHECK FAILED n={self.n}: {name} {note}", file=sys.stderr)

    # ------------------------------------------------------------ writing
    def ingest(self) -> None:
        a, args, n = self.a, self.args, self.n
        remove(self.path)
        self.store = store = a.open_store(self.path)
        floors = {
            k: Floor(os.path.join(args.dir, f"floor-{k}-{n}.db"), k) for k in ("plain", "full")
        }
        self.resolver = resolver = Resolver()
        spent: dict[str, list[float]] = defaultdict(list)
        clock = time.process_time
        seen = unread = 0
        self.people: Counter = Counter()
        results: Counter = Counter()
        again: Counter = Counter()
        quiet_bytes = 0
        keep = n <= args.oracle
        self.rows: list[tuple] = []
        watch = None
        changes = 0
        for i, rows in enumerate(
            gen.batches(
                gen.arrival(gen.messages(n, self.seed), args.order, seed=self.seed), args.batch
            )
        ):
            prepared = resolver.batch(rows)
            dicts = [dict(zip(gen.FIELDS, r)) for r in rows]
            steps = [
                ("plain", floors["plain"].add, (prepared,)),
                ("full", floors["full"].add, (prepared,)),
                ("store", a.ingest, (store, dicts)),
            ]
            for name, call, given in steps if i % 2 else reversed(steps):
                begin = clock()
                out = call(*given)
                spent[name].append(clock() - begin)
                if name == "store":
                    results.update(out)
            # the same batch again: nothing is new
            if watch is None:
                watch = sqlite3.connect(self.path, isolation_level=None)
            version = watch.execute("PRAGMA data_version").fetchone()[0]
            bytes_before = written()
            begin = clock()
            out = a.ingest(store, dicts)
            spent["again"].append(clock() - begin)
            quiet_bytes += written() - bytes_before
            again.update(out)
            changes += watch.execute("PRAGMA data_version").fetchone()[0] != version
            seen += len(rows)
            unread += sum(r[gen.UNREAD] for r in rows)
            self.people.update((r[gen.SERVICE], r[gen.AUTHOR]) for r in rows)
            if keep:
                self.rows += rows
        watch.close()
        total = {k: sum(v) for k, v in spent.items()}

        def ratio(base: str, other: str) -> dict:
            """Of the totals, and the quartiles over blocks of 20 batches."""
            x, y = spent[base], spent[other]
            blocks = [sum(x[i : i + 20]) / sum(y[i : i + 20]) for i in range(0, len(x), 20)]
            q = (
                statistics.quantiles(blocks, n=4)
                if len(blocks) > 3
                else [min(blocks)] * 2 + [max(blocks)]
            )
            return {
                "total": round(total[base] / total[other], 3),
                "blocks_q1": round(q[0], 3),
                "blocks_q3": round(q[-1], 3),
            }

        self.report["ingest"] = {
            "batch": args.batch,
            "order": args.order,
            "us_per_row": {k: round(1e6 * v / n, 2) for k, v in total.items()},
            "store_rows_per_cpu_s": round(n / total["store"]),
            "of_plain_floor": ratio("plain", "store"),
            "of_full_floor": ratio("full", "store"),
            "resync_times_insert": ratio("store", "again"),
            "resync_commits": changes,
            "resync_bytes_written": quiet_bytes,
        }
        self.check("every row inserted once", results["inserted"] == n, str(dict(results)))
        self.check(
            "re-sync: all unchanged",
            again["unchanged"] == n and not again["inserted"],
            str(dict(again)),
        )
        self.check("re-sync: no commit", changes == 0, str(changes))
        self.check(
            "re-sync: nothing written",
            quiet_bytes < 4096 + 64 * len(spent["again"]),
            str(quiet_bytes),
        )
        if hasattr(a, "upkeep"):  # what the store does when it is left alone
            begin = clock()
            a.upkeep(store)
            upkeep = clock() - begin
            self.report["ingest"]["upkeep_us_per_row"] = round(1e6 * upkeep / n, 2)
            self.report["ingest"]["of_full_floor_with_upkeep"] = round(
                total["full"] / (total["store"] + upkeep), 3
            )
        counts = a.counts(store)
        self.check("counts: total", counts.get("total") == n, str(counts))
        self.check("counts: unread", counts.get("unread") == unread, f"{counts} want {unread}")
        a.close(store)
        for floor in floors.values():
            floor.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        mb = {f"floor_{k}": f.path for k, f in floors.items()} | {"store": self.path}
        self.report["mb"] = {k: round(os.path.getsize(p) / 1e6, 1) for k, p in mb.items()}
        self.floor = floors["full"]
        floors["plain"].db.close()
        remove(floors["plain"].path)
        for path in (self.path, self.floor.path):  # into the system's page cache
            with open(path, "rb") as f:
                while f.read(1 << 22):
                    pass
        self.store = (getattr(a, "open_reader", None) or a.open_store)(self.path)

    # ------------------------------------------------------------ reading
    def pair(self, left, right, rounds: int) -> tuple[list[float], list[float]]:
        x, y = [], []
        clock = time.thread_time
        for i in range(rounds):
            for call, out in ((left, x), (right, y)) if i % 2 else ((right, y), (left, x)):
                begin = clock()
                call()
                out.append(clock() - begin)
        return x, y

    def search(self) -> None:
        a, store, floor = self.a, self.store, self.floor
        table = {}
        queries = self.args.queries(self.n, self.seed)
        for name, texts in queries.items():
            raw, own = [], []
            for text in texts:
                q = expression(text)
                floor.search(q), a.search(store, text, LIMIT)  # warm both
                x, y = self.pair(lambda: floor.search(q), lambda: a.search(store, text, LIMIT), 6)
                raw += x
                own += y
            table[name] = {
                "floor_ms": spread(raw),
                "store_ms": spread(own),
                "p95_ratio": round(percentile(own, 0.95) / percentile(raw, 0.95), 2),
            }
        self.report["search"] = table
        if self.rows:
            self._search_oracle(queries)
        filters.measure(self)

    def _search_oracle(self, queries) -> None:
        """The same hits as reading every text, newest first. A query is a list of word groups
        (all must occur); a group is a run of words, its last one a prefix if it ended in *."""
        index: dict[str, list[int]] = defaultdict(list)
        docs = []
        for r in self.rows:
            words = tokens(r[gen.TEXT])
            docs.append((r[gen.SENT_AT], words))
        for i, (_, words) in enumerate(docs):
            for w in set(words):
                index[w].append(i)
        vocabulary = sorted(index)

        def having(word: str, prefix: bool) -> set[int]:
            if not prefix:
                return set(index.get(word, ()))
            hits: set[int] = set()
            for k in range(bisect_left(vocabulary, word), len(vocabulary)):
                if not vocabulary[k].startswith(word):
                    break
                hits.update(index[vocabulary[k]])
            return hits

        def occurs(group: list[str], prefix: bool, words: list[str]) -> bool:
            k = len(group)
            for j in range(len(words) - k + 1):
                if words[j : j + k - 1] == group[:-1] and (
                    words[j + k - 1].startswith(group[-1])
                    if prefix
                    else words[j + k - 1] == group[-1]
                ):
                    return True
            return False

        bad = []
        asked = 0
        for texts in queries.values():
            for text in texts[:8]:
                groups = []
                for phrase, word in re.findall(r'"([^"]*)"|(\S+)', text):
                    prefix = word.endswith("*")
                    group = tokens(phrase or word)
                    if group:
                        groups.append((group, prefix))
                hits = None
                for group, prefix in groups:
                    found = set.intersection(*(having(w, prefix and w is group[-1]) for w in group))
                    if len(group) > 1:
                        found = {i for i in found if occurs(group, prefix, docs[i][1])}
                    hits = found if hits is None else hits & found
                want = sorted((docs[i][0] for i in hits or ()), reverse=True)[:LIMIT]
                got = [self.a.peek(x)["sent_at"] for x in self.a.search(self.store, text, LIMIT)]
                asked += 1
                if not close_to(got, want):
                    bad.append(f"{text}: {len(got)} hits, want {len(want)}")
        self.check("search: same hits, newest first", not bad, f"{len(bad)} of {asked}: {bad[:4]}")

    def pages(self) -> None:
        a, store, n = self.a, self.store, self.n
        clock = time.thread_time
        table = {}
        accounts = [f"{s}:{b}" for s, b, _ in gen.ACCOUNTS]
        for view in ("all", "unread", accounts[0], accounts[5]):
            samples, cursor, last, seen, order_ok = [], None, 1 << 62, set(), True
            full = n <= self.args.oracle
            for _ in range(10**6 if full else 300):
                for again in range(3):
                    begin = clock()
                    items, nxt = a.inbox_page(store, view, cursor, LIMIT)
                    samples.append((len(items), again, clock() - begin))
                for item in items:
                    p = a.peek(item)
                    order_ok &= p["sent_at"] <= last + 1000
                    last = p["sent_at"]
                    seen.add((p["account"], p["remote_id"]))
                    if view == "unread" or view == "all":
                        continue
                    order_ok &= p["account"] == view
                if nxt is None:
                    break
                cursor = nxt
            name = {"all": "inbox", "unread": "unread"}.get(view, "account")
            if name in table:
                table[name]["samples"] += samples
            else:
                table[name] = {"samples": samples}
            self.check(f"page {view}: newest first, right account", order_ok)
            if full:
                rows = [
                    r
                    for r in self.rows
                    if view in ("all", "unread", r[gen.ACCOUNT])
                    and (view != "unread" or r[gen.UNREAD])
                ]
                convs = {(r[gen.ACCOUNT], r[gen.THREAD_ID]) for r in rows}
                self.check(
                    f"page {view}: complete",
                    len(seen) in (len(convs), len(rows)),
                    f"{len(seen)} items; {len(convs)} conversations, {len(rows)} messages",
                )
        rng = random.Random(f"timeline/{self.seed}")
        busy = [p for p, _ in self.people.most_common(60)]
        some = rng.sample(sorted(self.people), min(140, len(self.people)))
        samples = []
        for service, author in busy + some:
            cursor, times, seen = None, [], 0
            last = 1 << 62
            order_ok = True
            while True:
                for again in range(3):
                    begin = clock()
                    items, nxt = a.timeline_page(store, service, author, cursor, LIMIT)
                    times.append((len(items), again, clock() - begin))
                seen += len(items)
                for item in items:
                    p = a.peek(item)
                    order_ok &= p["author"] == author and p["sent_at"] <= last + 1000
                    last = p["sent_at"]
                if nxt is None:
                    break
                cursor = nxt
            samples += times
            if seen != self.people[service, author] or not order_ok:
                self.check(f"timeline {author}", False, f"{seen} of {self.people[service, author]}")
        self.check(
            "timelines complete and newest first",
            not any(name.startswith("timeline @") for name, ok, _ in self.checks if not ok),
        )
        table["timeline"] = {"samples": samples}
        begin = clock()
        for _ in range(100):
            a.counts(store)
        each = (clock() - begin) / 100
        table["counts"] = {"samples": [(LIMIT, i, each) for i in range(2)]}
        # full pages only, so that sizes compare; all pages where there is no full one.
        # first: as met while paging on; warm: the same page asked for again
        self.report["pages_ms"] = {}
        for name, row in table.items():
            all_of = row["samples"]
            whole = [s for s in all_of if s[0] == LIMIT] or all_of
            self.report["pages_ms"][name] = {
                "first": spread([t for _, again, t in whole if not again]),
                "warm": spread([t for _, again, t in whole if again]),
            }

    def contacts(self) -> None:
        if hasattr(self.a, "people_page"):
            people.measure(self)

    def edits(self) -> None:
        """1 % of a batch edited upstream: found, searchable, the old words gone."""
        if not self.rows:
            return
        a = self.a
        store = a.open_store(self.path)
        rows = self.rows[-2000:]
        changed = list(gen.edited(rows, 0.01, self.seed))
        expect = sum(x != y for x, y in zip(rows, changed))
        begin = time.process_time()
        out = a.ingest(store, [dict(zip(gen.FIELDS, r)) for r in changed])
        spent = time.process_time() - begin
        self.check("edits: found", out.get("updated") == expect, f"{out} want {expect}")
        hits = a.search(store, "zorblax", 1000)
        self.check("edits: searchable", len(hits) == expect, f"{len(hits)} want {expect}")
        a.ingest(store, [dict(zip(gen.FIELDS, r)) for r in rows])
        hits = a.search(store, "zorblax", 1000)
        self.check("edits: old words gone", len(hits) == 0, str(len(hits)))
        self.check("edits: count unchanged", a.counts(store).get("total") == self.n)
        self.report["edits_us_per_row"] = round(1e6 * spent / len(rows), 2)
        a.close(store)

    def go(self) -> dict:
        for name in ("ingest", "search", "pages", "contacts", "edits"):
            if name in self.args.only or name == "ingest":
                getattr(self, name)()
        self.a.close(self.store)
        self.floor.db.close()
        if not self.args.keep:
            remove(self.path)
        remove(self.floor.path)
        self.report["checks"] = {
            "passed": sum(ok for _, ok, _ in self.checks),
            "failed": [f"{n}: {note}" for n, ok, note in self.checks if not ok],
        }
        return self.report


def goals(sizes: dict[str, dict]) -> dict:
    """Goal -> [measured, bar, met].  Larger n are judged where they were run."""
    out: dict[str, list] = {}
    order = sorted(sizes, key=int)
    small, big = sizes[order[0]], sizes[order[-1]]

    def put(name: str, value: float, bar: float, least: bool) -> None:
        out[name] = [
            round(value, 3),
            (">=" if least else "<=") + str(bar),
            value >= bar if least else value <= bar,
        ]

    for n in order:
        ing = sizes[n]["ingest"]
        if int(n) >= 50_000:
            put(f"ingest of full floor @{n}", ing["of_full_floor"]["total"], 0.80, True)
            put(f"ingest of plain floor @{n}", ing["of_plain_floor"]["total"], 0.55, True)
        put(f"re-sync times insert @{n}", ing["resync_times_insert"]["total"], 8, True)
        put(f"re-sync commits @{n}", ing["resync_commits"], 0, False)
    if "search" in big:
        for name, row in big["search"].items():
            if name not in ("none", "rare"):
                put(f"search {name} p95 / floor @{order[-1]}", row["p95_ratio"], 2.0, False)
            put(
                f"search {name} p95 ms @{order[-1]}",
                row["store_ms"]["p95"],
                10.0 if name.startswith("prefix") or name == "common_and_rare" else 5.0,
                False,
            )
    for name, row in big.get("filters", {}).items():
        bar = filters.SLOW.get(name, filters.BAR_MS)
        put(f"filter {name} p95 ms @{order[-1]}", row["store_ms"]["p95"], bar, False)
    if "pages_ms" in big:
        for name, row in big["pages_ms"].items():
            put(f"page {name} p95 ms @{order[-1]}", row["first"]["p95"], 2.0, False)
            if len(order) > 1 and name != "counts":
                put(
                    f"page {name} warm p50 growth {order[0]}->{order[-1]}",
                    row["warm"]["p50"] / small["pages_ms"][name]["warm"]["p50"],
                    1.5,
                    False,
                )
    for sort, row in big.get("people_ms", {}).items():
        put(f"people by {sort} p95 ms @{order[-1]}", row["first"]["p95"], 2.0, False)
    for text, row in big.get("people_sifted_ms", {}).items():
        put(f"people “{text}” p95 ms @{order[-1]}", row["first"]["p95"], 50.0, False)
        put(f"people “{text}” counted ms @{order[-1]}", row["count"]["p95"], 50.0, False)
    return out


def main(argv: list[str] | None = None, queries=None) -> int:
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("--adapter", default=str(HERE / "adapter.py"))
    ap.add_argument("--n", default="10000,50000")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--batch", type=int, default=500)
    ap.add_argument("--order", default="sync", choices=("live", "sync", "backfill"))
    ap.add_argument("--only", default="search,pages,contacts,edits")
    ap.add_argument("--oracle", type=int, default=20_000, help="full correctness checks up to n")
    ap.add_argument("--dir", help="scratch folder; 3 kB a message")
    ap.add_argument("--keep", action="store_true", help="leave store-N.db there")
    ap.add_argument("--out")
    args = ap.parse_args(argv)
    args.only = set(args.only.split(","))
    scratch = tempfile.TemporaryDirectory()
    args.dir = args.dir or scratch.name
    args.queries = queries or gen.queries
    adapter = load(args.adapter)
    report = {
        "sqlite": sqlite3.sqlite_version,
        "python": sys.version.split()[0],
        "adapter": os.path.basename(args.adapter),
        "seed": args.seed,
        "sizes": {},
    }
    failed = False
    for n in sorted(int(x) for x in args.n.split(",")):
        report["sizes"][str(n)] = entry = Run(adapter, n, args).go()
        failed |= bool(entry["checks"]["failed"])
    report["goals"] = goals(report["sizes"])
    if args.out:
        with open(args.out, "w", encoding="utf-8") as f:
            json.dump(report, f, indent=1)
            f.write("\n")
    for n, entry in report["sizes"].items():
        print(
            f"n={n}: {entry['checks']['passed']} checks passed, "
            f"failed: {entry['checks']['failed'] or 'none'}"
        )
    for name, (value, bar, met) in report["goals"].items():
        print(f"{'ok  ' if met else 'MISS'} {name}: {value} ({bar})")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
