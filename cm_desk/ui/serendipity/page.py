"""Serendipity: one kind thing at a time. Nothing leaves without a key of the person."""

from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from cm_desk.actions import accounts as signed
from cm_desk.actions import allowances
from cm_desk.actions import today as kindness
from cm_desk.actions.today import Today
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain import doors
from cm_desk.domain.doors import Facts
from cm_desk.domain.filters import PEOPLE
from cm_desk.domain.model import Limits
from cm_desk.domain.query import parse
from cm_desk.errors import CmDeskError, KeychainError, ServiceError
from cm_desk.store import accounts, cards, contacts, gestures, known, messages, sifting, standing
from cm_desk.store.cards import Card as Idea
from cm_desk.store.gestures import Direction
from cm_desk.ui import keys, theme
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.gestures.kinds import kind
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import Every, News
from cm_desk.ui.serendipity import asking, words
from cm_desk.ui.serendipity.card import LARGE, LOW, WIDTH, CardView, Shown
from cm_desk.ui.serendipity.rules import change_rules
from cm_desk.ui.serendipity.side import Fairness, Side
from cm_desk.ui.serendipity.steps import Steps
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import Card, PageHead
from cm_desk.ui.widgets.layout import box, hbox, scroll, vbox
from cm_desk.ui.widgets.messages import Empty
from cm_desk.ui.widgets.text import Label

SIDE_FROM = 920  # px at 100 % text
MINUTE_MS = 60_000
NEVER_THANKED = "people/gesture:none"


class SerendipityPage(QWidget):
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
        self._tasks = Tasks(self, problem)
        self._today: Today | None = None
        self._idea: Idea | None = None
        self._stale, self._side_wanted, self._choosing = True, False, 0
        self._heard: list[frozenset[int]] = []  # while the cards of the day are chosen
        self._limits: dict[int, Limits | None] = {}
        self.steps, self.number = Steps(), Label("", "small", "text.muted", tabular=True)
        self.card, self.side = CardView(), Side()
        self._lay_out()
        keys.context(self, "serendipity")
        self.card.done.connect(self.do)
        self.card.later.connect(self.later)
        self.card.skipped.connect(self.skip)
        self.card.asked_more.connect(self.skip_because)
        self.card.source_opened.connect(self._open_source)
        self.card.voice_asked.connect(self.ask_voice)
        self.why.clicked.connect(self.toggle_side)
        self.rules.clicked.connect(self.change_rules)
        self.side.never.clicked.connect(self.open_never)
        news.contacts.connect(self._changed)
        news.settings.connect(self._changed)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(lambda: self._changed(frozenset()))
        self._minute.start()

    def _lay_out(self) -> None:
        self.why = Button("Why these people?", "quiet", "circle-help", key="W")
        self.rules = Button("Rules", "quiet", "sliders-horizontal", key="R")
        said = "A few kind things for today. Nothing leaves until you press Enter."
        head = PageHead("Serendipity", said, [self.rules, self.why])
        top = hbox(self.steps, self.number, None, gap=7)
        self._frame = Card(vbox(top, self.card, gap=12, margins=(24, 16, 24, 18)), radius="dialog")
        middle = Qt.AlignmentFlag.AlignHCenter
        center = box(vbox((self._frame, middle), None, gap=8, margins=(16, 18, 16, 12)))
        inbox = Button("Back to the inbox", "primary", "inbox", key="G I")
        inbox.clicked.connect(lambda: self._go.go("needs-reply"))
        sent = Button("See what you gave", "default", "gift")
        sent.clicked.connect(lambda: self._go.go("gestures"))
        self.empty = Empty("heart-handshake", "", "", [sent, inbox], tone="joy", width=420)
        self.stack = QStackedWidget()
        self._foot = box(hbox(margins=(16, 8, 16, 10)))
        self.stack.addWidget(box(vbox((scroll(center), 1), self._foot, gap=0)))
        self.stack.addWidget(self.empty)
        self.stack.addWidget(blank := QWidget())  # until the first look at the day is over
        self.stack.setCurrentWidget(blank)
        self.side_area = scroll(self.side)
        body = box(hbox((self.stack, 1), self.side_area, gap=0))
        self.setLayout(vbox(head, (body, 1), gap=0))
        self.dress()

    def dress(self) -> None:
        self.side_area.setFixedWidth(theme.now().px(300))
        self._make_room()

    def _make_room(self) -> None:
        t = theme.now()
        wide = self.width() >= t.px(SIDE_FROM)
        self.side_area.setVisible(wide or self._side_wanted)
        self.stack.setVisible(wide or not self._side_wanted)
        room = self.width() - (self.side_area.width() if wide else 0) - t.px(36)
        self._frame.setFixedWidth(max(t.px(280), min(t.px(WIDTH), room)))
        self.card.make_room(self.height() < t.px(LOW))
        large = t.scale >= LARGE  # then what can be done stays in sight below the card
        self.card.lend_acts(self._foot if large else None)
        self._foot.setVisible(large)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()

    def _changed(self, ids: frozenset[int]) -> None:
        """A page nobody sees waits; words that are being written stay."""
        if self._choosing:
            self._heard.append(ids)
        elif self.isVisible() and not self.card.editor.hasFocus():
            self.reload()
        else:
            self._stale = True

    def reload(self) -> None:
        self._stale = False
        self._tasks.newest("reload", self._reload())

    async def _reload(self) -> None:
        decided = {c.id for c in self._today.cards if c.state != cards.OPEN} if self._today else ()
        self._today = await self._choose()
        opens = self._today.open
        back = [each for each in opens if each.id in decided]  # by undo: shown again at once
        kept = [each for each in opens if self._idea and each.id == self._idea.id]
        await self._show(next(iter(back or kept or opens), None))

    async def _choose(self) -> Today:
        """What the choice itself changes is no reason to look again; anything else is."""
        self._heard.clear()
        self._choosing += 1
        try:
            today = await kindness.today(self._desk)
        finally:
            self._choosing -= 1
        own = {0, *(each.contact_id for each in today.cards)}  # 0: that it was looked
        if any(isinstance(ids, Every) or not ids <= own for ids in self._heard):
            today = await kindness.today(self._desk)
        return today

    async def _show(self, idea: Idea | None) -> None:
        today, before = self._today, self._idea
        if today is None:
            return
        shown = await self._around(idea) if idea else None
        self._idea = idea if shown else None
        self.steps.show_cards(today.cards, self._idea)
        if shown and idea:
            place = [each.id for each in today.cards].index(idea.id) + 1
            self.number.set_text(f"{place} of {len(today.cards)}")
            if before is None or (before.id, before.draft) != (idea.id, idea.draft):
                self.card.show_card(shown, self._desk.now())
            await kindness.saw(self._desk, idea)
        heads = (self.rules, self.why)  # where the focus is until there is a card
        focused = any(each.hasFocus() for each in heads) or self.stack.isAncestorOf(
            self.focusWidget()
        )
        self.stack.setCurrentIndex(0 if shown else 1)
        if shown and before is None and focused:
            self.card.setFocus()
        self._say_empty(today)
        await self._show_side(today)

    async def _around(self, idea: Idea) -> Shown | None:
        """None for somebody who is gone meanwhile."""
        read, now = self._desk.store.read, self._desk.now()
        person = await read(contacts.person, idea.contact_id)
        account = await read(accounts.get, idea.account_id)
        if person is None or account is None:
            return None
        faces = await read(contacts.faces, {person.id})
        given = [g for g in await read(gestures.of, person.id) if g.direction == Direction.GIVEN]
        ways = (await read(standing.ways, [person.id]))[person.id]
        said = [way.said_at for way in ways if way.account_id == account.id]
        message = await read(messages.get, idea.message_id)
        return Shown(
            idea,
            person,
            faces.get(person.id, ("", ""))[1],
            given[0].at if given else None,
            account.service,
            doors.door(account.service, Facts(said_at=max(said, default=None)), now),
            account.name,
            message.lang if message else "",
            await self._limit(idea.account_id),
            idea.voice_id is not None,
            given,
            await read(known.of, person.id),
            [voice.name for voice, _ in await asking.free_voices(self._desk, person.id)],
        )

    async def _limit(self, account_id: int) -> Limits | None:
        """Asked once; without a network the length is not shown."""
        if account_id not in self._limits:
            account = await self._desk.store.read(accounts.get, account_id)
            try:
                found = await signed.limits(self._desk, account) if account else None
            except (ServiceError, KeychainError):
                return None
            self._limits[account_id] = found
        return self._limits[account_id]

    def _say_empty(self, today: Today) -> None:
        states = [each.state for each in today.cards]
        if today.resting:
            self.empty.say("Nobody right now", words.resting(today.resting))
        elif states:
            counts = (states.count(s) for s in (cards.DONE, cards.LATER, cards.SKIPPED))
            self.empty.say(*words.finished(*counts))
        else:
            why = words.left_out(today.left_out)
            more = f" Left out: {'; '.join(why)}." if why else ""
            self.empty.say("Nobody today", f"“Nobody today” is a good answer.{more}")

    async def _show_side(self, today: Today) -> None:
        read, now = self._desk.store.read, self._desk.now()
        rules = await kindness.rules_now(self._desk)
        self.side.show_why(self._idea, today.left_out, rules.rest_days)
        await self._show_budget()
        turns = await read(standing.attention, now)
        never, _ = await read(sifting.count, parse("gesture:none", PEOPLE, now), now)
        self.side.show_fairness(Fairness(tuple(n for _, n in turns.values()), never))
        coming = [each for each in today.open if self._idea is None or each.id != self._idea.id]
        faces = await read(contacts.faces, {each.contact_id for each in coming})
        rows = [(each, faces.get(each.contact_id, ("", ""))[1]) for each in coming]
        self.side.show_next(rows, today.resting, words.pace(await read(cards.seconds)))

    async def _show_budget(self) -> None:
        account_id = self._idea.account_id if self._idea else 0
        account = await self._desk.store.read(accounts.get, account_id)
        currency = kind(self._idea.kind if self._idea else "gift").currency
        room = await allowances.room(self._desk, account.signer if account else "", "", currency)
        self.side.show_budget(room, currency)

    # -- what can be done

    @property
    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done now, by the ids of keymap.json."""
        found: dict[str, Callable[[], object]] = {
            "kind.why": self.toggle_side,
            "kind.rules": self.change_rules,
            "kind.never": self.open_never,
        }
        if self._idea is not None:
            found |= {
                "kind.do": self.do,
                "kind.edit": self.card.begin_editing,
                "kind.later": self.later,
                "kind.skip": self.skip,
                "kind.because": self.skip_because,
                "kind.voice": self.ask_voice,
                "kind.finishEdit": self.card.finish_editing,
                "kind.leaveEdit": self.card.finish_editing,
                "kind.gesture": self._give_another,
                "kind.person": partial(self._go.open_person, self._idea.contact_id),
            }
        return found

    def _give_another(self) -> None:
        """Of any kind, with the same words of theirs as its reason."""
        if self._idea is not None:
            self._go.give_to(self._idea.contact_id, self._idea.message_id)

    def panes(self) -> list[QWidget]:
        return [self.card if self._idea else self.empty, self.side_area]

    def selection(self) -> str:
        return self._idea.who if self._idea else ""

    def do(self) -> None:
        """One deliberate key; then there are ten seconds to take it back."""
        if (idea := self._idea) is not None:
            self._idea = None  # a second press is not for the next one
            self._tasks.start(self._do(idea, self.card.text))

    async def _do(self, idea: Idea, text: str) -> None:
        try:
            sending = await kindness.do(self._desk, idea, text)
        except CmDeskError:
            self._idea = idea
            self.reload()  # what speaks against it may have come since
            raise
        self._undo(sending.undo)
        await self._reload()
        self.card.setFocus()

    def later(self) -> None:
        self._decide(kindness.later)

    def skip(self, why: str = "", never: bool = False) -> None:
        self._decide(partial(kindness.skip, why=why, never=never))

    def _decide(self, how: Callable[[Desk, Idea], Coroutine[Any, Any, Undo]]) -> None:
        if (idea := self._idea) is not None:
            self._idea = None
            self._tasks.start(self._decided(how(self._desk, idea)))

    async def _decided(self, work: Awaitable[Undo]) -> None:
        self._undo(await work)
        await self._reload()
        self.card.setFocus()

    def skip_because(self) -> None:
        self._tasks.start(self._skip_because())

    async def _skip_because(self) -> None:
        found = await asking.why_not(self._desk, self)
        if found is not None:
            self.skip(found.why, found.never)

    def ask_voice(self) -> None:
        if (idea := self._idea) is not None:
            self._tasks.start(self._undoable(self._asked(idea)))

    async def _asked(self, idea: Idea) -> Undo | None:
        return await asking.ask_voice(self._desk, self, idea, self.card.text)

    def change_rules(self) -> None:
        self._tasks.start(self._undoable(change_rules(self._desk, self)))

    async def _undoable(self, work: Awaitable[Undo | None]) -> None:
        if (undo := await work) is not None:
            self._undo(undo)
            await self._reload()

    def open_never(self) -> None:
        self._go.go(NEVER_THANKED)

    def _open_source(self) -> None:
        if self._idea is not None:
            self._go.open_story(self._idea.contact_id, self._idea.message_id)

    def toggle_side(self) -> None:
        self._side_wanted = not self._side_wanted
        self._make_room()
