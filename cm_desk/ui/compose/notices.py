"""What the composer says about a draft: too long, public, a promise in it."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cm_desk.insight.pledges import Hint
from cm_desk.text import show
from cm_desk.ui.compose.choose import visibility_name
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.layout import hbox, vbox
from cm_desk.ui.widgets.marks import Icon
from cm_desk.ui.widgets.text import Label, Text


class PromiseHint(QWidget):
    """Proposes to keep track of a promise; saves nothing by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.hint: Hint | None = None
        self._label = Label("", "small", "text.secondary", elide=True)
        self.track = Button("Track it", "link", key="Alt+P", small=True)
        self.setLayout(hbox(Icon("flag", 14, "joy.base"), (self._label, 1), self.track, gap=7))
        self.hide()

    def show_hint(self, hint: Hint | None, today: date) -> None:
        self.hint = hint
        self.setVisible(hint is not None)
        if hint is not None:
            due = "today" if hint.due == today else f"{hint.due:%a} {hint.due.day} {hint.due:%b}"
            self._label.set_text(f"Promise? “{hint.text}” · due {due}")
            self.track.rename(f"Keep track of the promise for {due}")


class Wrong(QWidget):
    """One line in red under the text: why Send is off."""

    def __init__(self) -> None:
        super().__init__()
        self._text = Text("", "ui", "risk.text")
        self.setLayout(hbox(Icon("circle-alert", 15, "risk.text"), (self._text, 1), gap=8))
        self.hide()

    def say(self, text: str) -> None:
        self.setVisible(bool(text))
        self._text.set_text(text)
        self.setAccessibleName(text)


class PublicQuestion(Card):
    """Asked before a public answer to a private message: one of the few questions there are."""

    answered = Signal(str)  # "direct" or "keep"

    def __init__(self) -> None:
        self._text = Text("", "ui", "text.secondary")
        self.direct = Button("Make it direct", "primary", "lock", small=True)
        self.keep = Button("Keep public", small=True)
        head = hbox(Icon("globe", 18, "wait.base"), Label("This reply is public", "uiStrong"), None)
        answers = hbox(self.direct, self.keep, None, gap=8)
        layout = vbox(head, self._text, answers, gap=6, margins=(12, 9, 12, 9))
        super().__init__(layout, tone="wait")
        self.direct.clicked.connect(lambda: self.answered.emit("direct"))
        self.keep.clicked.connect(lambda: self.answered.emit("keep"))
        self.hide()

    def ask(self, who: str, visibility: str) -> None:
        reach = "your followers" if visibility == "private" else "everyone"
        self._text.set_text(
            f"{show.line(who, 40)} wrote a direct message. "
            f"Your reply is set to {visibility_name(visibility)}, so {reach} can read it."
        )
        self.setAccessibleName(f"This reply is public. {self._text.words}")
        self.show()
