"""Promises due, overdue first: at the side of the ledger."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Signal

from cm_desk.store.promises import Promise
from cm_desk.ui.gestures.promise_row import PromiseRow
from cm_desk.ui.gestures.words import counted
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.chips import Chip
from cm_desk.ui.widgets.layout import clear, hbox, vbox
from cm_desk.ui.widgets.text import Label, Text

SHOWN = 20


class DueCard(Card):
    """`done` carries a promise and what became of it, or "person"."""

    done = Signal(object, str)

    def __init__(self) -> None:
        self.late = Chip("", "risk", "flag")
        self.rows = vbox(gap=12)
        head = hbox(Label("Promises due", "heading"), None, self.late)
        super().__init__(vbox(head, self.rows, gap=10, margins=(14, 12, 12, 12)))

    def show_promises(
        self, promises: Sequence[Promise], now: datetime, pictures: Mapping[int, str]
    ) -> None:
        """`pictures` by contact."""
        clear(self.rows)
        ordered = sorted(promises, key=lambda each: each.due)
        for promise in ordered[:SHOWN]:
            row = PromiseRow(promise, now, pictures.get(promise.contact_id, ""))
            row.done.connect(self.done)
            self.rows.addWidget(row)
        if len(ordered) > SHOWN:
            left = counted(len(ordered) - SHOWN, "{} more", "{} more")
            self.rows.addWidget(Label(left, "small", "text.muted"))
        if not ordered:
            words = "No open promises. Every promise made here was kept."
            self.rows.addWidget(Text(words, "ui", "text.muted"))
        self._count_late(ordered, now)

    def _count_late(self, promises: Sequence[Promise], now: datetime) -> None:
        today = now.astimezone().date()
        late = sum(each.due.astimezone().date() < today for each in promises)
        self.late.setVisible(bool(late))
        if late:
            tip = counted(late, "{} promise is late", "{} promises are late")
            self.late.show_as(f"{late} late", "risk", "flag", tip)
