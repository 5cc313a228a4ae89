"""Comments on our own site: what waits is let through, spam is taken down, and undo."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cm_desk.actions import accounts as connecting
from cm_desk.actions.moderation import moderate
from cm_desk.actions.sync import sync
from cm_desk.desk import Desk
from cm_desk.domain.model import Account
from cm_desk.domain.views import View
from cm_desk.errors import BadInput, Offline
from cm_desk.store import conversations, messages
from cm_desk.store.messages import Message
from tests.conftest import Run
from tests.place import settle
from tests.servers.fake_wordpress import FakeWordPress


@pytest.fixture
def site() -> Iterator[FakeWordPress]:
    with FakeWordPress("brand", "a password") as made:
        made.write("Is the blue tin back?", "Jonas", "jonas@example.org", status="hold")
        yield made


async def connected(desk: Desk, site: FakeWordPress) -> Account:
    answers = {"address": site.base_url, "user": "brand", "password": "a password"}
    granted = await connecting.sign_in_with(desk, "wordpress", answers)
    assert "a password" in json.loads(granted.secret).values()
    account = await connecting.add(desk, "wordpress", granted, this_run=True)
    await sync(desk, account)
    return account


async def only(desk: Desk) -> Message:
    [row] = (await desk.store.read(conversations.page, View.ALL)).items
    [found] = (await desk.store.read(messages.thread, row.id)).items
    return found


def test_a_held_comment_is_let_through_and_held_again(
    run: Run[Any], desk: Desk, site: FakeWordPress
) -> None:
    async def scenario() -> None:
        account = await connected(desk, site)
        held = await only(desk)
        assert held.visibility == "held"
        undo = await moderate(desk, account, held, "approved")
        assert site.comments[1].status == "approved"
        assert (await only(desk)).visibility == "public"
        await undo.back()
        assert site.comments[1].status == "hold"
        assert (await only(desk)).visibility == "held"

    run(scenario())


def test_spam_is_marked_here_and_there_and_comes_back(
    run: Run[Any], desk: Desk, site: FakeWordPress
) -> None:
    async def scenario() -> None:
        account = await connected(desk, site)
        undo = await moderate(desk, account, await only(desk), "spam")
        assert site.comments[1].status == "spam"
        assert (await only(desk)).deleted
        await undo.back()
        assert not (await only(desk)).deleted

    run(scenario())


def test_without_the_site_nothing_changes_here(
    run: Run[Any], desk: Desk, site: FakeWordPress
) -> None:
    async def scenario() -> None:
        account = await connected(desk, site)
        site.hang_up()
        with pytest.raises(Offline):
            await moderate(desk, account, await only(desk), "spam")
        assert not (await only(desk)).deleted

    run(scenario())


def test_where_we_have_no_say_it_is_said(run: Run[Any], tmp_path: Path) -> None:
    async def scenario() -> None:
        place = await settle(tmp_path)
        place.village.write("Hello")
        await sync(place.desk, place.account)
        with pytest.raises(BadInput, match="no say"):
            await moderate(place.desk, place.account, await only(place.desk), "spam")
        await place.desk.close()

    run(scenario())
