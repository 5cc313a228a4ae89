"""What SQLite itself needs for the same data: the floors against which the store is measured.

Nothing here is clever: rows come resolved (integer ids), in order, with dense ids, and go in with
executemany; no duplicate check, no Python per row inside the clock.

  plain   message table + FTS5 (the product's full-text options) + a counter per account
  full    plain, people and conversations with their roll-ups, an integer identity key and the
          indexes that paging needs, all aggregated beforehand

SQLite's defaults but WAL and synchronous=NORMAL. All times are CPU times (user + system).
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import time
import unicodedata
import zlib
from collections import defaultdict

import gen

FTS = (
    "CREATE VIRTUAL TABLE fts USING fts5(text, content='message', content_rowid='id', "
    "prefix='1 2 3', tokenize='unicode61 remove_diacritics 2')"
)
PLAIN = """
CREATE TABLE message(id INTEGER PRIMARY KEY, conversation_id INTEGER, person_id INTEGER,
  account_id INTEGER, outgoing INTEGER, unread INTEGER, sent_at INTEGER, remote_id TEXT,
  text TEXT) STRICT;
CREATE TABLE counter(id INTEGER PRIMARY KEY, n INTEGER) STRICT;
"""
FULL = """
CREATE TABLE message(id INTEGER PRIMARY KEY, conversation_id INTEGER, person_id INTEGER,
  account_id INTEGER, outgoing INTEGER, unread INTEGER, sent_at INTEGER, remote_id TEXT,
  text TEXT, key INTEGER, print INTEGER, reply_to TEXT, lang TEXT, kind TEXT, subject TEXT) STRICT;
CREATE UNIQUE INDEX message_key ON message(key);
CREATE INDEX message_person ON message(person_id, id);
CREATE INDEX message_conversation ON message(conversation_id, id);
CREATE TABLE counter(id INTEGER PRIMARY KEY, n INTEGER) STRICT;
CREATE TABLE person(id INTEGER PRIMARY KEY, key INTEGER UNIQUE, handle TEXT, name TEXT,
  last_at INTEGER, received INTEGER, sent INTEGER) STRICT;
CREATE TABLE conversation(id INTEGER PRIMARY KEY, key INTEGER UNIQUE, account_id INTEGER,
  person_id INTEGER, last_id INTEGER, messages INTEGER, unread INTEGER) STRICT;
CREATE INDEX conversation_last ON conversation(last_id);
CREATE INDEX conversation_account ON conversation(account_id, last_id);
CREATE INDEX conversation_unread ON conversation(last_id) WHERE unread > 0;
"""


def remove(path: str) -> None:
    for tail in ("", "-wal", "-shm"):
        try:
            os.remove(path + tail)
        except FileNotFoundError:
            pass


class Floor:
    """One raw database; `add(prepared)` is what is timed."""

    def __init__(self, path: str, kind: str = "plain") -> None:
        remove(path)
        self.path, self.kind = path, kind
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=NORMAL")
        self.db.execute("PRAGMA cache_size=-8000")
        self.db.executescript(FULL if kind == "full" else PLAIN)
        if kind != "nofts":
            self.db.execute(FTS)

    def add(self, batch: "Batch") -> None:
        ex, many = self.db.execute, self.db.executemany
        ex("BEGIN IMMEDIATE")
        if self.kind == "full":
            many("INSERT INTO person VALUES(?,?,?,?,?,?,?)", batch.new_people)
            many(
                "UPDATE person SET last_at=?, received=received+?, sent=sent+? WHERE id=?",
                batch.old_people,
            )
            many("INSERT INTO conversation VALUES(?,?,?,?,?,?,?)", batch.new_convs)
            many(
                "UPDATE conversation SET last_id=?, messages=messages+?, unread=unread+? "
                "WHERE id=?",
                batch.old_convs,
            )
            many("INSERT INTO message VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", batch.full)
        else:
            many("INSERT INTO message VALUES(?,?,?,?,?,?,?,?,?)", batch.plain)
        if self.kind != "nofts":
            many("INSERT INTO fts(rowid, text) VALUES(?,?)", batch.texts)
        many(
            "INSERT INTO counter VALUES(?,?) ON CONFLICT(id) DO UPDATE SET n=n+excluded.n",
            batch.counters,
        )
        ex("COMMIT")

    # -- the reading floors
    def search(self, query: str, limit: int = 50):
        return self.db.execute(
            "SELECT m.id, m.sent_at, m.person_id, m.text FROM (SELECT rowid AS hit FROM fts WHERE "
            "fts MATCH ? ORDER BY rowid DESC LIMIT ?) CROSS JOIN message m ON m.id=hit",
            (query, limit),
        ).fetchall()

    def page(self, before: int | None, limit: int = 50):
        return self.db.execute(
            "SELECT id, sent_at, person_id, text FROM message WHERE id<? ORDER BY id DESC LIMIT ?",
            (before or 1 << 62, limit),
        ).fetchall()

    def timeline(self, person: int, before: int | None, limit: int = 50):
        return self.db.execute(
            "SELECT m.id, m.sent_at, m.person_id, m.text FROM (SELECT id FROM message WHERE "
            "person_id=? AND id<? ORDER BY id DESC LIMIT ?) t CROSS JOIN message m ON m.id=t.id",
            (person, before or 1 << 62, limit),
        ).fetchall()


class Batch:
    __slots__ = (
        "plain",
        "full",
        "texts",
        "counters",
        "new_people",
        "old_people",
        "new_convs",
        "old_convs",
    )


class Resolver:
    """Everything that is *not* timed: ids, aggregates, order."""

    def __init__(self) -> None:
        self.people: dict[tuple, int] = {}
        self.convs: dict[tuple, int] = {}
        self.accounts: dict[str, int] = {}
        self.next = 1

    def batch(self, rows: list[tuple]) -> Batch:
        b = Batch()
        people: dict[int, list] = {}
        convs: dict[int, list] = {}
        fresh_people, fresh_convs = set(), set()
        counters: dict[int, int] = defaultdict(int)
        b.plain, b.full, b.texts = [], [], []
        for r in rows:
            who = (r[gen.SERVICE], r[gen.AUTHOR])
            p = self.people.get(who)
            if p is None:
                p = self.people[who] = len(self.people) + 1
                fresh_people.add(p)
            a = self.accounts.setdefault(r[gen.ACCOUNT], len(self.accounts) + 1)
            where = (a, r[gen.THREAD_ID])
            c = self.convs.get(where)
            if c is None:
                c = self.convs[where] = len(self.convs) + 1
                fresh_convs.add(c)
            out = int(r[gen.DIRECTION] == "out")
            ident = self.next
            self.next += 1
            pp = people.setdefault(p, [p, who, r[gen.AUTHOR_NAME], 0, 0, 0])
            pp[3] = max(pp[3], r[gen.SENT_AT])
            pp[4 + out] += 1
            cc = convs.setdefault(c, [c, where, a, p, 0, 0, 0])
            cc[4] = ident
            cc[5] += 1
            cc[6] += r[gen.UNREAD]
            counters[a] += 1
            row = (
                ident,
                c,
                p,
                a,
                out,
                r[gen.UNREAD],
                r[gen.SENT_AT],
                r[gen.REMOTE_ID],
                r[gen.TEXT],
            )
            b.plain.append(row)
            b.full.append(
                (
                    *row,
                    (r[gen.SENT_AT] // 1000) << 30
                    | (zlib.crc32(r[gen.REMOTE_ID].encode(), a) & 0x3FFFFFFF),
                    zlib.crc32(r[gen.TEXT].encode()),
                    r[gen.REPLY_TO],
                    r[gen.LANG],
                    r[gen.KIND],
                    r[gen.SUBJECT],
                )
            )
            b.texts.append((ident, r[gen.TEXT]))
        b.counters = list(counters.items())

        def mix(x: object) -> int:
            return hash32(x) << 31 | hash32(("x", x))

        b.new_people = [
            (p[0], mix(p[1]), p[1][1], *p[2:]) for p in people.values() if p[0] in fresh_people
        ]
        b.old_people = sorted(
            ((*p[3:], p[0]) for p in people.values() if p[0] not in fresh_people),
            key=lambda x: x[-1],
        )
        b.new_convs = [(c[0], mix(c[1]), *c[2:]) for c in convs.values() if c[0] in fresh_convs]
        b.old_convs = sorted(
            ((*c[4:], c[0]) for c in convs.values() if c[0] not in fresh_convs), key=lambda x: x[-1]
        )
        return b


def hash32(x: object) -> int:
    return int.from_bytes(hashlib.blake2b(repr(x).encode(), digest_size=4).digest(), "big") >> 1


def expression(text: str) -> str:
    """gen.queries() text -> FTS5 expression."""
    if text.startswith('"'):
        return text
    return " ".join(f'"{w[:-1]}"*' if w.endswith("*") else f'"{w}"' for w in text.split())


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def spread(samples: list[float]) -> dict:
    """Milliseconds: p50, p95, max."""
    return {
        "p50": round(percentile(samples, 0.50) * 1e3, 3),
        "p95": round(percentile(samples, 0.95) * 1e3, 3),
        "max": round(max(samples) * 1e3, 3),
    }


def timed(call, *args) -> float:
    begin = time.thread_time()
    call(*args)
    return time.thread_time() - begin


def tokens(text: str) -> list[str]:
    plain = "".join(
        c for c in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(c) != "Mn"
    )
    return re.findall(r"[^\W_]+", plain)
