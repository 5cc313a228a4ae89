"""What may tell that two profiles are of one person: links, what they share, what both posted."""

SQL = """
alter table identities add column links text not null default '';
alter table identities add column traced integer not null default 0;
create index identities_untraced on identities (id) where traced = 0;
create table traces (
    key integer not null, identity_id integer not null references identities on delete cascade,
    primary key (key, identity_id)) strict, without rowid;
create index traces_identity on traces (identity_id);
create table echoes (
    a integer not null references identities on delete cascade,
    b integer not null references identities on delete cascade,
    times integer not null, a_message integer not null, b_message integer not null,
    primary key (a, b)) strict, without rowid;
create index echoes_b on echoes (b)
"""
