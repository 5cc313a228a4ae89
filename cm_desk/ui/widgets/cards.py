"""Containers: cards, quotes, rows with an icon, page heads."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QGraphicsDropShadowEffect, QLayout, QVBoxLayout, QWidget

from cm_desk.ui import theme
from cm_desk.ui.widgets.buttons import Button, LinkLine
from cm_desk.ui.widgets.layout import HBox, Thing, box, hbox, rule, vbox
from cm_desk.ui.widgets.marks import Icon
from cm_desk.ui.widgets.text import Label, Text


class Card(QWidget):
    """A rounded field; `tone` colours it, `bar` is a stripe at its left edge."""

    def __init__(
        self,
        layout: QLayout | None = None,
        tone: str = "",
        radius: str = "card",
        fill: str = "bg.surface",
        line: str = "line.subtle",
        bar: str = "",
        shadow: bool = False,
    ) -> None:
        super().__init__()
        self.tone, self.fill, self.line, self.bar, self.radius = tone, fill, line, bar, radius
        self.shadow = shadow
        if layout is not None:
            self.setLayout(layout)
        self.dress()

    def dress(self) -> None:
        if self.shadow:
            add_shadow(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p = theme.now(), QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, line = self.fill, self.line
        if self.tone:
            fill, line = self.tone + ".tint", self.tone + (".base" if t.chip_border else ".tint")
        rect, radius = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), t.radius(self.radius)
        p.setPen(QPen(t.c(line), 1) if line else Qt.PenStyle.NoPen)
        p.setBrush(t.c(fill))
        p.drawRoundedRect(rect, radius, radius)
        if self.bar:
            path = QPainterPath()
            path.addRoundedRect(rect, radius, radius)
            p.setClipPath(path)
            p.fillRect(QRectF(0, 0, t.px(4), self.height()), t.c(self.bar))


def add_shadow(widget: QWidget, blur: int = 28, drop: int = 8, alpha: int = 60) -> None:
    effect = QGraphicsDropShadowEffect(widget)
    effect.setBlurRadius(blur)
    effect.setOffset(0, drop)
    effect.setColor(QColor(0, 0, 0, alpha if theme.now().name == "light" else 160))
    widget.setGraphicsEffect(effect)


class Quote(QWidget):
    """A real sentence from a real message; `source` says which and opens it when clicked."""

    def __init__(
        self, text: str, source: str, role: str = "ui", bar: str = "line.strong", max_lines: int = 0
    ) -> None:
        super().__init__()
        self.bar = bar
        self.body = Text("“" + text + "”", role, max_lines=max_lines)
        self.source = LinkLine(source)
        self.setLayout(vbox(self.body, self.source, gap=2, margins=(12, 0, 0, 0)))

    def paintEvent(self, event: QPaintEvent) -> None:
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(theme.now().c(self.bar))
        p.drawRoundedRect(QRectF(0, 2, theme.now().px(3), self.height() - 4), 1.5, 1.5)


def section(text: str, trailing: QWidget | None = None, color: str = "text.muted") -> HBox:
    """The small heading of a part of a page, something at its right end."""
    head = Label(text, "smallStrong", color)
    return hbox(head, None, trailing) if trailing is not None else hbox(head, None)


class IconRow(QWidget):
    """An icon and words that wrap, aligned at the first line."""

    def __init__(
        self,
        icon: str,
        text: str,
        color: str = "text.secondary",
        role: str = "ui",
        text_color: str = "text.primary",
        size: int = 15,
    ) -> None:
        super().__init__()
        line = theme.TOKENS["type"][role]["line"]
        mark = vbox(Icon(icon, size, color), None, gap=0, margins=(0, (line - size) / 2, 0, 0))
        self.text = Text(text, role, text_color)
        self.setLayout(hbox((mark, 0), (self.text, 1), gap=8))
        self.setAccessibleName(text)


class PageHead(QWidget):
    """Title, one sentence, actions at the right, and tabs below; on top of every desk page."""

    def __init__(
        self,
        title: str,
        subtitle: str = "",
        actions: Sequence[QWidget] = (),
        tabs: QWidget | None = None,
    ) -> None:
        super().__init__()
        self.title = Label(title, "display", elide=True)
        self.subtitle = Text(subtitle, "ui", "text.muted", max_lines=2)
        if not subtitle:
            self.subtitle.hide()  # showing it here, without a parent, would make it a window
        words: Thing = vbox(self.title, self.subtitle, gap=0)
        self._actions = box(hbox(*actions, gap=8))
        margins = (28, 18, 24, 4 if tabs else 10)
        top = hbox((words, 1), self._actions, gap=8, margins=margins)
        column: QVBoxLayout = vbox(top, gap=0)
        if tabs is not None:
            column.addWidget(box(hbox(tabs, None, margins=(28, 0, 24, 0))))
        column.addWidget(rule())
        self.setLayout(column)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._make_room()
        return super().event(event)

    def _make_room(self) -> None:
        """The icons of the buttons go before the title does."""
        buttons = [each for each in self._actions.findChildren(Button) if not each.isHidden()]
        saved = sum(each.icon_room for each in buttons if each.bare)
        words = self.title.fontMetrics().horizontalAdvance(self.title.words)
        need = words + self._actions.sizeHint().width() + saved + theme.now().px(28 + 24 + 8)
        for each in buttons:
            each.set_bare(need > self.width())
