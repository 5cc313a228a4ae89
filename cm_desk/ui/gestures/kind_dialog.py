"""A kind of gesture: its name and letter, what it usually costs, and what it counts as."""

from dataclasses import replace

from PySide6.QtWidgets import QLayout, QWidget

from cm_desk.actions import kinds as actions
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.kinds import TURNS, Kind
from cm_desk.errors import BadInput
from cm_desk.text import show
from cm_desk.ui.aio import Tasks, answer, dismiss
from cm_desk.ui.gestures.amounts import cents, currency
from cm_desk.ui.gestures.words import plain_money
from cm_desk.ui.widgets.buttons import Check
from cm_desk.ui.widgets.dialog import Sheet, labelled
from cm_desk.ui.widgets.fields import Field, Select
from cm_desk.ui.widgets.layout import hbox, vbox
from cm_desk.ui.widgets.tabs import Segmented

ICONS = (
    "heart", "hand-heart", "heart-handshake", "gift", "party-popper", "sparkles", "star", "trophy",
    "megaphone", "repeat-2", "lightbulb", "eye", "ticket", "handshake", "users-round", "coffee",
    "calendar-heart", "cake", "leaf", "sprout", "camera", "book-open", "feather", "mail", "phone",
    "package", "wrench", "smile", "award",
)  # fmt: skip
COUNTS = ("Giving", "Asking", "Neither")


async def edit(desk: Desk, parent: QWidget | None, kind: Kind | None = None) -> Undo | None:
    """A new kind, or `kind` changed."""
    dialog = KindDialog(desk, parent, kind)
    try:
        await answer(dialog)
        return dialog.done_
    finally:
        dismiss(dialog)


class KindDialog(Sheet):
    """Stays open until what it says can be kept; `done_` takes it back."""

    def __init__(self, desk: Desk, parent: QWidget | None, kind: Kind | None) -> None:
        self._desk, self._kind = desk, kind
        self.done_: Undo | None = None
        k = kind or Kind("", "", "", "sparkles")
        self.label = Field(k.label, "Song of the week", "Name")
        self.plural = Field(k.plural if kind else "", "Songs of the week", "Several of them")
        self.letter = Field(k.letter, "", "Letter that chooses it")
        icons = ICONS if k.icon in ICONS else (k.icon, *ICONS)
        self.icon = Select([each.replace("-", " ") for each in icons], icons.index(k.icon), "Icon")
        self._icons = icons
        self.cost = Field(plain_money(k.cost_cents), "0", "What it usually costs")
        self.minutes = Field(str(k.minutes) if k.minutes else "", "0", "Minutes it usually takes")
        self.public = Segmented(["In private", "In public"], int(k.public), "Who can see it")
        self.turn = Segmented(COUNTS, TURNS.index(k.turn), "Counts as")
        self.quotes = Check("Needs words of theirs as its reason", k.quotes)
        title = f"Change {show.line(k.label, 40)}" if kind else "A new kind of gesture"
        super().__init__(parent, title, self._body(), "Keep it" if kind else "Add it", 560)
        self._tasks = Tasks(self, self._wrong)
        self.label.setFocus()

    def _body(self) -> QLayout:
        self.letter.setMaxLength(1)
        names = hbox(
            (labelled("Name", self.label), 2), (labelled("Several", self.plural), 2), gap=14
        )
        small = hbox(
            (labelled("Letter", self.letter), 1),
            (labelled("Cost", self.cost), 1),
            (labelled("Minutes", self.minutes), 1),
            labelled("Icon", self.icon),
            gap=14,
        )
        ways = hbox(
            labelled("Usually seen", self.public), labelled("Counts as", self.turn), None, gap=20
        )
        return vbox(names, small, ways, self.quotes, gap=14)

    def _wrong(self, err: BaseException) -> None:
        self.say_problem(str(err), self.label)

    def accept(self) -> None:
        amount, typed = cents(self.cost.text()), self.minutes.text().strip() or "0"
        if amount is None or not typed.isdecimal():
            field = self.cost if amount is None else self.minutes
            self.say_problem("Write cost and minutes as numbers.", field)
            return
        self._tasks.newest("keep", self._keep(amount, int(typed)))

    async def _keep(self, amount: int, minutes: int) -> None:
        words = self.label.text().strip()
        new = replace(
            self._kind or Kind("", words, ""),
            label=words,
            plural=self.plural.text().strip() or words,
            icon=self._icons[self.icon.currentIndex()],
            letter=self.letter.text().strip().upper(),
            cost_cents=amount,
            currency=currency(self.cost.text(), self._kind.currency if self._kind else "EUR"),
            minutes=minutes,
            public=self.public.current == 1,
            turn=TURNS[self.turn.current],
            quotes=self.quotes.isChecked(),
        )
        desk = self._desk
        work = actions.change(desk, new) if self._kind else actions.add(desk, words, new)
        try:
            self.done_ = await work
        except BadInput as err:
            self._wrong(err)
            return
        super().accept()
