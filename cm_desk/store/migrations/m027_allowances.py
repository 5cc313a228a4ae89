"""What each of us may spend on kindness without asking, and what was asked above it."""

SQL = """
create table allowances (
    giver text not null, kind text not null, cents integer not null, currency text not null,
    primary key (giver, kind)) strict, without rowid;
create table spend_requests (
    id integer primary key, contact_id integer not null references contacts,
    home integer references contacts, giver text not null, kind text not null,
    cents integer not null, currency text not null, reason text not null,
    asked_ms integer not null, state text not null default 'asked',
    answer text not null default '', answered_ms integer,
    gesture_id integer references gestures on delete set null) strict;
create index spend_requests_contact on spend_requests (contact_id, asked_ms);
create index spend_requests_home on spend_requests (home) where home is not null;
create index spend_requests_gesture on spend_requests (gesture_id) where gesture_id is not null;
create index gestures_paid on gestures (giver, at_ms) where cost_cents > 0
"""
