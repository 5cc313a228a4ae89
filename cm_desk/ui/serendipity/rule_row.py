"""One rule: on or off, in plain words with its numbers, and what was decided of its cards."""

from PySide6.QtWidgets import QWidget

from cm_desk.domain import rules
from cm_desk.domain.rules import Rules
from cm_desk.errors import BadInput
from cm_desk.insight.counted import counted, hint
from cm_desk.store.cards import History
from cm_desk.ui.serendipity import words
from cm_desk.ui.serendipity.numbers import NumberField
from cm_desk.ui.widgets.buttons import Switch
from cm_desk.ui.widgets.flow import Flow
from cm_desk.ui.widgets.layout import box, hbox, vbox
from cm_desk.ui.widgets.text import Label, Text


class RuleRow(QWidget):
    def __init__(self, rule: str, set_: Rules, known: History) -> None:
        super().__init__()
        self.rule, self._set = rule, set_
        title, _ = words.RULES[rule]
        self.on = Switch(rule not in set_.off, f"{title}: bring people for this")
        self.says = Text(rules.says(rule, set_), "ui", "text.secondary")
        self.numbers = [NumberField(name, getattr(set_, name)) for name in rules.of(rule)]
        told = counted(known.shown, known.done, known.later, known.skipped, known.whys)
        self.counted = Text(told, "small", "text.muted")
        pointed = hint(known.done, known.later, known.skipped)
        self.hint = Text(pointed, "small", "wait.text")
        fields = Flow()
        for each in self.numbers:
            fields.addWidget(box(each.row()))
            each.changed.connect(self._say)
        said = vbox(Label(title, "uiStrong"), self.says, gap=2)
        if self.numbers:
            said.addLayout(fields)
        said.addWidget(self.counted)
        if pointed:
            said.addWidget(self.hint)
        self.setLayout(hbox(vbox(self.on, None, gap=0), (said, 1), gap=14, margins=(0, 8, 0, 8)))

    def _say(self) -> None:
        """The sentence follows what is typed."""
        now = self._set
        for each in self.numbers:
            try:
                now = rules.change(now, each.number, each.value if each.value is not None else -1)
            except BadInput:
                return
        self.says.set_text(rules.says(self.rule, now))
