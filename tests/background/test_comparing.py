"""New profiles are compared by themselves, once it is quiet."""

import asyncio
from typing import Any

from cm_desk.actions.suggestions import how_many
from cm_desk.background.comparing import keep_comparing
from cm_desk.domain.model import Author, Page
from cm_desk.domain.news import Topic
from cm_desk.store import messages
from tests.conftest import Run
from tests.place import Place
from tests.ui.people import said

IDA = Author("ida@tools.example", "@ida@tools.example", "Ida Brandt", bio="idabrandt.example")
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
