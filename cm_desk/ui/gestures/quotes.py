"""The words of theirs that are the reason of a gesture: one or more, chosen from what they said."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cm_desk.desk import Desk
from cm_desk.store.messages import Message
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.format import date
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.dialog import LARGE
from cm_desk.ui.widgets.fields import Select
from cm_desk.ui.widgets.layout import FIXED, PREFERRED, clear, hbox, vbox
from cm_desk.ui.widgets.text import Text

MORE = "Quote another message …"


class Quotes(QWidget):
    """`changed` when others are chosen."""

    changed = Signal()

    def __init__(self, desk: Desk, said: Sequence[Message], chosen: Sequence[int]) -> None:
        super().__init__()
        self._desk, self._said = desk, tuple(said)
        self.ids = [each for each in chosen if each in {m.id for m in said}]
        self.rows: list[Row] = []
        self._list = vbox(gap=4)
        self.more = Select([MORE], name="Quote another message of theirs")
        self.more.setSizePolicy(PREFERRED, FIXED)
        self.more.activated.connect(self._add)
        self.setLayout(vbox(self._list, self.more, gap=6))
        self._show()

    def _show(self) -> None:
        clear(self._list)
        said = {each.id: each for each in self._said}
        self.rows = [Row(said[id], self._desk) for id in self.ids]
        for row in self.rows:
            row.remove.clicked.connect(lambda _=False, id=row.message.id: self.take(id))
            self._list.addWidget(row)
        t = theme.now()
        self.more.blockSignals(True)
        self.more.clear()
        self.more.addItems([MORE, *(_choice(each, self._desk) for each in self._left())])
        self.more.setFixedWidth(t.px(632 if t.scale < LARGE else 556))  # a scroll bar beside it
        self.more.blockSignals(False)
        self.more.setVisible(bool(self._left()))

    def _left(self) -> list[Message]:
        return [each for each in self._said if each.id not in self.ids]

    def _add(self, number: int) -> None:
        if number > 0:
            self.quote(self._left()[number - 1].id)

    def quote(self, id: int) -> None:
        """One more."""
        if id not in self.ids:
            self.ids.append(id)
            self._show()
            self.changed.emit()

    def take(self, id: int) -> None:
        """One fewer."""
        self.ids.remove(id)
        self._show()
        self.more.setFocus()
        self.changed.emit()


class Row(QWidget):
    def __init__(self, message: Message, desk: Desk) -> None:
        super().__init__()
        self.message = message
        when = date(message.sent_at, desk.now())
        words = show.line(message.text, 300) if message.text.strip() else "no words"
        self.words = Text(f"“{words}” {when}", "ui", "text.secondary", max_lines=2)
        self.remove = Button("", "quiet", "x", name=f"Do not quote: {words[:60]}", small=True)
        self.setLayout(hbox((self.words, 1), self.remove, gap=6))


def _choice(message: Message, desk: Desk) -> str:
    when = date(message.sent_at, desk.now())
    return f"{when}: {show.line(message.text, 90)}" if message.text.strip() else f"{when}: no words"
