"""The kinds of gestures that somebody changed or added, and the gesture that goes with a draft."""

SQL = """
create table gesture_kinds (
    key text primary key, place integer not null, label text not null, plural text not null,
    icon text not null, letter text not null, cost_cents integer not null, currency text not null,
    minutes integer not null, public integer not null, turn text not null,
    quotes integer not null, hidden integer not null) strict, without rowid;
alter table drafts add column gesture text not null default ''
"""
