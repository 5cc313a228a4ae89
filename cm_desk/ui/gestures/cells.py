"""How a row of the ledger is painted."""

from PySide6.QtCore import QRectF, Qt

from cm_desk.store.gestures import Gesture, Given
from cm_desk.ui import art, theme
from cm_desk.ui.gestures.kinds import kind
from cm_desk.ui.gestures.model import BACK, COST, DATE, PERSON, VOICE, WHAT
from cm_desk.ui.gestures.words import gesture_title
from cm_desk.ui.widgets.table import Cell, Index, RowDelegate


class LedgerDelegate(RowDelegate):
    def paint_cell(self, cell: Cell, index: Index) -> None:
        row: Given = index.data(Qt.ItemDataRole.UserRole)
        words = str(index.data())
        match index.column():
            case x if x == DATE:
                cell.words(words, role="small", color="text.muted")
            case x if x == PERSON:
                self._paint_face(cell, row.who, row.avatar_url, 28)
                cell.words(row.who, weight=500, dx=37)
            case x if x == WHAT:
                self._paint_what(cell, row.gesture)
            case x if x == VOICE and words:
                self._paint_voice(cell, words)
            case x if x == COST:
                cell.words(words, color="text.secondary")
            case x if x == BACK:
                self._paint_back(cell, words, row.gesture.back_at is not None)

    def _paint_back(self, cell: Cell, words: str, came: bool) -> None:
        t = theme.now()
        icon, color = ("heart-handshake", "good.base") if came else ("circle-dashed", "text.muted")
        art.paint_icon(cell.p, icon, cell.x, cell.middle(15), t.px(15), t.c(color), 2)
        cell.words(words, color="text.secondary" if came else "text.muted", dx=22)

    def _paint_face(self, cell: Cell, name: str, picture: str, size: int) -> None:
        side = theme.now().px(size)
        spot = QRectF(cell.x, cell.middle(size), side, side)
        art.paint_avatar(cell.p, spot, name, picture)

    def _paint_voice(self, cell: Cell, voice: str) -> None:
        """A name, and the role after its comma below it."""
        name, _, role = voice.partition(",")
        self._paint_face(cell, name, "", 24)
        cell.words(name, 7 if role.strip() else None, dx=32)
        if role.strip():
            cell.words(role, 26, "small", "text.muted", dx=32)

    def _paint_what(self, cell: Cell, row: Gesture) -> None:
        t = theme.now()
        top = cell.box.top() + t.px(10) if row.why.strip() else cell.middle(15)
        art.paint_icon(cell.p, kind(row.kind).icon, cell.x, top, t.px(15), t.c("joy.base"), 2)
        if row.why.strip():
            cell.words(gesture_title(row), 7, weight=500, dx=23)
            cell.words(f"“{row.why}”", 26, "small", "text.muted", dx=23)
        else:
            cell.words(gesture_title(row), weight=500, dx=23)
