from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from cm_desk.actions import badges as awarding
from cm_desk.desk import Desk
from cm_desk.store import acts, badges, gestures, outbox, settings
from cm_desk.ui.award import AwardSheet
from cm_desk.ui.keys import Keys
from cm_desk.ui.news import News
from cm_desk.ui.recognition.confirm import Confirm
from cm_desk.ui.recognition.credit import CreditSheet
from cm_desk.ui.recognition.criteria import CriteriaSheet
from cm_desk.ui.recognition.leaders import Leaders
from cm_desk.ui.recognition.page import RecognitionPage
from cm_desk.ui.recognition.reward import ForSheet
from cm_desk.ui.widgets.choices import Choices
from tests.conftest import Run, until
from tests.ui.people import HOSTILE, LONG, OMAR, PRIYA, YUKI
from tests.ui.recognition.people import helpers
from tests.ui.stage import Going, Undos, open_dialog

KEY = Qt.Key


def raising(err: Exception) -> None:
    raise err


def page_on(desk: Desk, news: News, undos: Undos, going: Going) -> RecognitionPage:
    page = RecognitionPage(desk, news, raising, undos, going)
    Keys(page, lambda do: do in page.commands and page.commands[do]() is not False)
    page.resize(1068, 740)
    page.show()
    page.activateWindow()
    return page


def leaders(page: RecognitionPage) -> Leaders:
    tab = page.stack.currentWidget()
    assert isinstance(tab, Leaders)
    return tab


def confirm(page: RecognitionPage) -> Confirm:
    tab = page.stack.currentWidget()
    assert isinstance(tab, Confirm)
    return tab


def order(page: RecognitionPage) -> list[int]:
    return [row.contact_id for row in leaders(page).model.rows]


def test_never_thanked_comes_before_the_loud_and_f_turns_it(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        who = await helpers(desk)
        page = page_on(desk, news, Undos(), Going())
        tab = leaders(page)
        await until(lambda: tab.model.rowCount() == 5)
        fair = [HOSTILE, LONG, YUKI, OMAR, PRIYA]
        assert order(page) == [who[each.key] for each in fair]
        QTest.keyClick(tab.table, KEY.Key_F)
        await until(lambda: order(page) == [who[e.key] for e in (HOSTILE, PRIYA, LONG, YUKI, OMAR)])

    run(scenario())


def test_a_count_opens_its_acts_and_t_thanks_for_the_newest(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        who, going = await helpers(desk), Going()
        page = page_on(desk, news, Undos(), going)
        tab = leaders(page)
        await until(lambda: tab.evidence.title.words.endswith(": 6 acts"))
        QTest.keyClick(tab.table, KEY.Key_J)
        await until(lambda: tab.evidence.title.words.endswith(": 3 acts"))
        for key in (KEY.Key_T, KEY.Key_P, KEY.Key_Return):
            QTest.keyClick(tab.table, key)
        long = who[LONG.key]
        await until(lambda: len(going.went) == 3)
        assert sorted(map(str, going.went)) == sorted(
            map(str, [("give", long, None), ("person", long), ("person", long)])
        )

    run(scenario())


def test_a_row_is_read_as_one_sentence(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await helpers(desk)
        tab = leaders(page_on(desk, news, Undos(), Going()))
        await until(lambda: tab.model.rowCount() == 5)
        said = str(tab.model.index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole))
        assert "helped others 2 times" in said
        assert "1 more to look at" in said
        assert "Never thanked" in said

    run(scenario())


def test_another_time_and_context_are_chosen(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await helpers(desk)
        tab = leaders(page_on(desk, news, Undos(), Going()))
        await until(lambda: tab.model.rowCount() == 5)
        assert [tab.steer.about.itemText(n) for n in range(2)] == ["About everything", "Repairs"]
        tab.steer.about.setCurrentIndex(1)
        await until(lambda: {row.aided for row in tab.model.rows} == {1})
        tab.steer.when.setCurrentIndex(1)
        await until(lambda: tab.stack.currentWidget() is tab.table and tab.steer.month is not None)

    run(scenario())


def test_nobody_counted_says_what_to_do(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        going = Going()
        tab = leaders(page_on(desk, news, Undos(), going))
        await until(lambda: tab.stack.currentWidget() is tab.nothing)
        await until(lambda: "in the last 90 days" in tab.nothing.accessibleName())

    run(scenario())


def test_a_badge_is_awarded_by_key_and_never_without_a_reason(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        who, undos = await helpers(desk), Undos()
        tab = leaders(page_on(desk, news, undos, Going()))
        await until(lambda: tab.model.rowCount() == 5)
        QTest.keyClick(tab.table, KEY.Key_B)
        await until(lambda: open_dialog(AwardSheet))
        sheet = open_dialog(AwardSheet)
        assert sheet is not None
        sheet.ok.click()
        assert sheet.problem.words.startswith("A badge has a reason")
        sheet.reason.setPlainText("You took the fear out of it.")
        sheet.ok.click()
        await until(lambda: undos)
        held = await desk.store.read(badges.of, [who[HOSTILE.key]])
        [badge] = held[who[HOSTILE.key]]
        assert badge.reason == "You took the fear out of it."
        await undos[0].back()
        assert not await desk.store.read(badges.of, [who[HOSTILE.key]])

    run(scenario())


def test_help_is_confirmed_and_dismissed_by_one_key(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        who, undos = await helpers(desk), Undos()
        await desk.store.write(settings.set, "badges.criteria", "[]")
        page = page_on(desk, news, undos, Going())
        await until(lambda: page.tabs.counts == {"To confirm": 1})
        QTest.keyClick(leaders(page).table, KEY.Key_2)
        tab = confirm(page)
        await until(lambda: tab.model.rowCount() == 1)
        said = str(tab.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))
        assert "Priya Raman said thanks" in said
        QTest.keyClick(tab.table, KEY.Key_N)
        await until(lambda: tab.stack.currentWidget() is tab.nothing)
        await undos[0].back()
        await until(lambda: tab.model.rowCount() == 1)
        QTest.keyClick(tab.table, KEY.Key_Y)
        await until(lambda: page.tabs.counts == {"To confirm": 0})
        theirs = await desk.store.read(acts.of, who[YUKI.key])
        assert [each.state for each in theirs] == ["confirmed"] * 3

    run(scenario())


def test_a_suggested_badge_opens_with_its_act_and_can_be_passed_over(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        await helpers(desk)
        undos = Undos()
        page = page_on(desk, news, undos, Going())
        tab = page.open_tab("confirm")
        await until(lambda: tab.model.rowCount() > 5)
        known = tab.model.rowCount()
        QTest.keyClick(tab.table, KEY.Key_Y)
        await until(lambda: open_dialog(AwardSheet))
        sheet = open_dialog(AwardSheet)
        assert sheet is not None
        first = tab.model.rows[0].deserved
        assert (sheet.criterion.key, sheet.act.id) == (first.badge.key, first.acts[0].act_id)
        sheet.reject()
        await until(lambda: open_dialog(AwardSheet) is None)
        page.activateWindow()
        tab.table.setFocus()
        await until(tab.table.hasFocus)
        QTest.keyClick(tab.table, KEY.Key_N)
        await until(lambda: tab.model.rowCount() == known - 1)

    run(scenario())


def test_everything_on_the_page_has_a_name(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await helpers(desk)
        page = page_on(desk, news, Undos(), Going())
        await until(lambda: leaders(page).model.rowCount() == 5)
        page.open_tab("confirm")
        for each in page.findChildren(QWidget):
            if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible():
                assert each.accessibleName(), each

    run(scenario())


def test_a_reward_is_two_keys_and_a_button(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        who, undos = await helpers(desk), Undos()
        tab = leaders(page_on(desk, news, undos, Going()))
        await until(lambda: tab.model.rowCount() == 5)
        QTest.keyClick(tab.table, KEY.Key_R)
        await until(lambda: open_dialog(Choices))
        choices = open_dialog(Choices)
        assert choices is not None
        choices.rows[3].click()
        await until(lambda: open_dialog(ForSheet))
        sheet = open_dialog(ForSheet)
        assert sheet is not None
        sheet.ok.click()
        await until(lambda: undos)
        [given] = await desk.store.read(gestures.of, who[HOSTILE.key])
        assert given.note == "Bag of beans"
        await undos[0].back()
        assert await desk.store.read(gestures.of, who[HOSTILE.key]) == []

    run(scenario())


def test_what_badges_are_for_is_edited_in_words(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await helpers(desk)
        undos = Undos()
        tab = leaders(page_on(desk, news, undos, Going()))
        await until(lambda: tab.model.rowCount() == 5)
        QTest.keyClick(tab.table, KEY.Key_E)
        await until(lambda: open_dialog(CriteriaSheet))
        sheet = open_dialog(CriteriaSheet)
        assert sheet is not None
        sheet.words.setText("")
        sheet.ok.click()
        assert sheet.problem.words.startswith("A badge needs")
        sheet.words.setText("The first time somebody was helped.")
        sheet.badge.setCurrentIndex(1)
        sheet.least.setValue(9)
        sheet.ok.click()
        await until(lambda: undos)
        first, second, *_ = await awarding.criteria(desk)
        assert first.words == "The first time somebody was helped."
        assert (second.least, second.key) == (9, "patient-teacher")
        await undos[0].back()
        assert (await awarding.criteria(desk))[1].least == 5

    run(scenario())


def test_the_note_of_a_month_waits_for_a_press(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await helpers(desk)
        undos = Undos()
        tab = leaders(page_on(desk, news, undos, Going()))
        await until(lambda: tab.model.rowCount() == 5)
        tab.steer.when.setCurrentIndex(1)
        await until(lambda: tab.steer.month and tab.model.rowCount())
        QTest.keyClick(tab.table, KEY.Key_D)
        await until(lambda: open_dialog(CreditSheet))
        sheet = open_dialog(CreditSheet)
        assert sheet is not None
        assert "– Somebody answered others" in sheet.words.toPlainText()
        assert not undos
        sheet.words.setPlainText("Thank you, all of you.")
        sheet.ok.click()
        await until(lambda: undos)
        [leaving] = await desk.store.read(outbox.page)
        assert leaving.outgoing.text == "Thank you, all of you."
        await undos[0].back()
        assert await desk.store.read(outbox.page) == []

    run(scenario())
