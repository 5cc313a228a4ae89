"""M joins a person with another one."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from cm_desk.desk import Desk
from cm_desk.store import contacts
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.contact.joining import JoinSheet
from cm_desk.ui.news import News
from tests.conftest import Run, until
from tests.ui.contact.test_person import KEY, Scene
from tests.ui.look import problems
from tests.ui.people import settle_in
from tests.ui.stage import open_dialog, shoot


@pytest.mark.parametrize("name", ["light", "dark"])
def test_m_finds_another_person_and_joins_them_with_undo(
    run: Run[Any], desk: Desk, news: News, qapp: QApplication, tmp_path: Path, name: str
) -> None:
    async def scenario() -> None:
        theme.use(qapp, name, 1.0)
        priya = await settle_in(desk)
        before = await desk.store.read(contacts.person, priya)
        scene = Scene(desk, news)
        await scene.open(priya, 10)
        scene.press(KEY.Key_M)
        await until(lambda: open_dialog(JoinSheet))
        sheet = open_dialog(JoinSheet)
        assert sheet
        sheet.search.edit.setText("x.example")
        await until(lambda: sheet.people.count() == 2)
        assert problems(sheet) == []
        assert shoot(sheet, f"join-{name}", tmp_path) > 5
        sheet.search.edit.setText("nobody at all")
        await until(lambda: not sheet.people.count())
        sheet.ok.click()
        assert sheet.problem.words == "Choose a person."
        sheet.search.edit.setText("")
        await until(lambda: sheet.people.count() > 2)
        assert priya not in {sheet.people.item(n).data(256).id for n in range(sheet.people.count())}
        scene.press(KEY.Key_Down)
        other = sheet.chosen()
        assert other
        words = show.line(other.name, 200)
        right = sheet.pair.right
        await until(lambda: right.isVisible() and right.name.words == words)
        assert problems(sheet) == []
        assert shoot(sheet, f"join-both-{name}", tmp_path) > 5
        scene.press(KEY.Key_Return)
        await until(lambda: scene.undos)
        whole = await desk.store.read(contacts.person, other.id)
        assert whole
        assert whole.id == priya
        await scene.undos[-1].back()
        assert await desk.store.read(contacts.person, priya) == before

    run(scenario())


def test_the_name_of_the_other_may_be_the_one_that_is_shown(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        scene = Scene(desk, news)
        await scene.open(priya, 10)
        scene.press(KEY.Key_M)
        await until(lambda: open_dialog(JoinSheet))
        sheet = open_dialog(JoinSheet)
        assert sheet
        sheet.search.edit.setText("cups.example")
        await until(lambda: sheet.people.count() == 1)
        await until(lambda: sheet.pair.right.name.words.startswith("田中"))
        sheet.pair.right.named.click()
        sheet.ok.click()
        await until(lambda: scene.undos)
        await until(lambda: scene.page.person.head.name.words.startswith("田中"))
        whole = await desk.store.read(contacts.person, priya)
        assert whole
        assert len(whole.identities) == 2
        await scene.undos[-1].back()
        back = await desk.store.read(contacts.person, priya)
        assert back
        assert back.name == "Priya Raman"

    run(scenario())
