"""The rail: views with their counts, accounts, and the pages of the desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QWidget

from cm_desk.domain.account import Account
from cm_desk.domain.views import View
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.railitem import RailItem
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.layout import Item, box, clear, hbox, pane, rule, scroll, vbox
from cm_desk.ui.widgets.marks import Avatar, Logo
from cm_desk.ui.widgets.text import Label

# Place names are what `chosen` carries: a view, "account 3", or a page.
VIEWS = (
    (View.NEEDS_REPLY, "Needs reply", "inbox"),
    (View.WAITING, "Waiting for them", "clock"),
    (View.SNOOZED, "Snoozed", "alarm-clock"),
    (View.MENTIONS, "Mentions", "at-sign"),
    ("drafts", "Drafts and outbox", "pencil-line"),
    (View.DONE, "Done", "circle-check-big"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """An account as the rail shows it; `trouble` as actions/sync.py names it, "" is well."""

    account: Account
    count: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """`places` counts by place name."""

    places: dict[str, int]
    accounts: tuple[Entry, ...] = ()


class Rail(QWidget):
    """`pages` are the places of the Desk section: (name, title, icon)."""

    chosen = Signal(str)
    asked = Signal(str, QPoint)  # what can be done with a saved search

    def __init__(self, pages: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        pane(self, "pane_rail")
        self._items: dict[str, RailItem] = {}
        self._compact, self._place = False, str(View.NEEDS_REPLY)
        self._accounts_of: tuple[Account, ...] = ()
        self._parts(pages)
        self.setLayout(vbox(self._head, (self._area, 1), self._line, self._foot, gap=0))
        self.dress()
        self.select(self._place)

    def _parts(self, pages: Sequence[tuple[str, str, str]]) -> None:
        self._logo, self._title = Logo(), Label("CM Desk", "heading")
        self.compose = Button(
            "", "quiet", "square-pen", name="New message (C)", small=True, tone="accent.text"
        )
        self._head = box(
            hbox(self._logo, self._title, None, self.compose, gap=9, margins=(12, 12, 8, 6))
        )
        self._views = vbox(gap=1)
        self._views_head = box(
            hbox(Label("Saved searches", "smallStrong", "text.muted"), None, margins=(10, 10, 4, 2))
        )
        self._views_head.hide()
        self._accounts = vbox(gap=1)
        self._manage = Button(
            "", "quiet", "chevron-right", name="Manage accounts (G A)", small=True
        )
        self._manage.clicked.connect(lambda: self.chosen.emit("accounts"))
        accounts = Label("Accounts", "smallStrong", "text.muted")
        self._accounts_head = box(hbox(accounts, None, self._manage, margins=(10, 6, 4, 0)))
        self._desk_head = box(
            hbox(Label("Desk", "smallStrong", "text.muted"), None, margins=(10, 10, 4, 2))
        )
        views = [self._item(*each) for each in VIEWS]
        self._items[View.NEEDS_REPLY].strong = True
        items: list[Item] = [self._item("search", "Search", "search"), *views]
        items += [
            self._views_head,
            self._views,
            self._accounts_head,
            self._accounts,
            self._desk_head,
        ]
        items += [self._item(*page) for page in pages]
        self._area = scroll(box(vbox(*items, None, gap=1, margins=(8, 0, 8, 4))))
        self._line = rule()
        self._face = Avatar("", size=26, ring="bg.rail")
        self._me = Label("", weight=500, elide=True)
        self._face.hide()
        self.settings = Button("", "quiet", "settings", name="Settings (Ctrl+,)", small=True)
        self.settings.clicked.connect(lambda: self.chosen.emit("settings"))
        self._foot = box(
            hbox(self._face, (self._me, 1), self.settings, gap=8, margins=(14, 6, 8, 6))
        )

    def _item(self, place: str, text: str, icon: str, account: Account | None = None) -> RailItem:
        item = RailItem(str(place), text, icon, account)
        item.clicked.connect(lambda: self.chosen.emit(item.place))
        self._items[item.place] = item
        return item

    def show_totals(self, totals: Totals) -> None:
        if self._accounts_of != tuple(each.account for each in totals.accounts):
            self._show_accounts(totals.accounts)
        for place, item in self._items.items():
            if item.account is None and not item.letter:
                item.show_count(totals.places.get(place, 0))
        for each in totals.accounts:
            self._items[f"account {each.account.id}"].show_count(each.count, each.trouble)

    def show_views(self, views: Sequence[tuple[str, str, str]]) -> None:
        """Saved searches, (place, name, icon) each, in their order."""
        clear(self._views)
        for place in [place for place, item in self._items.items() if item.letter]:
            del self._items[place]
        for place, name, icon in views:
            item = self._item(place, show.line(name, 80), icon)
            item.letter = show.line(name, 80)[:1].upper() or "·"
            item.customContextMenuRequested.connect(partial(self._ask, item))
            item.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            self._views.addWidget(item)
            item.set_compact(self._compact)
        self._views_head.setVisible(bool(views) and not self._compact)
        self.select(self._place)

    def _ask(self, item: RailItem, at: QPoint) -> None:
        self.asked.emit(item.place, item.mapToGlobal(at))

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Of some places; those of the others stay."""
        for place, n in counts.items():
            if item := self._items.get(place):
                item.show_count(n)

    def _show_accounts(self, entries: Sequence[Entry]) -> None:
        clear(self._accounts)
        for place in [place for place, item in self._items.items() if item.account]:
            del self._items[place]
        for each in entries:
            name = each.account.name or each.account.handle
            item = self._item(f"account {each.account.id}", name, "", each.account)
            self._accounts.addWidget(item)
            item.set_compact(self._compact)
            item.setHidden(self._compact)
        self._accounts_of = tuple(each.account for each in entries)
        signed = next((each.account for each in entries if each.account.signer), None)
        self._me.set_text(signed.signer if signed else "")
        self._face.setVisible(signed is not None and not self._compact)
        if signed:
            self._face.show_as(signed.signer, signed.avatar_url)
        self.select(self._place)

    def select(self, place: str) -> None:
        """Mark where we are; without a mark somewhere the rail could not be reached by Tab."""
        self._place = place
        for name, item in self._items.items():
            item.select(name == place)
        if place not in self._items:
            first = self._items[str(View.NEEDS_REPLY)]
            first.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def focus_item(self) -> QWidget:
        return self._items.get(self._place) or self._items[str(View.NEEDS_REPLY)]

    def set_compact(self, on: bool) -> None:
        """Icons only."""
        if on == self._compact:
            return
        self._compact = on
        for item in self._items.values():
            item.set_compact(on)
        for words in (self._title, self._me, self._accounts_head, self._desk_head):
            words.setVisible(not on)
        self._views_head.setVisible(not on and any(each.letter for each in self._items.values()))
        for item in self._items.values():
            item.setVisible(not (on and item.account))  # they are one step away, under Accounts
        self._face.setVisible(not on and bool(self._me.words))
        self.compose.setVisible(not on)
        self.dress()

    def dress(self) -> None:
        t, compact = theme.now(), self._compact
        self.setFixedWidth(t.px(theme.TOKENS["layout"]["railCollapsed" if compact else "rail"]))
        policy = Qt.ScrollBarPolicy
        shown = theme.has_sheet() and not compact
        bar = policy.ScrollBarAsNeeded if shown else policy.ScrollBarAlwaysOff
        self._area.setVerticalScrollBarPolicy(bar)
