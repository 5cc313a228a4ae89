"""One thing that has not left yet: a draft, or a message of the outbox."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication

from cm_desk.desk import Desk
from cm_desk.domain.model import Author
from cm_desk.store import accounts, conversations, drafts, outbox
from cm_desk.store.drafts import Draft
from cm_desk.store.outbox import OutboxItem
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.compose.leaving import leaving_words
from cm_desk.ui.format import when
from cm_desk.ui.widgets.buttons import Button, paint_focus
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.chips import Chip
from cm_desk.ui.widgets.layout import HBox, hbox, vbox
from cm_desk.ui.widgets.text import Label, Text

TONES = {
    "waiting": ("info", "timer"),
    "sending": ("info", "send"),
    "unknown": ("wait", "hourglass"),
}


@dataclass(frozen=True)
class Unsent:
    """A draft or an outbox row, with the words for it."""

    draft: Draft | None
    item: OutboxItem | None
    to: str
    account: str

    @property
    def text(self) -> str:
        if self.item:
            return self.item.outgoing.text
        return self.draft.text if self.draft else ""

    @property
    def conversation_id(self) -> int | None:
        if self.item:
            return self.item.conversation_id
        return self.draft.conversation_id if self.draft else None


async def unsent(desk: Desk) -> list[Unsent]:
    """The outbox first, the next to go on top, then drafts, newest first."""
    names = {each.id: each.name or each.handle for each in await desk.store.read(accounts.all)}
    found = []
    for item in await desk.store.read(outbox.page):
        to = await _to(desk, item.conversation_id, item.outgoing.to)
        found.append(Unsent(None, item, to, names.get(item.account_id, "")))
    for draft in await desk.store.read(drafts.page):
        to = await _to(desk, draft.conversation_id, draft.to)
        found.append(Unsent(draft, None, to, names.get(draft.account_id, "")))
    return found


async def _to(desk: Desk, conversation_id: int | None, to: Sequence[Author]) -> str:
    if conversation_id is None:
        names = ", ".join(each.name or each.handle for each in to)
        return show.line(names, 60) or "a new conversation"
    row = await desk.store.read(conversations.row, conversation_id)
    return show.line(row.who, 60) if row else "a conversation that is gone"


class Line(Card):
    """`pressed` says what: open, discard, retry, back."""

    pressed = Signal(str)

    def __init__(self, unsent: Unsent, now: Callable[[], datetime]) -> None:
        self.unsent, self._now = unsent, now
        self.state = Chip("", "calm")
        to = Label(f"To {unsent.to}", "uiStrong")
        account = Label(f"from {show.line(unsent.account, 60)}", "small", "text.muted", elide=True)
        top = hbox(to, (account, 1), self.state, gap=8)
        text = Text(show.block(unsent.text, 600).text or "No words yet", "body", max_lines=4)
        rows = [text]
        if unsent.item and unsent.item.error:
            rows.append(Text(show.line(unsent.item.error, 400), "ui", "risk.text"))
        layout = vbox(top, *rows, self._buttons(), gap=8, margins=(14, 12, 14, 12))
        super().__init__(layout)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.say_when()

    def _buttons(self) -> HBox:
        item = self.unsent.item
        found: list[Button] = []
        if item is None:
            found.append(self._button("Open draft", "pencil-line", "open", "default"))
            found.append(self._button("Throw away", "x", "discard", "quiet"))
        elif item.state in ("failed", "held"):
            found.append(self._button("Try again", "refresh-cw", "retry", "primary"))
            found.append(self._button("Edit", "pencil-line", "back", "default"))
        elif item.state == "waiting":
            found.append(self._button("Take back", "undo-2", "back", "default"))
        if item is not None and item.conversation_id is not None:
            found.append(self._button("Open", "message-circle", "open", "quiet"))
        return hbox(*found, None, gap=8)

    def _button(self, text: str, icon: str, what: str, kind: str) -> Button:
        button = Button(text, kind, icon, small=True, name=f"{text}: to {self.unsent.to}")
        button.clicked.connect(lambda: self.pressed.emit(what))
        return button

    def say_when(self) -> None:
        """When it leaves, or why not; counted down while it is looked at."""
        item, now = self.unsent.item, self._now()
        if item is not None:
            words = leaving_words(item, now)
            tone, icon = TONES.get(item.state, ("risk", "circle-alert"))
            self.state.show_as(words[0].upper() + words[1:], tone, icon)
        elif self.unsent.draft:
            self.state.show_as(f"Draft, {when(self.unsent.draft.saved_at, now)}", "calm")
        self.setAccessibleName(
            f"To {self.unsent.to}. {self.state.words}. {show.line(self.unsent.text, 200)}"
        )

    def holds_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            paint_focus(QPainter(self), QRectF(self.rect()), theme.now().radius("card"))
