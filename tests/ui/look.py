"""Looking at widgets as a reviewer does: pictures, and what is clipped, unnamed or too small."""

import os
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLayout
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollBar,
    QSplitterHandle,
    QTextEdit,
    QWidget,
)

from cm_desk.ui import theme
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.flow import Flow
from cm_desk.ui.widgets.text import Label, Text

PARTS_OF_QT = ("QTableCornerButton", "QHeaderView", "QSplitterHandle")


def shoot(widget: QWidget, name: str, folder: Path) -> int:
    """Save what the widget shows, in SHOTS if that names a folder; returns its colours."""
    image = widget.grab().toImage()
    folder = Path(os.environ.get("SHOTS", folder))
    assert image.save(str(folder / f"{name}.png"))
    return len(colours(widget))


def colours(widget: QWidget) -> set[str]:
    """A sample of the colours it shows: every third pixel."""
    image = widget.grab().toImage()
    spots = ((x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3))
    return {image.pixelColor(x, y).name() for x, y in spots}


def problems(top: QWidget) -> list[str]:
    """What is wrong with everything in sight below `top`."""
    seen = [w for w in top.findChildren(QWidget) if w.isVisible() and w.window() is top.window()]
    return [words for w in seen for words in _of(w)]


def _of(w: QWidget) -> Iterator[str]:
    where = f"{type(w).__name__} “{(w.accessibleName() or str(getattr(w, 'words', '')))[:40]}”"
    if isinstance(w, QTextEdit):
        yield f"rich text widget {where}"
    if isinstance(w, QLabel):
        yield from _of_label(w, where)
    if "<" in w.toolTip():
        yield f"tool tip may be read as markup: {where}"
    if isinstance(w, Button) and w.text() and w.width() + 1 < w.sizeHint().width():
        yield f"squeezed button {where} needs {w.sizeHint().width()}, has {w.width()}"
    if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isEnabled():
        yield from _of_stop(w, where)
    yield from _outside(w, where)
    yield from _too_low(w, where)


def _of_label(w: QLabel, where: str) -> Iterator[str]:
    if w.textFormat() != Qt.TextFormat.PlainText:
        yield f"label that is not plain: {where}"
    if isinstance(w, Text):
        if w.height() + 1 < w.heightForWidth(w.width()):
            yield f"clipped paragraph {where}"
    elif w.text() and w.fontMetrics().horizontalAdvance(w.text()) > w.width() + 1:
        yield f"clipped label {where}"
    elif isinstance(w, Label) and w.height() + 1 < w.fontMetrics().ascent():
        yield f"label too low {where}"


def _of_stop(w: QWidget, where: str) -> Iterator[str]:
    if isinstance(w.parentWidget(), QAbstractSpinBox):
        return  # the field inside; the box has the name
    if isinstance(w, QSplitterHandle | QHeaderView) or type(w).__name__ in PARTS_OF_QT:
        return
    if not w.accessibleName():
        yield f"no accessible name: {where} in {type(w.parentWidget()).__name__}"
    smallest = theme.now().px(24)
    if min(w.width(), w.height()) < smallest - 1 and not isinstance(w, QLineEdit):
        yield f"target under 24 px: {where} {w.width()}x{w.height()}"


def _outside(w: QWidget, where: str) -> Iterator[str]:
    parent = w.parentWidget()
    if parent is None or w.isWindow() or isinstance(w, QScrollBar):
        return
    scrolled = isinstance(parent, QAbstractScrollArea) or isinstance(
        parent.parentWidget(), QAbstractScrollArea
    )
    place = w.geometry()
    if not scrolled and (place.right() > parent.width() or place.left() < -1):
        yield f"{where} sticks out of {type(parent).__name__} {parent.width()} px wide"


def _too_low(w: QWidget, where: str) -> Iterator[str]:
    """Lines of widgets that get less height than they need lie on what is below them."""
    layout = w.layout()
    if layout is None:
        return
    for flow in [layout] if isinstance(layout, Flow) else layout.findChildren(Flow):
        room = flow.geometry()
        if room.height() + 1 < flow.heightForWidth(room.width()):
            yield f"row in {where} needs {flow.heightForWidth(room.width())}, has {room.height()}"


def missing_glyphs(text: str) -> bool:
    """Whether some character would show as an empty box."""
    layout = QTextLayout(text, theme.now().font("ui"))
    layout.beginLayout()
    layout.createLine().setLineWidth(100_000)
    layout.endLayout()
    return any(0 in run.glyphIndexes() for run in layout.glyphRuns())
