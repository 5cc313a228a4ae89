"""The ambassadors: who speaks for us, where, since when with their yes, and the kit for it."""

from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from cm_desk.actions import ambassadors as actions
from cm_desk.actions import consents
from cm_desk.actions.ambassadors import Known
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.store import contacts
from cm_desk.store.consents import SPEAKS
from cm_desk.text import show
from cm_desk.ui import keys, theme
from cm_desk.ui.aio import Problem, Tasks, answer, dismiss
from cm_desk.ui.contact.ambassador import ambassador
from cm_desk.ui.contact.quoting import quote
from cm_desk.ui.format import date
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.chips import Chip
from cm_desk.ui.widgets.dialog import Sheet
from cm_desk.ui.widgets.fields import Editor
from cm_desk.ui.widgets.layout import Item, box, clear, hbox, scroll, vbox
from cm_desk.ui.widgets.marks import Avatar
from cm_desk.ui.widgets.messages import Empty
from cm_desk.ui.widgets.stops import Stop, held
from cm_desk.ui.widgets.text import Label, Text

NOBODY = (
    "Somebody who speaks for us does it in their own voice, on a place of their own. Open their"
    " page and press Shift+V."
)


class AmbassadorRow(Stop):
    """`done` carries what is wanted: "person", "agree", "withdraw", "kit", "edit" or "end"."""

    done = Signal(str)

    def __init__(self, known: Known, picture: str, now: datetime) -> None:
        self.known = known
        it, consent = known.ambassador, known.consent
        name = show.line(it.who, 60)
        place = " · ".join(show.line(each, 80) for each in (it.platform, it.url) if each)
        if it.ended_at:
            said, tone, icon = f"Ended {date(it.ended_at, now)}", "calm", "x"
        elif consent:
            said, tone, icon = f"Agreed {date(consent.given_at, now)}", "good", "circle-check"
        else:
            said, tone, icon = "Has not agreed", "wait", "hourglass"
        top = hbox((Label(name, "uiStrong", elide=True), 1), Chip(said, tone, icon), gap=8)
        rows: list[Item] = [top, Label(place, "ui", "text.secondary", elide=True)]
        if it.topics.strip():
            rows.append(Text(show.line(it.topics, 200), "small", "text.muted", max_lines=2))
        if consent:
            words = f"“{show.line(consent.words, 200)}”"
            rows.append(Text(words, "small", "text.secondary", max_lines=2))
        rows.append(hbox(*self._buttons(name), None, gap=4))
        face = vbox(Avatar(it.who, picture, 36), None, gap=0)
        inside = hbox(face, (vbox(*rows, gap=4), 1), gap=12, margins=(14, 12, 12, 8))
        super().__init__(inside, f"{name}. {said}. {place}")
        self.opened.connect(lambda: self.done.emit("person"))

    def _buttons(self, name: str) -> list[Button]:
        wanted = [("edit", "Change"), ("end", "End it")]
        if self.known.ambassador.ended_at:
            wanted = []
        elif self.known.consent:
            wanted = [("kit", "Save their kit"), ("withdraw", "They took it back"), *wanted]
        else:
            wanted = [("agree", "Note their yes"), *wanted]
        made: list[Button] = []
        for what, words in [*wanted, ("person", "Their page")]:
            style = "default" if not made else "quiet"
            button = Button(words, style, name=f"{words}: {name}", small=True)
            button.clicked.connect(lambda _=False, what=what: self.done.emit(what))
            made.append(button)
        return made


class Ambassadors(QWidget):
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
        self._tasks, self._stale = Tasks(self, problem), True
        words = Button("What they may share", "default", "pencil-line")
        words.clicked.connect(lambda: self._do(edit_words(desk, self.window())))
        self.buttons = [words]
        self.rows = vbox(gap=10)
        self.area = scroll(box(vbox(self.rows, None, margins=(28, 14, 24, 16))))
        people = Button("Open the people", "primary", "users-round")
        people.clicked.connect(lambda: go.go("people"))
        self.nobody = Empty("megaphone", "Nobody speaks for us yet", NOBODY, [people], "joy", 420)
        self.setLayout(vbox((self.area, 1), (self.nobody, 1), gap=0))
        self.nobody.hide()
        keys.context(self, "table")
        news.contacts.connect(self._changed)

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
        found, now = await actions.listed(self._desk), self._desk.now()
        ids = {each.ambassador.contact_id for each in found}
        faces = await self._desk.store.read(contacts.faces, ids)
        here = held(self.stops())
        clear(self.rows)
        for each in found:
            picture = faces.get(each.ambassador.contact_id, ("", ""))[1]
            row = AmbassadorRow(each, picture, now)
            row.done.connect(lambda what, known=each: self._wanted(what, known))
            self.rows.addWidget(row)
        self.area.setVisible(bool(found))
        self.nobody.setVisible(not found)
        if here is not None and (stops := self.stops()):
            stops[min(here, len(stops) - 1)].setFocus()

    def stops(self) -> list[AmbassadorRow]:
        found = (self.rows.itemAt(n) for n in range(self.rows.count()))
        return [w for item in found if item and isinstance(w := item.widget(), AmbassadorRow)]

    # -- what can be done

    @property
    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done now, by the ids of keymap.json."""
        return {
            "table.next": lambda: self._move(1),
            "table.prev": lambda: self._move(-1),
            "table.open": self._open,
        }

    def panes(self) -> list[QWidget]:
        stops = self.stops()
        return [stops[held(stops) or 0]] if stops else [self.nobody]

    def selection(self) -> str:
        stops, place = self.stops(), held(self.stops())
        return "" if place is None else stops[place].known.ambassador.who

    def _move(self, step: int) -> None:
        stops, place = self.stops(), held(self.stops())
        if stops:
            here = 0 if place is None else max(0, min(place + step, len(stops) - 1))
            stops[here].setFocus()
            self.area.ensureWidgetVisible(stops[here])

    def _open(self) -> None:
        stops, place = self.stops(), held(self.stops())
        if place is not None:
            stops[place].opened.emit()

    def _wanted(self, what: str, known: Known) -> None:
        it = known.ambassador
        match what:
            case "agree":
                self._do(self._agree(known))
            case "withdraw" if known.consent:
                self._do(consents.withdraw(self._desk, known.consent))
            case "kit":
                self._tasks.start(self._kit(known))
            case "edit":
                self._do(ambassador(self._desk, self.window(), it.contact_id, it))
            case "end":
                self._do(actions.end(self._desk, it))
            case _:
                self._go.open_person(it.contact_id)

    async def _agree(self, known: Known) -> Undo | None:
        """Their yes stands in a message of theirs."""
        it = known.ambassador
        title = f"Where {show.line(it.who, 40)} said yes"
        found = await quote(self._desk, self.window(), it.contact_id, title, None, few=False)
        if found is None:
            return None
        given = (it.contact_id, SPEAKS, found.quote, found.message.id)
        return (await consents.allow(self._desk, *given))[1]

    async def _kit(self, known: Known) -> None:
        await actions.kit(self._desk, known.ambassador)  # refused before a file is asked for
        files = QFileDialog(self, "Save their kit", str(Path.home() / "kit.html"))
        files.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        files.setNameFilter("Page (*.html)")
        files.setDefaultSuffix("html")
        try:
            if await answer(files) and files.selectedFiles():
                file = Path(files.selectedFiles()[0])
                await actions.write_kit(self._desk, known.ambassador, file)
        finally:
            dismiss(files)

    def _do(self, work: Coroutine[Any, Any, Undo | None]) -> None:
        self._tasks.start(self._with_undo(work))

    async def _with_undo(self, work: Awaitable[Undo | None]) -> None:
        if done := await work:
            self._undo(done)


async def edit_words(desk: Desk, parent: QWidget | None) -> Undo | None:
    """What stands in every kit."""
    editor = Editor(await actions.words(desk), "", "What they may share", "ui")
    editor.setFixedHeight(theme.now().px(220))
    ground = Card(vbox(editor, margins=(12, 10, 12, 10)), line="line.strong")
    sheet = Sheet(parent, "What they may share", vbox(ground, gap=8), "Keep it", 560)
    editor.setFocus()
    try:
        return await actions.set_words(desk, editor.toPlainText()) if await answer(sheet) else None
    finally:
        dismiss(sheet)
