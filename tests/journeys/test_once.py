"""R2: a reply is posted once."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cm_desk.actions.outbox import post_due
from cm_desk.actions.sync import sync
from cm_desk.store import outbox
from tests.conftest import Run
from tests.journeys import busy
from tests.servers.fake_mastodon import FakeMastodon
from tests.servers.fake_mastodon.faults import Quirks

SENDS = int(os.environ.get("CM_DESK_SENDS", "1000"))
BATCH = 50


async def _all_sent(folder: Path, fake: FakeMastodon) -> int:
    """Every second answer is lost; each further attempt is made by a desk opened anew."""
    restarts = 0
    for start in range(0, SENDS, BATCH):
        desk, account = await busy.opened(folder, fake.base_url, fake.world.us.id)
        await sync(desk, account)
        for number in range(start, start + BATCH):
            fake.world.write(f"question {number}", f"P{number % 40}")
        await sync(desk, account)
        assert await busy.answer_everybody(desk, account) == BATCH
        await post_due(desk, account)
        while await desk.store.read(outbox.page):
            await desk.close()
            desk, account = await busy.opened(folder, fake.base_url, fake.world.us.id)
            restarts += 1
            await desk.store.write(outbox.hurry, account.id, datetime.now(UTC))
            await post_due(desk, account)
        await desk.close()
    return restarts


@pytest.mark.parametrize("forgets", [False, True], ids=["keeps its keys", "ignores the key"])
def test_a_service_that_loses_half_of_its_answers_gets_each_message_once(
    run: Run[Any], tmp_path: Path, capsys: pytest.CaptureFixture[str], forgets: bool
) -> None:
    with FakeMastodon(quirks=Quirks(forgets_keys=forgets)) as fake:
        fake.faults.dropped = range(0, 10 * SENDS, 2)
        restarts = run(_all_sent(tmp_path, fake))
        posts = fake.world.posts()
    with capsys.disabled():
        print(f"\nR2: {SENDS} sends, {restarts} restarts: {len(posts)} posts")  # noqa: T201
    assert len(posts) == len(set(posts)) == SENDS
