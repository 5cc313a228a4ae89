"""`cm-desk import FILE… [--preview]`."""

from pathlib import Path

import pytest

from tests.cli.test_commands import Shell
from tests.contracts.archive import SAMPLES

SUMMARY = ["archive", "format", "people", "conversations", "messages", "skipped"]


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path / "desk", capsys)


def test_each_archive_ends_with_one_line_that_sums_it_up(desk: Shell) -> None:
    files = [str(SAMPLES / "mastodon"), str(SAMPLES / "desk.mbox")]
    first, second = desk.json("import", *files)
    assert list(first)[:6] == list(second)[:6] == SUMMARY
    assert (first["archive"], first["format"], second["format"]) == (files[0], "mastodon", "mbox")
    assert (first["messages"], first["people"], first["skipped"], first["new"]) == (6, 1, 3, 6)
    again, _ = desk.json("import", *files)
    assert again == first | {"new": 0}


def test_a_preview_makes_no_desk_and_says_why_records_are_skipped(desk: Shell) -> None:
    [found] = desk.json("import", "--preview", str(SAMPLES / "mastodon"))
    assert not desk.folder.exists()
    assert list(found)[:6] == SUMMARY
    assert (found["messages"], found["here"]) == (6, 0)
    assert found["accounts"] == ["mastodon:@tidewell@social.example"]
    assert sum(found["reasons"].values()) == found["skipped"] == 3
    desk.run("import", str(SAMPLES / "mastodon"))
    [found] = desk.json("import", "--preview", str(SAMPLES / "mastodon"))
    assert found["here"] == 6
    out, _ = desk.run("import", "--preview", str(SAMPLES / "mastodon"))
    assert "6 messages, 1 people in" in out
    assert "3 skipped (1 × a boost" in out


def test_one_bad_archive_is_named_and_the_others_come_in(desk: Shell, tmp_path: Path) -> None:
    bad = tmp_path / "broken\x1b[31m.zip"  # what is printed must not drive a terminal
    bad.write_bytes(b"PK\3\4" + b"\0" * 500)
    out, err = desk.run("import", str(bad), str(SAMPLES / "desk.mbox"), "--json", status=1)
    assert "cm-desk: broken [31m.zip: it is damaged or incomplete" in err
    assert [line for line in out.splitlines() if '"mbox"' in line]
    desk.run("import", str(tmp_path / "missing.mbox"), status=2)


def test_a_preview_of_a_table_says_which_column_is_what(desk: Shell) -> None:
    file = str(SAMPLES / "table" / "desk.csv")
    out, _ = desk.run("import", "--preview", file)
    assert "  text      = Message   (Hello, the lid cracked. It fell from the bench.)" in out
    [found] = desk.json("import", "--preview", file, "--columns", "subject=,text=subject,id=1")
    assert found["columns"]["text"] == "Subject"
    assert found["columns"]["id"] == "Ticket"
    assert "subject" not in found["columns"]
    assert found["headings"][0] == "Ticket"


def test_a_table_is_imported_with_the_columns_that_are_named(desk: Shell) -> None:
    file = str(SAMPLES / "table" / "umfrage.csv")
    [found] = desk.json("import", file, "--columns", "scale=0-11")
    assert (found["answers"], found["answered"], found["messages"]) == (4, 4, 0)
    [again] = desk.json("import", file, "--columns", "scale=0-11")
    assert again["answered"] == 0
    _, said = desk.run("import", file, "--columns", "mood=Name", status=1)
    assert "mood" in said
    _, said = desk.run("import", file, "--columns", "text=Mood", status=1)
    assert "no column “Mood”" in said
