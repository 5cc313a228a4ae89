"""The sheet that joins a person with another one: find them, see both side by side, join."""

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
from cm_desk.ui.aio import Problem, Tasks, answer, dismiss
from cm_desk.ui.art import service_name
from cm_desk.ui.contact.sides import Pair, SideCard
from cm_desk.ui.gestures.words import counted
from cm_desk.ui.widgets.dialog import Sheet
from cm_desk.ui.widgets.fields import Search
from cm_desk.ui.widgets.layout import vbox
from cm_desk.ui.widgets.text import Text

MOST = 20


async def join_with(
    desk: Desk, parent: QWidget | None, contact_id: int, problem: Problem
) -> Undo | None:
    """Who is chosen is found with the person in view from now on, under the name of either."""
    person = await desk.store.read(contacts.person, contact_id)
    if person is None:
        return None
    sheet = JoinSheet(parent, desk, person, problem)
    try:
        if await answer(sheet) and (other := sheet.chosen()) is not None:
            both = [person.id, other.id]
            kept, gone = reversed(both) if sheet.pair.swapped else both
            return await merging.merge(desk, kept, gone)
        return None
    finally:
        dismiss(sheet)


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
        self.pair = Pair()
        hint = "All that either has stands in one story. You can undo this at any time, from there."
        body = vbox(self.search, (self.people, 1), self.pair, Text(hint, "small"), gap=10)
        name = show.line(person.name, 50)
        super().__init__(parent, f"Join {name} with", body, "Join", 760)
        self._tasks = Tasks(self, problem)
        self.search.edit.setText(person.name)
        self.search.edit.selectAll()
        self.search.edit.textChanged.connect(self._look)
        self.people.itemDoubleClicked.connect(self.accept)
        self.people.currentRowChanged.connect(lambda _row: self._compare())
        self._show(self.pair.left, person)
        self.pair.right.hide()
        self.search.setFocus()
        self._look(person.name)

    def dress(self) -> None:
        super().dress()
        t = theme.now()
        self.people.setFont(t.font("ui"))
        self.people.setMinimumHeight(t.px(112))

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

    def _compare(self) -> None:
        self.problem.set_text("")
        self._tasks.newest("compare", self._show_chosen())

    async def _show_chosen(self) -> None:
        row = self.chosen()
        other = await self._desk.store.read(contacts.person, row.id) if row else None
        self.pair.right.setVisible(other is not None)
        if other is not None:
            self._show(self.pair.right, other)
        self.pair.fit()

    def _show(self, card: SideCard, person: Person) -> None:
        bios = (each.bio for each in person.identities if each.bio)
        card.show_person(person, self._desk.now(), next(bios, ""))
        card.page.hide()

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
