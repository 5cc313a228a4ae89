"""An apology in the list, and a step of one."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from cm_desk.actions.apologies import Waiting
from cm_desk.store.apologies import Step
from cm_desk.text import show
from cm_desk.ui.apologies import words
from cm_desk.ui.widgets.buttons import Button, LinkLine
from cm_desk.ui.widgets.chips import Chip
from cm_desk.ui.widgets.layout import Item, hbox, vbox
from cm_desk.ui.widgets.marks import Avatar, Icon
from cm_desk.ui.widgets.stops import Stop
from cm_desk.ui.widgets.text import Label, Text


class ApologyRow(Stop):
    """The row that is shown beside the list has a bar."""

    def __init__(self, row: Waiting, picture: str, now: datetime) -> None:
        self.row = row
        name = show.line(row.apology.who, 60)
        said, tone, icon = words.state(row, now)
        top = hbox(
            Avatar(row.apology.who, picture, 28),
            (Label(name, "uiStrong", elide=True), 1),
            Label(words.sofar(row), "small", "text.muted", tabular=True),
            gap=8,
        )
        quote = Text(f"“{show.line(row.apology.quote, 200)}”", "ui", "text.secondary", max_lines=2)
        inside = vbox(top, quote, hbox(Chip(said, tone, icon), None), gap=6,
                      margins=(14, 10, 12, 10))  # fmt: skip
        super().__init__(inside, f"{name}. {said}. {words.sofar(row)} parts")

    def mark(self, current: bool) -> None:
        self.bar = "joy.base" if current else ""
        self.fill = "bg.selected" if current else "bg.surface"
        self.update()


class StepRow(QWidget):
    """`done` carries what is wanted: "proof", "open", "tell", "edit" or "remove"."""

    done = Signal(str)

    def __init__(self, step: Step, now: datetime) -> None:
        super().__init__()
        self.step = step
        icon, color, told = words.step_mark(step)
        text = show.line(step.text, 200)
        mark = vbox(Icon(icon, 18, color, told), None, gap=0, margins=(0, 1, 0, 0))
        self.more = Button("", "quiet", "ellipsis", name=f"Change or remove: {text}", small=True)
        self.more.clicked.connect(self._menu)
        column = vbox(Text(text, "ui", max_lines=3), *self._about(now), *self._next(text), gap=3)
        self.setLayout(hbox(mark, (column, 1), vbox(self.more, None, gap=0), gap=9))
        self.setAccessibleName(f"Step: {text}. {told}")

    def _about(self, now: datetime) -> list[Item]:
        said, tone = words.step_state(self.step, now)
        parts: list[Item] = []
        if self.step.owner.strip():
            parts.append(Label(show.line(self.step.owner, 30), "small", "text.muted"))
        if said:
            parts.append(Chip(said, tone, "flag" if tone in ("risk", "wait") else ""))
        return [hbox(*parts, None, gap=8)] if parts else []

    def _next(self, text: str) -> list[Item]:
        """The proof, and what is to be done now."""
        found: list[Item] = []
        if self.step.proof:
            self.open = LinkLine(words.proof(self.step), icon="eye")
            self.open.setAccessibleName(f"Open the proof: {words.proof(self.step)}")
            self.open.clicked.connect(lambda: self.done.emit("open"))
            found.append(self.open)
        what = self._wanted()
        if what:
            label = {"proof": "Add proof", "open": "Open the proof", "tell": "Done, tell them"}[
                what
            ]
            icon = {"proof": "link", "open": "eye", "tell": "send"}[what]
            self.next = Button(label, "default", icon, name=f"{label}: {text}", small=True)
            self.next.clicked.connect(lambda: self.done.emit(what))
            found.append(hbox(self.next, None))
        return found

    def _wanted(self) -> str:
        if not self.step.proof:
            return "proof"
        if not self.step.is_proven:
            return "open"
        return "" if self.step.told_id else "tell"

    def _menu(self) -> None:
        menu = QMenu(self)
        offered = [("Change …", "edit"), ("Another proof …", "proof"), ("Remove", "remove")]
        if self.step.is_proven and self.step.told_id is None:
            offered.insert(0, ("They know already …", "known"))
        for label, what in offered:
            menu.addAction(label, partial(self.done.emit, what))
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
