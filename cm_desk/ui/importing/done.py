"""The page that says what an import brought."""

from PySide6.QtWidgets import QWidget

from cm_desk.actions.archive import Imported
from cm_desk.ui.gestures.words import counted
from cm_desk.ui.importing import words
from cm_desk.ui.importing.facts import Fact
from cm_desk.ui.widgets.cards import IconRow
from cm_desk.ui.widgets.layout import clear, vbox
from cm_desk.ui.widgets.text import Text

PAIRS = "Profiles that may belong to one person are suggested to you under People, when you like."
AGAIN = "All of it was here already: importing twice changes nothing."


class DonePage(QWidget):
    """`leads_on`: there are people to see now; `next` is what the button says."""

    def __init__(self) -> None:
        super().__init__()
        self.head = Text("", "body")
        self.leads_on, self.next = False, "Close"
        self.facts, self.notes = vbox(gap=8), vbox(gap=8)
        self.setLayout(vbox(self.head, self.facts, self.notes, None, gap=12))

    def show_result(self, result: Imported) -> None:
        found = result.found
        clear(self.facts)
        clear(self.notes)
        self.head.set_text(brought(result))
        self.leads_on = bool(found.people and (result.inserted or result.answered))
        self.next = "See the people" if self.leads_on else "Close"
        for icon, name, number in (
            ("message-circle", "New messages", result.inserted),
            ("pencil-line", "Edited since", result.updated),
            ("clipboard-list", "New survey answers", result.answered),
            ("triangle-alert", "Left out", found.skipped_count),
        ):
            if number:
                self.facts.addWidget(Fact(icon, name, f"{number:,}"))
        if dates := words.span(found):
            self.facts.addWidget(Fact("calendar", "Dates", dates))
        if result.inserted and found.people:
            self.notes.addWidget(
                IconRow("git-merge", PAIRS, "text.muted", "small", "text.secondary")
            )


def brought(result: Imported) -> str:
    if not (result.inserted or result.updated or result.answered):
        return AGAIN
    people = counted(result.found.people, "{} person", "{} people")
    new = counted(result.inserted, "{} new message", "{} new messages")
    return f"{new} in the stories of {people}. Nothing asks for an answer: it is history."
