"""Folders that are watched."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from cm_desk.actions import folders as watching
from cm_desk.archives.columns import Columns
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.store import accounts, conversations, folders
from cm_desk.store.folders import Folder
from tests.conftest import Run

FORM = {"date": "2026-03-03T09:00:00Z", "name": "Ada", "email": "ada@example.org", "message": "Hi"}


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    made = tmp_path / "Contact form"
    made.mkdir()
    return made


def put(drop: Path, name: str, text: str, age_s: float = 60) -> Path:
    path = drop / name
    path.write_text(text)
    when = path.stat().st_mtime - age_s
    os.utime(path, (when, when))
    return path


def gone(folder: Path) -> None:
    folder.rmdir()


async def watched(desk: Desk, drop: Path, columns: str = "") -> Folder:
    await watching.watch(desk, drop, columns=columns)
    found = await desk.store.read(folders.at, str(drop))
    assert found
    return found


async def total(desk: Desk) -> int:
    return (await desk.store.read(conversations.counts)).total


def test_a_form_comes_in_once_and_stays_where_it_is(run: Run[Any], desk: Desk, drop: Path) -> None:
    async def scenario() -> None:
        path = put(drop, "1.json", json.dumps(FORM))
        folder = await watched(desk, drop)
        assert await watching.look(desk, folder) == watching.Looked(1, 1)
        assert await watching.look(desk, folder) == watching.Looked()
        assert path.read_text() == json.dumps(FORM)
        put(drop, "2.json", json.dumps(FORM | {"email": "bo@example.org", "message": "Hello"}))
        assert await watching.look(desk, folder) == watching.Looked(1, 1)
        assert await total(desk) == 2
        [account] = await desk.store.read(accounts.all)
        assert account.handle == "Contact form"

    run(scenario())


def test_a_file_that_grows_is_read_again_and_brings_only_what_is_new(
    run: Run[Any], desk: Desk, drop: Path
) -> None:
    async def scenario() -> None:
        lines = [json.dumps(FORM | {"message": f"number {i}"}) for i in range(3)]
        put(drop, "all.jsonl", "\n".join(lines[:2]))
        folder = await watched(desk, drop)
        assert (await watching.look(desk, folder)).messages == 2
        put(drop, "all.jsonl", "\n".join(lines))
        assert (await watching.look(desk, folder)).messages == 1

    run(scenario())


def test_what_is_still_being_written_waits(run: Run[Any], desk: Desk, drop: Path) -> None:
    async def scenario() -> None:
        put(drop, "now.json", json.dumps(FORM), age_s=0)
        put(drop, "big.json.part", json.dumps(FORM))
        put(drop, ".hidden.json", json.dumps(FORM))
        put(drop, "empty.json", "")
        (drop / "folder").mkdir()
        (drop / "link.json").symlink_to(drop / "now.json")
        folder = await watched(desk, drop)
        assert await watching.look(desk, folder) == watching.Looked()
        assert (await watching.look(desk, folder, settled_s=-1)).files == 1

    run(scenario())


def test_a_file_that_cannot_be_read_is_named_and_stops_no_other(
    run: Run[Any], desk: Desk, drop: Path
) -> None:
    async def scenario() -> None:
        put(drop, "1 bad.json", "{")
        put(drop, "2 odd.csv", "a,b\n1,2\n3,4\n")
        put(drop, "3 good.json", json.dumps(FORM))
        folder = await watched(desk, drop)
        done = await watching.look(desk, folder)
        assert (done.files, done.messages) == (1, 1)
        assert [each.partition(":")[0] for each in done.problems] == ["1 bad.json", "2 odd.csv"]
        assert (await watching.look(desk, folder)).problems == ()  # said once, kept in the list
        seen = await desk.store.read(folders.seen, folder.id)
        assert [bool(each.problem) for each in seen] == [True, True, False]

    run(scenario())


def test_columns_that_somebody_named_hold_for_the_folder(
    run: Run[Any], desk: Desk, drop: Path
) -> None:
    async def scenario() -> None:
        put(drop, "week 1.csv", "q1,q2,q3\n2026-03-03,ada@example.org,Lovely\n")
        folder = await watched(desk, drop)
        await watching.look(desk, folder)
        await watching.read_as(desk, folder, Columns({"when": "1", "handle": "2", "text": "3"}))
        put(drop, "week 2.csv", "q1,q2,q3\n2026-03-10,bo@example.org,Fine\n")
        again = await desk.store.read(folders.at, str(drop))
        assert again
        assert (await watching.look(desk, again)).messages == 2

    run(scenario())


def test_survey_answers_stand_on_their_people(run: Run[Any], desk: Desk, drop: Path) -> None:
    async def scenario() -> None:
        rows = "".join(f"2026-03-0{i},a{i}@example.org,{i + 4},fine\n" for i in range(1, 6))
        put(drop, "nps.csv", f"date,email,nps,comment\n{rows}")
        folder = await watched(desk, drop)
        assert await watching.look(desk, folder) == watching.Looked(1, 0, 5)

    run(scenario())


def test_a_letter_comes_in_as_mail(run: Run[Any], desk: Desk, drop: Path) -> None:
    async def scenario() -> None:
        head = "From: Ada <ada@example.org>\nTo: help@tidewell.example\nSubject: Tea\n"
        head += "Date: Tue, 3 Mar 2026 09:00:00 +0000\nMessage-ID: <1@example.org>\n"
        put(drop, "letter.eml", f"{head}\nWhere is my order?\n")
        done = await watching.look(desk, await watched(desk, drop))
        assert (done.files, done.messages, done.problems) == (1, 1, ())

    run(scenario())


def test_stopping_keeps_what_came_and_undo_remembers_the_files(
    run: Run[Any], desk: Desk, drop: Path
) -> None:
    async def scenario() -> None:
        put(drop, "1.json", json.dumps(FORM))
        folder = await watched(desk, drop)
        await watching.look(desk, folder)
        undo = await watching.unwatch(desk, folder)
        assert await desk.store.read(folders.all) == []
        assert await total(desk) == 1
        await undo.back()
        [again] = await desk.store.read(folders.all)
        assert again.files == 1
        assert await watching.look(desk, again) == watching.Looked()

    run(scenario())


def test_what_is_no_folder_of_theirs_is_refused(run: Run[Any], desk: Desk, drop: Path) -> None:
    async def scenario() -> None:
        for bad in (drop / "not there", desk.folder, desk.folder.parent):
            with pytest.raises(BadInput):
                await watching.watch(desk, bad)
        await watching.watch(desk, drop)
        with pytest.raises(BadInput, match="watched already"):
            await watching.watch(desk, drop)

    run(scenario())


def test_a_folder_that_is_away_says_what_to_do(run: Run[Any], desk: Desk, drop: Path) -> None:
    async def scenario() -> None:
        folder = await watched(desk, drop)
        gone(drop)
        with pytest.raises(BadInput, match="stop watching it under Accounts"):
            await watching.look(desk, folder)

    run(scenario())
