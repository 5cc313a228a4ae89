"""Everything the store holds, as rows for files that other programs read."""

import sqlite3
from typing import Any

# By noun: a select with an id, and where it continues. Columns ending in _ms are times.
NOUNS = {
    "accounts": "select id, service, handle, name, base_url, remote_id, signer"
    " from accounts where id",
    "people": "select id, name, joined as joined_with from contacts where id",
    "identities": "select id, contact_id as person_id, service, author_key, handle, name, url, bio,"
    " bot, received, sent, first_ms, last_ms from identities where id",
    "merges": "select id, kept, gone, at_ms, why, parted_ms from merges where id",
    "conversations": "select id, account_id, thread, case state when 0 then 'open' when 1 then"
    " 'snoozed' else 'done' end as state, snoozed_ms, messages, unread from conversations where id",
    "messages": "select m.id, m.conversation_id, m.account_id, i.contact_id as person_id,"
    " i.name, i.handle, case m.outgoing when 1 then 'out' else 'in' end as direction, m.sent_ms,"
    " m.kind, m.visibility, m.lang, m.subject, m.text, m.extra, m.url, m.remote_id, m.reply_to,"
    " m.edited_ms, m.deleted, m.signer"
    " from messages m left join identities i on i.id = m.identity_id where m.id",
    "signals": "select s.id, s.account_id, i.contact_id as person_id, i.handle, s.kind, s.at_ms,"
    " s.target as message_id from signals s join identities i on i.id = s.identity_id where s.id",
    "gestures": "select id, contact_id as person_id, kind, at_ms, voice, why, message_id,"
    " conversation_id, cost_cents, currency, minutes, note, public from gestures where id",
    "promises": "select id, contact_id as person_id, text, due_ms, state, made_ms, settled_ms,"
    " message_id from promises where id",
    "notes": "select id, contact_id as person_id, text, at_ms from notes where id",
    "labels": "select id, name, color from labels where id",
    "labelled": "select rowid_ as id, label_id, conversation_id from (select"
    " label_id * 4294967296 + conversation_id as rowid_, label_id, conversation_id"
    " from conversation_labels) where rowid_",
    "drafts": "select id, conversation_id, account_id, text, warning, visibility, lang, subject,"
    " media, recipients, saved_ms from drafts where id",
    "outbox": "select id, account_id, conversation_id, key, message, state, not_before_ms,"
    " begun_ms, attempts, error from outbox where id",
}


def page(db: sqlite3.Connection, noun: str, after: int, limit: int = 500) -> list[dict[str, Any]]:
    """Rows of `noun` with ids above `after`, in order. The last id continues."""
    found = db.execute(f"{NOUNS[noun]} > ? order by 1 limit ?", [after, limit])
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]
