"""What can be completed, in a list below the cursor that never takes the keyboard."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QListView

from cm_desk.domain.completion import Offer
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.palette import Entry, LinePainter, Lines
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.layout import vbox

WIDTH, MARGIN, MOST = 460, 5, 8


class Offers(Card):
    """`chosen` carries the offer that was clicked. Tab takes the first one, or the marked one."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__(radius="card", fill="bg.raised", line="line.strong", shadow=True)
        self.offers: list[Offer] = []
        self.model, self.list = Lines(), QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(LinePainter(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName("Suggestions")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._clicked)
        self.setLayout(vbox(self.list, margins=(1, MARGIN, 1, MARGIN)))
        self.hide()

    def show_offers(self, offers: Sequence[Offer], below: QRect) -> None:
        """`below` is the field, in the coordinates of our parent. None is marked at first."""
        self.offers = list(offers)[:MOST]
        if not self.offers:
            self.hide()
            return
        self.model.replace([_line(each, n == 0) for n, each in enumerate(self.offers)])
        self.list.setCurrentIndex(QModelIndex())
        self._place(below)
        self.show()
        self.raise_()

    def _place(self, below: QRect) -> None:
        t, parent = theme.now(), self.parentWidget()
        room = parent.size() if parent else below.size()
        width = min(t.px(WIDTH), room.width() - 2 * t.px(8))
        rows = len(self.offers) * t.px(38) + 2 * t.px(MARGIN) + 2
        top = below.bottom() + t.px(4)
        left = max(t.px(8), min(below.left(), room.width() - width - t.px(8)))
        height = min(rows, max(t.px(60), room.height() - top - t.px(8)))
        self.setGeometry(QRect(QPoint(left, top), QPoint(left + width, top + height)))

    def step(self, by: int) -> str:
        """Mark the next one, round the ends; what it says, for a screen reader."""
        row = (self._marked() + by) % len(self.offers) if self._marked() >= 0 or by > 0 else -1
        self.list.setCurrentIndex(self.model.index(row % len(self.offers), 0))
        return str(self.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))

    def marked(self) -> Offer | None:
        return self.offers[self._marked()] if self._marked() >= 0 else None

    def _marked(self) -> int:
        return self.list.currentIndex().row()

    def _clicked(self, index: QModelIndex) -> None:
        self.chosen.emit(self.offers[index.row()])


def _line(offer: Offer, first: bool) -> Entry:
    """As the palette paints it; `run` only says that it is no heading."""
    icon = "funnel" if offer.value.endswith(":") else "chevron-right" if offer.face is None else ""
    words, hint = show.line(offer.value, 60), show.line(offer.hint, 80)
    return Entry(words, bool, icon, hint, "Tab" if first else "", offer.face)
