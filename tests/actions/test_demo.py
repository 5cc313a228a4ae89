from typing import Any

from cm_desk.actions import demo
from cm_desk.actions.sync import SyncResult
from cm_desk.desk import Desk
from cm_desk.domain.views import View
from cm_desk.store import contacts, conversations, drafts, gestures, promises
from tests.conftest import Run


def test_the_demo_is_filled_once_and_remembers(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        first = await demo.fill(desk)
        assert first.inserted > 1000
        again = await demo.fill(desk)
        assert (again.inserted, again.updated, again.signals) == (0, 0, 0)
        counts = await desk.store.read(conversations.counts)
        assert counts.views[View.NEEDS_REPLY] >= 20
        assert counts.views[View.SNOOZED] == 3
        assert len(await desk.store.read(drafts.page)) == 2
        [priya] = await desk.store.read(contacts.find, "priya raman")
        assert set(priya.services) == {"mastodon", "bluesky", "mail"}
        assert len(await desk.store.read(gestures.of, priya.id)) == 2
        assert await desk.store.read(promises.of, priya.id)
        assert isinstance(again, SyncResult)

    run(scenario())
