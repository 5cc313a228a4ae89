"""An archive that comes again as that of another owner: the same messages, and not more of them.

Many archives do not say whose they are. Who names somebody else the second time has found that the
first guess was wrong, or that two addresses are theirs.
"""

import sqlite3
from collections.abc import Sequence

from cm_desk.domain.model import Incoming
from cm_desk.domain.times import to_ms
from cm_desk.store.keys import key
from cm_desk.store.saving import HEARD
from cm_desk.store.tally import DONE

_TOUCHED = """
    select exists (select 1 from accounts where id = ?1 and base_url <> '')
        or exists (select 1 from messages where account_id = ?1 and print & ?2)
        or exists (select 1 from conversations where account_id = ?1 and state <> ?3)
        or exists (select 1 from conversation_labels l join conversations c
            on c.id = l.conversation_id where c.account_id = ?1)
        or exists (select 1 from drafts where account_id = ?1)
        or exists (select 1 from outbox where account_id = ?1)"""


def elsewhere(
    db: sqlite3.Connection, service: str, account_id: int, items: Sequence[Incoming]
) -> dict[int, list[str]]:
    """By other accounts of `service`: the ids of these messages that they have."""
    others = db.execute(
        "select id from accounts where service = ? and id <> ?", [service, account_id]
    ).fetchall()
    found = {}
    for (other,) in others:
        keys = {key(other, each.remote_id): each for each in items}
        rows = db.execute(
            "select m.key, m.sent_ms from json_each(?) j cross join messages m on m.key = j.value",
            ["[" + ",".join(map(str, keys)) + "]"],
        )
        same = [keys[n].remote_id for n, sent_ms in rows if to_ms(keys[n].sent_at) == sent_ms]
        if same:
            found[other] = same
    return found


def replaceable(db: sqlite3.Connection, account_id: int, count: int) -> bool:
    """Whether an account is these `count` messages of an archive, and nobody did anything there."""
    [(messages,)] = db.execute(
        "select count(*) from messages where account_id = ?", [account_id]
    ).fetchall()
    [(touched,)] = db.execute(_TOUCHED, [account_id, HEARD, DONE]).fetchall()
    return messages == count and not touched
