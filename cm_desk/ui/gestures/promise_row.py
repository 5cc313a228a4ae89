"""An open promise: what, when due, and what became of it."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from cm_desk.store.promises import Promise
from cm_desk.text import show
from cm_desk.ui.gestures.settle import choices
from cm_desk.ui.gestures.words import due
from cm_desk.ui.widgets.buttons import Button, Check
from cm_desk.ui.widgets.chips import Chip
from cm_desk.ui.widgets.layout import Item, hbox, vbox
from cm_desk.ui.widgets.marks import Avatar
from cm_desk.ui.widgets.text import Label, Text


class PromiseRow(QWidget):
    """`done` carries the promise and keep, move, broken, reopen or person."""

    done = Signal(object, str)

    def __init__(self, promise: Promise, now: datetime, with_person: bool = False) -> None:
        super().__init__()
        self.promise = promise
        text = show.line(promise.text, 160)
        said, tone = due(promise.due, now)
        self.kept = Check(name=f"Kept: {text}")
        self.kept.setFixedWidth(self.kept.sizeHint().width() - 4)
        self.kept.clicked.connect(lambda: self.done.emit(promise, "keep"))
        self.more = Button("", "quiet", "ellipsis", name=f"Move or not kept: {text}", small=True)
        self.more.clicked.connect(self._menu)
        head = [Label(show.line(promise.who, 60), "smallStrong", "text.secondary", elide=True)]
        column = vbox(
            *(head if with_person else []),
            Text(text, "ui", max_lines=4),
            hbox(Chip(said, tone, "flag"), None),
            gap=4,
        )
        face = [Avatar(promise.who, size=24)] if with_person else []
        tops: list[Item] = [vbox(each, None, gap=0) for each in (self.kept, *face)]
        self.setLayout(hbox(*tops, (column, 1), vbox(self.more, None, gap=0), gap=8))
        self.setAccessibleName(f"Promise: {text}. {said}")

    def _menu(self) -> None:
        menu = QMenu(self)
        for words, what in choices(self.promise)[1:]:
            menu.addAction(words, partial(self.done.emit, self.promise, what))
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
