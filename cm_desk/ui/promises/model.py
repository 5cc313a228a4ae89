"""The rows of the promises tab: promises, or what is offered as one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cm_desk.actions.pledges import Offer
from cm_desk.actions.promises import Kept
from cm_desk.text import show
from cm_desk.ui.format import date
from cm_desk.ui.promises import words

Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("Due", "Person", "What they can count on", "By", "State")
DUE, PERSON, WHAT, BY, STATE = range(len(COLUMNS))


@dataclass(frozen=True, slots=True)
class Row:
    """One line: `kept` is a promise, `offer` what may become one."""

    contact_id: int
    who: str
    picture: str
    what: str
    below: str
    due: str
    by: str
    state: str
    tone: str
    kept: Kept | None = None
    offer: Offer | None = None

    @property
    def message_id(self) -> int | None:
        """Where it was said, else what proves it."""
        if self.kept:
            return self.kept.promise.message_id or self.kept.promise.proof_id
        return self.offer.message.id if self.offer else None


def of_kept(each: Kept, picture: str, now: datetime) -> Row:
    it = each.promise
    by = "Them" if it.theirs else "Us"
    due, said = words.day(each.counts, now), words.below(each, now)
    tone = words.TONES[each.state]
    state = words.state(each, now)
    return Row(it.contact_id, it.who, picture, it.text, said, due, by, state, tone, each)


def of_offer(each: Offer, picture: str, now: datetime) -> Row:
    by = "Them" if each.theirs else "Us"
    said = f"{date(each.message.sent_at, now)}: “{each.quote}”"
    due = words.day(each.due.date(), now)
    return Row(
        each.contact_id, each.message.who, picture, each.text, said, due, by, "Not tracked",
        "info", offer=each,
    )  # fmt: skip


def key_of(each: Kept | Offer) -> tuple[str, int]:
    """What a row is about, whatever its words become."""
    if isinstance(each, Kept):
        return "promise", each.promise.id
    return "offer", each.message.id


class PromisesModel(QAbstractTableModel):
    """A row is written when it comes into sight: there may be thousands that were settled."""

    def __init__(self, parent: QObject, now: Callable[[], datetime]) -> None:
        super().__init__(parent)
        self._now = now
        self.found: tuple[Kept | Offer, ...] = ()
        self._pictures: Mapping[int, str] = {}
        self._rows: dict[int, Row] = {}

    def replace(self, found: Sequence[Kept | Offer], pictures: Mapping[int, str]) -> None:
        """`pictures` by contact."""
        self.beginResetModel()
        self.found, self._pictures, self._rows = tuple(found), pictures, {}
        self.endResetModel()

    def row(self, number: int) -> Row:
        if number not in self._rows:
            self._rows[number] = self._row(self.found[number])
        return self._rows[number]

    def _row(self, each: Kept | Offer) -> Row:
        if isinstance(each, Kept):
            return of_kept(each, self._pictures.get(each.promise.contact_id, ""), self._now())
        return of_offer(each, self._pictures.get(each.contact_id, ""), self._now())

    @property
    def rows(self) -> list[Row]:
        """All of them, which costs."""
        return [self.row(number) for number in range(len(self.found))]

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.found)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        across = orientation is Qt.Orientation.Horizontal
        return COLUMNS[section] if across and role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = 0) -> Any:
        row = self.row(index.row())
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == DUE:
            return ", ".join(filter(None, (f"Due {row.due}", *_cells(row)[1:], row.below)))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _cells(row)[index.column()]
        return None


def _cells(row: Row) -> tuple[str, ...]:
    return row.due, show.line(row.who, 120), show.line(row.what, 200), row.by, row.state
