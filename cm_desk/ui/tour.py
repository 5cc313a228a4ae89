"""Pictures of every screen, from the embedded network: for the documents, and to look at."""

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from inspect import isawaitable
from pathlib import Path

import qasync
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from cm_desk.actions import allowances, attaching, demo, reply, today, views
from cm_desk.actions.settings import choose
from cm_desk.actions.sync import note_problem
from cm_desk.desk import Desk, open_desk
from cm_desk.domain.attached import Attached
from cm_desk.domain.views import View
from cm_desk.errors import Offline
from cm_desk.keychain import MemoryKeychain
from cm_desk.store import accounts, conversations, people
from cm_desk.store import allowances as asked
from cm_desk.store.views import SavedView
from cm_desk.ui import board
from cm_desk.ui.aio import end
from cm_desk.ui.commands import conduct
from cm_desk.ui.conductor import Conductor
from cm_desk.ui.looks import SCALE, THEME, Looks
from cm_desk.ui.news import News
from cm_desk.ui.shelf.shelf import PLACE
from cm_desk.ui.window import Window

BIG, SMALL = QSize(1280, 800), QSize(1000, 640)
SMALLEST_FILE = 0  # what Qt calls the quality of a PNG is how little it is packed
HOUR_S = 3600  # nothing leaves while pictures are taken
QUIET_S = 0.2  # nothing new for so long: the screen is drawn
LONGEST_S = 30.0


@dataclass(frozen=True, slots=True)
class Shot:
    """`show` brings the screen up. `themes` are drawn one after the other."""

    name: str
    show: Callable[[Conductor], object]
    themes: tuple[str, ...] = ("light", "dark")
    size: QSize = BIG
    percent: int = 100


def _inbox(it: Conductor) -> None:
    it.open_view(View.NEEDS_REPLY)


async def _offline(it: Conductor) -> None:
    """As after a night without a network. Drawn last: nothing makes it good again."""
    for account in await it.desk.store.read(accounts.all):
        await note_problem(it.desk, account, Offline(account.key, "no answer."))
    _inbox(it)


def _keys(it: Conductor) -> None:
    _inbox(it)
    it.window.run("app.keys")


def _palette(it: Conductor) -> None:
    _inbox(it)
    it.window.run("app.palette")


def _search(text: str, it: Conductor) -> None:
    it.go("search")
    it.page("search").ask(text)


def _people(text: str, it: Conductor) -> None:
    it.go("people")
    it.page("people").people.ask(text)


def _tab(name: str) -> Callable[[Conductor], object]:
    """One of the tabs of the gestures page."""

    def show(it: Conductor) -> None:
        it.go("gestures")
        it.page("gestures").open_tab(name)

    return show


def _complete(text: str, it: Conductor) -> None:
    """As while one types: suggestions hang below the cursor."""
    _search(text, it)
    it.page("search").field.edit.deselect()
    it.page("search").field.open()


async def _kind(it: Conductor) -> None:
    """Two kind things are on their way, one is for later, the others were skipped."""
    for number, card in enumerate((await today.today(it.desk)).open):
        if number < 2:
            await today.do(it.desk, card, card.draft, HOUR_S)
        else:
            await (today.later if number == 2 else today.skip)(it.desk, card)
    it.go("serendipity")


async def _budget(it: Conductor) -> None:
    """An allowance, something that was asked above it, and its answer."""
    mara, (someone, *_) = "Mara Lindqvist", (await it.desk.store.read(people.page)).items
    await allowances.set_limit(it.desk, mara, "", 20_000)
    await allowances.set_limit(it.desk, mara, "gift", 2500)
    if not await it.desk.store.read(asked.requests):
        for why in ("Ten years a customer, and the lid broke twice", "Her father’s 70th"):
            request, _ = await allowances.ask(it.desk, mara, someone.id, "gift", 3500, "EUR", why)
        await allowances.answered(it.desk, request, "Not this month, sorry.", granted=False)
    _tab("budget")(it)


async def _giving(it: Conductor) -> None:
    """A thank-you that goes with an answer, as T and Return leave it, and with a string to it."""
    [row, *_] = (await it.desk.store.read(conversations.page, View.NEEDS_REPLY)).items
    if row.contact_id is not None:
        quotes = (row.last_message_id,)
        thanks = Attached("thank-you", row.contact_id, quotes, "Mara Lindqvist", minutes=5)
        draft = await attaching.attach(it.desk, row.id, thanks)
        text = f"{row.who.split()[0]}, thank you for saying so. Please tell your friends."
        await reply.save_draft(it.desk, replace(draft, text=text))
    it.open_conversation(row.id)


async def _saved(it: Conductor) -> None:
    """A search that was kept is a view of its own."""
    for name, query in (("Lids, unanswered", "lid is:unanswered"), ("Burrs", "burr after:1y")):
        if name not in (each.name for each in it.shelf.views):
            await views.save(it.desk, SavedView(0, "messages", name, query))
    it.shelf.refresh()
    await it.desk.store.read(_nothing)
    await asyncio.sleep(QUIET_S)
    it.go(f"{PLACE}{it.shelf.views[0].id}")


def shots(person: int) -> list[Shot]:
    def story(it: Conductor) -> None:
        it.open_person(person)

    return [
        Shot("inbox", _inbox, ("light", "dark", "contrast")),
        Shot("inbox-1000x640", _inbox, ("light",), SMALL),
        Shot("inbox-text200", _inbox, ("light",), percent=200),
        Shot("waiting", lambda it: it.open_view(View.WAITING), ("light",)),
        Shot("person", story),
        Shot("person-1000x640", story, ("light",), SMALL),
        Shot("people", partial(_people, "")),
        Shot("people-sifted", partial(_people, "gesture:none silent:1w -is:quiet")),
        Shot("people-1000x640", partial(_people, "-gesture:none"), ("light",), SMALL),
        Shot("serendipity", lambda it: it.go("serendipity")),
        Shot("serendipity-1000x640", lambda it: it.go("serendipity"), ("light",), SMALL),
        Shot("serendipity-text200", lambda it: it.go("serendipity"), ("light",), percent=200),
        Shot("likely", lambda it: it.go("likely")),
        Shot("gestures", lambda it: it.go("gestures/ledger")),
        Shot("gestures-1000x640", lambda it: it.go("gestures/ledger"), ("light",), SMALL),
        Shot("budget", _budget),
        Shot("budget-1000x640", _budget, ("light",), SMALL),
        Shot("kinds", _tab("kinds")),
        Shot("voices", _tab("voices")),
        Shot("apologies", _tab("apologies")),
        Shot("ambassadors", lambda it: it.go("recognition/ambassadors")),
        Shot("apologies-1000x640", _tab("apologies"), ("light",), SMALL),
        Shot("voices-1000x640", _tab("voices"), ("light",), SMALL),
        Shot("promises", _tab("promises")),
        Shot("calendar", _tab("calendar")),
        Shot("calendar-1000x640", _tab("calendar"), ("light",), SMALL),
        Shot("touch", _tab("touch")),
        Shot("touch-1000x640", _tab("touch"), ("light",), SMALL),
        Shot("promises-1000x640", _tab("promises"), ("light",), SMALL),
        Shot("recognition", lambda it: it.go("recognition/leaders")),
        Shot(
            *("recognition-1000x640", lambda it: it.go("recognition/leaders"), ("light",), SMALL),
        ),
        Shot("recognition-confirm", lambda it: it.go("recognition/confirm")),
        Shot("give-and-ask", lambda it: it.go("recognition/balance")),
        Shot("introductions", lambda it: it.go("recognition/introductions")),
        Shot("drafts", lambda it: it.go("drafts")),
        Shot("search", partial(_search, "lid -friend from:priya after:2025")),
        Shot("search-1000x640", partial(_search, "lid -friend on:mastodon"), ("light",), SMALL),
        Shot("search-complete", partial(_complete, "lid from:"), ("light", "dark")),
        Shot("search-hint", partial(_search, "frm:priya burr is:unanswerd"), ("light",)),
        Shot("search-nothing", partial(_search, "lid from:priya has:video"), ("light",)),
        Shot("search-saved", _saved),
        Shot("search-saved-1000x640", _saved, ("light",), SMALL),
        Shot("accounts", lambda it: it.go("accounts")),
        Shot("settings", lambda it: it.go("settings")),
        Shot("giving", _giving),
        Shot("giving-1000x640", _giving, ("light",), SMALL),
        Shot("welcome", lambda it: it.go("welcome")),
        Shot("palette", _palette),
        Shot("keys", _keys),
        Shot("serendipity-done", _kind),
        Shot("offline", _offline, ("light",)),
    ]


def draw(app: QApplication, folder: Path, only: str = "") -> list[Path]:
    """Write NAME-THEME.png of every screen, or of those whose name begins with `only`."""
    folder.mkdir(parents=True, exist_ok=True)
    app.setQuitOnLastWindowClosed(False)
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        return runner.run(_draw(app, folder, only))


async def _draw(app: QApplication, folder: Path, only: str) -> list[Path]:
    with tempfile.TemporaryDirectory() as data:
        app.styleHints().setCursorFlashTime(0)  # a blinking cursor never holds still
        news, looks, window = News(), Looks(app), Window()
        began = noon()
        keychain = MemoryKeychain()
        desk = await open_desk(Path(data), news.publish, keychain=keychain, now=lambda: began)
        desk.http.clock = lambda: began  # the demo goes by the same
        try:
            await demo.fill(desk)
            window.show()
            conductor = conduct(window, desk, news, looks)
            await conductor.begin()
            person = await best_known(desk)
            return [
                await _shoot(conductor, folder, shot, theme)
                for shot in shots(person)
                for theme in shot.themes
                if shot.name.startswith(only)
            ]
        finally:
            await end(window)
            await desk.close()


def noon() -> datetime:
    """The clock stands, so that no picture depends on the hour: who sleeps gets no card."""
    here = datetime.now().astimezone().replace(hour=12, minute=0, second=0, microsecond=0)
    return here.astimezone(UTC)


async def best_known(desk: Desk) -> int:
    """Whoever wrote on most services: their story shows most."""
    page = await desk.store.read(people.page)
    return max(page.items, key=lambda row: (len(row.services), row.gestures, -row.id)).id


async def _shoot(it: Conductor, folder: Path, shot: Shot, theme: str) -> Path:
    window = it.window
    window.close_overlay()
    window.toast.end()
    for name, value in ((THEME, theme), (SCALE, str(shot.percent))):
        await choose(it.desk, name, value)  # kept: whoever writes a setting has it read again
    it.looks.set(theme, shot.percent)
    window.resize(shot.size)
    if it.board is not None:
        window.banners.stand(board.notices(it.board, it.desk.now()))
    shown = shot.show(it)
    if isawaitable(shown):
        await shown
    await still(it)
    file = folder / f"{shot.name}-{theme}.png"
    picture = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    picture.save(str(file), quality=SMALLEST_FILE)
    return file


async def still(it: Conductor) -> None:
    """Until two looks at the window, a moment apart, are the same and nothing is being read."""
    before = None
    async with asyncio.timeout(LONGEST_S):
        while True:
            await it.desk.store.read(_nothing)
            await asyncio.sleep(QUIET_S)
            now = it.window.grab().toImage()
            if before is not None and now == before:
                return
            before = now


def _nothing(_db: object) -> None:
    """Waits for what was asked before it."""
