"""Where people type or choose."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QPlainTextEdit, QWidget

from cm_desk.ui import art, theme
from cm_desk.ui.widgets.buttons import paint_focus
from cm_desk.ui.widgets.chips import KeyCap
from cm_desk.ui.widgets.layout import Item, hbox
from cm_desk.ui.widgets.marks import Icon


class Select(QComboBox):
    """A combo box drawn flat; keeps all native keyboard and accessibility behaviour."""

    def __init__(
        self, items: Sequence[str], current: int = 0, name: str = "", width: int = 0
    ) -> None:
        super().__init__()
        self.base = width
        self.addItems(list(items))
        self.setCurrentIndex(current)
        self.setAccessibleName(name)
        self.dress()

    def dress(self) -> None:
        t = theme.now()
        self.setFont(t.font("ui"))
        self.setFixedHeight(t.size("control"))
        words = [self.itemText(n) for n in range(self.count())]
        need = max((t.metrics("ui").horizontalAdvance(each) for each in words), default=0)
        self.setFixedWidth(t.px(self.base) if self.base else need + t.px(44))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p = theme.now(), QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.setPen(QPen(t.c("line.strong"), 1))
        p.setBrush(t.c("bg.surface"))
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        p.drawRoundedRect(rect, t.radius("control"), t.radius("control"))
        ink = t.c("text.primary" if self.isEnabled() else "text.disabled")
        p.setPen(ink)
        p.setFont(t.font("ui"))
        room = self.width() - t.px(34)
        elide = Qt.TextElideMode.ElideRight
        words = t.metrics("ui").elidedText(self.currentText(), elide, room)
        p.drawText(QRectF(t.px(10), 0, room, self.height()), theme.ALIGN_LEFT, words)
        side = t.px(15)
        top = (self.height() - side) / 2
        art.paint_icon(p, "chevron-down", self.width() - t.px(24), top, side, ink)
        if self.hasFocus():
            paint_focus(p, rect, t.radius("control"))


class Search(QWidget):
    """A field with a leading icon and its key hint; `edit` is the field itself."""

    def __init__(
        self,
        placeholder: str,
        key: str = "",
        height: int = 32,
        icon: str = "search",
        role: str = "ui",
    ) -> None:
        super().__init__()
        self.base, self.role = height, role
        self.edit = QLineEdit()
        self.edit.setObjectName("bare")
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(placeholder)
        self.edit.installEventFilter(self)
        self.setFocusProxy(self.edit)
        items: list[Item] = [Icon(icon, 15, "text.muted"), (self.edit, 1)]
        if key:
            items.append(KeyCap(key))
        self.setLayout(hbox(*items, gap=7, margins=(9, 0, 7, 0)))
        self.dress()

    def dress(self) -> None:
        self.setFixedHeight(theme.now().px(self.base))
        self.edit.setFont(theme.now().font(self.role))
        self.edit.setMinimumHeight(theme.now().size("targetMin"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p = theme.now(), QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        focus = self.edit.hasFocus()
        p.setPen(QPen(t.c("focus" if focus else "line.strong"), 2 if focus else 1))
        p.setBrush(t.c("bg.surface"))
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        p.drawRoundedRect(rect, t.radius("control"), t.radius("control"))


class Field(QLineEdit):
    def __init__(
        self, text: str = "", placeholder: str = "", name: str = "", password: bool = False
    ) -> None:
        super().__init__(text)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        if password:
            self.setEchoMode(QLineEdit.EchoMode.Password)
        self.dress()

    def dress(self) -> None:
        self.setFixedHeight(theme.now().size("control"))
        self.setFont(theme.now().font("ui"))

    def mark_error(self, wrong: bool) -> None:
        """A red frame; the words for it stand in a label beside the field."""
        self.setProperty("error", wrong)
        self.style().unpolish(self)
        self.style().polish(self)


class Editor(QPlainTextEdit):
    """Plain text of several lines; Tab leaves it, pasting never brings markup."""

    def __init__(
        self, text: str = "", placeholder: str = "", name: str = "", role: str = "body"
    ) -> None:
        super().__init__()
        self.role = role
        self.setPlainText(text)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        self.dress()

    def dress(self) -> None:
        self.setFont(theme.now().font(self.role))

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self.insertPlainText(source.text())
