"""The people page: the list, and over it the person who is open."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.store.views import SavedView
from cm_desk.ui.aio import Problem
from cm_desk.ui.contact.likely import LikelyLine
from cm_desk.ui.contact.person import PersonView
from cm_desk.ui.everybody.listing import PeopleList
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.trail import Step


class PeoplePage(QStackedWidget):
    def __init__(
        self,
        desk: Desk,
        news: News,
        problem: Problem,
        undo: Callable[[Undo], None],
        go: Navigator,
    ) -> None:
        super().__init__()
        self.people = PeopleList(desk, news, problem, undo, go)
        self.person = PersonView(desk, news, problem, undo, go)
        self.likely = LikelyLine(self.people, desk, news, problem, go)
        self.people.foot.addWidget(self.likely)
        self.addWidget(self.people)
        self.addWidget(self.person)
        self.people.opened.connect(self.open_person)
        self.person.left.connect(self.close_person)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.likely.look()

    def open_person(self, contact_id: int) -> None:
        """Show a person; the one who is open already keeps the place in the story."""
        self.setCurrentWidget(self.person)
        self.person.open(contact_id)

    def open_story(self, contact_id: int, message_id: int) -> None:
        """Show a person at that message."""
        self.setCurrentWidget(self.person)
        self.person.open(contact_id, message_id)

    def way_back(self) -> Step:
        """To the person who is open, or to the list."""
        id = self.person.contact_id
        if self.currentWidget() is not self.person or id is None:
            return Step("the people", self.close_person)
        return Step(f"the story of {self.person.head.name.words}", partial(self.open_person, id))

    # -- saved searches of people
    @property
    def view(self) -> SavedView | None:
        return self.people.view

    @view.setter
    def view(self, view: SavedView | None) -> None:
        self.people.show_view(view)

    def open_saved(self, view: SavedView) -> None:
        self.setCurrentWidget(self.people)
        self.people.open_saved(view)

    def open_everybody(self) -> None:
        self.people.open_everybody()
        self.close_person()

    def open_tab(self, text: str) -> None:
        """Everybody whom the filter finds: "people/gesture:none" leads here."""
        self.open_everybody()
        self.people.ask(text)

    def close_person(self) -> None:
        self.setCurrentWidget(self.people)
        self.people.table.setFocus()

    @property
    def commands(self) -> dict[str, Callable[[], object]]:
        at_person = self.currentWidget() is self.person
        return self.person.commands if at_person else self.people.commands

    def panes(self) -> list[QWidget]:
        at_person = self.currentWidget() is self.person
        return self.person.panes() if at_person else self._list_panes()

    def _list_panes(self) -> list[QWidget]:
        return [self.people.field.edit, self.people.table, self.likely.link]

    def selection(self) -> str:
        """The name of whom the actions are about."""
        if self.currentWidget() is self.person:
            return self.person.head.name.words
        row = self.people.current()
        return row.name if row else ""
