"""Days that matter to them: when they come, what they are, and where they told us."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QWidget

from cm_desk.actions import dates
from cm_desk.actions.profile import Profile
from cm_desk.domain.occasions import EXAMPLES, SUGGESTED
from cm_desk.store.dates import Occasion
from cm_desk.store.messages import Message
from cm_desk.text import show
from cm_desk.ui.contact.side import words
from cm_desk.ui.contact.side.card import Hands, SideCard
from cm_desk.ui.contact.side.moves import quoted
from cm_desk.ui.contexts import context
from cm_desk.ui.widgets.buttons import Button, Check
from cm_desk.ui.widgets.chips import Chip
from cm_desk.ui.widgets.fields import Field
from cm_desk.ui.widgets.layout import box, hbox, vbox
from cm_desk.ui.widgets.lines import Line
from cm_desk.ui.widgets.text import Text, safe

NONE = "No dates yet. A birthday they mentioned, the day they came: it comes back every year."


class DatesCard(SideCard):
    def __init__(self, hands: Hands) -> None:
        super().__init__(hands, "Dates", "Add a date (Shift+D)")
        self._editing: int | None = None  # of an occasion; 0: a new one

    def about(self, found: Profile) -> object:
        return found.known.dates, self.hands.desk.now().date()

    @property
    def busy(self) -> bool:
        return self._editing is not None

    def content(self, found: Profile) -> list[QWidget]:
        known = sorted(found.known.dates, key=lambda each: _nearness(each, self.hands))
        rows = [self._form(each) if each.id == self._editing else self._row(each) for each in known]
        if self._editing == 0:
            rows.append(self._form(None))
        elif not rows:
            rows.append(Text(NONE, "ui", "text.muted"))
        return rows

    def _row(self, each: Occasion) -> QWidget:
        today = self.hands.desk.now().astimezone().date()
        told, years, found = words.occasion(each, today)
        icon = "cake" if "birth" in each.name.casefold() else "calendar-heart"
        name = show.line(each.name, 80)
        detail = " · ".join(filter(None, (told, years)))
        line = Line(icon, name, f"{name}, {detail}. Change", detail)
        line.setObjectName(f"date {each.id}")
        line.clicked.connect(lambda: self.edit(each.id))
        row: list[QWidget] = [line]
        if each.message_id:
            said = quoted(self.hands, each.quote, each.message_id, self.contact_id)
            row.append(box(vbox(said, margins=(23, 0, 0, 2))))
        if found is None:
            return box(vbox(*row, gap=0))
        when, tone = words.in_days(found)
        chip = Chip(when, tone)
        top = hbox((row[0], 1), vbox(3, chip, None, gap=0), gap=6)
        return box(vbox(top, *row[1:], gap=0))

    def _form(self, each: Occasion | None) -> "DateForm":
        first = self.profile is None or not self.profile.known.dates
        message = self.hands.message() if each is None else None
        form = DateForm(each, SUGGESTED[0] if first else "", message)
        form.kept.connect(lambda: self._keep(form, each))
        form.given_up.connect(self._close)
        form.removed.connect(lambda: self._remove(each))
        return form

    def adding(self) -> None:
        self.edit(0)

    def edit(self, id: int) -> None:
        self._editing = id
        self.rebuild()
        if form := self.findChild(DateForm):
            form.start()

    def _close(self) -> None:
        self._editing = None
        self.rebuild()

    def _keep(self, form: "DateForm", each: Occasion | None) -> None:
        desk, name, day, yearly = self.hands.desk, *form.values()
        if each is None:
            told = form.told
            work = dates.add(desk, self.contact_id, name, day, yearly=yearly, message_id=told)
        else:
            work = dates.edit(desk, each, name, day, yearly)
        self._editing = None
        self.hands.do(work, lambda why: self._refuse(form, each, why))

    def _refuse(self, form: "DateForm", each: Occasion | None, why: str) -> None:
        """Back into the form, with what was typed."""
        self._editing = each.id if each else 0
        form.refuse(why)

    def _remove(self, each: Occasion | None) -> None:
        self._editing = None
        if each is None:
            self.rebuild()
        else:
            self.do(dates.remove(self.hands.desk, each))


def _nearness(each: Occasion, hands: Hands) -> tuple[int, int]:
    _, _, found = words.occasion(each, hands.desk.now().astimezone().date())
    return (found.days, each.id) if found else (1 << 20, each.id)


class DateForm(QWidget):
    """Return keeps it, Esc gives up. `message` may be quoted as where they told it."""

    kept = Signal()
    given_up = Signal()
    removed = Signal()

    def __init__(self, each: Occasion | None, first: str, message: Message | None) -> None:
        super().__init__()
        name = each.name if each else first
        self.name = Field(name, "Birthday, wedding day …", "What day it is")
        day = f"{each.day:02}.{each.month:02}.{each.year or ''}" if each else ""
        self.day = Field(day, EXAMPLES.split(",")[0], "The day")
        self.day.setToolTip(safe(EXAMPLES))
        self.yearly = Check("Every year", checked=each.yearly if each else True)
        theirs = message if message and not message.outgoing and message.text.strip() else None
        self._message = theirs
        said = f"They said it: “{show.line(theirs.text, 28)}”" if theirs else ""
        self.quote = Check(said, name="Quote the message at hand")
        self.quote.setVisible(theirs is not None)
        self.problem = Text("", "small", "risk.text")
        self.problem.hide()
        keep = Button("Keep", "primary", small=True)
        keep.clicked.connect(self.kept)
        remove = Button("Remove" if each else "Cancel", "quiet", small=True)
        remove.clicked.connect(self.removed)
        rows = hbox(self.yearly, None, remove, keep, gap=4)
        self.setLayout(vbox(self.name, self.day, self.problem, self.quote, rows, gap=6))
        context(self, "field")

    @property
    def told(self) -> int | None:
        """The message that is quoted."""
        return self._message.id if self._message and self.quote.isChecked() else None

    def start(self) -> None:
        (self.day if self.name.text() else self.name).setFocus()

    def values(self) -> tuple[str, str, bool]:
        return self.name.text(), self.day.text(), self.yearly.isChecked()

    def refuse(self, why: str) -> None:
        self.day.mark_error(True)
        self.problem.set_text(why)
        self.problem.show()
        self.day.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.kept.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)
