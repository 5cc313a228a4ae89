"""Pictures of people, kept as files beside the store: in a copy of it they stand in a table, so
that one file is the whole desk."""

import sqlite3
from pathlib import Path

from cm_desk.paths import FACES

_TABLE = "create table carried (name text primary key, bytes blob not null) strict, without rowid"


def pack(db: sqlite3.Connection, folder: Path) -> int:
    """Into the copy `db`, from the data folder; how many there are."""
    files = [each for each in (folder / FACES).glob("*") if not each.suffix]
    if files:
        db.execute(_TABLE)
        rows = ((each.name, each.read_bytes()) for each in files)
        db.executemany("insert into carried values (?, ?)", rows)
        db.commit()
    return len(files)


def unpack(db: sqlite3.Connection, folder: Path) -> int:
    """Out of a copy that becomes the store of `folder`."""
    there = "select 1 from sqlite_schema where type = 'table' and name = 'carried'"
    if db.execute(there).fetchone() is None:
        return 0
    count = 0
    for name, data in db.execute("select name, bytes from carried"):
        if name.isalnum():  # a name of ours is a hash: no way out of the folder
            (folder / FACES).mkdir(exist_ok=True)
            (folder / FACES / name).write_bytes(data)
            count += 1
    db.execute("drop table carried")
    db.commit()
    return count
