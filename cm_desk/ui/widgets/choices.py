"""A small menu in the middle of the window: rows with a hint and a number key each."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QDialog, QSizePolicy, QWidget

from cm_desk.ui import theme
from cm_desk.ui.art import paint_icon
from cm_desk.ui.theme import ALIGN_LEFT
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.chips import keycap_width, paint_keycap
from cm_desk.ui.widgets.layout import Item, box, hbox, vbox
from cm_desk.ui.widgets.text import Label

WIDTH = 420


class Choice(NamedTuple):
    icon: str
    text: str
    hint: str = ""


class ChoiceRow(QAbstractButton):
    def __init__(self, choice: Choice, key: str) -> None:
        super().__init__()
        self.choice, self.key = choice, key
        self.setText(choice.text)
        self.setAccessibleName(f"{choice.text}. {choice.hint}".strip(". "))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.now().px(WIDTH), theme.now().px(38))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p = theme.now(), QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.hasFocus()
        if on or self.underMouse():
            p.setPen(QPen(t.c("accent.base"), 1) if t.chip_border else Qt.PenStyle.NoPen)
            p.setBrush(t.c("bg.selected" if on else "bg.hover"))
            p.drawRoundedRect(QRectF(self.rect()).adjusted(6, 1, -6, -1), 6, 6)
        color = t.c("accent.text" if on else "text.secondary")
        middle = (self.height() - t.px(17)) / 2
        paint_icon(p, self.choice.icon, t.px(14), middle, t.px(17), color)
        self._paint_words(p, 600 if on else 500)
        width = keycap_width(self.key)
        paint_keycap(
            p, self.width() - width - t.px(12), (self.height() - t.px(18)) / 2, self.key,
            t.c("text.secondary"), t.c("line.subtle"), t.c("bg.surface"),
        )  # fmt: skip

    def _paint_words(self, p: QPainter, weight: int) -> None:
        t, x = theme.now(), theme.now().px(42)
        p.setPen(t.c("text.primary"))
        p.setFont(t.font("ui", weight))
        p.drawText(QRectF(x, 0, self.width(), self.height()), ALIGN_LEFT, self.text())
        x += t.metrics("ui", weight).horizontalAdvance(self.text()) + t.px(11)
        p.setPen(t.c("text.muted"))
        p.setFont(t.font("small"))
        p.drawText(QRectF(x, 0, self.width() - x, self.height()), ALIGN_LEFT, self.choice.hint)


class Choices(QDialog):
    """The result is 1 + the number of the choice, 0 when it was closed."""

    def __init__(
        self, parent: QWidget, title: str, choices: Sequence[Choice], first: int = 0
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setWindowTitle(title)
        self.rows = [ChoiceRow(each, str(n + 1)) for n, each in enumerate(choices)]
        self.below = vbox(gap=0)
        head = box(hbox(Label(title, "uiStrong", elide=True), margins=(16, 12, 16, 6)))
        items: list[Item] = [head, *self.rows, self.below, 6]
        card = Card(vbox(*items, gap=0), radius="dialog", fill="bg.raised", line="line.strong")
        self.setLayout(vbox(card, gap=0))
        self.setFixedWidth(theme.now().px(WIDTH))
        for number, row in enumerate(self.rows):
            row.clicked.connect(lambda _=False, number=number: self.done(number + 1))
        if self.rows:
            self.rows[min(first, len(self.rows) - 1)].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Return takes, a number takes at once."""
        key, rows = event.key(), self.rows
        at = next((n for n, row in enumerate(rows) if row.hasFocus()), None)
        if at is not None and key in (Qt.Key.Key_Down, Qt.Key.Key_J):
            rows[(at + 1) % len(rows)].setFocus()
        elif at is not None and key in (Qt.Key.Key_Up, Qt.Key.Key_K):
            rows[at - 1].setFocus()
        elif at is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            rows[at].click()
        elif at is not None and event.text().isdigit() and 0 < int(event.text()) <= len(rows):
            rows[int(event.text()) - 1].click()
        else:
            super().keyPressEvent(event)
