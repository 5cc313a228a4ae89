"""Days of the year that we named ourselves: seasons, and releases that people asked for."""

SQL = """
create table seasons (
    id integer primary key, kind text not null, name text not null, month integer not null,
    day integer not null, year integer, lead_days integer not null, label_id integer
    references labels on delete set null, note text not null, made_ms integer not null) strict;
create index seasons_label on seasons (label_id) where label_id is not null
"""
