"""`cm-desk folders`."""

import os
from pathlib import Path

import pytest

from tests.cli.test_commands import Shell


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path / "desk", capsys)


def test_a_folder_is_watched_looked_through_and_let_go(desk: Shell, tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "1.csv").write_text("date,email,message\n2026-03-03,ada@example.org,Hi\n")
    (drop / "2.json").write_text("{")
    for each in drop.iterdir():
        os.utime(each, (1_000_000_000, 1_000_000_000))
    [found] = desk.json("folders", "--watch", str(drop))
    assert found == {"folder": str(drop), "files": 0, "messages": 0, "answers": 0, "problems": []}
    out, err = desk.run("folders", "--look", "--json", status=1)
    assert '"messages": 1' in out
    assert "2.json" in err
    desk.run("folders", "--watch", str(tmp_path / "none"), status=1)
    assert desk.json("folders", "--stop", str(drop)) == []
