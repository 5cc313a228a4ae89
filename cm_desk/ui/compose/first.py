"""A new message to one person, where no conversation with them can be answered."""

from dataclasses import dataclass, replace

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLayout, QWidget

from cm_desk.actions import reply
from cm_desk.actions.accounts import capabilities
from cm_desk.actions.attaching import SEEN_BY_ALL
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.attached import Attached
from cm_desk.domain.model import Account, Capabilities, Limits
from cm_desk.store import accounts, drafts, settings
from cm_desk.store.drafts import Draft
from cm_desk.text import show
from cm_desk.text.length import length
from cm_desk.text.links import addressed
from cm_desk.ui import theme
from cm_desk.ui.aio import Tasks, answer, dismiss
from cm_desk.ui.art import service_name
from cm_desk.ui.compose.form import SEND
from cm_desk.ui.compose.giving import GestureBar, looks
from cm_desk.ui.compose.meters import Counter
from cm_desk.ui.compose.saver import Saver
from cm_desk.ui.compose.target import limits_of
from cm_desk.ui.gestures.give import attached
from cm_desk.ui.settings.names import UNDO_S, seconds
from cm_desk.ui.widgets.cards import Card, IconRow
from cm_desk.ui.widgets.dialog import Sheet
from cm_desk.ui.widgets.fields import Editor, Field
from cm_desk.ui.widgets.layout import hbox, vbox

EDITOR = 190  # px at 100 %


@dataclass(frozen=True, slots=True)
class First:
    draft: Draft
    account: Account
    offers: Capabilities

    @property
    def who(self) -> str:
        names = ", ".join(each.name or each.handle for each in self.draft.to)
        return show.line(names, 60) or "somebody"

    @property
    def way(self) -> str:
        handles = show.line(", ".join(each.handle for each in self.draft.to), 60)
        ours = show.line(self.account.name or self.account.handle, 40)
        return f"{handles} on {service_name(self.account.service)}, from {ours}."

    @property
    def seen_by(self) -> tuple[str, str]:
        """Icon and words."""
        gesture = self.draft.gesture
        unsaid = not self.draft.visibility and bool(gesture and gesture.public)
        if self.draft.visibility in SEEN_BY_ALL or (unsaid and not self.offers.subject):
            return "globe", "Everyone can see it."
        return "lock", "Only they can see it."


async def write_first(desk: Desk, parent: QWidget | None, draft_id: int) -> Undo | None:
    """Write on at that draft. None: it has not left, and is kept unless nothing stands in it."""
    draft = await desk.store.read(drafts.by_id, draft_id)
    account = await desk.store.read(accounts.get, draft.account_id) if draft else None
    if draft is None or account is None:
        return None
    dialog = NewMessage(desk, First(draft, account, capabilities(desk, account)), parent)
    try:
        if not await answer(dialog):
            await dialog.keep(dialog.draft())
        return dialog.undo
    finally:
        dismiss(dialog)


class NewMessage(Sheet):
    def __init__(self, desk: Desk, first: First, parent: QWidget | None = None) -> None:
        self._desk, self._first = desk, first
        self._limits: Limits | None = None
        self.undo: Undo | None = None
        self.subject = Field(first.draft.subject, "Subject", "Subject")
        self.subject.setVisible(first.offers.subject)
        self.editor = Editor(first.draft.text, f"Write to {first.who}…", f"Message to {first.who}")
        self.counter, self.giving = Counter(), GestureBar()
        super().__init__(parent, f"A new message to {first.who}", self._body(), "Send", 620)
        self.ok.key = "Ctrl+Return"
        self.ok.rename(SEND)
        for each in (self.ok, self.cancel):  # Return in the subject sends nothing
            each.setAutoDefault(False)
        self.ok.setDefault(False)
        self.cancel.set_words("Keep as a draft")
        self._tasks = Tasks(self, lambda err: self.say_problem(str(err), self.editor))
        self._saver = Saver(self._tasks, self.draft, self.keep, self)
        self.giving.show_gesture(first.draft.gesture)
        self._connect()
        self._judge()
        self._tasks.start(self._ask_limits())
        self.editor.moveCursor(QTextCursor.MoveOperation.End)
        self.editor.setFocus()

    def _connect(self) -> None:
        self.editor.textChanged.connect(self._changed)
        self.subject.textChanged.connect(self._changed)
        self.giving.changed.connect(self._changed)
        self.giving.asked.connect(lambda: self._tasks.start(self._change()))

    def _body(self) -> QLayout:
        self.editor.setMinimumHeight(theme.now().px(EDITOR))
        paper = Card(vbox(self.editor, gap=0, margins=(12, 10, 12, 10)), line="line.strong")
        icon, seen = self._first.seen_by
        to = IconRow("door-open", self._first.way, "good.base")
        sight = IconRow(icon, seen, "text.muted", text_color="text.secondary")
        below = hbox(self.counter, None)
        return vbox(to, sight, self.giving, self.subject, paper, below, gap=9)

    def draft(self) -> Draft:
        """As it stands on the screen."""
        text, subject = self.editor.toPlainText(), self.subject.text().strip()
        new = replace(self._first.draft, text=text, subject=subject, gesture=self.giving.gesture)
        return replace(new, cursor=len(text))

    def _changed(self) -> None:
        self._saver.touch()
        self._judge()

    async def keep(self, draft: Draft) -> None:
        """An emptied draft is no draft."""
        if draft.text.strip() or draft.subject or draft.gesture:
            await reply.save_draft(self._desk, draft)
        else:
            await reply.discard_draft(self._desk, draft)

    async def _ask_limits(self) -> None:
        self._limits = await limits_of(self._desk, self._first.account)
        self._judge()

    def _judge(self) -> None:
        draft, limits = self.draft(), self._limits
        limits = limits and limits.seen_by(draft.visibility)
        if limits:
            handles = [e.handle for e in draft.to] if limits.mention_without_host else []
            used = length(addressed(draft.text, handles), limits, draft.warning)
            self.counter.show_used(used, limits, service_name(self._first.account.service))
        wrong = reply.problems(draft, self._limits)
        self.giving.show_hints(looks(draft))
        self.problem.set_text(" ".join(wrong) if draft.text.strip() else "")
        self.ok.setEnabled(not wrong)

    async def _change(self) -> None:
        old = self.giving.gesture
        new: Attached | None = await attached(self._desk, self, old) if old else None
        if new is not None:
            self.giving.show_gesture(new)
            self._changed()

    def accept(self) -> None:
        """Off, until it is known whether it may leave."""
        self.ok.setEnabled(False)
        self._tasks.start(self._send())

    async def _send(self) -> None:
        self._saver.drop()
        try:
            known = self._desk.store.read(settings.get, UNDO_S.name, UNDO_S.usual)
            sending = await reply.send(self._desk, self.draft(), seconds(await known))
        finally:
            self._judge()
        self.undo = sending.undo
        super().accept()
