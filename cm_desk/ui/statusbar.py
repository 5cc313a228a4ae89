"""The strip at the bottom: what has and has not left, and the keys of the moment."""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from cm_desk.ui import theme
from cm_desk.ui.widgets.chips import KeyCap
from cm_desk.ui.widgets.layout import box, clear, hbox, pane
from cm_desk.ui.widgets.marks import Icon
from cm_desk.ui.widgets.text import Label

Hint = tuple[str, str]  # keys, words


class StatusBar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        pane(self, "pane_window")
        self._icon = Icon("circle-check", 14, "good.base")
        self._words = Label("", "small", "text.muted", elide=True)
        self._hints: list[QWidget] = []
        self._row = hbox(gap=8)
        self.setLayout(hbox(self._icon, (self._words, 1), self._row, gap=6, margins=(12, 0, 6, 0)))
        self.dress()

    def dress(self) -> None:
        self.setFixedHeight(theme.now().size("statusBar"))

    def say(self, words: str, icon: str = "circle-check", tone: str = "good.base") -> None:
        if words != self._words.words:
            self._words.set_text(words)
            self._icon.show_as(icon, tone)

    @property
    def words(self) -> str:
        return self._words.words

    def hint(self, hints: Sequence[Hint]) -> None:
        """The most useful first: where the strip is narrow, the last ones are left out."""
        clear(self._row)
        self._hints = []
        for keys, words in hints:
            label = Label(words, "small", "text.muted")
            pair = box(hbox(KeyCap(keys), label, gap=6, margins=(0, 0, 6, 0)))
            self._row.addWidget(pair)
            self._hints.append(pair)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() // 2
        for pair in self._hints:
            room -= pair.sizeHint().width()
            pair.setVisible(room > 0)
