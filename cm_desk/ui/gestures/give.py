"""Give a gesture: what kind, why, from whom, what it costs. Written with a message, or recorded."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLayout, QWidget

from cm_desk.actions import attaching, reaching
from cm_desk.actions import gestures as actions
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.attached import Attached
from cm_desk.domain.kinds import Kind
from cm_desk.domain.known import About
from cm_desk.insight.allowance import Item
from cm_desk.store import gestures
from cm_desk.store.gestures import Direction, Gesture
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.aio import Tasks, answer, dismiss
from cm_desk.ui.gestures import offer as offers
from cm_desk.ui.gestures import reach
from cm_desk.ui.gestures.amounts import cents, currency
from cm_desk.ui.gestures.offer import Offer, attached_of
from cm_desk.ui.gestures.purse import PurseLine, ask_for
from cm_desk.ui.gestures.quotes import Quotes
from cm_desk.ui.gestures.tiles import Tiles
from cm_desk.ui.gestures.unasked import UnaskedLine
from cm_desk.ui.gestures.words import plain_money
from cm_desk.ui.widgets.buttons import Button, Check
from cm_desk.ui.widgets.cards import IconRow
from cm_desk.ui.widgets.dialog import Sheet, labelled
from cm_desk.ui.widgets.fields import Field
from cm_desk.ui.widgets.layout import hbox, vbox
from cm_desk.ui.widgets.tabs import Segmented
from cm_desk.ui.widgets.text import Label

WAYS = (Direction.GIVEN, Direction.RECEIVED)
WRITE, RECORD = "write", "record"
Write = Callable[[int], object]  # opens the composer of a conversation, or a draft by its id


async def give_to(
    desk: Desk,
    parent: QWidget | None,
    contact_id: int,
    message_id: int | None = None,
    write: Write | None = None,
    begin: Write | None = None,
    kind: str = "",
) -> Undo | None:
    """Ask, then attach it to an answer (`write` opens it), to a new message (`begin`), or write
    it down. None: the person thought better of it, or writes now."""
    quoted = () if message_id is None else (message_id,)
    offer = await offers.read(desk, contact_id, *quoted)
    if offer is None:
        return None
    offer = replace(offer, kind=kind)
    if write is None or begin is None:
        offer = replace(offer, conversation_id=None, reach=None)
    dialog = GiveDialog(desk, offer, parent)
    try:
        if not await answer(dialog):
            return None
        if dialog.way == WRITE and write and begin:
            await _written(desk, offer, dialog.attached(), write, begin)
            return None
        return await actions.record(desk, dialog.gesture(), dialog.why.ids)
    finally:
        dismiss(dialog)


async def _written(
    desk: Desk, offer: Offer, attached: Attached, write: Write, begin: Write
) -> None:
    if offer.conversation_id is not None:
        await attaching.attach(desk, offer.conversation_id, attached)
        write(offer.conversation_id)
    else:
        begin((await reaching.begin(desk, attached)).id)


async def change(desk: Desk, parent: QWidget | None, gesture: Gesture) -> Undo | None:
    """One of the ledger; None where nothing is to change."""
    more = tuple(each.message_id for each in await desk.store.read(gestures.quotes, gesture.id))
    old = attached_of(gesture, more)
    offer = await offers.read(desk, gesture.contact_id, *old.quotes)
    if offer is None:
        return None
    dialog = GiveDialog(desk, replace(offer, chosen=old.quotes), parent, old, gesture)
    try:
        if not await answer(dialog):
            return None
        return await actions.change(desk, dialog.gesture(), dialog.why.ids)
    finally:
        dismiss(dialog)


async def attached(desk: Desk, parent: QWidget | None, old: Attached) -> Attached | None:
    """What goes with a draft, changed; None where nothing is to change."""
    offer = await offers.read(desk, old.contact_id, *old.quotes)
    if offer is None:
        return None
    dialog = GiveDialog(desk, replace(offer, chosen=old.quotes), parent, old)
    try:
        return dialog.attached() if await answer(dialog) else None
    finally:
        dismiss(dialog)


class GiveDialog(Sheet):
    """`old` is changed instead of a new one given; `in_ledger` when it stands there already."""

    def __init__(
        self,
        desk: Desk,
        offer: Offer,
        parent: QWidget | None = None,
        old: Attached | None = None,
        in_ledger: Gesture | None = None,
    ) -> None:
        self._desk, self._offer, self._old, self._in_ledger = desk, offer, old, in_ledger
        self.way = WRITE if offer.writable and not old else RECORD
        self._make_fields()
        self.record = Button("Record only", "default", key="Alt+R")
        who = show.line(offer.name, 60)
        title = f"Change the gesture for {who}" if old else f"Give a gesture to {who}"
        ok = "Keep it" if old else "Write it" if self.way == WRITE else "Record it"
        super().__init__(parent, title, self._body(), ok, 680, (self.record,))
        self._tasks = Tasks(self, lambda err: self.say_problem(str(err), self.cost))
        self.record.setVisible(self.way == WRITE)
        self.record.clicked.connect(self._record)
        self.kind.chosen.connect(self._chose)
        self.cost.textChanged.connect(lambda _text: self._weigh())
        self.purse.asked.connect(lambda: self._tasks.start(self._ask()))
        self.sides.chosen.connect(self._turned)
        self.unasked.chosen.connect(self._take)
        self._start()
        if not self._offer.kind:
            self.kind.setFocus()

    def _make_fields(self) -> None:
        offer, old = self._offer, self._old
        self.kind = Tiles(old.kind if old else offer.kind)
        self.unasked = UnaskedLine(() if old else offer.unasked)
        self.voice = Field(old.voice if old else offer.signer, "A name and role", "From")
        self.voice.setCompleter(_completer(offer.voices))
        self.why = Quotes(self._desk, offer.messages, offer.chosen)
        self.reason = Field(old.why if old else "", "What moved you, in your words", "Why")
        self.reason.setVisible(not offer.messages)
        self.cost = Field("", "0", "Cost")
        self.minutes = Field("", "0", "Minutes it took")
        self.purse = PurseLine(offer.purse)
        self.note = Field(old.note if old else "", "What it was, in a few words", "Note")
        self.public = Segmented(["In private", "In public"], 0, "Who can see it")
        self.sides = Segmented(["We give", "They gave us"], 0, "Who gives")
        self.asked = Check("They asked for it", bool(old and old.asked))

    def _start(self) -> None:
        """As it was, or as the kind usually is."""
        if (old := self._old) is None:
            self._chose(self.kind.kind)
            if item := self.unasked.item(self._offer.kind):
                self._take(item)
            return
        self._show_cost(old.cost_cents, old.minutes, old.public)
        if self._in_ledger:
            self.reason.setText("" if self._offer.messages else self._in_ledger.why)
            ways = [str(each) for each in WAYS]
            direction = str(self._in_ledger.direction)
            self.sides.choose(ways.index(direction) if direction in ways else 0)
            self.sides.setEnabled(direction in ways)

    def _show_cost(self, cost_cents: int, minutes: int, public: bool) -> None:
        self.cost.setText(plain_money(cost_cents))
        self.minutes.setText(str(minutes) if minutes else "")
        self.public.choose(int(public))
        self._weigh()

    def _chose(self, kind: Kind) -> None:
        self._show_cost(kind.cost_cents, kind.minutes, kind.public)

    def _take(self, item: Item) -> None:
        """The kind with its money: it is booked when it is given."""
        self.kind.show_kind(item.kind)
        other = f" {item.currency}" if item.currency != self._offer.currency else ""
        self.cost.setText(f"{plain_money(item.cents)}{other}")
        self._weigh()
        self.cost.selectAll()
        self.cost.setFocus()

    def _weigh(self) -> None:
        """What is left of the allowance; what they gave us costs us nothing."""
        amount = cents(self.cost.text()) or 0 if self.sides.current == 0 else 0
        typed = currency(self.cost.text(), self._offer.currency)
        self.purse.show_cost(self.kind.kind.key, amount, typed)

    def _is_over(self) -> bool:
        amount, typed = (
            cents(self.cost.text()) or 0,
            currency(self.cost.text(), self._offer.currency),
        )
        before = self._in_ledger.cost_cents if self._in_ledger else 0
        ours = self.sides.current == 0 and amount > before
        return ours and bool(self.purse.purse.needs(self.kind.kind.key, amount, typed))

    async def _ask(self) -> None:
        offer, amount = self._offer, cents(self.cost.text()) or 0
        typed = currency(self.cost.text(), offer.currency)
        asked = (offer.signer, offer.contact_id, self.kind.kind.key, amount, typed)
        if await ask_for(self._desk, self, *asked):
            self.say_problem("Asked, and copied. Give it when the answer is there.", self.cost)

    def _turned(self, number: int) -> None:
        """What they gave us is written down, not sent."""
        self.unasked.setVisible(number == 0 and bool(self.unasked.items))
        self._weigh()
        if self._offer.writable and not self._old:
            ours = number == 0
            self.way = WRITE if ours else RECORD
            self.record.setVisible(ours)
            self.ok.set_words("Write it" if ours else "Record it")

    def _body(self) -> QLayout:
        return vbox(
            hbox(self.sides, None, self.asked, gap=12),
            vbox(self.kind, self.unasked, gap=8),
            labelled("Why", vbox(self.why, self.reason, gap=6)),
            hbox((labelled("From", self.voice), 1), (labelled("Note", self.note), 1), gap=16),
            vbox(self._costs(), self.purse, gap=6),
            *self._heed(),
            gap=12,
        )

    def _costs(self) -> QLayout:
        for each in (self.cost, self.minutes):
            each.setFixedWidth(theme.now().px(90))
        sign = Label(self._offer.currency, "ui", "text.muted")
        return hbox(
            labelled("Cost", hbox(self.cost, sign, gap=6)),
            labelled("Time", hbox(self.minutes, Label("min", "ui", "text.muted"), gap=6)),
            labelled("Who can see it", self.public),
            None,
            gap=16,
        )

    def _heed(self) -> list[QWidget]:
        """What they asked of us; nothing is blocked."""
        found = []
        if self._offer.reach and not self._old:
            found.append(reach.row(self._offer.reach, self._desk.now()))
        if self._offer.known.one(About.ALONE):
            found.append(IconRow("bell-off", "They are to be left alone.", "wait.base"))
        if self._offer.known.one(About.PRIVATE):
            found.append(IconRow("lock", "They prefer thanks in private.", "wait.base"))
        if why := self._offer.because:
            found.append(IconRow("sparkles", f"Worth an unexpected voice: {why}.", "joy.base"))
        return list(found)

    # -- what it says
    def attached(self) -> Attached:
        offer, voice = self._offer, self.voice.text().strip()
        return Attached(
            *(self.kind.kind.key, offer.contact_id, tuple(self.why.ids), voice),
            *(offer.voices.get(voice), self.note.text().strip(), cents(self.cost.text()) or 0),
            *(currency(self.cost.text(), offer.currency), int(self.minutes.text().strip() or "0")),
            *(self.public.current == 1, self.asked.isChecked()),
            self._old.giver if self._old else offer.signer,
            "" if self.why.ids else self.reason.text().strip(),
        )

    def gesture(self) -> Gesture:
        """For the ledger."""
        it, old = self.attached(), self._in_ledger
        new = old or Gesture(0, it.contact_id, it.kind, self._desk.now())
        if not (old and old.direction == Direction.BETWEEN):
            new = replace(new, direction=str(WAYS[self.sides.current]))
        if self.reason.text().strip():
            new = replace(new, why=self.reason.text().strip())
        return replace(
            new,
            **{name: getattr(it, name) for name in ("kind", "voice", "note", "cost_cents")},
            **{name: getattr(it, name) for name in ("currency", "minutes", "public", "asked")},
            giver=it.giver,
            voice_id=it.voice_id,
        )

    def _record(self) -> None:
        self.way = RECORD
        self.accept()

    def accept(self) -> None:
        if cents(self.cost.text()) is None:
            self.cost.mark_error(True)
            self.say_problem("Write the cost as a number, 4 or 4.50.", self.cost)
        elif not (self.minutes.text().strip() or "0").isdecimal():
            self.minutes.mark_error(True)
            self.say_problem("Write the time as a number of minutes.", self.minutes)
        elif self._lacks_reason():
            field = self.why.more if self._offer.messages else self.reason
            self.say_problem("A gesture has a reason: quote what they said.", field)
        elif self.way == WRITE and (
            why := reach.unfit(self._offer.reach, self.public.current == 1)
        ):
            self.say_problem(why, self.public)
        elif self._is_over():
            self.say_problem("This is more than may be given without asking.", self.cost)
        else:
            super().accept()

    def _lacks_reason(self) -> bool:
        """Old ones of the ledger may be without."""
        if self._in_ledger or not self.kind.kind.quotes or self.sides.current == 1:
            return False
        return not self.why.ids and not self.reason.text().strip()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Its letter chooses a kind wherever nothing is being typed; Alt+R records."""
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and event.key() == Qt.Key.Key_R and self.record.isVisible():
            self._record()
            return
        if not event.modifiers() and self.kind.choose(event.text()):
            return
        super().keyPressEvent(event)


def _completer(voices: Iterable[str]) -> QCompleter:
    completer = QCompleter(list(voices))
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    return completer
