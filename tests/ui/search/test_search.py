"""Search as one types: people on top, words marked, one key to the message."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cm_desk.store.contacts import ContactRow
from cm_desk.store.search import Hit
from cm_desk.ui.keys import Keys
from cm_desk.ui.news import News
from cm_desk.ui.search.page import SearchPage
from tests.conftest import Run, until
from tests.ui.inbox import sample
from tests.ui.inbox.stage import Stage, colours, perform, press_key

NASTY = (
    '"',
    "'",
    "AND",
    "NEAR(",
    "*",
    "a*b",
    "-",
    "\0",
    "😀",
    "x" * 9000,
    "(((",
    "%",
    "عمر",
    "\ud800",
)


async def searching(stage: Stage) -> SearchPage:
    await sample.fill(stage.desk)
    problem, undo = stage.problems.append, stage.undos.append
    page = SearchPage(stage.desk, stage.news, problem, undo, stage.went)
    page.resize(900, 600)
    page.show()
    page.activateWindow()
    Keys(
        page,
        lambda action: page.commands[action]() is not False if action in page.commands else False,
    )
    page.ask()
    return page


def test_words_are_found_while_they_are_typed(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        page = await searching(stage)
        QTest.keyClicks(page.field.edit, "crack")
        await until(lambda: page._asked == "crack")
        QTest.keyClicks(page.field.edit, "ed")
        await until(lambda: page.found.found)
        [hit] = page.found.found
        assert isinstance(hit, Hit)
        assert ("cracked", True) in hit.parts
        assert colours(page) > 20

    run(perform(tmp_path, news, play))


def test_people_come_first_and_return_opens_their_story(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        page = await searching(stage)
        page.ask("priya")
        await until(lambda: page.found.found)
        first, *rest = page.found.found
        assert isinstance(first, ContactRow)
        assert all(isinstance(each, Hit) for each in rest)
        press_key(Qt.Key.Key_Return)
        assert stage.went.places == [("person", first.id)]
        press_key(Qt.Key.Key_Down)
        press_key(Qt.Key.Key_Return)
        assert isinstance(rest[0], Hit)
        opened = ("conversation", rest[0].conversation_id, rest[0].id)
        assert stage.went.places[-1] == opened
        assert page.list.currentIndex().row() == 1  # and back at the same place

    run(perform(tmp_path, news, play))


def test_nothing_found_is_said_and_is_no_error(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        page = await searching(stage)
        page.ask("burrr")
        await until(lambda: page._empty.title.words == "No match for “burrr”")
        assert page._empty.isVisible()

    run(perform(tmp_path, news, play))


def test_whatever_is_typed_is_answered(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        page = await searching(stage)
        for text in NASTY:
            page.field.edit.setText(text)
            page._ask_now()
            typed = page.field.edit.text()
            await until(lambda typed=typed: page._asked == typed)  # type: ignore[misc]
            page.grab()
        assert stage.problems == []

    run(perform(tmp_path, news, play))
