"""The sheet that joins a person with another one: find them, see both, join."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from cm_desk.actions import merge as merging
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.store import contacts
from cm_desk.store.contacts import ContactRow, Person
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.aio import Problem, Tasks, answer
from cm_desk.ui.art import service_name
from cm_desk.ui.gestures.words import counted
from cm_desk.ui.widgets.dialog import Sheet
from cm_desk.ui.widgets.fields import Search
from cm_desk.ui.widgets.layout import vbox
from cm_desk.ui.widgets.text import Text

MOST = 20


async def join_with(
    desk: Desk, parent: QWidget | None, contact_id: int, problem: Problem
) -> Undo | None:
    """The person in view stays; who is chosen is found with them from now on."""
    person = await desk.store.read(contacts.person, contact_id)
    if person is None:
        return None
    sheet = JoinSheet(parent, desk, person, problem)
    try:
        if await answer(sheet) and (other := sheet.chosen()) is not None:
            return await merging.merge(desk, person.id, other.id)
        return None
    finally:
        sheet.deleteLater()


class JoinSheet(Sheet):
    """Begins with those who have the same name, if there are any."""

    def __init__(
        self, parent: QWidget | None, desk: Desk, person: Person, problem: Problem
    ) -> None:
        self._desk, self._person = desk, person
        self.search = Search("Name or handle", height=36)
        self.people = QListWidget()
        self.people.setAccessibleName("People")
        self.people.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.people.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        hint = "Messages, gestures, promises and notes of both stand in one story. "
        hint += "You can undo this at any time, from the story."
        body = vbox(self.search, (self.people, 1), Text(hint, "small"), gap=10)
        name = show.line(person.name, 50)
        super().__init__(parent, f"Join {name} with", body, "Join", 520)
        self._tasks = Tasks(self, problem)
        self.search.edit.setText(person.name)
        self.search.edit.selectAll()
        self.search.edit.textChanged.connect(self._look)
        self.people.itemDoubleClicked.connect(self.accept)
        self.search.setFocus()
        self._look(person.name)

    def dress(self) -> None:
        super().dress()
        t = theme.now()
        self.people.setFont(t.font("ui"))
        self.people.setMinimumHeight(t.px(220))

    def _look(self, words: str) -> None:
        self._tasks.newest("look", self._fill(words))

    async def _fill(self, words: str) -> None:
        found = await self._desk.store.read(contacts.find, words, MOST + 1)
        self.people.clear()
        for row in [each for each in found if each.id != self._person.id][:MOST]:
            item = QListWidgetItem(_line(row))
            item.setSizeHint(QSize(0, theme.now().size("control")))
            item.setData(Qt.ItemDataRole.UserRole, row)
            self.people.addItem(item)
        self.people.setCurrentRow(0)

    def chosen(self) -> ContactRow | None:
        item = self.people.currentItem()
        row: ContactRow | None = item.data(Qt.ItemDataRole.UserRole) if item else None
        return row

    def accept(self) -> None:
        if self.chosen() is None:
            self.say_problem("Choose a person.", self.search.edit)
            return
        super().accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows choose while the words are typed."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        number = self.people.currentRow() + step
        self.people.setCurrentRow(max(0, min(number, self.people.count() - 1)))


def _line(row: ContactRow) -> str:
    where = ", ".join(service_name(each) for each in row.services)
    words = counted(row.received + row.sent, "{} message", "{} messages")
    name, handle = show.line(row.name or row.handle, 40), show.line(row.handle, 40)
    return f"{name} · {handle} · {where} · {words}"
