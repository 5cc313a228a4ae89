"""People who speak for us on a place of their own."""

SQL = """
create table ambassadors (
    id integer primary key, contact_id integer not null references contacts,
    home integer references contacts, platform text not null, url text not null,
    topics text not null, made_ms integer not null, ended_ms integer) strict;
create index ambassadors_contact on ambassadors (contact_id, made_ms);
create index ambassadors_home on ambassadors (home) where home is not null
"""
