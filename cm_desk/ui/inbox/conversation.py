"""The middle of the inbox: one open conversation, from its header to the composer."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMenu, QStackedLayout, QWidget

from cm_desk.actions import media, moderation, reply, triage
from cm_desk.desk import Desk
from cm_desk.domain.model import Account, Kind
from cm_desk.errors import CmDeskError
from cm_desk.store.messages import Message
from cm_desk.text import show
from cm_desk.text.links import true_host
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.compose.composer import Composer, OnUndo
from cm_desk.ui.compose.target import Target
from cm_desk.ui.inbox import items, reading
from cm_desk.ui.inbox.bubble import Hot
from cm_desk.ui.inbox.header import Header
from cm_desk.ui.inbox.items import Leaving, Said
from cm_desk.ui.inbox.more import Own, Say
from cm_desk.ui.inbox.offers import OfferBar
from cm_desk.ui.inbox.own import Hand, own
from cm_desk.ui.inbox.reading import FIRST, MORE, Read
from cm_desk.ui.inbox.strip import Us
from cm_desk.ui.inbox.thread import ThreadList
from cm_desk.ui.keys import context
from cm_desk.ui.links import open_link
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.pictures import picture
from cm_desk.ui.widgets.layout import box, vbox
from cm_desk.ui.widgets.messages import Empty

CALM_MS = 80
NAMES = {
    "fold": "Show or hide the message",
    "image": "Load the picture",
    "file": "Save the file",
    "original": "Show the original",
    "whole": "Show all of it",
    "undo": "Take it back",
    "retry": "Try again",
}


class ConversationView(QWidget):
    """`asked` carries keymap ids that concern the list too: done, snooze, card …"""

    asked = Signal(str)
    shown = Signal(object)  # a Read: header and person card follow it

    def __init__(
        self, desk: Desk, news: News, problem: Problem, undo: OnUndo, go: Navigator
    ) -> None:
        super().__init__()
        self._desk, self._undo, self._go = desk, undo, go
        self._tasks = Tasks(self, problem)
        self._hand = Hand(desk, self, problem, undo)
        self._id: int | None = None
        self._count, self._aim = FIRST, 0  # a message to bring into sight, by its id
        self._calm = QTimer(self, singleShot=True, interval=CALM_MS)
        self._calm.timeout.connect(self._reload)
        self.read: Read | None = None
        self.header = Header()
        self.talk = ThreadList(desk.now)
        self.offers = OfferBar(desk, problem, undo)
        self.composer = Composer(desk, news, problem, undo, go)
        self._arrange()
        self._connect(news)

    def _arrange(self) -> None:
        note = "Pick one from the list, or press C to write to someone first."
        empty = Empty("mail-open", "No conversation open", note, tone="calm", width=300)
        column = vbox(self.header, (self.talk, 1), self.offers, self.composer, gap=0)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(box(vbox(empty), "pane_surface"))
        self._stack.addWidget(box(column, "pane_surface"))
        context(self, "thread")

    def _connect(self, news: News) -> None:
        self.header.pressed.connect(self.asked)
        self.talk.hot.connect(self._hot)
        self.talk.entered.connect(self._open_current)
        self.talk.older.connect(self._load_older)
        self.composer.left.connect(lambda: self.asked.emit("list.focus"))
        news.conversations.connect(self._changed)
        news.outbox.connect(self._soon)
        news.contacts.connect(self._contact_changed)

    # -- opening
    def open(self, id: int | None, message_id: int | None = None) -> None:
        """None closes. `message_id` is brought into sight and chosen."""
        if id == self._id and message_id is None:
            return
        if id != self._id:
            self._count = FIRST
            self.talk.clear()
            self.read = None
        self._id, self._aim = id, message_id or 0
        if id is None:
            self.composer.close_draft()
            self._stack.setCurrentIndex(0)
        else:
            self._tasks.newest("show", self._show(id))

    @property
    def id(self) -> int | None:
        return self._id

    def _changed(self, ids: frozenset[int]) -> None:
        if self._id in ids:
            self._soon()

    def _contact_changed(self, ids: frozenset[int]) -> None:
        if self.read and self.read.row.contact_id in ids:
            self._soon()

    def _soon(self, _ids: object = None) -> None:
        """While news pours in, ten looks a second are enough."""
        if not self._calm.isActive():
            self._calm.start()

    def _reload(self) -> None:
        if self._id is not None:
            self._tasks.newest("show", self._show(self._id))

    def _load_older(self) -> None:
        read = self.read
        if read is not None and read.cursor is not None and self._count <= len(read.messages):
            self._count = len(read.messages) + MORE
            self._reload()

    async def _show(self, id: int) -> None:
        aim = self._aim
        read = await reading.conversation(self._desk, id, self._count, aim or None)
        if id != self._id:
            return
        if read is None:
            self.open(None)
            return
        fresh = self.read is None
        self.read = read
        self._paint(read, fresh)
        if aim:
            self._aim = 0
            if self.talk.show_message(aim):
                self.talk.setFocus()
        if read.row.unread and self.isVisible():
            await triage.mark_seen(self._desk, id)

    def _paint(self, read: Read, fresh: bool) -> None:
        brand = read.account.signer or read.account.name or read.account.handle
        self.talk.rows.us = Us(brand, read.account.avatar_url)
        self.talk.opened.known_hosts = read.hosts
        self.header.show_row(read.row, read.account.name or read.account.handle)
        whole = read.cursor is None
        shown = items.build(read.messages, read.events, read.outbox, self._desk.now(), whole)
        self.talk.show_items(shown, to_end=fresh)
        self.offers.show_messages(read.messages)
        self.composer.open(self._target(read))
        self._stack.setCurrentIndex(1)
        self.shown.emit(read)

    def _target(self, read: Read) -> Target:
        theirs = next((each for each in read.messages if not each.outgoing), None)
        seen_by = theirs.visibility if theirs else read.row.visibility
        private = read.row.kind in (Kind.DIRECT, Kind.CHAT)
        offers = self._desk.services.service_of(read.account).capabilities
        lang = theirs.lang if theirs else ""
        return Target(
            read.row, read.account, offers, seen_by or ("direct" if private else ""), lang
        )

    # -- clicks
    def _hot(self, hot: Hot) -> None:
        match hot.what:
            case "link":
                open_link(hot.value)
            case "fold":
                self._fold(int(hot.value))
            case "whole":
                self.talk.read_text()
            case "image":
                self._tasks.start(self._load_picture(hot.value))
            case "file":
                self._tasks.start(self._save_file(hot.value))
            case "original":
                self._tasks.start(self._show_original(hot.value))
            case "undo":
                self._tasks.start(reply.take_back(self._desk, int(hot.value)))
            case "retry":
                self._tasks.start(reply.retry(self._desk, int(hot.value)))

    def _fold(self, message_id: int) -> None:
        self.talk.opened.unfolded ^= {message_id}
        self.talk.refresh(f"message {message_id}")

    async def _load_picture(self, url: str) -> None:
        """Only after a click: until then its server learns nothing about us."""
        pictures, read = self.talk.opened.pictures, self.read
        if read is None or isinstance(pictures.get(url), QImage):
            return
        pictures[url] = None
        self._refresh_with(url)
        try:
            pictures[url] = picture(await media.fetch(self._desk, read.account, url))
        except CmDeskError as err:
            pictures[url] = f"This picture did not come. {err.hint or err.what}"
        self._refresh_with(url)

    async def _save_file(self, url: str) -> None:
        from cm_desk.ui.inbox.attached import save_file  # not before the first paint

        if read := self.read:
            files = (each for message in read.messages for each in message.media)
            file = next((each for each in files if each.url == url), None)
            if file and (said := await save_file(self._desk, self.window(), read.account, file)):
                self.talk.opened.saved[url] = said
                self._refresh_with(url)

    async def _show_original(self, url: str) -> None:
        from cm_desk.ui.inbox.attached import show_original

        if read := self.read:
            await show_original(self._desk, self.window(), read.account, url)

    def _refresh_with(self, url: str) -> None:
        for item in self.talk.rows.items:
            if isinstance(item, Said) and any(each.url == url for each in item.message.media):
                self.talk.refresh(item.key)

    def print(self) -> None:
        """On paper or as a PDF: what was opened of it is in it, nothing is fetched."""
        from cm_desk.ui.printing.dialog import print_conversation  # not for the first paint

        if self._id is not None:
            pictures = dict(self.talk.opened.pictures)
            self._tasks.start(print_conversation(self._desk, self.window(), self._id, pictures))

    # -- keys
    def run(self, action: str) -> bool:
        """Keymap ids of the open conversation; the page answers for those of the list."""
        match action:
            case "thread.nextMsg":
                self.talk.step(1)
            case "thread.prevMsg":
                self.talk.step(-1)
            case "thread.copy":
                return self.talk.copy()
            case "thread.moment":
                self._tasks.start(self._mark())
            case "thread.reply" | "list.reply":
                return self.reply()
            case "thread.promise":
                return self.offers.take()
            case "thread.noPromise":
                return self.offers.turn_down()
            case "compose.promise":
                return self.composer.run(action) or self.offers.take()
            case _:
                return action.startswith("compose.") and self.composer.run(action)
        return True

    async def _mark(self) -> None:
        """The message at hand, or their newest, as a joy or a hurt."""
        from cm_desk.ui.contact.side.moments import mark  # not before the first paint

        item = self.talk.current()
        found = item.message if isinstance(item, Said) else None
        if found is None and self.read:
            found = next((m for m in self.read.messages if not m.outgoing), None)
        if undo := await mark(self._desk, self.window(), found):
            self._undo(undo)

    def at_hand(self) -> int | None:
        """The message of theirs that is selected."""
        item = self.talk.current()
        found = item.message if isinstance(item, Said) else None
        return found.id if found and not found.outgoing else None

    def reply(self) -> bool:
        if self._id is None:
            return False
        self.composer.start()
        return True

    def _open_current(self) -> None:
        """Return on a message: everything a pointer could do with it. Folded, it unfolds."""
        item, hots = self.talk.current(), self.talk.hots()
        if not isinstance(item, Said | Leaving):
            return
        if [hot.what for hot in hots] == ["fold"]:
            self._hot(hots[0])
        elif not hots:
            self.talk.read_text()
        else:
            self._offer(hots)

    def _offer(self, hots: list[Hot]) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for hot in hots:
            words = hot.tip if hot.what == "link" else NAMES[hot.what]
            action = menu.addAction(show.line(words, 60).replace("&", "&&"))
            action.triggered.connect(lambda _=False, hot=hot: self._hot(hot))
        menu.addAction("Select text").triggered.connect(self.talk.read_text)
        place = self.talk.visualRect(self.talk.currentIndex()).center()
        menu.popup(self.talk.viewport().mapToGlobal(place))

    def say(self) -> Say | None:
        """What we say of the message at hand, or of their newest, where we have a say."""
        read, at_hand = self.read, self.at_hand()
        found = [each for each in read.messages if not each.outgoing] if read else []
        theirs = next((e for e in found if e.id == at_hand), next(iter(found), None))
        if read is None or theirs is None:
            return None
        if not self._desk.services.service_of(read.account).capabilities.moderates:
            return None

        def moderate(state: str) -> None:
            self._tasks.start(self._moderate(read.account, theirs, state))

        return Say(theirs.visibility == "held", moderate)

    def own(self) -> Own:
        """What can be done with the message of ours at hand, or with our newest."""
        item = self.talk.current()
        at_hand = item.message.id if isinstance(item, Said) else None
        return own(self._hand, self._tasks, self.read, at_hand)

    async def _moderate(self, account: Account, message: Message, state: str) -> None:
        self._undo(await moderation.moderate(self._desk, account, message, state))

    def newest_url(self) -> str:
        """Where the newest message stands in the web, "" for none."""
        found = self.read.messages if self.read else ()
        return next((each.url for each in found if true_host(each.url)), "")
