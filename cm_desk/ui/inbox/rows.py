"""Which conversations the list shows: the view, its pages, and reloading them in step."""

from PySide6.QtCore import QObject, QTimer, Signal

from cm_desk.desk import Desk
from cm_desk.domain.views import View
from cm_desk.store import conversations
from cm_desk.store.conversations import InboxRow
from cm_desk.store.paging import Cursor, Slice
from cm_desk.ui.aio import Tasks
from cm_desk.ui.inbox.listing import ConversationList
from cm_desk.ui.news import News

PAGE, MOST = 100, 200
CALM_MS = 100  # while mail pours in, ten reloads a second are enough


class Pages(QObject):
    """Fills a list. A reload reads as many rows as are in sight and above, no more."""

    loaded = Signal()  # rows are there, or it is known that there are none
    failed = Signal()

    def __init__(self, desk: Desk, news: News, tasks: Tasks, view: ConversationList) -> None:
        super().__init__(view)
        self._desk, self._tasks, self._list = desk, tasks, view
        self.view, self.account_id = View.NEEDS_REPLY, None
        self.label_id: int | None = None
        self._cursor: Cursor | None = None
        self._generation = 0
        self._loading = self._fresh = False
        self._calm = QTimer(self, singleShot=True, interval=CALM_MS)
        self._calm.timeout.connect(self.reload)
        view.near_end.connect(self.more)
        for signal in (news.conversations, news.labels, news.drafts, news.accounts):
            signal.connect(self._changed)

    account_id: int | None

    def show(self, view: View, account_id: int | None = None) -> None:
        self.view, self.account_id = view, account_id
        self._generation += 1
        self._fresh = True
        self.reload()

    def _changed(self, _ids: frozenset[int]) -> None:
        """The first change shows at once, the next ones together."""
        if not self._calm.isActive():
            self._calm.start()

    def reload(self) -> None:
        """A view that is not there yet stays a new one, whatever news comes while it loads."""
        count = PAGE if self._fresh else self._wanted()
        self._tasks.newest("rows", self._reload(count, self._fresh))

    def _wanted(self) -> int:
        """Down to the last row in sight and some more, in whole pages."""
        bar = self._list.verticalScrollBar()
        height = self._list.verticalHeader().defaultSectionSize()
        last = (bar.value() + self._list.viewport().height()) // max(1, height)
        return (last // PAGE + 1) * PAGE

    async def _reload(self, count: int, fresh: bool = False) -> None:
        generation = self._generation
        rows: list[InboxRow] = []
        cursor: Cursor | None = None
        while True:
            page = await self._page(cursor, min(MOST, count - len(rows)))
            rows += page.items
            cursor = page.cursor
            count = count if fresh else max(count, self._wanted())  # it was scrolled meanwhile
            if cursor is None or len(rows) >= count:
                break
        if generation == self._generation:
            self._cursor, self._loading, self._fresh = cursor, False, False
            self._list.show_rows(rows, fresh)
            self.loaded.emit()
            self._list.look_ahead()

    async def _page(self, cursor: Cursor | None, limit: int) -> Slice[InboxRow]:
        return await self._desk.store.read(
            conversations.page, self.view, self.account_id, self.label_id, cursor, limit
        )

    def more(self) -> None:
        """The next page, when there is one and it is not on its way."""
        if self._cursor is not None and not self._loading:
            self._loading = True
            self._tasks.start(self._more(self._cursor, self._generation))

    async def _more(self, cursor: Cursor, generation: int) -> None:
        try:
            page = await self._page(cursor, PAGE)
        finally:
            self._loading = False
        if generation == self._generation and cursor == self._cursor:
            self._cursor = page.cursor
            self._list.rows.extend(page.items)
        self._list.look_ahead()
