"""Pairs of profiles that may be of one person, so that only what is new is compared."""

SQL = """
create table likely (
    a integer not null references identities on delete cascade,
    b integer not null references identities on delete cascade,
    rank integer not null, shown integer not null, primary key (a, b)) strict, without rowid;
create index likely_b on likely (b);
create index likely_rank on likely (shown, rank, a, b);
create index identities_unpaired on identities (id) where traced = 1
"""
