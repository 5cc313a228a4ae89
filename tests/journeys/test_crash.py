"""R1: a crash loses nothing that was accepted."""

import multiprocessing
import os
import random
import time
from pathlib import Path
from typing import Any

import pytest

from cm_desk.actions.outbox import post_due
from cm_desk.actions.sync import history, sync
from cm_desk.store import export, outbox
from tests.conftest import Run
from tests.journeys import busy
from tests.servers.fake_mastodon import FakeMastodon
from tests.servers.fake_mastodon.faults import Quirks

ROUNDS = int(os.environ.get("CM_DESK_ROUNDS", "40"))  # 200 for the figure of reliability.md


def kills(folder: Path, fake: FakeMastodon, chance: random.Random) -> None:
    """Start the busy desk again and again while people write, and kill it at any moment."""
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(["tests.journeys.busy"])
    written: list[str] = []
    for number in range(ROUNDS):
        args = (folder, fake.base_url, fake.world.us.id)
        process = forks.Process(target=busy.work, args=args)
        process.start()
        end = time.monotonic() + chance.uniform(0.02, 0.9)
        while time.monotonic() < end:
            to = chance.choice(written) if written and chance.random() < 0.3 else ""
            written.append(fake.world.write(f"question {len(written)}", f"P{number}", to))
            time.sleep(chance.uniform(0, 0.5))
        process.kill()
        process.join()


async def _settled(folder: Path, fake: FakeMastodon) -> dict[str, str]:
    """Let the desk finish undisturbed; all messages of its store by their remote id."""
    desk, account = await busy.opened(folder, fake.base_url, fake.world.us.id)
    try:
        while True:
            await sync(desk, account)
            waited = await busy.answer_everybody(desk, account)
            await post_due(desk, account)
            if not waited and not await desk.store.read(outbox.page):
                break
        await history(desk, account)  # a first sync that was late began at the newest page
        await sync(desk, account)
        rows, after = await desk.store.read(export.page, "messages", None)
        while after is not None:
            page, after = await desk.store.read(export.page, "messages", after)
            rows += page
    finally:
        await desk.close()
    assert len({row["remote_id"] for row in rows}) == len(rows)
    return {row["remote_id"]: row["text"] for row in rows}


def test_a_killed_desk_loses_nothing_doubles_nothing_and_leaves_no_gap(
    run: Run[Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with FakeMastodon(quirks=Quirks(forgets_keys=True)) as fake:  # no help from the server
        seed = int(os.environ.get("CM_DESK_SEED", time.time_ns() % 100_000))
        kills(tmp_path, fake, random.Random(seed))  # noqa: S311
        kept = run(_settled(tmp_path, fake))
        there = set(fake.world.statuses)
        answers = [text.partition("answer to ")[2] for text in fake.world.posts()]
    doubled = len(answers) - len(set(answers))
    with capsys.disabled():
        print(  # noqa: T201
            f"\nR1 seed {seed}: {ROUNDS} kills, {len(there)} messages at the service, "
            f"{len(answers)} answers: {len(there - kept.keys())} lost, {doubled} doubled, "
            f"{len(kept.keys() - there)} that nobody wrote"
        )
    assert kept.keys() == there
    assert doubled == 0
