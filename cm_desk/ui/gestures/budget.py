"""The budget tab: what each of us may give without asking, what was spent on whom, and requests."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QWidget

from cm_desk.actions import allowances as actions
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain import months
from cm_desk.errors import BadInput
from cm_desk.insight.allowance import Room
from cm_desk.store import accounts, allowances
from cm_desk.store.allowances import ANYONE, MONTH, Request, Spent
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.gestures.amounts import cents, currency
from cm_desk.ui.gestures.answering import answered
from cm_desk.ui.gestures.kinds import look
from cm_desk.ui.gestures.limits import LimitsCard, MonthCard
from cm_desk.ui.gestures.picker import Picker
from cm_desk.ui.gestures.spending import RequestsCard, SpentCard
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.widgets.layout import box, hbox, pane, scroll, vbox
from cm_desk.ui.widgets.text import Label, Text

USUAL = "EUR"


@dataclass(frozen=True, slots=True)
class Found:
    """Of one giver, in this month."""

    giver: str
    room: Room
    currency: str = USUAL
    limits: dict[str, tuple[int, str]] = field(default_factory=dict)
    spent: Sequence[Spent] = ()
    requests: Sequence[Request] = ()


class BudgetTab(QWidget):
    def __init__(
        self,
        desk: Desk,
        news: News,
        problem: Problem,
        undo: Callable[[Undo], None],
        go: Navigator,
    ) -> None:
        super().__init__()
        self._desk, self._undo, self._go = desk, undo, go
        self._problem, self._tasks, self._stale = problem, Tasks(self, problem), True
        self.found = Found("", Room(0))
        self.giver = Picker("Whose budget", "Anyone without an own budget")
        self.month, self.limits = MonthCard(), LimitsCard()
        self.spent, self.requests = SpentCard(), RequestsCard()
        self._lay_out()
        self.giver.changed.connect(self.reload)
        self.month.chosen.connect(lambda text: self._set(MONTH, text))
        self.limits.chosen.connect(self._set)
        self.spent.opened.connect(go.open_person)
        self.requests.asked.connect(self._request)
        for signal in (news.contacts, news.settings, news.accounts):
            signal.connect(self._changed)

    def _lay_out(self) -> None:
        words = "Below an allowance nobody is asked. Above it one line is, and the answer is kept."
        head = hbox(Label("Budget of", "ui"), self.giver, (Text(words, "small"), 1))
        left = vbox(self.month, self.limits, None, gap=12)
        right = vbox(self.spent, self.requests, None, gap=12)
        columns = hbox((left, 1), (right, 1), gap=16)
        column = box(vbox(head, columns, None, gap=14, margins=(28, 14, 24, 24)))
        self.area = scroll(column)
        self.setLayout(vbox((self.area, 1), gap=0))
        pane(self, "pane_window")

    def reload(self) -> None:
        self._stale = False
        self._tasks.newest("reload", self._reload())

    async def _reload(self) -> None:
        ask = self._desk.store.read
        kinds = await look(self._desk)
        givers = await ask(allowances.givers)
        self.giver.offer([(each, each) for each in givers])
        if self.giver.value is None and givers and not self.found.giver:
            signers = [each.signer for each in await ask(accounts.all) if each.signer]
            self.giver.value = next(iter(signers), givers[0])
            self.giver.offer(self.giver.choices)
        self.found = await self._read(self.giver.value or ANYONE)
        found, own = self.found, self.found.limits
        self.month.show_room(found.giver, found.room, found.currency, own.get(MONTH))
        self.limits.show_limits(kinds, own)
        self.spent.show_spent(found.spent)
        lines = {each.id: await actions.line(self._desk, each) for each in found.requests}
        self.requests.show_requests(found.requests, lines, self._desk.now())

    async def _read(self, giver: str) -> Found:
        ask, now = self._desk.store.read, months.of(self._desk.now())
        limits = {k: v for (who, k), v in (await ask(allowances.all)).items() if who == giver}
        whole = await ask(allowances.of, giver, MONTH)
        spent = await ask(allowances.on_whom, giver, now) if giver else []
        used = whole[1] if whole else next((each.currency for each in spent), USUAL)
        room = await actions.room(self._desk, giver, MONTH, used)
        return Found(giver, room, used, limits, spent, await ask(allowances.requests))

    def _set(self, kind: str, text: str) -> None:
        """Nothing typed: no limit."""
        amount, used = cents(text), currency(text, self.found.currency)
        if amount is None:
            self._problem(BadInput(f"“{text}” is no amount.", "Write a number, 200 or 12.50."))
            self.reload()
            return
        limit = amount if text.strip() else None
        old = self.found.limits.get(kind)
        if (limit, used) == (old or (None, used)):
            return
        work = actions.set_limit(self._desk, self.found.giver, kind, limit, used)
        self._tasks.start(self._with_undo(work))

    def _request(self, request: Request, what: str) -> None:
        if what == "person":
            self._go.open_person(request.contact_id)
        elif what == "copy":
            self._tasks.start(self._copy(request))
        else:
            self._tasks.start(self._with_undo(answered(self._desk, self.window(), request)))

    async def _copy(self, request: Request) -> None:
        QGuiApplication.clipboard().setText(await actions.line(self._desk, request))

    async def _with_undo(self, work: Awaitable[Undo | None]) -> None:
        if done := await work:
            self._undo(done)

    def panes(self) -> list[QWidget]:
        return [self.month.amount, self.requests]

    def _changed(self, _ids: frozenset[int]) -> None:
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()
