"""Apologies with the steps that put things right, and the proof that they happened."""

SQL = """
create table apologies (
    id integer primary key, contact_id integer not null references contacts,
    home integer references contacts, message_id integer, quote text not null,
    happened text not null, ours text not null, meant text not null,
    plain integer not null default 0, opened_ms integer not null, closed_ms integer,
    word text not null default '',
    sorry_id integer references gestures on delete set null) strict;
create index apologies_contact on apologies (contact_id, opened_ms);
create index apologies_home on apologies (home) where home is not null;
create index apologies_sorry on apologies (sorry_id) where sorry_id is not null;
create index apologies_open on apologies (opened_ms) where closed_ms is null;
create table apology_steps (
    id integer primary key, apology_id integer not null references apologies on delete cascade,
    text text not null, owner text not null, due_ms integer, done_ms integer,
    proof_kind text not null default '', proof text not null default '', seen_ms integer,
    told_id integer references gestures on delete set null) strict;
create index apology_steps_apology on apology_steps (apology_id);
create index apology_steps_told on apology_steps (told_id) where told_id is not null
"""
