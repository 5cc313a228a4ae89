"""The story of one person and everything that steers it: tabs, channels, the strip, a date."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cm_desk.desk import Desk
from cm_desk.domain import months
from cm_desk.domain.account import Account
from cm_desk.domain.months import Month
from cm_desk.store import river
from cm_desk.store.activity import Active
from cm_desk.store.contacts import Person
from cm_desk.store.gestures import Gesture
from cm_desk.store.places import TOP
from cm_desk.text.days import Days
from cm_desk.ui import theme
from cm_desk.ui.aio import Problem
from cm_desk.ui.contact.date_bar import DateBar, in_words
from cm_desk.ui.contact.filters import Filters
from cm_desk.ui.contact.river import River
from cm_desk.ui.contact.story_list import THIRD, Spot
from cm_desk.ui.contact.strip import Strip
from cm_desk.ui.contact.words import month as name_of
from cm_desk.ui.contexts import context
from cm_desk.ui.widgets.layout import box, hbox, rule, vbox
from cm_desk.ui.widgets.tabs import Tabs
from cm_desk.ui.widgets.text import announce

TABS: dict[str, frozenset[str]] = {
    "Everything": river.KINDS,
    "Messages": frozenset({"message"}),
    "Gestures": frozenset({"gesture", "apology"}),
    "Promises": frozenset({"promise"}),
    "Notes": frozenset({"note"}),
    "Surveys": frozenset({"survey"}),
    "Likes": frozenset({"signals"}),
}
LOW = 460  # px at 100 %: a page of less height has better uses for it than years
KEPT = 200  # people whose place is remembered until the program ends


@dataclass(frozen=True, slots=True)
class Kept:
    """How somebody's story was left: which tab, which channels, and where."""

    tab: int = 0
    accounts: frozenset[int] | None = None
    spot: Spot | None = None


class Telling(QObject):
    """`bar` stands above the story, `river` is the story itself."""

    def __init__(self, desk: Desk, problem: Problem, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._page = desk, parent
        self._contact: int | None = None
        self._kept: dict[int, Kept] = {}
        self._months: Callable[[], object] = lambda: None  # draws the strip again
        self.tabs = Tabs(list(TABS), name="Views of the story")
        self.tabs.setUsesScrollButtons(True)
        self.filters, self.strip = Filters(), Strip()
        self.date = DateBar(desk.now)
        self.river = River(desk, problem)
        self._tabs_row = box(hbox(self.tabs, None, self.filters, gap=12, margins=(24, 0, 20, 0)))
        self.bar = box(vbox(self._tabs_row, rule(), self.strip, rule(), self.date, gap=0))
        context(self.strip, "strip")
        self._connect()

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._turn)
        self.filters.changed.connect(self._turn)
        self.strip.wanted.connect(self._go_to_month)
        self.strip.done.connect(self.river.setFocus)
        self.river.moved.connect(self.strip.show_moment)
        self.date.wanted.connect(self._go_to_days)
        self.date.closed.connect(self.river.setFocus)

    # -- whose story ----------------------------------------------------------

    def open(self, contact_id: int, message_id: int | None = None) -> None:
        """Where it was left before; with `message_id` all of it, at that message."""
        if contact_id != self._contact:
            self._keep()
            self._contact, self._months = contact_id, lambda: None
            self._restore(self._kept.get(contact_id, Kept()))
        if message_id is not None:
            self._restore(Kept())
            self.river.show_message(message_id)

    def _keep(self) -> None:
        if self._contact is not None:
            now = Kept(self.tabs.currentIndex(), self.filters.accounts, self.river.spot())
            self._kept.pop(self._contact, None)
            self._kept[self._contact] = now
            for old in list(self._kept)[:-KEPT]:
                del self._kept[old]

    def _restore(self, kept: Kept) -> None:
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(kept.tab)
        self.tabs.blockSignals(False)
        self.filters.choose(kept.accounts)
        self._show(kept.spot)

    def show_facts(
        self,
        person: Person,
        promises: int,
        gestures: Sequence[Gesture],
        active: Sequence[Active],
        accounts: Sequence[Account],
    ) -> None:
        """What the person's page knows about them."""
        counts = {
            "Messages": person.received + person.sent,
            "Gestures": person.gestures,
            "Promises": promises,
            "Notes": person.notes,
            "Surveys": person.surveys,
            "Likes": person.signals,
        }
        self.tabs.set_counts(counts)
        self.filters.show_accounts(accounts)
        given = [each.at for each in gestures]
        self._months = partial(self._show_months, active, given, person.first_at)
        self._months()
        self.make_room()

    def _show_months(
        self, active: Sequence[Active], given: Sequence[datetime], first: datetime
    ) -> None:
        """Of the channels that are chosen alone."""
        only = self.filters.accounts
        said = [each for each in active if only is None or each.account_id in only]
        self.strip.show_months(said, given, first, self._desk.now())

    def make_room(self) -> None:
        """Switches lose their words first, then the tabs scroll."""
        self.filters.make_room(self._tabs_row.width() - self.tabs.sizeHint().width() - 60)
        self.strip.set_slim(self._page.height() < theme.now().px(LOW))

    # -- what of it -----------------------------------------------------------

    def show_kind(self, tab: str) -> None:
        self.tabs.setCurrentIndex(list(TABS).index(tab))

    def _turn(self) -> None:
        """Another view of the same story begins where this one is being read."""
        spot, entry = self.river.spot(), self.river.current_entry()
        at_top = not entry or (self.river.past.begun and entry is self.river.past.entries[0])
        self._show(None if at_top or not spot else Spot(spot.place.above(), None, THIRD))

    def _show(self, spot: Spot | None) -> None:
        self._months()
        if self._contact is not None:
            kinds = TABS[self.tabs.tabText(self.tabs.currentIndex())]
            self.river.show_story(self._contact, kinds, self.filters.accounts, spot or Spot(TOP))

    # -- where ----------------------------------------------------------------

    def _go_to_month(self, month: Month) -> None:
        self.river.show_moment(months.last_moment(month))
        announce(self.river, name_of(*month))

    def _go_to_days(self, days: Days) -> None:
        self.river.show_moment(days.end)
        announce(self.river, in_words(days))

    def now_read(self) -> datetime | None:
        entry = self.river.current_entry()
        return entry.at if entry else None

    def commands(self) -> dict[str, Callable[[], object]]:
        """By the ids of keymap.json."""
        tabs = {
            f"person.tab{n}": partial(self.tabs.setCurrentIndex, n - 1)
            for n in range(1, len(TABS) + 1)
        }
        return {
            "person.next": lambda: self.river.move_by(1),
            "person.prev": lambda: self.river.move_by(-1),
            "person.olderMonth": lambda: self.river.move_by_month(1),
            "person.newerMonth": lambda: self.river.move_by_month(-1),
            "person.newest": self.river.show_newest,
            "person.oldest": self.river.show_oldest,
            "person.open": self.river.open_current,
            "person.date": self.date.ask,
            "person.filter": self._offer_filters,
            "person.unfilter": self.filters.clear,
            "strip.done": self.river.setFocus,
            **tabs,
        }

    def _offer_filters(self) -> bool:
        """False where there is nothing to choose from."""
        if len(self.filters.switches) < 2:
            return False
        self.filters.offer(self.filters.mapToGlobal(self.filters.rect().bottomLeft()))
        return True

    def panes(self) -> list[QWidget]:
        return [self.tabs, self.strip, self.river]
