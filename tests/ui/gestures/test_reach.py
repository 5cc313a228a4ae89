"""T for somebody without a conversation: a new message by an open door, else why there is none."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cm_desk.desk import Desk
from cm_desk.domain.model import Author
from cm_desk.store import drafts, gestures, outbox
from cm_desk.ui import theme
from cm_desk.ui.compose.drafts import DraftsPage
from cm_desk.ui.compose.first import NewMessage, write_first
from cm_desk.ui.gestures.give import GiveDialog, give_to
from cm_desk.ui.news import News
from cm_desk.ui.widgets.cards import IconRow
from tests.actions.test_reaching import YUKI, likes
from tests.conftest import Run, until
from tests.ui.stage import Going, Undos, cut_words, dialog_of, shoot

LONG = Author("long@x.example", "@" + "l" * 300 + "@x.example", "سارة 🎂 " + "Long " * 100)
BLOCKED = Author("no@x.example", "@no@x.example", "Noor Haddad", accepts="blocked")


def told(dialog: GiveDialog | NewMessage) -> list[str]:
    return [each.accessibleName() for each in dialog.findChildren(IconRow)]


async def begun(desk: Desk, who: int) -> int:
    """Give a thank-you to somebody known by a like; the draft it goes with."""
    went: list[int] = []
    asking = give_to(desk, None, who, None, lambda id: None, went.append)
    async with dialog_of(GiveDialog, asking) as dialog:
        assert dialog.ok.text() == "Write it"
        dialog.reason.setText("Likes every post")
        dialog.minutes.setText("2")
        dialog.ok.click()
    [id] = went
    return id


def test_it_offers_a_new_message_and_sends_it_with_the_gesture(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        who = await desk.store.write(likes, "mastodon", YUKI)
        id, undos = await begun(desk, who), Undos()

        async def write() -> None:
            undo = await write_first(desk, None, id)
            assert undo is not None
            undos(undo)

        async with dialog_of(NewMessage, write()) as dialog:
            assert "田中" in dialog.windowTitle()
            assert told(dialog)[1] == "Only they can see it."
            assert "Thank-you. Likes every post" in dialog.giving.accessibleName()
            dialog.editor.setPlainText(" ")
            assert not dialog.ok.isEnabled()
            dialog.editor.setPlainText("Thank you, Yuki.")
            QTest.keyClick(dialog.subject, Qt.Key.Key_Return)
            assert await desk.store.read(outbox.page) == []
            QTest.keyClick(dialog.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        [item] = await desk.store.read(outbox.page)
        assert (item.conversation_id, item.outgoing.text) == (None, "Thank you, Yuki.")
        [given] = await desk.store.read(gestures.of, who)
        assert (given.why, given.minutes, given.is_leaving) == ("Likes every post", 2, True)
        await undos[0].back()
        assert await desk.store.read(gestures.of, who) == []
        assert await desk.store.read(outbox.page) == []

    run(scenario())


def test_what_is_not_sent_waits_among_the_drafts(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        who = await desk.store.write(likes, "mastodon", YUKI)
        id = await begun(desk, who)
        async with dialog_of(NewMessage, write_first(desk, None, id)) as dialog:
            dialog.editor.setPlainText("Dear Yuki")
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
        kept = await desk.store.read(drafts.by_id, id)
        assert kept is not None
        assert (kept.text, kept.gesture is not None) == ("Dear Yuki", True)
        going = Going()
        page = DraftsPage(desk, news, lambda err: None, lambda undo: None, going)
        await until(lambda: len(page.lines) == 1)
        assert "To 田中" in page.lines[0].accessibleName()
        page.press("open", page.lines[0].unsent)
        assert going.went == [("first", id)]

    run(scenario())


def test_an_emptied_message_without_its_gesture_is_no_draft(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        who = await desk.store.write(likes, "mastodon", YUKI)
        id = await begun(desk, who)
        async with dialog_of(NewMessage, write_first(desk, None, id)) as dialog:
            dialog.giving.remove.click()
            dialog.editor.setPlainText("")
            dialog.reject()
        assert await desk.store.read(drafts.page) == []

    run(scenario())


def test_a_closed_door_is_named_and_the_gesture_only_recorded(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        who = await desk.store.write(likes, "mastodon", BLOCKED)
        went: list[int] = []
        asking = give_to(desk, None, who, None, went.append, went.append)
        async with dialog_of(GiveDialog, asking) as dialog:
            [why] = told(dialog)
            assert why.startswith("No door is open (Mastodon: closed, they blocked")
            assert dialog.ok.text() == "Record it"
            dialog.reason.setText("Likes every post")
            dialog.ok.click()
        assert went == []
        [given] = await desk.store.read(gestures.of, who)
        assert given.why == "Likes every post"

    run(scenario())


def test_a_forum_is_not_written_to_first(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        who = await desk.store.write(likes, "discourse", YUKI)
        asking = give_to(desk, None, who, None, lambda id: None, lambda id: None)
        async with dialog_of(GiveDialog, asking) as dialog:
            assert told(dialog) == [
                "On Discourse nobody is written to first, so it is only recorded."
            ]
            dialog.reject()

    run(scenario())


def test_a_private_gesture_is_not_sent_where_all_can_read(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        who = await desk.store.write(likes, "bluesky", YUKI)
        went: list[int] = []
        asking = give_to(desk, None, who, None, went.append, went.append)
        async with dialog_of(GiveDialog, asking) as dialog:
            dialog.reason.setText("Likes every post")
            dialog.ok.click()
            assert dialog.problem.words.startswith("Choose “In public”")
            dialog.public.choose(1)
            dialog.ok.click()
        [draft] = await desk.store.read(drafts.page)
        assert (went, draft.visibility) == ([draft.id], "public")

    run(scenario())


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("who", [YUKI, LONG, BLOCKED], ids=["yuki", "long", "blocked"])
def test_it_paints(
    run: Run[Any], desk: Desk, qapp: QApplication, tmp_path: Path, name: str, who: Author
) -> None:
    async def scenario() -> None:
        theme.use(qapp, name)
        id = await desk.store.write(likes, "mastodon", who)
        asking = give_to(desk, None, id, None, lambda id: None, lambda id: None)
        async with dialog_of(GiveDialog, asking) as dialog:
            assert shoot(dialog, f"reach-{who.key[:4]}-{name}", tmp_path) > 10
            assert not cut_words(dialog)
            dialog.reject()
        if who is BLOCKED:
            return
        draft = await begun(desk, id)
        async with dialog_of(NewMessage, write_first(desk, None, draft)) as message:
            assert shoot(message, f"first-{who.key[:4]}-{name}", tmp_path) > 10
            assert not cut_words(message)
            message.reject()

    run(scenario())
