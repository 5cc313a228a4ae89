"""New profiles are compared, and help to others is noticed, by themselves, once it is quiet."""

import asyncio
from typing import Any

from cm_desk.actions import helping
from cm_desk.actions.suggestions import how_many
from cm_desk.actions.sync import sync
from cm_desk.background.comparing import keep_comparing, keep_noticing
from cm_desk.domain.model import Author, Page
from cm_desk.domain.news import Topic
from cm_desk.store import messages
from tests.conftest import Run
from tests.place import Place
from tests.ui.people import said

IDA = Author("ida@tools.example", "@ida@tools.example", "Ida Brandt", bio="idabrandt.example")
BO = Author("bo@tools.example", "@bo@tools.example", "Bo Lindgren")
MAIL = Author("ida@x.example", "ida@x.example", "Ida Brandt", bio="idabrandt.example")


def test_who_comes_is_compared_and_it_is_told(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk = place.desk
        told = desk.bell.listen(Topic.LIKELY)
        task = asyncio.create_task(keep_comparing(desk, first_s=0, quiet_s=0.01, rest_s=0))
        for number, who in enumerate((IDA, MAIL)):
            page = Page((said(who, str(number), 2, "Hello"),))
            await desk.store.write(messages.save, place.account.id, page, "new")
        async with asyncio.timeout(30):
            await told.wait()
        assert await how_many(desk) == 1
        task.cancel()

    run(scenario())


def test_help_is_proposed_without_anybody_looking_for_it(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk = place.desk
        task = asyncio.create_task(keep_noticing(desk, first_s=0, quiet_s=0.01, rest_s=0))
        for who, text in ((IDA, "How?"), (BO, "Three screws."), (IDA, "Thank you, Bo")):
            place.village.write(text, who, "t")
        await sync(desk, place.account)
        async with asyncio.timeout(30):
            while not (found := await helping.proposals(desk)):
                pass
        assert [each.who for each in found] == ["Bo Lindgren"]
        task.cancel()

    run(scenario())
