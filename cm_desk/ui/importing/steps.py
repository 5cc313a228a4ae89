"""The small pages of an import: it works, whose is it, it is done."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cm_desk.actions.archive import Imported, Passage
from cm_desk.ui.gestures.words import counted
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import IconRow
from cm_desk.ui.widgets.dialog import labelled
from cm_desk.ui.widgets.fields import Field
from cm_desk.ui.widgets.layout import clear, hbox, vbox
from cm_desk.ui.widgets.marks import Icon
from cm_desk.ui.widgets.messages import Meter
from cm_desk.ui.widgets.text import Label, Text


class WorkingPage(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.meter = Meter(0, 1, height=7, name="Progress")
        self.words = Label("", "ui", "text.secondary", elide=True)
        self.setLayout(vbox(self.words, self.meter, None, gap=10))

    def begin(self, words: str) -> None:
        self.words.set_text(words)
        self.meter.setRange(0, 0)

    def show_progress(self, passage: Passage) -> None:
        if passage.share is None:
            self.meter.setRange(0, 0)
        else:
            self.meter.set_part(round(passage.share * 1000), 1000)
        doing = "Saving" if passage.saving else "Reading"
        words = f"{doing} {passage.messages:,} messages"
        self.words.set_text(f"{words}. Stopping leaves everything as it was.")


class OwnerPage(QWidget):
    """`asked`: read the archive again with the address that stands here now."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.field = Field("", "hello@tidewell.example", "Your own address in this archive")
        again = Button("Read it again", "default", "refresh-cw")
        again.clicked.connect(self.asked)
        self.field.returnPressed.connect(self.asked)
        ask = labelled("Your own address in this archive", self.field)
        self.setLayout(vbox(ask, hbox(again, None), gap=10))

    @property
    def owner(self) -> str:
        return self.field.text().strip()


class DonePage(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.facts = vbox(gap=9)
        self.setLayout(vbox(self.facts, None, gap=10))

    def show_result(self, result: Imported) -> None:
        clear(self.facts)
        new = counted(result.inserted, "{} message is new", "{} messages are new")
        known = counted(result.updated, " {} was updated.", " {} were updated.")
        done = Icon("circle-check", 18, "good.base")
        words = Text(f"{new}.{known if result.updated else ''}", "body")
        self.facts.addLayout(hbox(done, (words, 1), gap=10))
        if result.answered:
            answers = counted(
                result.answered, "{} survey answer is new", "{} survey answers are new"
            )
            self.facts.addWidget(IconRow("clipboard-list", f"{answers}."))
        if not (result.inserted or result.updated or result.answered):
            again = "All of it was here already: importing twice changes nothing."
            self.facts.addWidget(IconRow("info", again))
