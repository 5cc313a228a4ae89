"""The inbox on the screen, driven as a person would: by keys and clicks."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.views import View
from cm_desk.errors import CmDeskError
from cm_desk.ui import theme
from cm_desk.ui.aio import end
from cm_desk.ui.inbox.items import Said
from cm_desk.ui.inbox.page import InboxPage
from cm_desk.ui.keys import Keys
from cm_desk.ui.news import News
from tests.conftest import until
from tests.ui.inbox.canned import Quiet, open_quiet

WIDE = (1280, 800)


@dataclass
class Went:
    """A navigator that only remembers where it was sent."""

    places: list[tuple[object, ...]] = field(default_factory=list)

    def open_conversation(self, conversation_id: int, message_id: int | None = None) -> None:
        self.places.append(("conversation", conversation_id, message_id))

    def open_person(self, contact_id: int) -> None:
        self.places.append(("person", contact_id))

    def open_story(self, contact_id: int, message_id: int) -> None:
        self.places.append(("story", contact_id, message_id))

    def back(self) -> bool:
        return False

    def stay(self) -> None:
        pass

    def forget_done(self) -> None:
        self.places.append(("forget",))

    def open_view(self, view: View, account_id: int | None = None) -> None:
        self.places.append(("view", view, account_id))

    def write_to(self, contact_id: int) -> None:
        self.places.append(("write", contact_id))

    def write_first(self, draft_id: int) -> None:
        self.places.append(("first", draft_id))

    def apologise(self, contact_id: int, message_id: int | None = None) -> None:
        self.places.append(("apology", contact_id, message_id))

    def give_to(self, contact_id: int, message_id: int | None = None, kind: str = "") -> None:
        said = (kind,) if kind else ()
        self.places.append(("give", contact_id, message_id, *said))

    def go(self, page: str) -> None:
        self.places.append(("page", page))


@dataclass
class Stage:
    desk: Desk
    news: News
    network: Quiet
    went: Went = field(default_factory=Went)
    undos: list[Undo] = field(default_factory=list)
    problems: list[CmDeskError] = field(default_factory=list)

    def inbox(self, size: tuple[int, int] = WIDE) -> InboxPage:
        page = InboxPage(self.desk, self.news, self.problems.append, self.undos.append, self.went)
        page.resize(*size)
        page.show()
        page.activateWindow()
        Keys(page, page.run)
        return page

    async def undo(self) -> None:
        await self.undos.pop().back()


Play = Callable[[Stage], Awaitable[object]]


async def perform(folder: Path, news: News, play: Play) -> None:
    """Run `play` on an empty desk whose network is quiet."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.use(app, "light")
    network = Quiet()
    desk = await open_quiet(folder, news, network)
    stage = Stage(desk, news, network)
    try:
        await play(stage)
    finally:
        await end(*(w for w in app.topLevelWidgets() if w.parent() is None))
        await desk.close()


async def show_view(page: InboxPage, view: View = View.NEEDS_REPLY) -> None:
    page.open_view(view)
    await until(lambda: page.list.rows.rows)
    page.list.setFocus()


async def show_conversation(page: InboxPage, id: int) -> None:
    page.open_conversation(id)
    await until(lambda: page.conversation.read and page.conversation.read.row.id == id)
    await until(lambda: page.conversation.talk.rows.items)


def press(keys: str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """On whatever has the focus, as a keyboard does."""
    focus = QApplication.focusWidget()
    assert focus is not None, "nothing has the focus"
    for key in keys:
        QTest.keyClick(focus, Qt.Key(ord(key.upper())), modifier)


def press_key(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None, "nothing has the focus"
    QTest.keyClick(focus, key, modifier)


def click_hot(page: InboxPage, what: str) -> None:
    """Click the first place in sight that does `what`."""
    talk = page.conversation.talk
    for number in range(talk.rows.rowCount()):
        index = talk.rows.index(number)
        row = talk.bubbles.strip(talk.rows.items[number])
        for hot in row.hots(QPointF(talk.visualRect(index).topLeft())):
            if hot.what == what:
                talk.scrollTo(index)
                moved = row.hots(QPointF(talk.visualRect(index).topLeft()))
                place = next(each for each in moved if each.what == what).rect.center()
                button = Qt.MouseButton.LeftButton
                QTest.mouseClick(talk.viewport(), button, pos=place.toPoint())
                return
    raise AssertionError(f"nothing says {what}")


def texts(page: InboxPage) -> list[str]:
    return [
        each.message.text for each in page.conversation.talk.rows.items if isinstance(each, Said)
    ]


def colours(widget: QWidget) -> int:
    image = widget.grab().toImage()
    spots = ((x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3))
    return len({image.pixel(x, y) for x, y in spots})


def current(page: InboxPage) -> str:
    """The name under the cursor, "" for none."""
    row = page.list.current()
    return row.who if row else ""
