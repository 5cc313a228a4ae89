"""Tabs and segments: one choice of a few."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QMenu, QRadioButton, QTabBar, QWidget

from cm_desk.ui import art, theme
from cm_desk.ui.widgets.buttons import Button, paint_focus
from cm_desk.ui.widgets.layout import FIXED, hbox


class Tabs(QTabBar):
    """Underlined tabs; `currentChanged(int)` tells the choice. `counts` stand beside words.

    Those there is no room for are behind the button at the end; arrow keys reach them as well.
    """

    def __init__(
        self, items: Sequence[str], counts: Mapping[str, int] | None = None, name: str = "Views"
    ) -> None:
        super().__init__()
        self.counts = dict(counts or {})
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setAccessibleName(name)
        self.more = Button("More", "quiet", name=f"More of {name}", small=True, arrow=True)
        self.more.setParent(self)
        self.more.hide()
        self.more.clicked.connect(self._open_more)
        for item in items:
            self.addTab(item)
        self.currentChanged.connect(lambda _n: self.fit())
        self.dress()

    def dress(self) -> None:
        self.setFont(theme.now().font("ui", 600))
        self.setFixedHeight(theme.now().px(36))
        self.more.dress()
        self.updateGeometry()
        self.fit()

    def fit(self) -> None:
        """Hide the last ones until the others fit; the chosen one is always in sight."""
        widths = [self.tabSizeHint(n).width() for n in range(self.count())]
        on, kept = self.currentIndex(), list(range(self.count()))
        if len(kept) < 2:
            return
        self.more.resize(self.more.sizeHint())
        if sum(widths) > self.width():
            room = self.width() - self.more.width()
            while len(kept) > 1 and sum(widths[n] for n in kept) > room:
                kept.remove(max(n for n in kept if n != on))
        for n in range(self.count()):
            if self.isTabVisible(n) != (n in kept):  # Qt forgets to lay out if nothing changes
                self.setTabVisible(n, n in kept)
        self.more.move(sum(widths[n] for n in kept), (self.height() - self.more.height()) // 2)
        self.more.setVisible(len(kept) < self.count())

    def menu(self) -> QMenu:
        """Of the tabs there is no room for."""
        menu = QMenu(self)
        for n in range(self.count()):
            if not self.isTabVisible(n):
                words = self.accessibleTabName(n) or self.tabText(n)
                menu.addAction(words.replace("&", "&&"), partial(self.setCurrentIndex, n))
        return menu

    def _open_more(self) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows go through all of them, in sight or not."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
        elif 0 <= self.currentIndex() + step < self.count():
            self.setCurrentIndex(self.currentIndex() + step)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def sizeHint(self) -> QSize:
        """Of all of them."""
        wide = sum(self.tabSizeHint(n).width() for n in range(self.count()))
        return QSize(wide, theme.now().px(36))

    def minimumSizeHint(self) -> QSize:
        """Of the chosen one, and of the way to the others."""
        widest = max((self.tabSizeHint(n).width() for n in range(self.count())), default=0)
        wide = min(widest + self.more.sizeHint().width(), self.sizeHint().width())
        return QSize(wide, theme.now().px(36))

    def set_counts(self, counts: Mapping[str, int]) -> None:
        self.counts = dict(counts)
        for n in range(self.count()):
            count = self.counts.get(self.tabText(n))
            words = self.tabText(n) if count is None else f"{self.tabText(n)}, {count}"
            self.setAccessibleTabName(n, words)
        self.setTabText(0, self.tabText(0))  # lays the tabs out again
        self.updateGeometry()
        self.fit()

    def _extra(self, item: str) -> int:
        if item not in self.counts:
            return 0
        t = theme.now()
        return t.metrics("small").horizontalAdvance(str(self.counts[item])) + t.px(6)

    def tabSizeHint(self, index: int) -> QSize:
        t, item = theme.now(), self.tabText(index)
        words = t.metrics("ui", 600).horizontalAdvance(item)
        return QSize(words + self._extra(item) + t.px(22), t.px(36))

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        for n in range(self.count()):
            if self.isTabVisible(n):
                self._paint_tab(p, n)

    def _paint_tab(self, p: QPainter, n: int) -> None:
        t, on, item = theme.now(), n == self.currentIndex(), self.tabText(n)
        rect = QRectF(self.tabRect(n))
        height = rect.height() - 2
        words = t.metrics("ui", 600).horizontalAdvance(item)
        p.setFont(t.font("ui", 600 if on else 500))
        p.setPen(t.c("text.primary" if on else "text.secondary"))
        p.drawText(QRectF(rect.x(), 0, words + 4, height), theme.ALIGN_LEFT, item)
        if extra := self._extra(item):
            p.setFont(t.font("small", tabular=True))
            p.setPen(t.c("text.muted"))
            at = QRectF(rect.x() + words + t.px(6), 0, extra, height)
            p.drawText(at, theme.ALIGN_LEFT, str(self.counts[item]))
        if on:
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(t.c("accent.base"))
            p.drawRoundedRect(QRectF(rect.x(), height - 1, words + extra, 3), 1.5, 1.5)
            if self.hasFocus():
                left = max(0.0, rect.x() - 3)  # the first one has no room before it
                ring = QRectF(left, 3, rect.x() - left + words + extra + 4, height - 6)
                paint_focus(p, ring, 4)


class Segment(QRadioButton):
    def __init__(self, text: str, icon: str = "") -> None:
        super().__init__(text)
        self.icon_name = icon
        self.setAccessibleName(text)
        self.setSizePolicy(FIXED, FIXED)
        self.dress()

    def dress(self) -> None:
        t = theme.now()
        words = t.metrics("ui", 600).horizontalAdvance(self.text())
        self.setFixedSize(
            words + t.px(24) + (t.px(20) if self.icon_name else 0), t.size("control") - 2
        )

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p, on = theme.now(), QPainter(self), self.isChecked()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        radius = t.radius("control") - 1
        if on:
            p.setPen(QPen(t.c("accent.base"), 1.4))
            p.setBrush(t.c("accent.tint"))
            p.drawRoundedRect(rect, radius, radius)
        ink = t.c("accent.text" if on else "text.secondary")
        room = QRectF(self.rect())
        if self.icon_name:
            side = t.px(15)
            art.paint_icon(p, self.icon_name, t.px(10), (self.height() - side) / 2, side, ink)
            room.adjust(t.px(22), 0, 0, 0)
        p.setPen(ink)
        p.setFont(t.font("ui", 600 if on else 500))
        p.drawText(room, Qt.AlignmentFlag.AlignCenter, self.text())
        if self.hasFocus():
            paint_focus(p, rect.adjusted(-1, -1, 1, 1), radius)


class Segmented(QWidget):
    """A few choices in one frame; a radio group to the keyboard and to screen readers."""

    chosen = Signal(int)

    def __init__(
        self,
        items: Sequence[str],
        current: int = 0,
        name: str = "",
        icons: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(FIXED, FIXED)
        self._group = QButtonGroup(self)
        self._parts = [Segment(item, (icons or {}).get(item, "")) for item in items]
        for n, part in enumerate(self._parts):
            self._group.addButton(part, n)
        self._row = hbox(*self._parts, gap=0)
        self.setLayout(self._row)
        self.dress()
        self.choose(current)
        self._group.idClicked.connect(self.chosen)

    def dress(self) -> None:
        self._row.setContentsMargins(1, 1, 1, 1)

    @property
    def current(self) -> int:
        return self._group.checkedId()

    def choose(self, index: int) -> None:
        """Without telling: `chosen` is what the person does."""
        self._parts[index].setChecked(True)
        self.setFocusProxy(self._parts[index])

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p = theme.now(), QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.setPen(QPen(t.c("line.strong"), 1))
        p.setBrush(t.c("bg.surface"))
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        p.drawRoundedRect(rect, t.radius("control"), t.radius("control"))
