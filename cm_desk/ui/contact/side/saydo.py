"""What they said beside what they did: counts by month, opened down to the records. No score."""

from collections import Counter
from datetime import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from cm_desk.actions.profile import Profile
from cm_desk.actions.referrals import refer
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain import months
from cm_desk.insight.saydo import SAID, Month, since
from cm_desk.store import deeds, messages
from cm_desk.store.deeds import Deed
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.contact.quoting import quote
from cm_desk.ui.contact.side import words
from cm_desk.ui.contact.side.card import Hands, SideCard
from cm_desk.ui.contact.side.lanes import NAMES, Lanes
from cm_desk.ui.contact.words import month as month_name
from cm_desk.ui.format import date
from cm_desk.ui.widgets.dialog import Sheet
from cm_desk.ui.widgets.layout import vbox
from cm_desk.ui.widgets.lines import Line
from cm_desk.ui.widgets.text import Text

MOST = 500  # records in one list


class SayDoCard(SideCard):
    def __init__(self, hands: Hands) -> None:
        super().__init__(hands, "Said and did", "Note a referral (Shift+R)")

    def about(self, found: Profile) -> object:
        return found.habits.months

    def content(self, found: Profile) -> list[QWidget]:
        year = found.habits.months
        if not any(each.said or each.done for each in year):
            return [Text("Nothing in the last 12 months.", "ui", "text.muted")]
        lanes = Lanes(year)
        lanes.opened.connect(self._open_month)
        lanes.left.connect(lambda: self.hands.ask("story"))
        return [lanes, *(self._total(year, lane) for lane in NAMES)]

    def _total(self, year: tuple[Month, ...], lane: str) -> QWidget:
        """The kinds of a lane, opened together."""
        kinds: Counter[str] = Counter()
        for each in year:
            kinds.update(dict(each.said if lane == "said" else each.done))
        told = ", ".join(words.act(kind, n) for kind, n in kinds.most_common())
        said = f"{NAMES[lane]}: {told or 'nothing yet'}"
        line = Line("", said, f"{said}. Open", "Last 12 months", sign="chevron-right")
        line.setObjectName(f"all {lane}")
        line.setEnabled(bool(kinds))
        line.clicked.connect(lambda: self._open_year(lane))
        return line

    def _open_month(self, month: Month, lane: str) -> None:
        name = month_name(month.year, month.month)
        here = (month.year, month.month)
        self.do(self._open(lane, name, months.start(here), months.start(months.after(here))))

    def _open_year(self, lane: str) -> None:
        now = self.hands.desk.now()
        self.do(self._open(lane, "the last 12 months", since(now), now))

    async def _open(self, lane: str, when: str, first: datetime, last: datetime) -> None:
        """The records behind a count; one of them leads to its conversation."""
        desk = self.hands.desk
        found = await desk.store.read(deeds.records, self.contact_id, first, last)
        found = [each for each in found if (each.kind in SAID) is (lane == "said")]
        sheet = RecordsSheet(self.window(), desk, f"{NAMES[lane]} in {when}", found)
        try:
            chosen = sheet.chosen() if await answer(sheet) else None
        finally:
            dismiss(sheet)
        if chosen is not None and chosen.kind == deeds.SURVEY:
            self.hands.ask("surveys")
        if chosen is None or chosen.message_id is None:
            return
        message = await desk.store.read(messages.get, chosen.message_id)
        if message is not None:
            self.hands.go.open_conversation(message.conversation_id, message.id)

    def focus_lanes(self) -> None:
        if lanes := self.findChild(Lanes):
            lanes.setFocus()

    def adding(self) -> None:
        if self.profile is not None:
            self.do(self._refer(self.contact_id, self.profile.person.name))

    async def _refer(self, contact_id: int, name: str) -> Undo | None:
        title = f"Whom did {show.line(name, 50)} bring?"
        desk, message = self.hands.desk, self.hands.message()
        found = await quote(desk, self.window(), contact_id, title, message)
        return await refer(desk, found.message, found.text, found.quote) if found else None


class RecordsSheet(Sheet):
    def __init__(self, parent: QWidget, desk: Desk, title: str, found: list[Deed]) -> None:
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        now = desk.now()
        for each in found[:MOST]:
            said = show.line(each.what, 110)
            quoted = f": {said}" if said else ""
            item = QListWidgetItem(f"{date(each.at, now)} · {words.act(each.kind, 1)}{quoted}")
            item.setSizeHint(QSize(0, theme.now().size("control")))
            item.setData(Qt.ItemDataRole.UserRole, each)
            self.list.addItem(item)
        more = f"The newest {MOST} of {len(found)}." if len(found) > MOST else ""
        told = more or f"{len(found)} in all, the newest first. Likes name what they liked."
        body = vbox((self.list, 1), Text(told, "small", "text.muted"), gap=8)
        super().__init__(parent, title, body, "Open", 620)
        self.list.itemDoubleClicked.connect(self.accept)
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def dress(self) -> None:
        super().dress()
        t = theme.now()
        self.list.setFont(t.font("ui"))
        self.list.setMinimumHeight(t.px(240))

    def chosen(self) -> Deed | None:
        item = self.list.currentItem()
        found: Deed | None = item.data(Qt.ItemDataRole.UserRole) if item else None
        return found
