"""Messages, in and out. The id rises with the time it was sent: newest first is by id."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cm_desk.domain.account import KINDS
from cm_desk.domain.model import Kind, Media, Page, Poll, Profile
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store import saving, signals
from cm_desk.store.accounts import of_archive, set_cursor
from cm_desk.store.keys import key
from cm_desk.store.paging import NEWEST, Cursor, Slice, capped, cut
from cm_desk.store.tx import Tx


@dataclass(slots=True, unsafe_hash=True)  # frozen takes ten times as long: decisions/0016
class Message:
    """A message as it is kept. `who`, `handle`, `contact_id` are the other person, also of ours.

    `deleted`: its author took it back at the service; we keep what was said, marked. `signer` is
    the person who signed an answer written here. `trimmed`: the months after which its text was
    removed; 0: it went with the person who wrote it.
    """

    id: int
    conversation_id: int
    account_id: int
    service: str
    contact_id: int | None
    who: str
    handle: str
    avatar_url: str
    outgoing: bool
    unread: bool
    text: str
    sent_at: datetime
    kind: Kind
    visibility: str
    subject: str
    lang: str
    warning: str
    url: str
    media: tuple[Media, ...]
    poll: Poll | None
    edited_at: datetime | None
    deleted: bool
    reply_to: str
    remote_id: str
    signer: str
    trimmed: int | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What a page brought: messages that were new, changed or known, and new signals."""

    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    signals: int = 0


COLUMNS = """
    m.id, m.conversation_id, m.account_id, a.service, i.contact_id, coalesce(i.name, ''),
    coalesce(i.handle, ''), coalesce(i.avatar_url, ''), m.outgoing, m.unread, m.text, m.sent_ms,
    m.kind, m.visibility, m.subject, m.lang, m.url, m.extra, m.edited_ms, m.deleted, m.reply_to,
    m.remote_id, m.signer, m.trimmed"""
JOINS = " join accounts a on a.id = m.account_id left join identities i on i.id = m.identity_id "
_SELECT = f"select {COLUMNS} from messages m {JOINS}"


def save(tx: Tx, account_id: int, page: Page, stream: str) -> Saved:
    """Save a page and its cursor together. Saving it again writes nothing.

    `stream` "new" is what reaches us now: it opens the conversations it writes to. What any
    other stream brings ("history", "thread", "import", "sent") never asks for an answer: a
    conversation that begins with it is done. Only "new" and "history" keep a cursor. Of two
    versions of a message the one edited last stays; one without that time, from an "import",
    is older than what is here.
    """
    return save_all(tx, {account_id: page}, stream)


def save_all(tx: Tx, pages: Mapping[int, Page], stream: str) -> Saved:
    """`save` for pages of several accounts, by account id, in one pass over the full text."""
    items = {account_id: page.messages for account_id, page in pages.items()}
    inserted, updated = saving.save(tx, items, stream == "new", stream == "import")
    felt = 0
    for account_id, page in pages.items():
        if page.deleted:
            saving.mark_deleted(tx, account_id, page.deleted)
        if page.signals:
            felt += signals.save(tx, account_id, page.signals)
        if page.cursor is not None and stream in ("new", "history"):
            set_cursor(tx, account_id, stream, page.cursor)
    unchanged = sum(map(len, items.values())) - inserted - updated
    return Saved(inserted, updated, unchanged, felt)


def thread(
    db: sqlite3.Connection, conversation_id: int, cursor: Cursor | None = None, limit: int = 100
) -> Slice[Message]:
    """The messages of a conversation, newest first."""
    limit = capped(limit)
    rows = db.execute(
        _SELECT + "where m.conversation_id = ? and m.id < ? order by m.id desc limit ?",
        [conversation_id, NEWEST if cursor is None else cursor, limit + 1],
    ).fetchall()
    return cut(rows, limit, of_row, lambda row: int(row[0]))


def get(db: sqlite3.Connection, id: int) -> Message | None:
    row = db.execute(_SELECT + "where m.id = ?", [id]).fetchone()
    return of_row(row) if row else None


def newest(db: sqlite3.Connection, since: datetime, limit: int) -> list[Message]:
    """Of all conversations, the newest first, none from before `since`."""
    rows = db.execute(
        _SELECT + "where m.id >= ? and m.sent_ms >= ? order by m.id desc limit ?",
        [to_ms(since) >> saving.STEP, to_ms(since), limit],
    )
    return [of_row(row) for row in rows]


def known(
    db: sqlite3.Connection, service: str, profile: Profile, remote_ids: Iterable[str]
) -> list[str]:
    """Those of `remote_ids` that the account of an archive has already."""
    if (account := of_archive(db, service, profile)) is None:
        return []
    ids = {key(account.id, each): each for each in remote_ids}
    found = db.execute(
        "select m.key from json_each(?) j cross join messages m on m.key = j.value",
        ["[" + ",".join(map(str, ids)) + "]"],
    )
    return [ids[number] for (number,) in found]


def by_remote(db: sqlite3.Connection, account_id: int, remote_id: str) -> Message | None:
    row = db.execute(_SELECT + "where m.key = ?", [key(account_id, remote_id)]).fetchone()
    return of_row(row) if row else None


def by_ids(db: sqlite3.Connection, ids: Iterable[int]) -> list[Message]:
    """Those that are here, in that order."""
    sql = f"select {COLUMNS} from json_each(?) j cross join messages m on m.id = j.value {JOINS}"
    return [of_row(row) for row in db.execute(sql, [json.dumps([*ids])])]


def of_row(row: tuple[Any, ...]) -> Message:
    (
        id, conversation_id, account_id, service, contact_id, who, handle, avatar_url, outgoing,
        unread, text, sent_ms, kind, visibility, subject, lang, url, extra, edited_ms, deleted,
        reply_to, remote_id, signer, trimmed,
    ) = row  # fmt: skip
    warning, media, poll = saving.from_extra(extra) if extra else ("", (), None)
    edited_at = None if edited_ms is None else from_ms(edited_ms)
    return Message(
        id, conversation_id, account_id, service, contact_id, who or handle, handle, avatar_url,
        bool(outgoing), bool(unread), text, from_ms(sent_ms), KINDS[kind], visibility, subject,
        lang, warning, url, media, poll, edited_at, bool(deleted), reply_to, remote_id, signer,
        trimmed,
    )  # fmt: skip
