"""The pages of the window. Each is built when it is first shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Place:
    """`rail`: listed in the Desk section. `key`: the action of keymap.json that leads there.

    `under`: the entry of the rail that is lit while it is shown, where it has none of its own.
    """

    name: str
    title: str
    icon: str
    where: str  # module:class
    key: str = ""
    rail: bool = False
    under: str = ""


PLACES = (
    Place("inbox", "Conversations", "inbox", "inbox.page:InboxPage"),
    Place("search", "Search", "search", "search.page:SearchPage", "app.search"),
    Place("drafts", "Drafts and outbox", "pencil-line", "compose.drafts:DraftsPage", "go.drafts"),
    Place(
        "serendipity",
        "Serendipity",
        "sparkles",
        "serendipity.page:SerendipityPage",
        "go.serendipity",
        rail=True,
    ),
    Place("people", "People", "users-round", "contact.page:PeoplePage", "go.people", rail=True),
    Place(
        *("likely", "May be one person", "git-merge", "contact.likely:LikelyPage", "go.likely"),
        under="people",
    ),
    Place("gestures", "Gestures", "gift", "gestures.page:GesturesPage", "go.gestures", rail=True),
    Place(
        *("recognition", "Recognition", "award", "recognition.page:RecognitionPage"),
        *("go.recognition", True),
    ),
    Place("accounts", "Accounts", "id-card", "accounts.page:AccountsPage", "go.accounts", True),
    Place("settings", "Settings", "settings", "settings.page:SettingsPage", "app.settings"),
    Place("welcome", "Welcome", "hand-heart", "accounts.welcome:Welcome"),
)
BY_NAME = {place.name: place for place in PLACES}

Commands = Mapping[str, Callable[[], object]]


def build(name: str, *parts: Any) -> QWidget:
    module, _, kind = BY_NAME[name].where.partition(":")
    page = getattr(import_module(f"cm_desk.ui.{module}"), kind)(*parts)
    if not isinstance(page, QWidget):
        raise TypeError(f"{name} is no page.")
    return page


def commands(page: QWidget | None) -> Commands:
    """What a page can do now, by the ids of keymap.json."""
    found: Commands = getattr(page, "commands", {})
    return found


def panes(page: QWidget) -> Sequence[QWidget]:
    """Where F6 goes; a page that does not say is one pane."""
    told = getattr(page, "panes", None)
    found: Sequence[QWidget] = told() if told else ()
    return [pane for pane in found if pane.isVisible()] or [page]


def selection(page: QWidget | None) -> str:
    """The name of the person whom the page's actions are about, "" for nobody."""
    told = getattr(page, "selection", None)
    return str(told()) if told else ""
