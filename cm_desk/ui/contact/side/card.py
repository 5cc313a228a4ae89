"""What every card beside a story shares: its head, its rows, and how it does what is asked."""

from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from cm_desk.actions.profile import Profile
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.store.messages import Message
from cm_desk.store.promises import Promise
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.layout import clear, hbox, vbox
from cm_desk.ui.widgets.lines import EditLine
from cm_desk.ui.widgets.text import Label

Work = Coroutine[Any, Any, Undo | None]
Refuse = Callable[[str], object]


@dataclass(frozen=True)
class Hands:
    """What a card may use. `do` runs an action and keeps its undo; a refusal goes to `refuse`
    where there is one. `message` is the one that is current in the story. `ask` asks the page
    for a gesture, promise, note, the story or a tab of it, `settle` what became of a promise."""

    desk: Desk
    go: Navigator
    do: Callable[[Work, Refuse | None], object]
    message: Callable[[], Message | None]
    ask: Callable[[str], object]
    settle: Callable[[Promise, str], object]


class SideCard(Card):
    """`content` gives the rows of a profile; without rows the card is hidden.

    Rows are made anew when what they are made of has changed, but never under the cursor: what is
    being typed stays until it is kept or given up.
    """

    def __init__(self, hands: Hands, title: str, add: str = "", icon: str = "plus") -> None:
        self.hands = hands
        self.profile: Profile | None = None
        self._waiting, self._shown = False, list[QWidget]()
        self.add = Button("", "quiet", icon, name=add, small=True) if add else None
        self.head = hbox(Label(title, "heading"), None, *([self.add] if self.add else []))
        self.rows = vbox(gap=5)
        super().__init__(vbox(self.head, self.rows, gap=5, margins=(14, 8, 10, 12)))
        if self.add:
            self.add.clicked.connect(self.adding)

    def content(self, found: Profile) -> list[QWidget]:
        raise NotImplementedError

    def about(self, found: Profile) -> object:
        """What the rows are made of."""
        return found

    def adding(self) -> object:
        """The button in the head was pressed."""

    @property
    def contact_id(self) -> int:
        return self.profile.person.id if self.profile else 0

    @property
    def busy(self) -> bool:
        return any(each.editing for each in self._lines())

    def show_profile(self, found: Profile) -> None:
        old, self.profile = self.profile, found
        if old is None or old.person.id != found.person.id:
            self.rebuild()
        elif self.about(old) != self.about(found):
            self._waiting = self.busy
            if not self.busy:
                self.rebuild()

    def rebuild(self) -> None:
        """The focus stays in the row of the same name."""
        if self.profile is None:
            return
        self._waiting = False
        focus = QApplication.focusWidget()
        at = focus.objectName() if focus and self.isAncestorOf(focus) else ""
        clear(self.rows)
        self._shown = self.content(self.profile)
        for row in self._shown:
            self.rows.addWidget(row)
        for line in self._lines():
            line.ended.connect(self._ended)
        self.setVisible(bool(self._shown))
        if at and (again := next((each for each in self._all() if each.objectName() == at), None)):
            again.setFocus()

    def _all(self) -> Iterator[QWidget]:
        """Everything in the rows that are shown; those that were replaced live a moment longer."""
        for row in self._shown:
            yield row
            yield from row.findChildren(QWidget)

    def _lines(self) -> Iterator[EditLine]:
        return (each for each in self._all() if isinstance(each, EditLine))

    def _ended(self) -> None:
        """News that came while something was typed is shown now."""
        if self._waiting:
            QTimer.singleShot(0, self, self.rebuild)

    def count(self) -> int:
        """How many rows there are."""
        return self.rows.count()

    def do(self, work: Work, line: EditLine | None = None) -> None:
        self.hands.do(work, line.refuse if line else None)

    def row_of(self, name: str) -> EditLine | None:
        """The row of that name, to be edited by a key."""
        return next((each for each in self._lines() if each.name == name), None)
