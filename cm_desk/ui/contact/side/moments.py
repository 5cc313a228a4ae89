"""Moments: messages that were a joy or a hurt, pinned above newer ones."""

from functools import partial

from PySide6.QtWidgets import QWidget

from cm_desk.actions import known
from cm_desk.actions.profile import Profile
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.known import Moment
from cm_desk.errors import BadInput
from cm_desk.store.messages import Message
from cm_desk.store.moments import Marked
from cm_desk.text import show
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.contact.side.card import Hands, SideCard
from cm_desk.ui.format import date
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.choices import Choice, Choices
from cm_desk.ui.widgets.layout import box, hbox, vbox
from cm_desk.ui.widgets.lines import Line

LOOKS = {
    Moment.JOY: ("smile", "joy.base", "Joy"),
    Moment.HURT: ("heart-crack", "risk.base", "Hurt"),
}
SHOWN = 6


class MomentsCard(SideCard):
    """Hidden while there are none: a message is marked where it stands."""

    def __init__(self, hands: Hands) -> None:
        super().__init__(hands, "Moments")

    def about(self, found: Profile) -> object:
        return found.known.moments

    def content(self, found: Profile) -> list[QWidget]:
        return [self._row(each) for each in found.known.moments[:SHOWN]]

    def _row(self, each: Marked) -> QWidget:
        icon, color, name = LOOKS[each.kind]
        said, when = show.line(each.quote, 160), date(each.at, self.hands.desk.now())
        line = Line(
            icon, f"“{said}”", f"{name}, {when}: {said}. Open", f"{name}, {when}",
            icon_color=color, sign="chevron-right", max_lines=2,
        )  # fmt: skip
        line.setObjectName(f"moment {each.id}")
        line.clicked.connect(partial(self.hands.go.open_story, each.contact_id, each.message_id))
        gone = Button("", "quiet", "x", name=f"Remove this {name.lower()}", small=True)
        gone.clicked.connect(lambda: self.do(known.unmark(self.hands.desk, each.message_id)))
        return box(hbox((line, 1), vbox(gone, None, gap=0), gap=2))


async def mark(desk: Desk, parent: QWidget, message: Message | None) -> Undo | None:
    """Ask what a message of theirs was: a joy, a hurt, or neither after all."""
    if message is None or message.outgoing:
        raise BadInput("A moment is something they wrote.", "Choose a message of theirs first.")
    said = show.line(message.text, 46)
    choices = [
        Choice("smile", "A joy", "for them"),
        Choice("heart-crack", "A hurt", "for them"),
        Choice("x", "Neither", "take the mark away"),
    ]
    dialog = Choices(parent, f"What was “{said}”", choices)
    try:
        chosen = await answer(dialog)
    finally:
        dismiss(dialog)
    if chosen in (1, 2):
        return await known.mark(desk, message, Moment.JOY if chosen == 1 else Moment.HURT)
    return await known.unmark(desk, message.id) if chosen == 3 else None
