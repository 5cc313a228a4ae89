"""What was spent on whom this month, and what was asked above the allowance."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cm_desk.store.allowances import ASKED, GRANTED, Request, Spent
from cm_desk.text import show
from cm_desk.ui.format import date
from cm_desk.ui.gestures.words import counted, money
from cm_desk.ui.widgets.buttons import Button, LinkLine
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.chips import Chip
from cm_desk.ui.widgets.layout import box, clear, hbox, rule, vbox
from cm_desk.ui.widgets.text import Label, Text

SHOWN = 30
STATES = {ASKED: ("Waits for an answer", "wait"), GRANTED: ("Granted", "good")}


class SpentCard(Card):
    opened = Signal(int)

    def __init__(self) -> None:
        self._list = vbox(gap=4)
        head = Label("Spent on whom", "heading")
        super().__init__(vbox(head, self._list, gap=8, margins=(14, 12, 12, 12)))

    def show_spent(self, spent: Sequence[Spent]) -> None:
        clear(self._list)
        for each in spent[:SHOWN]:
            person = LinkLine(show.line(each.who, 60), "text.primary", "ui")
            person.clicked.connect(partial(self.opened.emit, each.contact_id))
            times = counted(each.gestures, "{} gesture", "{} gestures")
            words = Label(times, "small", "text.muted")
            amount = Label(money(each.cents, each.currency), "uiStrong")
            self._list.addWidget(box(hbox((person, 1), words, amount, gap=10)))
        if not spent:
            nothing = "Nothing this month. The kindest gestures cost nothing."
            self._list.addWidget(Text(nothing, "ui", "text.muted"))


class RequestsCard(Card):
    """`asked`: a request, and copy, answer or person."""

    asked = Signal(object, str)

    def __init__(self) -> None:
        self.rows: list[RequestRow] = []
        self._list = vbox(gap=10)
        head = Label("Asked for more", "heading")
        super().__init__(vbox(head, self._list, gap=8, margins=(14, 12, 12, 12)))

    def show_requests(
        self, requests: Sequence[Request], lines: Mapping[int, str], now: datetime
    ) -> None:
        clear(self._list)
        self.rows = [RequestRow(each, lines.get(each.id, ""), now) for each in requests[:SHOWN]]
        for n, row in enumerate(self.rows):
            row.pressed.connect(partial(self.asked.emit, row.request))
            if n:
                self._list.addWidget(rule())
            self._list.addWidget(row)
        if not requests:
            words = "Nothing was asked. Above the allowance, the dialog of a gesture asks for you."
            self._list.addWidget(Text(words, "ui", "text.muted"))


class RequestRow(QWidget):
    pressed = Signal(str)

    def __init__(self, request: Request, line: str, now: datetime) -> None:
        super().__init__()
        self.request = request
        words, tone = STATES.get(request.state, ("Refused", "risk"))
        state = Chip(words, tone)
        when = Label(date(request.asked_at, now), "small", "text.muted")
        self.copy = Button("Copy the line", "link", small=True)
        self.answer = Button("Their answer", "link", small=True)
        self.answer.setVisible(request.state == ASKED)
        self.copy.clicked.connect(lambda: self.pressed.emit("copy"))
        self.answer.clicked.connect(lambda: self.pressed.emit("answer"))
        rows = [Text(show.line(line, 400), "ui")]
        if request.answer:
            rows.append(Text(f"“{show.line(request.answer, 300)}”", "small", "text.secondary"))
        top, last = hbox(state, when, None, gap=8), hbox(self.answer, self.copy, None, gap=8)
        self.setLayout(vbox(top, *rows, last, gap=4))
        self.setAccessibleName(f"{words}. {line}")
