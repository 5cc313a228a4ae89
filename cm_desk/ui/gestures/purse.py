"""What the dialog of a gesture says of the money: what is left, and a line to ask for more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from cm_desk.actions import allowances as actions
from cm_desk.desk import Desk
from cm_desk.domain import months
from cm_desk.insight.allowance import Room
from cm_desk.store import allowances
from cm_desk.store.allowances import GRANTED, MONTH, Request
from cm_desk.text import show
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.gestures.kinds import kind as kind_of
from cm_desk.ui.gestures.words import money
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.dialog import Sheet, labelled
from cm_desk.ui.widgets.fields import Field
from cm_desk.ui.widgets.layout import hbox, vbox
from cm_desk.ui.widgets.marks import Icon
from cm_desk.ui.widgets.text import Label, Text


@dataclass(frozen=True, slots=True)
class Purse:
    """What `giver` may spend in this month: `month` and by kind `each` in cents of `currency`."""

    giver: str = ""
    currency: str = "EUR"
    spent: int = 0
    month: int | None = None
    each: Mapping[str, int] = field(default_factory=dict)
    granted: Sequence[Request] = ()

    def room(self, kind: str) -> Room:
        return Room(self.spent, self.month, self.each.get(kind))

    def needs(self, kind: str, cents: int, currency: str) -> int:
        """By how much it has to be asked for; 0 where it fits or was granted."""
        if currency != self.currency or any(
            (each.kind, each.currency) == (kind, currency) and each.cents >= cents
            for each in self.granted
        ):
            return 0
        return self.room(kind).over(cents)

    def words(self, kind: str, cents: int, currency: str) -> str:
        """ "Mara has €136.50 of €200 left this month." """
        room, who = self.room(kind), self.giver or "You"
        if over := self.needs(kind, cents, currency):
            return f"{money(over, currency)} more than may be given without asking."
        if room.left is None or self.month is None:
            return ""
        has = "have" if who == "You" else "has"
        left = money(room.left, self.currency) or "nothing"
        return f"{show.line(who, 40)} {has} {left} of {money(self.month, self.currency)} left."


async def read(desk: Desk, giver: str, contact_id: int, currency: str) -> Purse:
    ask = desk.store.read
    month = await ask(allowances.of, giver, MONTH)
    each = {
        kind: found[0]
        for (who, kind) in await ask(allowances.all)
        if kind and who in (giver, "") and (found := await ask(allowances.of, giver, kind))
    }
    granted = [
        r
        for r in await ask(allowances.requests)
        if r.state == GRANTED and r.gesture_id is None and r.contact_id == contact_id
    ]
    used = month[1] if month else currency
    spent = await ask(allowances.spent, giver, months.of(desk.now()), used)
    mine = [each for each in granted if each.giver == giver]
    return Purse(giver, used, spent, month[0] if month else None, each, mine)


class PurseLine(QWidget):
    """One line under the cost; `asked` when more is to be asked for."""

    asked = Signal()

    def __init__(self, purse: Purse) -> None:
        super().__init__()
        self.purse = purse
        self.icon = Icon("coins", 14, "text.muted")
        self.words = Label("", "small", "text.secondary", elide=True)
        self.ask = Button("Ask for it …", "link", small=True)
        self.ask.clicked.connect(self.asked)
        self.setLayout(hbox(self.icon, (self.words, 1), self.ask, gap=6))
        self.hide()

    def show_cost(self, kind: str, cents: int, currency: str) -> None:
        words = self.purse.words(kind, cents, currency)
        over = bool(self.purse.needs(kind, cents, currency))
        self.setVisible(bool(words))
        self.words.set_text(words)
        self.words.setAccessibleName(words)
        self.ask.setVisible(over)
        self.icon.show_as("coins", "wait.base" if over else "text.muted")


async def ask_for(
    desk: Desk, parent: QWidget, giver: str, contact_id: int, kind: str, cents: int, currency: str
) -> Request | None:
    """Write the request down, and copy its line: somebody sends it by hand."""
    dialog = AskDialog(parent, kind, money(cents, currency))
    try:
        if not await answer(dialog):
            return None
        asked = (giver, contact_id, kind, cents, currency, dialog.reason.text())
        request, _ = await actions.ask(desk, *asked)
        QGuiApplication.clipboard().setText(await actions.line(desk, request))
        return request
    finally:
        dismiss(dialog)


class AskDialog(Sheet):
    def __init__(self, parent: QWidget | None, kind: str, amount: str) -> None:
        self.reason = Field("", "Ten years a customer, and the parcel broke", "Why")
        words = "One line, copied for you to send. The answer is kept under Gestures, Budget."
        body = vbox(Text(words, "ui", "text.secondary"), labelled("Why", self.reason), gap=12)
        label = show.line(kind_of(kind).label.lower(), 40)
        super().__init__(parent, f"Ask for {amount} for a {label}", body, "Copy the line", 480)
        self.reason.setFocus()

    def accept(self) -> None:
        if self.reason.text().strip():
            super().accept()
        else:
            self.say_problem("A request says why, in a few words.", self.reason)
