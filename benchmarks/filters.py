"""Searches with filters, beside what SQLite needs for the same rows with everything resolved.

The floor is given ids where a person types names and days, and never has to find out where to look.
Where the run is small enough the hits are compared with those of a reader of every row.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import gen
from floor import percentile, spread, tokens

LIMIT, EACH, ROUNDS = 50, 12, 6
SLOW = {"first name": 40.0, "first name + word": 40.0}  # two thousand people have each of them
BAR_MS = 10.0
_ALL = "SELECT m.id, m.sent_at, m.person_id, m.text FROM message m WHERE {} ORDER BY m.id DESC LIMIT 50"
_FTS = (
    "SELECT m.id, m.sent_at, m.person_id, m.text FROM fts CROSS JOIN message m ON m.id = fts.rowid"
    " WHERE fts MATCH ? AND {} ORDER BY fts.rowid DESC LIMIT 50"
)
_ANSWERED = (
    "EXISTS (SELECT 1 FROM message o WHERE o.conversation_id = m.conversation_id AND o.id > m.id"
    " AND o.outgoing = 1)"
)


@dataclass
class Case:
    """`text` is typed; the floor runs `where` with `given`, after MATCH `word` where there is one.
    `holds` asks a row of the generator."""

    text: str
    where: str
    given: tuple = ()
    word: str = ""
    holds: Callable[[tuple], bool] | None = None

    @property
    def sql(self) -> str:
        return (_FTS if self.word else _ALL).format(self.where)

    @property
    def values(self) -> tuple:
        return ((self.word,) if self.word else ()) + self.given


def measure(run) -> None:
    """Fills run.report with "filters"."""
    table = {}
    for name, cases in _cases(run).items():
        raw, own = [], []
        for case in cases:

            def floor(case=case):
                return run.floor.db.execute(case.sql, case.values).fetchall()

            def store(case=case):
                return run.a.search(run.store, case.text, LIMIT)

            floor(), store()
            x, y = run.pair(floor, store, ROUNDS)
            raw, own = raw + x, own + y
        table[name] = {
            "floor_ms": spread(raw),
            "store_ms": spread(own),
            "p95_ratio": round(percentile(own, 0.95) / percentile(raw, 0.95), 2),
        }
        if run.rows:
            _compare(run, name, cases)
    run.report["filters"] = table


def _compare(run, name: str, cases: list[Case]) -> None:
    """The same moments as a reader of every row finds, newest first."""
    bad = []
    rows = sorted(run.rows, key=lambda row: -row[gen.SENT_AT])
    for case in (each for each in cases if each.holds):
        want = [row[gen.SENT_AT] for row in rows if case.holds(row)][:LIMIT]
        got = [run.a.peek(hit)["sent_at"] for hit in run.a.search(run.store, case.text, LIMIT)]
        if len(got) != len(want) or any(abs(a - b) > 1000 for a, b in zip(got, want)):
            bad.append(f"{case.text}: {len(got)} hits, want {len(want)}")
    run.check(f"filters, {name}: same hits", not bad, str(bad[:3]))


def _cases(run) -> dict[str, list[Case]]:
    words = run.args.queries(run.n, run.seed)["common"][:EACH]
    people = _people(run)
    names = [each.lower() for each in random.Random(run.seed).sample(gen.FIRST, EACH)]
    services = ("lemmy", "discourse", "email")
    return {
        "person": [_from(run, who) for who in people],
        "person + word": [_from(run, who, word) for who, word in zip(people, words)],
        "first name": [_named(run, name) for name in names],
        "first name + word": [_named(run, name, word) for name, word in zip(names, words)],
        "service": [_on(run, service) for service in services],
        "service + word": [_on(run, services[n % 3], word) for n, word in enumerate(words)],
        "unread": [Case("is:unread", "m.unread = 1", holds=lambda r: r[gen.UNREAD] == 1)],
        "unread + word": [_word("is:unread", "m.unread = 1", w, _unread) for w in words],
        "unanswered + word": [
            _word("is:unanswered", f"m.outgoing = 0 AND NOT {_ANSWERED}", w) for w in words
        ],
        "before + word": [_days(run, w, "2023-02", "2024-06") for w in words],
        "month + word": [_days(run, w, "2024-03", "2024-04") for w in words],
        "not + word": [
            Case(f"{a} -{b}", "true", (), f'"{a}" NOT "{b}"') for a, b in zip(words, words[1:])
        ],
        "link + word": [
            _word("has:link", "(m.text LIKE '%http://%' OR m.text LIKE '%https://%')", w, _link)
            for w in words
        ],
    }


def _people(run) -> list[tuple[str, str]]:
    """(service, handle) of busy, usual and rare people."""
    known = [who for who, _ in run.people.most_common()]
    step = max(1, len(known) // 7)
    return (known[:5] + known[10::step])[:EACH]


def _word(typed: str, where: str, word: str, holds=None) -> Case:
    both = (lambda r: holds(r) and _has(r, word)) if holds else None
    return Case(f"{typed} {word}", where, (), f'"{word}"', both)


def _from(run, who: tuple[str, str], word: str = "") -> Case:
    id, handle = run.resolver.people[who], who[1]
    where, typed = "m.person_id = ? AND m.outgoing = 0", f'from:"{handle}" {word}'

    def holds(row: tuple) -> bool:
        author = row[gen.DIRECTION] == "in" and row[gen.AUTHOR] == handle
        return author and (not word or _has(row, word))

    return Case(typed.strip(), where, (id,), f'"{word}"' if word else "", holds)


def _named(run, name: str, word: str = "") -> Case:
    """Everybody with that first name: the floor gets their ids."""
    found = run.floor.db.execute(
        "SELECT id FROM person WHERE name LIKE ? OR handle LIKE ? OR handle LIKE ?",
        (f"{name}%", f"{name}%", f"@{name}%"),
    )
    ids = json.dumps([id for (id,) in found])
    where = "m.outgoing = 0 AND m.person_id IN (SELECT value FROM json_each(?))"
    return Case(f"from:{name} {word}".strip(), where, (ids,), f'"{word}"' if word else "")


def _on(run, service: str, word: str = "") -> Case:
    accounts = [id for name, id in run.resolver.accounts.items() if name.startswith(f"{service}:")]
    where = f"m.account_id IN ({', '.join(map(str, accounts))})"

    def holds(row: tuple) -> bool:
        return row[gen.SERVICE] == service and (not word or _has(row, word))

    return Case(f"on:{service} {word}".strip(), where, (), f'"{word}"' if word else "", holds)


def _days(run, word: str, after: str, before: str) -> Case:
    """The floor gets the ids between which the days lie; it keeps messages as they arrived."""
    low, high = _ms(after), _ms(before)
    [bounds] = run.floor.db.execute(
        "SELECT min(id), max(id) FROM message WHERE sent_at >= ? AND sent_at < ?", (low, high)
    ).fetchall()
    where = "fts.rowid BETWEEN ? AND ? AND m.sent_at >= ? AND m.sent_at < ?"

    def holds(row: tuple) -> bool:
        return low <= row[gen.SENT_AT] < high and _has(row, word)

    typed = f"after:{after} before:{before} {word}"
    return Case(typed, where, (*bounds, low, high), f'"{word}"', holds)


def _ms(month: str) -> int:
    """The midnight of this computer, as the program reads it."""
    here = datetime.fromisoformat(f"{month}-01")
    return int(here.astimezone(UTC).timestamp() * 1000)


def _unread(row: tuple) -> bool:
    return row[gen.UNREAD] == 1


def _link(row: tuple) -> bool:
    return "http://" in row[gen.TEXT].lower() or "https://" in row[gen.TEXT].lower()


def _has(row: tuple, word: str) -> bool:
    return word in tokens(row[gen.TEXT])
