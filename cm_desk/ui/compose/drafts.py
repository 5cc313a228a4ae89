"""Drafts and outbox: one list of what has not left, each line with when and why."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from cm_desk.actions import reply
from cm_desk.desk import Desk
from cm_desk.store.drafts import Draft
from cm_desk.store.outbox import OutboxItem
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.compose.composer import OnUndo
from cm_desk.ui.compose.unsent import Line, Unsent, unsent
from cm_desk.ui.format import count
from cm_desk.ui.keys import context
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.widgets.cards import PageHead
from cm_desk.ui.widgets.layout import box, clear, pane, scroll, vbox
from cm_desk.ui.widgets.messages import Empty

TICK_MS = 1000


class DraftsPage(QWidget):
    def __init__(
        self, desk: Desk, news: News, problem: Problem, undo: OnUndo, go: Navigator
    ) -> None:
        super().__init__()
        self._desk, self._undo, self._go = desk, undo, go
        self._tasks = Tasks(self, problem)
        self.head = PageHead("Drafts and outbox", "What has not left, and when it does.")
        self.lines: list[Line] = []
        self._list = vbox(gap=12, margins=(28, 16, 28, 20))
        self._scroll = scroll(box(self._list), "Drafts and outbox")
        self.setLayout(vbox(self.head, (self._scroll, 1), gap=0))
        pane(self, "pane_window")
        context(self, "table")
        self._clock = QTimer(self, interval=TICK_MS)
        self._clock.timeout.connect(self._tick)
        for signal in (news.drafts, news.outbox, news.conversations):
            signal.connect(self.reload)
        self.reload()

    def reload(self, _ids: object = None) -> None:
        self._tasks.newest("reload", self._reload())

    async def _reload(self) -> None:
        found = await unsent(self._desk)
        if [line.unsent for line in self.lines] == found and (found or self._list.count()):
            return
        focused = next((n for n, line in enumerate(self.lines) if line.holds_focus()), None)
        self._build(found)
        if focused is not None and self.lines:
            self.lines[min(focused, len(self.lines) - 1)].setFocus()

    def _build(self, found: Sequence[Unsent]) -> None:
        clear(self._list)
        self.lines = [Line(each, self._desk.now) for each in found]
        for line in self.lines:
            line.pressed.connect(lambda what, line=line: self.press(what, line.unsent))
            self._list.addWidget(line)
        if not found:
            note = "Drafts wait here, and what you send until it has left."
            self._list.addWidget(Empty("send", "Nothing waits to leave", note, tone="calm"), 1)
        else:
            self._list.addStretch(1)
        waiting = any(each.item for each in found)
        if waiting:
            self._clock.start()
        else:
            self._clock.stop()
        drafts_n = sum(each.draft is not None for each in found)
        leaving = len(found) - drafts_n
        said = [count(drafts_n, "draft", "drafts")] if drafts_n else []
        said += [f"{count(leaving, 'message waits', 'messages wait')} to leave"] if leaving else []
        self.head.subtitle.set_text(" · ".join(said) or "What has not left, and when it does.")

    def _tick(self) -> None:
        for line in self.lines:
            line.say_when()

    def press(self, what: str, unsent: Unsent) -> None:
        if what == "open":
            self._open(unsent)
        elif what == "discard" and unsent.draft:
            self._tasks.start(self._discard(unsent.draft))
        elif what == "retry" and unsent.item:
            self._tasks.start(reply.retry(self._desk, unsent.item.id))
        elif what == "back" and unsent.item:
            self._tasks.start(self._take_back(unsent.item))

    def _open(self, unsent: Unsent) -> None:
        if unsent.conversation_id is not None:
            self._go.open_conversation(unsent.conversation_id)
        elif unsent.draft:
            self._go.write_first(unsent.draft.id)

    async def _discard(self, draft: Draft) -> None:
        self._undo(await reply.discard_draft(self._desk, draft))

    async def _take_back(self, item: OutboxItem) -> None:
        """Its words are a draft again, open for editing."""
        draft = await reply.take_back(self._desk, item.id)
        if draft.conversation_id is not None:
            self._go.open_conversation(draft.conversation_id)
        else:
            self._go.write_first(draft.id)

    # -- keys
    @property
    def commands(self) -> Mapping[str, Callable[[], object]]:
        return {
            "table.next": lambda: self._step(1),
            "table.prev": lambda: self._step(-1),
            "table.open": lambda: self._with_current("open"),
            "table.remove": lambda: self._with_current("discard"),
        }

    def _current(self) -> int:
        return next((n for n, line in enumerate(self.lines) if line.holds_focus()), -1)

    def _step(self, by: int) -> None:
        if self.lines:
            number = min(max(self._current() + by, 0), len(self.lines) - 1)
            self.lines[number].setFocus()
            self._scroll.ensureWidgetVisible(self.lines[number])

    def _with_current(self, what: str) -> bool:
        number = self._current()
        if number < 0:
            return False
        self.press(what, self.lines[number].unsent)
        return True

    def start(self) -> None:
        if self.lines:
            self.lines[0].setFocus()
