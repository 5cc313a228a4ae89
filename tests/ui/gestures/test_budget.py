from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cm_desk.actions import allowances as actions
from cm_desk.desk import Desk
from cm_desk.store import allowances, gestures
from cm_desk.ui import theme
from cm_desk.ui.gestures.answering import AnswerDialog
from cm_desk.ui.gestures.budget import BudgetTab
from cm_desk.ui.gestures.give import GiveDialog, give_to
from cm_desk.ui.gestures.page import GesturesPage
from cm_desk.ui.gestures.purse import AskDialog
from cm_desk.ui.news import News
from tests.conftest import Run, until
from tests.ui.people import settle_in
from tests.ui.stage import Going, Undos, dialog_of, open_dialog, shoot

KEY = Qt.Key


def raising(err: Exception) -> None:
    raise err


async def tab_on(desk: Desk, news: News, undos: Undos) -> tuple[GesturesPage, BudgetTab]:
    page = GesturesPage(desk, news, raising, undos, Going())
    page.resize(1068, 740)
    tab = page.open_tab("budget")
    page.show()
    page.activateWindow()
    assert isinstance(tab, BudgetTab)
    await until(lambda: tab.found.giver == "Mara Lindqvist")
    await until(lambda: tab.limits.rows)
    return page, tab


def test_an_allowance_is_typed_and_taken_back(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await settle_in(desk)
        undos = Undos()
        _, tab = await tab_on(desk, news, undos)
        assert "No limit is set" in tab.month.words.words
        tab.month.amount.setFocus()
        QTest.keyClicks(tab.month.amount, "200")
        QTest.keyClick(tab.month.amount, KEY.Key_Return)
        await until(lambda: "of €200 spent" in tab.month.words.words)
        tab.limits.rows["gift"].setText("25")
        tab.limits.rows["gift"].editingFinished.emit()
        await until(lambda: len(undos) == 2)
        found = await desk.store.read(allowances.all)
        mara = "Mara Lindqvist"
        assert found == {(mara, ""): (20000, "EUR"), (mara, "gift"): (2500, "EUR")}
        for undo in reversed(undos):
            await undo.back()
        await until(lambda: "No limit is set" in tab.month.words.words)

    run(scenario())


def test_above_the_allowance_a_line_is_asked_and_its_answer_opens_the_way(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        await actions.set_limit(desk, "Mara Lindqvist", "gift", 2500)
        await actions.set_limit(desk, "", "", 20000)
        async with dialog_of(GiveDialog, give_to(desk, None, priya)) as dialog:
            QTest.keyClick(dialog.focusWidget() or dialog, KEY.Key_G)
            dialog.cost.setText("20")
            assert dialog.purse.words.words == "Mara Lindqvist has €200 of €200 left."
            assert dialog.purse.ask.isHidden()
            dialog.cost.setText("35")
            assert dialog.purse.words.words == "€10 more than may be given without asking."
            dialog.ok.click()
            assert dialog.isVisible()
            dialog.purse.ask.click()
            await until(lambda: open_dialog(AskDialog))
            ask = open_dialog(AskDialog)
            assert ask is not None
            QTest.keyClicks(ask.reason, "Ten years a customer")
            QTest.keyClick(ask.reason, KEY.Key_Return)
            await until(lambda: dialog.problem.words.startswith("Asked, and copied"))
            assert (
                QGuiApplication.clipboard()
                .text()
                .startswith("Mara Lindqvist asks: 35 EUR for a gift to Priya Raman.")
            )
            dialog.reject()
        undos = Undos()
        _, tab = await tab_on(desk, news, undos)
        await until(lambda: tab.requests.rows)
        tab.requests.rows[0].answer.click()
        await until(lambda: open_dialog(AnswerDialog))
        answer = open_dialog(AnswerDialog)
        assert answer is not None
        QTest.keyClicks(answer.words, "Perhaps")
        answer.ok.click()
        assert answer.isVisible()
        answer.words.setPlainText("Yes, gladly")
        answer.ok.click()
        await until(lambda: bool(undos))
        async with dialog_of(GiveDialog, give_to(desk, None, priya)) as dialog:
            QTest.keyClick(dialog.focusWidget() or dialog, KEY.Key_G)
            dialog.cost.setText("35")
            dialog.ok.click()
        newest = (await desk.store.read(gestures.of, priya))[0]
        assert (newest.kind, newest.cost_cents) == ("gift", 3500)

    run(scenario())


@pytest.mark.parametrize(
    ("name", "scale", "width"), [("light", 1.0, 1068), ("dark", 1.0, 788), ("light", 2.0, 1200)]
)
def test_the_budget_paints(
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
        priya = await settle_in(desk)
        await actions.set_limit(desk, "Mara Lindqvist", "", 20000)
        card = (await desk.store.read(gestures.of, priya))[0]
        at = card.at.replace(month=3, day=2)
        paid = gestures.Gesture(0, priya, "gift", at, giver="Mara Lindqvist")
        await desk.store.write(gestures.add, replace(paid, cost_cents=6350, currency="EUR"))
        why = "Ten years a customer, and the parcel broke twice on its way 🎂"
        asked = ("Mara Lindqvist", priya, "gift", 15000, "EUR", why)
        request, _ = await actions.ask(desk, *asked)
        await actions.answered(desk, request, "No, not this month. Ask in May.")
        await actions.ask(desk, *asked)
        page, tab = await tab_on(desk, news, Undos())
        page.resize(width, 740)
        await until(lambda: len(tab.requests.rows) == 2)
        assert "€63.50 of €200 spent, €136.50 left." in tab.month.words.words
        assert shoot(page, f"budget-{name}-{scale:.0f}", tmp_path) > 20

    run(scenario())
