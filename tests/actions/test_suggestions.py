"""Who may be one person: what was answered is remembered."""

from datetime import timedelta
from typing import Any

from cm_desk.actions.suggestions import later, not_the_same, suggestions
from cm_desk.domain.model import Author, Page
from cm_desk.store import messages
from tests.conftest import NOW, Run
from tests.place import Place
from tests.ui.people import said

BIO = "idabrandt.example, ida@brandt.example"
IDA = Author(
    "ida@tools.example",
    "@ida@tools.example",
    "Ida Brandt",
    bio="idabrandt.example, ida@brandt.example",
)
MAIL = Author(
    "ida@brandt.example",
    "ida@brandt.example",
    "Ida Brandt",
    bio="idabrandt.example, ida@brandt.example",
)


def test_later_asks_again_in_a_month_and_no_is_for_ever(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk = place.desk
        page = Page((said(IDA, "1", 2, "Hello"), said(MAIL, "2", 1, "Hello again")))
        await desk.store.write(messages.save, place.account.id, page, "new")
        [found] = await suggestions(desk)
        pair = (found.left.identity_id, found.right.identity_id)
        await later(desk, *pair)
        assert await suggestions(desk) == []
        desk.now = lambda: NOW + timedelta(days=3650)
        assert await suggestions(desk) == [found]
        undo = await not_the_same(desk, *reversed(pair))
        assert await suggestions(desk) == []
        await undo.back()
        assert await suggestions(desk) == [found]

    run(scenario())
