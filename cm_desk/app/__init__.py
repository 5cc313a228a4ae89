"""The window over the desk: one per data folder, painted first, everything else after that."""

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from cm_desk import lock
from cm_desk.errors import AlreadyOpen, StoreError
from cm_desk.paths import DATABASE
from cm_desk.store.first import FirstLook, look
from cm_desk.ui.looks import SCALE, THEME, Looks, percent
from cm_desk.ui.opening import Opening
from cm_desk.ui.window import Window

ROWS = 30  # more than the highest screen shows
PAINT_S = 0.5  # longer than a slow display needs for its first paint


def main(folder: Path, demo: bool = False) -> int:
    """Open the window over `folder`; `demo` fills it from the embedded network first."""
    app = application()
    try:
        held = lock.hold(folder)
    except AlreadyOpen as err:
        return _raise_first(folder, err)
    except StoreError as err:
        sys.stderr.write(f"cm-desk: {err}\n")
        return 1
    first = look(folder / DATABASE, limit=ROWS)
    looks = _looks(app, first)  # before the first widget, or each would be dressed twice
    window = Window()
    opening = _open(window, first)
    _paint(app, opening)

    from cm_desk.app.live import run

    return run(app, window, looks, folder, demo, held)


def application() -> QApplication:
    app = QApplication(sys.argv[:1])
    app.setApplicationName("cm-desk")
    app.setApplicationDisplayName("CM Desk")
    app.setDesktopFileName("cm-desk")
    app.setQuitOnLastWindowClosed(False)  # live.py ends when the window closes, in order
    return app


def _raise_first(folder: Path, err: AlreadyOpen) -> int:
    """The window that is open comes to the front; a command that writes just now is named."""
    from cm_desk.ui.single import raise_first

    if raise_first(folder):
        return 0
    sys.stderr.write(f"{err}\n")
    return 1


def _looks(app: QApplication, first: FirstLook | None) -> Looks:
    looks, settings = Looks(app), first.settings if first else {}
    looks.set(settings.get(THEME, "system"), percent(settings.get(SCALE, "100")), sheet=False)
    return looks


def _open(window: Window, first: FirstLook | None) -> Opening:
    opening = Opening(first)
    window.show_page(opening)
    opening.show_frame(window)
    opening.list.setFocus()
    window.show()
    return opening


def _paint(app: QApplication, opening: Opening) -> None:
    """Until the first look is on the screen. No asyncio yet, so nothing can nest."""
    if os.environ.get("CM_DESK_TRACE"):
        from cm_desk.ui.trace import Painted

        Painted(opening.canvas(), opening.told)
    end = time.monotonic() + PAINT_S
    while not opening.painted and time.monotonic() < end:
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    app.processEvents()


def tour(folder: Path) -> int:
    """Write a picture of every screen into `folder`, from the embedded network."""
    from cm_desk.ui.tour import draw

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as err:
        sys.stderr.write(f"cm-desk: {folder} cannot be written: {err.strerror}.\n")
        return 1
    for file in draw(application(), folder):
        sys.stdout.write(f"{file}\n")
    return 0
