"""Promises of theirs to us, where a promise was said and proven, and offers that were declined."""

SQL = """
alter table promises add column theirs integer not null default 0;
alter table promises add column quote text not null default '';
alter table promises add column proof_id integer;
create index promises_message on promises (message_id) where message_id is not null;
create table declined (message_id integer primary key, at_ms integer not null) strict
"""
