"""Give a reward from the shelf, for an act of theirs."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cm_desk.actions import rewards
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.help import KINDS
from cm_desk.domain.rewards import Reward
from cm_desk.store import acts as store
from cm_desk.store import contacts
from cm_desk.store.acts import CONFIRMED, Act
from cm_desk.text import show
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.format import date, money
from cm_desk.ui.widgets.choices import Choice, Choices
from cm_desk.ui.widgets.dialog import Sheet, labelled
from cm_desk.ui.widgets.fields import Select
from cm_desk.ui.widgets.layout import vbox
from cm_desk.ui.widgets.text import Text


async def reward(desk: Desk, parent: QWidget, contact_id: int) -> Undo | None:
    """Two steps: what, by a number key; then for which act."""
    person = await desk.store.read(contacts.person, contact_id)
    done = await desk.store.read(store.of, contact_id)
    helped = [each for each in done if each.state == CONFIRMED and each.kind in KINDS]
    shelf = [each for each in await rewards.shelf(desk) if each.left != 0]
    if person is None or not helped or not shelf:
        return None
    name = show.line(person.name, 50)
    choices = Choices(parent, f"A reward for {name}", [_choice(each) for each in shelf])
    try:
        chosen = await answer(choices)
    finally:
        dismiss(choices)
    if not chosen:
        return None
    return await _for_what(desk, parent, contact_id, shelf[chosen - 1], helped)


async def _for_what(
    desk: Desk, parent: QWidget, contact_id: int, what: Reward, helped: Sequence[Act]
) -> Undo | None:
    sheet = ForSheet(parent, desk, what, helped)
    try:
        if not await answer(sheet):
            return None
        return await rewards.give(desk, contact_id, what.name, sheet.act.id)
    finally:
        dismiss(sheet)


def _choice(each: Reward) -> Choice:
    left = "" if each.left is None else f"{each.left} left"
    cost = money(each.cost_cents, each.currency) if each.cost_cents else "free"
    return Choice(each.icon, show.line(each.name, 40), ", ".join(filter(None, (left, cost))))


class ForSheet(Sheet):
    def __init__(self, parent: QWidget, desk: Desk, what: Reward, helped: Sequence[Act]) -> None:
        self._helped, now = helped, desk.now()
        told = [f"{date(each.at, now)}: {show.line(each.quote, 90)}" for each in helped]
        self.for_what = Select(told, 0, "For which act", 460)
        self.quote = Text("", "ui", max_lines=4)
        kept = "It stands in the ledger and in their story. Nothing is asked in return."
        body = vbox(
            labelled("For", vbox(self.for_what, self.quote, gap=6)),
            Text(kept, "small", "text.muted"),
            gap=12,
        )
        super().__init__(parent, f"Give: {show.line(what.name, 60)}", body, "Give it", 520)
        self.for_what.currentIndexChanged.connect(lambda _n: self._show())
        self._show()

    @property
    def act(self) -> Act:
        return self._helped[self.for_what.currentIndex()]

    def _show(self) -> None:
        self.quote.set_text(f"“{show.line(self.act.quote, 400)}”")
