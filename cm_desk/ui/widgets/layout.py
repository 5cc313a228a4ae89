"""Layouts written as one expression; gaps and margins follow the text scale.

An item is a widget, a layout, None (stretch), a number (space in px), or a pair of a widget or
layout and its stretch (int) or alignment.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from cm_desk.ui import theme

Thing = QWidget | QLayout
Item = Thing | int | None | tuple[Thing, int | Qt.AlignmentFlag]
Margins = tuple[float, float, float, float]
FIXED = QSizePolicy.Policy.Fixed
PREFERRED = QSizePolicy.Policy.Preferred
EXPANDING = QSizePolicy.Policy.Expanding


class HBox(QHBoxLayout):
    def __init__(self, items: Sequence[Item], gap: float, margins: Margins) -> None:
        super().__init__()
        self.gap, self.margins = gap, margins
        _fill(self, items)
        self.dress()

    def dress(self) -> None:
        _measure(self, self.gap, self.margins)


class VBox(QVBoxLayout):
    def __init__(self, items: Sequence[Item], gap: float, margins: Margins) -> None:
        super().__init__()
        self.gap, self.margins = gap, margins
        _fill(self, items)
        self.dress()

    def dress(self) -> None:
        _measure(self, self.gap, self.margins)


def _measure(layout: QBoxLayout, gap: float, margins: Margins) -> None:
    t = theme.now()
    left, top, right, bottom = (t.px(m) for m in margins)
    layout.setSpacing(t.px(gap))
    layout.setContentsMargins(left, top, right, bottom)


def _fill(layout: QBoxLayout, items: Sequence[Item]) -> None:
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacerItem(_space(layout, item))
        elif isinstance(item, tuple):
            _add(layout, *item)
        else:
            _add(layout, item, 0)


def _space(layout: QBoxLayout, size: int) -> QSpacerItem:
    px = theme.now().px(size)
    flat = isinstance(layout, QHBoxLayout)
    return QSpacerItem(
        px if flat else 0, 0 if flat else px, FIXED if flat else QSizePolicy.Policy.Minimum
    )


def _add(layout: QBoxLayout, thing: Thing, how: int | Qt.AlignmentFlag) -> None:
    if isinstance(thing, QLayout):
        layout.addLayout(thing, how if isinstance(how, int) else 0)
    elif isinstance(how, Qt.AlignmentFlag):
        layout.addWidget(thing, 0, how)
    else:
        layout.addWidget(thing, how)


def hbox(*items: Item, gap: float = 8, margins: Margins = (0, 0, 0, 0)) -> HBox:
    return HBox(items, gap, margins)


def vbox(*items: Item, gap: float = 8, margins: Margins = (0, 0, 0, 0)) -> VBox:
    return VBox(items, gap, margins)


def mid(*items: Item, gap: float = 2) -> VBox:
    """Stacked, and centred in whatever height the row gives."""
    return vbox(None, *items, None, gap=gap)


def box(layout: QLayout, name: str = "") -> QWidget:
    """A widget around a layout; `name` picks a ground: pane_window, pane_rail, pane_list …"""
    widget = QWidget()
    if name:
        pane(widget, name)
    widget.setLayout(layout)
    return widget


def pane(widget: QWidget, name: str) -> None:
    """Give a widget one of the grounds of the style sheet."""
    widget.setObjectName(name)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    theme.first_ground(widget, name.replace("pane_", "bg."))


def rule(vertical: bool = False) -> QFrame:
    line = QFrame()
    line.setObjectName("rule")
    theme.first_ground(line, "line.subtle")
    if vertical:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    line.setSizePolicy(FIXED if vertical else EXPANDING, EXPANDING if vertical else FIXED)
    return line


def scroll(widget: QWidget, label: str = "") -> QScrollArea:
    """`label` names it as a tab stop of its own; without one all that is inside is reachable."""
    area = QScrollArea()
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus if label else Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(label)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    widget.setObjectName("scrollBody")
    area.setWidget(widget)
    area.viewport().setAutoFillBackground(False)
    return area


def clear(layout: QLayout) -> None:
    """Take everything out and destroy it, before the rows of a layout are made anew."""
    while item := layout.takeAt(0):
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
            inner.deleteLater()
