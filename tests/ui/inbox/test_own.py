"""A message of ours from the menu of its conversation: put in other words, or taken back."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.views import View
from cm_desk.errors import CmDeskError
from cm_desk.store import conversations
from cm_desk.ui import theme
from cm_desk.ui.inbox.conversation import ConversationView
from cm_desk.ui.inbox.more import more
from cm_desk.ui.inbox.own import ChangeSheet, DeleteSheet
from cm_desk.ui.news import News
from tests.actions.test_moderation import connected
from tests.conftest import Run, until
from tests.servers.fake_wordpress import FakeWordPress
from tests.ui.look import problems as looks_wrong
from tests.ui.look import shoot
from tests.ui.stage import Going

OURS = 2
LONG = (
    "At nine, and on Sunday from ten. \U0001f375 \u5f00\u95e8 \u0645\u0631\u062d\u0628\u0627 " * 6
)


@pytest.fixture
def site() -> Iterator[FakeWordPress]:
    with FakeWordPress("brand", "a password") as made:
        asked = made.write("When do you open?", "Jonas", "jonas@example.org")
        made.answer_of_ours("At nine.", asked)
        yield made


class Shown:
    def __init__(self, view: ConversationView, said: list[CmDeskError], undos: list[Undo]) -> None:
        self.view, self.said, self.undos = view, said, undos

    def press(self, words: str) -> None:
        menu = more(self.view, self.view.header.more, print, "", None, self.view.own())
        next(e for e in menu.actions() if e.text() == words).trigger()

    def words(self) -> list[str]:
        menu: QMenu = more(self.view, self.view.header.more, print, "", None, self.view.own())
        return [each.text() for each in menu.actions()]


@asynccontextmanager
async def shown(desk: Desk, news: News, site: FakeWordPress) -> AsyncIterator[Shown]:
    await connected(desk, site)
    said: list[CmDeskError] = []
    undos: list[Undo] = []
    view = ConversationView(desk, news, said.append, undos.append, Going())
    view.show()
    [row] = (await desk.store.read(conversations.page, View.ALL)).items
    view.open(row.id)
    await until(lambda: view.read)
    yield Shown(view, said, undos)
    view.close()


async def sheet(view: ConversationView, kind: type[Any]) -> Any:
    await until(lambda: any(each.isVisible() for each in view.findChildren(kind)))
    return next(each for each in view.findChildren(kind) if each.isVisible())


def test_our_answer_is_changed_by_the_keyboard_and_comes_back(
    run: Run[Any], desk: Desk, news: News, site: FakeWordPress
) -> None:
    async def scenario() -> None:
        async with shown(desk, news, site) as it:
            it.press("Change it…")
            dialog = await sheet(it.view, ChangeSheet)
            assert dialog.editor.toPlainText() == "At nine."
            await until(lambda: dialog.counter.words == "8 / 65525")
            dialog.editor.setPlainText("At ten.")
            QTest.keyClick(dialog.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            await until(lambda: it.undos)
            assert site.comments[OURS].raw == "At ten."
            await until(lambda: it.view.read and it.view.read.messages[0].text == "At ten.")
            await it.undos[0].back()
            assert site.comments[OURS].raw == "At nine."
            assert it.said == []

    run(scenario())


def test_words_that_the_site_did_not_take_are_asked_for_again(
    run: Run[Any], desk: Desk, news: News, site: FakeWordPress
) -> None:
    async def scenario() -> None:
        async with shown(desk, news, site) as it:
            it.press("Change it…")
            dialog = await sheet(it.view, ChangeSheet)
            dialog.editor.setPlainText(" ")
            dialog.ok.click()
            assert dialog.isVisible()
            assert "needs words" in dialog.problem.words
            dialog.editor.setPlainText("At ten.")
            site.hang_up()
            dialog.ok.click()
            await until(lambda: it.said and dialog.isVisible())
            assert dialog.editor.toPlainText() == "At ten."
            assert "still here" in dialog.problem.words
            dialog.reject()

    run(scenario())


def test_delete_asks_first_and_return_deletes_nothing(
    run: Run[Any], desk: Desk, news: News, site: FakeWordPress
) -> None:
    async def scenario() -> None:
        async with shown(desk, news, site) as it:
            it.press("Delete it…")
            dialog = await sheet(it.view, DeleteSheet)
            QTest.keyClick(dialog, Qt.Key.Key_Return)
            await until(lambda: not dialog.isVisible())
            assert site.comments[OURS].status == "approved"
            it.press("Delete it…")
            (await sheet(it.view, DeleteSheet)).ok.click()
            await until(lambda: it.view.read and it.view.read.messages[0].deleted)
            assert site.comments[OURS].status == "trash"
            assert not {"Change it…", "Delete it…"} & set(it.words())
            assert (it.said, it.undos) == ([], [])

    run(scenario())


@pytest.mark.parametrize(("name", "scale"), [("light", 1.0), ("dark", 1.0), ("light", 1.5)])
def test_the_dialogs_paint(
    run: Run[Any],
    desk: Desk,
    news: News,
    site: FakeWordPress,
    qapp: QApplication,
    tmp_path: Path,
    name: str,
    scale: float,
) -> None:
    async def scenario() -> None:
        theme.use(qapp, name, scale)
        site.comments[OURS].raw = LONG
        async with shown(desk, news, site) as it:
            for words, kind in (("Change it…", ChangeSheet), ("Delete it…", DeleteSheet)):
                it.press(words)
                dialog = await sheet(it.view, kind)
                if kind is ChangeSheet:
                    await until(dialog.counter.isVisible)
                    dialog.say_problem("3 characters too many.", dialog.editor)
                assert shoot(dialog, f"own-{kind.__name__}-{name}-{scale}", tmp_path) > 10
                assert looks_wrong(dialog) == []
                dialog.reject()

    run(scenario())
