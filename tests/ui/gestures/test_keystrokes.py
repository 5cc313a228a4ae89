"""A thank-you in at most four keystrokes, from wherever one stands: reply, ledger, river, undo."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cm_desk.store import drafts, gestures, outbox
from cm_desk.store.gestures import Gesture
from cm_desk.store.outbox import OutboxItem
from cm_desk.ui import pages
from cm_desk.ui.compose.composer import Composer
from cm_desk.ui.conductor import Conductor
from cm_desk.ui.contact.page import PeoplePage
from cm_desk.ui.gestures.give import GiveDialog
from cm_desk.ui.tour import best_known
from cm_desk.ui.widgets.text import Text
from tests.conftest import Run
from tests.ui.stage import open_dialog, shoot
from tests.ui.whole import K, M, Open, inbox, patiently

MOST = 4


class Counted(QObject):
    """Every key that is pressed; Ctrl+Return is one keystroke."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []

    def press(self, key: Qt.Key, mod: Qt.KeyboardModifier = M.NoModifier) -> None:
        focus = QApplication.focusWidget() or QApplication.activeWindow()
        assert focus is not None
        self.keys.append(QKeyEvent(QEvent.Type.KeyPress, key, mod).text() or key.name)
        QTest.keyClick(focus, key, mod)


def composer(it: Conductor) -> Composer:
    return inbox(it).conversation.composer


def asking() -> bool:
    """The dialog is there, and has the keys."""
    dialog, focus = open_dialog(GiveDialog), QApplication.focusWidget()
    return dialog is not None and focus is not None and dialog.isAncestorOf(focus)


async def thank(it: Conductor, hands: Counted) -> None:
    """T, Return, Ctrl+Return, and no more."""
    hands.press(K.Key_T)
    await patiently(asking)
    hands.press(K.Key_Return)
    form = composer(it).form
    await patiently(lambda: form.giving.isVisible() and form.editor.hasFocus())
    await patiently(lambda: form.send.isEnabled() and form.editor.toPlainText())
    hands.press(K.Key_Return, M.ControlModifier)


async def left(it: Conductor) -> tuple[Gesture, OutboxItem]:
    read = it.desk.store.read
    await patiently(lambda: it.window.toast.isVisible() and composer(it).form.is_blank())
    [item] = await read(outbox.page)
    newest = (await read(gestures.page)).items[0]
    assert newest.outbox_key == item.outgoing.key
    return newest, item


def test_a_thank_you_from_the_list_of_conversations(run: Run[Any], opened: Open) -> None:
    async def scenario() -> None:
        it, hands = await opened(), Counted()
        await thank(it, hands)
        given, item = await left(it)
        assert len(hands.keys) == 3 <= MOST
        read = inbox(it).conversation.read
        assert read is not None
        assert (given.kind, given.contact_id) == ("thank-you", read.row.contact_id)
        assert given.why
        assert item.conversation_id == read.row.id
        assert "“" in item.outgoing.text
        it.undo_toast()
        await patiently(lambda: composer(it).form.giving.isVisible())
        assert await it.desk.store.read(outbox.page) == []
        assert await it.desk.store.read(gestures.get, given.id) is None
        draft = await it.desk.store.read(drafts.get, read.row.id)
        assert draft is not None
        assert draft.gesture is not None
        assert draft.text == item.outgoing.text

    run(scenario())


def test_a_thank_you_from_a_persons_story(run: Run[Any], opened: Open) -> None:
    async def scenario() -> None:
        it, hands = await opened(), Counted()
        who = await best_known(it.desk)
        it.open_person(who)
        page = it.page("people")
        await patiently(lambda: page.person.river.current_entry() and page.person.river.hasFocus())
        await thank(it, hands)
        given, _ = await left(it)
        assert (len(hands.keys), given.contact_id) == (3, who)
        assert it.back()
        assert it.window.stack.currentWidget() is page

    run(scenario())


def test_another_kind_is_one_letter_more(run: Run[Any], opened: Open) -> None:
    async def scenario() -> None:
        it, hands = await opened(), Counted()
        hands.press(K.Key_T)
        await patiently(asking)
        hands.press(K.Key_C)
        hands.press(K.Key_Return)
        form = composer(it).form
        await patiently(lambda: form.giving.isVisible() and form.send.isEnabled())
        hands.press(K.Key_Return, M.ControlModifier)
        given, _ = await left(it)
        assert (len(hands.keys), given.kind) == (MOST, "congratulation")

    run(scenario())


def test_the_composer_points_at_a_thank_you_that_asks_and_still_sends(
    run: Run[Any], opened: Open, tmp_path: Path
) -> None:
    async def scenario() -> None:
        it = await opened()
        Counted().press(K.Key_T)
        await patiently(asking)
        Counted().press(K.Key_Return)
        form = composer(it).form
        await patiently(lambda: form.giving.isVisible() and form.editor.toPlainText())
        assert not form.giving.hints
        form.editor.setPlainText("Thank you. Please review us, and use code LOVE10.")
        words = "This thanks and asks in one breath: “please review”, “use code”"
        assert list(form.giving.hints) == [words]
        assert form.send.isEnabled()
        [hint] = [each for each in form.giving.findChildren(Text) if each.words == words]
        await patiently(lambda: hint.isVisible() and hint.width() > 200)
        shoot(it.window, "composer-gesture", tmp_path)
        form.giving.remove.click()
        assert form.giving.isHidden()
        form.send.click()
        await patiently(lambda: it.window.toast.isVisible())
        before = await it.desk.store.read(gestures.page)
        assert not [each for each in before.items if each.is_leaving]

    run(scenario())


def ready(it: Conductor) -> bool:
    """Somebody is selected, and the keys are the page's."""
    page, focus = it.window.stack.currentWidget(), QApplication.focusWidget()
    inside = page is not None and focus is not None and page.isAncestorOf(focus)
    if isinstance(page, PeoplePage):
        return inside and page.people.current() is not None
    return inside and bool(pages.selection(page))


def test_t_gives_from_a_card_of_the_day_a_row_of_people_and_one_of_the_ledger(
    run: Run[Any], opened: Open
) -> None:
    async def scenario() -> None:
        it = await opened()
        for place in ("people", "gestures", "serendipity"):
            it.go(place)
            await patiently(lambda: ready(it))
            Counted().press(K.Key_T)
            await patiently(asking)
            dialog = open_dialog(GiveDialog)
            assert dialog is not None
            assert dialog.why.ids
            dialog.reject()
            await patiently(lambda: open_dialog(GiveDialog) is None)

    run(scenario())
