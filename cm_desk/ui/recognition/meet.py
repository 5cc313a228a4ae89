"""Introductions: who would help whom, how each stands, and the next step by one key."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from cm_desk.actions import introductions as introducing
from cm_desk.actions import pairs
from cm_desk.actions.pairs import Proposed
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.introductions import Stage
from cm_desk.insight.pairs import Pair
from cm_desk.store import contacts, introductions
from cm_desk.store.introductions import Introduction
from cm_desk.ui import art, keys, theme
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.recognition import stages
from cm_desk.ui.recognition.asking import look_back, send_step
from cm_desk.ui.recognition.rows import Rows
from cm_desk.ui.recognition.stages import Row
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.chips import paint_chip
from cm_desk.ui.widgets.layout import pane, vbox
from cm_desk.ui.widgets.messages import Empty
from cm_desk.ui.widgets.table import Cell, Index, RowDelegate, Table

PEOPLE, SHARED, STANDS, STEP = range(4)
NOBODY = (
    "When somebody asks what another one has helped with, or two stand in the same circle, they"
    " are suggested here. Neither hears of it before you ask."
)
ASKED = (Stage.ASKED_FIRST, Stage.ASKED_SECOND)
ROOMY = 640  # px at 100 % text


class Meet(QWidget):
    def __init__(
        self,
        desk: Desk,
        news: News,
        problem: Problem,
        undo: Callable[[Undo], None],
        go: Navigator,
    ) -> None:
        super().__init__()
        self._desk, self._undo, self._go = desk, undo, go
        self._tasks = Tasks(self, problem)
        heads = ("Two people", "What they share", "Stands", "Next")
        self.model: Rows[Row] = Rows(self, heads, self._cell, self._spoken)
        self.table = Table("Introductions", (250, 0, 130, 168))
        self.delegate = PairDelegate(self.table)
        self.table.setModel(self.model)
        self.table.setItemDelegate(self.delegate)
        self.table.dress()
        self._lay_out()
        keys.context(self, "recognition")
        self.table.opened.connect(self._next)
        self.table.doubleClicked.connect(lambda _index: self._next())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._name_buttons())
        news.contacts.connect(self._changed)

    def _lay_out(self) -> None:
        self.no = Button("No", "default", "x", key="N")
        self.yes = Button("Yes", "default", "check", key="Y")
        self.step = Button("Next step", "primary", "handshake", key="A")
        for button, do in ((self.no, self._no), (self.yes, self._yes), (self.step, self._next)):
            button.clicked.connect(do)
        self.buttons = [self.no, self.yes, self.step]
        self.nothing = Empty("handshake", "Nobody to introduce just now", NOBODY, tone="joy")
        self.stack = QStackedWidget()
        for each in (self.table, self.nothing):
            self.stack.addWidget(each)
        pane(self.stack, "pane_surface")
        self.setLayout(vbox((self.stack, 1), gap=0))

    def reload(self) -> None:
        self._tasks.newest("reload", self._reload())

    async def _reload(self) -> None:
        number = max(0, self.table.currentIndex().row())
        await introducing.lapse(self._desk)
        rows: list[Row] = [*await self._desk.store.read(introductions.all)]
        rows += await pairs.proposed(self._desk)
        ids = {id for each in rows for id in _both(each)}
        self.delegate.faces = await self._desk.store.read(contacts.faces, ids)
        self.model.replace(rows)
        self.stack.setCurrentWidget(self.table if rows else self.nothing)
        if rows:
            self.table.selectRow(min(number, len(rows) - 1))
        self._name_buttons()

    def current(self) -> Row | None:
        return self.model.at(self.table.currentIndex().row())

    def _name_buttons(self) -> None:
        row = self.current()
        said = isinstance(row, Introduction) and row.course.stage in ASKED
        asks = isinstance(row, Proposed) or said
        for button in (self.no, self.yes):
            button.setEnabled(asks)
        self.step.setEnabled(isinstance(row, Introduction) and not said)

    @property
    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done now, by the ids of keymap.json."""
        return {
            "rec.next": lambda: self.table.move_by(1),
            "rec.prev": lambda: self.table.move_by(-1),
            "rec.open": self._next,
            "rec.ask": self._next,
            "rec.other": self._tell_other,
            "rec.person": self._open_person,
            "rec.yes": self._yes,
            "rec.no": self._no,
            "rec.remove": self._remove,
        }

    def _yes(self) -> None:
        match self.current():
            case Proposed(pair=pair):
                self._tasks.start(self._take(pair))
            case Introduction() as one if one.course.stage in ASKED:
                self._do(introducing.answered(self._desk, one, yes=True))

    async def _take(self, pair: Pair) -> None:
        self._undo((await pairs.take(self._desk, pair))[1])
        await self._reload()

    def _no(self) -> None:
        match self.current():
            case Proposed(pair=pair):
                self._do(pairs.pass_over(self._desk, pair))
            case Introduction() as one if one.course.stage in ASKED:
                self._do(introducing.answered(self._desk, one, yes=False))

    def _next(self) -> None:
        match self.current():
            case Proposed():
                self._yes()
            case Introduction() as one if one.course.asks or one.course.stage is Stage.BOTH_YES:
                self._do(send_step(self._desk, self.window(), one))
            case Introduction() as one if one.met_at:
                self._do(look_back(self._desk, self.window(), one))

    def _tell_other(self) -> None:
        row = self.current()
        if isinstance(row, Introduction) and row.met_at:
            self._do(send_step(self._desk, self.window(), row, second=True))

    def _remove(self) -> None:
        row = self.current()
        if isinstance(row, Introduction):
            self._do(introducing.remove(self._desk, row))

    def _do(self, work: Coroutine[Any, Any, Undo | None]) -> None:
        self._tasks.start(self._with_undo(work))

    async def _with_undo(self, work: Coroutine[Any, Any, Undo | None]) -> None:
        if done := await work:
            self._undo(done)
            await self._reload()

    def _open_person(self) -> None:
        if row := self.current():
            self._go.open_person(_both(row)[0])

    def _cell(self, row: Row, column: int) -> str:
        now = self._desk.now()
        both = " and ".join(stages.names(row))
        return (both, stages.shares(row)[0], stages.stands(row)[0], stages.step(row, now))[column]

    def _spoken(self, row: Row) -> str:
        return stages.spoken(row, self._desk.now())

    def panes(self) -> list[QWidget]:
        return [self.table]

    def selection(self) -> str:
        row = self.current()
        return stages.names(row)[0] if row else ""

    def _changed(self, _ids: frozenset[int]) -> None:
        if self.isVisible():
            self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()
        self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        roomy = event.size().width() >= theme.now().px(ROOMY)
        self.table.show_columns([True, roomy, True, True])
        super().resizeEvent(event)


def _both(row: Row) -> Sequence[int]:
    if isinstance(row, Proposed):
        return row.pair.first.contact_id, row.pair.second.contact_id
    return row.contact_id, row.other_id


class PairDelegate(RowDelegate):
    faces: dict[int, tuple[str, str]]

    def paint_cell(self, cell: Cell, index: Index) -> None:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        match index.column():
            case x if x == PEOPLE:
                self._paint_pair(cell, row)
            case x if x == SHARED:
                what, more = stages.shares(row)
                cell.words(what, 7, weight=500)
                cell.words(more, 26, "small", "text.muted")
            case x if x == STANDS:
                words, tone = stages.stands(row)
                paint_chip(cell.p, cell.x, cell.middle(20), words, tone)
            case _:
                cell.words(str(index.data()), color="text.secondary")

    def _paint_pair(self, cell: Cell, row: Row) -> None:
        t, side = theme.now(), theme.now().px(26)
        for n, id in enumerate(_both(row)):
            name, picture = self.faces.get(id, ("", ""))
            spot = QRectF(cell.x + n * t.px(18), cell.middle(26), side, side)
            art.paint_avatar(cell.p, spot, name, picture)
        first, second = stages.names(row)
        cell.words(first, 7, weight=600, dx=54)
        cell.words(second, 26, "small", "text.secondary", dx=54)
