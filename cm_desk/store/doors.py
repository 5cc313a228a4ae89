"""What is known of the ways to somebody: one for each profile of theirs and account of ours."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from cm_desk.domain.doors import REFUSED, Facts
from cm_desk.domain.model import SignalKind
from cm_desk.domain.times import from_ms

_WAYS = """
    select i.contact_id, a.id, a.service, case a.name when '' then a.handle else a.name end,
        i.handle, i.accepts,
        (select max(m.sent_ms) from messages m
            where m.identity_id = i.id and m.account_id = a.id and m.outgoing = 0),
        (select max(m.sent_ms) from messages m where m.identity_id = i.id and m.account_id = a.id
            and m.outgoing = 0 and m.kind = 'comment'),
        exists (select 1 from signals s
            where s.identity_id = i.id and s.account_id = a.id and s.kind = ?2)
    from identities i join accounts a on a.service = i.service and a.base_url <> ''
    where i.contact_id in (select value from json_each(?1)) and i.bot = 0
    order by 7 desc, a.id, i.id"""


@dataclass(frozen=True, slots=True)
class Known:
    """One way: from our account to their profile `handle`."""

    account_id: int
    service: str
    account: str
    handle: str
    facts: Facts


def of(db: sqlite3.Connection, ids: Iterable[int]) -> dict[int, list[Known]]:
    """By contact, where they wrote last in front. Archives without a sign-in lead nowhere."""
    found: dict[int, list[Known]] = {id: [] for id in ids}
    rows = db.execute(_WAYS, [json.dumps(sorted(found)), SignalKind.FOLLOW.value])
    for contact, account_id, service, account, handle, accepts, said, commented, follows in rows:
        facts = Facts(
            said_at=None if said is None else from_ms(said),
            commented_at=None if commented is None else from_ms(commented),
            accepts="" if accepts in REFUSED else accepts,
            follows_us=bool(follows),
            refused=REFUSED.get(accepts, ""),
        )
        found[contact].append(Known(account_id, service, account, handle, facts))
    return found
