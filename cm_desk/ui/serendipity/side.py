"""Beside the card: why these people, whom we never thanked, and who comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from cm_desk.insight.allowance import Room
from cm_desk.insight.attention import LEAST, gini
from cm_desk.store.cards import Card as Idea
from cm_desk.text import show
from cm_desk.ui.format import count
from cm_desk.ui.gestures.words import money
from cm_desk.ui.serendipity import words
from cm_desk.ui.widgets.buttons import LinkLine
from cm_desk.ui.widgets.cards import Card, IconRow, section
from cm_desk.ui.widgets.layout import box, clear, hbox, vbox
from cm_desk.ui.widgets.marks import Avatar
from cm_desk.ui.widgets.messages import Meter
from cm_desk.ui.widgets.text import Label, Text

SHOWN = 4


@dataclass(frozen=True, slots=True)
class Fairness:
    """`turns` are how often we turned to each person in 90 days, `never` who had no gesture."""

    turns: tuple[int, ...] = ()
    never: int = 0


class Side(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.why = vbox(gap=7)
        self.fair = vbox(gap=7)
        self.next = vbox(gap=9)
        self.pace = Text("", "small", "text.muted")
        self.never = LinkLine("People never thanked", role="ui", icon="leaf")
        reasons = vbox(Label("Why this person?", "heading"), self.why, gap=7,
                       margins=(14, 12, 14, 12))  # fmt: skip
        fair = vbox(Label("Fair attention", "heading"), self.fair, self.never, gap=7,
                    margins=(14, 12, 14, 12))  # fmt: skip
        coming = vbox(section("Coming up"), self.next, self.pace, gap=7)
        self.spent, self.meter = Text("", "ui", "text.secondary"), Meter(0, 1)
        budget = vbox(Label("Budget of the month", "heading"), self.meter, self.spent, gap=7,
                      margins=(14, 12, 14, 12))  # fmt: skip
        self.budget = Card(budget)
        self.budget.hide()
        cards = (Card(reasons), self.budget, Card(fair), box(coming))
        self.setLayout(vbox(*cards, None, gap=12, margins=(0, 22, 24, 16)))

    def show_budget(self, room: Room, currency: str) -> None:
        """Where an allowance was set."""
        self.budget.setVisible(bool(room.month))
        if room.month and room.left is not None:
            left = money(room.left, currency) or "nothing"
            words = f"{left} left of {money(room.month, currency)} without asking anybody."
            self.spent.set_text(words)
            self.meter.set_part(room.spent, room.month, words)

    def show_why(self, idea: Idea | None, left_out: Mapping[str, int], rest_days: int) -> None:
        clear(self.why)
        if idea is not None:
            self.why.addWidget(IconRow("quote", words.RULES[idea.rule][1]))
        self.why.addWidget(IconRow("repeat-2", f"Nobody twice in {rest_days} days"))
        self.why.addWidget(IconRow("ban", "Nobody who asked to be left alone"))
        for each in words.left_out(left_out)[:SHOWN]:
            self.why.addWidget(Text(each, "small", "text.muted"))

    def show_fairness(self, found: Fairness) -> None:
        clear(self.fair)
        uneven = gini(found.turns) if len(found.turns) >= LEAST else None
        if uneven is None:
            self.fair.addWidget(Text("Too few people to compare yet.", "ui", "text.secondary"))
        else:
            top = sorted(found.turns, reverse=True)[: max(1, len(found.turns) // 10)]
            share = round(100 * sum(top) / sum(found.turns))
            said = (
                f"Of {count(len(found.turns), 'person', 'people')} we turned to in 90 days, the"
                f" loudest tenth got {share} %. Unevenness {uneven:.2f} of 1."
            )
            self.fair.addWidget(Text(said, "ui", "text.secondary"))
        self.never.set_words(f"{count(found.never, 'person', 'people')} never thanked")
        self.never.setEnabled(found.never > 0)

    def show_next(
        self, ideas: Sequence[tuple[Idea, str]], resting: Mapping[str, str], pace: str
    ) -> None:
        """(card, picture) of those that are still open, and whose card rests, and why."""
        clear(self.next)
        for idea, picture in ideas[:SHOWN]:
            said = vbox(
                Label(show.line(idea.who, 60), weight=500, elide=True),
                Label(show.line(idea.because, 80), "small", "text.muted", elide=True),
                gap=0,
            )
            self.next.addLayout(
                hbox(Avatar(idea.who, picture, 26, ring="bg.window"), (said, 1), gap=9)
            )
        for who, why in resting.items():
            rests = f"{show.line(who, 60)} rests: {why}"
            self.next.addWidget(IconRow("clock", rests, "wait.base", "small"))
        if not ideas and not resting:
            self.next.addWidget(Text("Nobody else today.", "small", "text.muted"))
        self.pace.set_text(pace)
        self.pace.setVisible(bool(pace))
