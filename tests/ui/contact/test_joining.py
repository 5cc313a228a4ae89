"""M joins a person with another one."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from cm_desk.desk import Desk
from cm_desk.store import contacts
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
        scene.press(KEY.Key_Return)
        await until(lambda: scene.undos)
        whole = await desk.store.read(contacts.person, other.id)
        assert whole
        assert whole.id == priya
        await scene.undos[-1].back()
        assert await desk.store.read(contacts.person, priya) == before

    run(scenario())
