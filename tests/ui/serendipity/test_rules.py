"""The sheet of rules: read, changed, refused, and taken back."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cm_desk.actions import today as kindness
from cm_desk.actions import voices as lending
from cm_desk.actions import wishes
from cm_desk.store import cards, requests
from cm_desk.store.voices import Voice
from cm_desk.ui.news import News
from cm_desk.ui.serendipity.rules import RulesSheet
from cm_desk.ui.voices.asking import PageSheet
from cm_desk.ui.widgets.choices import Choices
from tests.conftest import Run, until
from tests.ui.look import problems, shoot
from tests.ui.serendipity.test_page import page_on
from tests.ui.stage import Going, Undos, open_dialog

KEY = Qt.Key


def test_rules_are_read_changed_and_taken_back_by_keyboard(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        undos = Undos()
        async with page_on(tmp_path, news, undos, Going()) as (place, _, page):
            QTest.keyClick(page.card, KEY.Key_R)
            await until(lambda: open_dialog(RulesSheet))
            sheet = open_dialog(RulesSheet)
            assert sheet
            assert shoot(sheet, "serendipity-rules", tmp_path) > 8
            assert problems(sheet) == []
            helped = next(each for each in sheet.rows if each.rule == "helped")
            assert helped.counted.words == "Shown once."
            [days] = helped.numbers
            days.setFocus()
            QTest.keyClick(days, KEY.Key_Down)
            assert "in the last 59 days" in helped.says.words
            QTest.keyClick(helped.on, KEY.Key_Space)
            QTest.keyClick(days, KEY.Key_Return)
            await until(lambda: undos)
            assert (await kindness.rules_now(place.desk)).off == {"helped"}
            await until(lambda: page.stack.currentWidget() is page.empty)
            await undos[0].back()
            assert await wishes.now(place.desk) == wishes.Wishes()
            await until(lambda: page.selection() == "Ada Vogel")

    run(scenario())


def test_a_number_out_of_its_bounds_and_an_unknown_slot_are_pointed_at(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with page_on(tmp_path, news, Undos(), Going()) as (place, _, page):
            page.change_rules()
            await until(lambda: open_dialog(RulesSheet))
            sheet = open_dialog(RulesSheet)
            assert sheet
            for n, name in enumerate(("rules", "limits", "words", "skips")):
                sheet.tabs.setCurrentIndex(n)
                assert shoot(sheet, f"serendipity-sheet-{name}", tmp_path) > 4
                assert problems(sheet) == []
            most = sheet.limits[0]
            most.setText("99")
            sheet.ok.click()
            assert sheet.problem.words == "Cards a day: write 1 to 12."
            assert sheet.tabs.currentIndex() == 1
            most.setText("2")
            sheet.phrases.phrases[2].editor.setPlainText("Hello {firstname}")
            sheet.ok.click()
            assert "Nobody fills {firstname}" in sheet.problem.words
            sheet.phrases.phrases[2].editor.setPlainText("Hello {name}, “{quote}”")
            sheet.ok.click()
            await until(lambda: page.card.text.startswith("Hello Ada, “You can swap"))
            now = await wishes.now(place.desk)
            assert (now.rules.most, now.words) == (2, {"en": {"helped": "Hello {name}, “{quote}”"}})

    run(scenario())


def test_words_are_kept_for_each_language_and_the_usual_ones_come_back(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        sheet = RulesSheet(wishes.Wishes(words={"de": {"helped": "Hallo {name}"}}), {})
        phrases, helped = sheet.phrases, sheet.phrases.phrases[2]
        phrases.lang.setCurrentIndex(1)
        assert helped.editor.toPlainText() == "Hallo {name}"
        helped.reset.click()
        assert helped.own == ""
        phrases.lang.setCurrentIndex(2)
        helped.editor.setPlainText("Bonjour {name}")
        phrases.lang.setCurrentIndex(0)
        assert phrases.own == {"fr": {"helped": "Bonjour {name}"}}
        sheet.whys.setPlainText("Too soon\n\n Too soon \nOn holiday")
        assert sheet.wishes.whys == ("Too soon", "On holiday")

    run(scenario())


def listening() -> Choices | None:
    """The choices once they hear keys."""
    found = open_dialog(Choices)
    return found if found and any(row.hasFocus() for row in found.rows) else None


async def asked() -> Choices:
    await until(listening)
    found = listening()
    assert found
    return found


def test_not_this_one_asks_why_in_two_keys_and_counts_it(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        undos = Undos()
        async with page_on(tmp_path, news, undos, Going()) as (place, _, page):
            QTest.keyClick(page.card, KEY.Key_X)
            choices = await asked()
            assert [row.text() for row in choices.rows][-1] == "Never suggest this person"
            assert shoot(choices, "serendipity-why-not", tmp_path) > 4
            QTest.keyClick(choices, KEY.Key_3)
            await until(lambda: undos)
            [(_, known)] = (await place.desk.store.read(cards.history)).items()
            assert known.whys == {"Not the right moment": 1}

    run(scenario())


def test_whom_we_never_thanked_is_a_list_that_opens(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        going = Going()
        async with page_on(tmp_path, news, Undos(), going) as (_, _, page):
            await until(lambda: page.side.never.text() == "1 person never thanked")
            QTest.keyClick(page.card, KEY.Key_N)
            assert going.went == [("page", "people/gesture:none")]

    run(scenario())


def test_an_unexpected_voice_is_asked_from_the_card(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        undos = Undos()
        async with page_on(tmp_path, news, undos, Going()) as (place, ada, page):
            await lending.save(place.desk, Voice(0, "Tomás Ruiz", "Repair bench", "", "", "ask"))
            page.reload()
            page.ask_voice()
            QTest.keyClick(await asked(), KEY.Key_1)
            await until(lambda: open_dialog(PageSheet))
            letter = open_dialog(PageSheet)
            assert letter
            assert "You can swap the burr yourself" in letter.page.toPlainText()
            letter.ok.click()
            await until(lambda: undos)
            [request] = await place.desk.store.read(requests.of, ada)
            assert (request.voice, request.state) == ("Tomás Ruiz", requests.ASKED)

    run(scenario())
