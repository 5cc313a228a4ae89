"""Today's cards and what was decided of them, cadences, and whether a kept promise was told."""

SQL = """
create table cards (
    id integer primary key, day text not null, contact_id integer not null references contacts,
    home integer references contacts, rank integer not null, rule text not null,
    message_id integer not null, quote text not null, said_ms integer not null,
    because text not null, kind text not null, voice text not null, voice_id integer
    references voices on delete set null, account_id integer not null
    references accounts on delete cascade, conversation_id integer references conversations
    on delete set null, draft text not null, state text not null default 'open',
    why text not null default '', until text not null default '', shown_ms integer,
    decided_ms integer, gesture_id integer references gestures on delete set null) strict;
create index cards_day on cards (day, rank);
create index cards_contact on cards (contact_id, day);
create index cards_home on cards (home) where home is not null;
create index cards_account on cards (account_id);
create index cards_conversation on cards (conversation_id) where conversation_id is not null;
create index cards_voice on cards (voice_id) where voice_id is not null;
create table cadences (
    id integer primary key, contact_id integer not null references contacts,
    home integer references contacts, ideal_days integer not null, longest_days integer not null,
    made_ms integer not null) strict;
create index cadences_contact on cadences (contact_id);
create index cadences_home on cadences (home) where home is not null;
create index cards_gesture on cards (gesture_id) where gesture_id is not null;
alter table promises add column told_id integer references gestures on delete set null;
create index promises_told on promises (told_id) where told_id is not null;
create index promises_untold on promises (settled_ms) where state = 'kept' and told_id is null
"""
