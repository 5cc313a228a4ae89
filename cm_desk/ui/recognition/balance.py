"""Give and ask: month by month and account by account, each number opened to what is behind it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from cm_desk.actions import balance
from cm_desk.actions.balance import Line
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.insight.balance import Turn
from cm_desk.insight.intervals import share_text
from cm_desk.insight.turns import ANSWER, Act
from cm_desk.store import messages
from cm_desk.text import show
from cm_desk.ui import keys, theme
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.contact.words import month as month_name
from cm_desk.ui.format import date
from cm_desk.ui.gestures.kinds import kind as gesture
from cm_desk.ui.gestures.words import counted
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.recognition.rows import Rows
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import Card, Quote, section
from cm_desk.ui.widgets.layout import box, clear, hbox, pane, rule, scroll, vbox
from cm_desk.ui.widgets.messages import Empty
from cm_desk.ui.widgets.table import Cell, Index, RowDelegate, Table
from cm_desk.ui.widgets.text import Label

MONTH, ACCOUNT, GAVE, ASKED, SHARE = range(5)
HEADS = ("Month", "Account", "Gave", "Asked", "Of what we did, given")
SIDE, SIDE_FROM, NARROW, SHOWN = 298, 860, 680, 30
NOBODY = "What you answer, thank and give stands here beside what you ask for."


class BalanceTab(QWidget):
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
        self._side_wanted = False
        self.model: Rows[Line] = Rows(self, HEADS, _cell, spoken)
        self.table = Table("Given and asked, by month and account", (150, 132, 0, 84, 216))
        self.table.setModel(self.model)
        self.table.setItemDelegate(LineDelegate(self.table))
        self.table.dress()
        self.evidence = Behind(self._open_message)
        self._lay_out()
        keys.context(self, "recognition")
        self.table.opened.connect(self._toggle_side)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_behind())
        for topic in (news.contacts, news.conversations):
            topic.connect(self._changed)

    def _lay_out(self) -> None:
        self.more = Button("What is behind it", "default", "list", key="I")
        self.more.clicked.connect(self._toggle_side)
        self.buttons = [self.more]
        self.nothing = Empty("scale", "Nothing given and nothing asked yet", NOBODY)
        self.stack = QStackedWidget()
        for each in (self.table, self.nothing):
            self.stack.addWidget(each)
        pane(self.stack, "pane_surface")
        self.side = scroll(
            box(vbox(self.evidence, None, margins=(12, 14, 12, 14))), "What is behind the number"
        )
        self.setLayout(vbox((box(hbox((self.stack, 1), rule(True), self.side, gap=0)), 1), gap=0))
        self.dress()

    def dress(self) -> None:
        self.side.setFixedWidth(theme.now().px(SIDE))
        self._make_room(self.width())

    def _make_room(self, width: int) -> None:
        t = theme.now()
        wide = width >= t.px(SIDE_FROM)
        if self.more.parent():  # shown before it has a place it would be a window
            self.more.setVisible(not wide)
        self.side.setVisible(wide or self._side_wanted)
        room = width - (t.px(SIDE) if self.side.isVisibleTo(self) else 0)
        self.table.show_columns([True, True, True, True, room >= t.px(NARROW)])

    def reload(self) -> None:
        self._tasks.newest("reload", self._reload())

    async def _reload(self) -> None:
        number = max(0, self.table.currentIndex().row())
        rows = await balance.by_month(self._desk)
        self.model.replace(rows)
        self.stack.setCurrentWidget(self.table if rows else self.nothing)
        if rows:
            self.table.selectRow(min(number, len(rows) - 1))
        self._show_behind()

    def current(self) -> Line | None:
        return self.model.at(self.table.currentIndex().row())

    def _show_behind(self) -> None:
        row = self.current()
        self.evidence.setVisible(row is not None)
        if row:
            self.evidence.show_line(row, self._desk)

    @property
    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done now, by the ids of keymap.json."""
        return {
            "rec.next": lambda: self.table.move_by(1),
            "rec.prev": lambda: self.table.move_by(-1),
            "rec.open": self._toggle_side,
            "rec.side": self._toggle_side,
        }

    def panes(self) -> list[QWidget]:
        return [self.table, self.side]

    def _toggle_side(self) -> None:
        self._side_wanted = not self._side_wanted
        self._make_room(self.width())

    def _open_message(self, act: Act) -> None:
        if act.message_id is not None:
            self._tasks.start(self._open(act.message_id))
        elif act.contact_id is not None:
            self._go.open_person(act.contact_id)

    async def _open(self, message_id: int) -> None:
        if found := await self._desk.store.read(messages.get, message_id):
            self._go.open_conversation(found.conversation_id, message_id)

    def _changed(self, _ids: frozenset[int]) -> None:
        if self.isVisible():
            self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()
        self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._make_room(event.size().width())
        super().resizeEvent(event)


def _account(row: Line) -> str:
    return show.line(row.account.name or row.account.handle, 60) if row.account else "By hand"


def kind(key: str, n: int) -> str:
    """ "12 answers", "2 × Thank-you"."""
    if key == ANSWER:
        return counted(n, "{} answer", "{} answers")
    return f"{n:,} × {show.line(gesture(key).label, 40)}"


def _cell(row: Line, column: int) -> str:
    found = row.sum
    gave = ", ".join(kind(*each) for each in found.gives) or "Nothing"
    share = share_text(found.balance.gives, found.balance.gives + found.balance.asks)
    asked = f"{found.balance.asks:,}"
    return (month_name(*row.month), _account(row), gave, asked, share)[column]


def spoken(row: Line) -> str:
    """The row as a sentence."""
    month, account, gave, _, share = (_cell(row, n) for n in range(5))
    asked = counted(row.sum.balance.asks, "asked once", "asked {} times")
    per = row.sum.per_ask
    each = f", {per:.1f} for each ask" if per is not None else ""
    return f"{month}, {account}: gave {gave}{each}, {asked}. {share}"


class LineDelegate(RowDelegate):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)

    def paint_cell(self, cell: Cell, index: Index) -> None:
        row: Line = index.data(Qt.ItemDataRole.UserRole)
        told = str(index.data())
        match index.column():
            case x if x == MONTH:
                cell.words(told, weight=600)
            case x if x == GAVE and row.sum.per_ask:
                cell.words(told, 7)
                each = f"{row.sum.per_ask:.1f} for each ask"
                cell.words(each, 26, "small", "text.muted")
            case x if x == ASKED:
                cell.words(told, color="text.primary" if row.sum.balance.asks else "text.muted")
            case x if x == SHARE:
                cell.words(told, color="text.secondary")
            case _:
                cell.words(told)


class Behind(Card):
    """What we asked first, then what we gave: each with its words, opened by a click."""

    def __init__(self, opened: Callable[[Act], None]) -> None:
        self._opened = opened
        self.title, self.rows = Label("", "heading", elide=True), vbox(gap=12)
        super().__init__(vbox(self.title, self.rows, gap=10, margins=(14, 12, 12, 12)))

    def show_line(self, row: Line, desk: Desk) -> None:
        clear(self.rows)
        self.title.set_text(f"{month_name(*row.month)}, {_account(row)}")
        for turn, head in ((Turn.ASK, "Asked"), (Turn.GIVE, "Gave")):
            acts = [each for each in row.sum.acts if each.turn is turn]
            self.rows.addLayout(section(f"{head} · {len(acts):,}"))
            for each in acts[:SHOWN]:
                self._add(each, desk)
            if len(acts) > SHOWN:
                left = counted(len(acts) - SHOWN, "{} more", "{} more")
                self.rows.addWidget(Label(left, "small", "text.muted"))

    def _add(self, each: Act, desk: Desk) -> None:
        what = ", ".join(f"“{words}”" for words in each.phrases) or kind(each.kind, 1)
        said = show.line(each.what, 160) or "Without words"
        quote = Quote(said, f"{what}, {date(each.at, desk.now())}", max_lines=3)
        quote.source.clicked.connect(lambda: self._opened(each))
        self.rows.addWidget(quote)
