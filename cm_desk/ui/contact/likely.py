"""Who may be one person: one pair at a time, side by side, and a person decides."""

from collections.abc import Awaitable, Callable
from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from cm_desk.actions import suggestions
from cm_desk.actions.suggestions import Pair as Ids
from cm_desk.actions.suggestions import Proposal
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.text import show
from cm_desk.ui import keys
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.contact.evidence import Reasons
from cm_desk.ui.contact.sides import Pair
from cm_desk.ui.gestures.words import counted
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.widgets.buttons import Button, LinkLine
from cm_desk.ui.widgets.cards import PageHead
from cm_desk.ui.widgets.layout import box, hbox, pane, rule, scroll, vbox
from cm_desk.ui.widgets.messages import Empty
from cm_desk.ui.widgets.text import Label, announce

INTRO = "Nothing is joined without you, and every join can be undone, at any time."
NOBODY = (
    "When two profiles may be one person, they stand here side by side, with what speaks for it."
)


class LikelyLine(QWidget):
    """A quiet line below the list of people; gone when there is nobody to ask about."""

    def __init__(
        self, parent: QWidget, desk: Desk, news: News, problem: Problem, go: Navigator
    ) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, Tasks(self, problem)
        self.link = LinkLine("", role="ui", icon="git-merge")
        self.link.clicked.connect(lambda: go.go("likely"))
        self.setLayout(vbox(rule(), hbox(self.link, None, margins=(28, 4, 24, 5)), gap=0))
        self.hide()
        news.likely.connect(self._changed)
        news.contacts.connect(self._changed)

    def look(self) -> None:
        self._tasks.newest("look", self._look())

    def _changed(self, _ids: frozenset[int]) -> None:
        page = self.parentWidget()
        if page is not None and page.isVisible():
            self.look()

    async def _look(self) -> None:
        number = await suggestions.how_many(self._desk)
        words = "{} pair may be one person", "{} pairs may be one person each"
        self.link.set_words(counted(number, *words))
        self.setVisible(number > 0)


class LikelyPage(QWidget):
    """Keeps the pair in sight while others come and go."""

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
        self._pairs: list[Ids] = []
        self._number, self._here = 0, None
        self.proposal: Proposal | None = None
        self.pair, self.reasons = Pair(), Reasons()
        self.place = Label("", "small", "text.muted")
        self._lay_out()
        keys.context(self, "likely")
        self.pair.opened.connect(self._open)
        news.likely.connect(self._changed)
        news.contacts.connect(self._changed)

    _here: Ids | None  # the pair in sight, or the one that is asked for

    def _lay_out(self) -> None:
        pane(self, "pane_surface")
        head = PageHead("May be one person", INTRO, [self.place])
        body = vbox(self.pair, self.reasons, None, gap=12, margins=(28, 14, 24, 14))
        self.area = scroll(box(body), "Two people and what speaks for one")
        self.later = Button("Later", "quiet", "clock", key="L")
        self.other = Button("Not the same", "default", "x", key="N")
        self.same = Button("Same person", "primary", "check", key="Y")
        for button, answer in (
            (self.later, self._later),
            (self.other, self._not_the_same),
            (self.same, self._same),
        ):
            button.clicked.connect(answer)
        foot = hbox(None, self.later, self.other, self.same, gap=8, margins=(28, 10, 24, 12))
        whole = box(vbox((self.area, 1), rule(), foot, gap=0))
        back = Button("Back to the people", "default", "users-round")
        back.clicked.connect(self._leave)
        self.nobody = Empty("users-round", "Nobody left to look at", NOBODY, [back])
        self.stack = QStackedWidget()
        for each in (self.nobody, whole):
            self.stack.addWidget(each)
        self.setLayout(vbox(head, (self.stack, 1), gap=0))

    # -- what is shown

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()
        self._tasks.newest("look", suggestions.look_again(self._desk))
        self.setFocus()

    def _changed(self, _ids: frozenset[int]) -> None:
        if self.isVisible():
            self.reload()

    def reload(self) -> None:
        self._tasks.newest("reload", self._reload())

    async def _reload(self) -> None:
        self._pairs = await suggestions.likely(self._desk)
        if self._here in self._pairs:
            self._number = self._pairs.index(self._here)
        await self._show_number()

    async def _show_number(self) -> None:
        """The pair at the number, or the next that is still to be shown."""
        found = None
        while self._pairs and found is None:
            self._number %= len(self._pairs)
            pair = self._pairs[self._number]
            if (found := await suggestions.proposal(self._desk, pair)) is None:
                self._pairs.remove(pair)
        self._show(found)

    def _show(self, found: Proposal | None) -> None:
        fresh = found is not None and (self.proposal is None or found.pair != self.proposal.pair)
        self.proposal = found
        self._here = found.pair if found else None
        self.stack.setCurrentIndex(0 if found is None else 1)
        self.place.set_text(f"{self._number + 1:,} of {len(self._pairs):,}" if found else "")
        if found is None:
            return
        now = self._desk.now()
        for side, card, person in zip(
            found.suggestion.sides,
            (self.pair.left, self.pair.right),
            (found.left, found.right),
            strict=True,
        ):
            card.show_person(person, now, side.bio, side.links)
        self.reasons.show_evidence(found.suggestion.evidence, (found.left.name, found.right.name))
        if fresh:
            self.pair.fit()
            self.area.verticalScrollBar().setValue(0)
            announce(self, f"{self.place.words}. {_told(found)}")

    # -- what can be done

    @property
    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done now, by the ids of keymap.json."""
        found: dict[str, Callable[[], object]] = {"likely.back": self._leave}
        if self.proposal is None:
            return found
        return found | {
            "likely.same": self._same,
            "likely.other": self._not_the_same,
            "likely.later": self._later,
            "likely.name": self.pair.swap,
            "likely.next": partial(self._step, 1),
            "likely.prev": partial(self._step, -1),
            "likely.left": partial(self._open, 0),
            "likely.right": partial(self._open, 1),
        }

    def _same(self) -> None:
        if found := self.proposal:
            self._answer(suggestions.accept(self._desk, found, self.pair.swapped))

    def _not_the_same(self) -> None:
        if found := self.proposal:
            self._answer(suggestions.not_the_same(self._desk, *found.pair))

    def _later(self) -> None:
        if found := self.proposal:
            self._answer(suggestions.later(self._desk, *found.pair))

    def _answer(self, work: Awaitable[Undo]) -> None:
        """A second press while the first is written would be about the next pair."""
        self.proposal = None
        self._tasks.start(self._answered(work))

    async def _answered(self, work: Awaitable[Undo]) -> None:
        self._undo(await work)
        await self._reload()

    def _step(self, by: int) -> None:
        self._number = (self._number + by) % len(self._pairs)
        self._here = self._pairs[self._number]
        self._tasks.newest("reload", self._show_number())

    def _open(self, number: int) -> None:
        if found := self.proposal:
            self._go.open_person((found.left, found.right)[number].id)

    def _leave(self) -> None:
        self._go.go("people")

    def panes(self) -> list[QWidget]:
        return [self.area]


def _told(found: Proposal) -> str:
    names = (show.line(each.name, 60) for each in (found.left, found.right))
    return f"{' and '.join(names)}. {suggestions.why(found.suggestion)}"
