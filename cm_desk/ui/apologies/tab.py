"""The apologies tab: who waits for us, overdue first, and beside it one apology whole."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from cm_desk.actions import apologies as saying
from cm_desk.actions import evidence
from cm_desk.actions.apologies import Waiting
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.store import contacts, settings
from cm_desk.store.apologies import Apology, Step
from cm_desk.text import show
from cm_desk.ui import keys, theme
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.apologies import sheets
from cm_desk.ui.apologies.detail import Detail
from cm_desk.ui.apologies.rows import ApologyRow
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.settings.names import UNDO_S, seconds
from cm_desk.ui.voices.choose import ask_for
from cm_desk.ui.voices.moment import Moment
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.layout import box, clear, hbox, rule, scroll, vbox
from cm_desk.ui.widgets.messages import Empty
from cm_desk.ui.widgets.stops import held

BESIDE_FROM, LIST = 820, 320  # px at 100 % text: below this one at a time
NOTHING = (
    "When somebody was let down, press Shift+S at their message: it becomes an apology with its"
    " steps, and it stays here until they are done and told."
)


class ApologiesTab(QWidget):
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
        self._stale, self._inside = True, False
        self._shown: int | None = None
        self._seen: tuple[object, ...] = ()
        self.closed = Button("Closed ones too", "quiet", "history")
        self.closed.setCheckable(True)
        self.closed.clicked.connect(self.reload)
        self.buttons = [self.closed]
        self.rows, self.detail = vbox(gap=8), Detail()
        self._lay_out()
        keys.context(self, "apology")
        self.detail.done.connect(self._do)
        self.detail.worded.connect(self._word)
        self.detail.stepped.connect(self._step)
        news.contacts.connect(self._changed)

    def _lay_out(self) -> None:
        self.list = scroll(box(vbox(self.rows, None, margins=(28, 14, 14, 16))))
        self.back = Button("All apologies", "link", "chevron-left", small=True)
        self.back.clicked.connect(self._leave)
        column = vbox(hbox(self.back, None), self.detail, None, gap=6, margins=(16, 14, 24, 16))
        self.area = scroll(box(column))
        self.nothing = Empty("hand-heart", "Nobody waits for us", NOTHING, (), "good", 420)
        self._line = rule(True)
        body = hbox((self.list, 0), self._line, (self.area, 1), gap=0)
        self.whole = box(body)
        self.setLayout(vbox((self.whole, 1), (self.nothing, 1), gap=0))
        self.nothing.hide()
        self._make_room()

    def _make_room(self) -> None:
        """Beside each other, or the list until one of it is opened."""
        t = theme.now()
        wide = self.width() >= t.px(BESIDE_FROM)
        self.list.setVisible(wide or not self._inside)
        self.area.setVisible(wide or self._inside)
        self._line.setVisible(wide)
        self.back.setVisible(not wide)
        self.list.setMinimumWidth(t.px(LIST) if wide else 0)
        self.list.setMaximumWidth(t.px(LIST) if wide else 16_777_215)

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
        """Nobody sees it, or somebody writes in it: later."""
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def open_apology(self, id: int) -> None:
        """Show that one, as after a key in a conversation."""
        self._shown, self._inside = id, True
        self._make_room()
        self.reload()

    def reload(self) -> None:
        self._stale = False
        self._tasks.newest("reload", self._reload())

    async def _reload(self) -> None:
        found = await saying.waiting(self._desk, self.closed.isChecked())
        if self._shown and self._shown not in {each.apology.id for each in found}:
            gone = [each for each in await saying.waiting(self._desk, True)
                    if each.apology.id == self._shown]  # fmt: skip
            found += gone  # closed while it was looked at: it stays until another is chosen
        faces = await self._desk.store.read(contacts.faces, {f.apology.contact_id for f in found})
        seen = (tuple(found), tuple(faces.items()), theme.now())
        self.whole.setVisible(bool(found))
        self.nothing.setVisible(not found)
        if self.detail.editing or seen == self._seen:
            return
        self._seen = seen
        self._show(found, {id: picture for id, (_, picture) in faces.items()})

    def _show(self, found: list[Waiting], faces: dict[int, str]) -> None:
        now, here = self._desk.now(), held(self._stops())
        clear(self.rows)
        for each in found:
            row = ApologyRow(each, faces.get(each.apology.contact_id, ""), now)
            row.opened.connect(self._enter)
            row.focused.connect(self._choose)
            self.rows.addWidget(row)
        if self._shown not in {each.apology.id for each in found}:
            self._shown = found[0].apology.id if found else None
        self._mark()
        shown = next((each for each in found if each.apology.id == self._shown), None)
        if shown:
            self.detail.show_row(shown, faces.get(shown.apology.contact_id, ""), now)
        self._faces = faces
        if here is not None:
            self._to_shown()

    def _stops(self) -> list[ApologyRow]:
        found = (self.rows.itemAt(n) for n in range(self.rows.count()))
        return [w for item in found if item and isinstance(w := item.widget(), ApologyRow)]

    def _mark(self) -> None:
        for each in self._stops():
            each.mark(each.row.apology.id == self._shown)

    def _choose(self, row: ApologyRow) -> None:
        """What has the keys is what is shown beside."""
        if self._shown != row.row.apology.id:
            self._shown = row.row.apology.id
            picture = self._faces.get(row.row.apology.contact_id, "")
            self.detail.show_row(row.row, picture, self._desk.now())
            self._mark()

    # -- what can be done

    @property
    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done now, by the ids of keymap.json."""
        found: dict[str, Callable[[], object]] = {
            "table.next": lambda: self._move(1),
            "table.prev": lambda: self._move(-1),
            "table.open": self._enter,
            "table.selectNone": self._leave,
        }
        if row := self.detail.row if self._shown else None:
            found["apology.step"] = lambda: self._do("step")
            found["apology.person"] = lambda: self._do("person")
            if row.apology.closed_at is None and row.apology.sorry_id is None:
                found["apology.say"] = lambda: self._do("say")
            if row.apology.closed_at is None:
                found["apology.close"] = lambda: self._do("close")
        return found

    def panes(self) -> list[QWidget]:
        stops = self._stops()
        if not stops:
            return [self.nothing]
        place = held(list(stops)) or 0
        return [stops[place] if not self.list.isHidden() else self.detail.add]

    def selection(self) -> str:
        return self.detail.row.apology.who if self._shown and self.detail.row else ""

    def _move(self, step: int) -> None:
        stops = self._stops()
        shown = [n for n, each in enumerate(stops) if each.row.apology.id == self._shown]
        if stops:
            place = max(0, min((shown[0] if shown else 0) + step, len(stops) - 1))
            stops[place].setFocus()
            self._choose(stops[place])
            self.list.ensureWidgetVisible(stops[place])

    def _enter(self) -> None:
        self._inside = True
        self._make_room()
        if self._shown:
            self.detail.lines[0].setFocus()

    def _leave(self) -> None:
        self._inside = False
        self._make_room()
        self._to_shown()

    def _to_shown(self) -> None:
        """The keys to the row that is shown beside."""
        for each in self._stops():
            if each.row.apology.id == self._shown:
                each.setFocus()

    def _do(self, what: str) -> None:
        if (row := self.detail.row) is None:
            return
        apology, desk, window = row.apology, self._desk, self.window()
        match what:
            case "say":
                self._with_undo(self._say(apology))
            case "voice":
                self._with_undo(self._in_a_voice(apology))
            case "step":
                self._with_undo(sheets.step(desk, window, apology))
            case "close":
                self._with_undo(saying.close(desk, apology))
            case "word":
                self._with_undo(self._their_word(apology))
            case "reopen":
                self._with_undo(saying.reopen(desk, apology))
            case "source" if apology.message_id:
                self._go.open_story(apology.contact_id, apology.message_id)
            case "person":
                self._go.open_person(apology.contact_id)

    def _word(self, field: str, value: object) -> None:
        """Keep one of the words, or that it was read again."""
        if row := self.detail.row:
            changed = replace(row.apology, **{field: value})  # type: ignore[arg-type]
            self._with_undo(saying.word(self._desk, changed))

    def _step(self, step: Step, what: str) -> None:
        if (row := self.detail.row) is None:
            return
        desk, window, apology = self._desk, self.window(), row.apology
        match what:
            case "proof":
                self._with_undo(sheets.proof(desk, window, apology, step))
            case "open":
                self._tasks.start(self._open(apology, step))
            case "tell":
                self._with_undo(self._tell(apology, step))
            case "known":
                self._with_undo(self._known(apology, step))
            case "edit":
                self._with_undo(sheets.step(desk, window, apology, step))
            case "remove":
                self._with_undo(saying.remove_step(desk, step))

    async def _say(self, apology: Apology) -> Undo | None:
        name = show.line(apology.who, 40)
        text = await saying.first_words(self._desk, apology)
        text = await self._written(apology, f"Say sorry to {name}", text)
        if not text:
            return None
        return (await saying.say_words(self._desk, apology, text, await self._undo_s())).undo

    async def _tell(self, apology: Apology, step: Step) -> Undo | None:
        name = show.line(apology.who, 40)
        text = await saying.told_words(self._desk, apology, step)
        text = await self._written(apology, f"Tell {name} that it is done", text)
        if not text:
            return None
        return (await saying.tell_words(self._desk, apology, step, text, await self._undo_s())).undo

    async def _written(self, apology: Apology, title: str, text: str) -> str:
        to = await saying.place(self._desk, apology)
        seen = to.visibility or "as their message was"
        where = f"It answers their message; who can see it: {seen}. There is time to take it back."
        return await sheets.write(self.window(), title, where, text, to.lang, apology.quote)

    async def _undo_s(self) -> float:
        kept = await self._desk.store.read(settings.get, UNDO_S.name, UNDO_S.usual)
        return seconds(kept)

    async def _in_a_voice(self, apology: Apology) -> Undo | None:
        """They are asked; their words wait in the composer and count as this apology."""
        draft = await saying.first_words(self._desk, apology)
        moment = Moment(apology.contact_id, apology.message_id, "apology", draft)
        found = await ask_for(self._desk, self.window(), moment)
        return found[1] if found else None

    async def _their_word(self, apology: Apology) -> Undo | None:
        said = await sheets.their_word(self.window(), apology.who)
        return await saying.close(self._desk, apology, said) if said else None

    async def _known(self, apology: Apology, step: Step) -> Undo | None:
        how = await sheets.how_told(self.window(), apology.who)
        return await saying.told_by_hand(self._desk, apology, step, how) if how else None

    async def _open(self, apology: Apology, step: Step) -> None:
        """Show the proof; from then on it counts."""
        if step.proof_kind == "message":
            self._go.open_story(apology.contact_id, int(step.proof))
        else:
            link = step.proof_kind == "link"
            file = "" if link else str(evidence.path(self._desk, step.proof))
            url = QUrl(step.proof) if link else QUrl.fromLocalFile(file)
            if not QDesktopServices.openUrl(url):
                raise BadInput(
                    "Nothing here opens it.", "Look at it by hand, or add another proof."
                )
        await saying.saw_proof(self._desk, step)

    def _with_undo(self, work: Coroutine[Any, Any, Undo | None]) -> None:
        self._tasks.start(self._done(work))

    async def _done(self, work: Awaitable[Undo | None]) -> None:
        if done := await work:
            self._undo(done)
