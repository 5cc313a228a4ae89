from functools import partial
from typing import Any

import pytest

from cm_desk.actions import views
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.store import views as store
from cm_desk.store.views import SavedView
from tests.conftest import Run


def test_whatever_is_done_to_a_view_has_a_way_back(run: Run[Any], desk: Desk) -> None:
    async def all_() -> list[SavedView]:
        return await desk.store.read(store.all)

    async def scenario() -> None:
        one, undo = await views.save(desk, SavedView(0, "messages", "  ", " burr is:unread "))
        assert await all_() == [one]
        assert (one.name, undo.what) == ("burr is:unread", "“burr is:unread” is a view now.")
        two, take_back = await views.save(desk, SavedView(0, "people", "Quiet", "silent:6m"))
        for doing in (
            partial(views.rename, desk, one, "Burrs"),
            partial(views.change, desk, one, "lid", "best"),
            partial(views.move, desk, two, 0),
            partial(views.remove, desk, one),
        ):
            before, undo = await all_(), await doing()
            assert await all_() != before
            await undo.back()
            assert await all_() == before
        await take_back.back()
        assert [view.id for view in await all_()] == [one.id]

    run(scenario())


def test_a_view_needs_a_name_and_something_to_search(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        one, _ = await views.save(desk, SavedView(0, "messages", "x", "burr"))
        with pytest.raises(BadInput):
            await views.save(desk, SavedView(0, "messages", "x", " "))
        with pytest.raises(BadInput):
            await views.rename(desk, one, " ")
        with pytest.raises(BadInput):
            await views.change(desk, one, "", "")

    run(scenario())
