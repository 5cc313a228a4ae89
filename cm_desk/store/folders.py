"""Folders that are watched for new files, and what came of each file."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from cm_desk.domain.news import Topic
from cm_desk.store.keys import clean
from cm_desk.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Folder:
    """`owner` is our name in its files, `columns` what archives/columns.py wrote; "" each: guessed.

    `files` came in, with `messages` and `answers` of surveys in them; `problems` did not.
    """

    id: int
    path: str
    owner: str = ""
    columns: str = ""
    files: int = 0
    messages: int = 0
    answers: int = 0
    problems: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was when it was read; `problem` says why it did not come in."""

    name: str
    size: int
    changed_ns: int
    messages: int = 0
    answers: int = 0
    problem: str = ""


_SELECT = """
    select f.id, f.path, f.owner, f.columns, count(s.name) filter (where s.problem = ''),
        coalesce(sum(s.messages), 0), coalesce(sum(s.answers), 0),
        count(s.name) filter (where s.problem <> '')
    from folders f left join folder_files s on s.folder_id = f.id"""


def all(db: sqlite3.Connection) -> list[Folder]:
    return [Folder(*row) for row in db.execute(f"{_SELECT} group by f.id order by f.path")]


def at(db: sqlite3.Connection, path: str) -> Folder | None:
    row = db.execute(f"{_SELECT} where f.path = ? group by f.id", [path]).fetchone()
    return Folder(*row) if row else None


def seen(db: sqlite3.Connection, folder_id: int) -> list[Seen]:
    rows = db.execute(
        "select name, size, changed_ns, messages, answers, problem from folder_files"
        " where folder_id = ? order by name",
        [folder_id],
    )
    return [Seen(*row) for row in rows]


def add(tx: Tx, folder: Folder, files: Iterable[Seen] = ()) -> int:
    """With its id where that is not 0 and free; `files` are those it knew before."""
    [(id,)] = tx.db.execute(
        "insert into folders (id, path, owner, columns) values (nullif(?, 0), ?, ?, ?)"
        " returning id",
        [folder.id, folder.path, clean(folder.owner), clean(folder.columns)],
    ).fetchall()
    for each in files:
        put(tx, int(id), each)
    tx.changed(Topic.ACCOUNT, 0)
    return int(id)


def put(tx: Tx, folder_id: int, file: Seen) -> None:
    tx.db.execute(
        "insert or replace into folder_files select ?, ?, ?, ?, ?, ?, ?"
        " where exists (select 1 from folders where id = ?)",
        [
            folder_id, clean(file.name), file.size, file.changed_ns, file.messages, file.answers,
            clean(file.problem), folder_id,
        ],
    )  # fmt: skip
    tx.changed(Topic.ACCOUNT, 0)


def read_as(tx: Tx, folder_id: int, columns: str) -> None:
    """From now on with these columns; what could not be read is read again."""
    tx.db.execute("update folders set columns = ? where id = ?", [clean(columns), folder_id])
    tx.db.execute("delete from folder_files where folder_id = ? and problem <> ''", [folder_id])
    tx.changed(Topic.ACCOUNT, 0)


def remove(tx: Tx, folder_id: int) -> None:
    """What came from it stays."""
    tx.db.execute("delete from folders where id = ?", [folder_id])
    tx.changed(Topic.ACCOUNT, 0)
