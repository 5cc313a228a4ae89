"""The first rows of a table as they would be read: who, when, what; or why not."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QResizeEvent

from cm_desk.archives.base import Answer, Skipped
from cm_desk.domain.model import Author, Incoming
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.widgets.table import Cell, Index, RowDelegate, Table

HEADS = ("Who", "When", "What")
WIDTHS = (190, 150, 0)
NARROW = 560  # px at 100 %: below, the date stands before the words
ROW_HEIGHT, SHOWN = 30, 5  # px at 100 %; rows in sight
Row = Incoming | Answer | Skipped


class RowsModel(QAbstractTableModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self.narrow = False

    def replace(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row(self, number: int) -> Row:
        return self._rows[number]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return len(HEADS)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> str | None:
        shown = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return HEADS[section] if shown else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        who, at, said = cells(self._rows[index.row()])
        if self.narrow and at:
            said = f"{at} · {said}"
        return (who, at, said)[index.column()]


class RowsTable(Table):
    """Lower than other tables, and as high as the rows that are in sight."""

    def __init__(self) -> None:
        super().__init__("The first rows, as they would be read", WIDTHS)
        self.rows = RowsModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(_Delegate(self))
        self.dress()

    def dress(self) -> None:
        super().dress()
        t = theme.now()
        self.verticalHeader().setDefaultSectionSize(t.px(ROW_HEIGHT))
        self.setFixedHeight(self.horizontalHeader().height() + t.px(ROW_HEIGHT) * SHOWN)

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = event.size().width() < theme.now().px(NARROW)
        if narrow != self.rows.narrow:
            self.rows.narrow = narrow
            self.show_columns([True, not narrow, True])
        self.setColumnWidth(0, theme.now().px(WIDTHS[0] * (0.6 if narrow else 1)))
        super().resizeEvent(event)


class _Delegate(RowDelegate):
    def paint_cell(self, cell: Cell, index: Index) -> None:
        model = index.model()
        skipped = isinstance(model, RowsModel) and isinstance(model.row(index.row()), Skipped)
        faint = "wait.text" if skipped else "text.secondary"
        words = str(index.data() or "")
        cell.words(words, color=faint if skipped or index.column() == 1 else "text.primary")


def cells(row: Row) -> tuple[str, str, str]:
    """What stands in the three columns."""
    if isinstance(row, Skipped):
        return f"Line {row.record.rpartition(' line ')[2]}", "", f"Left out: {row.why}"
    if isinstance(row, Answer):
        span = f" of {row.low:g} to {row.high:g}"
        score = "" if row.score is None else f"{row.score:g}{span}"
        return _named(row.who), _moment(row.at), " · ".join(filter(None, (score, _line(row.text))))
    who = _named(row.who)
    said = " · ".join(filter(None, (_line(row.subject), _line(row.text))))
    return f"To {who}" if row.outgoing and who else who or "Us", _moment(row.sent_at), said


def _named(who: Author | None) -> str:
    return _line(who.name or who.handle) if who else ""


def _line(text: str) -> str:
    return show.line(text, 300)


def _moment(at: datetime) -> str:
    """With its year, so that a day taken for a month is seen."""
    here = at.astimezone()
    return f"{here.day} {here.strftime('%b %Y %H:%M')}"
