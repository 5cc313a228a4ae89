import asyncio
import csv
import json
import sqlite3
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cm_desk.actions import notes, reply
from cm_desk.actions.export import FORMULA, cell, export, known
from cm_desk.actions.progress import Progress
from tests.conftest import Run
from tests.place import Place, conversation, draft

HOSTILE = ["=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_that_would_run_is_text(text: str) -> None:
    assert cell(text) == f"'{text}"


@given(st.text() | st.integers() | st.none() | st.lists(st.text()))
def test_no_text_begins_like_a_formula(value: object) -> None:
    assert isinstance(value, int) or not cell(value).startswith(FORMULA)


def test_everything_is_in_both_forms(run: Run[Any], place: Place, tmp_path: Path) -> None:
    """S10 and the words of people, whole, with line ends, commas and quotes."""

    async def scenario() -> None:
        said = '=cmd|"/c calc"!A1,\n"second line"'
        place.village.write(said)
        id = await conversation(place)
        await notes.add(place.desk, 1, "-2+3 likes tea")
        await reply.save_draft(place.desk, draft(place, id, "not sent yet"))
        told: list[Progress] = []
        done = await export(place.desk, tmp_path, told.append)
        assert done.folder.name == "cm-desk-export-2026-03-05"
        assert told[-1].done == sum(done.rows.values())
        [message] = [
            json.loads(line)
            for line in (done.folder / "messages.jsonl").read_text("utf-8").splitlines()
        ]
        assert message["text"] == said
        with (done.folder / "messages.csv").open(encoding="utf-8-sig", newline="") as file:
            heading, row = csv.reader(file)
        assert dict(zip(heading, row, strict=True))["text"] == f"'{said}"
        assert "'-2+3 likes tea" in (done.folder / "notes.csv").read_text("utf-8-sig")
        assert "not sent yet" in (done.folder / "drafts.jsonl").read_text("utf-8")

        manifest = json.loads((done.folder / "manifest.json").read_text("utf-8"))
        assert manifest["rows"] == done.rows
        for each in manifest["files"]:
            blob = (done.folder / each["name"]).read_bytes()
            assert (len(blob), sha256(blob).hexdigest()) == (each["bytes"], each["sha256"])
        copy = sqlite3.connect(done.folder / "desk.sqlite")
        assert copy.execute("select text from messages").fetchall() == [(said,)]
        copy.close()
        assert await known(place.desk) == [done.folder]

    run(scenario())


def test_nothing_stays_of_an_export_that_was_stopped(
    run: Run[Any], place: Place, tmp_path: Path
) -> None:
    async def scenario() -> None:
        place.village.write("hello")
        await conversation(place)
        work: asyncio.Task[Any] = asyncio.create_task(
            export(place.desk, tmp_path / "out", lambda _: work.cancel())
        )
        with pytest.raises(asyncio.CancelledError):
            await work
        assert list((tmp_path / "out").iterdir()) == []

    run(scenario())
