"""The menu bar: everything that can be done, by name. Hidden until F10 or Alt, but on macOS."""

import sys
from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from cm_desk.ui.keys import Keymap
from cm_desk.ui.shortcuts import short
from cm_desk.ui.widgets.chips import caps

NATIVE = sys.platform == "darwin"
# Groups of keymap.json by menu; what is left of "Everywhere" stands under its own names.
MENUS: dict[str, tuple[str, ...]] = {
    "&File": ("app.compose", "app.sync", "app.import", "app.export", "app.backup", "app.quit"),
    "&Edit": ("app.undo", "app.search", "app.find", "Search", "app.settings"),
    "&View": (
        "app.palette",
        "app.rail",
        "app.nextPane",
        "app.zoomIn",
        "app.zoomOut",
        "app.zoomReset",
        "app.fullscreen",
    ),
    "&Go": ("Go to",),
    "&Conversation": ("Conversations", "Open conversation", "Writing"),
    "&Person": ("Person", "May be one person", "Tables"),
    "&Help": ("app.keys",),
}
EXTRA = {"app.import": "Import history…"}  # actions without a key


class Menus:
    """Fills each menu when it opens, so that it offers what can be done at that moment."""

    def __init__(
        self,
        bar: QMenuBar,
        keymap: Callable[[], Keymap],
        can: Callable[[str], bool],
        run: Callable[[str], object],
    ) -> None:
        self._keymap, self._can, self._run, self._bar = keymap, can, run, bar
        for title, parts in MENUS.items():
            menu = bar.addMenu(title)
            menu.aboutToShow.connect(partial(self._fill, menu, parts))
        bar.setVisible(NATIVE)

    def toggle(self) -> None:
        """Show the bar with its first menu, or hide it."""
        if NATIVE:
            return
        shown = not self._bar.isVisible()
        self._bar.setVisible(shown)
        if shown:
            self._bar.setActiveAction(self._bar.actions()[0])

    def _fill(self, menu: QMenu, parts: tuple[str, ...]) -> None:
        menu.clear()
        for part in parts:
            before = len(menu.actions())
            for action, label, key in self._of(part):
                shown = f"{label}\t{key}" if key else label
                entry = QAction(shown.replace("&", "&&"), menu)
                entry.triggered.connect(partial(self._run, action))
                menu.addAction(entry)
            if before and len(menu.actions()) > before and "." not in part:
                menu.insertSeparator(menu.actions()[before])
        if not menu.actions():
            menu.addAction("Nothing to do here").setEnabled(False)

    def _of(self, part: str) -> list[tuple[str, str, str]]:
        """Action, label and key of one action or of a whole group."""
        if part in EXTRA:
            return [(part, EXTRA[part], "")] if self._can(part) else []
        seen: dict[str, tuple[str, str, str]] = {}
        for each in self._keymap().bindings:
            if part in (each.id, each.group) and self._can(each.id):
                key = " ".join(caps(each.keys[0])) if each.keys else ""
                seen.setdefault(short(each.label), (each.id, short(each.label), key))
        return list(seen.values())
