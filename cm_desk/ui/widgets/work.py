"""A dialog that looks, asks, works and tells: with progress, and a way out until it is too late."""

from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QWidget

from cm_desk.actions.progress import Progress
from cm_desk.errors import CmDeskError
from cm_desk.ui import theme
from cm_desk.ui.aio import Tasks
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.dialog import Pages
from cm_desk.ui.widgets.layout import VBox, box, clear, hbox, pane, rule, scroll, vbox
from cm_desk.ui.widgets.messages import Meter
from cm_desk.ui.widgets.text import Label, Text, announce


class Work(QDialog):
    """`body` is filled for each thing that is shown; `working` has the progress. Escape and Cancel
    stop the work, and are out of reach while it must not be stopped (`commit`)."""

    def __init__(self, parent: QWidget | None, title: str, width: int = 560) -> None:
        super().__init__(parent)
        self._width, self._held = width, False
        self.tasks = Tasks(self, self._problem)
        self.title = Label("", "title", elide=True)
        self.words = Label("", "ui", "text.secondary", elide=True)
        self.meter = Meter(0, 1, height=7, name="Progress")
        self.body: VBox = vbox(gap=10)
        self.problem = Text("", "ui", "risk.text")
        self.stop = Button("Cancel", "default")
        self.more = Button("", "default")
        self.go = Button("", "primary", key="Return")
        self._lay_out(title)
        self.stop.clicked.connect(self.reject)
        self.finished.connect(lambda _result: self.tasks.cancel())

    def _lay_out(self, title: str) -> None:
        self.setWindowTitle(title)
        self.setModal(True)
        pane(self, "pane_surface")
        self.pages = Pages()
        self.working = box(vbox(self.words, self.meter, None, gap=10))
        self.shown = scroll(box(vbox(self.body, None, gap=0)), "What is shown")
        for page in (self.working, self.shown):
            self.pages.add(page)
        self.problem.hide()
        buttons = hbox(self.stop, self.more, None, self.go, gap=8)
        column = (self.title, rule(), self.pages, self.problem, buttons)
        self.setLayout(vbox(*column, gap=13, margins=(24, 18, 24, 20)))
        self.dress()

    def dress(self) -> None:
        self.setMinimumWidth(theme.now().px(self._width))

    # -- what is shown

    def work(self, title: str, words: str, doing: Coroutine[Any, Any, object]) -> None:
        """Show progress and do it."""
        self._show(self.working, title, "")
        self.words.set_text(words)
        self.meter.setRange(0, 0)
        self.tasks.newest("work", doing)

    def tell(self, what: str, progress: Progress) -> None:
        """How far it is, from any action."""
        done = f"{progress.done:,} of {progress.total:,}" if progress.total else ""
        count = done or (f"{progress.done:,}" if progress.done else "")
        self.words.set_text(f"{what} … {count}".strip())
        if progress.total:
            self.meter.set_part(progress.done, progress.total)
        else:
            self.meter.setRange(0, 0)

    def show_body(self, title: str, go: str, *items: QWidget) -> None:
        """`go` is the button that goes on, "" for none. A long body scrolls."""
        clear(self.body)
        for item in items:
            self.body.addWidget(item)
        self._show(self.shown, title, go)
        room = self.parentWidget() or self.screen()
        height = room.height() if isinstance(room, QWidget) else room.availableSize().height()
        wanted = self.body.totalHeightForWidth(theme.now().px(self._width - 48))
        most = max(theme.now().px(160), height - theme.now().px(230))
        self.shown.setFixedHeight(min(wanted + theme.now().px(6), most))
        announce(self, title)

    def _show(self, page: QWidget, title: str, go: str) -> None:
        self.title.set_text(title)
        self.pages.show_page(page)
        self.problem.hide()
        self.more.hide()
        self.go.setVisible(bool(go))
        if go:
            self.go.set_words(go)
            self.go.setDefault(True)
            self.go.setFocus()
        else:
            self.stop.setFocus()

    def commit(self) -> None:
        """From here on it runs to its end."""
        self._held = True
        self.stop.hide()

    def done_with(self, words: str = "Close") -> None:
        """All is told; the one button closes."""
        self._held = False
        self.stop.hide()
        self.go.set_words(words)
        self.go.show()
        self.go.clicked.connect(self.accept)
        self.go.setFocus()

    def reject(self) -> None:
        if not self._held:
            super().reject()

    def _problem(self, err: CmDeskError) -> None:
        self._held = False
        self._show(self.shown, "That did not work", "")
        clear(self.body)
        self.problem.set_text(f"{err.what} {err.hint}".strip())
        self.problem.show()
        self.stop.set_words("Close")
        self.stop.show()
        self.stop.setFocus()


def open_folder(folder: object) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
