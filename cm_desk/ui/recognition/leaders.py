"""The leaderboard: who helped others, by time and context, in a fair order or the most first."""

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from cm_desk.actions import board, helping
from cm_desk.actions.board import Leaders as Found
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.months import Month
from cm_desk.insight.board import Row
from cm_desk.ui import keys, theme
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.award import award_to
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.recognition import words
from cm_desk.ui.recognition.cells import LeaderDelegate
from cm_desk.ui.recognition.credit import credit_round
from cm_desk.ui.recognition.criteria import edit_badges
from cm_desk.ui.recognition.evidence import Evidence
from cm_desk.ui.recognition.reward import reward
from cm_desk.ui.recognition.rows import Rows
from cm_desk.ui.recognition.share import share
from cm_desk.ui.recognition.steer import Steer
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.layout import box, hbox, pane, rule, scroll, vbox
from cm_desk.ui.widgets.messages import Empty
from cm_desk.ui.widgets.table import Table
from cm_desk.ui.widgets.text import Text

HEADS = ("Person", "Gave others · got from us", "Latest kindness", "Badges", "Thanked")
WIDTHS = (206, 186, 0, 104, 128)
SIDE, SIDE_FROM, NARROW, ROOMY = 298, 900, 660, 820  # px at 100 % text
NOBODY = "When people help each other in your conversations, they stand here with their words."


class Leaders(QWidget):
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
        self._found: Found | None = None
        self._stale, self._side_wanted = True, False
        self.steer = Steer()
        self.model: Rows[Row] = Rows(self, HEADS, self._cell, self._spoken)
        self.table = Table("People who helped others", WIDTHS)
        self.delegate = LeaderDelegate(self.table, desk.now)
        self.evidence, self.fair = Evidence(), Text("", "small", "text.muted")
        self._lay_out()
        keys.context(self, "recognition")
        self.steer.changed.connect(self.reload)
        self.table.opened.connect(self._open)
        self.table.doubleClicked.connect(lambda _index: self._open())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_acts())
        self.evidence.opened.connect(self._open_story)
        news.contacts.connect(self._changed)

    def _lay_out(self) -> None:
        self.table.setModel(self.model)
        self.table.setItemDelegate(self.delegate)
        self.table.dress()
        thank = Button("Thank", "primary", "heart", key="T")
        thank.clicked.connect(self._thank)
        badge = Button("Badge", "default", "award", key="B", name="Award a badge")
        badge.clicked.connect(self._award)
        self.acts = Button("Acts", "default", "list", key="I", name="Show the acts of this person")
        self.acts.clicked.connect(self._toggle_side)
        share = Button("Share", "default", "file-down", key="S", name="Make a page to share")
        share.clicked.connect(self._share)
        self.buttons = [self.acts, share, badge, thank]
        look = Button("Look for help in what was said", "primary", "search")
        look.clicked.connect(lambda: self._tasks.start(self._look()))
        self.nothing = Empty("award", "Nobody is counted yet", NOBODY, [look], tone="joy")
        self.stack = QStackedWidget()
        for each in (self.table, self.nothing):
            self.stack.addWidget(each)
        pane(self.stack, "pane_surface")
        self.side = scroll(box(vbox(self.evidence, None, margins=(12, 14, 12, 14))), "Their acts")
        foot = box(hbox((self.fair, 1), margins=(28, 6, 24, 8)))
        left = box(vbox((self.stack, 1), rule(), foot, gap=0))
        body = box(hbox((left, 1), rule(True), self.side, gap=0))
        self.setLayout(vbox(self.steer, rule(), (body, 1), gap=0))
        self.dress()

    def dress(self) -> None:
        self.side.setFixedWidth(theme.now().px(SIDE))
        self._make_room(self.width())

    def _make_room(self, width: int) -> None:
        t = theme.now()
        wide = width >= t.px(SIDE_FROM)
        if self.acts.parent():  # shown before it has a place it would be a window
            self.acts.setVisible(not wide)
        self.side.setVisible(wide or self._side_wanted)
        room = width - (t.px(SIDE) if self.side.isVisibleTo(self) else 0)
        badges, latest = room >= t.px(NARROW), room >= t.px(ROOMY)
        self.table.show_columns([True, True, latest, badges, True])
        self.steer.make_room(width)

    # -- what is shown

    def reload(self) -> None:
        self._stale = False
        self._tasks.newest("reload", self._reload())

    async def _reload(self) -> None:
        kept = self.current()
        month, context = self.steer.month, self.steer.context
        found = await board.leaders(self._desk, month, context, self.steer.is_fair)
        self._found = self.delegate.found = found
        self.steer.offer(found.months, found.contexts)
        self.model.replace(found.board.rows)
        self.stack.setCurrentWidget(self.table if found.board.rows else self.nothing)
        self._say_nothing(month, context)
        self.fair.set_text(words.fairness(found.board))
        ids = [each.contact_id for each in found.board.rows]
        self.table.selectRow(ids.index(kept.contact_id) if kept and kept.contact_id in ids else 0)
        self._show_acts()

    def _say_nothing(self, month: Month | None, context: str) -> None:
        about = f" with {context}" if context else ""
        when = "in the last 90 days" if month is None else f"in {words.period(month)}"
        self.nothing.say("Nobody is counted yet", f"No help{about} was confirmed {when}. {NOBODY}")

    def current(self) -> Row | None:
        return self.model.at(self.table.currentIndex().row())

    def _show_acts(self) -> None:
        self._tasks.newest("acts", self._read_acts())

    async def _read_acts(self) -> None:
        row, found = self.current(), self._found
        acts = await board.acts(self._desk, row.acts) if row else []
        if row and found:
            name, badges = found.faces[row.contact_id][0], found.badges.get(row.contact_id, ())
            self.evidence.show_acts(name, acts, badges, self._desk.now())
        self.evidence.setVisible(row is not None)

    def _cell(self, row: Row, column: int) -> str:
        name = self._name(row)
        gave = f"{row.aided} · {row.turns}"
        return (name, gave, row.latest, "", words.thanked(row, self._desk.now()))[column]

    def _spoken(self, row: Row) -> str:
        badges = self._found.badges.get(row.contact_id, ()) if self._found else ()
        return words.spoken(self._name(row), row, len(badges), self._desk.now())

    def _name(self, row: Row) -> str:
        return self._found.faces[row.contact_id][0] if self._found else ""

    # -- what can be done

    @property
    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done now, by the ids of keymap.json."""
        return {
            "rec.next": lambda: self.table.move_by(1),
            "rec.prev": lambda: self.table.move_by(-1),
            "rec.open": self._open,
            "rec.person": self._open_person,
            "rec.gesture": self._thank,
            "rec.badge": self._award,
            "rec.side": self._toggle_side,
            "rec.fair": self.steer.turn,
            "rec.share": self._share,
            "rec.credit": self._credit,
            "rec.reward": self._reward,
            "rec.criteria": self._edit_badges,
        }

    def panes(self) -> list[QWidget]:
        return [self.table, self.side]

    def selection(self) -> str:
        row = self.current()
        return self._name(row) if row else ""

    def _open(self) -> None:
        """The newest of the acts behind the count."""
        if row := self.current():
            self._tasks.start(self._open_newest(row))

    async def _open_newest(self, row: Row) -> None:
        [newest, *_] = await board.acts(self._desk, row.acts)
        self._open_story(row.contact_id, newest.act.message_id)

    def _open_story(self, contact_id: int, message_id: int | None) -> None:
        if message_id is None:
            self._go.open_person(contact_id)
        else:
            self._go.open_story(contact_id, message_id)

    def _open_person(self) -> None:
        if row := self.current():
            self._go.open_person(row.contact_id)

    def _thank(self) -> None:
        if row := self.current():
            self._tasks.start(self._thank_for(row))

    async def _thank_for(self, row: Row) -> None:
        [newest, *_] = await board.acts(self._desk, row.acts)
        self._go.give_to(row.contact_id, newest.act.message_id)

    def _award(self) -> None:
        if row := self.current():
            work = award_to(self._desk, self.window(), row.contact_id)
            self._tasks.start(self._with_undo(work))

    def _reward(self) -> None:
        if row := self.current():
            work = reward(self._desk, self.window(), row.contact_id)
            self._tasks.start(self._with_undo(work))

    def _credit(self) -> None:
        work = credit_round(self._desk, self.window(), self.steer.month, self.steer.context)
        self._tasks.start(self._with_undo(work))

    def _edit_badges(self) -> None:
        self._tasks.start(self._with_undo(edit_badges(self._desk, self.window())))

    def _share(self) -> None:
        work = share(self._desk, self.window(), self.steer.month, self.steer.context, self._undo)
        self._tasks.start(self._shared(work))

    async def _shared(self, work: Coroutine[Any, Any, int | None]) -> None:
        """Where somebody is to be asked, their conversation opens with a draft."""
        if (conversation := await work) is not None:
            self._go.open_conversation(conversation)

    async def _with_undo(self, work: Coroutine[Any, Any, Undo | None]) -> None:
        if done := await work:
            self._undo(done)

    async def _look(self) -> None:
        await helping.look(self._desk)
        self._go.go("recognition/confirm")

    def _toggle_side(self) -> None:
        self._side_wanted = not self._side_wanted
        self._make_room(self.width())

    def _changed(self, _ids: frozenset[int]) -> None:
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()
        self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._make_room(event.size().width())
        super().resizeEvent(event)
