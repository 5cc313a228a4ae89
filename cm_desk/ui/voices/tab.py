"""The voices tab: who lends theirs, how much they were asked, and the requests that wait."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from cm_desk.actions import letters
from cm_desk.actions import voices as lending
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.insight.intervals import share_text
from cm_desk.store import requests, voices
from cm_desk.store.requests import Request
from cm_desk.store.voices import Voice
from cm_desk.ui import keys, theme
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.voices import asking
from cm_desk.ui.voices.edit import edit
from cm_desk.ui.voices.rows import RequestRow, VoiceRow
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import IconRow
from cm_desk.ui.widgets.layout import box, clear, hbox, scroll, vbox
from cm_desk.ui.widgets.messages import Empty
from cm_desk.ui.widgets.stops import Stop, held
from cm_desk.ui.widgets.text import Label, Text

BESIDE_FROM = 820  # px at 100 % text: from here on both lists stand side by side
NOTHING = "A request is made where you write: “Sign as someone else” below a conversation."


class VoicesTab(QWidget):
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
        self._tasks = Tasks(self, problem)
        self._stale = True
        add = Button("Add a voice", "primary", "plus", key="N")
        add.clicked.connect(self.add)
        self.buttons = [add]
        self.share = IconRow("star", "", "text.muted", "small", "text.secondary")
        self.roster, self.asked = vbox(gap=10), vbox(gap=10)
        self._lay_out()
        keys.context(self, "table")
        news.voices.connect(self._changed)
        news.contacts.connect(self._changed)
        news.conversations.connect(self._changed)

    def _lay_out(self) -> None:
        left = vbox(Label("Who lends their voice", "heading"), self.share, self.roster, None, gap=8)
        right = vbox(Label("What they were asked", "heading"), self.asked, None, gap=8)
        self._columns = hbox((left, 1), (right, 1), gap=20, margins=(28, 14, 24, 18))
        self.area = scroll(box(self._columns))
        first = Button("Add the first one", "primary", "plus")
        first.clicked.connect(self.add)
        self.nobody = Empty(
            "mail-open",
            "Nobody lends their voice yet",
            "A word from the founder, or from whoever repaired it, is worth more than ours. They"
            " read and release every letter before it leaves.",
            [first],
            tone="joy",
            width=420,
        )
        self.setLayout(vbox((self.area, 1), (self.nobody, 1), gap=0))
        self.nobody.hide()

    def _make_room(self) -> None:
        wide = self.width() >= theme.now().px(BESIDE_FROM)
        across = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(across)

    def dress(self) -> None:
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._make_room()
        super().resizeEvent(event)

    # -- what is shown

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()

    def _changed(self, _ids: frozenset[int]) -> None:
        """A tab nobody sees waits until it is shown."""
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def reload(self) -> None:
        self._stale = False
        self._tasks.newest("reload", self._reload())

    async def _reload(self) -> None:
        read, now = self._desk.store.read, self._desk.now()
        known = await read(voices.all, True)
        when = await read(requests.asked)
        made = await read(requests.newest)
        heard = await letters.heard(self._desk)
        share = share_text(*await lending.leaders(self._desk, now.replace(year=now.year - 1)))
        here = self._place()
        self.area.setVisible(bool(known))
        self.nobody.setVisible(not known)
        self.share.text.set_text(f"Gestures in a voice by those who lead, in a year: {share}")
        clear(self.roster)
        for voice in sorted(known, key=lambda each: each.left_at is not None):
            row = VoiceRow(voice, when.get(voice.id, []), now)
            row.done.connect(lambda what, voice=voice: self._voice(what, voice))
            self.roster.addWidget(row)
        faces = {each.id: each.face for each in known}
        clear(self.asked)
        for each in made:
            asked = RequestRow(each, faces.get(each.voice_id, ""), now, heard.get(each.id))
            asked.done.connect(lambda what, row=asked: self._request(what, row))
            self.asked.addWidget(asked)
        if not made:
            self.asked.addWidget(Text(NOTHING, "ui", "text.muted"))
        self._back_to(here)

    def _stops(self) -> list[Stop]:
        lists = (self.roster, self.asked)
        found = (each.itemAt(n) for each in lists for n in range(each.count()))
        return [w for item in found if item and isinstance(w := item.widget(), Stop)]

    def _place(self) -> int | None:
        """Which row has the keys, None where none has."""
        return held(self._stops())

    def _back_to(self, place: int | None) -> None:
        stops = self._stops()
        if place is not None and stops:
            stops[min(place, len(stops) - 1)].setFocus()

    # -- what can be done

    @property
    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done now, by the ids of keymap.json."""
        return {
            "table.next": lambda: self._move(1),
            "table.prev": lambda: self._move(-1),
            "table.new": self.add,
            "table.open": self._open,
            "table.remove": self._remove,
        }

    def panes(self) -> list[QWidget]:
        stops = self._stops()
        return [stops[self._place() or 0]] if stops else [self.nobody]

    def selection(self) -> str:
        place, stops = self._place(), self._stops()
        row = stops[place] if place is not None else None
        return row.request.who if isinstance(row, RequestRow) else ""

    def _current(self) -> Stop | None:
        place = self._place()
        return None if place is None else self._stops()[place]

    def _move(self, step: int) -> None:
        place, stops = self._place(), self._stops()
        if stops:
            here = 0 if place is None else max(0, min(place + step, len(stops) - 1))
            stops[here].setFocus()
            self.area.ensureWidgetVisible(stops[here])

    def _open(self) -> None:
        if row := self._current():
            row.opened.emit()

    def _remove(self) -> None:
        match self._current():
            case VoiceRow(voice=voice) if voice.left_at is None:
                self._voice("retire", voice)
            case RequestRow(request=request) if request.state == requests.ASKED:
                self._do(lending.take_back(self._desk, request))

    def add(self) -> None:
        self._do(edit(self._desk, self.window()))

    def _voice(self, what: str, voice: Voice) -> None:
        match what:
            case "retire":
                self._do(lending.retire(self._desk, voice))
            case "return":
                self._do(lending.come_back(self._desk, voice))
            case _:
                self._do(edit(self._desk, self.window(), voice))

    def _request(self, what: str, row: RequestRow) -> None:
        request, window = row.request, self.window()
        match what:
            case "page":
                self._tasks.start(asking.show_page(self._desk, window, request))
            case "answer":
                said = row.heard.text if row.heard else ""
                self._do(asking.take_answer(self._desk, window, request, said))
            case "send":
                self._tasks.start(self._send(request))
            case "remove":
                self._do(lending.take_back(self._desk, request))
            case _:
                self._go.open_person(request.contact_id)

    async def _send(self, request: Request) -> None:
        """The released text stands in the composer; sending it is a key of its own."""
        place, undo = await letters.bring(self._desk, request)
        self._undo(undo)
        self._go.open_conversation(place)

    def _do(self, work: Coroutine[Any, Any, Undo | None]) -> None:
        self._tasks.start(self._with_undo(work))

    async def _with_undo(self, work: Awaitable[Undo | None]) -> None:
        if done := await work:
            self._undo(done)
