"""Who a person is: face, name, handles on every service, and what can be done for them."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from cm_desk.actions.profile import Profile
from cm_desk.domain.known import About
from cm_desk.store.contacts import Identity
from cm_desk.text import show
from cm_desk.text.links import true_host
from cm_desk.ui import art, theme
from cm_desk.ui.contact.side.words import since_and_why
from cm_desk.ui.contexts import context
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.chips import Chip
from cm_desk.ui.widgets.fields import Field
from cm_desk.ui.widgets.layout import box, hbox, vbox
from cm_desk.ui.widgets.marks import Avatar
from cm_desk.ui.widgets.text import Drawn, Label, safe

LEFT = theme.ALIGN_LEFT | Qt.AlignmentFlag.AlignAbsolute  # also for names from right to left
HANDLES = 4  # shown; the tool tip of the rest names them all


class NameField(Field):
    """Return keeps the new name, Esc the old one."""

    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
            return
        super().keyPressEvent(event)


class PersonHead(QWidget):
    """`asked`: give, write, promise, note, side. `renamed` carries the new name."""

    asked = Signal(str)
    renamed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._fetch_from = ""  # the host that would hear of it
        self.face = Avatar("", size=56)
        self.name = Label("", "display", elide=True, align=LEFT)
        self.edit = NameField("", "Name", "Name")
        context(self.edit, "dialog")  # Esc ends this, not the page
        self.edit.returnPressed.connect(self._rename)
        self.names = QStackedWidget()
        self.edit.given_up.connect(self._end_edit)
        self.names.addWidget(self.name)
        self.names.addWidget(self.edit)
        self.handles = Handles()
        self.give = Button("Give a gesture", "default", "gift", key="T")
        self.write = Button("Write", "primary", "pencil-line", key="R")
        self.more = Button("", "quiet", "ellipsis", name="More: promise, note, rename")
        self.give.clicked.connect(lambda: self.asked.emit("give"))
        self.write.clicked.connect(lambda: self.asked.emit("write"))
        self.more.clicked.connect(self._menu)
        self.pronouns = Label("", "ui", "text.muted")
        self.alone = Chip("Leave alone", "wait", "bell-off")
        self.beside = Button("", "quiet", "panel-right", name="What we know of them (I)")
        self.beside.clicked.connect(lambda: self.asked.emit("side"))
        top = hbox((self.names, 1), self.pronouns, self.alone, None, gap=8)
        words = box(vbox(top, self.handles, gap=2))
        buttons = vbox(hbox(self.give, self.write, self.beside, self.more), None, gap=0)
        margins = (24, 14, 20, 10)
        self.setLayout(hbox(self.face, (words, 1), buttons, gap=14, margins=margins))
        self.dress()

    def dress(self) -> None:
        self.names.setFixedHeight(theme.now().px(34))
        self._fit()

    def show_profile(self, found: Profile) -> None:
        person = found.person
        pictures = [each.avatar_url for each in person.identities if each.avatar_url]
        hosts = [true_host(each) for each in pictures if true_host(each)]
        self._fetch_from = show.line(hosts[0], 60) if hosts else ""
        self.face.show_as(person.name, pictures[0] if pictures else "")
        self.name.set_text(show.line(person.name))
        self.name.setToolTip(safe(show.line(person.name, 500)))
        self.handles.show_identities(person.identities)
        self._show_known(found)
        self._fit()

    def _show_known(self, found: Profile) -> None:
        pronouns, alone = found.known.one(About.PRONOUNS), found.known.one(About.ALONE)
        self.pronouns.set_text(show.line(pronouns.text, 24) if pronouns else "")
        self.pronouns.setVisible(pronouns is not None and self.beside.isHidden())
        self.alone.setVisible(alone is not None)
        if alone:
            told = f"Leave alone. {since_and_why(alone)}"
            self.alone.show_as("Leave alone", "wait", "bell-off", told)

    def _fit(self) -> None:
        """What stands beside the name follows it closely."""
        t = theme.now()
        words = t.metrics("display").horizontalAdvance(self.name.words)
        editing = self.names.currentIndex() == 1
        self.names.setMaximumWidth(16777215 if editing else words + t.px(6))

    def make_room(self, compact: bool, beside: bool = False) -> None:
        """`beside`: no room beside the story; what stands there is behind a button, and the name
        gets the room of what is less than it."""
        self.beside.setVisible(beside)
        self.pronouns.setVisible(bool(self.pronouns.words) and not beside)
        self.give.key = "" if beside else "T"
        words = "" if beside else "Gesture" if compact else "Give a gesture"
        self.give.set_words(words, "Give a gesture")

    def ask_name(self) -> None:
        self.edit.setText(self.name.words)
        self.names.setCurrentIndex(1)
        self._fit()
        self.edit.setFocus()
        self.edit.selectAll()

    def _rename(self) -> None:
        new = self.edit.text().strip()
        self._end_edit()
        if new and new != self.name.words:
            self.renamed.emit(new)

    def _end_edit(self) -> None:
        self.names.setCurrentIndex(0)
        self._fit()

    def _ask_face(self) -> None:
        self.asked.emit("face")

    def _menu(self) -> None:
        menu = QMenu(self)
        menu.addAction("Promise something\tAlt+P", lambda: self.asked.emit("promise"))
        menu.addAction("Write a note\tShift+N", lambda: self.asked.emit("note"))
        menu.addAction("Rename\tF2", self.ask_name)
        if self._fetch_from:
            menu.addAction(f"Fetch their picture from {self._fetch_from}", self._ask_face)
        menu.addSeparator()
        menu.addAction("Print or save as PDF\tCtrl+P", lambda: self.asked.emit("print"))
        menu.addAction("Show all that is held", lambda: self.asked.emit("mirror"))
        menu.addAction("Erase", lambda: self.asked.emit("erase"))
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))


class Handles(Drawn):
    """The handles of a person beside each other, each with the mark of its service."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[tuple[str, str]] = []
        self._more = 0
        self.dress()

    def dress(self) -> None:
        self.setFixedHeight(theme.now().px(20))

    def show_identities(self, identities: Sequence[Identity]) -> None:
        self._shown = [(each.service, show.line(each.handle)) for each in identities[:HANDLES]]
        self._more = len(identities) - len(self._shown)
        told = (f"{art.service_name(each.service)} {show.line(each.handle)}" for each in identities)
        self.setAccessibleName(", ".join(told))
        self.setToolTip(safe(self.accessibleName()))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p = theme.now(), QPainter(self)
        x, mark, gap = 0.0, t.px(16), t.px(6)
        p.setFont(t.font("small"))
        for number, (service, handle) in enumerate(self._shown):
            room = (self.width() - x) / (len(self._shown) - number) - mark - 3 * gap
            words = t.metrics("small").elidedText(handle, Qt.TextElideMode.ElideRight, int(room))
            art.paint_service(p, QRectF(x + 0.5, t.px(2) + 0.5, mark - 1, mark - 1), service)
            x = self._words(p, words, x + mark + gap) + 2 * gap
        if self._more:
            self._words(p, f"and {self._more} more", x)

    def _words(self, p: QPainter, words: str, x: float) -> float:
        t = theme.now()
        width = t.metrics("small").horizontalAdvance(words)
        p.setPen(t.c("text.secondary"))
        p.drawText(QRectF(x, 0, width + 2, self.height()), theme.ALIGN_LEFT, words)
        return x + width
