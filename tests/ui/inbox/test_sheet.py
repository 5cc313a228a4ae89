"""The sheet to read before answering: one key, and back into the reply by Esc."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from cm_desk.domain.known import About
from cm_desk.domain.model import Author, Page
from cm_desk.store import contacts, facts, messages, settings
from cm_desk.store.facts import Fact
from cm_desk.store.tx import Tx
from cm_desk.ui.conductor import Conductor
from cm_desk.ui.contact.before import UNKNOWN
from cm_desk.ui.contact.page import PeoplePage
from cm_desk.ui.tour import still
from tests.conftest import Run
from tests.ui.look import problems, shoot
from tests.ui.people import said
from tests.ui.whole import K, M, Open, inbox, patiently, press


async def at_priya(it: Conductor) -> int:
    """Her conversation that waits for an answer; her contact."""
    message = await it.desk.store.read(messages.by_remote, 1, "priya-dad.1")
    assert message
    assert message.contact_id
    it.open_conversation(message.conversation_id)
    await patiently(lambda: inbox(it).conversation.id == message.conversation_id)
    await patiently(lambda: inbox(it).conversation.read)
    return message.contact_id


def words(it: Conductor) -> str:
    sheet = inbox(it).sheet.sheet
    assert sheet
    return "\n".join(each.text() for each in sheet.findChildren(QLabel) if each.isVisible())


def shown(it: Conductor) -> Callable[[], bool]:
    return lambda: inbox(it).sheet.shown


def test_p_opens_the_sheet_enter_leads_on_to_the_page_and_u_comes_back(
    run: Run[Any], opened: Open
) -> None:
    async def scenario() -> None:
        it = await opened()
        priya = await at_priya(it)
        inbox(it).list.setFocus()
        press(K.Key_P)
        await patiently(shown(it))
        told = words(it)
        for part in (
            *("Priya Raman", "What they care about", "Last exchanges", "Promises open"),
            *("Gestures so far", "from them,", "Nobody has answered yet.", "Birthday card"),
            "Write when the courier change is live",
        ):
            assert part in told, part
        press(K.Key_Return)
        page = it.page("people")
        assert isinstance(page, PeoplePage)
        await patiently(page.person.river.hasFocus)
        assert page.person.contact_id == priya
        press(K.Key_U)
        assert it.window.stack.currentWidget() is inbox(it)
        assert not inbox(it).sheet.shown

    run(scenario())


def test_while_writing_the_sheet_gives_the_cursor_back_where_it_was(
    run: Run[Any], opened: Open
) -> None:
    async def scenario() -> None:
        it = await opened()
        await at_priya(it)
        press(K.Key_R)
        editor = inbox(it).conversation.composer.form.editor
        await patiently(editor.hasFocus)
        await patiently(lambda: "sorry" in editor.toPlainText())  # the draft of the demo
        editor.setPlainText("Dear Priya, thank you.")
        cursor = editor.textCursor()
        cursor.setPosition(11)
        editor.setTextCursor(cursor)
        for leave in (K.Key_Escape, K.Key_P):
            press(K.Key_I, mod=M.AltModifier)
            await patiently(shown(it))
            assert not editor.hasFocus()
            press(leave)
            assert not inbox(it).sheet.shown
            assert editor.hasFocus()
            assert editor.textCursor().position() == 11
            assert editor.toPlainText() == "Dear Priya, thank you."
        QTest.keyClicks(editor, "!")
        assert editor.toPlainText() == "Dear Priya,! thank you."

    run(scenario())


def test_shift_p_goes_straight_to_the_page(run: Run[Any], opened: Open) -> None:
    async def scenario() -> None:
        it = await opened()
        await at_priya(it)
        inbox(it).list.setFocus()
        press(K.Key_P, mod=M.ShiftModifier)
        await patiently(it.page("people").person.river.hasFocus)

    run(scenario())


def test_what_they_care_about_is_told_in_their_own_words_or_not_at_all(
    run: Run[Any], opened: Open
) -> None:
    async def scenario() -> None:
        it = await opened()
        new = Author("quiet@x.example", "@quiet@x.example", "Quiet One")
        page = Page((said(new, "q1", 0.01, "Hello there", unread=True),))
        await it.desk.store.write(messages.save, 1, page, "new")
        found = await it.desk.store.read(messages.by_remote, 1, "q1")
        assert found
        assert found.contact_id
        contact, now = found.contact_id, it.desk.now()

        def told(tx: Tx) -> None:
            settings.set(tx, "people.care", "1")
            facts.put(tx, Fact(0, contact, About.JOY, "Swims", now, "I swim before work"), now)

        it.open_conversation(found.conversation_id)
        await patiently(lambda: inbox(it).conversation.read)
        await patiently(lambda: inbox(it).current_contact() == contact)
        press(K.Key_P)
        await patiently(shown(it))
        for part in (UNKNOWN, "None yet.", "None.", "1 from them, 0 from us."):
            assert part in words(it)
        press(K.Key_Escape)
        await it.desk.store.write(told)
        press(K.Key_P)
        await patiently(shown(it))
        assert "Swims\n“I swim before work”" in words(it)
        assert UNKNOWN not in words(it)

    run(scenario())


LOOKS = [("light", 100, 1280, 800), ("dark", 100, 1000, 640), ("contrast", 200, 1280, 800)]


@pytest.mark.parametrize(("theme", "percent", "width", "height"), LOOKS)
def test_the_sheet_of_anybody_fits(
    run: Run[Any],
    opened: Open,
    tmp_path: Path,
    qapp: QApplication,
    theme: str,
    percent: int,
    width: int,
    height: int,
) -> None:
    """Names of 500 letters, from right to left, and in Japanese."""

    async def scenario() -> None:
        it = await opened()
        it.looks.set(theme, percent)
        it.window.resize(QSize(width, height))
        people = [
            Author("long@x.example", "@" + "l" * 400, "Long " * 100, bio="word " * 200),
            Author("rtl@x.example", "@rtl", "عمر حداد " * 9, bio="أحب القهوة"),
            Author("cjk@x.example", "@cjk", "田中由紀" * 20, bio="コーヒー" * 40),
        ]
        for number, who in enumerate(people):
            texts = (f"{who.bio} {n}" for n in range(4))
            items = (
                said(who, f"{number}-{n}", 1 - n / 9, text, n == 2, thread=f"t{number}")
                for n, text in enumerate(texts)
            )
            await it.desk.store.write(messages.save, 1, Page(tuple(items)), "new")
            contact = await it.desk.store.read(contacts.resolve, "mastodon", who.key)
            inbox(it).sheet.toggle(contact)
            await patiently(shown(it))
            await still(it)
            drawer = inbox(it).sheet.drawer
            assert drawer
            assert problems(drawer) == []
            assert shoot(it.window, f"sheet-{number}-{theme}-{percent}", tmp_path) > 20
            inbox(it).sheet.close()

    run(scenario())
