"""The schema, as small steps that are never edited once released.

Each step is one transaction with its record and its number in `pragma user_version`, which is
what the program reads at its start: this module, and sqlite_utils, are imported only when the
schema is behind. A step that was interrupted left nothing.
"""

import sqlite3

from sqlite_utils import Database, Migrations

MIGRATIONS = Migrations("cm_desk")


def apply(db: sqlite3.Connection, stop_before: str | None = None) -> None:
    """Bring `db` to the newest schema. Foreign keys must be off: transform() needs that."""
    MIGRATIONS.apply(Database(db), stop_before=stop_before)


@MIGRATIONS()
def m001_desk(db: Database) -> None:
    for statement in _M001.split(";\n"):
        db.execute(statement)
    db.execute("pragma user_version = 1")


@MIGRATIONS()
def m002_merges(db: Database) -> None:
    """Merges of people take the place of assignments of one identity, and keep what those did."""
    for statement in _M002.split(";\n"):
        db.execute(statement)
    db.execute("pragma user_version = 2")


_M001 = """
create table accounts (
    id integer primary key, service text not null, handle text not null, base_url text not null,
    name text not null, remote_id text not null, avatar_url text not null,
    signer text not null default '', synced_ms integer, problem_kind text not null default '',
    problem text not null default '', retry_ms integer, history_done integer not null default 0,
    unique (service, handle)) strict;
create table cursors (
    account_id integer not null references accounts on delete cascade, stream text not null,
    value text not null, primary key (account_id, stream)) strict, without rowid;
create table contacts (
    id integer primary key, name text not null, renamed integer not null default 0) strict;
create index contacts_name on contacts (name collate nocase, id);
create table identities (
    id integer primary key, key integer not null unique, service text not null,
    author_key text not null, handle text not null, name text not null, url text not null,
    avatar_url text not null, bio text not null, bot integer not null,
    contact_id integer not null references contacts,
    received integer not null, sent integer not null,
    signals integer not null, first_ms integer not null, last_ms integer not null) strict;
create index identities_contact on identities (contact_id);
create index identities_last on identities (last_ms);
create table assignments (
    id integer primary key, identity_id integer not null references identities on delete cascade,
    from_contact integer not null, to_contact integer not null, at_ms integer not null,
    why text not null, undone_ms integer) strict;
create index assignments_identity on assignments (identity_id);
create table conversations (
    id integer primary key, key integer not null unique,
    account_id integer not null references accounts, thread text not null,
    state integer not null, turn integer not null,
    place integer as (case when state = 1 then 4 when state = 0 or turn = 3 then turn else 5 end),
    snoozed_ms integer, waiting_ms integer not null, messages integer not null,
    received integer not null, unread integer not null, last_id integer not null) strict;
create index conversations_account on conversations (account_id, last_id);
create index conversations_place on conversations (place, last_id);
create index conversations_unread on conversations (last_id) where unread > 0;
create index conversations_snoozed on conversations (snoozed_ms) where state = 1;
create table messages (
    id integer primary key, key integer not null, print integer not null,
    conversation_id integer not null references conversations,
    identity_id integer references identities, account_id integer not null references accounts,
    outgoing integer not null, unread integer not null, sent_ms integer not null,
    remote_id text not null, reply_to text not null, kind text not null,
    visibility text not null, lang text not null, subject text not null, url text not null,
    edited_ms integer, extra text, text text not null,
    deleted integer not null default 0, signer text not null default '') strict;
create unique index messages_key on messages (key);
create index messages_conversation on messages (conversation_id);
create index messages_identity on messages (identity_id);
create virtual table words using fts5(
    text, content='messages', content_rowid='id', prefix='1 2 3', columnsize=0,
    tokenize='unicode61 remove_diacritics 2');
insert into words(words, rank) values ('automerge', 16);
insert into words(words, rank) values ('crisismerge', 32);
create table counters (
    account_id integer not null, slot text not null, n integer not null,
    primary key (account_id, slot)) strict, without rowid;
create table signals (
    id integer primary key, key integer not null unique,
    account_id integer not null references accounts,
    identity_id integer not null references identities, kind text not null,
    at_ms integer not null, target integer) strict;
create index signals_identity on signals (identity_id, at_ms);
create table labels (
    id integer primary key, name text not null collate nocase unique,
    color text not null) strict;
create table conversation_labels (
    label_id integer not null references labels on delete cascade,
    conversation_id integer not null references conversations on delete cascade,
    primary key (label_id, conversation_id)) strict, without rowid;
create index conversation_labels_conversation on conversation_labels (conversation_id);
create table gestures (
    id integer primary key, contact_id integer not null references contacts,
    kind text not null, at_ms integer not null, voice text not null, why text not null,
    message_id integer, conversation_id integer, cost_cents integer not null,
    currency text not null, minutes integer not null, note text not null,
    public integer not null) strict;
create index gestures_contact on gestures (contact_id, at_ms);
create index gestures_at on gestures (at_ms);
create table promises (
    id integer primary key, contact_id integer not null references contacts,
    text text not null, due_ms integer not null, state text not null,
    made_ms integer not null, settled_ms integer, message_id integer) strict;
create index promises_contact on promises (contact_id, made_ms);
create index promises_open on promises (due_ms) where state = 'open';
create table notes (
    id integer primary key, contact_id integer not null references contacts,
    text text not null, at_ms integer not null) strict;
create index notes_contact on notes (contact_id, at_ms);
create table drafts (
    id integer primary key,
    conversation_id integer unique references conversations on delete cascade,
    account_id integer not null references accounts on delete cascade, text text not null,
    warning text not null, visibility text not null, lang text not null, subject text not null,
    media text not null, recipients text not null, saved_ms integer not null,
    cursor integer not null) strict;
create table outbox (
    id integer primary key, account_id integer not null references accounts on delete cascade,
    conversation_id integer references conversations on delete set null,
    key text not null unique, message text not null, state text not null,
    not_before_ms integer not null, begun_ms integer, attempts integer not null default 0,
    error text not null default '') strict;
create index outbox_due on outbox (not_before_ms);
create table settings (name text primary key, value text not null) strict, without rowid
"""

_M002 = """
alter table contacts add column joined integer references contacts;
create index contacts_joined on contacts (joined) where joined is not null;
alter table identities add column home integer references contacts;
create index identities_home on identities (home) where home is not null;
alter table gestures add column home integer references contacts;
create index gestures_home on gestures (home) where home is not null;
alter table promises add column home integer references contacts;
create index promises_home on promises (home) where home is not null;
alter table notes add column home integer references contacts;
create index notes_home on notes (home) where home is not null;
create table merges (
    id integer primary key, kept integer not null references contacts on delete cascade,
    gone integer not null references contacts on delete cascade, at_ms integer not null,
    why text not null, parted_ms integer) strict;
create index merges_gone on merges (gone);
create index merges_kept on merges (kept);
create table judged (
    a integer not null references identities on delete cascade,
    b integer not null references identities on delete cascade,
    until_ms integer, primary key (a, b)) strict, without rowid;
create index judged_b on judged (b);
insert into contacts (id, name, joined)
    select a.from_contact, i.name, i.contact_id from assignments a
    join identities i on i.id = a.identity_id
    where a.undone_ms is null and a.to_contact = i.contact_id
        and not exists (select 1 from contacts c where c.id = a.from_contact)
    group by a.from_contact;
insert into merges (kept, gone, at_ms, why)
    select a.to_contact, a.from_contact, max(a.at_ms), a.why from assignments a
    join contacts c on c.id = a.from_contact and c.joined = a.to_contact
    group by a.from_contact;
update identities set home = (
    select a.from_contact from assignments a join contacts c on c.id = a.from_contact
    where a.identity_id = identities.id and c.joined = identities.contact_id
        and a.undone_ms is null);
drop table assignments
"""
