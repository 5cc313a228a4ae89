"""The accounts as a list for Qt, and how a line of it is drawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cm_desk.actions.progress import Progress
from cm_desk.domain.model import Account
from cm_desk.store.accounts import AccountState
from cm_desk.text import show
from cm_desk.ui import art, theme
from cm_desk.ui.accounts.words import Standing, standing
from cm_desk.ui.widgets.chips import chip_size, paint_chip

Index = QModelIndex | QPersistentModelIndex
SPOKEN = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


@dataclass(frozen=True, slots=True)
class Line:
    account: Account
    state: AccountState
    fetching: Progress | None = None
    stopped: bool = False  # its history, by the person

    def standing(self, now: datetime) -> Standing:
        return standing(self.account, self.state, now, self.fetching)


class AccountsModel(QAbstractListModel):
    def __init__(self, parent: QObject, now: Callable[[], datetime]) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []
        self.now = now

    def replace(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()

    def change(self, number: int, line: Line) -> None:
        self._lines[number] = line
        self.dataChanged.emit(self.index(number), self.index(number))

    def line(self, number: int) -> Line:
        return self._lines[number]

    def number_of(self, account_id: int | None) -> int | None:
        ids = [line.account.id for line in self._lines]
        return ids.index(account_id) if account_id in ids else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = 0) -> Any:
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return line
        if role in SPOKEN:
            shown = line.standing(self.now())
            name = art.service_name(line.account.service)
            return f"{name} {line.account.handle}, {shown.words}, {shown.detail}"
        return None


class AccountDelegate(QStyledItemDelegate):
    def __init__(self, parent: QObject, now: Callable[[], datetime]) -> None:
        super().__init__(parent)
        self._now = now

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, theme.now().px(88))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t = theme.now()
        box: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = "bg.selected" if selected else "bg.surface"
        painter.fillRect(box, t.c(ground))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, t.c("line.subtle"))
        if selected:
            painter.fillRect(box.left(), box.top(), t.px(3), box.height(), t.c("accent.base"))
        self._paint_line(painter, box, index.data(Qt.ItemDataRole.UserRole), ground)
        painter.restore()

    def _paint_line(self, p: QPainter, box: QRect, line: Line, ground: str) -> None:
        t, account = theme.now(), line.account
        x, y, side = box.left() + t.px(14), box.top() + t.px(11), t.px(36)
        face = account.signer or account.name or account.handle
        spot = QRectF(x, y, side, side)
        art.paint_avatar(p, spot, face, account.avatar_url, account.service, t.c(ground))
        left, room = x + t.px(48), box.right() - x - t.px(58)
        name = account.name or art.service_name(account.service)
        self._words(p, name, left, y, room, "uiStrong", "text.primary")
        self._words(p, account.handle, left, y + t.px(18), room, "small", "text.secondary")
        shown = line.standing(self._now())
        low = y + t.px(45)
        paint_chip(p, x, low, shown.words, shown.tone, shown.icon)
        after = x + chip_size(shown.words, shown.icon).width() + t.px(8)
        end = box.right() - t.px(10) - after
        self._words(p, shown.detail, after, low + t.px(1), end, "small", "text.muted")

    def _words(
        self, p: QPainter, words: str, x: float, y: float, room: float, role: str, color: str
    ) -> None:
        t = theme.now()
        metrics = t.metrics(role)
        shown = metrics.elidedText(show.line(words), Qt.TextElideMode.ElideRight, int(room))
        p.setFont(t.font(role))
        p.setPen(t.c(color))
        p.drawText(QRectF(x, y, room + 2, t.px(18)), theme.ALIGN_LEFT, shown)
