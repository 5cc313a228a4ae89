"""The page on which a person says which column of a table is what."""

from collections.abc import Sequence
from zoneinfo import available_timezones

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from cm_desk.archives.columns import FIELDS, Columns
from cm_desk.archives.sheet import Look
from cm_desk.archives.words import words
from cm_desk.text import show
from cm_desk.ui import art, theme
from cm_desk.ui.importing.rows import RowsTable
from cm_desk.ui.widgets.buttons import LinkLine
from cm_desk.ui.widgets.dialog import labelled
from cm_desk.ui.widgets.fields import Field, Select
from cm_desk.ui.widgets.layout import box, scroll, vbox
from cm_desk.ui.widgets.text import Text

NAMES = {
    "who": "Name",
    "handle": "Handle or address",
    "text": "Message",
    "when": "Date",
    "thread": "Conversation",
    "score": "Score of a survey",
    "time": "Time of day",
    "direction": "Received or sent",
    "subject": "Subject",
    "url": "Web address",
    "channel": "Channel",
    "id": "Id",
}
MAIN = ("who", "handle", "text", "when", "thread", "score")  # the others wait behind a line
NONE = "No column"
HERE, GUESSED = "This computer’s", "Guessed"
STARTS = {"": "Guessed", "day": "The day", "month": "The month", "year": "The year"}
WIDTH, GAP = 218, 16  # px at 100 %: of a choice, and between two
AROUND = 236  # px at 100 %: what stands above and below columns and rows


class MapperPage(QWidget):
    """`changed`: look at the table again with `columns`."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self.about = Text("", "ui", "text.secondary")
        self.fields = {key: Select((), name=NAMES[key], width=WIDTH) for key in NAMES}
        self.zone = Select((HERE,), name="Time zone of the dates", width=WIDTH)
        self.starts = Select(tuple(STARTS.values()), name="Dates begin with", width=WIDTH)
        self.service = Select((GUESSED,), name="Channel for all", width=WIDTH)
        self.owner = Field("", "hello@tidewell.example", "Our name or address")
        self.more = LinkLine("More columns")
        self.rows = RowsTable()
        self.doubt = Text("", "small", "wait.text")
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        asked: list[QWidget] = [self.owner, self.zone, self.starts, self.service]
        self.main = Grid(self._named(MAIN))
        self.rest = Grid([*self._named(_others()), *map(_named, asked)])
        self.rest.hide()
        self.body = box(vbox(self.main, self.rest, self.more, None, gap=8))
        self.area = scroll(self.body)
        below = vbox(self.rows, self.doubt, gap=8)
        self.setLayout(vbox(self.about, self.area, below, None, gap=12))

    def fit(self) -> None:
        """The columns scroll where the screen is low; the rows below always stay in sight."""
        t = theme.now()
        wide = self.area.viewport().width()
        for grid in (self.main, self.rest):
            grid.show_columns(max(1, min(3, (wide + t.px(GAP)) // t.px(WIDTH + GAP))))
        room = self.screen().availableSize().height() - self.rows.height() - t.px(AROUND)
        self.area.setFixedHeight(min(self.body.sizeHint().height(), max(t.px(90), room)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def _named(self, keys: Sequence[str]) -> list[QWidget]:
        return [box(labelled(NAMES[key], self.fields[key])) for key in keys]

    def _wire(self) -> None:
        for key, field in self.fields.items():
            field.activated.connect(lambda _n, key=key: self._chosen(key))
        for each in (self.zone, self.starts, self.service):
            each.activated.connect(lambda _n: self.changed.emit())
        self.owner.editingFinished.connect(self.changed)
        self.more.clicked.connect(self._show_more)

    # -- what is asked ----------------------------------------------------------

    @property
    def columns(self) -> Columns | None:
        """What is chosen now, each field named, so that no other is guessed; None before a look."""
        if self._look is None:
            return None
        names = {key: self._heading(key) for key in FIELDS}
        zone = "" if self.zone.currentIndex() == 0 else self.zone.currentText()
        dates = list(STARTS)[self.starts.currentIndex()]
        service = self.service.currentData() or ""
        return Columns(names, zone, dates, service)

    @property
    def ready(self) -> bool:
        """Whether anything can come of it: somebody, a date, and something said."""
        given = {key for key in FIELDS if self._heading(key)}
        return (
            "when" in given and bool(given & {"who", "handle"}) and bool(given & {"text", "score"})
        )

    def _heading(self, key: str) -> str:
        number = self.fields[key].currentIndex() - 1
        return self._look.headings[number] if self._look and number >= 0 else ""

    def _chosen(self, key: str) -> None:
        """A column has one field: the one that had it before lets go."""
        number = self.fields[key].currentIndex()
        for other, field in self.fields.items():
            if other != key and number > 0 and field.currentIndex() == number:
                field.setCurrentIndex(0)
        self.changed.emit()

    def _show_more(self) -> None:
        self._open_rest()
        self.fields[_others()[0]].setFocus()

    def _open_rest(self) -> None:
        self.rest.show()
        self.more.hide()
        self.fit()
        QTimer.singleShot(0, self.window(), self.window().adjustSize)

    def forget(self) -> None:
        """No table any more."""
        self._look = None

    # -- what is shown ----------------------------------------------------------

    def begin(self, look: Look) -> None:
        """Show the columns of a table, as they were guessed."""
        self._look = look
        names = show.line(look.name, 60)
        columns = f"{len(look.headings)} columns"
        self.about.set_text(
            f"{names} has {columns}. This is our guess; change what is wrong, and look below."
        )
        for key, field in self.fields.items():
            field.clear()
            field.addItems([NONE, *(_shown(look, n) for n in range(len(look.headings)))])
            heading = look.columns.names.get(key, "")
            field.setCurrentIndex(look.headings.index(heading) + 1 if heading else 0)
        self._fill()
        if any(look.columns.names.get(key) for key in _others()) or self._doubtful(look):
            self._open_rest()
        self.show_rows(look)

    def show_rows(self, look: Look) -> None:
        self.rows.rows.replace(look.rows)
        self.doubt.set_text(self._doubts(look))
        self.doubt.setVisible(bool(self.doubt.words))

    def _fill(self) -> None:
        if self.zone.count() == 1:
            self.zone.addItems(
                ["UTC", *sorted(each for each in available_timezones() if "/" in each)]
            )
            for each in sorted(set(words()["services"].values()), key=art.service_name):
                self.service.addItem(art.service_name(each), each)

    def _doubtful(self, look: Look) -> bool:
        return not look.sure and self.starts.currentIndex() == 0

    def _doubts(self, look: Look) -> str:
        if not self.ready:
            return "Choose a name or a handle, a date, and a message or a score."
        if self._doubtful(look):
            return "The dates do not tell which number is the day: say what they begin with."
        return ""


def _others() -> list[str]:
    return [key for key in NAMES if key not in MAIN]


def _named(field: QWidget) -> QWidget:
    return box(labelled(field.accessibleName(), field))


def _shown(look: Look, number: int) -> str:
    """ "Comment (The lid cracked)"."""
    sample = show.line(look.samples[number], 30)
    heading = show.line(look.headings[number], 60)
    return f"{heading} ({sample})" if sample else heading


class Grid(QWidget):
    """Fields of one width, as many beside each other as there is room for."""

    def __init__(self, fields: Sequence[QWidget]) -> None:
        super().__init__()
        self._fields, self._columns = fields, 0
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.setLayout(self._grid)
        self.show_columns(3)

    def show_columns(self, count: int) -> None:
        t = theme.now()
        self._grid.setHorizontalSpacing(t.px(GAP))
        self._grid.setVerticalSpacing(t.px(8))
        for field in self._fields:
            field.setFixedWidth(t.px(WIDTH))
        if count == self._columns:
            return
        self._columns = count
        for number, field in enumerate(self._fields):
            self._grid.addWidget(field, number // count, number % count)
