"""A dialog of ours: a title, a body, Cancel and one button that does it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLayout, QWidget

from cm_desk.ui import theme
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.layout import Item, box, hbox, pane, rule, scroll, vbox
from cm_desk.ui.widgets.text import Label, Text

LARGE = 1.5  # text scale


class Sheet(QDialog):
    """Return presses `ok` from every field but an editor, Ctrl+Return from there too. `others` are
    buttons beside it."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        body: QLayout,
        ok: str,
        width: int = 560,
        others: Sequence[Button] = (),
    ) -> None:
        super().__init__(parent)
        self._width = width
        self.setWindowTitle(title)
        self.setModal(True)
        pane(self, "pane_surface")
        self.ok = Button(ok, "primary", key="Return")
        self.ok.setDefault(True)
        self.cancel = Button("Cancel", "quiet")
        self.ok.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self.problem = Label("", "small", "risk.text", elide=True)
        buttons = hbox((self.problem, 1), self.cancel, *others, self.ok, gap=8)
        large = theme.now().scale >= LARGE
        middle: Item = (scroll(box(body)), 1) if large else body
        items: list[Item] = [Label(title, "title", elide=True), rule(), middle, buttons]
        self.setLayout(vbox(*items, gap=14, margins=(24, 18, 24, 20)))
        self.dress()
        if large:  # with large text the middle scrolls, so that the buttons stay in sight
            wanted = body.totalSizeHint().height() + theme.now().px(150)
            self.resize(self.width(), min(wanted, self.screen().availableSize().height() - 60))

    def dress(self) -> None:
        self.setMinimumWidth(theme.now().px(self._width))

    def say_problem(self, words: str, field: QWidget) -> None:
        """What keeps the dialog open, and the cursor where it can be mended."""
        self.problem.set_text(words)
        field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.ok.click()
            return
        super().keyPressEvent(event)


class Pages(QWidget):
    """One page at a time; unlike a QStackedWidget it is only as high as the page it shows."""

    def __init__(self) -> None:
        super().__init__()
        self._pages = vbox(gap=0)
        self.setLayout(self._pages)

    def add(self, page: QWidget) -> None:
        page.hide()
        self._pages.addWidget(page)

    def current(self) -> QWidget | None:
        found = (self._pages.itemAt(n) for n in range(self._pages.count()))
        pages = (each.widget() for each in found if each is not None)
        return next((page for page in pages if page is not None and not page.isHidden()), None)

    def show_page(self, page: QWidget) -> None:
        """The dialog takes the height that the page needs, once its words are laid out."""
        if (old := self.current()) is not None:
            old.hide()
        page.show()
        QTimer.singleShot(0, self.window(), self.window().adjustSize)


def labelled(words: str, field: QWidget | QLayout, hint: str = "") -> QLayout:
    """A field under its name; `hint` in small words below."""
    below = [Text(hint, "small", "text.muted")] if hint else []
    return vbox(Label(words, "ui", weight=500), field, *below, gap=5)
