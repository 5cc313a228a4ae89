"""Who can see a reply, and in which language it is: two small menus."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from cm_desk.ui import art

SEEN_BY = {
    "public": ("globe", "Public", "everyone, also in public lists"),
    "unlisted": ("eye", "Quiet public", "everyone, but not in public lists"),
    "private": ("users-round", "Followers", "people who follow you"),
    "direct": ("lock", "Direct", "only the people named"),
}
LANGUAGES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "nb", "fi", "cs", "uk", "ru",
    "tr", "el", "ar", "he", "fa", "hi", "ja", "ko", "zh", "vi", "id",
)  # fmt: skip


def visibility_name(visibility: str) -> str:
    return SEEN_BY[visibility][1] if visibility in SEEN_BY else visibility.capitalize()


def visibility_menu(
    parent: QWidget, offered: Iterable[str], chosen: str, choose: Callable[[str], object]
) -> QMenu:
    """Only what the service offers."""
    menu = QMenu(parent)
    group = QActionGroup(menu)
    for each in offered:
        icon, name, who = SEEN_BY.get(each, ("eye", each.capitalize(), ""))
        _add(menu, group, f"{name}: {who}" if who else name, each == chosen, choose, each).setIcon(
            art.icon(icon)
        )
    return menu


def language_name(code: str) -> str:
    """As its speakers call it; the code where Qt does not know it."""
    return QLocale(code).nativeLanguageName() or code


def language_menu(parent: QWidget, chosen: str, choose: Callable[[str], object]) -> QMenu:
    menu = QMenu(parent)
    group = QActionGroup(menu)
    for code in dict.fromkeys([chosen, *LANGUAGES] if chosen else LANGUAGES):
        _add(menu, group, language_name(code), code == chosen, choose, code)
    return menu


def _add(
    menu: QMenu,
    group: QActionGroup,
    words: str,
    on: bool,
    choose: Callable[[str], object],
    value: str,
) -> QAction:
    action = QAction(words, menu, checkable=True, checked=on)
    action.triggered.connect(lambda _=False: choose(value))
    group.addAction(action)
    menu.addAction(action)
    return action


def popup(menu: QMenu, over: QWidget) -> None:
    """Above the button that opened it: below is the edge of the window."""
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(over.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
