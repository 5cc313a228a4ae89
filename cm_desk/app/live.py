"""The life of the program after its first paint: the loop, the desk, and taking it all apart."""

import asyncio
import contextlib
import gc
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import qasync
from PySide6.QtWidgets import QApplication

from cm_desk import logs
from cm_desk.actions import demo as sample
from cm_desk.actions.reply import take_back_unsent
from cm_desk.background.everything import Background
from cm_desk.desk import Desk, open_desk
from cm_desk.errors import CmDeskError, StoreError
from cm_desk.lock import Lock
from cm_desk.ui.aio import collect_garbage, end
from cm_desk.ui.banners import Notice
from cm_desk.ui.commands import conduct
from cm_desk.ui.conductor import Conductor
from cm_desk.ui.looks import Looks
from cm_desk.ui.news import News
from cm_desk.ui.notifier import Notifier
from cm_desk.ui.single import Doorbell
from cm_desk.ui.trouble import mend
from cm_desk.ui.window import Window

SWITCH_S = 0.0005  # a writing lane hands the interpreter over before a frame is lost
Ready = Callable[[Conductor], object]


def run(
    app: QApplication, window: Window, looks: Looks, folder: Path, demo: bool, held: Lock
) -> int:
    """The exit status. `held` is the folder's lock: no command comes between us and the desk."""
    sys.setswitchinterval(SWITCH_S)
    gc.freeze()  # what exists now stays, so that later collections are short
    logs.start(folder)
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        return runner.run(live(window, looks, folder, demo, held=held))


async def live(
    window: Window,
    looks: Looks,
    folder: Path,
    demo: bool = False,
    ready: Ready = lambda _conductor: None,
    held: Lock | None = None,
) -> int:
    """From the open window to the closed desk. `ready` is called once the pages are there."""
    closed = asyncio.Event()
    window.closed.connect(closed.set)
    news = News()
    desk = await _open(window, folder, news, held)
    if desk is None:
        await end(window)
        return 1
    conductor = conduct(window, desk, news, looks)
    bugs = _show_bugs(window)
    background = Background(
        desk, conductor.problem, lambda account, told: conductor.news.brought.emit(account.id, told)
    )
    garbage = asyncio.create_task(collect_garbage())
    try:
        await _begin(conductor, folder, demo)
        background.start()
        ready(conductor)
        await closed.wait()
    finally:
        sys.excepthook = bugs
        garbage.cancel()
        await background.stop()
        await close(conductor)
    return 0


async def _begin(conductor: Conductor, folder: Path, demo: bool) -> None:
    doorbell = Doorbell(folder, conductor)
    doorbell.rung.connect(conductor.window.raise_up)
    Notifier(conductor)
    conductor.read_keymap()
    await conductor.read_settings()
    await conductor.begin(demo)
    if demo:
        await sample.fill(conductor.desk)


async def _open(window: Window, folder: Path, news: News, held: Lock | None) -> Desk | None:
    """None: the person gave up on a store that cannot be used."""
    while True:
        try:
            return await open_desk(folder, news.publish, held=held)
        except StoreError as err:
            held = None
            if not await mend(window, folder, err):
                return None


async def close(conductor: Conductor) -> None:
    """Window, tasks, network, store: in this order nothing starts anew. What has not left goes
    back to the drafts."""
    desk = conductor.desk
    conductor.flush()
    with contextlib.suppress(CmDeskError):
        await take_back_unsent(desk)
    conductor.news.blockSignals(True)  # of writes that are still under way
    await end(conductor.window)
    await desk.close()


Hook = Callable[[type[BaseException], BaseException, TracebackType | None], object]


def _show_bugs(window: Window) -> Hook:
    """A bug is written to the log and told calmly, once. Gives the hook that was there."""
    before = sys.excepthook

    def told(kind: type[BaseException], err: BaseException, trace: TracebackType | None) -> None:
        before(kind, err, trace)
        logging.getLogger("cm_desk.ui").error("shown to the person: %s", kind.__name__)
        window.banners.add(
            Notice(
                "bug",
                85,
                "risk",
                "bug",
                "Something went wrong.",
                "It is in the log; your data are safe. Restart CM Desk if a page stands still.",
                can_close=True,
            )
        )

    sys.excepthook = told
    return before
