"""Below the words of a conversation: what was said and sounds like a promise, offered as one."""

from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtWidgets import QWidget

from cm_desk.actions import pledges
from cm_desk.actions.pledges import Offer
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.store.messages import Message
from cm_desk.text import show
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.format import date
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.layout import hbox
from cm_desk.ui.widgets.marks import Icon
from cm_desk.ui.widgets.text import Label


class OfferBar(QWidget):
    """The newest offer of the messages it was shown; the next one follows when it is answered."""

    def __init__(self, desk: Desk, problem: Problem, undo: Callable[[Undo], object]) -> None:
        super().__init__()
        self._desk, self._undo = desk, undo
        self._tasks = Tasks(self, problem)
        self._shown: tuple[Message, ...] = ()
        self.offers: tuple[Offer, ...] = ()
        self.words = Label("", "small", "text.secondary", elide=True)
        self.track = Button("Track it", "link", key="Alt+P", small=True)
        self.decline = Button("", "quiet", "x", name="Not a promise (Alt+N)", small=True)
        self.track.clicked.connect(self.take)
        self.decline.clicked.connect(self.turn_down)
        mark = Icon("flag", 14, "joy.base")
        row = (mark, (self.words, 1), self.track, self.decline)
        self.setLayout(hbox(*row, gap=7, margins=(20, 3, 16, 3)))
        self.hide()

    def show_messages(self, messages: Sequence[Message]) -> None:
        """Those of another conversation hide what was offered in the one before at once."""
        new = tuple(messages)
        here = {each.conversation_id for each in new[:1]}
        if here != {each.conversation_id for each in self._shown[:1]}:
            self._show(())
        self._shown = new
        self._tasks.newest("offers", self._load(new))

    async def _load(self, messages: tuple[Message, ...]) -> None:
        found = await pledges.offered(self._desk, messages)
        if messages is self._shown:
            self._show(found)

    def _show(self, offers: Sequence[Offer]) -> None:
        self.offers = tuple(offers)
        self.setVisible(bool(offers))
        if not offers:
            return
        first, now = offers[0], self._desk.now()
        who = f"{show.line(first.message.who, 30)} promised" if first.theirs else "You promised"
        more = f" · {len(offers) - 1} more" if len(offers) > 1 else ""
        due = date(first.due, now)
        told = f"{who}, {date(first.message.sent_at, now)}: “{show.line(first.quote, 160)}”"
        self.words.set_text(f"{told} · due {due}{more}")
        self.setAccessibleName(self.words.words)
        self.track.rename(f"Keep track of this promise for {due}")

    def take(self) -> bool:
        """False when nothing is offered."""
        return self._answer(pledges.take)

    def turn_down(self) -> bool:
        return self._answer(pledges.decline)

    def _answer(self, do: Callable[[Desk, Offer], Awaitable[Undo]]) -> bool:
        if not self.offers:
            return False
        offer = self.offers[0]
        self._show(self.offers[1:])
        self._tasks.start(self._keep(do, offer))
        return True

    async def _keep(self, do: Callable[[Desk, Offer], Awaitable[Undo]], offer: Offer) -> None:
        self._undo(await do(self._desk, offer))
