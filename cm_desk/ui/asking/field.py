"""Where a query is typed. Completion and hints are the same wherever it is."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from cm_desk.domain import completion
from cm_desk.domain.completion import Asked, Offer
from cm_desk.domain.query import Hint, Known
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.asking.hints import HintLine
from cm_desk.ui.asking.offers import Offers
from cm_desk.ui.widgets.fields import Search
from cm_desk.ui.widgets.layout import vbox

Values = Callable[[Asked], Awaitable[Sequence[Offer]]]


class AskField(QWidget):
    """`typed` follows every change. `entered` is Return and `stepped` Up or Down (-1, 1) where
    the list of suggestions does not want them. `values` gives those that only the desk knows."""

    typed = Signal(str)
    entered = Signal()
    stepped = Signal(int)

    def __init__(
        self,
        placeholder: str,
        known: Sequence[Known],
        values: Values,
        now: Callable[[], datetime],
        problem: Problem,
        height: int = 44,
    ) -> None:
        super().__init__()
        self._known, self._values, self._now = known, values, now
        self._tasks = Tasks(self, problem)
        self._asked: Asked | None = None
        self.search = Search(placeholder, height=height, role="body" if height > 36 else "ui")
        self.edit, self.hints, self.offers = self.search.edit, HintLine(), Offers()
        self.offers.setParent(self)
        self.setLayout(vbox(self.search, self.hints, gap=6))
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self.typed)
        self.edit.textEdited.connect(lambda _text: self._look())
        self.edit.cursorPositionChanged.connect(self._moved)
        self.edit.installEventFilter(self)
        self.offers.chosen.connect(self.take)
        self.hints.taken.connect(self._correct)
        self.hints.shown.connect(self._point)

    @property
    def text(self) -> str:
        return self.edit.text()

    def show_hints(self, hints: Sequence[Hint]) -> None:
        """What is still being completed is not wrong yet."""
        asked = self._asked if self.offers.isVisible() else None
        self.hints.show_hints(
            [each for each in hints if asked is None or not each.start <= asked.end <= each.end]
        )

    # -- completion
    def _look(self) -> None:
        self._ask(completion.at(self.text, self.edit.cursorPosition(), self._known))

    def open(self) -> None:
        """What there is to choose from here, asked for by a key."""
        cursor = self.edit.cursorPosition()
        place = completion.at(self.text, cursor, self._known)
        self._ask(place or completion.anywhere(self.text, cursor))

    def begin(self, name: str) -> None:
        """Write a filter at the end of the text and offer its values."""
        text = self.text.rstrip()
        self.edit.setText(f"{text} {name}:" if text else f"{name}:")
        self.edit.setFocus()
        self._look()

    def _moved(self, _old: int, new: int) -> None:
        """Away from what was being completed."""
        if self._asked and not self._asked.start <= new <= self._asked.end:
            self.close_offers()

    def _ask(self, asked: Asked | None) -> None:
        self._asked = asked
        if asked is None:
            self.close_offers()
        elif not asked.name:
            self._show(asked, completion.filters(self._known, asked))
        else:
            self._tasks.newest("offers", self._fill(asked))

    async def _fill(self, asked: Asked) -> None:
        known = next(each for each in self._known if each.name == asked.name)
        if known.takes == "text":
            found = await self._values(asked)
        else:
            found = completion.choices(known, asked, self._now())
        if asked == self._asked:
            self._show(asked, found)

    def _show(self, asked: Asked, offers: Sequence[Offer]) -> None:
        if not self.edit.hasFocus():
            return
        if self.offers.parentWidget() is not self.window():
            self.offers.setParent(self.window())
        left = self.edit.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).toRectF().left()
        back = self.edit.fontMetrics().horizontalAdvance(asked.typed)
        corner = self.search.mapTo(self.window(), QPoint(max(0, round(left) - back), 0))
        self.offers.show_offers(offers, QRect(corner, self.search.size()))
        said = f"{len(offers)} suggestions, Tab takes {offers[0].value}" if offers else ""
        self.edit.setAccessibleDescription(said)
        self.show_hints(self.hints.hints)

    def close_offers(self) -> bool:
        """False when none were shown."""
        shown, self._asked = self.offers.isVisible(), None
        self.offers.hide()
        return shown

    def take(self, offer: Offer) -> None:
        if self._asked is not None:
            text, cursor = completion.completed(self.text, self._asked, offer)
            self.close_offers()
            self.edit.setText(text)
            self.edit.setCursorPosition(cursor)
            if offer.value.endswith(":"):
                self._look()

    # -- hints
    def _correct(self, hint: Hint) -> None:
        self.edit.setText(hint.applied(self.text))
        self.edit.setFocus()

    def _point(self, hint: Hint) -> None:
        self.edit.setFocus()
        self.edit.setSelection(hint.start, hint.end - hint.start)

    # -- keys
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.close_offers()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._press(Qt.Key(event.key()))
        return False

    def _press(self, key: Qt.Key) -> bool:
        """Up and Down move in what is shown below while the cursor stays in the field."""
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key)
        shown = self.offers.isVisible()
        if by is not None and shown:
            self.edit.setAccessibleDescription(self.offers.step(by))
        elif by is not None:
            self.stepped.emit(by)
        elif key == Qt.Key.Key_Tab and shown:
            self.take(self.offers.marked() or self.offers.offers[0])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        else:
            return key == Qt.Key.Key_Escape and self.close_offers()
        return True

    def _enter(self) -> None:
        marked = self.offers.marked() if self.offers.isVisible() else None
        if marked is not None:
            self.take(marked)
        else:
            self.close_offers()
            self.entered.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        self.close_offers()
        super().hideEvent(event)
