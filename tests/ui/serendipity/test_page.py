from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cm_desk.actions import allowances as budget
from cm_desk.domain.known import About
from cm_desk.domain.model import Author
from cm_desk.store import cards, facts, gestures, outbox
from cm_desk.store.facts import Fact
from cm_desk.ui import theme
from cm_desk.ui.aio import end
from cm_desk.ui.keys import Keys
from cm_desk.ui.news import News
from cm_desk.ui.serendipity.page import SerendipityPage
from tests.actions.test_today import helper
from tests.conftest import Run, until
from tests.place import Place, settle
from tests.ui.look import problems, shoot
from tests.ui.stage import Going, Undos
from tests.village import ADA

KEY = Qt.Key


def raising(err: Exception) -> None:
    raise err


def put_off(page: SerendipityPage, undos: Undos, number: int) -> bool:
    return len(undos) == number and page.stack.currentWidget() is page.empty


@asynccontextmanager
async def page_on(
    tmp_path: Path,
    news: News,
    undos: Undos,
    going: Going,
    who: Author = ADA,
    said: str = "You can swap the burr yourself. Took me ten minutes.",
) -> AsyncIterator[tuple[Place, int, SerendipityPage]]:
    place = await settle(tmp_path, news.publish)
    ada = await helper(place, who, said)
    page = SerendipityPage(place.desk, news, raising, undos, going)
    Keys(page, lambda do: do in page.commands and page.commands[do]() is not False)
    page.resize(1068, 740)
    page.show()
    page.activateWindow()
    await until(lambda: page.selection() and page.card.hasFocus())
    yield place, ada, page
    await end(page)
    await place.desk.close()


def test_one_key_does_it_and_undo_takes_all_of_it_back(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        undos = Undos()
        async with page_on(tmp_path, news, undos, Going()) as (place, ada, page):
            QTest.keyClick(page.card, KEY.Key_Return)
            await until(lambda: undos and page.stack.currentWidget() is page.empty)
            assert page.empty.title.words == "1 kind thing is on its way"
            [waiting] = await place.desk.store.read(outbox.page)
            assert waiting.outgoing.text.startswith("Ada, you wrote")
            [given] = await place.desk.store.read(gestures.of, ada)
            assert given.is_leaving
            await undos[0].back()
            await until(lambda: page.selection() == "Ada Vogel")
            assert await place.desk.store.read(outbox.page) == []
            assert await place.desk.store.read(gestures.of, ada) == []

    run(scenario())


def test_writing_in_the_draft_sends_nothing_and_what_was_written_leaves(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        undos = Undos()
        async with page_on(tmp_path, news, undos, Going()) as (place, _, page):
            QTest.keyClick(page.card, KEY.Key_E)
            assert page.card.editor.hasFocus()
            QTest.keyClicks(page.card.editor, " Please review us")
            QTest.keyClick(page.card.editor, KEY.Key_Return)
            assert await place.desk.store.read(outbox.page) == []
            assert "“Please review”" in page.card.asks.words
            QTest.keyClick(page.card.editor, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
            assert page.card.hasFocus()
            QTest.keyClick(page.card, KEY.Key_Return)
            await until(lambda: undos)
            [waiting] = await place.desk.store.read(outbox.page)
            assert waiting.outgoing.text.rstrip().endswith("Please review us")

    run(scenario())


def test_later_and_skip_are_keys_too_and_say_nothing_of_the_person(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        undos = Undos()
        async with page_on(tmp_path, news, undos, Going()) as (place, _, page):
            for number, (key, state) in enumerate(
                ((KEY.Key_L, "later"), (KEY.Key_S, "skipped")), 1
            ):
                QTest.keyClick(page.card, key)
                await until(partial(put_off, page, undos, number))
                [card] = await place.desk.store.read(
                    cards.of_day, place.clock().astimezone().date()
                )
                assert card.state == state
                await undos[-1].back()
                await until(lambda: page.selection() == "Ada Vogel")
                page.card.setFocus()

    run(scenario())


def test_their_words_lead_to_the_message_and_p_to_the_person(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        going = Going()
        async with page_on(tmp_path, news, Undos(), going) as (_, ada, page):
            QTest.mouseClick(page.card.quote.source, Qt.MouseButton.LeftButton)
            page.card.setFocus()
            QTest.keyClick(page.card, KEY.Key_P)
            assert [each[:2] for each in going.went] == [("story", ada), ("person", ada)]

    run(scenario())


def test_the_card_is_in_sight_whole_in_every_size(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with page_on(tmp_path, news, Undos(), Going()) as (_place, _, page):
            for width, height in ((1068, 740), (943, 569), (700, 900)):
                page.resize(width, height)
                await until(lambda: page.isVisible())
                assert problems(page) == []
                assert shoot(page, f"serendipity-{width}", tmp_path) > 8

    run(scenario())


def test_with_large_text_what_can_be_done_stays_in_sight_below_the_card(
    run: Run[Any], news: News, tmp_path: Path, qapp: QApplication
) -> None:
    async def scenario() -> None:
        theme.use(qapp, "light", 1.0)
        async with page_on(tmp_path, news, Undos(), Going()) as (_place, _, page):
            await until(lambda: page.side.never.text() == "1 person never thanked")
            theme.use(qapp, "light", 2.0)
            await until(lambda: not page.card.isAncestorOf(page.card.do))
            bottom = page.card.do.mapTo(page, page.card.do.rect().bottomLeft()).y()
            assert bottom <= page.height()
            assert shoot(page, "serendipity-200", tmp_path) > 8
            theme.use(qapp, "light", 1.0)
            await until(lambda: page.card.isAncestorOf(page.card.do))

    run(scenario())


def test_a_card_that_rests_says_so_and_comes_back(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with page_on(tmp_path, news, Undos(), Going()) as (place, ada, page):
            zone = Fact(0, ada, About.ZONE, "UTC+10:00", place.clock())
            await place.desk.store.write(facts.put, zone, place.clock())
            await until(lambda: page.stack.currentWidget() is page.empty)
            assert page.empty.title.words == "Nobody right now"
            assert "Ada Vogel: it is night where they are." in page.empty.text.words
            assert shoot(page, "serendipity-resting", tmp_path) > 8
            [row] = await place.desk.store.read(facts.of, ada)
            await place.desk.store.write(facts.remove, row.id)
            await until(lambda: page.selection() == "Ada Vogel")

    run(scenario())


LONG = Author("ada@far.example", "@ada@far.example", 500 * "W")
NAMES = (
    LONG,
    replace(LONG, name="عمر حداد"),
    replace(LONG, name="田中 由紀"),
    replace(LONG, name="mochi 🐈‍⬛☕"),
)


@pytest.mark.parametrize("who", NAMES, ids=["long", "rtl", "cjk", "emoji"])
def test_any_name_and_words_fit_in_the_card(
    run: Run[Any], news: News, tmp_path: Path, who: Author
) -> None:
    async def scenario() -> None:
        going = Going()
        async with page_on(tmp_path, news, Undos(), going, who, f"{who.name[:90]} " * 9) as (
            _,
            _,
            page,
        ):
            for width, height in ((1068, 740), (943, 569)):
                page.resize(width, height)
                await until(lambda: page.card.do.isVisible())
                assert problems(page) == []
                assert shoot(page, f"serendipity-{who.name[:5]}-{width}", tmp_path) > 8

    run(scenario())


def test_what_is_left_of_the_month_stands_beside_the_card(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with page_on(tmp_path, news, Undos(), Going()) as (place, _, page):
            assert page.side.budget.isHidden()
            await budget.set_limit(place.desk, "", "", 15000)
            page.reload()
            await until(lambda: page.side.budget.isVisible())
            assert page.side.spent.words == "€150 left of €150 without asking anybody."
            assert shoot(page, "serendipity-budget", tmp_path) > 8

    run(scenario())


class Looking(SerendipityPage):
    """Counts how often it looks at the day."""

    looks = 0

    def reload(self) -> None:
        self.looks += 1
        super().reload()


def test_the_first_look_of_a_day_is_one_look(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def scenario() -> None:
        place = await settle(tmp_path, news.publish)
        ada = await helper(place, ADA, "You can swap the burr yourself.")
        page = Looking(place.desk, news, raising, Undos(), Going())
        page.show()
        await until(page.selection)
        await place.desk.store.read(cards.seconds)
        assert page.looks == 1
        news.contacts.emit(frozenset({ada}))
        assert page.looks == 2
        await end(page)
        await place.desk.close()

    run(scenario())
