"""What was erased, what stays counted, and how long texts are kept.

`erased` holds marks that tell nothing by themselves. `messages.trimmed`: the months after which
the text went; 0: it went with the person who wrote it.
"""

SQL = """
create table erasures (
    id integer primary key, at_ms integer not null, messages integer not null,
    keep_copies integer not null, kept_out integer not null default 0,
    swept_ms integer) strict;
create table erased (
    mark text primary key, erasure_id integer not null references erasures on delete cascade,
    until_ms integer) strict, without rowid;
create table nameless (
    account_id integer not null references accounts on delete cascade, month text not null,
    slot text not null, n integer not null,
    primary key (account_id, month, slot)) strict, without rowid;
create table keeping (
    account_id integer primary key references accounts on delete cascade,
    months integer not null, spare integer not null, since_ms integer not null,
    done_ms integer) strict;
create table trims (
    id integer primary key, account_id integer not null references accounts on delete cascade,
    at_ms integer not null, before_ms integer not null, messages integer not null) strict;
alter table messages add column trimmed integer
"""
