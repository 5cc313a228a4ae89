"""Above the words: whom one writes to. Their situation in a line, and whether to write at all."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cm_desk.actions import apologies as saying
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.known import About
from cm_desk.store import known
from cm_desk.store.known import Known
from cm_desk.text import show
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.contact.side.words import since_and_why
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.layout import hbox, vbox
from cm_desk.ui.widgets.lines import Line
from cm_desk.ui.widgets.marks import Icon
from cm_desk.ui.widgets.text import Label, Text

UNKNOWN = "Situation: not known yet"


class AloneNotice(Card):
    """Warns and never blocks: what is written can be sent."""

    def __init__(self) -> None:
        self.words = Text("", "ui", "text.secondary", max_lines=2)
        self.story = Button("Their page", "link", small=True)
        title = Label("Leave alone", "uiStrong")
        top = hbox(Icon("bell-off", 16, "wait.base"), title, None, self.story, gap=8)
        super().__init__(vbox(top, self.words, gap=2, margins=(12, 6, 8, 8)), tone="wait")
        self.hide()

    def say(self, words: str) -> None:
        self.words.set_text(words)
        self.setAccessibleName(f"Leave alone. {words}")
        self.setVisible(bool(words))


class Who(QWidget):
    def __init__(
        self,
        desk: Desk,
        news: News,
        problem: Problem,
        undo: Callable[[Undo], object],
        go: Navigator,
    ) -> None:
        super().__init__()
        self._desk, self._undo, self._go = desk, undo, go
        self._tasks = Tasks(self, problem)
        self._id: int | None = None
        self.known = Known()
        self.alone = AloneNotice()
        self.situation = Line("map-pin", UNKNOWN, color="text.muted", sign="plus", max_lines=1)
        self.owed = Line("hand-heart", "", icon_color="joy.base", sign="chevron-right", max_lines=1)
        self.owed.hide()
        self.owed.clicked.connect(self._show_apology)
        self.alone.story.clicked.connect(self._open)
        self.situation.clicked.connect(self._ask)
        self.setLayout(vbox(self.alone, self.owed, self.situation, gap=4, margins=(2, 0, 2, 2)))
        self.hide()
        news.contacts.connect(self._changed)

    def show_contact(self, contact_id: int | None) -> None:
        """None: a post to nobody."""
        if contact_id != self._id:
            self._id, self.known = contact_id, Known()
            self.alone.say("")
            self.owed.hide()
            self._say_situation()
        self.setVisible(contact_id is not None)
        self.reload()

    def reload(self) -> None:
        if self._id is not None:
            self._tasks.newest("known", self._reload(self._id))

    def _changed(self, ids: frozenset[int]) -> None:
        if self._id in ids:
            self.reload()

    async def _reload(self, contact_id: int) -> None:
        found = await self._desk.store.read(known.of, contact_id)
        owed = await saying.owed_to(self._desk, contact_id)
        if contact_id != self._id:
            return
        self.owed.setVisible(owed is not None)
        if owed is not None:
            self.owed.say(owed, "text.secondary")
        if found == self.known:
            return
        self.known = found
        alone = found.one(About.ALONE)
        self.alone.say(since_and_why(alone) if alone else "")
        self._say_situation()

    def _say_situation(self) -> None:
        fact = self.known.one(About.SITUATION)
        words = show.line(fact.text, 200) if fact else UNKNOWN
        quote = f" “{show.line(fact.quote, 120)}”" if fact else ""
        self.situation.say(words + quote, "text.secondary" if fact else "text.muted")
        told = f"Situation: {words}{quote}. Open their page" if fact else "Add their situation"
        self.situation.setAccessibleName(told)

    def _show_apology(self) -> None:
        if self._id is not None:
            self._go.apologise(self._id)

    def _open(self) -> None:
        if self._id is not None:
            self._go.open_person(self._id)

    def _ask(self) -> None:
        """Known: their page says where it comes from. Unknown: which words of theirs say it?"""
        if self._id is None:
            return
        if self.known.one(About.SITUATION):
            self._open()
        else:
            self._tasks.start(self._keep(self._id))

    async def _keep(self, contact_id: int) -> None:
        from cm_desk.ui.contact.quoting import keep_words  # not before the first paint

        undo = await keep_words(self._desk, self.window(), contact_id, About.SITUATION, None)
        if undo is not None:
            self._undo(undo)
