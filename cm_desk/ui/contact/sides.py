"""Two people side by side, before they become one: who each is, and whose name will be shown."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from cm_desk.store.contacts import Identity, Person
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.art import service_name
from cm_desk.ui.format import ago, count, date
from cm_desk.ui.widgets.buttons import LinkLine
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.layout import box, clear, hbox, vbox
from cm_desk.ui.widgets.marks import Avatar, Icon, ServiceMark
from cm_desk.ui.widgets.tabs import Segment
from cm_desk.ui.widgets.text import Label, Text

LEFT = theme.ALIGN_LEFT | Qt.AlignmentFlag.AlignAbsolute
HANDLES, LINKS = 3, 3
Link = tuple[str, bool]  # address, verified


class SideCard(Card):
    """One of the two. `opened` asks for their page; `named` is checked when theirs is the name
    that will be shown."""

    opened = Signal()

    def __init__(self) -> None:
        self.face = Avatar("", size=48)
        self.name = Label("", "title", elide=True, align=LEFT)
        self.handles, self.links = vbox(gap=2), vbox(gap=2)
        self.bio = Text("", "ui", "text.secondary", max_lines=3)
        self.counts = Text("", "small", "text.secondary", max_lines=2)
        self.times = Text("", "small", "text.muted", max_lines=2)
        self.named = Segment("Show this name", "check")
        self.page = LinkLine("Their story")
        who = hbox(self.face, (vbox(self.name, self.handles, gap=2), 1), gap=12)
        foot = hbox(self.named, None, self.page, gap=8)
        parts = (who, self.bio, self.links, self.counts, self.times, None, foot)
        super().__init__(vbox(*parts, gap=8, margins=(16, 14, 14, 12)))
        self.page.clicked.connect(self.opened)

    def show_person(
        self, person: Person, now: datetime, bio: str = "", links: Sequence[Link] = ()
    ) -> None:
        pictures = [each.avatar_url for each in person.identities if each.avatar_url]
        self.face.show_as(person.name, pictures[0] if pictures else "")
        self.name.set_text(show.line(person.name, 200))
        self.named.setAccessibleName(f"Show the name {show.line(person.name, 60)}")
        clear(self.handles)
        for each in person.identities[:HANDLES]:
            self.handles.addWidget(_handle(each))
        if (more := len(person.identities) - HANDLES) > 0:
            self.handles.addWidget(Label(f"and {more} more", "small", "text.muted"))
        self.bio.set_text(show.line(bio, 400))
        self.bio.setVisible(bool(bio))
        clear(self.links)
        for address, verified in links[:LINKS]:
            self.links.addWidget(_link(address, verified))
        self.counts.set_text(_counts(person))
        self.times.set_text(_times(person, now))


class Pair(QWidget):
    """Both, beside each other. `opened` says whose story is asked for, 0 or 1; `swapped`: the name
    of the right one will be shown. Who has the same name is not asked for it."""

    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.left, self.right = SideCard(), SideCard()
        self.names = QButtonGroup(self)
        for number, side in enumerate((self.left, self.right)):
            self.names.addButton(side.named, number)
            side.opened.connect(lambda number=number: self.opened.emit(number))
        self.left.named.setChecked(True)
        self.setLayout(hbox((self.left, 1), (self.right, 1), gap=12))

    def fit(self) -> None:
        """Once both are shown."""
        same = self.left.name.words == self.right.name.words
        for side in (self.left, self.right):
            side.named.setHidden(same)
        self.left.named.setChecked(True)

    @property
    def swapped(self) -> bool:
        return self.right.named.isChecked()

    def swap(self) -> None:
        (self.left if self.swapped else self.right).named.setChecked(True)


def _handle(identity: Identity) -> QWidget:
    words = Label(
        show.line(identity.handle, 200), "small", "text.secondary", elide=True, align=LEFT
    )
    words.setAccessibleName(f"{service_name(identity.service)} {words.words}")
    return box(hbox(ServiceMark(identity.service), (words, 1), gap=6))


def _link(address: str, verified: bool) -> QWidget:
    icon, color = ("badge-check", "good.text") if verified else ("link", "text.muted")
    mark = Icon(icon, 14, color, "Checked by their service" if verified else "")
    return box(hbox(mark, (_line(address), 1), gap=6))


def _line(words: str) -> Label:
    return Label(show.line(words, 200), "small", "text.secondary", elide=True, align=LEFT)


def _counts(person: Person) -> str:
    said = f"{count(person.received, 'message', 'messages')} from them, {person.sent:,} from us"
    more = [
        count(number, one, many)
        for number, one, many in (
            (person.gestures, "gesture", "gestures"),
            (person.open_promises, "open promise", "open promises"),
            (person.notes, "note", "notes"),
        )
        if number
    ]
    return " · ".join([said, *more])


def _times(person: Person, now: datetime) -> str:
    return f"First contact {date(person.first_at, now)}, last {ago(person.last_at, now)}"
