"""What somebody said of two profiles, so that they are not asked about again."""

from datetime import datetime

from cm_desk.domain.news import Topic
from cm_desk.domain.times import to_ms
from cm_desk.store.tx import Tx


def judge(tx: Tx, a: int, b: int, until: datetime | None = None) -> int | None:
    """Two identities are not one person; with `until` they are asked about again then.

    What was said before, for `put_back`: 0 nothing, None that they are not the same.
    """
    old = tx.db.execute("select until_ms from judged where a = ? and b = ?", _pair(a, b)).fetchone()
    put_back(tx, a, b, None if until is None else to_ms(until))
    return old[0] if old else 0


def put_back(tx: Tx, a: int, b: int, until_ms: int | None) -> None:
    tx.changed(Topic.LIKELY, 0)
    if until_ms == 0:
        tx.db.execute("delete from judged where a = ? and b = ?", _pair(a, b))
        return
    tx.db.execute(
        "insert into judged (a, b, until_ms) values (?, ?, ?)"
        " on conflict (a, b) do update set until_ms = excluded.until_ms",
        [*_pair(a, b), until_ms],
    )


def _pair(a: int, b: int) -> list[int]:
    return [min(a, b), max(a, b)]
