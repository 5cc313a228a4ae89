"""Kept, and how one can see it: a message that passed since it was promised."""

from PySide6.QtWidgets import QWidget

from cm_desk.actions import promises as actions
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.store import river
from cm_desk.store.messages import Message
from cm_desk.store.promises import Promise
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.format import date
from cm_desk.ui.widgets.dialog import LARGE, Sheet, labelled
from cm_desk.ui.widgets.fields import Select
from cm_desk.ui.widgets.layout import vbox
from cm_desk.ui.widgets.text import Text

RECENT = 40
MESSAGES = frozenset({"message"})


async def keep_with_proof(desk: Desk, parent: QWidget | None, promise: Promise) -> Undo | None:
    """Raises BadInput when nothing passed between us since then."""
    said = await desk.store.read(river.page, promise.contact_id, MESSAGES, None, RECENT)
    since = [e.message for e in said.items if e.message and e.message.sent_at > promise.made_at]
    if not since:
        raise BadInput("Nothing was written since then.", "Mark it as kept without a message.")
    dialog = ProofDialog(parent, promise, since, desk)
    try:
        if not await answer(dialog):
            return None
        return await actions.keep(desk, promise, dialog.message.id)
    finally:
        dismiss(dialog)


class ProofDialog(Sheet):
    def __init__(
        self, parent: QWidget | None, promise: Promise, said: list[Message], desk: Desk
    ) -> None:
        """Our own words are the likeliest proof of our own promise."""
        self._said = sorted(said, key=lambda each: (each.outgoing is promise.theirs, -each.id))
        self.which = Select([_choice(each, desk) for each in self._said], name="The message")
        self.which.setFixedWidth(theme.now().px(452 if theme.now().scale < LARGE else 436))
        self.quote = Text("", "ui", "text.secondary", max_lines=4)
        self.which.currentIndexChanged.connect(lambda _n: self._show())
        body = vbox(
            Text(show.line(promise.text, 200), "ui", max_lines=3),
            labelled("The message that shows it", vbox(self.which, self.quote, gap=6)),
            gap=14,
        )
        super().__init__(parent, "Kept", body, "It was kept", 500)
        self._show()
        self.which.setFocus()

    @property
    def message(self) -> Message:
        return self._said[max(0, self.which.currentIndex())]

    def _show(self) -> None:
        self.quote.set_text(f"“{show.line(self.message.text, 400)}”")


def _choice(message: Message, desk: Desk) -> str:
    by = "Us" if message.outgoing else show.line(message.who, 24)
    words = show.line(message.text, 70) or "no words"
    return f"{date(message.sent_at, desk.now())}, {by}: {words}"
