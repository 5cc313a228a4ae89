"""What we wrote ourselves, put in other words and taken back: there and here."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cm_desk.actions import accounts as connecting
from cm_desk.actions.editing import delete, edit
from cm_desk.actions.sync import sync
from cm_desk.desk import Desk
from cm_desk.domain.model import Account
from cm_desk.domain.views import View
from cm_desk.errors import BadInput, Gone, Offline
from cm_desk.store import conversations, messages
from cm_desk.store.messages import Message
from tests.actions.test_moderation import connected
from tests.conftest import Run
from tests.place import settle
from tests.servers.fake_wordpress import FakeWordPress

OURS = 2


@pytest.fixture
def site() -> Iterator[FakeWordPress]:
    with FakeWordPress("brand", "a password") as made:
        asked = made.write("When do you open?", "Jonas", "jonas@example.org")
        made.answer_of_ours("At nine.", asked)
        yield made


async def ours(desk: Desk) -> Message:
    """The newest message that we wrote."""
    [row] = (await desk.store.read(conversations.page, View.ALL)).items
    found = (await desk.store.read(messages.thread, row.id)).items
    return next(each for each in found if each.outgoing)


def test_an_edit_is_there_and_here_and_comes_back(
    run: Run[Any], desk: Desk, site: FakeWordPress
) -> None:
    async def scenario() -> None:
        account = await connected(desk, site)
        undo = await edit(desk, account, await ours(desk), "At ten, and on Sunday, too.")
        assert site.comments[OURS].raw == "At ten, and on Sunday, too."
        assert (await ours(desk)).text == "At ten, and on Sunday, too."
        await undo.back()
        assert site.comments[OURS].raw == (await ours(desk)).text == "At nine."
        assert len(site.comments) == 2

    run(scenario())


def test_what_is_deleted_there_stays_here_and_says_so(
    run: Run[Any], desk: Desk, site: FakeWordPress
) -> None:
    async def scenario() -> None:
        account = await connected(desk, site)
        await delete(desk, account, await ours(desk))
        assert site.comments[OURS].status == "trash"
        kept = await ours(desk)
        assert (kept.deleted, kept.text) == (True, "At nine.")
        with pytest.raises(BadInput, match="cannot be changed"):
            await edit(desk, account, kept, "At ten.")
        with pytest.raises(BadInput, match="cannot be deleted"):
            await delete(desk, account, kept)

    run(scenario())


def test_an_edit_has_its_time_where_the_service_keeps_one(
    run: Run[Any], desk: Desk, tmp_path: Path
) -> None:
    async def scenario() -> None:
        account = await in_the_demo(desk)
        [found] = await desk.store.read(newest_of_ours)
        before = await desk.store.read(messages.get, found)
        assert before
        await edit(desk, account, before, "Written in other words")
        after = await desk.store.read(messages.get, found)
        assert after
        assert (after.text, bool(after.edited_at)) == ("Written in other words", True)
        assert (after.visibility, after.warning, after.lang, after.media) == (
            before.visibility, before.warning, before.lang, before.media,
        )  # fmt: skip

    run(scenario())


async def in_the_demo(desk: Desk) -> Account:
    granted = await connecting.sign_in_with(desk, "demo", {"plays": "mastodon"})
    account = await connecting.add(desk, "mastodon", granted, this_run=True)
    await sync(desk, account)
    return account


def newest_of_ours(db: Any) -> list[int]:
    rows = db.execute("select id from messages where outgoing order by id desc limit 1")
    return [id for (id,) in rows]


def test_without_the_site_nothing_changes_here(
    run: Run[Any], desk: Desk, site: FakeWordPress
) -> None:
    async def scenario() -> None:
        account = await connected(desk, site)
        site.hang_up()
        with pytest.raises(Offline):
            await edit(desk, account, await ours(desk), "At ten.")
        with pytest.raises(Offline):
            await delete(desk, account, await ours(desk))
        assert ((await ours(desk)).text, (await ours(desk)).deleted) == ("At nine.", False)

    run(scenario())


def test_what_somebody_took_away_meanwhile_is_said(
    run: Run[Any], desk: Desk, site: FakeWordPress
) -> None:
    async def scenario() -> None:
        account = await connected(desk, site)
        site.comments[OURS].status = "trash"
        with pytest.raises(Gone):
            await edit(desk, account, await ours(desk), "At ten.")
        await delete(desk, account, await ours(desk))
        assert (await ours(desk)).deleted

    run(scenario())


def test_theirs_are_not_ours_to_change_nor_are_empty_words(
    run: Run[Any], desk: Desk, site: FakeWordPress
) -> None:
    async def scenario() -> None:
        account, mine = await connected(desk, site), await ours(desk)
        [row] = (await desk.store.read(conversations.page, View.ALL)).items
        found = (await desk.store.read(messages.thread, row.id)).items
        theirs = next(each for each in found if not each.outgoing)
        for each, words in ((theirs, "Something else"), (mine, "  ")):
            with pytest.raises(BadInput):
                await edit(desk, account, each, words)
        with pytest.raises(BadInput):
            await delete(desk, account, theirs)
        assert site.comments[1].status == "approved"

    run(scenario())


def test_where_the_service_cannot_it_is_said(run: Run[Any], tmp_path: Path) -> None:
    async def scenario() -> None:
        place = await settle(tmp_path)
        place.village.write("Hello")
        await sync(place.desk, place.account)
        [row] = (await place.desk.store.read(conversations.page, View.ALL)).items
        [found] = (await place.desk.store.read(messages.thread, row.id)).items
        with pytest.raises(BadInput, match="cannot be changed"):
            await edit(place.desk, place.account, found, "Good evening")
        await place.desk.close()

    run(scenario())
