"""What the window says by itself: banners, empty states, progress."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QProgressBar, QWidget

from cm_desk.ui import theme
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.layout import EXPANDING, FIXED, Item, hbox, vbox
from cm_desk.ui.widgets.marks import Disc, Icon
from cm_desk.ui.widgets.text import Label, Text, safe

TONE_ICON = {
    "info": "info",
    "wait": "triangle-alert",
    "risk": "circle-alert",
    "good": "circle-check",
}


class Banner(QWidget):
    """A message pushed into the layout, never over content. `tone`: info, wait, risk, good."""

    def __init__(
        self,
        tone: str,
        title: str,
        detail: str = "",
        actions: Sequence[Button] = (),
        icon: str = "",
    ) -> None:
        super().__init__()
        self.tone, self.title, self.detail = tone, title, detail
        words = hbox(Label(title, "uiStrong", tone + ".text"), gap=8)
        if detail:
            words.addWidget(Label(detail, elide=True), 1)
        else:
            words.addStretch(1)
        mark = Icon(icon or TONE_ICON[tone], 16, tone + ".text")
        self.setLayout(hbox(mark, (words, 1), *actions, gap=10, margins=(16, 6, 12, 6)))
        self.setAccessibleName(f"{title} {detail}".strip())
        self.setToolTip(safe(f"{title} {detail}"))
        self.dress()

    def dress(self) -> None:
        self.setFixedHeight(theme.now().px(42))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p = theme.now(), QPainter(self)
        p.fillRect(self.rect(), t.c(self.tone + ".tint"))
        edge = self.tone + ".base" if t.chip_border else "line.subtle"
        p.fillRect(QRect(0, self.height() - 1, self.width(), 1), t.c(edge))
        p.fillRect(QRect(0, 0, t.px(4), self.height()), t.c(self.tone + ".base"))


class Empty(QWidget):
    """Nothing here: a picture, a heading, one sentence, the next thing to do."""

    def __init__(
        self,
        icon: str,
        title: str,
        text: str,
        actions: Sequence[Button] = (),
        tone: str = "accent",
        width: int = 340,
    ) -> None:
        super().__init__()
        self.base = width
        middle = Qt.AlignmentFlag.AlignHCenter
        self.disc = Disc(icon, tone)
        self.title = Label(title, "title", align=theme.ALIGN_CENTER)
        self.text = Text(text, "ui", "text.secondary", align=middle)
        items: list[Item] = [None, (self.disc, middle), 6, (self.title, middle)]
        items.append((self.text, middle))
        if actions:
            items += [8, hbox(None, *actions, None, gap=8)]
        self.setLayout(vbox(*items, None, gap=6, margins=(16, 16, 16, 16)))
        self.dress()
        self.say(title, text)

    def dress(self) -> None:
        self.text.setFixedWidth(theme.now().px(self.base))

    def say(self, title: str, text: str) -> None:
        self.title.set_text(title)
        self.text.set_text(text)
        self.setAccessibleName(f"{title}. {text}")


class Meter(QProgressBar):
    """Part of a whole, its name says it in words. `height` in px."""

    def __init__(
        self, value: int, total: int, tone: str = "accent.base", height: int = 6, name: str = ""
    ) -> None:
        super().__init__()
        self.tone, self.base = tone, height
        self.setTextVisible(False)
        self.setSizePolicy(EXPANDING, FIXED)
        self.set_part(value, total, name)
        self.dress()

    def dress(self) -> None:
        self.setFixedHeight(theme.now().px(self.base))

    def set_part(self, value: int, total: int, name: str = "") -> None:
        self.setRange(0, max(1, total))
        self.setValue(min(value, max(1, total)))
        self.setAccessibleName(name or f"{value} of {total}")

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p = theme.now(), QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        round_ = rect.height() / 2
        p.setPen(QPen(t.c("line.strong"), 1) if t.chip_border else Qt.PenStyle.NoPen)
        p.setBrush(t.c("bg.surface" if t.chip_border else "chart.grid"))
        p.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), round_, round_)
        if self.value() > 0:
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(t.c(self.tone))
            width = max(rect.height(), rect.width() * self.value() / self.maximum())
            p.drawRoundedRect(QRectF(0, 0, width, rect.height()), round_, round_)
