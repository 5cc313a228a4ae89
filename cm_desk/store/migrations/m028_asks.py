"""What was said of a text that asks: that it asks nothing, or why it may ask before its time."""

SQL = """
create table asks (
    id integer primary key, contact_id integer not null references contacts,
    home integer references contacts, account_id integer not null
    references accounts on delete cascade, text text not null, verdict text not null,
    reason text not null, made_ms integer not null) strict;
create index asks_contact on asks (contact_id, made_ms);
create index asks_home on asks (home) where home is not null;
create index asks_account on asks (account_id, made_ms)
"""
