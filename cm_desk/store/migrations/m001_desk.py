"""Accounts, people, conversations, messages, and what we remember of them."""

SQL = """
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
