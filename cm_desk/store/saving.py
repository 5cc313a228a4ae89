"""The hot path: a page of messages into the store, in few statements.

1. Known messages are found by one query over integer keys; a print of the content tells an
   edited one from an unchanged one. A page of unchanged messages ends here.
2. New ones are sorted by time and get ids; people and conversations are found or made; rows and
   full text go in by one pass each, in order of id.
3. Roll-ups and counters are summed up first and written once.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zlib import crc32

from cm_desk.domain.model import Incoming
from cm_desk.domain.news import Topic
from cm_desk.domain.times import to_ms
from cm_desk.store import identities, joining, said, spoken, threads
from cm_desk.store.identities import Seen
from cm_desk.store.joining import Stray
from cm_desk.store.keys import clean, cleaned, key
from cm_desk.store.tally import Tally
from cm_desk.store.threads import Fresh
from cm_desk.store.tombs import Sieve
from cm_desk.store.tx import Tx
from cm_desk.store.values import extra, from_extra

__all__ = ["from_extra", "mark_deleted", "mark_there", "save"]

PRINT = (1 << 32) - 1  # the bits of messages.print that tell one content from another
HEARD = 1 << 32  # bit of messages.print: it has come by the stream "new"
STEP = 8  # an id is the time sent in steps of 2^8 ms, moved up to the next free number
_KNOWN = """
    select m.key, m.id, m.print, m.edited_ms, m.trimmed, m.reply_to, c.id, c.thread
    from json_each(?) j cross join messages m on m.key = j.value
    cross join conversations c on c.id = m.conversation_id"""
_MOVED = """
    insert into counters values (0, 'moved', ?)
    on conflict do update set n = excluded.n where excluded.n > n"""
_INSERT = """
    insert into messages (id, key, print, conversation_id, identity_id, account_id, outgoing,
        unread, sent_ms, remote_id, reply_to, kind, visibility, lang, subject, url, edited_ms,
        extra, text)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""


def save(
    tx: Tx, items: Mapping[int, Sequence[Incoming]], heard: bool, archived: bool = False
) -> tuple[int, int]:
    """(inserted, updated) of `items`, by account id.

    `heard`: they reach us now, and open their conversations. `archived`: they are as old as their
    archive, and change what is known only where they say that they were edited later.
    """
    if sieve := Sieve(tx):
        items = sieve.kept(items, heard)
    page = _keyed(items)
    bit, updated = HEARD if heard else 0, 0
    keys = "[" + ",".join(map(str, page)) + "]"
    strays = []
    for found, id, old, edited_ms, trimmed, answers, home, thread in _read(tx.db, keys):
        account_id, item, print_ = page.pop(found)
        stays = trimmed is not None or _older(item, edited_ms, archived)
        if old & PRINT != print_ and not stays:
            _edit(tx, id, sieve.calm(account_id, item), print_ | old & ~PRINT)
            updated += 1
        if bit > old & HEARD:
            threads.hear(tx, id, item, HEARD)
        if not archived and (thread != item.thread or (item.reply_to and not answers)):
            strays.append(Stray(account_id, id, home, item.thread, item.reply_to))
    joining.join(tx, strays)
    if page:
        fresh = [
            Fresh(found, id, sieve.calm(id, _tidy(item)), print_)
            for found, (id, item, print_) in page.items()
        ]
        _insert(tx, fresh, bit)
    return len(page), updated


def _read(db: sqlite3.Connection, keys: str) -> list[tuple[Any, ...]]:
    return db.execute(_KNOWN, [keys]).fetchall()


def _keyed(items: Mapping[int, Sequence[Incoming]]) -> dict[int, tuple[int, Incoming, int]]:
    """By key: the account, the item, cleaned if it must be, and the print of its content."""
    page = {}
    for account_id, each in items.items():
        for item in each:
            try:
                blob = _content(item)
            except UnicodeEncodeError:
                blob = b"\0"
            if b"\0" in blob:
                item = cleaned(item)
                blob = _content(item)
            page[key(account_id, item.remote_id)] = account_id, item, crc32(blob)
    return page


def _content(item: Incoming) -> bytes:
    return "\x1f".join(
        (item.text, item.subject, item.visibility, item.url, extra(item) or "")
    ).encode()


def _tidy(item: Incoming) -> Incoming:
    """Names that SQLite cannot hold are cleaned too; the key stays that of the service's id."""
    names, who = f"{item.remote_id}{item.thread}{item.reply_to}{item.lang}", item.who
    if who:
        names += f"{who.key}{who.handle}{who.name}{who.url}{who.avatar_url}{who.bio}"
    return item if clean(names) == names else cleaned(item)


def _older(item: Incoming, edited_ms: int | None, archived: bool) -> bool:
    """Whether what is stored was edited after this version of it, or may have been."""
    if item.edited_at is None:
        return archived or edited_ms is not None
    return edited_ms is not None and to_ms(item.edited_at) < edited_ms + archived


def _edit(tx: Tx, id: int, item: Incoming, print_: int) -> None:
    """In place; the full text forgets the old words."""
    [(conversation_id, identity_id, lang, text, subject)] = tx.db.execute(
        "select m.conversation_id, m.identity_id, m.lang, s.text, s.subject"
        " from messages m join said s on s.id = m.id where m.id = ?",
        [id],
    ).fetchall()
    new = item.subject if print_ & said.TITLED else ""
    if (text, subject) != (item.text, new):
        said.forget(tx.db, [(id, text, subject)])
        said.index(tx.db, [(id, item.text, new)])
    edited_ms = None if item.edited_at is None else to_ms(item.edited_at)
    tx.db.execute(
        "update messages set print = ?, text = ?, subject = ?, visibility = ?, url = ?, lang = ?,"
        " extra = ?, edited_ms = ? where id = ?",
        [
            *(print_, item.text, item.subject, item.visibility, item.url, item.lang),
            *(extra(item), edited_ms, id),
        ],
    )
    if lang != item.lang and identity_id:
        spoken.forget(tx, identity_id)
    tx.changed(Topic.CONVERSATION, conversation_id)


def _insert(tx: Tx, fresh: list[Fresh], bit: int) -> None:
    fresh.sort(key=lambda each: each.sent_ms)
    _number(tx.db, fresh)
    people = _people(fresh, dict(tx.db.execute("select id, service from accounts").fetchall()))
    identities.save(tx, people.values())
    sums = Tally()
    moved = threads.save(tx, fresh, bool(bit), sums)
    tx.db.executemany(_INSERT, [_row(each, bit) for each in fresh])
    said.index(tx.db, [(f.id, f.item.text, f.item.subject if f.titled else "") for f in fresh])
    threads.settle(tx.db, moved)
    for account_id, n in Counter(each.account_id for each in fresh).items():
        sums.add(account_id, "messages", n)
    for account_id, n in Counter(f.account_id for f in fresh if f.item.unread).items():
        sums.add(account_id, "unread", n)
    sums.write(tx.db)
    tx.changed(Topic.CONTACT, *(each.contact_id for each in people.values()))


def _number(db: sqlite3.Connection, fresh: Sequence[Fresh]) -> None:
    """Ids by time, moved up where taken; `fresh` is in order of time and stays in order of id.

    How far at most is kept: what was sent before a moment has no id beyond that.
    """
    wanted = [max(each.sent_ms >> STEP, 1) for each in fresh]
    among = "[" + ",".join(map(str, wanted)) + "]"
    taken = {
        id
        for (id,) in db.execute(
            "select m.id from json_each(?) j cross join messages m on m.id = j.value", [among]
        )
    }
    last = moved = 0
    for each, want in zip(fresh, wanted, strict=True):
        each.id = last = _free(db, last + 1) if want <= last else want
        if want in taken and last == want:
            each.id = last = _free(db, want)
        moved = max(moved, last - want)
    if moved:
        db.execute(_MOVED, [moved])


def _free(db: sqlite3.Connection, id: int) -> int:
    """The first number from `id` on that no message has."""
    for (taken,) in db.execute("select id from messages where id >= ? order by id", [id]):
        if taken != id:
            break
        id += 1
    return id


def _people(fresh: Iterable[Fresh], services: Mapping[int, str]) -> dict[tuple[str, str], Seen]:
    people: dict[tuple[str, str], Seen] = {}
    for each in fresh:
        if who := each.item.who:
            name = services[each.account_id], who.key
            if seen := people.get(name):
                seen.at(who, each.sent_ms)
            else:
                seen = people[name] = Seen(name[0], who, each.sent_ms)
            if each.item.outgoing:
                seen.sent += 1
            else:
                seen.received += 1
            each.seen = seen
    return people


def _row(each: Fresh, bit: int) -> tuple[Any, ...]:
    m = each.item
    if each.titled:
        bit |= said.TITLED
    edited_ms = None if m.edited_at is None else to_ms(m.edited_at)
    return (
        each.id, each.key, each.print | bit, each.conversation_id, each.seen and each.seen.id,
        each.account_id, m.outgoing, m.unread, each.sent_ms, m.remote_id, m.reply_to, m.kind,
        m.visibility, m.lang, m.subject, m.url, edited_ms, extra(m), m.text,
    )  # fmt: skip


def mark_deleted(tx: Tx, account_id: int, remote_ids: Iterable[str]) -> None:
    """Gone at the service: the row stays, with its text, and says so."""
    for remote_id in remote_ids:
        done = tx.db.execute(
            "update messages set deleted = 1 where key = ? and deleted = 0"
            " returning conversation_id",
            [key(account_id, remote_id)],
        ).fetchall()
        for (conversation_id,) in done:
            tx.changed(Topic.CONVERSATION, conversation_id)


def mark_there(tx: Tx, account_id: int, remote_ids: Iterable[str]) -> None:
    """Shown at the service again, as when somebody took it out of the trash."""
    for remote_id in remote_ids:
        done = tx.db.execute(
            "update messages set deleted = 0 where key = ? and deleted = 1"
            " returning conversation_id",
            [key(account_id, remote_id)],
        ).fetchall()
        for (conversation_id,) in done:
            tx.changed(Topic.CONVERSATION, conversation_id)
