"""Two people who would help each other, and what each of them said to that."""

SQL = """
create table introductions (
    id integer primary key, contact_id integer not null references contacts,
    home integer references contacts, other_id integer not null references contacts,
    circle text not null, why text not null, other_why text not null, message_id integer,
    other_message integer, stage text not null default 'idea', since_ms integer,
    made_ms integer not null, step_key text not null default '',
    was_stage text not null default '', was_ms integer, outcome text not null default '',
    talking integer) strict;
create index introductions_contact on introductions (contact_id, made_ms);
create index introductions_home on introductions (home) where home is not null;
create index introductions_other on introductions (other_id);
create index introductions_stage on introductions (stage, since_ms)
"""
