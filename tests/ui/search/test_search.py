"""Search as one types: people on top, words marked, one key to the message."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cm_desk.store.contacts import ContactRow
from cm_desk.store.search import Hit
from cm_desk.store.search import page as pages
from cm_desk.ui.keys import Keys
from cm_desk.ui.news import News
from cm_desk.ui.search.page import SearchPage
from cm_desk.ui.widgets.buttons import Button
from tests.conftest import Run, until
from tests.ui.inbox import sample
from tests.ui.inbox.stage import Stage, colours, perform, press_key
from tests.ui.stage import shoot

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
    await until(page.field.edit.hasFocus)
    return page


def test_words_are_found_while_they_are_typed(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        page = await searching(stage)
        QTest.keyClicks(page.field.edit, "crack")
        await until(lambda: page._found.query.text == "crack")
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
        await until(lambda: page.nothing.title.words == "No match for “burrr”")
        assert page.nothing.isVisible()

    run(perform(tmp_path, news, play))


def test_whatever_is_typed_is_answered(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        page = await searching(stage)
        for text in NASTY:
            page.field.edit.setText(text)
            page._ask_now()
            typed = page.field.edit.text()
            await until(lambda typed=typed: page._found.query.text == typed)  # type: ignore[misc]
            page.grab()
        assert stage.problems == []

    run(perform(tmp_path, news, play))


def suggestions(page: SearchPage) -> list[str]:
    shown = page.field.offers
    return [each.value for each in shown.offers] if shown.isVisible() else []


def test_filters_and_their_values_are_completed_by_keys(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        page = await searching(stage)
        edit = page.field.edit
        QTest.keyClicks(edit, "lid fr")
        await until(lambda: suggestions(page) == ["from:"])
        press_key(Qt.Key.Key_Tab)
        await until(lambda: "me" in suggestions(page))
        QTest.keyClicks(edit, "Pri")
        await until(lambda: suggestions(page) == ["Priya Raman"])
        shoot(page, "search-offers", tmp_path)
        press_key(Qt.Key.Key_Tab)
        assert edit.text() == 'lid from:"Priya Raman" '
        assert suggestions(page) == []
        await until(lambda: [hit.who for hit in hits(page)] == ["Priya Raman"])
        QTest.keyClicks(edit, "is:")
        await until(lambda: suggestions(page)[:2] == ["unanswered", "unread"])
        press_key(Qt.Key.Key_Down)
        press_key(Qt.Key.Key_Down)
        press_key(Qt.Key.Key_Return)
        assert edit.text() == 'lid from:"Priya Raman" is:unread '
        QTest.keyClicks(edit, "-has:")
        await until(lambda: suggestions(page))
        press_key(Qt.Key.Key_Escape)
        assert suggestions(page) == []
        assert edit.hasFocus()

    run(perform(tmp_path, news, play))


def test_all_filters_are_offered_on_demand(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        page = await searching(stage)
        press_key(Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: suggestions(page)[:2] == ["from:", "to:"])
        press_key(Qt.Key.Key_Escape)
        button = next(b for b in page.nothing.findChildren(Button) if b.text() == "is:")
        button.click()
        assert page.field.text == "is:"
        await until(lambda: suggestions(page))

    run(perform(tmp_path, news, play))


def test_what_cannot_be_meant_is_a_line_below_the_field(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        page = await searching(stage)
        page.ask("frm:priya lid before:soon")
        line = page.field.hints
        await until(line.isVisible)
        assert line.words.words == "There is no filter “frm:”. Did you mean from:? (1 more)"
        assert [hit.who for hit in hits(page)] == ["Priya Raman"]
        shoot(page, "search-hint", tmp_path)
        press_key(Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
        assert page.field.text == "from:priya lid before:soon"
        await until(lambda: line.words.words.startswith("“soon” is no day"))
        QTest.mouseClick(line, Qt.MouseButton.LeftButton)
        assert page.field.edit.selectedText() == "before:soon"
        assert stage.problems == []

    run(perform(tmp_path, news, play))


def test_what_is_being_typed_is_not_wrong_yet(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        page = await searching(stage)
        QTest.keyClicks(page.field.edit, "is:unre")
        await until(lambda: page._found.query.text == "is:unre")
        assert suggestions(page) == ["unread"]
        assert page.field.hints.isHidden()

    run(perform(tmp_path, news, play))


def test_nothing_found_has_a_way_out(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        page = await searching(stage)
        page.ask("cracked from:omar on:mastodon")
        buttons = page.nothing.findChildren

        def ways() -> list[str]:
            return [b.text() for b in buttons(Button) if b.text().startswith("Without")]

        await until(ways)
        assert ways() == ["Without from:omar: 1"]
        shoot(page, "search-nothing", tmp_path)
        next(b for b in buttons(Button) if b.text() == ways()[0]).click()
        await until(lambda: len(hits(page)) == 1)
        assert page.field.text == "cracked on:mastodon"

    run(perform(tmp_path, news, play))


def test_the_order_is_chosen_by_a_key(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        page = await searching(stage)
        account = await sample.add_account(stage.desk)
        said = [sample.said(f"n{n}", sample.OMAR, "lid " + "word " * (9 - n), n) for n in range(9)]
        await sample.receive(stage.desk, account, *said)
        page.ask("lid from:omar")
        await until(lambda: len(hits(page)) == 9)
        assert hits(page)[0].remote_id == "n0"
        press_key(Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
        await until(lambda: hits(page)[0].remote_id == "n8")
        assert page._count.words == "9 messages, best first"
        press_key(Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
        await until(lambda: hits(page)[0].remote_id == "n0")

    run(perform(tmp_path, news, play))


def test_a_hit_leads_into_the_story_of_its_person(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        page = await searching(stage)
        page.ask("from:priya")
        await until(lambda: len(hits(page)) == 2)
        press_key(Qt.Key.Key_Down)
        press_key(Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
        second = hits(page)[1]
        assert stage.went.places == [("story", second.contact_id, second.id)]
        step = page.way_back()
        assert step.words == "the search for “from:priya”"
        step.show()
        assert page.list.hasFocus()
        assert page.list.currentIndex().row() == 1

    run(perform(tmp_path, news, play))


def test_short_pages_are_read_on_and_counted(
    run: Run[Any], news: News, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "WINDOWS", (1, 2))
    monkeypatch.setattr(pages, "MOST", 2)

    async def play(stage: Stage) -> None:
        page = await searching(stage)
        page.ask("cracked is:unanswered has:image")
        await until(lambda: page._count.words == "1 message, newest first")
        page.ask("is:unanswered -zebra")
        await until(lambda: page._count.words == "6 messages, newest first")

    run(perform(tmp_path, news, play))


def hits(page: SearchPage) -> list[Hit]:
    return [each for each in page.found.found if isinstance(each, Hit)]
