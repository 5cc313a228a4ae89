"""Looks at what came in and tells the desktop, by the rule of notify.py."""

from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer

from cm_desk.store import conversations, settings
from cm_desk.store.conversations import InboxRow
from cm_desk.text import show
from cm_desk.ui import board, notify
from cm_desk.ui.board import Board
from cm_desk.ui.conductor import Conductor
from cm_desk.ui.notify import Fresh
from cm_desk.ui.tray import Tray

CALM_MS, AGAIN_MS = 2000, 60_000
RECENT = timedelta(hours=1)  # older mail that a first sync brings is no news


class Notifier(QObject):
    def __init__(self, conductor: Conductor) -> None:
        super().__init__(conductor.window)
        self._it, self._told = conductor, dict[int, int]()
        self._last: datetime | None = None
        self._changed: set[int] = set()
        self.tray = Tray(conductor.window)
        self._calm = QTimer(self, singleShot=True, interval=CALM_MS)
        self._calm.timeout.connect(self._start)
        conductor.news.conversations.connect(self._heard)
        conductor.seen.connect(self._say)
        self.tray.opened.connect(self._open)
        self.tray.sync.connect(conductor.sync)
        self.tray.quit.connect(conductor.window.close)

    def _heard(self, ids: frozenset[int]) -> None:
        """Nothing is read where nothing can be shown."""
        if self.tray.icon is not None:
            self._changed |= ids
            self._calm.start()

    def _start(self) -> None:
        self._it.tasks.newest("notify", self.look())

    async def look(self) -> None:
        """What must wait, for quiet hours or the last note, is looked at again in a minute."""
        known = await self._it.desk.store.read(settings.all)
        rules = notify.rules(
            known.get("notify.on", "0"),
            known.get("notify.quiet_from", "22:00"),
            known.get("notify.quiet_to", "07:00"),
        )
        ids, now = frozenset(self._changed), self._it.desk.now()
        rows = [await self._it.desk.store.read(conversations.row, id) for id in ids]
        fresh = [_fresh(row) for row in rows if row and _is_new(row, now)]
        for row in rows:
            if row and not row.unread:
                self._told.pop(row.id, None)  # read: the next message is news again
        note, told = notify.due(fresh, self._told, self._last, now, rules)
        self._changed -= ids - {each.conversation_id for each in fresh}
        if note is not None and not self._it.window.isActiveWindow():
            self._changed -= told
            self._last = now
            self._told |= {each.conversation_id: each.message_id for each in fresh}
            self.tray.show_note(note)
        if self._changed and rules.on:
            QTimer.singleShot(AGAIN_MS, self, self._start)

    def _say(self, seen: Board) -> None:
        self.tray.say(board.tray_words(seen))

    def _open(self, conversation_id: int) -> None:
        self._it.window.raise_up()
        if conversation_id:
            self._it.open_conversation(conversation_id)


def _is_new(row: InboxRow, now: datetime) -> bool:
    return bool(row.unread) and not row.last_outgoing and now - row.last_at < RECENT


def _fresh(row: InboxRow) -> Fresh:
    who, text = show.line(row.who, 80), show.line(row.text, 160)
    return Fresh(row.id, row.last_message_id, who, text, row.account_name)
