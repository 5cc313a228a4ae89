"""What came back after a gesture: something they said later, or a few words; or nothing."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cm_desk.actions import gestures as actions
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.store import river
from cm_desk.store.gestures import Gesture
from cm_desk.store.messages import Message
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.format import date
from cm_desk.ui.widgets.dialog import LARGE, Sheet, labelled
from cm_desk.ui.widgets.fields import Field, Select
from cm_desk.ui.widgets.layout import vbox
from cm_desk.ui.widgets.text import Text

NOTHING, RECENT = "Nothing they said", 100
SAYS = "Silence is an answer too. Nothing is counted against anybody."


async def came_back(desk: Desk, parent: QWidget | None, gesture: Gesture) -> Undo | None:
    found = await desk.store.read(
        river.page, gesture.contact_id, frozenset({"message"}), None, RECENT
    )
    said = [e.message for e in found.items if e.message and not e.message.outgoing]
    later = [each for each in said if each.sent_at >= gesture.at][::-1]
    dialog = BackDialog(desk, gesture, later, parent)
    try:
        if not await answer(dialog):
            return None
        return await actions.came_back(desk, gesture, dialog.words.text(), dialog.message_id)
    finally:
        dismiss(dialog)


class BackDialog(Sheet):
    """`later` is what they said after it, the first thing first."""

    def __init__(
        self, desk: Desk, gesture: Gesture, later: Sequence[Message], parent: QWidget | None = None
    ) -> None:
        self._later, now, t = tuple(later), desk.now(), theme.now()
        items = [f"{date(m.sent_at, now)}: {show.line(m.text, 90)}" for m in later]
        self.said = Select([NOTHING, *items], name="What they said after it")
        self.said.setFixedWidth(t.px(512 if t.scale < LARGE else 470))
        own = gesture.back if gesture.back_id is None else ""
        self.words = Field(own, "Told her sister; came to the shop", "In your words")
        body = vbox(
            Text(SAYS, "ui", "text.secondary"),
            labelled("They said", self.said),
            labelled("Or what happened", self.words),
            gap=14,
        )
        super().__init__(parent, "What came back", body, "Keep it", 560)
        ids = [each.id for each in self._later]
        if gesture.back_id in ids:
            self.said.setCurrentIndex(ids.index(gesture.back_id) + 1)
        elif not own and ids and gesture.back_at is None:
            self.said.setCurrentIndex(1)
        self.said.setFocus()

    @property
    def message_id(self) -> int | None:
        number = self.said.currentIndex() - 1
        return self._later[number].id if number >= 0 else None
