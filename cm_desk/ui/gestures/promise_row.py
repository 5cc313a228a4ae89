"""An open promise: what, when due, and what became of it."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from cm_desk.store.promises import Promise
from cm_desk.text import show
from cm_desk.ui.gestures.settle import choices
from cm_desk.ui.gestures.words import due, what_for
from cm_desk.ui.widgets.buttons import Button, Check, LinkLine
from cm_desk.ui.widgets.chips import Chip
from cm_desk.ui.widgets.layout import Item, hbox, vbox
from cm_desk.ui.widgets.marks import Avatar
from cm_desk.ui.widgets.text import Text


class PromiseRow(QWidget):
    """`done` carries the promise and what became of it, or "person" to open theirs.

    `picture` is that of the person; None: they are not named.
    """

    done = Signal(object, str)

    def __init__(self, promise: Promise, now: datetime, picture: str | None = None) -> None:
        super().__init__()
        self.promise = promise
        text = what_for(promise)
        said, tone = due(promise.due, now)
        self.kept = Check(name=f"Kept: {text}")
        self.kept.setFixedWidth(self.kept.sizeHint().width() - 4)
        self.kept.clicked.connect(lambda: self.done.emit(promise, "keep"))
        self.more = Button("", "quiet", "ellipsis", name=f"Move or not kept: {text}", small=True)
        self.more.clicked.connect(self._menu)
        self.person = LinkLine(show.line(promise.who, 60), "text.secondary", "smallStrong")
        self.person.clicked.connect(lambda: self.done.emit(promise, "person"))
        column = vbox(
            *([self.person] if picture is not None else []),
            Text(text, "ui", max_lines=4),
            hbox(Chip(said, tone, "flag"), None),
            gap=4,
        )
        face = [Avatar(promise.who, picture, 24)] if picture is not None else []
        tops: list[Item] = [vbox(each, None, gap=0) for each in (self.kept, *face)]
        self.setLayout(hbox(*tops, (column, 1), vbox(self.more, None, gap=0), gap=8))
        self.setAccessibleName(f"Promise: {text}. {said}")

    def _menu(self) -> None:
        menu = QMenu(self)
        for words, what in choices(self.promise)[1:]:
            menu.addAction(words, partial(self.done.emit, self.promise, what))
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
