"""The recognition page: a head, and below it the tab that is shown."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QShowEvent

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.store import helping
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.gestures.page import GesturesPage
from cm_desk.ui.gestures.tabs import Tab
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News

TABS = (
    Tab(
        "leaders",
        "Leaderboard",
        "Who helps others, and whom have we overlooked?",
        "cm_desk.ui.recognition.leaders:Leaders",
    ),
    Tab(
        "confirm",
        "To confirm",
        "Help that was noticed, with what shows it. It counts when you say yes.",
        "cm_desk.ui.recognition.confirm:Confirm",
    ),
    Tab(
        "introductions",
        "Introductions",
        "Two who would help each other. Both are asked first, and a name crosses after two yeses.",
        "cm_desk.ui.recognition.meet:Meet",
    ),
    Tab(
        "balance",
        "Give and ask",
        "What we gave for each thing we asked. A like is no give; a sale to everybody is an ask.",
        "cm_desk.ui.recognition.balance:BalanceTab",
    ),
    Tab(
        "ambassadors",
        "Ambassadors",
        "Who speaks for us in their own voice. Without their yes there is no kit.",
        "cm_desk.ui.recognition.ambassadors:Ambassadors",
    ),
)


class RecognitionPage(GesturesPage):
    def __init__(
        self,
        desk: Desk,
        news: News,
        problem: Problem,
        undo: Callable[[Undo], None],
        go: Navigator,
    ) -> None:
        super().__init__(desk, news, problem, undo, go, TABS, "Recognition")
        self._desk, self._tasks = desk, Tasks(self, problem)
        news.contacts.connect(self._changed)

    def _changed(self, _ids: frozenset[int]) -> None:
        if self.isVisible():
            self._tasks.newest("count", self._count())

    async def _count(self) -> None:
        self.tabs.set_counts({"To confirm": await self._desk.store.read(helping.waiting)})

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tasks.newest("count", self._count())

    @property
    def commands(self) -> dict[str, Callable[[], object]]:
        """The tab's own, and a number for each tab."""
        numbers = {
            f"rec.view{n + 1}": partial(self.tabs.setCurrentIndex, n) for n in range(len(TABS))
        }
        return {**super().commands, **numbers}
