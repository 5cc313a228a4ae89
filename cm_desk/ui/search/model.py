"""What was found: people on top, then messages, newest first."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cm_desk.store.contacts import ContactRow
from cm_desk.store.search import Hit
from cm_desk.text import show
from cm_desk.ui.format import count, when

if TYPE_CHECKING:
    from cm_desk.ui.search.hunt import Found as Hunted

Index = QModelIndex | QPersistentModelIndex
Found = ContactRow | Hit
FOUND = Qt.ItemDataRole.UserRole


class FoundModel(QAbstractListModel):
    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now = now
        self.found: list[Found] = []

    def replace(self, found: Iterable[Found]) -> None:
        self.beginResetModel()
        self.found = list(found)
        self.endResetModel()

    def extend(self, found: Iterable[Found]) -> None:
        new = list(found)
        if new:
            first = len(self.found)
            self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
            self.found += new
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.found)

    def data(self, index: Index, role: int = 0) -> Any:
        found = self.found[index.row()]
        if role == FOUND:
            return found
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return sentence(found, self.now())
        return None


def sentence(found: Found, now: datetime) -> str:
    """For a screen reader: who, the words around what was found, when."""
    if isinstance(found, ContactRow):
        return f"Person: {show.line(found.name, 80)}, {messages_with(found)}"
    words = show.line("".join(text for text, _ in found.parts), 240)
    unread = "Unread. " if found.unread else ""
    return f"{unread}{sender(found)}: {words}, {when(found.sent_at, now)}"


def sender(hit: Hit) -> str:
    who = show.line(hit.who or "", 80)
    return f"You to {who}" if hit.outgoing and who else who or "You"


def messages_with(row: ContactRow) -> str:
    return count(row.received + row.sent, "message", "messages")


def found_words(found: "Hunted") -> str:
    """How many, and in which order; capped counts say so."""
    if not found.hits:
        return ""
    order = "best first" if found.best else "newest first"
    if found.count is None:
        return f"{len(found.hits):,}+ messages, {order}"
    if found.count.more:
        return f"{found.count.n:,}+ messages, {order}"
    return f"{count(found.count.n, 'message', 'messages')}, {order}"
