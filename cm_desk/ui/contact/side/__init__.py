"""Beside the story: who they are, what moves them, what was promised; facts with their evidence."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cm_desk.actions.profile import Profile
from cm_desk.ui.contact.side.about import PRONOUNS, ZONE, AboutCard
from cm_desk.ui.contact.side.alone import AloneCard
from cm_desk.ui.contact.side.card import Hands, SideCard
from cm_desk.ui.contact.side.dates import DatesCard
from cm_desk.ui.contact.side.fields import FieldsCard
from cm_desk.ui.contact.side.honours import HonoursCard
from cm_desk.ui.contact.side.made import ContactCard, GesturesCard, NotesCard, PromisesCard
from cm_desk.ui.contact.side.moments import MomentsCard, mark
from cm_desk.ui.contact.side.moves import MovesCard
from cm_desk.ui.contact.side.saydo import SayDoCard
from cm_desk.ui.contact.side.touch import TouchCard
from cm_desk.ui.widgets.layout import vbox

__all__ = ["Hands", "Side"]


class Side(QWidget):
    """No scores. What is urgent or pinned stands above, what is counted below."""

    def __init__(self, hands: Hands) -> None:
        super().__init__()
        self._hands = hands
        self.alone, self.moments = AloneCard(hands), MomentsCard(hands)
        self.who, self.moves = AboutCard(hands), MovesCard(hands)
        self.promises, self.dates = PromisesCard(hands), DatesCard(hands)
        self.fields, self.contact = FieldsCard(hands), ContactCard(hands)
        self.saydo, self.gestures = SayDoCard(hands), GesturesCard(hands)
        self.notes, self.touch = NotesCard(hands), TouchCard(hands)
        self.honours = HonoursCard(hands)
        self.cards: tuple[SideCard, ...] = (
            *(self.alone, self.moments, self.who, self.honours, self.promises, self.touch),
            *(self.moves, self.dates, self.fields, self.saydo, self.contact, self.gestures),
            self.notes,
        )
        self.column = vbox(*self.cards, None, gap=12, margins=(0, 14, 18, 14))
        self.setLayout(self.column)

    def show_profile(self, found: Profile) -> None:
        for card in self.cards:
            card.show_profile(found)

    def make_room(self, alone: bool) -> None:
        """`alone`: in the place of the story, so that it has a left margin of its own."""
        self.column.margins = (18 if alone else 0, 14, 18, 14)
        self.column.dress()

    def start(self) -> None:
        """The keys go to the first thing that can be changed."""
        if line := self.who.row_of(PRONOUNS):
            line.setFocus()

    @property
    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done to what is shown here, by the ids of keymap.json."""
        return {
            "person.label": self.who.label,
            "person.pronouns": lambda: self._edit(PRONOUNS),
            "person.zone": lambda: self._edit(ZONE),
            "person.private": self.who.toggle_private,
            "person.alone": self.alone.toggle,
            "person.words": self.moves.adding,
            "person.moment": self._mark,
            "person.addDate": self.dates.adding,
            "person.field": self.fields.adding,
            "person.fieldUp": lambda: self.fields.move_current(-1),
            "person.fieldDown": lambda: self.fields.move_current(1),
            "person.saydo": self.saydo.focus_lanes,
            "person.refer": self.saydo.adding,
            "person.often": self.touch.choose,
            "person.spoke": self.touch.adding,
            "person.badge": self.honours.adding,
            "person.allowed": self.honours.allow,
            "person.helped": self.honours.helped,
        }

    def _edit(self, name: str) -> bool:
        line = self.who.row_of(name)
        if line is not None:
            line.edit()
        return line is not None

    def _mark(self) -> None:
        self._hands.do(mark(self._hands.desk, self.window(), self._hands.message()), None)
