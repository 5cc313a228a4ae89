"""The inbox: list, open conversation and person card, side by side as far as there is room."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QMenu, QSplitter, QWidget

from cm_desk.actions.settings import choose
from cm_desk.desk import Desk
from cm_desk.domain.views import View
from cm_desk.errors import BadInput
from cm_desk.store import accounts, river, settings
from cm_desk.store.conversations import InboxRow
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.compose.composer import OnUndo
from cm_desk.ui.contact.card import PersonCard
from cm_desk.ui.inbox.conversation import ConversationView, open_link
from cm_desk.ui.inbox.drawer import Drawer
from cm_desk.ui.inbox.listing import LIST, LIST_MEDIUM, ConversationList
from cm_desk.ui.inbox.moves import Moves
from cm_desk.ui.inbox.pane import ListPane
from cm_desk.ui.inbox.reading import Read
from cm_desk.ui.inbox.rows import Pages
from cm_desk.ui.keys import context
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.theme import TOKENS
from cm_desk.ui.widgets.layout import vbox

CARD = 276
SEEN_MS = 250  # a row that J and K only pass over is not opened
WRITING = (
    "send", "sendDone", "promise", "visibility", "warning", "attach", "discard", "leave",
)  # fmt: skip
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
        self.drawer = Drawer(self)
        self.pages = Pages(desk, news, self._tasks, self.list)
        self._moves = Moves(desk, self.list, self._tasks, undo, self)
        self._shape, self._card_open = "", True
        self._wanted: tuple[int, int | None, bool] | None = None
        self._pause = QTimer(self, singleShot=True, interval=SEEN_MS)
        self._arrange()
        self._connect()
        self._commands = self._make_commands()
        self._tasks.start(self._restore_density())

    def _arrange(self) -> None:
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setHandleWidth(1)
        self._split.setChildrenCollapsible(False)
        for number, part in enumerate((self.pane, self.conversation, self.card)):
            self._split.addWidget(part)
            self._split.setStretchFactor(number, 1 if number == 1 else 0)
        self.setLayout(vbox(self._split, gap=0))
        context(self, "list")

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
        self.drawer.closed.connect(self._close_card)

    # -- what others may ask for
    def open_view(self, view: View, account_id: int | None = None) -> None:
        """Show a view; the first conversation of it is chosen once it is loaded."""
        self._tasks.newest("title", self._show_title(view, account_id))
        self.list.rows.mark(set(self.list.rows.marked), False)
        self.conversation.open(None)
        self.pages.show(view, account_id)
        self._show_side("list")

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
        """Open the newest conversation with that person, the cursor in the composer."""
        self._tasks.newest("write", self._write_to(contact_id))

    async def _write_to(self, contact_id: int) -> None:
        said = await self._desk.store.read(river.page, contact_id, MESSAGES, None, 1)
        message = next((entry.message for entry in said.items), None)
        if message is None:
            raise BadInput("There is no conversation with them yet.", "Sync, and look again.")
        self._wanted = (message.conversation_id, None, True)
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
        self._show_side("conversation")
        if write:
            self.conversation.reply()
        self.opened.emit(id)

    def selection(self) -> str:
        """Whom the actions are about."""
        row = self.conversation.read.row if self.conversation.read else self.list.current()
        return show.line(row.who, 60) if row else ""

    def current_contact(self) -> int | None:
        row = self.conversation.read.row if self.conversation.read else self.list.current()
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
        if row is not None and self._shape != "narrow":
            self.conversation.open(row.id)
            self.opened.emit(row.id)

    def _entered(self) -> None:
        row = self.list.current()
        if row is not None:
            self._pause.stop()
            self.conversation.open(row.id)
            self._show_side("conversation")
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
            self._show_side("list")

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
            "card": self.toggle_card,
            "person": self._open_person,
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
        for action in ("thread.nextMsg", "thread.prevMsg", "thread.copy"):
            found[action] = partial(self.conversation.run, action)
        for name in WRITING:
            action = f"compose.{name}"
            found[action] = partial(self.conversation.composer.run, action)
        return found

    def _enter(self) -> None:
        self._entered()
        self.conversation.talk.setFocus()

    def _back(self) -> None:
        """Esc closes one thing at a time: the card, the marks, the conversation."""
        if self.drawer.isVisible():
            self._close_card()
        elif self.list.rows.marked:
            self._mark_none()
        else:
            self._to_list()

    def _to_list(self) -> None:
        self._show_side("list")
        self.list.setFocus()

    def _mark_none(self) -> None:
        self.list.rows.mark(set(self.list.rows.marked), False)

    def _reply(self) -> None:
        if self._shape == "narrow":
            self._entered()
        elif self.conversation.id is None or self._pause.isActive():
            self._pause.stop()
            self._open_chosen()
        self.conversation.reply()

    def _give(self) -> None:
        contact = self.current_contact()
        if contact is not None:
            self._go.give_to(contact, self._quoted())

    def _quoted(self) -> int | None:
        """The newest thing they said: most often the reason."""
        found = self.conversation.read.messages if self.conversation.read else ()
        return next((each.id for each in found if not each.outgoing), None)

    def _open_person(self) -> None:
        contact = self.current_contact()
        if contact is not None:
            self._go.open_person(contact)

    def _more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, action in (
            ("Reply", "list.reply"),
            ("Label…", "list.label"),
            ("Mark unread", "list.unread"),
            ("Give a gesture", "list.gesture"),
            ("Open the story", "list.person"),
        ):
            menu.addAction(words).triggered.connect(lambda _=False, a=action: self.run(a))
        if url := self.conversation.newest_url():
            menu.addSeparator()
            menu.addAction("Open in the browser").triggered.connect(lambda: open_link(url))
            copy = menu.addAction("Copy its address")
            copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(url))
        over = self.conversation.header.more if self.conversation.id else self.pane.density
        menu.popup(over.mapToGlobal(over.rect().bottomLeft()))

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
        """Beside the conversation where there is room, over it where there is not."""
        if self._shape == "wide":
            self._card_open = not self._card_open
            self.card.setVisible(self._card_open)
        elif self.drawer.isVisible():
            self._close_card()
        elif self.conversation.id is not None:
            self.drawer.open(self.card)

    def _close_card(self) -> None:
        if self._shape == "wide":
            self._card_open = False
            self.card.hide()
        else:
            self.drawer.close_it()
            self.conversation.talk.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.dress()

    def dress(self) -> None:
        """Three panes, two, or one; by the width of the window at 100 % text."""
        t, points = theme.now(), TOKENS["layout"]["breakpoints"]
        width = self.window().width() / t.scale
        shape = "wide" if width >= points["wide"] else "medium"
        shape = "narrow" if width < points["medium"] else shape
        if shape != self._shape:
            self._reshape(shape)
        self.pane.setMinimumWidth(0 if shape == "narrow" else t.px(240))
        self.conversation.composer.dress()
        self.drawer.fit()

    def _reshape(self, shape: str) -> None:
        narrow = self._shape == "narrow" or shape == "narrow"
        self._shape = shape
        self.drawer.close_it()
        if shape == "wide":
            self._split.addWidget(self.card)
            self.card.as_drawer(False)
            self.card.setVisible(self._card_open)
        else:
            self.card.hide()
            self.card.as_drawer(True)
            self.card.setParent(self)
        self.conversation.header.back.setVisible(shape == "narrow")
        self.conversation.header.card.setVisible(shape != "wide")
        if narrow:
            self._show_side("conversation" if self.conversation.id else "list")
        QTimer.singleShot(0, self, self._share_out)  # the rail changes, too: our width comes last

    def _share_out(self) -> None:
        """List and card get their widths, the conversation the rest."""
        t, wide = theme.now(), self._shape == "wide"
        first, last = t.px(LIST if wide else LIST_MEDIUM), [t.px(CARD)] if wide else []
        self._split.setSizes([first, max(1, self._split.width() - first - sum(last)), *last])

    def _show_side(self, side: str) -> None:
        """In a narrow window one pane at a time."""
        narrow = self._shape == "narrow"
        self.pane.setVisible(not narrow or side == "list")
        self.conversation.setVisible(not narrow or side == "conversation")
