"""Saved searches, of messages and of people."""

SQL = """
create table views (
    id integer primary key, kind text not null, name text not null, query text not null,
    sort text not null, position integer not null) strict
"""
