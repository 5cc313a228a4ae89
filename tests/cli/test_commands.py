"""The commands as a script meets them: output, error output, exit status."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cm_desk import cli, lock
from cm_desk.cli import Wanted
from cm_desk.domain.model import Author, Incoming
from cm_desk.domain.times import from_ms


@dataclass
class Shell:
    """`run(…)` one command on `folder`; `json(…)` the objects it prints."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def run(self, *args: str, status: int = 0) -> tuple[str, str]:
        found = cli.main(["--data", str(self.folder), *args])
        out, err = self.capsys.readouterr()
        assert found == status, err
        return out, err

    def json(self, *args: str, status: int = 0) -> list[dict[str, Any]]:
        out, _ = self.run(*args, "--json", status=status)
        return [json.loads(line) for line in out.splitlines()]


@pytest.fixture
def empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path / "desk", capsys)


@pytest.fixture
def shell(empty: Shell) -> Shell:
    """On the demo community."""
    empty.run("demo", "--once")
    return empty


def test_the_demo_is_there_after_one_command_and_unchanged_after_another(empty: Shell) -> None:
    [first] = empty.json("demo", "--once")
    assert first["inserted"] > 1000
    [again] = empty.json("demo", "--once")
    assert (again["inserted"], again["updated"]) == (0, 0)
    assert len(empty.json("accounts")) == 4


def test_inbox_search_and_person_say_what_is_there(shell: Shell) -> None:
    rows = shell.json("inbox", "--view", "needs-reply", "--limit", "5")
    assert len(rows) == 5
    assert {"id", "who", "text", "last_at", "account_name"} <= rows[0].keys()
    assert len(shell.json("inbox", "--account", "mail:hello@tidewell.example")) > 0
    hits = shell.json("search", "burr*", "--limit", "3")
    assert all("burr" in f"{each['subject']} {each['text']}".lower() for each in hits)
    best = shell.json("search", "--best", "lid", "from:priya", "is:unanswered", "--limit", "2")
    assert {each["who"] for each in best} == {"Priya Raman"}
    head, *story = shell.json("person", "Priya Raman", "--limit", "10")
    assert (head["name"], len(story)) == ("Priya Raman", 10)
    out, _ = shell.run("person", "Priya Raman")
    assert "Priya Raman: @priya@makers.example (mastodon)" in out


def test_sync_counts_for_each_account(shell: Shell) -> None:
    found = shell.json("sync", "--history")
    assert {(each["ok"], each["new"], each["sent"]) for each in found} == {(True, 0, 0)}


def test_errors_are_one_sentence_and_a_status(shell: Shell) -> None:
    _, err = shell.run("person", "Nobody Atall", status=1)
    assert err == "cm-desk: Nobody is called “Nobody Atall”.\n"
    _, err = shell.run("inbox", "--account", "nope", status=1)
    assert "There is no account “nope”." in err
    _, err = shell.run("search", "zzzzzzz", status=1)
    assert err == ""
    out, err = shell.run("search", "frm:priya burr before:soon from:zoe9", status=1)
    assert out == ""
    assert [each.partition(".")[0] for each in err.splitlines()] == [
        "cm-desk: There is no filter “frm:”",
        "cm-desk: “soon” is no day that can be read",
        "cm-desk: Nobody here is called “zoe9”",
    ]
    _, err = shell.run("inbox", "--view", "sideways", status=2)
    assert "sideways" in err
    _, err = shell.run("conquer", status=2)
    assert "No such command" in err


def test_looking_at_a_desk_that_is_not_there_makes_none(empty: Shell) -> None:
    _, err = empty.run("inbox", status=1)
    assert "There is no desk in" in err
    assert not empty.folder.exists()


def test_beside_an_open_window_one_may_look_and_not_write(shell: Shell) -> None:
    """R10 for the commands."""
    window = lock.hold(shell.folder)
    assert shell.json("inbox", "--limit", "1")
    assert shell.json("search", "burr*")
    _, err = shell.run("sync", status=1)
    assert err.startswith("cm-desk: CM Desk is already open on this data folder.")
    _, err = shell.run("restore", str(shell.folder / "desk.db"), status=1)
    assert "already open" in err
    window.release()
    shell.run("sync")


def test_everything_comes_out_as_json_lines_and_harmless_cells(
    shell: Shell, tmp_path: Path
) -> None:
    [done] = shell.json("export", str(tmp_path / "out"))
    folder = Path(done["folder"])
    lines = (folder / "messages.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == done["rows"]["messages"] > 1000
    first = json.loads(lines[0])
    assert first["sent"].endswith("+00:00")
    cells = (folder / "identities.csv").read_text("utf-8-sig")
    assert ",'@priya@makers.example," in cells
    [again] = shell.json("export", str(tmp_path / "out"))
    assert again["folder"] != done["folder"]


def test_a_backup_brings_a_damaged_desk_back(shell: Shell) -> None:
    [made] = shell.json("backup")
    database = shell.folder / "desk.db"
    whole = database.read_bytes()
    database.write_bytes(b"\0" * 4096 + whole[4096:])
    checks = {each["name"]: each for each in shell.json("doctor", status=1)}
    assert not checks["store"]["ok"]
    assert made["file"] in checks["store"]["hint"]
    _, err = shell.run("inbox", status=1)
    assert err.startswith("cm-desk: ")
    assert err.count("\n") == 1
    [restored] = shell.json("restore")
    assert restored["restored"] == made["file"]
    assert Path(restored["kept"]).read_bytes().startswith(b"\0" * 4096)
    assert len(shell.json("accounts")) == 4


def test_the_doctor_looks_at_everything(shell: Shell) -> None:
    status = cli.main(["--data", str(shell.folder), "doctor"])
    said, _ = shell.capsys.readouterr()
    assert status in (0, 1)  # a machine without a keychain is told so
    names = {line.split()[1] for line in said.splitlines()}
    assert names == {"store", "folder", "disk", "window", "keychain", "network"}
    assert said.count("answers and takes our sign-in") == 4


def test_the_doctor_looks_before_there_is_a_desk(empty: Shell) -> None:
    status = cli.main(["--data", str(empty.folder), "doctor", "--json"])
    checks = [json.loads(line) for line in empty.capsys.readouterr().out.splitlines()]
    assert status in (0, 1)
    assert [each["name"] for each in checks] == [
        "store", "folder", "disk", "window", "keychain", "network",
    ]  # fmt: skip
    assert not empty.folder.exists()


def test_a_folder_that_cannot_be_used_is_one_sentence(tmp_path: Path, empty: Shell) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    empty.folder = tmp_path / "file" / "desk"
    for command in (["sync"], ["demo", "--once"], ["restore", str(tmp_path / "file")]):
        _, err = empty.run(*command, status=1)
        assert err.startswith(f"cm-desk: The data folder {empty.folder} cannot be used: ")
        assert err.count("\n") == 1
    checks = {each["name"]: each for each in empty.json("doctor", status=1)}
    assert not checks["folder"]["ok"]


def test_an_export_that_cannot_be_written_is_one_sentence(shell: Shell) -> None:
    _, err = shell.run("export", str(shell.folder / "desk.db" / "out"), status=1)
    assert err.startswith("cm-desk: ")
    assert err.count("\n") == 1


def test_a_copy_on_a_disk_that_cannot_be_written_can_be_read(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may write anywhere, so the system's answer is made up here."""
    monkeypatch.setattr(os, "access", lambda _path, mode: not mode & os.W_OK)
    before = {each.name for each in shell.folder.iterdir()}
    assert len(shell.json("inbox", "--limit", "2")) == 2
    assert shell.json("search", "burr*", "--limit", "1")
    assert {each.name for each in shell.folder.iterdir()} == before


def test_syncing_nothing_says_what_is_missing(empty: Shell) -> None:
    out, err = empty.run("sync")
    assert (out, err.split(".")[0]) == ("", "There is no account to sync yet")


@pytest.mark.parametrize(
    ("args", "wanted"),
    [
        ([], Wanted("window", Path("d"))),
        (["demo"], Wanted("demo", Path("d"))),
        (["tour", "shots"], Wanted("tour", Path("d"), Path("shots"))),
    ],
)
def test_what_needs_a_window_is_handed_on(args: list[str], wanted: Wanted) -> None:
    assert cli.main(["--data", "d", *args]) == wanted


def test_strangers_words_cannot_drive_a_terminal() -> None:
    from cm_desk.cli.output import line, row

    assert line("a\x1b[31mred\x07\r\n\tb") == "a [31mred b"
    assert line("x" * 300, 10) == "x" * 9 + "…"
    who = Author("k", "@k")
    said = row(Incoming("1", "t", who, "hi", from_ms(0)))
    assert said["sent_at"] == "1970-01-01T00:00:00+00:00"
    assert said["who"]["handle"] == "@k"


def test_a_pipe_of_another_encoding_gets_every_script(shell: Shell) -> None:
    command = [sys.executable, "-m", "cm_desk", "--data", str(shell.folder), "inbox", "--json"]
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    names = [json.loads(line)["who"] for line in done.stdout.decode("utf-8").splitlines()]
    assert any(not name.isascii() for name in names)


def test_help_and_version_are_there(capsys: pytest.CaptureFixture[str]) -> None:
    for asked, said in (("--help", "Exit status: 0 all is well"), ("--version", "CM Desk ")):
        assert cli.main([asked]) == 0
        assert said in capsys.readouterr().out
