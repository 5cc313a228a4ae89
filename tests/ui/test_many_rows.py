"""A list of fifty thousand conversations costs what is in sight, not what there is."""

from collections import Counter
from dataclasses import replace
from typing import Any, ClassVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex

from cm_desk.actions import demo
from cm_desk.desk import Desk
from cm_desk.domain.views import View
from cm_desk.store import conversations
from cm_desk.ui.inbox.listing import ConversationList
from cm_desk.ui.inbox.model import InboxModel
from tests.conftest import NOW, Run, until

MANY = 50_000


class Counting(InboxModel):
    """Counts what the view asks for."""

    asked: ClassVar[Counter[int]] = Counter()

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        self.asked[index.row()] += 1
        return super().data(index, role)


def test_only_rows_in_sight_are_asked_for(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        await demo.fill(desk)
        [row, *_] = (await desk.store.read(conversations.page, View.ALL)).items
        view = ConversationList(lambda: NOW)
        view.rows.__class__ = Counting
        Counting.asked.clear()
        view.resize(316, 760)
        view.show_rows([replace(row, id=n, who=f"Person {n}") for n in range(MANY)], fresh=True)
        view.show()
        await until(lambda: Counting.asked)
        bar = view.verticalScrollBar()
        assert bar.maximum() > MANY * 40
        for part in range(0, 101, 10):
            bar.setValue(bar.maximum() * part // 100)
            view.grab()
        view.choose(MANY - 1)
        view.grab()
        assert MANY - 1 in Counting.asked
        assert len(Counting.asked) < 13 * 14  # a dozen looks of some ten rows each

    run(scenario())
