"""Ctrl+K: what can be done for who is selected, then where to go, then people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from cm_desk.ui import art, theme
from cm_desk.ui.overlay import Overlay
from cm_desk.ui.widgets.chips import KeyCap, caps, keycap_width, paint_keycap
from cm_desk.ui.widgets.fields import Search
from cm_desk.ui.widgets.layout import box, hbox, rule, vbox
from cm_desk.ui.widgets.text import Label

Index = QModelIndex | QPersistentModelIndex
ENTRY = Qt.ItemDataRole.UserRole
HINT = "Type a command, a person or a place"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the palette. `run` None is a heading. `face` is a person's avatar address."""

    text: str
    run: Callable[[], object] | None = None
    icon: str = ""
    hint: str = ""
    keys: str = ""
    face: str | None = None


Group = tuple[str, Sequence[Entry]]  # a heading and its lines


def matching(groups: Sequence[Group], words: str) -> list[Entry]:
    """The lines that hold every word typed, under their headings."""
    wanted, found = words.casefold().split(), list[Entry]()
    for heading, entries in groups:
        hits = [e for e in entries if all(w in f"{e.text} {e.hint}".casefold() for w in wanted)]
        if hits:
            found += [Entry(heading), *hits]
    return found


class Lines(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []

    def replace(self, entries: list[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        heading = self.entries[index.row()].run is None
        return Qt.ItemFlag.NoItemFlags if heading else super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entries[index.row()]
        if role == ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            key = f"Key {' '.join(caps(entry.keys))}" if entry.keys else ""
            return ". ".join(part for part in (entry.text, entry.hint, key) if part)
        return None


class LinePainter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        heading = index.data(ENTRY).run is None
        return QSize(100, theme.now().px(28 if heading else 38))

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t, entry, rect = theme.now(), index.data(ENTRY), QRectF(option.rect)
        p.save()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        if entry.run is None:
            p.setFont(t.font("smallStrong"))
            p.setPen(t.c("text.muted"))
            words = rect.adjusted(t.px(16), t.px(8), 0, 0)
            p.drawText(words, theme.ALIGN_LEFT, entry.text)
        else:
            on = bool(option.state & QStyle.StateFlag.State_Selected)
            self._paint_entry(p, rect, entry, on)
        p.restore()

    def _paint_entry(self, p: QPainter, rect: QRectF, entry: Entry, on: bool) -> None:
        t = theme.now()
        if on:
            p.setPen(QPen(t.c("accent.base"), 1) if t.chip_border else Qt.PenStyle.NoPen)
            p.setBrush(t.c("bg.selected"))
            p.drawRoundedRect(rect.adjusted(6, 1, -6, -1), 6, 6)
        x, side = rect.x() + t.px(14), t.px(22 if entry.face is not None else 17)
        top = rect.y() + (rect.height() - side) / 2
        if entry.face is not None:
            art.paint_avatar(p, QRectF(x, top, side, side), entry.text, entry.face)
        else:
            ink = t.c("accent.text" if on else "text.secondary")
            art.paint_icon(p, entry.icon or "arrow-right", x, top, side, ink)
        end = self._paint_keys(p, rect, entry.keys)
        x += t.px(33 if entry.face is not None else 28)
        self._paint_words(p, QRectF(x, rect.y(), end - x - t.px(8), rect.height()), entry, on)

    def _paint_keys(self, p: QPainter, rect: QRectF, keys: str) -> float:
        t, x = theme.now(), rect.right() - theme.now().px(14)
        ink, line, ground = t.c("text.secondary"), t.c("line.subtle"), t.c("bg.surface")
        for cap in reversed(caps(keys) if keys else ()):
            x -= keycap_width(cap)
            paint_keycap(p, x, rect.y() + (rect.height() - t.px(18)) / 2, cap, ink, line, ground)
            x -= t.px(4)
        return x

    def _paint_words(self, p: QPainter, room: QRectF, entry: Entry, on: bool) -> None:
        t, elide = theme.now(), Qt.TextElideMode.ElideRight
        fm = t.metrics("ui", 600)
        words = fm.elidedText(entry.text, elide, int(room.width()))
        p.setFont(t.font("ui", 600 if on else 500))
        p.setPen(t.c("text.primary"))
        p.drawText(room, theme.ALIGN_LEFT, words)
        rest = room.adjusted(fm.horizontalAdvance(words) + t.px(12), 0, 0, 0)
        if entry.hint and rest.width() > t.px(40):
            hint = t.metrics("small").elidedText(entry.hint, elide, int(rest.width()))
            p.setFont(t.font("small"))
            p.setPen(t.c("text.muted"))
            p.drawText(rest, theme.ALIGN_LEFT, hint)


class Palette(Overlay):
    """`asked` carries the words typed, for whoever knows people; they answer by `show_people`."""

    asked = Signal(str)

    def __init__(self, parent: QWidget, groups: Sequence[Group], hint: str = HINT) -> None:
        super().__init__(parent, "palette", top=True)
        self._groups = groups
        self.search = Search(hint, height=44, role="body")
        self.model, self.list = Lines(), QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(LinePainter(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName("Commands")
        self.list.setMouseTracking(True)
        self.list.clicked.connect(self._run_index)
        legend = hbox(gap=6, margins=(14, 8, 14, 10))
        for keys, words in (("Up Down", "Choose"), ("Return", "Run"), ("Esc", "Close")):
            legend.addWidget(KeyCap(keys))
            legend.addWidget(Label(words, "small", "text.muted"))
        legend.addStretch(1)
        head = box(hbox(self.search, margins=(12, 12, 12, 8)))
        self.card.setLayout(vbox(head, rule(), (self.list, 1), rule(), legend, gap=0))
        self.search.edit.textChanged.connect(self._typed)
        self.search.edit.installEventFilter(self)
        self._typed("")

    def wanted(self) -> tuple[int, int]:
        return theme.TOKENS["layout"]["palette"], 460

    def open(self) -> None:
        super().open()
        self.search.edit.setFocus()

    def _typed(self, words: str) -> None:
        self._show(matching(self._groups, words))
        if words.strip():
            self.asked.emit(words.strip())

    def show_people(self, words: str, people: Sequence[Entry]) -> None:
        """Late answers for words that have changed since are dropped."""
        if words == self.search.edit.text().strip() and people:
            self._show([*matching(self._groups, words), Entry("People"), *people])

    def _show(self, entries: list[Entry]) -> None:
        if not entries:
            entries = [Entry(self._none())]
        self.model.replace(entries)
        self.step(1)

    def _none(self) -> str:
        if not self._groups:
            return "Nobody with these words." if self.search.edit.text() else "Everybody you know."
        return "Nothing with these words."

    def step(self, by: int) -> None:
        """To the next line that can be run, round the ends."""
        rows = [n for n, entry in enumerate(self.model.entries) if entry.run]
        if not rows:
            return
        at = self.list.currentIndex().row()
        onward = [n for n in (rows if by > 0 else rows[::-1]) if (n - at) * by > 0]
        row = onward[0] if onward else rows[0 if by > 0 else -1]
        self.list.setCurrentIndex(self.model.index(row, 0))
        text = self.model.data(self.model.index(row, 0), Qt.ItemDataRole.AccessibleTextRole)
        self.search.edit.setAccessibleDescription(text)

    def run(self) -> None:
        self._run_index(self.list.currentIndex())

    def _run_index(self, index: QModelIndex) -> None:
        entry: Entry | None = index.data(ENTRY) if index.isValid() else None
        if entry and entry.run:
            self.end()
            entry.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.run()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step(1 if key == Qt.Key.Key_Down else -1)
        else:
            return False
        return True
