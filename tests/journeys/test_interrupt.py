"""Ctrl+C in the terminal that opened the window, or runs a command."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cm_desk import cli, lock
from cm_desk.store import accounts, connect, soundness


def _filled(database: Path) -> bool:
    if not database.exists():
        return False
    db = connect.reader(database)
    try:
        return soundness.version(db) > 0 and len(accounts.all(db)) == 4
    finally:
        db.close()


@pytest.fixture
def heard() -> Iterator[None]:
    """A shell lets its background jobs ignore Ctrl+C, and they hand that on to our window."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard")
def test_the_window_closes_in_order(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cm_desk", "--data", str(tmp_path), "demo"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as window:
        try:
            end = time.monotonic() + 60
            while not _filled(tmp_path / "desk.db"):
                assert window.poll() is None
                assert time.monotonic() < end
            window.send_signal(signal.SIGINT)
            _, said = window.communicate(timeout=60)
        finally:
            window.kill()
    assert (window.returncode, said) == (130, "")
    lock.hold(tmp_path).release()
    assert not list(tmp_path.glob("desk.db-wal"))


MAIL = """From a@b.example Thu Jan  8 08:50:00 2026
From: Somebody <s{n}@far.example>
To: hello@tidewell.example
Message-ID: <{n}@far.example>
Date: Thu, 08 Jan 2026 08:50:00 +0000

Letter {n}.

"""


@pytest.mark.usefixtures("heard")
def test_an_import_leaves_the_store_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    box, desk = tmp_path / "many.mbox", ["--data", str(tmp_path / "desk")]
    box.write_text("".join(MAIL.format(n=n) for n in range(40_000)), "utf-8")
    command = [sys.executable, "-m", "cm_desk", *desk, "import", str(box)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as work:
        try:
            assert work.stderr
            assert "many.mbox: reading" in work.stderr.readline()
            work.send_signal(signal.SIGINT)
            _, said = work.communicate(timeout=60)
        finally:
            work.kill()
    assert work.returncode == 130
    assert said.strip() == "Stopped. Nothing of many.mbox was imported."
    assert cli.main([*desk, "accounts", "--json"]) == 0
    assert capsys.readouterr().out == ""
