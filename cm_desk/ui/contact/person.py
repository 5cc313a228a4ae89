"""The page of one person: who they are, and everything ever exchanged, on every channel."""

from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QWidget

from cm_desk.actions import people
from cm_desk.actions.faces import fetch
from cm_desk.actions.profile import profile
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.paths import FACES
from cm_desk.store import activity, notes
from cm_desk.store.merges import Merge
from cm_desk.store.promises import Promise
from cm_desk.store.river import Entry
from cm_desk.ui import faces, keys, theme
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.belongs.person import Belongings
from cm_desk.ui.contact import words
from cm_desk.ui.contact.ambassador import ambassador
from cm_desk.ui.contact.apart import part_again
from cm_desk.ui.contact.asides import Aside, happening, liked
from cm_desk.ui.contact.beside import Beside
from cm_desk.ui.contact.head import PersonHead
from cm_desk.ui.contact.joining import join_with
from cm_desk.ui.contact.side import Hands, Side
from cm_desk.ui.contact.telling import Telling
from cm_desk.ui.gestures.note import note_about
from cm_desk.ui.gestures.promise import promise_to
from cm_desk.ui.gestures.settle import choices, settle
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.widgets.drawer import Drawer
from cm_desk.ui.widgets.layout import box, hbox, pane, scroll, vbox

SIDE_FROM, WIDE_FROM, BESIDE = 760, 1000, 400  # px at 100 % text


class PersonView(QWidget):
    """`open` shows a person; the same one again keeps its place. `left`: back to the list."""

    left = Signal()

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
        self._tasks, self._problem = Tasks(self, problem), problem
        self.contact_id: int | None = None
        self._stale, self._side_over = False, False
        self.head = PersonHead()
        self.telling = Telling(desk, problem, self)
        self.tabs, self.river = self.telling.tabs, self.telling.river
        self.side = Side(self._hands())
        self.beside, self.drawer = Beside(desk.now), Drawer(self, BESIDE)
        self.belongings = Belongings(desk, self, self._tasks, go, partial(words.on_paper, desk.now))
        self._lay_out()
        keys.context(self, "person")
        self.head.asked.connect(self._asked)
        self.head.renamed.connect(self._rename)
        self.river.opened.connect(go.open_conversation)
        self.river.promise_opened.connect(self._promise_menu)
        self.river.note_opened.connect(self._edit_note)
        self.river.merge_opened.connect(self._part)
        self.river.signals_opened.connect(self._show_signals)
        self.river.person_opened.connect(go.open_person)
        self.beside.opened.connect(go.open_conversation)
        self.beside.closed.connect(self._close_beside)
        news.contacts.connect(self._changed)
        news.conversations.connect(self.river.heard)
        news.labels.connect(self._touched)
        news.settings.connect(self._touched)

    def _hands(self) -> Hands:
        """What the cards beside the story may use."""
        message = self.river.current_message
        return Hands(self._desk, self._go, self._do, message, self._asked, self._settle)

    def _lay_out(self) -> None:
        pane(self, "pane_surface")
        self.side_pane = scroll(self.side)
        self.side_pane.setObjectName("side")
        body = box(hbox((self.river, 1), self.side_pane, gap=0))
        self.setLayout(vbox(self.head, self.telling.bar, (body, 1), gap=0))
        self.dress()

    def dress(self) -> None:
        self._make_room(self.width())

    def _make_room(self, width: int) -> None:
        t = theme.now()
        narrow = width < t.px(SIDE_FROM)
        over = narrow and self._side_over
        self.side_pane.setVisible(not narrow or over)
        self.river.setVisible(not over)
        beside = t.px(352 if width >= t.px(WIDE_FROM) else 320)
        self.side_pane.setFixedWidth(width if over else beside)
        self.side.make_room(over)
        self.head.make_room(width < t.px(WIDE_FROM), narrow)
        self.telling.make_room()
        self.drawer.fit()

    def toggle_side(self) -> None:
        """Where there is room for one only: what we know of them in the place of the story."""
        self._side_over = not self._side_over
        self._make_room(self.width())
        if self._side_over:
            self.side.start()
        else:
            self.river.setFocus()

    def _in_sight(self, do: Callable[[], object]) -> object:
        """What is done beside the story needs to be in sight."""
        if self.side_pane.isHidden():
            self.toggle_side()
        return do()

    def open(self, contact_id: int, message_id: int | None = None) -> None:
        """`message_id` is brought into sight."""
        if contact_id != self.contact_id:
            self.drawer.close_it()
        if contact_id != self.contact_id or message_id is not None:
            self._side_over = False
            self._make_room(self.width())
        self.contact_id = contact_id
        self.telling.open(contact_id, message_id)
        self.reload()
        self.river.setFocus()

    def reload(self) -> None:
        self._stale = False
        if self.contact_id is not None:
            self._tasks.newest("reload", self._reload(self.contact_id))

    async def _reload(self, contact_id: int) -> None:
        found = await profile(self._desk, contact_id)
        if found is None:  # gone with the account that knew them
            self.left.emit()
            return
        if found.person.id != contact_id:  # joined with somebody
            self.open(found.person.id)
            return
        accounts = await self._desk.store.read(activity.at, contact_id)
        self.head.show_profile(found)
        self.side.show_profile(found)
        promises = len(found.promises)
        self.telling.show_facts(found.person, promises, found.gestures, found.active, accounts)

    def _changed(self, ids: frozenset[int]) -> None:
        """A page nobody sees waits until it is shown."""
        if self.contact_id not in ids:
            return
        self.river.reload()
        self._stale = True
        if self.isVisible():
            self.reload()

    def _touched(self, _ids: object) -> None:
        """What is shown of everybody has changed: a label, a field, a setting."""
        self._stale = True
        if self.isVisible():
            self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._make_room(event.size().width())
        super().resizeEvent(event)

    def panes(self) -> list[QWidget]:
        over = [self.beside] if self.drawer.isVisible() else [self.side_pane]
        return [*self.telling.panes(), *over]

    # -- what can be done -------------------------------------------------------

    @property
    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done now, by the ids of keymap.json."""
        if self.contact_id is None:
            return {}
        beside = self.beside.commands() if self.drawer.isVisible() else {}
        return {
            **self.telling.commands(),
            **beside,
            "person.around": self._show_around,
            "person.write": lambda: self._asked("write"),
            "person.gesture": lambda: self._asked("give"),
            "person.promise": lambda: self._asked("promise"),
            "person.apology": lambda: self._asked("apology"),
            "person.ambassador": lambda: self._asked("ambassador"),
            "person.note": lambda: self._asked("note"),
            "person.merge": self._merge,
            "person.rename": self.head.ask_name,
            "person.back": self._back,
            "person.side": self.toggle_side,
            "person.face": lambda: self._asked("face"),
            **{name: partial(self._in_sight, do) for name, do in self.side.commands.items()},
            **self.belongings.commands(self.contact_id),
        }

    def _back(self) -> None:
        """What lies over the story goes first; then to where they were asked for, or the list."""
        if self.drawer.isVisible():
            self._close_beside()
        elif not self._go.back():
            self.left.emit()

    def _show_around(self) -> bool:
        entry = self.river.current_entry()
        if entry is not None:
            self._tasks.newest("beside", self._show_beside(happening(self._desk, entry.at)))
        return entry is not None

    def _show_signals(self, entry: Entry) -> None:
        if self.contact_id is not None:
            work = liked(self._desk, self.contact_id, entry)
            self._tasks.newest("beside", self._show_beside(work))

    async def _show_beside(self, work: Awaitable[Aside]) -> None:
        shown = await work
        self.beside.show_lines(shown.title, shown.below, shown.lines, shown.nothing)
        self.drawer.open(self.beside)

    def _close_beside(self) -> None:
        self.drawer.close_it()
        self.river.setFocus()

    def _asked(self, what: str) -> None:
        if self.contact_id is None:
            return
        message = self.river.current_message()
        about = message.id if message and not message.outgoing else None
        if what == "give":
            self._go.give_to(self.contact_id, about)
        elif what == "ambassador":
            self._do(ambassador(self._desk, self.window(), self.contact_id))
        elif what == "apology":
            self._go.apologise(self.contact_id, about)
        elif what == "write":
            self._go.write_to(self.contact_id)
        elif what == "promise":
            self._do(promise_to(self._desk, self.window(), self.contact_id, about))
        elif what == "face":
            self._tasks.start(self._fetch_face(self.contact_id))
        elif what == "story":
            self.river.setFocus()
        elif what == "side":
            self.toggle_side()
        elif what == "note":
            self._do(note_about(self._desk, self.window(), self.contact_id))
        elif command := self.commands.get(f"person.{what}"):
            command()
        else:
            self.telling.show_kind(what.capitalize())

    async def _fetch_face(self, contact_id: int) -> None:
        """The one thing on this page that asks a stranger's server, and only by this command."""
        done = await fetch(self._desk, contact_id)

        async def back() -> None:
            await done.back()
            self._show_faces()

        self._show_faces()
        self._undo(Undo(done.what, back))

    def _show_faces(self) -> None:
        faces.use(self._desk.folder / FACES)
        self.window().update()

    def _rename(self, name: str) -> None:
        if self.contact_id is not None:
            self._do(people.rename(self._desk, self.contact_id, name))
        self.river.setFocus()

    def _do(
        self,
        work: Coroutine[Any, Any, Undo | None],
        refuse: Callable[[str], object] | None = None,
    ) -> None:
        self._tasks.start(self._with_undo(work, refuse))

    async def _with_undo(
        self, work: Awaitable[Undo | None], refuse: Callable[[str], object] | None
    ) -> None:
        """Where something was typed, what is wrong with it stands beside it."""
        try:
            done = await work
        except BadInput as err:
            if refuse is None:
                raise
            refuse(str(err))
            return
        if done:
            self._undo(done)

    def _edit_note(self, note: notes.Note) -> None:
        self._do(note_about(self._desk, self.window(), note.contact_id, note))

    def _merge(self) -> None:
        if self.contact_id is not None:
            self._do(join_with(self._desk, self.window(), self.contact_id, self._problem))

    def _part(self, merge: Merge) -> None:
        self._do(part_again(self._desk, self.window(), merge))

    def _settle(self, promise: Promise, what: str) -> None:
        self._do(settle(self._desk, self.window(), promise, what, self._go))

    def _promise_menu(self, promise: Promise) -> None:
        menu = QMenu(self)
        for label, what in choices(promise):
            menu.addAction(label, partial(self._settle, promise, what))
        menu.popup(self.river.current_spot())
