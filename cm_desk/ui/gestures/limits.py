"""What may be given without asking: in a month, and by one gesture of each kind."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cm_desk.domain.kinds import Kind
from cm_desk.insight.allowance import Room
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.gestures.words import money, plain_money
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.fields import Field
from cm_desk.ui.widgets.layout import clear, hbox, vbox
from cm_desk.ui.widgets.marks import Icon
from cm_desk.ui.widgets.messages import Meter
from cm_desk.ui.widgets.text import Label, Text

Limit = tuple[int, str]


class Amount(Field):
    """`chosen` when somebody has typed another amount; "" is no limit."""

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        self._known = ""
        super().__init__("", "No limit", name)
        self.setFixedWidth(theme.now().px(110))
        self.editingFinished.connect(self._tell)

    def show_limit(self, limit: Limit | None) -> None:
        self._known = f"{plain_money(limit[0]) or '0'} {limit[1]}" if limit else ""
        if not self.hasFocus():
            self.setText(self._known)

    def _tell(self) -> None:
        if self.text().strip() != self._known:
            self._known = self.text().strip()
            self.chosen.emit(self._known)


class MonthCard(Card):
    chosen = Signal(str)

    def __init__(self) -> None:
        self.amount = Amount("Allowance for a month")
        self.words = Text("", "ui", "text.secondary")
        self.meter = Meter(0, 1, "joy.base")
        head = hbox(Icon("coins", 17, "joy.base"), Label("This month", "heading"), None)
        row = hbox(Label("Allowance for a month", "ui"), None, self.amount, gap=8)
        super().__init__(vbox(head, self.words, self.meter, row, gap=9, margins=(14, 12, 12, 12)))
        self.amount.chosen.connect(self.chosen)

    def show_room(self, giver: str, room: Room, currency: str, own: Limit | None) -> None:
        self.amount.show_limit(own)
        self.words.set_text(_words(giver, room, currency, own))
        self.meter.setVisible(bool(room.month) and bool(giver))
        if room.month:
            self.meter.set_part(room.spent, room.month, self.words.words)


def _words(giver: str, room: Room, currency: str, own: Limit | None) -> str:
    """ "€63.50 of €200 spent, €136.50 left." """
    if not giver:
        return "Holds for whoever has no allowance of their own."
    spent = money(room.spent, currency) or "Nothing"
    if room.month is None or room.left is None:
        return f"{spent} spent. No limit is set."
    left = money(room.left, currency) or "nothing"
    whose = "" if own else " The allowance is the one for anyone."
    return f"{spent} of {money(room.month, currency)} spent, {left} left.{whose}"


class LimitsCard(Card):
    """By kind: what one gesture may cost."""

    chosen = Signal(str, str)  # key of the kind, what was typed

    def __init__(self) -> None:
        self.rows: dict[str, Amount] = {}
        self._list = vbox(gap=6)
        hint = Text("What one gesture of a kind may cost.", "small", "text.muted")
        head = vbox(Label("For each gesture", "heading"), hint, gap=2)
        super().__init__(vbox(head, self._list, gap=10, margins=(14, 12, 12, 12)))

    def show_limits(self, kinds: Sequence[Kind], limits: Mapping[str, Limit]) -> None:
        if list(self.rows) != [each.key for each in kinds]:
            clear(self._list)
            self.rows = {each.key: self._row(each) for each in kinds}
        for key, amount in self.rows.items():
            amount.show_limit(limits.get(key))

    def _row(self, kind: Kind) -> Amount:
        label = show.line(kind.label, 40)
        amount = Amount(f"Limit for one {label.lower()}")
        amount.chosen.connect(lambda text: self.chosen.emit(kind.key, text))
        row = QWidget()
        words = Label(label, "ui", elide=True)
        row.setLayout(hbox(Icon(kind.icon, 15, "text.secondary"), (words, 1), amount, gap=8))
        self._list.addWidget(row)
        return amount
