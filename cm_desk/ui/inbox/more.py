"""The menu of everything else one can do with a conversation."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from cm_desk.ui.inbox.conversation import open_link

ENTRIES = (
    ("Reply", "list.reply"),
    ("Label…", "list.label"),
    ("Mark unread", "list.unread"),
    ("Give a gesture", "list.gesture"),
    ("Read before answering", "list.sheet"),
    ("Open the story", "list.person"),
    ("Print or save as PDF", "list.print"),
)


def more(parent: QWidget, over: QWidget, run: Callable[[str], object], url: str) -> QMenu:
    """`run` takes ids of keymap.json; `url` is where the newest message stands in the web."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for words, action in ENTRIES:
        menu.addAction(words).triggered.connect(lambda _=False, action=action: run(action))
    if url:
        menu.addSeparator()
        menu.addAction("Open in the browser").triggered.connect(lambda: open_link(url))
        copy = menu.addAction("Copy its address")
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(url))
    menu.popup(over.mapToGlobal(over.rect().bottomLeft()))
    return menu
