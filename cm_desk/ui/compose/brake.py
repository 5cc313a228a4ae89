"""Before an ask: what this person got since the last one, and how today stands. It waits once,
until the writer says why it cannot wait or that it asks nothing; then it leaves like any other.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cm_desk.actions import balance
from cm_desk.actions.balance import Standing
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.insight.phrases import asks
from cm_desk.store.asks import ANYWAY, Verdict
from cm_desk.store.asks import of as verdicts
from cm_desk.text import show
from cm_desk.ui.aio import Problem, Tasks, answer, dismiss
from cm_desk.ui.gestures.words import counted
from cm_desk.ui.news import News
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.dialog import Sheet, labelled
from cm_desk.ui.widgets.fields import Field
from cm_desk.ui.widgets.layout import hbox, vbox
from cm_desk.ui.widgets.marks import Icon
from cm_desk.ui.widgets.text import Label, Text


class Brake(Card):
    """`holds`: the writer has to say something first. `decided` when they did."""

    decided = Signal()

    def __init__(
        self, desk: Desk, news: News, problem: Problem, undo: Callable[[Undo], object]
    ) -> None:
        self._desk, self._undo = desk, undo
        self._who: tuple[int, int] | None = None  # a contact, and an account of ours
        self._text, self._found = "", tuple[str, ...]()
        self._standing: Standing | None = None
        self._verdicts: list[Verdict] = []
        self.title, self.words = Label("", "uiStrong", elide=True), Text("", "ui", "text.secondary")
        self.anyway = Button("Ask anyway", small=True)
        self.nothing = Button("It asks nothing", "quiet", small=True)
        head = hbox(Icon("scale", 18, "wait.base"), (self.title, 1), gap=8)
        self._answers = hbox(self.anyway, self.nothing, None, gap=8)
        super().__init__(
            vbox(head, self.words, self._answers, gap=6, margins=(12, 9, 12, 9)), tone="wait"
        )
        self._tasks = Tasks(self, problem)
        self.anyway.clicked.connect(lambda: self._tasks.start(self._anyway()))
        self.nothing.clicked.connect(lambda: self._tasks.start(self._nothing()))
        news.contacts.connect(self._heard)
        self.hide()

    @property
    def holds(self) -> bool:
        return not self.isHidden() and self.anyway.isVisibleTo(self)

    def stops(self) -> bool:
        """Leads to what is to be said first."""
        if self.holds:
            self.anyway.setFocus()
        return self.holds

    def show_target(self, contact_id: int | None, account_id: int) -> None:
        who = None if contact_id is None else (contact_id, account_id)
        if who != self._who:
            self._who, self._standing, self._verdicts = who, None, []
            self.hide()

    def judge(self, text: str, lang: str) -> None:
        """Read when there is something to say, not at every key."""
        self._text = text
        self._found = tuple(each.words for each in asks(text, lang or "en"))
        if self._who is None or not self._found:
            self.hide()
        elif self._standing is None:
            self._tasks.newest("read", self._read(self._who))
        else:
            self._show()

    def _heard(self, ids: frozenset[int]) -> None:
        if self._who and self._who[0] in ids and not self.isHidden():
            self._tasks.newest("read", self._read(self._who))

    async def _read(self, who: tuple[int, int]) -> None:
        standing = await balance.before_asking(self._desk, *who)
        said = await self._desk.store.read(verdicts, who[0])
        if who == self._who:
            self._standing, self._verdicts = standing, said
            self._show()

    def _show(self) -> None:
        if self._standing is None or not self._found:
            return
        said = next((v for v in self._verdicts if v.text.strip() == self._text.strip()), None)
        if said is not None and said.verdict != ANYWAY:
            self.hide()
            return
        more = self._standing.person.balance.more
        self.title.set_text(f"{_early(more)}: {_quoted(self._found)}")
        kept = f"Asked anyway: {show.line(said.reason, 200)}" if said else ""
        self.words.set_text(kept or told(self._standing))
        for button in (self.anyway, self.nothing):
            button.setVisible(said is None and more > 0)
        self.setAccessibleName(f"{self.title.words}. {self.words.words}")
        self.show()

    async def _anyway(self) -> None:
        sheet = ReasonSheet(self.window(), _early(1))
        try:
            if self._who and await answer(sheet):
                given = (*self._who, self._text, sheet.reason.text())
                await self._decide(balance.ask_anyway(self._desk, *given))
        finally:
            dismiss(sheet)

    async def _nothing(self) -> None:
        if self._who:
            await self._decide(balance.asks_nothing(self._desk, *self._who, self._text))

    async def _decide(self, work: Coroutine[Any, Any, tuple[int, Undo]]) -> None:
        self._undo((await work)[1])
        if self._who:
            await self._read(self._who)
        self.decided.emit()


class ReasonSheet(Sheet):
    def __init__(self, parent: QWidget, title: str) -> None:
        self.reason = Field("", "What cannot wait", "Why it cannot wait")
        body = vbox(labelled("Why it cannot wait", self.reason, "Kept beside the balance."))
        super().__init__(parent, title, body, "Keep it", 460)
        self.reason.setFocus()

    def accept(self) -> None:
        if not self.reason.text().strip():
            self.say_problem("An ask before its time has a reason.", self.reason)
            return
        super().accept()


def told(standing: Standing) -> str:
    """ "2 gives to this person since the last ask, 9 for 3 asks in all. Today this account gave 12
    times and asked once." """
    person, today = standing.person.balance, standing.today.balance
    since = counted(person.since, "{} give", "{} gives")
    asks_ = counted(person.asks, "{} ask", "{} asks")
    gave = counted(today.gives, "gave once", "gave {} times")
    asked = counted(today.asks, "asked once", "asked {} times")
    if not today.asks:
        asked = "asked nothing"
    if not today.gives:
        gave = "gave nothing yet"
    return (
        f"{since} to this person since the last ask, {person.gives:,} for {asks_} in half a year."
        f" Today this account {gave} and {asked}."
    )


def _early(more: int) -> str:
    return f"{more} more first" if more else "This asks something"


def _quoted(found: tuple[str, ...]) -> str:
    return ", ".join(f"“{show.line(each, 30)}”" for each in dict.fromkeys(found))
