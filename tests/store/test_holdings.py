"""Every table is known to whatever must know all of them: mirror, erasing, export."""

import sqlite3

from cm_desk.store import export, holdings
from cm_desk.store.holdings import HOLDINGS, Held
from cm_desk.store.merges import OWNED
from tests.store.filling import fill, mark

PEOPLE = {"contacts", "identities", "messages", "conversations"}
ABOUT = {"contact_id", "identity_id", "message_id", "conversation_id", "home"}


def test_every_table_has_a_line(db: sqlite3.Connection) -> None:
    """A new table needs a line in store/holdings.py: Held(where, …) when its rows are about
    somebody, Ours(why) when they are not, Index(table) for full text."""
    assert sorted(HOLDINGS) == holdings.tables(db)


def test_a_table_that_points_to_people_says_which_rows_are_about_one(
    db: sqlite3.Connection,
) -> None:
    pointing = {
        table
        for table in holdings.tables(db)
        for name, into in _columns(db, table)
        if into in PEOPLE or name in ABOUT
    }
    assert {name for name in pointing if not isinstance(HOLDINGS[name], Held)} == set()


def test_every_column_that_refers_to_something_says_to_what(db: sqlite3.Connection) -> None:
    """A foreign key, or a name in holdings.POINTERS; counts and our own ids are none."""
    known = {(each.table, each.column) for each in holdings.pointers(db)}
    unknown = {
        (table, name)
        for table in holdings.tables(db)
        for name, into in _columns(db, table)
        if not into and (table, name) not in known and ("message" in name or name.endswith("_id"))
    }
    told = {"messages", "message", "remote_id", "account_id", "last_id"}  # numbers, texts, ours
    assert {(table, name) for table, name in unknown if name not in told} == set()


def test_what_belongs_to_a_contact_moves_with_a_merge(db: sqlite3.Connection) -> None:
    """A table with `contact_id` needs a column `home` and its name in merges.OWNED."""
    for table in holdings.tables(db):
        names = {name for name, _ in _columns(db, table)}
        if "contact_id" in names:
            assert "home" in names, table
            assert table in OWNED


def test_the_row_of_every_table_is_found(db: sqlite3.Connection) -> None:
    fill(db, 1, 2)
    known = holdings.held()
    assert holdings.count(db, 1) == dict.fromkeys(known, 1)
    assert set(holdings.count(db, 2)) == {"contacts", "identities", "judged", "merges"}


def _columns(db: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    return db.execute(
        "select c.name, coalesce(f.\"table\", '') from pragma_table_info(?1) c"
        ' left join pragma_foreign_key_list(?1) f on f."from" = c.name',
        [table],
    ).fetchall()


def test_every_row_of_every_table_is_exported_in_pages(db: sqlite3.Connection) -> None:
    fill(db, 1, 2)
    for table in export.nouns(db):
        [(count,)] = db.execute(f"select count(*) from {table}")  # noqa: S608
        first, after = export.page(db, table, None, 1)
        rest, _ = export.page(db, table, after)
        assert len(first + rest) == count
        texts = [value for row in first for value in row.values() if isinstance(value, str)]
        wordless = {"judged", "conversation_labels", "contact_labels", "promise_moves"}
        wordless |= {"declined", "cadences", "conversation_names"}
        wordless |= {"echoes", "likely", "traces"}
        assert not count or mark(table) in texts or table in wordless
