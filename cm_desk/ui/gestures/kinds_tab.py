"""The kinds tab: what can be given here, in its order; renamed, hidden, added."""

from collections.abc import Awaitable, Callable
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from cm_desk.actions import kinds as actions
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.kinds import TURNS, Kind, first
from cm_desk.text import show
from cm_desk.ui import keys, theme
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.gestures.kind_dialog import COUNTS, edit
from cm_desk.ui.gestures.kinds import look
from cm_desk.ui.gestures.words import minutes, money
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.widgets.buttons import Button, paint_focus
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.chips import Chip, KeyCap
from cm_desk.ui.widgets.layout import box, clear, hbox, pane, rule, scroll, vbox
from cm_desk.ui.widgets.marks import Icon
from cm_desk.ui.widgets.text import Label


class KindsTab(QWidget):
    def __init__(
        self,
        desk: Desk,
        news: News,
        problem: Problem,
        undo: Callable[[Undo], None],
        go: Navigator,
    ) -> None:
        super().__init__()
        self._desk, self._undo = desk, undo
        self._tasks, self._stale = Tasks(self, problem), True
        self.rows: list[KindRow] = []
        self._list = vbox(gap=0)
        add = Button("Add a kind", "primary", "plus", key="N")
        add.clicked.connect(self.add)
        self.buttons = [add]
        card = Card(vbox(self._list, gap=0, margins=(4, 4, 4, 4)))
        self.area = scroll(box(vbox(card, None, margins=(28, 14, 24, 24))))
        self.setLayout(vbox((self.area, 1), gap=0))
        pane(self, "pane_window")
        keys.context(self, "table")
        news.settings.connect(self._changed)

    @property
    def commands(self) -> dict[str, Callable[[], object]]:
        return {
            "table.new": self.add,
            "table.next": lambda: self._step(1),
            "table.prev": lambda: self._step(-1),
            "table.edit": lambda: self._at("change"),
            "table.open": lambda: self._at("change"),
            "table.remove": lambda: self._at("hide"),
        }

    def panes(self) -> list[QWidget]:
        return [self.rows[0] if self.rows else self]

    def add(self) -> None:
        self._tasks.start(self._with_undo(edit(self._desk, self.window())))

    def _step(self, by: int) -> None:
        if self.rows:
            at = next((n for n, row in enumerate(self.rows) if row.holds_focus()), -by)
            self.rows[max(0, min(len(self.rows) - 1, at + by))].setFocus()

    def _at(self, what: str) -> bool:
        row = next((row for row in self.rows if row.holds_focus()), None)
        if row is not None:
            self._do(row.kind, what)
        return row is not None

    def _do(self, kind: Kind, what: str) -> None:
        self._tasks.start(self._with_undo(self._work(kind, what)))

    def _work(self, kind: Kind, what: str) -> Awaitable[Undo | None]:
        match what:
            case "hide":
                return actions.hide(self._desk, kind.key, not kind.hidden)
            case "up" | "down":
                return actions.move(self._desk, kind.key, 1 if what == "down" else -1)
            case "remove":
                return actions.remove(self._desk, kind.key)
        return edit(self._desk, self.window(), kind)

    async def _with_undo(self, work: Awaitable[Undo | None]) -> None:
        if done := await work:
            self._undo(done)

    def reload(self) -> None:
        self._stale = False
        self._tasks.newest("reload", self._reload())

    async def _reload(self) -> None:
        await look(self._desk)
        known = await actions.all(self._desk)
        if known == tuple(row.kind for row in self.rows):
            return
        kept = next((row.kind.key for row in self.rows if row.holds_focus()), "")
        clear(self._list)
        self.rows = [KindRow(each, n, len(known)) for n, each in enumerate(known)]
        for n, row in enumerate(self.rows):
            row.pressed.connect(partial(self._do, row.kind))
            if n:
                self._list.addWidget(rule())
            self._list.addWidget(row)
            if row.kind.key == kept:
                row.show()  # a hidden one would take the focus only if nothing else does
                row.setFocus()

    def _changed(self, _ids: frozenset[int]) -> None:
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()


class KindRow(Card):
    """`pressed`: change, hide, up, down or remove."""

    pressed = Signal(str)

    def __init__(self, kind: Kind, number: int, of: int) -> None:
        self.kind = kind
        label = show.line(kind.label, 40)
        color = "text.disabled" if kind.hidden else "text.primary"
        name = Label(label, "uiStrong", color, elide=True)
        usual = Label(usually(kind), "small", "text.muted", elide=True)
        self.hide_ = self._button("eye" if kind.hidden else "eye-off", "hide", _hiding(kind))
        up = self._button("arrow-up", "up", f"Earlier: {label}")
        down = self._button("arrow-down", "down", f"Later: {label}")
        up.setEnabled(number > 0)
        down.setEnabled(number < of - 1)
        self.change = self._button("pencil-line", "change", f"Change {label}")
        own = kind.key not in {each.key for each in first()}
        remove = [self._button("x", "remove", f"Remove {label}")] if own else []
        marks: list[QWidget] = [KeyCap(kind.letter)] if kind.letter else []
        marks += [Chip("Hidden", "calm", "eye-off")] if kind.hidden else []
        words, icon = vbox(name, usual, gap=0), Icon(kind.icon, 18, "joy.base")
        tools = (up, down, self.hide_, self.change, *remove)
        row = hbox(icon, (words, 1), *marks, *tools, gap=7, margins=(10, 6, 8, 6))
        super().__init__(row, fill="bg.surface", line="")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{label}. {usually(kind)}{'. Hidden' if kind.hidden else ''}")

    def _button(self, icon: str, what: str, name: str) -> Button:
        made = Button("", "quiet", icon, name=name, small=True)
        made.clicked.connect(lambda: self.pressed.emit(what))
        return made

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            paint_focus(QPainter(self), QRectF(self.rect()), theme.now().radius("control"))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def holds_focus(self) -> bool:
        focus = self.window().focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))


def usually(kind: Kind) -> str:
    """ "In private · counts as giving · €4 · 20 min"."""
    counts = COUNTS[TURNS.index(kind.turn)].lower()
    parts = ["In public" if kind.public else "In private"]
    neither = counts == "neither"
    parts += ["counts as neither giving nor asking" if neither else f"counts as {counts}"]
    parts += [money(kind.cost_cents, kind.currency)] if kind.cost_cents else []
    parts += [minutes(kind.minutes)] if kind.minutes else []
    parts += [] if kind.quotes else ["without a quote"]
    return " · ".join(parts)


def _hiding(kind: Kind) -> str:
    label = show.line(kind.label, 40)
    return f"Offer {label} again" if kind.hidden else f"Hide {label}: its gestures keep their name"
