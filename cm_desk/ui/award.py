"""Award a badge: which, for which act, and why in our words. None of the three can be missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QLayout, QWidget

from cm_desk.actions import badges as awarding
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.badges import Criterion
from cm_desk.domain.help import KINDS
from cm_desk.store import acts as store
from cm_desk.store import badges, contacts
from cm_desk.store.acts import CONFIRMED, Act
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.format import date
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.dialog import Sheet, labelled
from cm_desk.ui.widgets.fields import Editor, Select
from cm_desk.ui.widgets.layout import box, hbox, vbox
from cm_desk.ui.widgets.marks import Disc
from cm_desk.ui.widgets.messages import Empty
from cm_desk.ui.widgets.text import Text

NO_ACT = "No act of help is confirmed yet, and a badge is for something they did."


@dataclass(frozen=True, slots=True)
class Offer:
    """`criteria` are the badges they do not have, `acts` theirs, the newest first."""

    who: str
    criteria: tuple[Criterion, ...]
    acts: tuple[Act, ...]


async def award_to(
    desk: Desk, parent: QWidget | None, contact_id: int, key: str = "", act_id: int | None = None
) -> Undo | None:
    """`key` and `act_id` are chosen from the start, where the desk suggested them."""
    person = await desk.store.read(contacts.person, contact_id)
    if person is None:
        return None
    sheet = AwardSheet(parent, await _offer(desk, contact_id, person.name), desk, key, act_id)
    try:
        if not await answer(sheet):
            return None
        chosen = (sheet.criterion.key, sheet.reason.toPlainText(), sheet.act.id)
        return (await awarding.award(desk, contact_id, *chosen))[1]
    finally:
        dismiss(sheet)


async def _offer(desk: Desk, contact_id: int, name: str) -> Offer:
    held = await desk.store.read(badges.held)
    known = [each for each in await awarding.criteria(desk) if (contact_id, each.key) not in held]
    done = await desk.store.read(store.of, contact_id)
    helped = [each for each in done if each.state == CONFIRMED and each.kind in KINDS]
    return Offer(name, tuple(each for each in known if each.on), tuple(helped))


class AwardSheet(Sheet):
    def __init__(
        self, parent: QWidget | None, offer: Offer, desk: Desk, key: str, act_id: int | None
    ) -> None:
        self._offer, now = offer, desk.now()
        badges = [show.line(each.name, 60) for each in offer.criteria]
        acts = [f"{date(each.at, now)}: {show.line(each.quote, 90)}" for each in offer.acts]
        self.badge = Select(badges, _first(offer.criteria, key), "Badge", 300)
        self.for_what = Select(acts, _number(offer.acts, act_id), "For which act", 500)
        self.words, self.mark = Text("", "ui", "text.secondary"), Disc("award", "joy", 44)
        self.quote = Text("", "ui", max_lines=4)
        self.reason = Editor(name="Why, in your words", placeholder="What it meant to somebody")
        self.reason.setMinimumHeight(theme.now().px(72))
        ground = Card(vbox(self.reason, margins=(12, 10, 12, 10)), line="line.strong")
        head = hbox(self.mark, (box(vbox(self.badge, self.words, gap=4)), 1), gap=12)
        body = vbox(
            head,
            labelled("For", vbox(self.for_what, self.quote, gap=6)),
            labelled("Why, in your words", ground, "They may read it. Ctrl+Return awards."),
            gap=14,
        )
        title = f"Award a badge to {show.line(offer.who, 60)}"
        super().__init__(parent, title, body if offer.acts and offer.criteria else _none(), "Award")
        self.ok.key = "Ctrl+Return"
        self.ok.updateGeometry()
        self.ok.setEnabled(bool(offer.acts and offer.criteria))
        self.badge.currentIndexChanged.connect(lambda _n: self._show())
        self.for_what.currentIndexChanged.connect(lambda _n: self._show())
        self._show()
        self.reason.setFocus()

    @property
    def criterion(self) -> Criterion:
        return self._offer.criteria[self.badge.currentIndex()]

    @property
    def act(self) -> Act:
        return self._offer.acts[self.for_what.currentIndex()]

    def _show(self) -> None:
        if self._offer.criteria and self._offer.acts:
            self.words.set_text(self.criterion.words)
            self.mark.icon_name = self.criterion.icon
            self.mark.update()
            self.quote.set_text(f"“{show.line(self.act.quote, 400)}”")

    def accept(self) -> None:
        if not self.reason.toPlainText().strip():
            self.say_problem("A badge has a reason. Say in your words what it is for.", self.reason)
            return
        super().accept()


def _none() -> QLayout:
    return vbox(Empty("award", "Not yet", NO_ACT, tone="joy"))


def _first(criteria: Sequence[Criterion], key: str) -> int:
    return next((n for n, each in enumerate(criteria) if each.key == key), 0)


def _number(acts: Sequence[Act], id: int | None) -> int:
    return next((n for n, each in enumerate(acts) if each.id == id), 0)
