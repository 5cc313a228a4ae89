"""What stands behind a count: each act with their words and what shows that it helped."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal

from cm_desk.store.badges import Badge
from cm_desk.store.helping import Proposal
from cm_desk.text import show
from cm_desk.ui.format import date
from cm_desk.ui.gestures.words import counted
from cm_desk.ui.recognition import words
from cm_desk.ui.widgets.cards import Card, IconRow, Quote, section
from cm_desk.ui.widgets.layout import clear, vbox
from cm_desk.ui.widgets.text import Label, Text

SHOWN, QUOTED = 30, 300


class Evidence(Card):
    """`opened` carries a contact and a message of theirs."""

    opened = Signal(int, object)

    def __init__(self) -> None:
        self.title = Label("", "heading", elide=True)
        self.rows = vbox(gap=14)
        super().__init__(vbox(self.title, self.rows, gap=10, margins=(14, 12, 12, 12)))

    def show_acts(
        self, name: str, acts: Sequence[Proposal], badges: Sequence[Badge], now: datetime
    ) -> None:
        clear(self.rows)
        who = show.line(name, 60)
        self.title.set_text(counted(len(acts), f"{who}: {{}} act", f"{who}: {{}} acts"))
        for each in acts[:SHOWN]:
            self._add(each, now)
        if len(acts) > SHOWN:
            left = counted(len(acts) - SHOWN, "{} more", "{} more")
            self.rows.addWidget(Label(left, "small", "text.muted"))
        if badges:
            self.rows.addLayout(section("Badges"))
        for badge in badges:
            told = f"{show.line(badge.name, 60)}, {date(badge.made_at, now)}. {badge.reason}"
            self.rows.addWidget(IconRow(badge.icon, show.line(told, QUOTED), "joy.base"))

    def _add(self, each: Proposal, now: datetime) -> None:
        act = each.act
        said = show.line(act.quote, QUOTED) or "No words are left of it"
        quote = Quote(said, f"{date(act.at, now)}: {words.what(act.kind, act.context)}")
        quote.source.clicked.connect(lambda: self.opened.emit(act.contact_id, act.message_id))
        self.rows.addWidget(quote)
        if proof := words.sign(each):
            self.rows.addWidget(Text(proof, "small", "text.muted", max_lines=3))
