"""From a hit into the story of its person, or its conversation, and back to the same place."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize

from cm_desk.store.search import Hit
from cm_desk.ui.conductor import Conductor
from cm_desk.ui.search.page import SearchPage
from tests.conftest import Run
from tests.ui.look import problems, shoot
from tests.ui.whole import K, M, Open, inbox, patiently, press


async def searched(it: Conductor, text: str) -> SearchPage:
    it.go("search")
    page: SearchPage = it.page("search")
    page.ask(text)
    await patiently(lambda: page._found.query.text == text and page._found.count)
    return page


def test_back_from_the_story_is_the_hit_that_led_there(run: Run[Any], opened: Open) -> None:
    async def scenario() -> None:
        it = await opened()
        page = await searched(it, "lid from:priya")
        await patiently(page.field.edit.hasFocus)
        press(K.Key_Down)
        number = page.list.currentIndex().row()
        assert number > 0
        hit = page.found.found[number]
        assert isinstance(hit, Hit)
        press(K.Key_Return, mod=M.AltModifier)
        people = it.page("people")
        await patiently(lambda: it.window.stack.currentWidget() is people)
        await patiently(lambda: people.person.contact_id == hit.contact_id)
        assert it.back()
        assert it.window.stack.currentWidget() is page
        assert page.list.currentIndex().row() == number
        assert page.field.text == "lid from:priya"

    run(scenario())


def test_back_from_the_conversation_is_the_same_place(run: Run[Any], opened: Open) -> None:
    async def scenario() -> None:
        it = await opened()
        page = await searched(it, "burr")
        await patiently(page.field.edit.hasFocus)
        press(K.Key_Down, K.Key_Return)
        hit = page.found.found[1]
        assert isinstance(hit, Hit)
        open_ = inbox(it).conversation
        await patiently(lambda: open_.read and open_.read.row.id == hit.conversation_id)
        assert it.back()
        assert it.window.stack.currentWidget() is page
        assert page.list.currentIndex().row() == 1

    run(scenario())


@pytest.mark.parametrize("size", [QSize(1280, 800), QSize(1000, 640), QSize(640, 480)])
def test_nothing_is_clipped(run: Run[Any], opened: Open, tmp_path: Path, size: QSize) -> None:
    async def scenario() -> None:
        it = await opened()
        it.window.resize(size)
        page = await searched(it, "frm:priya burr is:unanswerd")
        assert page.field.hints.isVisible()
        assert problems(page) == []
        await searched(it, "burr from:priya has:video after:2020")
        await patiently(lambda: "Without" in page.nothing.text.words)
        assert problems(page) == []
        assert shoot(it.window, f"search-{size.width()}", tmp_path) > 20
        page.field.edit.setText("")
        await patiently(lambda: page.nothing.title.words == "Find what was said")
        assert problems(page) == []
        shoot(it.window, f"search-empty-{size.width()}", tmp_path)

    run(scenario())
