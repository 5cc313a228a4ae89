"""Voices, consents and acts of help; and what else there is to know of a gesture."""

SQL = """
create table voices (
    id integer primary key, name text not null, role text not null, face text not null,
    sounds text not null, topics text not null, agreed text not null, agreed_ms integer,
    every_days integer not null default 7, left_ms integer) strict;
create table consents (
    id integer primary key, contact_id integer not null references contacts,
    home integer references contacts, what text not null, words text not null,
    message_id integer, given_ms integer not null, withdrawn_ms integer) strict;
create index consents_contact on consents (contact_id);
create index consents_home on consents (home) where home is not null;
create table acts (
    id integer primary key, contact_id integer not null references contacts,
    home integer references contacts, kind text not null, context text not null,
    message_id integer, quote text not null, at_ms integer not null, state text not null,
    judged_ms integer) strict;
create index acts_contact on acts (contact_id, at_ms);
create index acts_home on acts (home) where home is not null;
create index acts_at on acts (state, at_ms);
create unique index acts_message on acts (message_id, kind) where message_id is not null;
alter table gestures add column direction text not null default 'given';
alter table gestures add column other_id integer references contacts;
create index gestures_other on gestures (other_id) where other_id is not null;
alter table gestures add column asked integer not null default 0;
alter table gestures add column account_id integer references accounts on delete set null;
create index gestures_account on gestures (account_id) where account_id is not null;
alter table gestures add column voice_id integer references voices on delete set null;
create index gestures_voice on gestures (voice_id, at_ms) where voice_id is not null;
alter table gestures add column giver text not null default '';
alter table gestures add column outbox_key text not null default '';
create index gestures_leaving on gestures (outbox_key) where outbox_key <> '';
alter table gestures add column sent_id integer;
alter table gestures add column back text not null default '';
alter table gestures add column back_ms integer;
alter table gestures add column back_id integer;
create index gestures_kind on gestures (kind, at_ms);
create table gesture_quotes (
    gesture_id integer not null references gestures on delete cascade, message_id integer not null,
    text text not null, primary key (gesture_id, message_id)) strict, without rowid
"""
