"""How messages move conversations: whose turn it is, since when, what is unread.

A conversation's `turn` says whose word is the last; `place` is the view it stands in. What is
kept depends on the messages alone, not on the order in which they were saved.
"""

import sqlite3
from collections.abc import Iterable, Sequence

from cm_desk.domain.model import Incoming, Kind
from cm_desk.domain.news import Topic
from cm_desk.domain.times import to_ms
from cm_desk.store import identities, tally
from cm_desk.store.identities import Seen
from cm_desk.store.keys import thread_key
from cm_desk.store.said import titled
from cm_desk.store.tally import ALONE, DONE, MENTIONED, OPEN, OURS, THEIRS, Tally
from cm_desk.store.tx import Tx

_KNOWN = """
    select c.key, c.id, c.state, c.turn, c.messages, c.received, c.unread, c.last_id,
        c.waiting_ms, c.snoozed_ms, c.speaker
    from json_each(?) j cross join conversations c on c.key = j.value"""
_LED = """
    select n.key, c.key from json_each(?) j cross join conversation_names n on n.key = j.value
    join conversations c on c.id = n.conversation_id"""
_SINCE = """
    select sent_ms from messages where conversation_id = ?1 and id > coalesce((
        select id from messages where conversation_id = ?1 and outgoing <> ?2
        order by id desc limit 1), 0)
    order by id limit 1"""


class Fresh:
    """A message on its way into the store."""

    __slots__ = (
        *("account_id", "conversation_id", "id", "item", "key", "print", "seen", "sent_ms"),
        "titled",  # its subject is searched
    )

    def __init__(self, key: int, account_id: int, item: Incoming, print_: int) -> None:
        self.key, self.account_id, self.item, self.print = key, account_id, item, print_
        self.sent_ms = to_ms(item.sent_at)
        self.id = self.conversation_id = 0
        self.titled = False
        self.seen: Seen | None = None


class Thread:
    """A conversation that messages are being added to. `stirred`: below its newest one.

    `speaker` is the identity of its last message, `before` that of the one that was the last.
    """

    __slots__ = (
        *("account_id", "before", "id", "last_id", "messages", "received", "snoozed_ms", "speaker"),
        *("state", "stirred", "turn", "unread", "waiting_ms", "was"),
    )

    def __init__(self, id: int, account_id: int = 0) -> None:
        self.id, self.account_id, self.state, self.turn = id, account_id, DONE, ALONE
        self.stirred = False
        self.messages = self.received = self.unread = self.last_id = self.waiting_ms = 0
        self.snoozed_ms: int | None = None
        self.speaker: int | None = None
        self.before: int | None = None
        self.was: tuple[int, int] | None = None

    def load(
        self, state: int, turn: int, messages: int, received: int, unread: int, last_id: int,
        waiting_ms: int, snoozed_ms: int | None, speaker: int | None,
    ) -> None:  # fmt: skip
        self.state, self.turn, self.messages, self.received = state, turn, messages, received
        self.unread, self.last_id, self.waiting_ms = unread, last_id, waiting_ms
        self.snoozed_ms, self.was = snoozed_ms, (tally.place(state, turn), unread)
        self.speaker = self.before = speaker

    def add(self, fresh: Fresh, heard: bool) -> None:
        item = fresh.item
        fresh.conversation_id = self.id
        if item.subject:
            fresh.titled = titled(item.subject, item.text, self.messages == 0)
        self.messages += 1
        self.unread += item.unread
        self.received += not item.outgoing
        if fresh.id < self.last_id:
            self.stirred = True
        else:
            if self.messages == 1 or (self.turn >= OURS) is not item.outgoing:
                self.waiting_ms = fresh.sent_ms
            self.last_id, self.turn = fresh.id, _turn(item)
            self.speaker = fresh.seen.id if fresh.seen else None
        if self.turn >= OURS:
            self.turn = OURS if self.received else ALONE
        if heard and not item.outgoing:
            self.state, self.snoozed_ms = OPEN, None

    def count(self, sums: Tally) -> None:
        if self.was:
            sums.conversation(self.account_id, *self.was, sign=-1)
        else:
            sums.add(self.account_id, "conversations", 1)
        sums.conversation(self.account_id, tally.place(self.state, self.turn), self.unread)

    @property
    def stirs(self) -> bool:
        """Whoever spoke last before may wait now, or not any more, without a word of theirs: when
        an older message opens the conversation again."""
        moved = self.was is not None and self.was[0] != tally.place(self.state, self.turn)
        return self.before != self.speaker or moved

    def row(self) -> tuple[int | None, ...]:
        return (
            *(self.state, self.turn, self.messages, self.received, self.unread, self.last_id),
            *(self.waiting_ms, self.snoozed_ms, self.speaker, self.id),
        )


def _turn(item: Incoming) -> int:
    return OURS if item.outgoing else _theirs(item.kind)


def _theirs(kind: str) -> int:
    return MENTIONED if kind == Kind.MENTION else THEIRS


def save(tx: Tx, fresh: Sequence[Fresh], heard: bool, sums: Tally) -> Sequence[Thread]:
    """Find or make the conversations of `fresh` (in order of id) and add to their roll-ups."""
    names, groups = _grouped(tx.db, fresh)
    found = _known(tx.db, groups)
    made = _made(tx.db, [number for number in groups if number not in found])
    for number, thread in (found | made).items():
        thread.account_id = names[number][0]
        for each in groups[number]:
            thread.add(each, heard)
        thread.count(sums)
    tx.changed(Topic.CONVERSATION, *(each.id for each in (found | made).values()))
    _update(tx.db, found.values())
    identities.stir(tx, {t.before for t in found.values() if t.before and t.stirs})
    _insert(tx.db, [(number, *names[number], *each.row()) for number, each in made.items()])
    return [*found.values(), *made.values()]


def _grouped(
    db: sqlite3.Connection, fresh: Sequence[Fresh]
) -> tuple[dict[int, tuple[int, str]], dict[int, list[Fresh]]]:
    """By the key of their conversation: its account and name, and its messages in order."""
    keys: dict[tuple[int, str], int] = {}
    for each in fresh:
        name = each.account_id, each.item.thread
        if name not in keys:
            keys[name] = thread_key(*name)
    led = dict(db.execute(_LED, ["[" + ",".join(map(str, keys.values())) + "]"]).fetchall())
    names: dict[int, tuple[int, str]] = {}
    groups: dict[int, list[Fresh]] = {}
    for each in fresh:
        name = each.account_id, each.item.thread
        number = led.get(keys[name], keys[name])
        names.setdefault(number, name)
        groups.setdefault(number, []).append(each)
    return names, groups


def _known(db: sqlite3.Connection, keys: Iterable[int]) -> dict[int, Thread]:
    known = {}
    for found, id, *row in db.execute(_KNOWN, ["[" + ",".join(map(str, keys)) + "]"]).fetchall():
        known[found] = thread = Thread(id)
        thread.load(*row)
    return known


def _made(db: sqlite3.Connection, keys: Iterable[int]) -> dict[int, Thread]:
    [(last,)] = db.execute("select coalesce(max(id), 0) from conversations").fetchall()
    return {number: Thread(id) for id, number in enumerate(keys, last + 1)}


def _update(db: sqlite3.Connection, threads: Iterable[Thread]) -> None:
    db.executemany(
        "update conversations set state = ?, turn = ?, messages = ?, received = ?, unread = ?,"
        " last_id = ?, waiting_ms = ?, snoozed_ms = ?, speaker = ? where id = ?",
        [thread.row() for thread in threads],
    )


def _insert(db: sqlite3.Connection, rows: Iterable[tuple[int | str | None, ...]]) -> None:
    db.executemany(
        "insert into conversations (key, account_id, thread, state, turn, messages, received,"
        " unread, last_id, waiting_ms, snoozed_ms, speaker, id)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


def settle(db: sqlite3.Connection, threads: Iterable[Thread]) -> None:
    """Since when it is whose turn, where older messages came in between."""
    for thread in threads:
        if thread.stirred:
            [(since,)] = db.execute(_SINCE, [thread.id, thread.turn >= OURS]).fetchall()
            db.execute("update conversations set waiting_ms = ? where id = ?", [since, thread.id])


def recount(tx: Tx, id: int, opened: bool, sums: Tally) -> None:
    """What a conversation says about its messages, after some came to it from another one."""
    [(account_id, *row)] = tx.db.execute(
        "select account_id, state, turn, messages, received, unread, last_id, waiting_ms,"
        " snoozed_ms, speaker from conversations where id = ?",
        [id],
    ).fetchall()
    thread = Thread(id, account_id)
    thread.load(*row)
    [(thread.messages, thread.received, thread.unread, thread.last_id)] = tx.db.execute(
        "select count(*), sum(outgoing = 0), sum(unread), max(id) from messages"
        " where conversation_id = ?",
        [id],
    ).fetchall()
    [(outgoing, kind, thread.speaker)] = tx.db.execute(
        "select outgoing, kind, identity_id from messages where id = ?", [thread.last_id]
    ).fetchall()
    thread.turn = (OURS if thread.received else ALONE) if outgoing else _theirs(kind)
    if opened:
        thread.state, thread.snoozed_ms = OPEN, None
    thread.count(sums)
    thread.stirred = True
    _update(tx.db, [thread])
    settle(tx.db, [thread])
    identities.stir(tx, {each for each in (thread.before, thread.speaker) if each})


def hear(tx: Tx, message_id: int, item: Incoming, bit: int) -> None:
    """A message that was known from elsewhere now reaches us: open its conversation."""
    [(conversation_id, account_id, was_unread)] = tx.db.execute(
        "update messages set print = print | ?, kind = ? where id = ?"
        " returning conversation_id, account_id, unread",
        [bit, item.kind, message_id],
    ).fetchall()
    if item.outgoing:
        return
    if not was_unread and item.unread:
        tx.db.execute("update messages set unread = 1 where id = ?", [message_id])
    _open(tx, account_id, conversation_id, message_id, item, int(not was_unread and item.unread))


def _open(tx: Tx, account_id: int, id: int, message_id: int, item: Incoming, unread: int) -> None:
    [row] = tx.db.execute(
        "select state, turn, messages, received, unread, last_id, waiting_ms, snoozed_ms, speaker"
        " from conversations where id = ?",
        [id],
    ).fetchall()
    thread, sums = Thread(id, account_id), Tally()
    thread.load(*row)
    thread.state, thread.snoozed_ms = OPEN, None
    thread.unread += unread
    if message_id == thread.last_id:
        thread.turn = _turn(item)
    thread.count(sums)
    sums.add(account_id, "unread", unread)
    sums.write(tx.db)
    _update(tx.db, [thread])
    identities.stir(tx, [thread.speaker] if thread.speaker else ())
    tx.changed(Topic.CONVERSATION, id)
