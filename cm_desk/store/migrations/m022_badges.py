"""Badges that were awarded, each with its reason and the act it is for; and when somebody looked
back at an introduction."""

SQL = """
create table badges (
    id integer primary key, contact_id integer not null references contacts,
    home integer references contacts, badge text not null, name text not null, icon text not null,
    reason text not null check (trim(reason) <> ''),
    act_id integer not null references acts on delete cascade, voice text not null,
    made_ms integer not null) strict;
create index badges_contact on badges (contact_id, made_ms);
create index badges_home on badges (home) where home is not null;
create index badges_act on badges (act_id);
alter table introductions add column looked_ms integer
"""
