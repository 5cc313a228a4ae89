from typing import Any

from cm_desk.actions import demo
from cm_desk.actions.sync import SyncResult
from cm_desk.desk import Desk
from cm_desk.domain.known import QUOTED, About, says
from cm_desk.domain.views import View
from cm_desk.store import (
    contacts,
    conversations,
    drafts,
    fields,
    gestures,
    messages,
    people,
    promises,
)
from cm_desk.store import known as knowing
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
        assert set(priya.services) == {"mastodon", "bluesky", "mail", "discourse"}
        whole = await desk.store.read(contacts.person, priya.id)
        assert whole
        assert (desk.now() - whole.first_at).days >= 730, "two years on four channels"
        assert len(await desk.store.read(gestures.of, priya.id)) == 2
        assert await desk.store.read(promises.of, priya.id)
        assert isinstance(again, SyncResult)

    run(scenario())


def test_every_word_the_demo_quotes_stands_in_its_message(run: Run[Any], desk: Desk) -> None:
    """And what it knows of people goes with them when one starts for real."""

    async def scenario() -> None:
        await demo.fill(desk)
        rows = (await desk.store.read(people.page, limit=200)).items
        known = [await desk.store.read(knowing.of, each.id) for each in rows]
        facts = [fact for each in known for fact in each.facts]
        assert {fact.about for fact in facts} == set(About)
        assert [fact for fact in facts if fact.about in QUOTED and not fact.quote] == []
        quoted = [fact for fact in facts if fact.quote]
        for fact in quoted:
            message = await desk.store.read(messages.get, fact.message_id or 0)
            assert message, fact
            assert says(message.text, fact.quote), fact
        assert sum(len(each.moments) for each in known) == 9
        assert sum(len(each.dates) for each in known) == 8
        assert sum(len(each.labels) for each in known) >= 10
        await demo.leave(desk)
        assert not (await desk.store.read(people.page)).items
        assert await desk.store.read(fields.all) == []

    run(scenario())
