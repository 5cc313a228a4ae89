from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cm_desk.desk import Desk
from cm_desk.domain.introductions import Course, Stage
from cm_desk.store import introductions, outbox
from cm_desk.store.introductions import Introduction
from cm_desk.ui import theme
from cm_desk.ui.news import News
from cm_desk.ui.recognition.asking import OutcomeSheet, StepSheet
from cm_desk.ui.recognition.meet import Meet
from cm_desk.ui.recognition.page import RecognitionPage
from tests.conftest import NOW, Run, until
from tests.ui.people import HOSTILE, LONG, OMAR, PRIYA, YUKI, days
from tests.ui.recognition.people import helpers
from tests.ui.recognition.test_leaders import page_on
from tests.ui.stage import Going, Undos, open_dialog, shoot

KEY = Qt.Key
STAGES = {
    (PRIYA, YUKI): Stage.IDEA,
    (OMAR, PRIYA): Stage.ASKED_FIRST,
    (LONG, HOSTILE): Stage.BOTH_YES,
    (YUKI, OMAR): Stage.INTRODUCED,
}


async def under_way(desk: Desk) -> None:
    who = await helpers(desk)
    for (first, second), stage in STAGES.items():
        one = Introduction(
            *(0, who[first.key], "", who[second.key], "", "Boats", "I sail", "I row", None, None),
            *(Course(), NOW - days(40)),
        )
        id = await desk.store.write(introductions.add, one)
        ago = days(35 if stage is Stage.INTRODUCED else 3)
        since = None if stage is Stage.IDEA else NOW - ago
        await desk.store.write(introductions.move, id, Course(stage, since))


async def opened(desk: Desk, news: News, undos: Undos) -> tuple[RecognitionPage, Meet]:
    await under_way(desk)
    page = page_on(desk, news, undos, Going())
    tab = page.open_tab("introductions")
    await until(lambda: tab.model.rowCount() == 4)
    return page, tab


def row(tab: Meet, stage: Stage) -> Introduction:
    for number, each in enumerate(tab.model.rows):
        if isinstance(each, Introduction) and each.course.stage is stage:
            tab.table.selectRow(number)
            return each
    raise AssertionError(stage)


def test_the_next_step_of_each_stands_beside_it(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        _, tab = await opened(desk, news, Undos())
        steps = {tab.model.index(n, 3).data() for n in range(4)}
        assert {"Ask Priya Raman", "What came of it?", "Did عمر حداد say yes?"} < steps
        row(tab, Stage.ASKED_FIRST)
        assert (tab.yes.isEnabled(), tab.step.isEnabled()) == (True, False)
        row(tab, Stage.IDEA)
        assert (tab.yes.isEnabled(), tab.step.isEnabled()) == (False, True)

    run(scenario())


def test_asking_is_one_key_and_one_button_and_refuses_the_other_name(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        undos = Undos()
        _, tab = await opened(desk, news, undos)
        row(tab, Stage.IDEA)
        QTest.keyClick(tab.table, KEY.Key_A)
        await until(lambda: open_dialog(StepSheet))
        sheet = open_dialog(StepSheet)
        assert sheet is not None
        words = sheet.words.toPlainText()
        sheet.words.setPlainText(f"{words} It is 田中 由紀 ☕️.")
        sheet.ok.click()
        await until(lambda: "has not said yes" in sheet.problem.words)
        sheet.words.setPlainText(words)
        sheet.ok.click()
        await until(lambda: undos)
        [leaving] = await desk.store.read(outbox.page)
        assert leaving.outgoing.text == words
        await until(lambda: row_stages(tab).count(Stage.ASKED_FIRST) == 2)
        await undos[0].back()
        await until(lambda: row_stages(tab).count(Stage.IDEA) == 1)

    run(scenario())


def row_stages(tab: Meet) -> list[Stage]:
    return [each.course.stage for each in tab.model.rows if isinstance(each, Introduction)]


def test_a_no_is_one_key_and_can_be_taken_back(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        undos = Undos()
        _, tab = await opened(desk, news, undos)
        row(tab, Stage.ASKED_FIRST)
        QTest.keyClick(tab.table, KEY.Key_N)
        await until(lambda: Stage.FIRST_NO in row_stages(tab))
        await undos[0].back()
        await until(lambda: Stage.ASKED_FIRST in row_stages(tab))

    run(scenario())


def test_what_came_of_it_is_kept(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        undos = Undos()
        _, tab = await opened(desk, news, undos)
        one = row(tab, Stage.INTRODUCED)
        QTest.keyClick(tab.table, KEY.Key_Return)
        await until(lambda: open_dialog(OutcomeSheet))
        sheet = open_dialog(OutcomeSheet)
        assert sheet is not None
        sheet.words.setPlainText("They row together.")
        sheet.talking.choose(0)
        sheet.ok.click()
        await until(lambda: undos)
        found = await desk.store.read(introductions.get, one.id)
        assert found is not None
        assert (found.outcome, found.talking) == ("They row together.", True)

    run(scenario())


LOOKS = [("light", 1.0, 1068, 740), ("dark", 1.0, 944, 580), ("light", 2.0, 1200, 740)]


@pytest.mark.parametrize(("name", "scale", "width", "height"), LOOKS)
def test_introductions_paint(
    run: Run[Any],
    desk: Desk,
    news: News,
    qapp: QApplication,
    tmp_path: Path,
    name: str,
    scale: float,
    width: int,
    height: int,
) -> None:
    async def scenario() -> None:
        theme.use(qapp, name, scale)
        page, tab = await opened(desk, news, Undos())
        page.resize(width, height)
        await until(lambda: tab.model.rowCount() == 4)
        assert shoot(page, f"introductions-{name}-{scale:.0f}", tmp_path) > 20
        row(tab, Stage.IDEA)
        QTest.keyClick(tab.table, KEY.Key_A)
        await until(lambda: open_dialog(StepSheet))
        sheet = open_dialog(StepSheet)
        assert sheet is not None
        assert shoot(sheet, f"step-{name}-{scale:.0f}", tmp_path) > 10
        sheet.reject()

    run(scenario())
