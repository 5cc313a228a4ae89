"""The gesture that goes with what is written: which, why, and what to look at twice."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cm_desk.domain.attached import Attached
from cm_desk.insight.giving import second_looks
from cm_desk.store.drafts import Draft
from cm_desk.text import show
from cm_desk.ui.gestures.kinds import kind
from cm_desk.ui.gestures.words import counted, minutes, money
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.layout import clear, hbox, vbox
from cm_desk.ui.widgets.marks import Icon
from cm_desk.ui.widgets.text import Label, Text


class GestureBar(Card):
    """`changed` when it was taken away; `asked` wants it changed."""

    changed = Signal()
    asked = Signal()

    def __init__(self) -> None:
        self.gesture: Attached | None = None
        self.icon = Icon("heart", 15, "joy.base")
        self.title = Label("", "ui", "joy.text", weight=600)
        self.more = Label("", "small", "text.secondary", elide=True)
        self.change = Button("Change", "link", small=True)
        self.remove = Button("", "quiet", "x", name="Send without the gesture", small=True)
        top = hbox(self.icon, self.title, (self.more, 1), self.change, self.remove, gap=7)
        self._hints = vbox(gap=2)
        super().__init__(vbox(top, self._hints, gap=2, margins=(10, 2, 4, 2)), tone="joy")
        self.change.clicked.connect(self.asked)
        self.remove.clicked.connect(self._take)
        self.hints: tuple[str, ...] = ()
        self.hide()

    def show_gesture(self, gesture: Attached | None) -> None:
        self.gesture = gesture
        self.setVisible(gesture is not None)
        if gesture is None:
            return
        known = kind(gesture.kind)
        self.icon.show_as(known.icon, "joy.base")
        self.title.set_text(show.line(known.label, 40))
        self.more.set_text(said(gesture))
        self.setAccessibleName(f"Goes with it: {known.label}. {self.more.words}")
        self.change.rename(f"Change the {known.label.lower()}")

    def show_hints(self, hints: Sequence[str]) -> None:
        """One line each; they block nothing."""
        if tuple(hints) == self.hints:
            return
        self.hints = tuple(hints)
        clear(self._hints)
        for each in self.hints:
            line = Text(each, "small", "wait.text", max_lines=2)
            row = QWidget()
            row.setLayout(hbox(Icon("eye", 13, "wait.base"), (line, 1), gap=6))
            row.setAccessibleName(each)
            self._hints.addWidget(row)

    def _take(self) -> None:
        self.show_gesture(None)
        self.changed.emit()


def said(gesture: Attached) -> str:
    """ "from Mara Lindqvist · 2 quotes · €4 · 5 min"."""
    parts = [f"from {show.line(gesture.voice, 40)}"] if gesture.voice else []
    if gesture.quotes or not gesture.why:
        parts += [counted(len(gesture.quotes), "{} quote", "{} quotes")]
    else:
        parts += [show.line(gesture.why, 60)]
    parts += [money(gesture.cost_cents, gesture.currency)] if gesture.cost_cents else []
    parts += [minutes(gesture.minutes)] if gesture.minutes else []
    parts += [show.line(gesture.note, 60)] if gesture.note else []
    return " · ".join(parts)


def looks(draft: Draft) -> tuple[str, ...]:
    """What to look at twice before `draft` gives."""
    if (gesture := draft.gesture) is None:
        return ()
    public = kind(gesture.kind).public
    return second_looks(gesture.kind, public, draft.text, draft.visibility, draft.lang or "en")
