from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cm_desk.actions import kinds as actions
from cm_desk.desk import Desk
from cm_desk.domain.kinds import Kind, first, named
from cm_desk.ui import theme
from cm_desk.ui.gestures.kind_dialog import KindDialog
from cm_desk.ui.gestures.kinds import kinds, use
from cm_desk.ui.gestures.kinds_tab import KindsTab
from cm_desk.ui.gestures.page import GesturesPage
from cm_desk.ui.keys import Keys
from cm_desk.ui.news import News
from tests.conftest import Run, until
from tests.ui.stage import Going, Undos, open_dialog, shoot

KEY = Qt.Key


@pytest.fixture(autouse=True)
def first_kinds() -> Any:
    yield
    use(first())


def raising(err: Exception) -> None:
    raise err


async def tab_on(desk: Desk, news: News, undos: Undos) -> tuple[GesturesPage, KindsTab]:
    page = GesturesPage(desk, news, raising, undos, Going())
    Keys(page, lambda do: do in page.commands and page.commands[do]() is not False)
    page.resize(1068, 740)
    tab = page.open_tab("kinds")
    page.show()
    page.activateWindow()
    assert isinstance(tab, KindsTab)
    await until(lambda: len(tab.rows) == len(first()))
    return page, tab


def test_a_kind_is_added_and_offered_at_once(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        undos = Undos()
        _, tab = await tab_on(desk, news, undos)
        tab.rows[0].setFocus()
        QTest.keyClick(tab.rows[0], KEY.Key_N)
        await until(lambda: open_dialog(KindDialog))
        dialog = open_dialog(KindDialog)
        assert dialog is not None
        QTest.keyClicks(dialog.label, "Song of the week")
        dialog.letter.setText("T")
        dialog.cost.setText("3")
        dialog.ok.click()
        await until(lambda: "already chooses" in dialog.problem.words)
        dialog.letter.setText("")
        dialog.ok.click()
        await until(lambda: len(tab.rows) == len(first()) + 1)
        song = kinds()[-1]
        assert (song.label, song.letter, song.cost_cents) == ("Song of the week", "N", 300)
        await until(lambda: undos)
        await undos[0].back()
        await until(lambda: len(tab.rows) == len(first()))
        assert len(kinds()) == len(first())

    run(scenario())


def test_a_kind_is_changed_hidden_and_moved_by_key_and_button(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        undos = Undos()
        _, tab = await tab_on(desk, news, undos)
        tab.rows[0].setFocus()
        QTest.keyClick(tab.rows[0], KEY.Key_J)
        assert tab.rows[1].hasFocus()
        QTest.keyClick(tab.rows[1], KEY.Key_E)
        await until(lambda: open_dialog(KindDialog))
        dialog = open_dialog(KindDialog)
        assert dialog is not None
        assert dialog.label.text() == "Apology"
        dialog.label.setText("Sorry")
        dialog.ok.click()
        await until(lambda: tab.rows[1].kind.label == "Sorry" and tab.rows[1].holds_focus())
        QTest.keyClick(tab.rows[1], KEY.Key_Delete)
        await until(lambda: tab.rows[1].kind.hidden)
        assert "apology" not in {each.key for each in kinds()}
        tab.rows[2].pressed.emit("up")
        await until(lambda: tab.rows[1].kind.key == "congratulation")
        await until(lambda: len(undos) == 3)
        for undo in reversed(undos):
            await undo.back()
        assert await actions.all(desk) == first()

    run(scenario())


@pytest.mark.parametrize(
    ("name", "scale", "width"), [("light", 1.0, 1068), ("dark", 1.0, 788), ("light", 2.0, 1200)]
)
def test_the_kinds_paint(
    run: Run[Any],
    desk: Desk,
    news: News,
    qapp: QApplication,
    tmp_path: Path,
    name: str,
    scale: float,
    width: int,
) -> None:
    async def scenario() -> None:
        theme.use(qapp, name, scale)
        page, tab = await tab_on(desk, news, Undos())
        await actions.add(
            desk, "田中さんへの歌 🎵 w" + "i" * 26, Kind("", "", "", "feather", minutes=20)
        )
        await actions.hide(desk, "offer")
        page.resize(width, 740)
        await until(
            lambda: len(tab.rows) == 14 and named("offer", [r.kind for r in tab.rows]).hidden
        )
        await until(lambda: tab.rows[13].width() > 100)
        assert shoot(page, f"kinds-{name}-{scale:.0f}", tmp_path) > 20
        tab.rows[0].pressed.emit("change")
        await until(lambda: open_dialog(KindDialog))
        dialog = open_dialog(KindDialog)
        assert dialog is not None
        assert shoot(dialog, f"kind-{name}-{scale:.0f}", tmp_path) > 10
        dialog.reject()

    run(scenario())
