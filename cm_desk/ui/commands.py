"""The window's own commands, by the ids of resources/keymap.json."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from cm_desk.domain.views import View
from cm_desk.ui.keys import Keymap
from cm_desk.ui.looks import STEP
from cm_desk.ui.pages import PLACES
from cm_desk.ui.palette import Palette

if TYPE_CHECKING:
    from cm_desk.ui.conductor import Conductor

HINTS = (
    ("list.next", "Move"),
    ("list.reply", "Reply"),
    ("list.done", "Done"),
    ("list.snooze", "Snooze"),
    ("person.write", "Write"),
    ("person.gesture", "Gesture"),
    ("table.new", "Add"),
    ("app.palette", "Commands"),
    ("app.keys", "Keys"),
)
GO_VIEWS = {
    "go.reply": View.NEEDS_REPLY,
    "go.waiting": View.WAITING,
    "go.snoozed": View.SNOOZED,
    "go.mentions": View.MENTIONS,
    "go.done": View.DONE,
}


def window_commands(it: Conductor) -> dict[str, Callable[[], object]]:
    window = it.window
    found: dict[str, Callable[[], object]] = {
        "app.palette": it.open_palette,
        "app.keys": it.open_keys,
        "app.compose": it.write,
        "app.undo": it.undo_last,
        "app.undo.toast": it.undo_toast,
        "app.sync": it.sync,
        "app.nextPane": window.next_pane,
        "app.prevPane": partial(window.next_pane, -1),
        "app.rail": window.toggle_rail,
        "app.menu": lambda: it.menus.toggle(),
        "app.zoomIn": partial(it.zoom, STEP),
        "app.zoomOut": partial(it.zoom, -STEP),
        "app.zoomReset": partial(it.zoom, 0),
        "app.fullscreen": lambda: window.setWindowState(
            window.windowState() ^ Qt.WindowState.WindowFullScreen
        ),
        "app.quit": window.close,
        "dialog.cancel": window.close_overlay,
        "palette.close": window.close_overlay,
        "palette.next": partial(_step, it, 1),
        "palette.prev": partial(_step, it, -1),
    }
    found |= {action: partial(it.open_view, view) for action, view in GO_VIEWS.items()}
    found |= {place.key: partial(it.go, place.name) for place in PLACES if place.key}
    found |= {f"go.account{n}": partial(_account, it, n) for n in range(1, 10)}
    # What banners offer.
    return found | {name: partial(it.go, name) for name in ("sync", "accounts", "drafts")}


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


def hints(keymap: Keymap, can: Callable[[str], bool]) -> list[tuple[str, str]]:
    """The keys that help on this page, for the status strip."""
    return [
        (" ".join(_both(keymap, action)), words)
        for action, words in HINTS
        if can(action) and keymap.key(action)
    ]


def _both(keymap: Keymap, action: str) -> tuple[str, ...]:
    """Moving is two keys."""
    key = keymap.key(action)
    return (key, keymap.key("list.prev")) if action == "list.next" else (key,)
