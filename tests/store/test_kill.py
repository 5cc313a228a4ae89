"""R1, the store's part: a process that is killed loses nothing it said was saved."""

import os
import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from cm_desk.domain.model import Page
from cm_desk.store import accounts, connect, messages, search, soundness
from cm_desk.store.store import commit
from cm_desk.store.tx import Tx
from tests.store.rows import account, asked, counters_are_right, message

ROUNDS = int(os.environ.get("KILLS", "12"))
SIZE = 7  # messages of a page


def page(number: int) -> Page:
    items = (
        message(
            f"{number}/{n}", number, f"page{number} text", thread=f"t{number % 9}", unread=n == 0
        )
        for n in range(SIZE)
    )
    return Page(tuple(items), cursor=str(number))


def save(db: sqlite3.Connection, number: int) -> None:
    commit(Tx(db), lambda tx: messages.save(tx, 1, page(number), "new"))


def sync_for_ever(path: str) -> None:
    """In a process of its own: save page after page, each twice, and say which are saved."""
    db = connect.writer(Path(path))
    number = int(accounts.cursor(db, 1, "new") or 0)
    while True:
        number += 1
        save(db, number)
        save(db, number)
        print(number, flush=True)  # noqa: T201


def killed(path: Path, after: int) -> int:
    """The last page that the process said was saved when it was killed."""
    program = "import sys; from tests.store.test_kill import sync_for_ever as f; f(sys.argv[1])"
    command = [sys.executable, "-c", program, str(path)]
    said = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            said = int(line)
            after -= 1
            if after == 0:
                process.kill()
    return said


def test_a_killed_sync_loses_and_doubles_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, rng = tmp_path / "desk.db", random.Random(1)  # noqa: S311
    db = connect.writer(path)
    account(db)
    db.close()
    for _ in range(ROUNDS):
        said = killed(path, rng.randrange(1, 60))
        db = connect.writer(path)
        [(total,)] = db.execute("select count(*) from messages").fetchall()
        whole, rest = divmod(total, SIZE)
        assert (rest, whole >= said) == (0, True), "whole pages, and all that were said"
        assert int(accounts.cursor(db, 1, "new") or 0) == whole
        assert len(search.search(db, asked(f"page{whole}")).items) == SIZE
        assert counters_are_right(db)
        assert soundness.thorough(db)
        db.close()
    with capsys.disabled():
        print(f"\nR1: killed {ROUNDS} times, {total} messages: 0 lost, 0 doubled")  # noqa: T201
