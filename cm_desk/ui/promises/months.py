"""How we keep our word, month by month; every number opens its promises."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cm_desk.actions.promises import Month
from cm_desk.ui.promises import words
from cm_desk.ui.widgets.buttons import LinkLine
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.layout import box, clear, vbox
from cm_desk.ui.widgets.messages import Meter
from cm_desk.ui.widgets.text import Label, Text

SHOWN = 12
WHY = "Overdue counts as not kept. A moved day counts only if they agreed to it in time."


class MonthsCard(Card):
    """`opened` carries a Month."""

    opened = Signal(object)

    def __init__(self) -> None:
        self.rows = vbox(gap=12)
        head = Label("Kept on time", "heading")
        note = Text(WHY, "small", "text.muted")
        super().__init__(vbox(head, self.rows, note, gap=10, margins=(14, 12, 12, 12)))

    def show_months(self, whole: Month, months: Sequence[Month]) -> None:
        clear(self.rows)
        for each in (whole, *months[:SHOWN]):
            self.rows.addWidget(self._row(each))

    def _row(self, month: Month) -> QWidget:
        share, rest = words.share(month), words.rest(month)
        link = LinkLine(words.name(month), "text.primary", "smallStrong")
        link.setAccessibleName(f"{words.name(month)}: {share}. {rest}. Open its promises")
        link.clicked.connect(lambda: self.opened.emit(month))
        told = Text(share, "ui", max_lines=2)
        below = [Text(rest, "small", "text.muted", max_lines=2)] if rest else []
        part = Meter(month.word.on_time, month.word.settled, "good.base", name=share)
        return box(vbox(link, told, *([part] if month.word.settled else []), *below, gap=3))
