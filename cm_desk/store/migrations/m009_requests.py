"""What a colleague was asked to put their name under, and what they released."""

SQL = """
create table voice_requests (
    id integer primary key, contact_id integer not null references contacts,
    home integer references contacts,
    voice_id integer not null references voices on delete cascade, kind text not null,
    message_id integer, quote text not null, context text not null, draft text not null,
    asked_ms integer not null, state text not null default 'asked', released text not null
    default '', digest text not null default '', answer text not null default '',
    answered_ms integer, used_key text not null default '') strict;
create index voice_requests_contact on voice_requests (contact_id, asked_ms);
create index voice_requests_home on voice_requests (home) where home is not null;
create index voice_requests_voice on voice_requests (voice_id, asked_ms);
create index voice_requests_state on voice_requests (state, asked_ms)
"""
