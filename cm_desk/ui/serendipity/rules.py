"""What brings people here: the rules, their limits, words of one's own, reasons to skip."""

from dataclasses import replace

from PySide6.QtWidgets import QLayout, QStackedWidget, QWidget

from cm_desk.actions import wishes
from cm_desk.actions.undo import Undo
from cm_desk.actions.wishes import Wishes
from cm_desk.desk import Desk
from cm_desk.domain import rules
from cm_desk.domain.rules import LIMITS, SAYS
from cm_desk.errors import BadInput
from cm_desk.store import cards
from cm_desk.store.cards import History
from cm_desk.ui import theme
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.serendipity.numbers import NumberField
from cm_desk.ui.serendipity.phrases import Phrases
from cm_desk.ui.serendipity.rule_row import RuleRow
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.dialog import Sheet
from cm_desk.ui.widgets.fields import Editor
from cm_desk.ui.widgets.layout import box, hbox, rule, scroll, vbox
from cm_desk.ui.widgets.tabs import Tabs
from cm_desk.ui.widgets.text import Text

TABS = ("Rules", "Limits", "Your words", "Reasons to skip")
ORDER = (
    "Who comes first: the most overlooked, then who has waited longest for a kind word, then a draw"
    " by the date that anybody can repeat. How much somebody writes counts for nothing. A limit"
    " always wins over a reason."
)
SKIPPING = "One reason a line. Those you give most often come first, and are counted here."


async def change_rules(desk: Desk, parent: QWidget | None) -> Undo | None:
    """Ask, then change. None: the person left everything as it was."""
    old = await wishes.now(desk)
    sheet = RulesSheet(old, await desk.store.read(cards.history), parent)
    try:
        if not await answer(sheet):
            return None
        return await wishes.change(desk, sheet.wishes) if sheet.wishes != old else None
    finally:
        dismiss(sheet)


class RulesSheet(Sheet):
    def __init__(
        self, old: Wishes, known: dict[str, History], parent: QWidget | None = None
    ) -> None:
        self._old = old
        self.rows = [RuleRow(each, old.rules, known.get(each, History())) for each in SAYS]
        self.limits = [NumberField(name, getattr(old.rules, name)) for name in LIMITS]
        self.phrases = Phrases(old.words)
        self.whys = Editor("\n".join(old.whys), "", "Reasons to skip a card, one a line")
        self.tabs, self.stack = Tabs(TABS, name="What to change"), QStackedWidget()
        for page in (self._rules(), self._limits(), self.phrases, self._skips(known)):
            self.stack.addWidget(scroll(page))
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        super().__init__(parent, "What brings people here", self._body(), "Keep", 660)
        self.tabs.setFocus()

    def _body(self) -> QLayout:
        return vbox(hbox(self.tabs, None, margins=(4, 0, 0, 0)), self.stack, gap=8)

    def dress(self) -> None:
        super().dress()
        room = self.screen().availableSize().height() - theme.now().px(330)
        self.stack.setFixedHeight(max(theme.now().px(170), min(theme.now().px(430), room)))

    def _rules(self) -> QWidget:
        lines = [part for row in self.rows for part in (row, rule())][:-1]
        order = Text(ORDER, "small", "text.muted")
        return box(vbox(order, *lines, None, gap=4, margins=(0, 6, 10, 6)))

    def _limits(self) -> QWidget:
        said = Text("They hold for everybody, whatever speaks for a card.", "small", "text.muted")
        lines = [hbox(each.row(210), None) for each in self.limits]
        return box(vbox(said, *lines, None, gap=10, margins=(0, 6, 10, 6)))

    def _skips(self, known: dict[str, History]) -> QWidget:
        total: dict[str, int] = {}
        for each in known.values():
            for why, n in each.whys.items():
                total[why] = total.get(why, 0) + n
        told = [f"{why}: {n}" for why, n in sorted(total.items(), key=lambda pair: -pair[1])]
        frame = Card(vbox((self.whys, 1), margins=(10, 7, 10, 7)), fill="bg.sunken")
        self.whys.setMinimumHeight(theme.now().px(110))
        said = Text("\n".join(told) or "None was given yet.", "ui", "text.secondary")
        return box(
            vbox(Text(SKIPPING, "small", "text.muted"), frame, said, None, gap=10,
                 margins=(0, 6, 10, 6))
        )  # fmt: skip

    @property
    def wishes(self) -> Wishes:
        """What stands there now. Raises BadInput for a number out of its bounds."""
        now = self._old.rules
        for row in self.rows:
            now = rules.switch(now, row.rule, row.on.isChecked())
        for each in self._numbers():
            now = rules.change(now, each.number, -1 if each.value is None else each.value)
        lines = [each.strip() for each in self.whys.toPlainText().splitlines()]
        whys = tuple(dict.fromkeys(each for each in lines if each)) or wishes.SKIPS
        return replace(self._old, rules=now, words=self.phrases.own, whys=whys)

    def _numbers(self) -> list[NumberField]:
        return [*(each for row in self.rows for each in row.numbers), *self.limits]

    def accept(self) -> None:
        for each in self._numbers():
            if each.problem:
                self.tabs.setCurrentIndex(1 if each in self.limits else 0)
                self.say_problem(each.problem, each)
                return
        try:
            wishes.check(self.wishes)
        except BadInput as err:
            self.tabs.setCurrentIndex(2)
            self.say_problem(str(err), self.phrases.lang)
            return
        super().accept()
