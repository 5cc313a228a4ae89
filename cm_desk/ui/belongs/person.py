"""What can be done with all that is held about the person in view."""

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtWidgets import QWidget

from cm_desk.desk import Desk
from cm_desk.store import contacts
from cm_desk.store.contacts import Person
from cm_desk.store.river import Entry
from cm_desk.ui.aio import Tasks
from cm_desk.ui.navigate import Navigator

Command = Callable[[], object]
Doing = Callable[[Person], Coroutine[Any, Any, None]]


class Belongings:
    """Commands of a page that shows a person; `owner` is the page, `told` the sentence on paper
    for what is no message."""

    def __init__(
        self,
        desk: Desk,
        owner: QWidget,
        tasks: Tasks,
        go: Navigator,
        told: Callable[[Entry], str],
    ) -> None:
        self._desk, self._owner, self._tasks, self._go = desk, owner, tasks, go
        self._told = told

    def commands(self, contact_id: int) -> dict[str, Command]:
        return {
            "person.mirror": lambda: self._start(contact_id, self._mirror),
            "person.print": lambda: self._start(contact_id, self._print),
            "person.erase": lambda: self._start(contact_id, self._erase),
        }

    def _start(self, contact_id: int, doing: Doing) -> None:
        self._tasks.start(self._with_person(contact_id, doing))

    async def _with_person(self, contact_id: int, doing: Doing) -> None:
        if person := await self._desk.store.read(contacts.person, contact_id):
            await doing(person)

    async def _mirror(self, person: Person) -> None:
        from cm_desk.ui.belongs.writing import show_held  # rarely needed: not before the page

        await show_held(self._desk, self._owner.window(), person)

    async def _print(self, person: Person) -> None:
        from cm_desk.ui.printing.dialog import print_story

        await print_story(self._desk, self._owner.window(), person.id, self._told)

    async def _erase(self, person: Person) -> None:
        from cm_desk.ui.belongs.erase import erase_person

        if await erase_person(self._desk, self._owner.window(), person):
            self._go.forget_done()
