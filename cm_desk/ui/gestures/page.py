"""The gestures page: a head, and below it the tab that is shown."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.ui import pages
from cm_desk.ui.aio import Problem
from cm_desk.ui.gestures.tabs import TABS, Tab, build
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.widgets.cards import PageHead
from cm_desk.ui.widgets.layout import box, hbox, vbox
from cm_desk.ui.widgets.tabs import Tabs


class GesturesPage(QWidget):
    def __init__(
        self,
        desk: Desk,
        news: News,
        problem: Problem,
        undo: Callable[[Undo], None],
        go: Navigator,
        tabs: Sequence[Tab] = TABS,
        title: str = "Gestures",
    ) -> None:
        super().__init__()
        self._parts = (desk, news, problem, undo, go)
        self._known, self._built = tuple(tabs), dict[str, QWidget]()
        self._bars: dict[str, QWidget] = {}  # the buttons of each tab, in the head
        self.tabs = Tabs([each.title for each in self._known], name=title)
        if len(self._known) < 2:  # showing it here, without a parent, would make it a window
            self.tabs.hide()
        self._room = hbox(gap=0)
        self.head = PageHead(title, self._known[0].says, [box(self._room)], self.tabs)
        self.stack = QStackedWidget()
        self.setLayout(vbox(self.head, (self.stack, 1), gap=0))
        self.tabs.currentChanged.connect(lambda _n: self._show())
        self._show()

    def open_tab(self, name: str) -> Any:
        """By its name; gives the widget, which may know how to show one thing of it."""
        names = [each.name for each in self._known]
        self.tabs.setCurrentIndex(names.index(name) if name in names else 0)
        return self.stack.currentWidget()

    def _show(self) -> None:
        tab = self._known[self.tabs.currentIndex()]
        if tab.name not in self._built:
            made = self._built[tab.name] = build(tab, *self._parts)
            self.stack.addWidget(made)
            self._bars[tab.name] = box(hbox(*getattr(made, "buttons", ()), gap=8))
            self._room.addWidget(self._bars[tab.name])
        self.head.subtitle.set_text(tab.says)
        for name, bar in self._bars.items():
            bar.setVisible(name == tab.name)
        self.stack.setCurrentWidget(self._built[tab.name])

    @property
    def commands(self) -> dict[str, Callable[[], object]]:
        """The tab's own, and the way to the next tab."""
        mine = pages.commands(self.stack.currentWidget())
        if len(self._known) < 2:
            return dict(mine)
        return {**mine, "tab.next": lambda: self._by(1), "tab.prev": lambda: self._by(-1)}

    def _by(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % len(self._known))
        self.panes()[0].setFocus()

    def panes(self) -> list[QWidget]:
        shown = self.stack.currentWidget()
        return list(pages.panes(shown)) if shown else [self.tabs]

    def selection(self) -> str:
        return pages.selection(self.stack.currentWidget())
