"""Where somebody speaks for us, and about what: asked on their page."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from cm_desk.actions import ambassadors as actions
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.store import contacts
from cm_desk.store.ambassadors import Ambassador
from cm_desk.text import show
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.widgets.dialog import Sheet, labelled
from cm_desk.ui.widgets.fields import Field
from cm_desk.ui.widgets.layout import vbox
from cm_desk.ui.widgets.text import Text

HINT = "They speak in their own voice, on a place of their own. Their yes is noted apart."


async def ambassador(
    desk: Desk, parent: QWidget | None, contact_id: int, old: Ambassador | None = None
) -> Undo | None:
    """Ask where they speak, then keep it. None: nothing was changed."""
    person = await desk.store.read(contacts.person, contact_id)
    if person is None:
        return None
    first = old or Ambassador(0, contact_id, person.name, "", "", "", desk.now())
    sheet = AmbassadorSheet(parent, first)
    try:
        return await actions.save(desk, sheet.ambassador) if await answer(sheet) else None
    finally:
        dismiss(sheet)


class AmbassadorSheet(Sheet):
    def __init__(self, parent: QWidget | None, old: Ambassador) -> None:
        self._old = old
        self.platform = Field(old.platform, "Her blog, his channel, a forum", "Their place")
        self.url = Field(old.url, "https://", "Address")
        self.topics = Field(old.topics, "repairs, moka pots", "What they speak about")
        body = vbox(
            Text(HINT, "ui", "text.secondary"),
            labelled("Their place", self.platform),
            labelled("Address", self.url),
            labelled("What they speak about", self.topics, "Words with commas between them."),
            gap=12,
        )
        super().__init__(parent, f"{show.line(old.who, 40)} speaks for us", body, "Keep it", 500)
        self.platform.setFocus()

    @property
    def ambassador(self) -> Ambassador:
        platform, url = self.platform.text().strip(), self.url.text().strip()
        return replace(self._old, platform=platform, url=url, topics=self.topics.text().strip())

    def accept(self) -> None:
        if not self.platform.text().strip():
            self.say_problem("Name the place where they speak.", self.platform)
            return
        super().accept()
