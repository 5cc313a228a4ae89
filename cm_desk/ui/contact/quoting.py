"""Choose words of theirs as what stands behind a note: one of their messages, and a part of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from cm_desk.actions import known
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.known import About, says
from cm_desk.store import contacts, river
from cm_desk.store.messages import Message
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.format import date
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.dialog import Sheet, labelled
from cm_desk.ui.widgets.fields import Editor, Field, Search
from cm_desk.ui.widgets.layout import vbox

RECENT = 200  # of theirs, to choose from


@dataclass(frozen=True, slots=True)
class Quoted:
    """Our few words, theirs, and the message they stand in."""

    text: str
    quote: str
    message: Message


async def quote(
    desk: Desk,
    parent: QWidget | None,
    contact_id: int,
    title: str,
    chosen: Message | None,
    few: bool = True,
) -> Quoted | None:
    """`chosen` is the message to begin with, when it is one of theirs. `few`: it needs a few words
    of ours as well."""
    page = await desk.store.read(river.page, contact_id, {"message"}, None, RECENT)
    theirs = [e.message for e in page.items if e.message and not e.message.outgoing]
    theirs = [each for each in theirs if each.text.strip()]
    if chosen and not chosen.outgoing and chosen.id not in {each.id for each in theirs}:
        theirs.insert(0, chosen)
    sheet = QuoteSheet(parent, desk, title, theirs, chosen, few)
    try:
        return sheet.result_() if await answer(sheet) else None
    finally:
        dismiss(sheet)


async def keep_words(
    desk: Desk, parent: QWidget, contact_id: int, about: About, chosen: Message | None
) -> Undo | None:
    """Ask for words of theirs, and note them as that."""
    person = await desk.store.read(contacts.person, contact_id)
    if person is None:
        return None
    title = f"{known.NAMES[about]} of {show.line(person.name, 50)}"
    found = await quote(desk, parent, contact_id, title, chosen)
    if found is None:
        return None
    return await known.tell(
        desk, contact_id, about, found.text, quote=found.quote, message_id=found.message.id
    )


class QuoteSheet(Sheet):
    """The whole message is quoted until a part of it is left in the field."""

    def __init__(
        self,
        parent: QWidget | None,
        desk: Desk,
        title: str,
        theirs: Sequence[Message],
        chosen: Message | None,
        few: bool = True,
    ) -> None:
        self._desk, self._theirs, self._few = desk, theirs, few
        self.text = Field("", "In a few words of ours", "In a few words")
        self.search = Search("Find it in what they wrote", height=32)
        self.list = QListWidget()
        self.list.setAccessibleName("What they wrote")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.words = Editor("", "Choose a message above", "Their own words", "ui")
        ground = Card(vbox(self.words, margins=(10, 8, 10, 8)), line="line.strong")
        body = vbox(
            *([labelled("In a few words", self.text)] if few else []),
            labelled("Where they said it", vbox(self.search, (self.list, 1), gap=6)),
            labelled("Their own words", ground, "Leave the part that says it."),
            gap=12,
        )
        super().__init__(parent, title, body, "Keep it", 560)
        self.search.edit.textChanged.connect(self._show)
        self.list.currentItemChanged.connect(self._chose)
        self._show("", chosen.id if chosen else None)
        (self.text if few else self.search.edit).setFocus()

    def dress(self) -> None:
        super().dress()
        t = theme.now()
        self.list.setFont(t.font("ui"))
        self.list.setMinimumHeight(t.px(132))
        self.words.setFixedHeight(t.px(66))

    def _show(self, words: str, chosen: int | None = None) -> None:
        wanted = words.casefold().split()
        self.list.clear()
        for message in self._theirs:
            if all(each in message.text.casefold() for each in wanted):
                when = date(message.sent_at, self._desk.now())
                item = QListWidgetItem(f"{when}: {show.line(message.text, 110)}")
                item.setSizeHint(QSize(0, theme.now().size("controlSmall")))
                item.setData(Qt.ItemDataRole.UserRole, message)
                self.list.addItem(item)
                if message.id == chosen:
                    self.list.setCurrentItem(item)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)

    def _message(self) -> Message | None:
        item = self.list.currentItem()
        found: Message | None = item.data(Qt.ItemDataRole.UserRole) if item else None
        return found

    def _chose(self) -> None:
        message = self._message()
        self.words.setPlainText(show.page(message.text, 2000).text if message else "")

    def result_(self) -> Quoted | None:
        message = self._message()
        words = self.words.toPlainText().strip()
        return Quoted(self.text.text().strip(), words, message) if message else None

    def accept(self) -> None:
        message = self._message()
        if self._few and not self.text.text().strip():
            self.say_problem("Say it in a few words first.", self.text)
        elif message is None:
            self.say_problem("There is no message to quote.", self.search.edit)
        elif not says(message.text, self.words.toPlainText()):
            self.say_problem("These words are not in the message.", self.words)
        else:
            super().accept()
