"""The menu of everything else one can do with a conversation."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from cm_desk.ui.links import open_link

Own = tuple[tuple[str, Callable[[], object]], ...]

ENTRIES = (
    ("Reply", "list.reply"),
    ("Label…", "list.label"),
    ("Mark unread", "list.unread"),
    ("Give a gesture", "list.gesture"),
    ("Read before answering", "list.sheet"),
    ("Open the story", "list.person"),
    ("Print or save as PDF", "list.print"),
)


HELD = (("Show it on the site", "approved"),)
SHOWN = (("Hide it until approved", "hold"),)
TAKE_DOWN = (("Mark it as spam", "spam"), ("Move it to the site's trash", "trash"))


class Say(NamedTuple):
    """Where we say what is shown: whether their message is held, and what changes that."""

    held: bool
    do: Callable[[str], object]


def more(
    parent: QWidget,
    over: QWidget,
    run: Callable[[str], object],
    url: str,
    say: Say | None = None,
    own: Own = (),
) -> QMenu:
    """`run` takes ids of keymap.json; `url` is where the newest message stands in the web.

    `own` is what can be done with a message of ours.
    """
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for words, action in ENTRIES:
        menu.addAction(words).triggered.connect(lambda _=False, action=action: run(action))
    if say:
        menu.addSeparator()
        for words, state in (HELD if say.held else SHOWN) + TAKE_DOWN:
            menu.addAction(words).triggered.connect(lambda _=False, state=state: say.do(state))
    if own:
        menu.addSeparator()
        for words, do in own:
            menu.addAction(words).triggered.connect(lambda _=False, do=do: do())
    if url:
        menu.addSeparator()
        menu.addAction("Open in the browser").triggered.connect(lambda: open_link(url))
        copy = menu.addAction("Copy its address")
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(url))
    menu.popup(over.mapToGlobal(over.rect().bottomLeft()))
    return menu
