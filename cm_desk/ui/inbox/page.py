"""The inbox: list, open conversation and person card, side by side as far as there is room."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from cm_desk.actions import reaching
from cm_desk.actions.settings import choose
from cm_desk.desk import Desk
from cm_desk.domain.views import View
from cm_desk.store import accounts, river, settings
from cm_desk.store.conversations import InboxRow
from cm_desk.text import show
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.compose.composer import OnUndo
from cm_desk.ui.contact.card import PersonCard
from cm_desk.ui.inbox.conversation import ConversationView
from cm_desk.ui.inbox.listing import ConversationList
from cm_desk.ui.inbox.more import more
from cm_desk.ui.inbox.moves import Moves
from cm_desk.ui.inbox.pane import ListPane
from cm_desk.ui.inbox.reading import Read
from cm_desk.ui.inbox.room import Room
from cm_desk.ui.inbox.rows import Pages
from cm_desk.ui.inbox.sheet import SheetOver
from cm_desk.ui.keys import context
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.trail import Step
from cm_desk.ui.widgets.layout import vbox

SEEN_MS = 250  # a row that J and K only pass over is not opened
WRITING = (
    "gesture", "send", "sendDone", "promise", "face", "visibility", "warning", "attach", "discard",
    "leave",
)  # fmt: skip
READING = tuple(
    f"thread.{name}" for name in ("nextMsg", "prevMsg", "copy", "moment", "promise", "noPromise")
)
DENSITY = "list.density"
MESSAGES = frozenset({"message"})


class InboxPage(QWidget):
    opened = Signal(int)  # the conversation that is in sight

    def __init__(
        self, desk: Desk, news: News, problem: Problem, undo: OnUndo, go: Navigator
    ) -> None:
        super().__init__()
        self._desk, self._go = desk, go
        self._tasks = Tasks(self, problem)
        self.list = ConversationList(desk.now)
        self.pane = ListPane(self.list)
        self.conversation = ConversationView(desk, news, problem, undo, go)
        self.card = PersonCard(desk, news, problem, undo, go)
        self.room = Room(self, self.pane, self.conversation, self.card)
        self.pages = Pages(desk, news, self._tasks, self.list)
        self.sheet = SheetOver(self, desk, self._tasks, go)
        self._moves = Moves(desk, self.list, self._tasks, undo, self.row, self)
        self._wanted: tuple[int, int | None, bool] | None = None
        self._pause = QTimer(self, singleShot=True, interval=SEEN_MS)
        self.setLayout(vbox(self.room.split, gap=0))
        context(self, "list")
        self._connect()
        self._commands = self._make_commands()
        self._tasks.start(self._restore_density())

    def _connect(self) -> None:
        self.list.chosen.connect(self._chosen)
        self.list.entered.connect(self._entered)
        self.list.vanished.connect(self._vanished)
        self.conversation.composer.finished.connect(self._moves.moved.add)
        self.list.rows.dataChanged.connect(lambda *_: self._show_state())
        self.list.rows.modelReset.connect(self._show_state)
        self.pages.loaded.connect(self._loaded)
        self.pane.pressed.connect(self.run)
        self.conversation.asked.connect(self.run)
        self.conversation.shown.connect(self._shown)
        self._pause.timeout.connect(self._open_chosen)
        self.card.closed.connect(self._close_card)

    # -- what others may ask for
    def open_view(self, view: View, account_id: int | None = None) -> None:
        """Show a view; the first conversation of it is chosen once it is loaded."""
        self._tasks.newest("title", self._show_title(view, account_id))
        self.list.rows.mark(set(self.list.rows.marked), False)
        self._moves.moved.clear()
        self.conversation.open(None)
        self.pages.show(view, account_id)
        self.room.show_side("list")

    async def _show_title(self, view: View, account_id: int | None) -> None:
        name = ""
        if account_id is not None:
            account = await self._desk.store.read(accounts.get, account_id)
            name = show.line(account.name or account.handle, 60) if account else ""
        self.pane.show_view(view, name)

    def open_conversation(self, id: int, message_id: int | None = None) -> None:
        """Open it beside the list, whether the list shows it or not."""
        self._wanted = (id, message_id, False)
        self._open_wanted()

    def write_to(self, contact_id: int) -> None:
        """The newest conversation with that person, the cursor in the composer; without one a
        first message by a door that is open."""
        self._tasks.newest("write", self._write_to(contact_id))

    async def _write_to(self, contact_id: int) -> None:
        said = await self._desk.store.read(river.page, contact_id, MESSAGES, None, 1)
        message = next((entry.message for entry in said.items), None)
        if message is None:
            first = await reaching.write(self._desk, contact_id)
            self._go.write_first(first.id)
            return
        self._wanted = (message.conversation_id, None, True)
        self._open_wanted()

    def write_in(self, conversation_id: int) -> None:
        """Open that conversation, the cursor in the composer."""
        self._wanted = (conversation_id, None, True)
        self._open_wanted()

    def start(self) -> None:
        """The page comes to the front."""
        self.list.setFocus()

    def _open_wanted(self) -> None:
        if self._wanted is None:
            return
        id, message_id, write = self._wanted
        self._wanted = None
        self._pause.stop()
        if self.list.current_id() != id and not self.list.choose(id):
            self.list.choose_none()
        self._pause.stop()
        self.conversation.open(id, message_id)
        self.room.show_side("conversation")
        if write:
            self.conversation.reply()
        self.opened.emit(id)

    def way_back(self) -> Step | None:
        """None where no conversation is open."""
        id = self.conversation.id
        return Step("the conversation", partial(self.open_conversation, id)) if id else None

    def show_way(self, words: str) -> None:
        self.conversation.header.show_way(words)

    def selection(self) -> str:
        """Whom the actions are about."""
        row = self.row()
        return show.line(row.who, 60) if row else ""

    def row(self) -> InboxRow | None:
        """The open conversation, else the one under the cursor."""
        return self.conversation.read.row if self.conversation.read else self.list.current()

    def current_contact(self) -> int | None:
        row = self.row()
        return row.contact_id if row else None

    def current_conversation(self) -> int | None:
        return self.conversation.id

    def panes(self) -> Sequence[QWidget]:
        composer = self.conversation.composer.form.editor
        return [self.list, self.conversation.talk, composer, self.card]

    def flush(self) -> None:
        """Save what is being typed."""
        self.conversation.composer.flush()

    # -- the list leads
    def _chosen(self, row: InboxRow | None) -> None:
        if row is None:
            self._pause.stop()
        elif self.conversation.id is None:
            self._open_chosen()
        else:
            self._pause.start()

    def _open_chosen(self) -> None:
        row = self.list.current()
        if row is not None and row.id != self.conversation.id:
            self._go.stay()
        if row is not None and not self.room.narrow:
            self.conversation.open(row.id)
            self.opened.emit(row.id)

    def _entered(self) -> None:
        row = self.list.current()
        if row is not None:
            self._pause.stop()
            if row.id != self.conversation.id:
                self._go.stay()
            self.conversation.open(row.id)
            self.room.show_side("conversation")
            self.opened.emit(row.id)

    def _loaded(self) -> None:
        """A view that was just opened shows its first conversation."""
        self._show_state()
        if self.conversation.id is None and self.list.current_id() is None:
            self.list.choose_number(0)

    def _vanished(self, id: int, place: int) -> None:
        """After done or snooze the next row takes the place of the one that went. What left the
        view by itself, as after an answer, stays open: somebody may be reading it.
        """
        if id not in self._moves.moved:
            return
        self._moves.moved.discard(id)
        if self.list.rows.rows:
            self.list.choose_number(place)
            self._pause.stop()
            self._open_chosen()
        else:
            self.conversation.open(None)
            self.room.show_side("list")

    def _show_state(self) -> None:
        model = self.list.rows
        self.pane.show_state(not model.rows, len(model.marked), self.list.delegate.compact)

    def _shown(self, read: Read) -> None:
        self.card.show_contact(read.row.contact_id)

    # -- actions
    @property
    def commands(self) -> Mapping[str, Callable[[], object]]:
        """By the ids of keymap.json."""
        return self._commands

    def run(self, action: str) -> bool:
        found = self._commands.get(action)
        if found is None:
            if action == "app.sync":
                self._go.go("sync")
            return action == "app.sync"
        found()
        return True

    def _make_commands(self) -> dict[str, Callable[[], object]]:
        both: dict[str, Callable[[], object]] = {
            "done": self._moves.done,
            "snooze": self._moves.snooze,
            "label": self._moves.label,
            "reply": self._reply,
            "gesture": self._give,
            "apology": self._apologise,
            "card": self.toggle_card,
            "person": self._open_person,
            "sheet": self._read_up,
            "print": self.conversation.print,
            "more": self._more,
        }
        found = {
            f"{where}.{name}": act for name, act in both.items() for where in ("list", "thread")
        }
        found |= {
            "list.next": lambda: self.list.step(1),
            "list.prev": lambda: self.list.step(-1),
            "thread.nextConv": lambda: self.list.step(1),
            "thread.prevConv": lambda: self.list.step(-1),
            "list.open": self._enter,
            "list.select": self.list.mark_current,
            "list.selectDown": lambda: self.list.mark_current(1),
            "list.selectUp": lambda: self.list.mark_current(-1),
            "list.none": self._mark_none,
            "list.unread": self._moves.unread,
            "list.focus": self._to_list,
            "thread.back": self._back,
            DENSITY: self._toggle_density,
        }
        for action in READING:
            found[action] = partial(self.conversation.run, action)
        found["compose.sheet"] = self._read_up
        found |= {"thread.often": self.card.often, "thread.spoke": self.card.spoke}
        for name in WRITING:
            action = f"compose.{name}"
            found[action] = partial(self.conversation.run, action)
        return found

    def _enter(self) -> None:
        self._entered()
        self.conversation.talk.setFocus()

    def _back(self) -> None:
        """Esc closes one thing at a time: the card, the marks, the conversation. A story that
        led here comes back."""
        if self.sheet.close():
            return
        if self.room.drawer.isVisible():
            self._close_card()
        elif self.list.rows.marked:
            self._mark_none()
        elif not self._go.back():
            self._to_list()

    def _to_list(self) -> None:
        self.room.show_side("list")
        self.list.setFocus()

    def _mark_none(self) -> None:
        self.list.rows.mark(set(self.list.rows.marked), False)

    def _reply(self) -> None:
        if self.room.narrow:
            self._entered()
        elif self.conversation.id is None or self._pause.isActive():
            self._pause.stop()
            self._open_chosen()
        self.conversation.reply()

    def _give(self) -> None:
        contact = self.current_contact()
        if contact is not None:
            self._go.give_to(contact, self._quoted())

    def _apologise(self) -> None:
        """For the message at hand, or the newest thing they said."""
        contact = self.current_contact()
        if contact is not None:
            self._go.apologise(contact, self.conversation.at_hand() or self._quoted())

    def _quoted(self) -> int | None:
        """The newest thing they said: most often the reason."""
        found = self.conversation.read.messages if self.conversation.read else ()
        return next((each.id for each in found if not each.outgoing), None)

    def _open_person(self) -> None:
        contact = self.current_contact()
        if contact is not None:
            self._go.open_person(contact)

    def _read_up(self) -> bool:
        """Who they are, before they are answered."""
        return self.sheet.toggle(self.current_contact())

    def _more(self) -> None:
        over = self.conversation.header.more if self.conversation.id else self.pane.density
        talk = self.conversation
        more(self, over, self.run, talk.newest_url(), talk.say(), talk.own())

    def _toggle_density(self) -> None:
        compact = not self.list.delegate.compact
        self.list.set_compact(compact)
        self._show_state()
        value = "compact" if compact else "comfortable"
        self._tasks.start(choose(self._desk, DENSITY, value))

    async def _restore_density(self) -> None:
        if await self._desk.store.read(settings.get, DENSITY, "comfortable") == "compact":
            self.list.set_compact(True)
            self._show_state()

    # -- room
    def toggle_card(self) -> None:
        self.room.toggle_card(self.conversation.id is not None)

    def _close_card(self) -> None:
        if not self.room.close_card():
            self.conversation.talk.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in the list, which keymap.json leaves free there: the card or the marks go."""
        if event.key() == Qt.Key.Key_Escape:
            self._back()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.dress()

    def dress(self) -> None:
        self.room.fit(self.window().width(), self.conversation.id is not None)
        self.sheet.fit()
        self.conversation.composer.dress()
