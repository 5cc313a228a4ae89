"""Badges they were awarded, and what they allowed us: each with its words and its way back."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from cm_desk.actions import badges as awarding
from cm_desk.actions import consents, helping
from cm_desk.actions.profile import Profile
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.store.badges import Badge
from cm_desk.store.consents import NAMED, QUOTED, Consent
from cm_desk.store.messages import Message
from cm_desk.text import show
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.award import award_to
from cm_desk.ui.contact.quoting import quote
from cm_desk.ui.contact.side.card import Hands, SideCard, Work
from cm_desk.ui.format import date
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import IconRow
from cm_desk.ui.widgets.choices import Choice, Choices
from cm_desk.ui.widgets.layout import box, hbox, vbox

SHOWN = 12
ALLOWED = (NAMED, QUOTED)


class HonoursCard(SideCard):
    """Only where there is something; the keys work everywhere."""

    def __init__(self, hands: Hands) -> None:
        super().__init__(hands, "Recognised", "Award a badge (B)", "award")

    def about(self, found: Profile) -> object:
        return found.badges, found.consents

    def adding(self) -> None:
        self.do(award_to(self.hands.desk, self.window(), self.contact_id))

    def content(self, found: Profile) -> list[QWidget]:
        rows = [self._badge(each) for each in found.badges[:SHOWN]]
        now = [each for each in found.consents if each.withdrawn_at is None]
        return [*rows, *(self._consent(each) for each in now[:SHOWN])]

    def _badge(self, each: Badge) -> QWidget:
        when = date(each.made_at, self.hands.desk.now())
        told = f"{show.line(each.name, 60)}, {when}. {show.line(each.reason, 300)}"
        name = f"Take away: {show.line(each.name, 60)}"
        return self._row(each.icon, told, name, partial(awarding.remove, self.hands.desk, each))

    def _consent(self, each: Consent) -> QWidget:
        told = f"{consents.WHAT[each.what]}: “{show.line(each.words, 300)}”"
        name = f"They took it back: {consents.WHAT[each.what].lower()}"
        undo = partial(consents.withdraw, self.hands.desk, each)
        return self._row("shield-check", told, name, undo)

    def _row(self, icon: str, told: str, name: str, away: Callable[[], Work]) -> QWidget:
        button = Button("", "quiet", "x", name=name, small=True)
        button.clicked.connect(lambda: self.do(away()))
        row = IconRow(icon, told, "joy.base")
        return box(hbox((row, 1), vbox(button, None, gap=0), gap=6))

    def allow(self) -> None:
        if self.profile is not None:
            name = show.line(self.profile.person.name, 50)
            message = self.hands.message()
            self.do(allow(self.hands.desk, self.window(), self.contact_id, name, message))

    def helped(self) -> None:
        """The message that is current in the story helped somebody."""
        self.do(_helped(self.hands.desk, self.hands.message()))


async def _helped(desk: Desk, message: Message | None) -> Undo:
    if message is None:
        raise BadInput("No message is chosen.", "Choose what they wrote, in the story.")
    return (await helping.note(desk, message.id, "answers"))[1]


async def allow(
    desk: Desk, parent: QWidget, contact_id: int, name: str, message: Message | None
) -> Undo | None:
    """Ask what they allowed, and for the words in which they did."""
    choices = Choices(
        parent, f"{name} allowed", [Choice("shield-check", consents.WHAT[w]) for w in ALLOWED]
    )
    try:
        chosen = await answer(choices)
    finally:
        dismiss(choices)
    if not chosen:
        return None
    what = ALLOWED[chosen - 1]
    title = f"{name}: {consents.WHAT[what].lower()}"
    found = await quote(desk, parent, contact_id, title, message, few=False)
    if found is None:
        return None
    given = (contact_id, what, found.quote, found.message.id)
    return (await consents.allow(desk, *given))[1]
