"""A story by account and direction, and what became of promises.

Own words to nobody (identity_id is null) are found by the same index.
"""

SQL = """
drop index messages_identity;
create index messages_identity on messages (identity_id, account_id, outgoing);
drop index signals_identity;
create index signals_identity on signals (identity_id, account_id, at_ms);
create table promise_moves (
    id integer primary key, promise_id integer not null references promises on delete cascade,
    at_ms integer not null, from_ms integer not null, due_ms integer not null) strict;
create index promise_moves_promise on promise_moves (promise_id)
"""
