from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from cm_desk.desk import Desk
from cm_desk.domain.model import Page, Profile
from cm_desk.store import accounts, contacts, messages, promises
from cm_desk.store.tx import Tx
from cm_desk.ui.contact.page import PeoplePage
from cm_desk.ui.contact.story import Happened
from cm_desk.ui.gestures.note import NoteDialog
from cm_desk.ui.gestures.promise import PromiseDialog
from cm_desk.ui.gestures.promise_row import PromiseRow
from cm_desk.ui.keys import Keys
from cm_desk.ui.news import News
from tests.conftest import Run, until
from tests.ui.people import HOSTILE, PRIYA, WORDS, said, settle_in
from tests.ui.stage import Going, Undos, open_dialog

CONTROL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
KEY = Qt.Key


def raising(err: Exception) -> None:
    raise err


class Scene:
    """The page of one person, open, with its keys at work."""

    def __init__(self, desk: Desk, news: News) -> None:
        self.desk, self.going, self.undos = desk, Going(), Undos()
        self.page = PeoplePage(desk, news, raising, self.undos, self.going)
        commands = self.page
        self.keys = Keys(
            self.page, lambda do: do in commands.commands and commands.commands[do]() is not False
        )
        self.page.resize(1068, 740)
        self.page.show()
        self.page.activateWindow()

    @property
    def river(self) -> Any:
        return self.page.person.river

    async def open(self, contact_id: int, rows: int = 1) -> None:
        self.page.open_person(contact_id)
        await until(lambda: self.river.story.rowCount() >= rows)
        await until(lambda: self.page.person.head.name.words)

    def press(self, key: Qt.Key, mods: Qt.KeyboardModifier | None = None) -> None:
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, key, mods or Qt.KeyboardModifier.NoModifier)


def test_the_story_leads_to_the_conversation_and_keeps_its_place(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        scene = Scene(desk, news)
        await scene.open(priya, 10)
        message = scene.river.current_message()
        assert message.text == WORDS
        scene.press(KEY.Key_J)
        scene.press(KEY.Key_O)
        opened = scene.river.current_message()
        assert scene.going.went == [("conversation", opened.conversation_id)]
        scene.page.open_person(priya)
        assert scene.river.current_message() == opened

    run(scenario())


def test_new_mail_does_not_move_what_is_being_read(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        scene = Scene(desk, news)
        await scene.open(priya, 10)
        for _ in range(6):
            scene.press(KEY.Key_J)
        entry, river = scene.river.current_entry(), scene.river
        top = river.visualRect(river.currentIndex()).top()
        rows = river.story.rowCount()
        fresh = Page((said(PRIYA, "new", 0.01, "One more thing"),))
        await desk.store.write(messages.save, 1, fresh, "new")
        await until(lambda: river.story.rowCount() == rows + 1)
        assert river.current_entry() == entry
        assert river.visualRect(river.currentIndex()).top() == top

    run(scenario())


def test_months_are_jumped_over_by_key(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        scene = Scene(desk, news)
        await scene.open(priya, 10)
        months = []
        for _ in range(3):
            scene.press(KEY.Key_J, SHIFT)
            months.append(scene.river.current_entry().at.month)
        assert months == [2, 1, 10]
        scene.press(KEY.Key_K, SHIFT)
        assert scene.river.current_entry().at.month == 1

    run(scenario())


def wrote_often(tx: Tx) -> int:
    """Three hundred messages, one every six hours."""
    account = accounts.add(tx, "mastodon", Profile("@us@x.example", "1"), "https://x.example")
    written = (said(PRIYA, str(n), n / 4, f"Message {n}", bool(n % 3)) for n in range(300))
    messages.save(tx, account.id, Page(tuple(written)), "new")
    found = contacts.resolve(tx.db, "mastodon", PRIYA.key)
    assert found is not None
    return found


def test_a_story_opens_at_a_message_of_long_ago(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        priya = await desk.store.write(wrote_often)
        old = await desk.store.read(messages.by_remote, 1, "250")
        assert old
        scene = Scene(desk, news)
        scene.page.open_story(priya, old.id)
        await until(lambda: scene.river.current_message() == old)
        assert scene.river.visualRect(scene.river.currentIndex()).top() >= 0

    run(scenario())


def test_a_long_story_loads_as_it_is_read(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        priya = await desk.store.write(wrote_often)
        scene = Scene(desk, news)
        await scene.open(priya, 20)
        river = scene.river
        assert len(river.past.entries) < 300
        while not river.past.ended:
            known = len(river.past.entries)
            river.scrollToBottom()
            await until(lambda known=known: len(river.past.entries) > known)  # type: ignore[misc]
        told = [river.story.row(n) for n in range(river.story.rowCount())]
        said_ = [
            row.entry.message.text
            for row in told
            if isinstance(row, Happened) and row.entry.message
        ]
        assert said_ == [f"Message {n}" for n in range(300)]

    run(scenario())


def test_tabs_show_one_kind_each_and_count_it(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        scene = Scene(desk, news)
        await scene.open(priya, 10)
        tabs = scene.page.person.tabs
        counts = {
            "Messages": 7,
            "Gestures": 2,
            "Promises": 2,
            "Notes": 1,
            "Surveys": 1,
            "Likes": 14,
        }
        await until(lambda: tabs.counts == counts)
        scene.press(KEY.Key_3)
        await until(lambda: len(scene.river.past.entries) == 2)
        assert scene.river.current_entry().gesture.note == "Birthday card for dad’s 70th"
        scene.press(KEY.Key_6)
        await until(lambda: len(scene.river.past.entries) == 1)
        assert scene.river.current_entry().survey.text == "It can be repaired."

    run(scenario())


def test_a_person_is_renamed_and_named_back(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        scene = Scene(desk, news)
        await scene.open(priya, 10)
        head = scene.page.person.head
        scene.press(KEY.Key_F2)
        scene.press(KEY.Key_Escape)
        assert head.names.currentIndex() == 0
        assert scene.page.currentWidget() is scene.page.person
        scene.river.setFocus()
        scene.press(KEY.Key_F2)
        QTest.keyClicks(head.edit, "Priya R. <b>x</b>")
        QTest.keyClick(head.edit, KEY.Key_Return)
        await until(lambda: head.name.words == "Priya R. <b>x</b>")
        await until(lambda: scene.undos)
        await scene.undos[0].back()
        await until(lambda: head.name.words == "Priya Raman")

    run(scenario())


def test_t_gives_a_gesture_for_the_message_at_hand(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        scene = Scene(desk, news)
        await scene.open(priya, 10)
        scene.press(KEY.Key_T)
        scene.press(KEY.Key_R)
        message = scene.river.current_message()
        assert scene.going.went == [("give", priya, message.id), ("write", priya)]

    run(scenario())


def test_a_promise_is_made_by_keys_kept_at_the_side_and_taken_back(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        scene = Scene(desk, news)
        await scene.open(priya, 10)
        scene.press(KEY.Key_P, ALT)
        await until(lambda: open_dialog(PromiseDialog))
        dialog = open_dialog(PromiseDialog)
        assert dialog is not None
        QTest.keyClicks(dialog.text, "Tracking number")
        QTest.keyClick(dialog.text, KEY.Key_Return)
        side = scene.page.person.side
        await until(lambda: side.promises.count() == 3)
        rows = side.findChildren(PromiseRow)
        next(row for row in rows if row.promise.text == "Tracking number").kept.click()
        states: dict[str, str] = {}

        async def read() -> None:
            states.update({p.text: p.state for p in await desk.store.read(promises.of, priya)})

        await until(lambda: len(scene.undos) == 2)
        await read()
        assert states["Tracking number"] == "kept"
        await scene.undos[1].back()
        await read()
        assert states["Tracking number"] == "open"

    run(scenario())


def test_a_note_is_written_with_two_keys(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        scene = Scene(desk, news)
        await scene.open(priya, 10)
        scene.press(KEY.Key_N, SHIFT)
        await until(lambda: open_dialog(NoteDialog))
        dialog = open_dialog(NoteDialog)
        assert dialog is not None
        QTest.keyClicks(dialog.editor, "Sings.")
        QTest.keyClick(dialog.editor, KEY.Key_Return, CONTROL)
        await until(lambda: scene.page.person.tabs.counts["Notes"] == 2)
        await scene.undos[0].back()
        await until(lambda: scene.page.person.tabs.counts["Notes"] == 1)

    run(scenario())


def test_a_message_is_copied_as_it_was_written(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        scene = Scene(desk, news)
        await scene.open(priya, 10)
        scene.press(KEY.Key_C, CONTROL)
        assert QGuiApplication.clipboard().text() == WORDS

    run(scenario())


def test_names_of_strangers_are_never_markup(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await settle_in(desk)
        bo = await desk.store.read(contacts.resolve, "mastodon", HOSTILE.key)
        assert bo is not None
        scene = Scene(desk, news)
        await scene.open(bo, 2)
        labels = scene.page.findChildren(QLabel)
        assert {each.textFormat() for each in labels} == {Qt.TextFormat.PlainText}
        assert not [each for each in labels if "<" in each.toolTip()]
        assert scene.page.person.head.name.words.startswith("<b>Bo</b>")

    run(scenario())
