"""Joins the window and the desk: which page is shown, what a command does, how to undo it."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from cm_desk.actions.settings import choose
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.views import View
from cm_desk.errors import BadInput, CmDeskError
from cm_desk.paths import FACES
from cm_desk.store import settings
from cm_desk.ui import banners, board, faces, pages
from cm_desk.ui.aio import Tasks
from cm_desk.ui.board import Board
from cm_desk.ui.gestures.give import give_to
from cm_desk.ui.gestures.kinds import look
from cm_desk.ui.keys import Keymap, load_keymap
from cm_desk.ui.looks import SCALE, THEME, Looks, percent
from cm_desk.ui.news import News
from cm_desk.ui.shelf.shelf import PLACE, Shelf
from cm_desk.ui.shortcuts import hints
from cm_desk.ui.totals import totals
from cm_desk.ui.trail import Step, Trail
from cm_desk.ui.undo import UndoStack
from cm_desk.ui.widgets.dropping import FileDrop
from cm_desk.ui.window import Window, focus_in

CALM_MS = 100  # counts follow the news at most ten times a second
MINUTE_MS = 30_000
VIEWS = {str(view): view for view in View}


class Conductor(QObject):
    """The Navigator of every page. Dies with the window."""

    moved = Signal(str)  # the place that is shown now
    seen = Signal(object)  # the newest Board

    def __init__(self, window: Window, desk: Desk, news: News, looks: Looks) -> None:
        super().__init__(window)
        self.window, self.desk, self.news, self.looks = window, desk, news, looks
        self.tasks = Tasks(self, self.problem)
        self.done, self.board = UndoStack(), None
        self.trail, self.place = Trail(self._tell_way), ""
        self._pages: dict[str, QWidget] = {}
        faces.use(desk.folder / FACES)
        self.shelf = Shelf(self, self.problem)
        self._toasted: Undo | None = None
        window.rail.chosen.connect(self.go)
        window.toast.undo.connect(self.undo_toast)
        window.toast.gone.connect(self._forget_toast)
        self._listen()
        FileDrop(window, self.bring)

    board: Board | None

    def _listen(self) -> None:
        self._calm = QTimer(self, singleShot=True, interval=CALM_MS)
        self._calm.timeout.connect(self.refresh)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self.refresh)
        self._minute.start()
        for signal in (
            self.news.accounts,
            self.news.contacts,
            self.news.conversations,
            self.news.drafts,
            self.news.outbox,
        ):
            signal.connect(self._heard)
        self.news.settings.connect(self._chose)

    def _heard(self, _ids: frozenset[int]) -> None:
        if not self._calm.isActive():
            self._calm.start()

    def _chose(self, _ids: frozenset[int]) -> None:
        self.tasks.newest("set", self.read_settings())

    async def begin(self, demo: bool = False) -> None:
        """The first page: the inbox, or the welcome where there is no account yet."""
        self.board = await board.look(self.desk)
        if self.board.states or demo:
            self.open_view(View.NEEDS_REPLY)
        else:
            self.go("welcome")
        self.refresh()
        self.shelf.refresh()

    def flush(self) -> None:
        """Save what is being typed, before the window goes."""
        for page in self._pages.values():
            if flush := getattr(page, "flush", None):
                flush()

    # -- Navigator

    def go(self, place: str) -> None:
        """A page, a view of the inbox, or an account ("account 3")."""
        if place == "sync":
            self.sync()
        elif place in VIEWS:
            self.open_view(VIEWS[place])
        elif place.startswith("account "):
            self.open_view(View.ALL, int(place.removeprefix("account ")))
        elif place.startswith(PLACE):
            self.stay()
            self.shelf.open(place)
        else:
            self.stay()
            name, _, tab = place.partition("/")
            page = self.show(name, pages.BY_NAME[name].under or name)
            if tab:
                page.open_tab(tab)
            elif name == "people":
                page.open_everybody()
            elif name == "search":
                page.ask()

    def open_view(self, view: View, account_id: int | None = None) -> None:
        place = str(view) if account_id is None else f"account {account_id}"
        self.stay()
        self.show("inbox", place).open_view(view, account_id)

    def open_conversation(self, conversation_id: int, message_id: int | None = None) -> None:
        self._leave("inbox")
        inbox = self.show("inbox", str(View.NEEDS_REPLY))
        inbox.open_conversation(conversation_id, message_id)

    def open_person(self, contact_id: int) -> None:
        self._leave()
        self.show("people", "people").open_person(contact_id)

    def open_story(self, contact_id: int, message_id: int) -> None:
        self._leave()
        self.show("people", "people").open_story(contact_id, message_id)

    def write_to(self, contact_id: int) -> None:
        self._leave("inbox")
        self.show("inbox", str(View.NEEDS_REPLY)).write_to(contact_id)

    def write_in(self, conversation_id: int) -> None:
        self._leave("inbox")
        self.show("inbox", str(View.NEEDS_REPLY)).write_in(conversation_id)

    def write_first(self, draft_id: int) -> None:
        self.tasks.start(self._write_first(draft_id))

    async def _write_first(self, draft_id: int) -> None:
        from cm_desk.ui.compose.first import write_first  # not needed for the first paint

        undo = await write_first(self.desk, self.window, draft_id)
        if undo is not None:
            self.undoable(undo)

    def back(self) -> bool:
        return self.trail.back()

    def stay(self) -> None:
        self.trail.forget()

    def _leave(self, to: str = "") -> None:
        """Remember the page that leads somewhere else; a page need not know that it does. From
        one conversation to the next there is no way back."""
        page, place = self.window.stack.currentWidget(), self.place
        name = next((name for name, each in self._pages.items() if each is page), "")
        if name in ("", to):
            return
        told = getattr(page, "way_back", None)
        step: Step | None = told() if told else Step(pages.BY_NAME[name].title, lambda: None)
        if step is not None:
            self.trail.leave(Step(step.words, partial(self._return, name, place, step)))

    def _return(self, name: str, place: str, step: Step) -> None:
        self.show(name, place)
        step.show()

    def _tell_way(self, words: str) -> None:
        """Pages that show where back leads hear it."""
        for page in self._pages.values():
            if tell := getattr(page, "show_way", None):
                tell(words)

    def give_to(self, contact_id: int, message_id: int | None = None, kind: str = "") -> None:
        self.tasks.start(self._give(contact_id, message_id, kind))

    async def _give(self, contact_id: int, message_id: int | None, kind: str) -> None:
        ways = (self.write_in, self.write_first)
        undo = await give_to(self.desk, self.window, contact_id, message_id, *ways, kind)
        if undo is not None:
            self.undoable(undo)

    def apologise(self, contact_id: int, message_id: int | None = None) -> None:
        self.tasks.start(self._apologise(contact_id, message_id))

    async def _apologise(self, contact_id: int, message_id: int | None) -> None:
        from cm_desk.actions import apologies  # not needed for the first paint

        id, undo = await apologies.open_or_begin(self.desk, contact_id, message_id)
        self._leave()
        self.show("gestures", "gestures").open_tab("apologies").open_apology(id)
        if undo is not None:
            self.undoable(undo)

    def page(self, name: str) -> Any:
        """Built when it is asked for the first time."""
        if name not in self._pages:
            parts = (self.desk, self.news, self.problem, self.undoable, self)
            self._pages[name] = pages.build(name, *parts)
        return self._pages[name]

    def built(self, names: Iterable[str]) -> list[Any]:
        """Those of the pages that were asked for already."""
        return [self._pages[name] for name in names if name in self._pages]

    def show(self, name: str, place: str) -> Any:
        """A page, and the place in the rail that it stands for."""
        page = self.page(name)
        self.window.show_page(page)
        self.window.rail.select(place)
        self.place = place
        self.shelf.offer()
        start: Callable[[], object] | None = getattr(page, "start", None)
        if start:
            start()
        QTimer.singleShot(0, self, self._arrived)  # after the page knows whom it shows
        self.moved.emit(place)
        return page

    def _arrived(self) -> None:
        """The keys belong to the page that is shown now."""
        page, focus = self.window.stack.currentWidget(), QApplication.focusWidget()
        inside = page is None or (focus is not None and page.isAncestorOf(focus))
        if page is not None and self.window.overlay is None and not inside:
            focus_in(pages.panes(page)[0])
        self.window.status.hint(hints(self.window.keys.keymap, self.window.can))

    # -- what goes wrong

    def problem(self, err: CmDeskError) -> None:
        self.window.banners.add(banners.of_error(err))

    # -- undo

    def undoable(self, undo: Undo) -> None:
        """Something was done; say so and keep the way back."""
        self.done.push(undo)
        self._toasted = undo
        self.window.toast.say(undo.what)
        self.window.place_toast()

    def undo_last(self) -> bool:
        """False while writing, where Ctrl+Z takes back typing."""
        if isinstance(QApplication.focusWidget(), QPlainTextEdit):
            return False
        self._undo(self.done.pop())
        return True

    def forget_done(self) -> None:
        self.window.toast.end()
        self.done, self._toasted = UndoStack(), None

    def undo_toast(self) -> None:
        if self._toasted is not None:
            self._undo(self.done.pop(self._toasted))

    def _undo(self, undo: Undo | None) -> None:
        self.window.toast.end()
        if undo is None:
            self.window.toast.say("Nothing left to undo.", can_undo=False)
            self.window.place_toast()
        else:
            self.tasks.start(self._take_back(undo))

    async def _take_back(self, undo: Undo) -> None:
        await undo.back()

    def _forget_toast(self) -> None:
        self._toasted = None

    # -- what the frame shows

    def refresh(self) -> None:
        self.tasks.newest("board", self._refresh())

    async def _refresh(self) -> None:
        now, seen = self.desk.now(), await board.look(self.desk)
        self.board, window = seen, self.window
        window.rail.show_totals(totals(seen.counts, seen.states, seen.cards))
        window.banners.stand(board.notices(seen, now))
        said = board.status(seen, now)
        window.status.say(said.words, said.icon, said.tone)
        self.seen.emit(seen)

    def sync(self) -> None:
        """Everybody who waits for a next time looks again now."""
        self.window.status.say("Looking for new messages …", "refresh-cw", "accent.base")
        self.desk.bell.ring_all()
        self._calm.start()

    # -- history and sample data

    def bring(self, file: Path | None = None) -> None:
        """Import an archive; without a file, ask which."""
        from cm_desk.ui.importing.dialog import open_import  # not needed for the first paint

        self.tasks.start(open_import(self.desk, self.window, self, file))

    def export(self) -> None:
        """Everything, into a folder that is asked for."""
        from cm_desk.ui.belongs.writing import export_all

        self.tasks.start(export_all(self.desk, self.window))

    def back_up(self) -> None:
        self.tasks.newest("backup", self._back_up())

    async def _back_up(self) -> None:
        from cm_desk.actions.backup import back_up

        file = await back_up(self.desk)
        self.window.toast.say(f"Backed up and checked: {file.name}", can_undo=False)
        self.window.place_toast()

    def leave_demo(self) -> None:
        self.tasks.start(self._leave_demo())

    async def _leave_demo(self) -> None:
        from cm_desk.actions import demo  # not needed for the first paint

        await demo.leave(self.desk)
        await self.begin()

    # -- settings

    async def read_settings(self) -> None:
        await look(self.desk)
        known = await self.desk.store.read(settings.all)
        self.looks.set(known.get(THEME, "system"), percent(known.get(SCALE, "100")))
        self.window.keys.single_keys = known.get("keys.single", "1") != "0"

    def read_keymap(self) -> Keymap:
        keymap, wrong = load_keymap(self.desk.folder / "keymap.user.json")
        self.window.keys.use(keymap)
        if wrong:
            self.problem(BadInput("Some of your keys are not used.", " ".join(wrong)))
        return keymap

    def zoom(self, by: int) -> None:
        """Per cent; 0 goes back to the usual size."""
        size = self.looks.percent + by if by else 100
        self.looks.set(self.looks.choice, size)
        self.tasks.start(choose(self.desk, SCALE, str(self.looks.percent), "100"))
