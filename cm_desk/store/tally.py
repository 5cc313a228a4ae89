"""Counters as rows, so that no view ever counts messages.

Slots of an account: "messages", "unread" (messages), "conversations", "unseen" (conversations
with an unread message) and one per place of conversations.py ("place-0" …). Of no account, 0:
"moved" (saving.py), which is none of these.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable

from cm_desk.domain.views import State

OPEN, SNOOZED, DONE = range(3)  # conversations.state
THEIRS, MENTIONED, OURS, ALONE = range(4)  # conversations.turn: whose word is the last
SLOTS = tuple(f"place-{n}" for n in range(6))
STATES = (State.OPEN, State.SNOOZED, State.DONE)  # conversations.state is the index


def place(state: int, turn: int) -> int:
    """What the column conversations.place holds: our own word to nobody is never "done"."""
    if state == SNOOZED:
        return 4
    return turn if state == OPEN or turn == ALONE else 5


class Tally:
    """Collects what a transaction adds and takes away, and writes each counter once."""

    def __init__(self) -> None:
        self._sums: defaultdict[tuple[int, str], int] = defaultdict(int)

    def add(self, account_id: int, slot: str, n: int) -> None:
        self._sums[account_id, slot] += n

    def conversation(self, account_id: int, place: int, unread: int, sign: int = 1) -> None:
        """One more (or with `sign` -1 one less) conversation like this."""
        self._sums[account_id, SLOTS[place]] += sign
        if unread:
            self._sums[account_id, "unseen"] += sign

    def write(self, db: sqlite3.Connection) -> None:
        db.executemany(
            "insert into counters values (?, ?, ?) on conflict do update set n = n + excluded.n",
            [(*slot, n) for slot, n in self._sums.items() if n],
        )


def read(db: sqlite3.Connection) -> list[tuple[int, str, int]]:
    """(account_id, slot, n)"""
    return db.execute("select account_id, slot, n from counters where account_id > 0").fetchall()


def count(db: sqlite3.Connection) -> list[tuple[int, str, int]]:
    """The same by counting everything: for tests, repairs and `cm-desk doctor`. Slow."""
    found: Iterable[tuple[int, str, int]] = db.execute(
        "select account_id, 'messages', count(*) from messages group by 1"
        " union all select account_id, 'unread', sum(unread) from messages group by 1"
        " union all select account_id, 'conversations', count(*) from conversations group by 1"
        " union all select account_id, 'unseen', sum(unread > 0) from conversations group by 1"
        " union all select account_id, 'place-' || place, count(*) from conversations group by 1, 2"
    )
    return [row for row in found if row[2]]
