"""The page that says what is in an archive, before anything is saved."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cm_desk.archives.base import Preview
from cm_desk.text import show
from cm_desk.ui import art, theme
from cm_desk.ui.gestures.words import counted, long_day
from cm_desk.ui.widgets.buttons import LinkLine
from cm_desk.ui.widgets.cards import Card, IconRow
from cm_desk.ui.widgets.fields import Editor
from cm_desk.ui.widgets.layout import clear, vbox

OTHER = "Another address of it is ours"


class FoundPage(QWidget):
    """`not_ours`: another address in it than the one shown is the person's own."""

    not_ours = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.facts = vbox(gap=9)
        self.other = LinkLine(OTHER)
        self.problems = Editor("", "", "What was skipped and why", "small")
        self.problems.setReadOnly(True)
        self.problems.hide()
        self.other.clicked.connect(self.not_ours)
        self.setLayout(vbox(self.facts, self.other, self.problems, None, gap=10))
        self.dress()

    def dress(self) -> None:
        self.problems.setMinimumHeight(theme.now().px(120))

    def show_preview(self, found: Preview, table: bool = False) -> None:
        """A `table` has columns that can be chosen again."""
        self.other.set_words("Change what the columns are" if table else OTHER)
        clear(self.facts)
        self.problems.hide()
        for source in found.sources:
            where = art.service_name(source.service)
            handle = show.line(source.profile.handle, 80)
            self.facts.addWidget(IconRow("id-card", f"{handle}, {where}"))
        people = counted(found.people, "{} person", "{} people")
        talks = counted(found.conversations, "{} conversation", "{} conversations")
        self.facts.addWidget(IconRow("users-round", f"{people} in {talks}"))
        messages = counted(found.messages, "{} message", "{} messages")
        self.facts.addWidget(IconRow("message-circle", messages))
        if found.answers:
            answers = counted(found.answers, "{} survey answer", "{} survey answers")
            self.facts.addWidget(IconRow("clipboard-list", answers))
        if found.first and found.last:
            span = f"From {long_day(found.first)} to {long_day(found.last)}"
            self.facts.addWidget(IconRow("calendar", span))
        if found.skipped_count:
            self._show_skipped(found)

    def _show_skipped(self, found: Preview) -> None:
        words = counted(
            found.skipped_count,
            "{} record cannot become a message. It is named here; nothing is dropped silently.",
            "{} records cannot become messages. They are named here; nothing is dropped silently.",
        )
        note = vbox(IconRow("triangle-alert", words, "wait.base"), margins=(12, 10, 12, 10))
        self.facts.addWidget(Card(note, tone="wait"))
        lines = [f"{each.record}: {show.line(each.why)}" for each in found.skipped]
        more = found.skipped_count - len(lines)
        self.problems.setPlainText("\n".join(lines + ([f"and {more:,} more"] if more else [])))
