"""Help that was noticed, and badges that fit: a person says yes or no, by one key."""

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from cm_desk.actions import badges as awarding
from cm_desk.actions import helping
from cm_desk.actions.badges import Suggestion
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.store import contacts
from cm_desk.store.helping import Proposal
from cm_desk.text import show
from cm_desk.ui import art, keys, theme
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.award import award_to
from cm_desk.ui.format import date
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.recognition import words
from cm_desk.ui.recognition.rows import Rows
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.layout import pane, vbox
from cm_desk.ui.widgets.messages import Empty
from cm_desk.ui.widgets.table import Cell, Index, RowDelegate, Table

Noticed = Proposal | Suggestion
PERSON, WHAT, SAID, WHEN = range(4)
NOBODY = "New help is looked for whenever this page is shown: thanks, welcomes, faults mended."
ROOMY = 620  # px at 100 % text


class Confirm(QWidget):
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
        heads = ("Person", "What", "Their words, and what shows it", "When")
        self.model: Rows[Noticed] = Rows(self, heads, self._cell, self._spoken)
        self.table = Table("Help to confirm", (196, 196, 0, 104))
        self.table.setModel(self.model)
        self.delegate = NoticedDelegate(self.table)
        self.table.setItemDelegate(self.delegate)
        self.table.dress()
        self._lay_out()
        keys.context(self, "recognition")
        self.table.opened.connect(self._open)
        self.table.doubleClicked.connect(lambda _index: self._open())
        news.contacts.connect(self._changed)

    def _lay_out(self) -> None:
        no = Button("No", "default", "x", key="N", name="It did not help")
        no.clicked.connect(self._no)
        yes = Button("Yes, it helped", "primary", "check", key="Y")
        yes.clicked.connect(self._yes)
        self.buttons = [no, yes]
        self.nothing = Empty("circle-check-big", "Nothing waits for your word", NOBODY)
        self.stack = QStackedWidget()
        for each in (self.table, self.nothing):
            self.stack.addWidget(each)
        pane(self.stack, "pane_surface")
        self.setLayout(vbox((self.stack, 1), gap=0))

    def reload(self) -> None:
        self._tasks.newest("reload", self._reload())

    async def _reload(self) -> None:
        number = max(0, self.table.currentIndex().row())
        rows: list[Noticed] = [*await awarding.suggestions(self._desk)]
        rows += await helping.proposals(self._desk)
        ids = {_contact(each) for each in rows}
        self.delegate.faces = await self._desk.store.read(contacts.faces, ids)
        self.model.replace(rows)
        self.stack.setCurrentWidget(self.table if rows else self.nothing)
        if rows:
            self.table.selectRow(min(number, len(rows) - 1))

    def current(self) -> Noticed | None:
        return self.model.at(self.table.currentIndex().row())

    @property
    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done now, by the ids of keymap.json."""
        return {
            "rec.next": lambda: self.table.move_by(1),
            "rec.prev": lambda: self.table.move_by(-1),
            "rec.open": self._open,
            "rec.person": self._open_person,
            "rec.yes": self._yes,
            "rec.no": self._no,
        }

    def _yes(self) -> None:
        match self.current():
            case Proposal(act=act):
                self._tasks.start(self._with_undo(helping.confirm(self._desk, act)))
            case Suggestion(deserved=one):
                of = (one.contact_id, one.badge.key, one.acts[0].act_id)
                self._tasks.start(self._with_undo(award_to(self._desk, self.window(), *of)))

    def _no(self) -> None:
        match self.current():
            case Proposal(act=act):
                self._tasks.start(self._with_undo(helping.dismiss(self._desk, act)))
            case Suggestion(deserved=one):
                self._tasks.start(self._with_undo(awarding.pass_over(self._desk, one)))

    async def _with_undo(self, work: Coroutine[Any, Any, Undo | None]) -> None:
        if done := await work:
            self._undo(done)
            await self._reload()

    def _open(self) -> None:
        match self.current():
            case Proposal(act=act) if act.message_id is not None:
                self._go.open_story(act.contact_id, act.message_id)
            case _:
                self._open_person()

    def _open_person(self) -> None:
        if row := self.current():
            self._go.open_person(_contact(row))

    def _cell(self, row: Noticed, column: int) -> str:
        match row:
            case Suggestion(deserved=one):
                told = (row.who, f"Badge: {one.badge.name}", one.acts[0].quote, "")
            case _:
                what = words.what(row.act.kind, row.act.context)
                told = (row.who, what, row.act.quote, date(row.act.at, self._desk.now()))
        return told[column]

    def _spoken(self, row: Noticed) -> str:
        who, what, quote, when = (self._cell(row, n) for n in range(4))
        said = f"{show.line(who, 100)}. {show.line(what, 80)}. “{show.line(quote, 200)}”"
        return ". ".join(filter(None, (said, _shown(row), when)))

    def panes(self) -> list[QWidget]:
        return [self.table]

    def selection(self) -> str:
        row = self.current()
        return row.who if row else ""

    def _changed(self, _ids: frozenset[int]) -> None:
        if self.isVisible():
            self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        """What is new is looked for; what was known is shown at once."""
        super().showEvent(event)
        self.reload()
        self._tasks.newest("look", self._look())
        self.table.setFocus()

    async def _look(self) -> None:
        if await helping.look(self._desk):
            await self._reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        roomy = event.size().width() >= theme.now().px(ROOMY)
        self.table.show_columns([True, roomy, True, roomy])
        super().resizeEvent(event)


def _contact(row: Noticed) -> int:
    return row.deserved.contact_id if isinstance(row, Suggestion) else row.act.contact_id


def _shown(row: Noticed) -> str:
    """What speaks for it."""
    if isinstance(row, Suggestion):
        return f"{row.deserved.badge.words} This person {row.deserved.because}."
    return words.sign(row)


class NoticedDelegate(RowDelegate):
    faces: dict[int, tuple[str, str]]

    def paint_cell(self, cell: Cell, index: Index) -> None:
        row: Noticed = index.data(Qt.ItemDataRole.UserRole)
        told = str(index.data())
        match index.column():
            case x if x == PERSON:
                t = theme.now()
                _, picture = self.faces.get(_contact(row), ("", ""))
                side = t.px(28)
                spot = QRectF(cell.x, cell.middle(28), side, side)
                art.paint_avatar(cell.p, spot, row.who, picture)
                cell.words(row.who, weight=500, dx=37)
            case x if x == WHAT:
                self._paint_what(cell, row, told)
            case x if x == SAID:
                cell.words(f"“{told}”", 7, color="text.primary")
                cell.words(_shown(row), 26, "small", "text.muted")
            case _:
                cell.words(told, role="small", color="text.muted")

    def _paint_what(self, cell: Cell, row: Noticed, told: str) -> None:
        t = theme.now()
        badge = isinstance(row, Suggestion)
        icon = row.deserved.badge.icon if isinstance(row, Suggestion) else "hand-helping"
        ink = t.c("joy.base" if badge else "accent.base")
        art.paint_icon(cell.p, icon, cell.x, cell.middle(15), t.px(15), ink, 2)
        cell.words(told, dx=23, color="text.secondary")
