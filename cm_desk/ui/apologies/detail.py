"""One apology, whole: their words, ours, the steps with their proof, and what is missing."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QWidget

from cm_desk.actions.apologies import Waiting
from cm_desk.insight.apology import PARTS
from cm_desk.store.apologies import Apology, Step
from cm_desk.text import show
from cm_desk.ui.apologies import words
from cm_desk.ui.apologies.rows import StepRow
from cm_desk.ui.widgets.buttons import Button, Check
from cm_desk.ui.widgets.cards import Card, IconRow, Quote, section
from cm_desk.ui.widgets.chips import Chip
from cm_desk.ui.widgets.layout import Item, box, clear, hbox, rule, vbox
from cm_desk.ui.widgets.lines import EditLine
from cm_desk.ui.widgets.marks import Avatar
from cm_desk.ui.widgets.text import Label, Text

HELD = (  # field, icon, name, empty
    ("happened", "circle-alert", "What went wrong", "What went wrong? Name it."),
    ("ours", "hand", "That it was us", "Whose fault was it? Say that it was us."),
    ("meant", "heart-crack", "What it meant for them", "What did it mean for them?"),
)
PLAIN = "Read again: no “if” and no “but”"
RULE = "It can be closed when each step is proven and they were told."


class Detail(Card):
    """`done` carries what is wanted ("say", "voice", "step", "close", "word", "reopen", "source",
    "person"), `worded` a field and its words, `stepped` a step and what is wanted of it."""

    done = Signal(str)
    worded = Signal(str, object)
    stepped = Signal(object, str)

    def __init__(self) -> None:
        self.row: Waiting | None = None
        self._body = vbox(gap=10, margins=(18, 14, 16, 16))
        self.lines: list[EditLine] = []
        self.steps: list[StepRow] = []
        super().__init__(self._body)

    @property
    def editing(self) -> bool:
        return any(each.editing for each in self.lines)

    def show_row(self, row: Waiting, picture: str, now: datetime) -> None:
        self.row = row
        clear(self._body)
        for item in (
            self._head(row, picture, now),
            self._quote(row.apology),
            self._ours(row.apology),
            rule(),
            self._stepping(row, now),
            rule(),
            self._missing(row),
        ):
            self._body.addWidget(item if isinstance(item, QWidget) else box(item))

    def _head(self, row: Waiting, picture: str, now: datetime) -> QLayout:
        name = show.line(row.apology.who, 50)
        said, tone, icon = words.state(row, now)
        title = Label(f"Apology to {name}", "title", elide=True)
        below = Label(words.said(row.apology, now), "small", "text.muted", elide=True)
        self.person = Button("", "quiet", "user", name=f"{name}’s page", small=True)
        self.person.clicked.connect(partial(self.done.emit, "person"))
        face = Avatar(row.apology.who, picture, 36)
        return hbox(
            face, (vbox(title, below, gap=0), 1), Chip(said, tone, icon), self.person, gap=10
        )

    def _quote(self, apology: Apology) -> QWidget:
        quote = Quote(
            show.line(apology.quote, 600), "What they said", "ui", "risk.base", max_lines=5
        )
        quote.source.setEnabled(apology.message_id is not None)
        quote.source.clicked.connect(partial(self.done.emit, "source"))
        return quote

    def _ours(self, apology: Apology) -> QLayout:
        self.lines = []
        for field, icon, name, empty in HELD:
            value = getattr(apology, field)
            line = EditLine(icon, value, name, show.line(value, 300), name if value else "", empty)
            line.saved.connect(partial(self.worded.emit, field))
            self.lines.append(line)
        self.plain = Check(PLAIN, apology.plain)
        self.plain.clicked.connect(lambda on: self.worded.emit("plain", on))
        text = " ".join((apology.happened, apology.ours, apology.meant))
        hints = words.hints(text)[:3] if text.strip() and not apology.plain else []
        shown = [IconRow("lightbulb", each, "wait.base", "small", "wait.text") for each in hints]
        rows: list[Item] = [section("In our words"), *self.lines, *shown, self.plain]
        return vbox(*rows, *self._say(apology), gap=5)

    def _say(self, apology: Apology) -> list[Item]:
        if apology.sorry_id or apology.closed_at:
            return []
        self.say = Button("Say sorry now", "primary", "send", "S")
        self.voice = Button("In somebody’s voice", "default", "feather")
        self.say.clicked.connect(partial(self.done.emit, "say"))
        self.voice.clicked.connect(partial(self.done.emit, "voice"))
        return [4, hbox(self.say, self.voice, None, gap=8)]

    def _stepping(self, row: Waiting, now: datetime) -> QLayout:
        self.steps = [StepRow(each, now) for each in row.steps]
        for step in self.steps:
            step.done.connect(partial(self._of_step, step.step))
        self.add = Button("Add a step", "default", "plus", "A", small=True)
        self.add.clicked.connect(partial(self.done.emit, "step"))
        count = Label(words.proven(row.steps), "small", "text.muted")
        return vbox(section("Corrective steps", count), *self.steps, hbox(self.add, None), gap=9)

    def _of_step(self, step: Step, what: str) -> None:
        self.stepped.emit(step, what)

    def _missing(self, row: Waiting) -> QLayout:
        """The six parts, and the way out."""
        marks = [
            IconRow(
                "circle-dashed" if part in row.lacks else "circle-check",
                part[0].upper() + part[1:],
                "text.muted" if part in row.lacks else "good.base",
                "small",
                "text.secondary",
            )
            for part in PARTS
        ]
        left, right = vbox(*marks[:3], gap=3), vbox(*marks[3:], gap=3)
        head = section("What an apology holds", Label(words.sofar(row), "small", "text.muted"))
        return vbox(head, hbox((left, 1), (right, 1), gap=12), 2, *self._ending(row), gap=6)

    def _ending(self, row: Waiting) -> list[Item]:
        if row.apology.closed_at:
            told = f"They said: “{show.line(row.apology.word, 200)}”" if row.apology.word else ""
            again = Button("It happened again", "default", "rotate-ccw", small=True)
            again.clicked.connect(partial(self.done.emit, "reopen"))
            return [*([Text(told, "ui", "text.secondary")] if told else []), hbox(again, None)]
        self.close_ = Button("Close it", "primary" if not row.lacks else "default", "check", "E")
        self.close_.setEnabled(not row.lacks)
        why = words.why_open(row.lacks)
        self.close_.rename(f"Close it. {why}".strip())
        self.word = Button("They said it is fine", "quiet")
        self.close_.clicked.connect(partial(self.done.emit, "close"))
        self.word.clicked.connect(partial(self.done.emit, "word"))
        text = Text(f"{why} {RULE}".strip() if why else RULE, "small", "text.muted")
        return [text, hbox(self.close_, self.word, None, gap=8)]
