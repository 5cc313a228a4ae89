"""The inbox: conversations in their views, and how many each view has."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cm_desk.domain.account import KINDS, Kind
from cm_desk.domain.times import from_ms
from cm_desk.domain.views import State, View
from cm_desk.store import labels, tally
from cm_desk.store.labels import Label
from cm_desk.store.paging import NEWEST, Cursor, Slice, capped
from cm_desk.store.tally import ALONE, MENTIONED, OURS, STATES, THEIRS
from cm_desk.store.triage import (
    Before,
    mark_seen,
    mark_unread,
    next_wake,
    restore,
    set_state,
    wake,
)

__all__ = [
    "Before",
    "Counts",
    "InboxRow",
    "counts",
    "mark_seen",
    "mark_unread",
    "next_wake",
    "page",
    "restore",
    "row",
    "set_state",
    "wake",
]

PLACES = {
    View.NEEDS_REPLY: (THEIRS, MENTIONED),
    View.MENTIONS: (MENTIONED,),
    View.WAITING: (OURS,),
    View.SNOOZED: (4,),
    View.DONE: (5,),
}
_DETAILS = """
    select c.id, c.account_id, a.service, i.contact_id, coalesce(i.name, ''),
        coalesce(i.handle, ''), coalesce(i.avatar_url, ''), m.subject, substr(m.text, 1, 200),
        m.sent_ms, m.outgoing, c.unread, c.state, m.kind, m.visibility, c.snoozed_ms, c.turn,
        c.waiting_ms, exists (select 1 from drafts d where d.conversation_id = c.id),
        m.id, m.remote_id, case a.name when '' then a.handle else a.name end
    from ({}) p cross join conversations c on c.id = p.id
        cross join messages m on m.id = c.last_id
        cross join accounts a on a.id = c.account_id
        left join identities i on i.id = coalesce(m.identity_id, (
            select o.identity_id from messages o
            where o.conversation_id = c.id and o.identity_id is not null
            order by o.id desc limit 1))
    order by c.last_id desc"""


@dataclass(slots=True, unsafe_hash=True)  # frozen takes ten times as long: decisions/0016
class InboxRow:
    """A conversation as a line of the inbox. `text` is the beginning of its last message.

    `waiting_since`: when the first word came that the other side has not answered; None when
    we only spoke to nobody.
    """

    id: int
    account_id: int
    service: str
    contact_id: int | None
    who: str
    handle: str
    avatar_url: str
    subject: str
    text: str
    last_at: datetime
    last_outgoing: bool
    unread: int
    state: State
    kind: Kind
    visibility: str
    snoozed_until: datetime | None
    waiting_since: datetime | None
    labels: tuple[Label, ...]
    has_draft: bool
    last_message_id: int
    last_remote_id: str
    account_name: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Conversations by view; by account those that need a reply; drafts and messages to send;
    messages in all and unread."""

    views: dict[View, int]
    accounts: dict[int, int]
    drafts: int
    outbox: int
    total: int
    unread: int


def page(
    db: sqlite3.Connection,
    view: View,
    account_id: int | None = None,
    label_id: int | None = None,
    cursor: Cursor | None = None,
    limit: int = 50,
) -> Slice[InboxRow]:
    """Newest message first."""
    limit = capped(limit)
    before = NEWEST if cursor is None else int(cursor)
    picked, given = _picked(view, account_id, label_id, before, limit + 1)
    rows = db.execute(_DETAILS.format(picked), given).fetchall()
    kept = rows[:limit]
    return Slice(_rows(db, kept), kept[-1][19] if len(rows) > limit else None)


def _picked(
    view: View, account_id: int | None, label_id: int | None, before: int, limit: int
) -> tuple[str, list[int]]:
    """Ids of the page: each place by its own index, then merged."""
    parts, given = [], []
    for where in _where(view, account_id):
        terms, values = [where, "last_id < ?"], [before]
        if account_id is not None:
            terms.append("account_id = ?")
            values.append(account_id)
        if label_id is not None:
            terms.append(
                "id in (select conversation_id from conversation_labels where label_id = ?)"
            )
            values.append(label_id)
        parts.append(
            f"select * from (select id, last_id from conversations where {' and '.join(terms)}"
            " order by last_id desc limit ?)"
        )
        given += [*values, limit]
    if len(parts) == 1:
        return parts[0], given
    return " union all ".join(parts) + " order by last_id desc limit ?", [*given, limit]


def _where(view: View, account_id: int | None) -> list[str]:
    """All of one account has an index; all of all is every place, as one more index costs more."""
    if view is View.UNREAD:
        return ["unread > 0"]
    if view is View.ALL:
        return ["true"] if account_id else [f"place = {place}" for place in range(6)]
    return [f"place = {place}" for place in PLACES[view]]


def row(db: sqlite3.Connection, id: int) -> InboxRow | None:
    found = db.execute(_DETAILS.format("select ? as id"), [id]).fetchall()
    return next(iter(_rows(db, found)), None)


def _rows(db: sqlite3.Connection, rows: list[tuple[Any, ...]]) -> tuple[InboxRow, ...]:
    tags = labels.of(db, [each[0] for each in rows])
    return tuple(_row(each, tags.get(each[0], ())) for each in rows)


def _row(row: tuple[Any, ...], tags: tuple[Label, ...]) -> InboxRow:
    (
        id, account_id, service, contact_id, who, handle, avatar_url, subject, text, sent_ms,
        outgoing, unread, state, kind, visibility, snoozed_ms, turn, waiting_ms, has_draft,
        message_id, remote_id, account_name,
    ) = row  # fmt: skip
    snoozed_until = None if snoozed_ms is None else from_ms(snoozed_ms)
    waiting_since = None if turn == ALONE else from_ms(waiting_ms)
    return InboxRow(
        id, account_id, service, contact_id, who or handle, handle, avatar_url, subject, text,
        from_ms(sent_ms), bool(outgoing), unread, STATES[state], KINDS[kind], visibility,
        snoozed_until, waiting_since, tags, bool(has_draft), message_id, remote_id, account_name,
    )  # fmt: skip


def counts(db: sqlite3.Connection) -> Counts:
    sums: dict[str, int] = {}
    accounts: dict[int, int] = {}
    for account_id, slot, n in tally.read(db):
        sums[slot] = sums.get(slot, 0) + n
        if slot in (f"place-{THEIRS}", f"place-{MENTIONED}"):
            accounts[account_id] = accounts.get(account_id, 0) + n
    views = {
        view: sum(sums.get(f"place-{place}", 0) for place in places)
        for view, places in PLACES.items()
    }
    views |= {View.UNREAD: sums.get("unseen", 0), View.ALL: sums.get("conversations", 0)}
    [(drafts, outbox)] = db.execute(
        "select (select count(*) from drafts), (select count(*) from outbox)"
    ).fetchall()
    return Counts(views, accounts, drafts, outbox, sums.get("messages", 0), sums.get("unread", 0))
