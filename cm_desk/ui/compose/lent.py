"""Above the words, where they are to leave in somebody's voice: whose, and what Send waits for."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cm_desk.actions import voices as lending
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.insight.voices import Deserves
from cm_desk.store import gestures, requests, voices
from cm_desk.store.drafts import Draft
from cm_desk.store.requests import ASKED, RELEASED, Request
from cm_desk.store.voices import Voice
from cm_desk.text import show
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.format import date
from cm_desk.ui.news import News
from cm_desk.ui.voices.moment import Moment
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.layout import hbox, vbox
from cm_desk.ui.widgets.lines import Line
from cm_desk.ui.widgets.marks import Avatar
from cm_desk.ui.widgets.text import Label, Text


class LentCard(Card):
    """Whose voice it is, how far the request is, and what can be done about it."""

    def __init__(self) -> None:
        self.face = Avatar("", size=22, ring="joy.tint")
        self.title, self.words = Label("", "uiStrong", elide=True), Text("", "ui", "text.secondary")
        self.answer = Button("Their answer", "link", small=True)
        self.page = Button("The page", "link", small=True)
        self.restore = Button("Put their words back", "link", small=True)
        self.anew = Button("Ask for this text", "link", small=True)
        self.leave = Button("", "quiet", "x", name="Write as ourselves", small=True)
        top = hbox(
            self.face, (self.title, 1), self.answer, self.page, self.restore, self.anew, self.leave
        )
        super().__init__(vbox(top, self.words, gap=2, margins=(10, 5, 6, 7)), tone="joy")
        self.hide()

    def show_request(self, request: Request, voice: Voice | None, text: str, why: str) -> None:
        self.face.show_as(request.voice, voice.face if voice else "")
        self.title.set_text(f"In the voice of {show.line(request.voice, 60)}")
        self.words.set_text(why)
        waits, other = request.state == ASKED, requests.letters(text) != request.draft
        self.anew.setVisible(bool(text.strip()) and not request.allows(text) and other)
        self.answer.setVisible(waits)
        self.page.setVisible(waits)
        self.restore.setVisible(request.state == RELEASED and not request.allows(text))
        self.setAccessibleName(f"{self.title.words}. {why}")


class Lent(QWidget):
    told = Signal()  # what Send waits for is known
    changed = Signal()  # the words are our own again
    restored = Signal(str)  # the released text is to stand there again

    def __init__(
        self,
        desk: Desk,
        news: News,
        problem: Problem,
        undo: Callable[[Undo], object],
        moment: Callable[[], Moment | None],
    ) -> None:
        super().__init__()
        self._desk, self._undo, self._moment = desk, undo, moment
        self._tasks = Tasks(self, problem)
        self.request_id: int | None = None
        self._contact_id: int | None = None
        self._request: Request | None = None
        self._voice: Voice | None = None
        self._is_first = False  # this voice never turned to this person
        self.card = LentCard()
        self.worth = Line("sparkles", "", icon_color="joy.base", sign="chevron-right", max_lines=1)
        self.worth.hide()
        self.setLayout(vbox(self.worth, self.card, gap=4))
        self.worth.clicked.connect(self.ask)
        self.card.leave.clicked.connect(self._leave)
        self.card.answer.clicked.connect(self._answer)
        self.card.page.clicked.connect(self._page)
        self.card.restore.clicked.connect(self._restore)
        self.card.anew.clicked.connect(self._ask_anew)
        news.voices.connect(lambda _ids: self._heard())
        news.contacts.connect(self._heard_of)

    def show_contact(self, contact_id: int | None) -> None:
        """Says so where their moment deserves an unexpected voice."""
        if contact_id != self._contact_id:
            self._contact_id = contact_id
            self.worth.hide()
        if contact_id is not None:
            self._tasks.newest("worth", self._look(contact_id))

    def show_request(self, id: int | None) -> None:
        """None: the words are our own."""
        if id != self.request_id:
            self.request_id, self._request = id, None
        self.card.hide()
        if id is not None:
            self._tasks.newest("request", self._reload(id))

    def _heard_of(self, ids: frozenset[int]) -> None:
        if self._contact_id in ids:
            self._heard()

    def _heard(self) -> None:
        if not self.isVisible():
            return
        if self.request_id is not None:
            self._tasks.newest("request", self._reload(self.request_id))
        self.show_contact(self._contact_id)

    async def _reload(self, id: int) -> None:
        """A request that was taken back leaves words of our own."""
        found = await self._desk.store.read(requests.get, id)
        voice = await self._desk.store.read(voices.get, found.voice_id) if found else None
        heard = await self._desk.store.read(gestures.of, found.contact_id) if found else []
        if id != self.request_id:
            return
        self._request, self._voice = found, voice
        self._is_first = found is not None and found.voice_id not in {g.voice_id for g in heard}
        self.request_id = found.id if found else None
        self.told.emit()

    async def _look(self, contact_id: int) -> None:
        found = await lending.deserving(self._desk, contact_id)
        if contact_id == self._contact_id:
            self.worth.setVisible(bool(found) and self.request_id is None)
            if found:
                self.worth.say(_worth(found[0]), "text.secondary")

    # -- what Send waits for

    def why_not(self, text: str) -> str:
        """Why this text cannot leave yet; "" when it can, or is our own."""
        if self.request_id is None:
            return ""
        request = self._request
        if request is None:
            return "Looking for what was released."
        who = show.line(request.voice, 60)
        if request.allows(text):
            return ""
        if request.used_key:
            return f"What {who} released has left already. Ask again for another text."
        if request.state == ASKED:
            asked = date(request.asked_at, self._desk.now())
            return f"{who} was asked on {asked} and has not released this text yet."
        if request.state != RELEASED:
            return f"{who} said no. Write as ourselves, or ask somebody else."
        return f"{who} released another text, and every letter counts."

    def judge(self, draft: Draft) -> str:
        """`why_not`, and the card says it. A gesture in a voice waits for a request, too."""
        text, it = draft.text, draft.gesture
        why, request = self.why_not(text), self._request
        if self.request_id is None and it is not None and it.voice_id is not None:
            return f"{show.line(it.voice, 60)} has to read and release it first: ask with Alt+S."
        self.card.setVisible(request is not None and self.request_id is not None)
        if request is not None:
            self.worth.hide()
            when = date(request.answered_at or request.asked_at, self._desk.now())
            first = f" First time from {show.line(request.voice, 40)}." if self._is_first else ""
            ready = f"Released on {when}, to the letter.{first} Send is yours."
            self.card.show_request(request, self._voice, text, why or ready)
        return why

    @property
    def voice(self) -> Voice | None:
        """Under whose name it leaves; None for ours."""
        return self._voice if self.request_id is not None else None

    # -- what can be done

    def ask(self) -> None:
        """Whose voice it could be; Send then waits for what they release."""
        if moment := self._moment():
            self._tasks.newest("ask", self._ask(moment))

    async def _ask(self, moment: Moment) -> None:
        from cm_desk.ui.voices.choose import ask_for  # not before the first paint

        found = await ask_for(self._desk, self.window(), moment)
        if found is None:
            return
        request, undo = found
        self._undo(undo)
        if request.contact_id == self._contact_id:
            self.show_request(request.id)
            self.restored.emit(request.draft)

    def _leave(self) -> None:
        self.show_request(None)
        self.changed.emit()

    def _restore(self) -> None:
        if self._request:
            self.restored.emit(self._request.released)

    def _ask_anew(self) -> None:
        if self._request and (moment := self._moment()):
            self._tasks.newest("ask", self._anew(self._request, moment.draft))

    async def _anew(self, request: Request, text: str) -> None:
        from cm_desk.ui.voices.asking import show_page

        self._undo(await lending.ask_anew(self._desk, request, text))
        found = await self._desk.store.read(requests.get, request.id)
        if found is not None:
            await show_page(self._desk, self.window(), found)

    def _answer(self) -> None:
        if self._request:
            self._tasks.start(self._take(self._request))

    def _page(self) -> None:
        from cm_desk.ui.voices.asking import show_page  # not before the first paint

        if self._request:
            self._tasks.start(show_page(self._desk, self.window(), self._request))

    async def _take(self, request: Request) -> None:
        from cm_desk.ui.voices.asking import take_answer

        heard = (await self._desk.store.read(requests.heard)).get(request.id)
        said = heard.text if heard else ""
        undo = await take_answer(self._desk, self.window(), request, said)
        if undo is None:
            return
        self._undo(undo)
        released = await self._desk.store.read(requests.get, request.id)
        if released and released.state == RELEASED:
            self.restored.emit(released.released)


def _worth(found: Deserves) -> str:
    quote = f" “{show.line(found.quotes[0][1], 120)}”" if found.quotes else ""
    return f"Worth an unexpected voice: {found.because}.{quote}"
