"""Settings, privacy: how long texts are kept by account, and who was erased."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from cm_desk.actions import keeping
from cm_desk.actions.erase import let_back
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.model import Account
from cm_desk.store import accounts, erasing
from cm_desk.store import keeping as kept
from cm_desk.store.erasing import Erasure
from cm_desk.store.keeping import Rule, Trim
from cm_desk.text import show
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.art import service_name
from cm_desk.ui.belongs.keep import ask_to_keep
from cm_desk.ui.format import count, date
from cm_desk.ui.settings.parts import group, line
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.fields import Select
from cm_desk.ui.widgets.layout import clear, vbox

MONTHS = (0, 3, 6, 12, 24, 36, 60)
ERASE = "From the menu of a person: all that is held is shown, written to a file, or erased"
MOST = 20


class PrivacyPart(QWidget):
    def __init__(self, desk: Desk, problem: Problem, undo: Callable[[Undo], None]) -> None:
        super().__init__()
        self._desk, self._undo, self._tasks = desk, undo, Tasks(self, problem)
        self.choices: dict[int, Select] = {}
        self._seen: object = None
        self.lines = vbox(gap=0)
        self.setLayout(self.lines)
        self.reload()

    def reload(self) -> None:
        self._tasks.newest("reload", self._reload())

    async def _reload(self) -> None:
        read = self._desk.store.read
        known, rules = await read(accounts.all), {r.account_id: r for r in await read(kept.rules)}
        journal, gone = await read(kept.journal), await read(erasing.all)
        if (seen := (known, rules, journal, gone)) == self._seen:
            return  # a choice that has the keys keeps them
        self._seen = seen
        clear(self.lines)
        self.choices = {}
        lines = [self._account(each, rules.get(each.id), journal) for each in known]
        lines += [line("What is held about a person", ERASE, QWidget())]
        lines += [self._gone(each) for each in gone[:MOST]]
        self.lines.addLayout(group("How long texts are kept, and who was erased", *lines))

    def _account(self, account: Account, rule: Rule | None, journal: list[Trim]) -> QHBoxLayout:
        months = rule.months if rule else 0
        offered = sorted({*MONTHS, months})
        choice = Select([_months(each) for each in offered], offered.index(months))
        name = show.line(account.handle, 60)
        choice.setAccessibleName(f"How long texts of {name} are kept")
        choice.activated.connect(lambda n: self._choose(account, offered[n]))
        self.choices[account.id] = choice
        last = next((each for each in journal if each.account_id == account.id), None)
        title = f"Texts of {name} on {service_name(account.service)}"
        return line(title, self._words(rule, last), choice)

    def _words(self, rule: Rule | None, last: Trim | None) -> str:
        now = self._desk.now()
        if rule is None:
            return "Kept for ever"
        spare = ", but not where something you noted points to them" if rule.spare else ""
        done = last and f". Last: {count(last.messages, 'text', 'texts')} on {date(last.at, now)}"
        return f"Removed when older{spare}; counts stay{done or ''}"

    def _gone(self, each: Erasure) -> QHBoxLayout:
        day = date(each.at, self._desk.now())
        back = Button("Let them come back", "default", "undo-2")
        back.clicked.connect(lambda: self._tasks.start(self._lift(each)))
        since = count(each.kept_out, "message since then was", "messages since then were")
        held = f"{since} not kept" if each.for_ever else "They begin anew when they write"
        gone = count(each.messages, "message", "messages")
        return line(f"Somebody was erased on {day}", f"{gone} went. {held}", back)

    def _choose(self, account: Account, months: int) -> None:
        self._tasks.newest(f"keep {account.id}", self._keep(account, months))

    async def _keep(self, account: Account, months: int) -> None:
        self._seen = None  # what is shown may be what was not accepted
        if months:
            undo = await ask_to_keep(self._desk, self.window(), account, months)
        else:
            undo = await keeping.for_ever(self._desk, account)
        if undo is not None:
            self._undo(undo)
        self.reload()

    async def _lift(self, each: Erasure) -> None:
        """What they wrote is not brought back by that; the next sync may find it again."""
        await let_back(self._desk, each.id)
        self.reload()


def _months(number: int) -> str:
    return count(number, "month", "months") if number else "For ever"
