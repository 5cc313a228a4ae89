"""Folders that are watched, and which files of theirs came in."""

SQL = """
create table folders (
    id integer primary key, path text not null unique, owner text not null,
    columns text not null) strict;
create table folder_files (
    folder_id integer not null references folders (id) on delete cascade, name text not null,
    size integer not null, changed_ns integer not null, messages integer not null,
    answers integer not null, problem text not null,
    primary key (folder_id, name)) strict, without rowid
"""
