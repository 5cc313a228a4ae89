"""The messages of a conversation as a list view: painted by strips, read out item by item."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.inbox.bubble import Hot
from cm_desk.ui.inbox.items import Item, Leaving, Said
from cm_desk.ui.inbox.parts import Opened
from cm_desk.ui.inbox.strip import Row, Strip, Us, lay_out, spoken
from cm_desk.ui.widgets.text import safe

Index = QModelIndex | QPersistentModelIndex
ITEM = Qt.ItemDataRole.UserRole


class ThreadModel(QAbstractListModel):
    """Items from old to new."""

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now, self.us = now, Us("We")
        self.items: list[Item] = []

    def replace(self, items: Sequence[Item]) -> None:
        """In place where the old items are a part of the new ones, so that nothing jumps."""
        old, new = [item.key for item in self.items], [item.key for item in items]
        if old and new[: len(old)] == old:
            self._change(items[: len(old)])
            self._insert(len(old), items[len(old) :])
        elif old == new:
            self._change(items)
        else:
            self.beginResetModel()
            self.items = list(items)
            self.endResetModel()

    def _change(self, items: Sequence[Item]) -> None:
        changed = [n for n, item in enumerate(items) if item != self.items[n]]
        self.items[: len(items)] = items
        for number in changed:
            self.dataChanged.emit(self.index(number), self.index(number))

    def _insert(self, at: int, items: Sequence[Item]) -> None:
        if items:
            self.beginInsertRows(QModelIndex(), at, at + len(items) - 1)
            self.items[at:at] = items
            self.endInsertRows()

    def number_of(self, key: str) -> int | None:
        return next((n for n, item in enumerate(self.items) if item.key == key), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = 0) -> Any:
        item = self.items[index.row()]
        if role == ITEM:
            return item
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return spoken(item, self.now(), self.us)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flag = Qt.ItemFlag
        if not index.isValid():
            return flag.NoItemFlags
        if isinstance(self.items[index.row()], Said | Leaving):
            return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsEditable
        return flag.ItemIsEnabled


class BubbleDelegate(QStyledItemDelegate):
    """Paints strips and keeps them: an item is laid out again when it, the width or the look
    changed.
    """

    clicked = Signal(object)  # a Hot

    def __init__(self, model: ThreadModel, opened: Opened, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self.opened = model, opened
        self._strips: dict[str, tuple[object, Row]] = {}
        self.width = 400

    def forget(self) -> None:
        self._strips.clear()

    def strip(self, item: Item) -> Row:
        state = (item, self.width, theme.now())
        known = self._strips.get(item.key)
        if known is None or known[0] != state or isinstance(item, Leaving):
            row = lay_out(item, self.width, self.opened, self._model.now(), self._model.us)
            known = self._strips[item.key] = (state, row)
        return known[1]

    def refresh(self, key: str) -> None:
        """What was opened changed the size of that item."""
        self._strips.pop(key, None)
        number = self._model.number_of(key)
        if number is not None:
            self.sizeHintChanged.emit(self._model.index(number))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self.width, self.strip(index.data(ITEM)).height)

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        state, rect = _of(option)
        flags = QStyle.StateFlag
        current = bool(state & flags.State_Selected and state & flags.State_HasFocus)
        p.save()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.setClipRect(rect)
        self.strip(index.data(ITEM)).paint(p, QPointF(rect.topLeft()), current)
        p.restore()

    def hot(self, index: Index, rect: QRect, at: QPointF) -> Hot | None:
        hots = self.strip(index.data(ITEM)).hots(QPointF(rect.topLeft()))
        return next((hot for hot in hots if hot.rect.contains(at)), None)

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            hot = self.hot(index, _of(option)[1], event.position())
            if hot and event.button() == Qt.MouseButton.LeftButton:
                self.clicked.emit(hot)
                return True
        return False

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        hot = self.hot(index, _of(option)[1], QPointF(event.pos()))
        QToolTip.showText(event.globalPos(), safe(hot.tip) if hot else "", view)
        return True

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Selecting text: a read-only editor over the bubble, never rich text."""
        text = words_of(index.data(ITEM)) or ""
        editor = QPlainTextEdit(show.page(text).text, parent)
        editor.setReadOnly(True)
        editor.setFont(theme.now().font("body"))
        editor.setAutoFillBackground(True)
        editor.setAccessibleName("Message text, select and copy")
        editor.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        editor.selectAll()
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """It has its text already; the display text is for screen readers."""

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Read only."""

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        row = self.strip(index.data(ITEM))
        rect = _of(option)[1]
        if isinstance(row, Strip):
            inner = row.text_rect(QPointF(rect.topLeft())).toRect()
            editor.setGeometry(inner.adjusted(-6, -4, 26, 8))


def words_of(item: Item) -> str | None:
    """What Ctrl+C copies: as it was written, all of it."""
    match item:
        case Said(message):
            return message.text
        case Leaving(waiting):
            return waiting.outgoing.text
    return None


def _of(option: Any) -> tuple[QStyle.StateFlag, QRect]:
    """The fields of a style option that the stubs do not know."""
    return option.state, option.rect
