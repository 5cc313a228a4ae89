"""The window's own commands, by the ids of resources/keymap.json."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt

from cm_desk.desk import Desk
from cm_desk.domain.views import View
from cm_desk.ui.conductor import Conductor
from cm_desk.ui.finder import open_palette, open_writing
from cm_desk.ui.looks import STEP, Looks
from cm_desk.ui.menus import Menus
from cm_desk.ui.news import News
from cm_desk.ui.pages import PLACES
from cm_desk.ui.palette import Palette
from cm_desk.ui.shortcuts import KeySheet
from cm_desk.ui.window import Window

GO_VIEWS = {
    "go.reply": View.NEEDS_REPLY,
    "go.waiting": View.WAITING,
    "go.snoozed": View.SNOOZED,
    "go.mentions": View.MENTIONS,
    "go.done": View.DONE,
}
GO_TABS = {f"go.{name}": f"gestures/{name}" for name in ("promises", "touch", "calendar")}


def conduct(window: Window, desk: Desk, news: News, looks: Looks) -> Conductor:
    """A conductor of the window, and everything it can be asked to do."""
    window.complete()
    it = Conductor(window, desk, news, looks)
    menus = Menus(window.menuBar(), lambda: window.keys.keymap, window.can, window.run)
    window.commands.update(window_commands(it) | {"app.menu": menus.toggle})
    window.rail.compose.clicked.connect(partial(open_writing, it))
    return it


def window_commands(it: Conductor) -> dict[str, Callable[[], object]]:
    window = it.window
    found: dict[str, Callable[[], object]] = {
        "app.palette": partial(open_palette, it),
        "app.keys": partial(_open_keys, window),
        "app.compose": partial(open_writing, it),
        "app.undo": it.undo_last,
        "app.undo.toast": it.undo_toast,
        "app.sync": it.sync,
        "app.nextPane": window.next_pane,
        "app.prevPane": partial(window.next_pane, -1),
        "app.rail": window.toggle_rail,
        "app.zoomIn": partial(it.zoom, STEP),
        "app.zoomOut": partial(it.zoom, -STEP),
        "app.zoomReset": partial(it.zoom, 0),
        "app.fullscreen": lambda: window.setWindowState(
            window.windowState() ^ Qt.WindowState.WindowFullScreen
        ),
        "app.quit": window.close,
        "app.import": it.bring,
        "app.export": it.export,
        "app.backup": it.back_up,
        "demo.leave": it.leave_demo,
        "dialog.cancel": window.close_overlay,
        "palette.close": window.close_overlay,
        "palette.next": partial(_step, it, 1),
        "palette.prev": partial(_step, it, -1),
    }
    found |= {action: partial(it.open_view, view) for action, view in GO_VIEWS.items()}
    found |= {place.key: partial(it.go, place.name) for place in PLACES if place.key}
    found |= {action: partial(it.go, place) for action, place in GO_TABS.items()}
    found |= {f"go.account{n}": partial(_account, it, n) for n in range(1, 10)}
    # What banners offer.
    return found | {name: partial(it.go, name) for name in ("sync", "accounts", "drafts")}


def _open_keys(window: Window) -> None:
    window.open_overlay(lambda parent: KeySheet(parent, window.keys.keymap, window.can))


def _step(it: Conductor, by: int) -> bool:
    overlay = it.window.overlay
    if isinstance(overlay, Palette):
        overlay.step(by)
    return isinstance(overlay, Palette)


def _account(it: Conductor, number: int) -> bool:
    """The accounts as the rail lists them, from 1."""
    states = it.board.states if it.board else ()
    if number > len(states):
        return False
    it.open_view(View.ALL, states[number - 1][0].id)
    return True
