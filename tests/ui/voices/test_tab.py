"""The voices tab: who lends theirs, and what they were asked."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cm_desk.actions import faces, letters
from cm_desk.actions import voices as lending
from cm_desk.errors import BadInput
from cm_desk.paths import FACES, face_file
from cm_desk.store import contacts, drafts, requests, voices
from cm_desk.store.voices import Voice
from cm_desk.ui import theme
from cm_desk.ui.aio import end
from cm_desk.ui.keys import Keys
from cm_desk.ui.news import News
from cm_desk.ui.voices import asking
from cm_desk.ui.voices.asking import AnswerSheet, PageSheet
from cm_desk.ui.voices.edit import VoiceSheet
from cm_desk.ui.voices.rows import RequestRow, VoiceRow
from cm_desk.ui.voices.tab import VoicesTab
from tests.conftest import Run, until
from tests.place import Place, conversation, settle
from tests.ui.look import problems, shoot
from tests.ui.stage import Going, Undos, dialog_of, shown
from tests.village import START

KEY = Qt.Key
LONG = "Gwendolyn Bartholomäa-Nakagawa 田中 📦 عمر " * 12
INES = Voice(
    0, "Ines Carvalho", "Founder", sounds="Short and warm; always says what she will do with it.",
    topics="birthdays, taste, design", agreed="Ask me when a day of theirs depended on us.",
    leads=True,
)  # fmt: skip


def raising(err: Exception) -> None:
    raise err


@asynccontextmanager
async def tab_on(
    folder: Path, news: News, undos: Undos, going: Going
) -> AsyncIterator[tuple[Place, VoicesTab]]:
    """Ines lends her voice, and was asked about Ada's review."""
    place = await settle(folder, news.publish)
    await lending.save(place.desk, replace(INES, agreed_at=place.clock()))
    await lending.save(place.desk, Voice(0, "Tomás Ruiz", "Repair bench", topics="repairs, burrs"))
    tab = VoicesTab(place.desk, news, raising, undos, going)
    Keys(tab, lambda do: do in tab.commands and tab.commands[do]() is not False)
    tab.resize(1068, 700)
    tab.show()
    tab.activateWindow()
    await until(lambda: len(rows(tab)) == 2)
    yield place, tab
    await end(tab)
    await place.desk.close()


def rows(tab: VoicesTab) -> list[VoiceRow]:
    return [each for each in tab.findChildren(VoiceRow) if each.isVisible()]


def asked_rows(tab: VoicesTab) -> list[RequestRow]:
    return [each for each in tab.findChildren(RequestRow) if each.isVisible()]


async def ask(place: Place, words: str = "Ada, that review made our week. Ines") -> int:
    place.village.write("I reviewed your grinder")
    await conversation(place)
    [ada] = await place.desk.store.read(contacts.find, "ada")
    ines = (await place.desk.store.read(voices.all))[0]
    id, _ = await lending.ask(
        place.desk, ines.id, ada.id, "thank-you", "I reviewed your grinder", words
    )
    return id


def test_a_voice_is_added_changed_and_retired_by_keyboard_each_with_a_way_back(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        undos = Undos()
        async with tab_on(tmp_path, news, undos, Going()) as (place, tab):
            read = place.desk.store.read
            rows(tab)[0].setFocus()

            QTest.keyClick(rows(tab)[0], KEY.Key_N)
            sheet = await shown(VoiceSheet)
            sheet.ok.click()
            assert sheet.problem.words == "Write the name of the colleague."
            await refused(sheet, place, no_picture(tmp_path / "no.png"))
            picture = tmp_path / "jonas.png"
            assert tab.grab().save(str(picture))
            await sheet.take_picture(place.desk, picture)
            sheet.name.setText("Jonas Adeyemi")
            assert problems(sheet) == []
            shoot(sheet, "voices-edit", tmp_path)
            sheet.agreed.setPlainText("For anything we broke.")
            sheet.every.setCurrentIndex(3)
            sheet.ok.click()
            await until(lambda: len(rows(tab)) == 3)
            [_, jonas, _] = await read(voices.all)
            assert (jonas.every_days, jonas.agreed_at) == (30, place.clock())
            kept = place.desk.folder / FACES / face_file(jonas.face)
            await faces.sweep(place.desk)
            assert kept.read_bytes() == picture.read_bytes()
            await undos[0].back()
            await until(lambda: len(rows(tab)) == 2)
            rows(tab)[0].setFocus()
            QTest.keyClick(rows(tab)[0], KEY.Key_J)
            await until(lambda: rows(tab)[1].hasFocus())
            QTest.keyClick(rows(tab)[1], KEY.Key_Delete)
            await until(lambda: "Retired" in rows(tab)[1].load.words)
            assert [each.name for each in await read(voices.all)] == ["Ines Carvalho"]
            await undos[1].back()
            await until(lambda: "Never asked" in rows(tab)[1].load.words)

    run(scenario())


def no_picture(file: Path) -> Path:
    file.write_bytes(b"no picture")
    return file


async def refused(sheet: VoiceSheet, place: Place, file: Path) -> None:
    with pytest.raises(BadInput, match="is not a picture"):
        await sheet.take_picture(place.desk, file)


def test_who_was_asked_twice_this_month_is_shown_greyed_with_the_reason(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with tab_on(tmp_path, news, Undos(), Going()) as (place, tab):
            await ask(place)
            await until(lambda: asked_rows(tab))
            assert "Rests until" in rows(tab)[0].load.words
            place.clock.now += timedelta(days=8)
            await ask(place, "Ada, once more.")
            await until(lambda: "Asked twice this month" in rows(tab)[0].load.words)
            assert "rest" in rows(tab)[0].load.toolTip()

    run(scenario())


def test_the_page_is_copied_and_saved_as_text_page_or_mail(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with tab_on(tmp_path, news, Undos(), Going()) as (place, _tab):
            request = await place.desk.store.read(requests.get, await ask(place))
            assert request
            async with dialog_of(PageSheet, asking.show_page(place.desk, None, request)) as sheet:
                sheet.copy.click()
                assert request.code in QApplication.clipboard().text()
                assert problems(sheet) == []
                for kind in letters.KINDS:
                    await sheet.keep(tmp_path / f"request{kind}")
                sheet.ok.click()
            assert request.draft in (tmp_path / "request.txt").read_text()
            assert "<article>" in (tmp_path / "request.html").read_text()
            assert b"X-Unsent: 1" in (tmp_path / "request.eml").read_bytes()

    run(scenario())


def test_a_pasted_yes_releases_the_draft_and_it_waits_in_the_composer(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        undos, going = Undos(), Going()
        async with tab_on(tmp_path, news, undos, going) as (place, tab):
            id = await ask(place)
            await until(lambda: asked_rows(tab))
            asked_rows(tab)[0].setFocus()
            QTest.keyClick(asked_rows(tab)[0], KEY.Key_J)

            asked_rows(tab)[0].done.emit("answer")
            sheet = await shown(AnswerSheet)
            sheet.ok.click()
            assert sheet.problem.words == "Paste what they wrote back."
            sheet.answer.setPlainText("No, not me")
            assert sheet.ok.text() == "Note the no"
            sheet.answer.setPlainText("Dear Ada, it made MY week.")
            assert sheet.text.toPlainText() == "Dear Ada, it made MY week."
            sheet.answer.setPlainText("Yes, gladly\n> the page")
            assert problems(sheet) == []
            shoot(sheet, "voices-answer", tmp_path)
            sheet.ok.click()
            await until(lambda: asked_rows(tab) and asked_rows(tab)[0].first == "send")
            asked_rows(tab)[0].done.emit("send")
            await until(lambda: going.went)
            request = await place.desk.store.read(requests.get, id)
            [draft] = await place.desk.store.read(drafts.waiting_for, id)
            assert request
            assert draft.text == request.released == "Ada, that review made our week. Ines"
            assert going.went == [("conversation", draft.conversation_id)]
            await undos[-1].back()
            assert await place.desk.store.read(drafts.waiting_for, id) == []

    run(scenario())


def test_an_answer_that_came_as_a_message_is_offered_and_never_taken_by_itself(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with tab_on(tmp_path, news, Undos(), Going()) as (place, tab):
            request = await place.desk.store.read(requests.get, await ask(place))
            assert request
            later = round((place.clock.now - START).total_seconds() / 60) + 1
            place.village.write(f"Yes\n{request.code}", minute=later)
            await conversation(place)
            await until(lambda: asked_rows(tab) and asked_rows(tab)[0].heard)
            assert asked_rows(tab)[0].first == "answer"
            assert await place.desk.store.read(requests.get, request.id) == request

    run(scenario())


@pytest.mark.parametrize(("width", "theme_name"), [(1068, "light"), (1068, "dark"), (700, "light")])
def test_the_tab_is_whole_in_every_size_with_names_of_any_length(
    run: Run[Any], news: News, tmp_path: Path, qapp: QApplication, width: int, theme_name: str
) -> None:
    async def scenario() -> None:
        theme.use(qapp, theme_name, 1.0)
        async with tab_on(tmp_path, news, Undos(), Going()) as (place, tab):
            await lending.save(
                place.desk, Voice(0, f"Z{LONG}", LONG, sounds=LONG, topics=LONG, agreed=LONG)
            )
            await ask(place, LONG)
            tab.resize(width, 560)
            await until(lambda: len(rows(tab)) == 3 and asked_rows(tab))
            assert problems(tab) == []
            assert shoot(tab, f"voices-{theme_name}-{width}", tmp_path) > 8
        theme.use(qapp, "light", 1.0)

    run(scenario())
