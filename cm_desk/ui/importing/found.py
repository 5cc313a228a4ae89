"""The page that says what is in an archive, before anything is saved."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cm_desk.archives.base import Preview, Source
from cm_desk.text import show
from cm_desk.ui import art, theme
from cm_desk.ui.gestures.words import counted
from cm_desk.ui.importing import words
from cm_desk.ui.importing.facts import Fact
from cm_desk.ui.widgets.buttons import LinkLine
from cm_desk.ui.widgets.cards import Card, IconRow
from cm_desk.ui.widgets.fields import Editor
from cm_desk.ui.widgets.layout import clear, hbox, rule, vbox
from cm_desk.ui.widgets.marks import Icon, ServiceMark
from cm_desk.ui.widgets.text import Label, Text

OTHER = "Another address of it is ours"
COLUMNS = "Change what the columns are"
ACCOUNTS = 3  # shown by name


class FoundPage(QWidget):
    """`not_ours`: another address in it than the one shown is the person's own."""

    not_ours = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.accounts, self.facts, self.notes = vbox(gap=6), vbox(gap=8), vbox(gap=8)
        self.other = LinkLine(OTHER)
        self.each = LinkLine("Show each of them", "wait.text")
        self.problems = Editor("", "", "What is left out, and why", "small")
        self.problems.setReadOnly(True)
        self.other.clicked.connect(self.not_ours)
        self.each.clicked.connect(self._show_each)
        parts = (self.accounts, self.other, rule(), self.facts, self.notes, self.problems)
        self.setLayout(vbox(*parts, None, gap=12))
        self.dress()

    def dress(self) -> None:
        self.problems.setMinimumHeight(theme.now().px(120))

    def show_preview(self, found: Preview, table: bool = False) -> None:
        """A `table` has columns that can be chosen again."""
        self.other.set_words(COLUMNS if table else OTHER)
        self.other.setVisible(table or any(not each.told for each in found.sources))
        self.problems.hide()
        self.problems.setPlainText(words.records(found))
        for part in (self.accounts, self.facts, self.notes):
            clear(part)
        for source in found.sources[:ACCOUNTS]:
            self.accounts.addWidget(_Account(source))
        if (more := len(found.sources) - ACCOUNTS) > 0:
            text = counted(more, "and {} more account", "and {} more accounts")
            self.accounts.addWidget(Text(text, "small", "text.muted"))
        for fact in _facts(found):
            self.facts.addWidget(fact)
        for each in found.elsewhere:
            self.notes.addWidget(_note("info", "info", words.elsewhere(each)))
        if found.skipped_count:
            self.notes.addWidget(self._left_out(found))

    def _left_out(self, found: Preview) -> Card:
        self.each = LinkLine("Show each of them", "wait.text")
        self.each.clicked.connect(self._show_each)
        lines = [Text(each, "small", "wait.text", max_lines=2) for each in words.reasons(found)]
        head = Text(words.left_out(found), "ui", "wait.text")
        said = vbox(head, *lines, hbox(self.each, None), gap=3)
        icon = vbox(Icon("triangle-alert", 16, "wait.text"), None, margins=(0, 2, 0, 0))
        return Card(hbox(icon, (said, 1), gap=10, margins=(12, 10, 12, 10)), tone="wait")

    def _show_each(self) -> None:
        self.each.hide()
        self.problems.show()
        self.problems.setFocus()
        self.window().adjustSize()


class _Account(QWidget):
    def __init__(self, source: Source) -> None:
        super().__init__()
        handle = show.line(source.profile.handle, 80)
        service = art.service_name(source.service)
        name = Label(handle, "heading", elide=True)
        kind = Label(
            service if source.told else f"{service}, as far as can be told", "small", "text.muted"
        )
        self.setLayout(hbox(ServiceMark(source.service, 22), (vbox(name, kind, gap=0), 1), gap=10))
        self.setAccessibleName(f"{handle}, {service}")


def _facts(found: Preview) -> list[Fact]:
    rows = [
        Fact("users-round", "People", f"{found.people:,}"),
        Fact("messages-square", "Conversations", f"{found.conversations:,}"),
        Fact("message-circle", "Messages", f"{found.messages:,}"),
    ]
    if found.answers:
        rows.append(Fact("clipboard-list", "Survey answers", f"{found.answers:,}"))
    if dates := words.span(found):
        rows.append(Fact("calendar", "Dates", dates))
    if found.messages:
        rows.append(Fact("history", "Here already", words.here(found)))
    return rows


def _note(tone: str, icon: str, text: str) -> Card:
    row = IconRow(icon, text, f"{tone}.text", text_color=f"{tone}.text")
    return Card(vbox(row, margins=(12, 10, 12, 10)), tone=tone)
