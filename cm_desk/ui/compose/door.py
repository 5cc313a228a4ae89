"""Above the words: whether what is written here can reach them, and how long. It never blocks."""

from PySide6.QtCore import QTimer

from cm_desk.actions.doors import WayTo, doors_of
from cm_desk.desk import Desk
from cm_desk.domain.model import Kind
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.compose.target import Target
from cm_desk.ui.contact.doors import TICK_MS, warning
from cm_desk.ui.news import News
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.layout import hbox, vbox
from cm_desk.ui.widgets.marks import Icon
from cm_desk.ui.widgets.text import Label, Text


class DoorNotice(Card):
    def __init__(self, desk: Desk, news: News, problem: Problem) -> None:
        self._title = Label("", "uiStrong")
        self.words = Text("", "ui", "text.secondary", max_lines=2)
        top = hbox(Icon("hourglass", 16, "wait.base"), self._title, None, gap=8)
        super().__init__(vbox(top, self.words, gap=2, margins=(12, 6, 8, 8)), tone="wait")
        self._desk, self._tasks = desk, Tasks(self, problem)
        self._target: Target | None = None
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self.reload)
        self.hide()
        news.contacts.connect(self._changed)
        news.conversations.connect(self._changed)

    def show_target(self, target: Target) -> None:
        if self._target is None or self._target.row.id != target.row.id:
            self.hide()
        self._target = target
        self._tick.start()
        self.reload()

    def _changed(self, _ids: object) -> None:
        self.reload()

    def reload(self) -> None:
        if self._target and self._target.row.contact_id is not None:
            self._tasks.newest("doors", self._reload(self._target, self._target.row.contact_id))

    async def _reload(self, target: Target, contact_id: int) -> None:
        ways = await doors_of(self._desk, contact_id)
        if target is self._target:
            way = _way(ways, target)
            self._say(*(warning(way, ways, self._desk.now()) if way else ("", "")))

    def _say(self, title: str, words: str) -> None:
        self._title.set_text(title)
        self.words.set_text(words)
        self.setAccessibleName(f"{title}. {words}" if title else "")
        self.setVisible(bool(title))


def _way(ways: tuple[WayTo, ...], target: Target) -> WayTo | None:
    """The way that an answer in this conversation takes."""
    private = target.row.kind in (Kind.DIRECT, Kind.CHAT)
    mine = [each for each in ways if each.account_id == target.account.id]
    mine = [each for each in mine if target.row.handle in ("", each.handle)] or mine
    return next((each for each in mine if each.private == private), next(iter(mine), None))
