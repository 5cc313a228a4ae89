"""R11: a store of every earlier schema is brought up; an interrupted migration leaves the old."""

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from cm_desk.errors import StoreError
from cm_desk.store import accounts, connect, merges, migrations, soundness
from cm_desk.store.migrations import MIGRATIONS
from cm_desk.store.soundness import BACKUPS, SCHEMA
from cm_desk.store.tx import Tx
from tests.store.rows import START, account

with Database(memory=True) as _empty:
    NAMES = [m.name for m in MIGRATIONS.pending(_empty)]


def schema(db: sqlite3.Connection) -> list[tuple[str]]:
    return db.execute("select sql from sqlite_schema order by name").fetchall()


def old_store(path: Path, number: int) -> None:
    """A store as the program left it whose newest migration was `number`, with one account."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("pragma journal_mode = wal")
    migrations.apply(db, stop_before=[*NAMES, "m999_mood"][number])
    account(db)
    db.close()


def test_migrations_are_numbered_in_order_and_known_without_importing_them() -> None:
    assert [int(name[1:4]) for name in NAMES] == list(range(1, SCHEMA + 1))


@pytest.mark.parametrize("number", range(1, SCHEMA + 1))
def test_every_earlier_schema_becomes_the_newest_and_keeps_its_rows(
    db: sqlite3.Connection, tmp_path: Path, number: int
) -> None:
    path = tmp_path / "desk.db"
    old_store(path, number)
    opened = connect.writer(path)
    assert schema(opened) == schema(db)
    assert len(accounts.all(opened)) == 1
    assert soundness.version(opened) == SCHEMA
    assert (tmp_path / BACKUPS).exists() is (number < SCHEMA)
    opened.close()


@pytest.fixture
def next_schema(monkeypatch: pytest.MonkeyPatch) -> Migrations:
    """A program that is one migration ahead of the stores we make; it can be told to fail."""
    ahead = Migrations("cm_desk")
    with Database(memory=True) as empty:
        for each in MIGRATIONS.pending(empty):
            ahead(name=each.name)(each.fn)
    monkeypatch.setattr(migrations, "MIGRATIONS", ahead)
    for module in (soundness, connect):
        monkeypatch.setattr(module, "SCHEMA", SCHEMA + 1)
    return ahead


def test_a_backup_is_made_before_a_store_is_changed(
    tmp_path: Path, next_schema: Migrations
) -> None:
    @next_schema()
    def m999_mood(db: Database) -> None:
        db.execute("alter table contacts add column mood text")
        db.execute(f"pragma user_version = {SCHEMA + 1}")

    path = tmp_path / "desk.db"
    old_store(path, SCHEMA)
    db = connect.writer(path)
    assert soundness.version(db) == SCHEMA + 1
    db.close()
    [kept] = (tmp_path / BACKUPS).iterdir()
    copy = sqlite3.connect(kept)
    assert soundness.version(copy) == SCHEMA
    assert len(accounts.all(copy)) == 1
    copy.close()


def test_an_interrupted_migration_leaves_the_old_store_usable(
    tmp_path: Path, next_schema: Migrations, monkeypatch: pytest.MonkeyPatch
) -> None:
    @next_schema()
    def m999_mood(db: Database) -> None:
        db.execute("alter table contacts add column mood text")
        raise KeyboardInterrupt

    path = tmp_path / "desk.db"
    old_store(path, SCHEMA)
    with pytest.raises(KeyboardInterrupt):
        connect.writer(path)
    monkeypatch.undo()
    db = connect.writer(path)
    assert soundness.version(db) == SCHEMA
    assert len(accounts.all(db)) == 1
    db.close()


def test_a_newer_store_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    old_store(path, SCHEMA)
    db = sqlite3.connect(path)
    db.execute(f"pragma user_version = {SCHEMA + 1}")
    db.execute("pragma journal_mode = delete")
    db.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="newer CM Desk"):
        connect.writer(path)
    assert path.read_bytes() == before


def test_people_who_were_assigned_to_another_part_like_merged_ones(
    tmp_path: Path,
) -> None:
    """m002: an assignment of one identity becomes a merge of the contact it came from."""
    path = tmp_path / "desk.db"
    old_store(path, 1)
    old = sqlite3.connect(path)
    old.execute("insert into contacts (id, name) values (1, 'Mira')")
    for id, name in ((1, "Mira"), (2, "Mira by mail")):
        old.execute(
            "insert into identities values"
            " (?, ?, 'mail', ?, ?, ?, '', '', '', 0, 1, 0, 0, 0, 0, 0)",
            [id, id, f"k{id}", f"h{id}", name],
        )
    old.execute(
        "insert into assignments (identity_id, from_contact, to_contact, at_ms, why)"
        " values (2, 2, 1, 5, 'demo')"
    )
    old.commit()
    old.close()
    opened = connect.writer(path)
    [merge] = merges.of(opened, 1)
    assert (merge.gone, merge.gone_name) == (2, "Mira by mail")
    assert merges.part(Tx(opened), merge.id, START)
    assert opened.execute("select contact_id, home from identities order by id").fetchall() == [
        (1, None),
        (2, None),
    ]
    opened.close()
