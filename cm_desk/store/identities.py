"""Who somebody is at one service: found by an integer key, made with a contact of its own."""

import sqlite3
from collections.abc import Iterable

from cm_desk.domain.model import Author
from cm_desk.domain.news import Topic
from cm_desk.store.keys import key
from cm_desk.store.tx import Tx
from cm_desk.store.tx import stir as stir
from cm_desk.store.values import links

_KNOWN = """
    select i.key, i.id, i.contact_id, i.last_ms, i.handle, i.name, i.url, i.avatar_url, i.bio,
        i.bot, i.links, i.accepts
    from json_each(?) j cross join identities i on i.key = j.value"""


class Seen:
    """What one page says about somebody: messages each way, signals, and their newest profile."""

    __slots__ = (
        *("author", "contact_id", "first_ms", "id", "last_ms", "received", "sent", "service"),
        "signals",
    )

    def __init__(self, service: str, author: Author, at_ms: int) -> None:
        self.service, self.author, self.first_ms, self.last_ms = service, author, at_ms, at_ms
        self.received = self.sent = self.signals = 0
        self.id = self.contact_id = 0

    def at(self, author: Author, at_ms: int) -> None:
        if _better(author, self.author, at_ms >= self.last_ms):
            self.author = author
        self.first_ms, self.last_ms = min(self.first_ms, at_ms), max(self.last_ms, at_ms)


def save(tx: Tx, seen: Iterable[Seen]) -> None:
    """Find or make everybody in `seen`, add to their roll-ups, set their ids.

    The profile that came with their newest message stays: an old page does not bring back an
    old name. One that tells more than an address, as archives often have no more, always stays.
    """
    by_key = {key(each.service, each.author.key): each for each in seen}
    keys = "[" + ",".join(map(str, by_key)) + "]"
    rows = tx.db.execute(_KNOWN, [keys]).fetchall()
    for found, id, contact_id, last_ms, *profile, accepts in rows:
        each = by_key[found]
        each.id, each.contact_id = id, contact_id
        if each.author.accepts not in ("", accepts):
            _accepts(tx, each)
        if tuple(profile) == _profile(each.author):
            continue
        old = Author(each.author.key, *profile[:-1])
        if _better(each.author, old, each.last_ms >= last_ms):
            _new_profile(tx, each)
    _add_up(tx.db, [each for each in by_key.values() if each.id])
    if fresh := [(found, each) for found, each in by_key.items() if not each.id]:
        _insert(tx.db, fresh)


def _profile(a: Author) -> tuple[str | int, ...]:
    return (a.handle, a.name, a.url, a.avatar_url, a.bio, int(a.bot), links(a.links))


def _better(new: Author, old: Author, newer: bool) -> bool:
    return newer if (more := _told(new)) == (less := _told(old)) else more > less


def _told(a: Author) -> int:
    """How much a profile tells: more than its key, more than an address."""
    return (a.handle != a.key) + 2 * bool(a.name or a.avatar_url or a.bio)


def _add_up(db: sqlite3.Connection, seen: list[Seen]) -> None:
    db.executemany(
        "update identities set received = received + ?, sent = sent + ?, signals = signals + ?,"
        " first_ms = min(first_ms, ?), last_ms = max(last_ms, ?) where id = ?",
        [(s.received, s.sent, s.signals, s.first_ms, s.last_ms, s.id) for s in seen],
    )


def _insert(db: sqlite3.Connection, fresh: list[tuple[int, Seen]]) -> None:
    [(id, contact_id)] = db.execute(
        "select coalesce((select max(id) from identities), 0),"
        " coalesce((select max(id) from contacts), 0)"
    ).fetchall()
    for number, (_, each) in enumerate(fresh, 1):
        each.id, each.contact_id = id + number, contact_id + number
    db.executemany(
        "insert into contacts (id, name) values (?, ?)",
        [(each.contact_id, each.author.name or each.author.handle) for _, each in fresh],
    )
    db.executemany(
        "insert into identities (id, key, contact_id, service, author_key, received, sent,"
        " signals, first_ms, last_ms, handle, name, url, avatar_url, bio, bot, links, accepts)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *(s.id, found, s.contact_id, s.service, s.author.key, s.received, s.sent),
                *(s.signals, s.first_ms, s.last_ms, *_profile(s.author), s.author.accepts),
            )
            for found, s in fresh
        ],
    )
    db.executemany(  # not by a trigger, which takes ten times as long; changes have triggers
        "insert into names (rowid, name, handle) values (?, ?, ?)",
        [(s.id, s.author.name, s.author.handle) for _, s in fresh],
    )


def _accepts(tx: Tx, each: Seen) -> None:
    """Kept where a page does not say it: archives, and lists that only name people."""
    change = "update identities set accepts = ? where id = ?"
    tx.db.execute(change, [each.author.accepts, each.id])
    tx.changed(Topic.CONTACT, each.contact_id)


def _new_profile(tx: Tx, each: Seen) -> None:
    """A person the user renamed keeps that name, and so does one that was joined with this one."""
    tx.db.execute(
        "update identities set handle = ?, name = ?, url = ?, avatar_url = ?, bio = ?, bot = ?,"
        " links = ?, traced = 0 where id = ?",
        [*_profile(each.author), each.id],
    )
    tx.db.execute(
        "update contacts set name = ? where renamed = 0"
        " and id = (select coalesce(home, contact_id) from identities where id = ?)",
        [each.author.name or each.author.handle, each.id],
    )
    tx.changed(Topic.CONTACT, each.contact_id)
