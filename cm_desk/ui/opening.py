"""The first look: the inbox as the store has it, before anything else is imported."""

from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from cm_desk.domain.views import View
from cm_desk.store.accounts import AccountState
from cm_desk.store.first import FirstLook
from cm_desk.ui import theme
from cm_desk.ui.inbox.listing import LIST, LIST_MEDIUM, ConversationList
from cm_desk.ui.inbox.pane import ListPane
from cm_desk.ui.totals import totals
from cm_desk.ui.widgets.layout import hbox, pane, rule
from cm_desk.ui.window import Window, layout_for


class Opening(QWidget):
    """Stands where the inbox will be; `painted` once the system has shown it."""

    def __init__(self, first: FirstLook | None) -> None:
        super().__init__()
        self.painted, self._first = False, first
        self.list = ConversationList(lambda: datetime.now(UTC))
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.viewport().setAutoFillBackground(False)
        self.pane = ListPane(self.list)
        self.pane.show_view(View.NEEDS_REPLY)
        rows = list(first.rows.items) if first else []
        self.list.show_rows(rows, fresh=True)
        self.pane.show_state(first is not None and not rows, 0, compact=False)
        self._rest = QWidget()
        pane(self._rest, "pane_surface")
        self.setLayout(hbox(self.pane, rule(vertical=True), (self._rest, 1), gap=0))
        self.dress()
        self.canvas().installEventFilter(self)

    def dress(self) -> None:
        self.narrow(layout_for(self.window().width(), theme.now().scale))

    def narrow(self, layout: str) -> None:
        self.pane.setFixedWidth(theme.now().px(LIST if layout == "wide" else LIST_MEDIUM))

    def canvas(self) -> QWidget:
        """What is painted when the inbox is: the rows, or the words where there are none."""
        return self.list.viewport() if self.list.isVisibleTo(self.pane) else self.pane

    def told(self) -> tuple[int, int]:
        """Rows in sight and messages in all."""
        if self._first is None:
            return 0, 0
        height = max(1, self.list.rowHeight(0))
        fits = self.list.viewport().height() // height + 1
        return min(fits, len(self._first.rows.items)), self._first.counts.total

    def show_frame(self, window: Window) -> None:
        """The counts and accounts of the rail."""
        if self._first is not None:
            states = tuple((each, AccountState()) for each in self._first.accounts)
            window.rail.show_totals(totals(self._first.counts, states))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            watched.removeEventFilter(self)
            self.painted = True
        return False
