"""R6 and R7: a full disk is a message, a damaged store is noticed; nothing is lost by either."""

import random
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from cm_desk.domain.model import Incoming
from cm_desk.errors import StoreError
from cm_desk.store import backup, connect, search, soundness, trouble
from cm_desk.store.soundness import BACKUPS
from cm_desk.store.store import commit
from cm_desk.store.tx import Tx
from tests.store.rows import START, account, asked, counters_are_right, message, save

PLACES = 50


def fill(path: Path, rows: int = 4000) -> None:
    db = connect.writer(path)
    id = account(db).id
    commit(Tx(db), lambda tx: save(tx.db, id, *(talk(n) for n in range(rows))))
    db.close()


def talk(n: int) -> Incoming:
    return message(str(n), n, f"word{n} said {n * 7} " * 5, thread=f"t{n // 3}")


def content(path: Path) -> list[list[tuple[object, ...]]]:
    """Every row of every table of ours, and the answer of a search. Raises when it cannot."""
    db = connect.reader(path)
    try:
        names = db.execute(
            "select name from sqlite_schema where type = 'table' and name not like 'words_%'"
            " and name not like 'sqlite_%' and name not like '_sqlite_%'"
        ).fetchall()
        rows = [
            db.execute(f"select * from {name}").fetchall()  # noqa: S608  from the schema
            for (name,) in sorted(names)
        ]
        return [*rows, list(search.search(db, asked("said"), limit=200).items)]
    finally:
        db.close()


def spoil(path: Path, rng: random.Random) -> None:
    data = bytearray(path.read_bytes())
    if rng.random() < 0.3:
        del data[rng.randrange(1, len(data)) :]
    else:
        at = rng.randrange(len(data))
        for n in range(at, min(len(data), at + rng.choice((1, 16, 4096)))):
            data[n] ^= rng.randrange(1, 256)
    path.write_bytes(data)


def outcome(path: Path, whole: list[list[tuple[object, ...]]]) -> str:
    try:
        connect.writer(path).close()
    except StoreError as err:
        return "at the start" if "backup is desk-2026-03-01.db" in err.hint else "unnamed"
    try:
        same = content(path) == whole
        backup.make(path, path.parent / "later", START)
    except (StoreError, sqlite3.DatabaseError):
        return "by the first read or the daily backup"
    return "harmless" if same else "not"


def test_damage_is_noticed_and_the_newest_good_backup_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "desk.db"
    fill(path)
    backup.make(path, tmp_path / BACKUPS, START)
    good, whole, rng = path.read_bytes(), content(path), random.Random(7)  # noqa: S311
    found: Counter[str] = Counter()
    for _ in range(PLACES):
        path.write_bytes(good)
        spoil(path, rng)
        spoiled = path.read_bytes()
        noticed = outcome(path, whole)
        found[noticed] += 1
        if noticed == "at the start":
            assert path.read_bytes() == spoiled, "nothing is overwritten"
    with capsys.disabled():
        print(f"\nR7: damage in {PLACES} places, noticed: {dict(found)}")  # noqa: T201
    assert found["at the start"] >= PLACES // 3
    assert found["unnamed"] == 0
    assert found["not"] <= PLACES // 10
    kept = backup.restore(tmp_path / BACKUPS / "desk-2026-03-01.db", path, START)
    assert content(path) == whole
    assert kept is not None
    assert kept.read_bytes() == spoiled


def test_a_store_without_a_backup_says_so(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    path.write_bytes(b"SQLite format 3\0" + bytes(5000))
    with pytest.raises(StoreError, match="no backup"):
        connect.writer(path)


def test_seven_daily_backups_stay_and_a_bad_one_is_passed_over(tmp_path: Path) -> None:
    path, folder = tmp_path / "desk.db", tmp_path / BACKUPS
    fill(path, 3)
    for day in range(1, 10):
        made = backup.make(path, folder, START.replace(day=day))
    assert [file.name[-5:-3] for file in sorted(folder.iterdir())] == [
        *["03", "04", "05", "06", "07", "08", "09"]
    ]
    made.write_bytes(b"rubbish")
    assert not backup.verify(made)
    newest = backup.newest_good(folder)
    assert newest is not None
    assert newest.name == "desk-2026-03-08.db"
    with pytest.raises(StoreError, match="not a good backup"):
        backup.restore(made, path, START)


def full(db: sqlite3.Connection, id: int, n: int) -> bool:
    """Whether there was no room to save one message more."""
    item = message(f"x{n}", n, "word " * 400)
    try:
        with trouble.told(Path("desk.db")):
            commit(Tx(db), lambda tx: save(tx.db, id, item))
    except StoreError as err:
        return err.what == "The disk is full. The last change was not kept."
    return False


def until_full(db: sqlite3.Connection, id: int) -> int:
    """How many messages were saved, one transaction each, before there was no room."""
    return next(n for n in range(100_000) if full(db, id, n))


def counted(db: sqlite3.Connection) -> int:
    assert soundness.thorough(db)
    assert counters_are_right(db)
    [(n,)] = db.execute("select count(*) from messages").fetchall()
    return int(n)


def test_a_full_store_loses_nothing_and_goes_on(tmp_path: Path) -> None:
    db = connect.writer(tmp_path / "desk.db")
    id = account(db).id
    [(pages,)] = db.execute("pragma page_count").fetchall()
    db.execute(f"pragma max_page_count = {pages + 60}")
    saved = until_full(db, id)
    assert counted(db) == saved > 0
    db.execute("pragma max_page_count = 1000000")
    commit(Tx(db), lambda tx: save(tx.db, id, message("more")))
    assert counted(db) == saved + 1
    db.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=5m", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a small disk needs the right to mount one")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_loses_nothing_and_goes_on(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(500_000))
    db = connect.writer(small_disk / "desk.db")
    id = account(db).id
    saved = until_full(db, id)
    with pytest.raises(StoreError, match="The disk is full"):
        backup.make(small_disk / "desk.db", small_disk / BACKUPS, START)
    assert list((small_disk / BACKUPS).iterdir()) == []
    ballast.unlink()
    assert counted(db) == saved > 0
    commit(Tx(db), lambda tx: save(tx.db, id, message("more")))
    assert counted(db) == saved + 1
    db.close()
