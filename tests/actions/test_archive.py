import asyncio
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from cm_desk.actions.accounts import add
from cm_desk.actions.archive import Passage, import_archive, preview
from cm_desk.actions.reply import send
from cm_desk.actions.triage import reopen
from cm_desk.archives.base import Elsewhere
from cm_desk.desk import Desk, Granted
from cm_desk.domain.model import Profile
from cm_desk.domain.views import View
from cm_desk.errors import ArchiveError, BadInput
from cm_desk.store import accounts, conversations
from cm_desk.store.drafts import Draft
from tests.conftest import Run
from tests.contracts.archive import SAMPLES

MAIL = """From a@b.example Thu Jan  8 08:50:00 2026
From: Somebody <s{n}@far.example>
To: hello@tidewell.example
Subject: Letter {n}
Message-ID: <{n}@far.example>
Date: Thu, 08 Jan 2026 08:50:00 +0000

Letter number {n}.

"""


def letters(path: Path, number: int) -> Path:
    path.write_text("".join(MAIL.format(n=n) for n in range(number)), "utf-8")
    return path


async def total(desk: Desk) -> int:
    return (await desk.store.read(conversations.counts)).total


@pytest.mark.parametrize("name", ["desk.mbox", "mastodon"])
def test_an_archive_comes_in_once_and_asks_for_no_answer(
    run: Run[Any], desk: Desk, name: str
) -> None:
    async def scenario() -> None:
        seen = await preview(SAMPLES / name)
        assert await total(desk) == 0
        first = await import_archive(desk, SAMPLES / name)
        assert (first.inserted, first.found) == (seen.messages, seen)
        again = await import_archive(desk, SAMPLES / name)
        assert (again.inserted, again.updated) == (0, 0)
        assert await total(desk) == seen.messages
        counts = await desk.store.read(conversations.counts)
        assert counts.views[View.NEEDS_REPLY] == 0
        [account] = await desk.store.read(accounts.all)
        assert account.base_url == ""

    run(scenario())


def test_signing_in_later_joins_the_account_of_an_archive(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        await import_archive(desk, SAMPLES / "mastodon")
        [known] = await desk.store.read(accounts.all)
        granted = Granted("s", Profile(known.handle, "7"), "https://social.example")
        joined = await add(desk, known.service, granted, this_run=True)
        assert (joined.id, joined.base_url) == (known.id, "https://social.example")

    run(scenario())


def test_nothing_is_sent_from_an_account_that_came_with_an_archive(
    run: Run[Any], desk: Desk
) -> None:
    async def scenario() -> None:
        await import_archive(desk, SAMPLES / "desk.mbox")
        [account] = await desk.store.read(accounts.all)
        with pytest.raises(BadInput, match="no sign-in"):
            await send(desk, Draft(0, 1, account.id, "Hello again"))

    run(scenario())


def test_a_damaged_archive_leaves_the_desk_as_it_was(
    run: Run[Any], desk: Desk, tmp_path: Path
) -> None:
    async def scenario() -> None:
        broken = tmp_path / "archive"
        broken.mkdir()
        for file in (SAMPLES / "mastodon").iterdir():
            (broken / file.name).write_bytes(file.read_bytes())
        whole = (broken / "outbox.json").read_bytes()
        (broken / "outbox.json").write_bytes(whole[: len(whole) * 2 // 3])
        with pytest.raises(ArchiveError, match=r"outbox\.json"):
            await import_archive(desk, broken)
        assert await desk.store.read(accounts.all) == []
        assert await total(desk) == 0

    run(scenario())


def test_stopping_an_import_leaves_the_desk_as_it_was(
    run: Run[Any], desk: Desk, tmp_path: Path
) -> None:
    async def scenario() -> None:
        box = letters(tmp_path / "many.mbox", 2000)
        told: list[Passage] = []
        begun = asyncio.Event()

        def report(passage: Passage) -> None:
            told.append(passage)
            begun.set()

        task = asyncio.create_task(import_archive(desk, box, report))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await total(desk) == 0
        assert await desk.store.read(accounts.all) == []
        done = await import_archive(desk, box, report)
        assert (done.inserted, done.updated) == (2000, 0)
        assert told[-1] == Passage(2000, 2000, 1.0, saving=True)

    run(scenario())


def test_what_is_no_archive_is_named(run: Run[Any], desk: Desk, tmp_path: Path) -> None:
    async def scenario() -> None:
        other = tmp_path / "list.json"
        other.write_text(json.dumps([1, 2]), "utf-8")
        with pytest.raises(ArchiveError, match=r"list\.json"):
            await import_archive(desk, other)
        with pytest.raises(ArchiveError, match=r"gone\.mbox"):
            await preview(tmp_path / "gone.mbox")

    run(scenario())


def test_a_mailbox_read_as_somebody_elses_is_not_there_twice(run: Run[Any], desk: Desk) -> None:
    """The first guess was wrong: what it made goes, and the preview says so."""

    async def scenario() -> None:
        wrong, right = "lukasz.nowak@poczta.example", "hello@tidewell.example"
        await import_archive(desk, SAMPLES / "desk.mbox", owner=wrong)
        seen = await preview(SAMPLES / "desk.mbox", right, desk)
        assert seen.elsewhere == (Elsewhere(wrong, 4, replaced=True),)
        assert (await import_archive(desk, SAMPLES / "desk.mbox", owner=right)).inserted == 4
        assert [each.handle for each in await desk.store.read(accounts.all)] == [right]
        assert await total(desk) == 4
        assert await desk.store.read(ours) == 1
        again = await preview(SAMPLES / "desk.mbox", right, desk)
        assert (again.here, again.elsewhere) == (4, ())

    run(scenario())


def test_what_somebody_worked_with_is_not_replaced(run: Run[Any], desk: Desk) -> None:
    """It stays where it is, and does not come a second time."""

    async def scenario() -> None:
        first, other = "hello@tidewell.example", "sofie@courrier.example"
        await import_archive(desk, SAMPLES / "desk.mbox", owner=first)
        [talk, *_] = (await desk.store.read(conversations.page, View.ALL)).items
        await reopen(desk, [talk.id])
        seen = await preview(SAMPLES / "desk.mbox", other, desk)
        assert seen.elsewhere == (Elsewhere(first, 4, replaced=False),)
        assert (await import_archive(desk, SAMPLES / "desk.mbox", owner=other)).inserted == 0
        assert [each.handle for each in await desk.store.read(accounts.all)] == [first]
        assert await total(desk) == 4

    run(scenario())


def ours(db: sqlite3.Connection) -> int:
    [(count,)] = db.execute("select count(*) from messages where outgoing").fetchall()
    return int(count)
