"""Somebody who is to be left alone: since when, why, and the way back."""

from datetime import date as Day
from datetime import datetime, time

from PySide6.QtWidgets import QWidget

from cm_desk.actions import known
from cm_desk.actions.profile import Profile
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.known import About
from cm_desk.text import show
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.contact.side.card import Hands, SideCard
from cm_desk.ui.contact.side.words import since_and_why
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.dialog import Sheet, labelled
from cm_desk.ui.widgets.fields import Field
from cm_desk.ui.widgets.layout import box, hbox, vbox
from cm_desk.ui.widgets.text import Text

SINCE_HINT = "2026-11-22; today when it is empty"


class AloneCard(SideCard):
    """Above everything else, and only when it is so."""

    def __init__(self, hands: Hands) -> None:
        super().__init__(hands, "Leave alone")
        self.tone = "wait"

    def about(self, found: Profile) -> object:
        return found.known.one(About.ALONE)

    def content(self, found: Profile) -> list[QWidget]:
        fact = found.known.one(About.ALONE)
        if fact is None:
            return []
        again = Button("Open again", small=True, name="Open contact again (Shift+A)")
        again.clicked.connect(self.toggle)
        return [Text(since_and_why(fact), "ui"), box(hbox(again, None))]

    def toggle(self) -> None:
        if self.profile is None:
            return
        desk, id = self.hands.desk, self.contact_id
        if self.profile.known.one(About.ALONE):
            self.do(known.clear(desk, id, About.ALONE))
        else:
            self.do(ask(desk, self.window(), id, show.line(self.profile.person.name, 50)))


async def ask(desk: Desk, parent: QWidget, contact_id: int, name: str) -> Undo | None:
    sheet = AloneSheet(parent, name)
    try:
        if not await answer(sheet):
            return None
        return await known.leave_alone(desk, contact_id, sheet.why.text(), sheet.when())
    finally:
        dismiss(sheet)


class AloneSheet(Sheet):
    def __init__(self, parent: QWidget, name: str) -> None:
        self.why = Field("", "Asked for quiet", "Why")
        self.since = Field("", SINCE_HINT, "Since")
        hint = "The composer warns before anybody writes to them. Nothing is blocked."
        body = vbox(
            Text(hint, "ui", "text.secondary"),
            labelled("Why", self.why),
            labelled("Since", self.since),
            gap=12,
        )
        super().__init__(parent, f"Leave {name} alone", body, "Leave alone", 460)
        self.why.setFocus()

    def when(self) -> datetime | None:
        """The beginning of the day that was typed; None: now."""
        words = self.since.text().strip()
        return datetime.combine(Day.fromisoformat(words), time()).astimezone() if words else None

    def accept(self) -> None:
        try:
            self.when()
        except ValueError:
            self.since.mark_error(True)
            self.say_problem("Write the day as 2026-11-22.", self.since)
            return
        super().accept()
