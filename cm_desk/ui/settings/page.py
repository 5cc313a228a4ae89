"""The settings page: every change applies at once and can be undone."""

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtGui import QColor, QPainter, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from cm_desk.actions.settings import choose
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.store import settings
from cm_desk.ui import theme
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.settings.data import DataPart
from cm_desk.ui.settings.names import (
    LOOK,
    MOVES,
    NOTIFY,
    QUIET_FROM,
    QUIET_TO,
    SINGLE_KEYS,
    TEXT_SIZE,
    UNDO_S,
    Setting,
)
from cm_desk.ui.settings.parts import Choice, OnOff, Pick, group, line
from cm_desk.ui.settings.privacy import PrivacyPart
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import PageHead
from cm_desk.ui.widgets.layout import EXPANDING, FIXED, box, hbox, pane, scroll, vbox
from cm_desk.ui.widgets.text import Label

THEMES = [("System", "system"), ("Light", "light"), ("Dark", "dark"), ("High contrast", "contrast")]
SIZES = [("100 %", "100"), ("125 %", "125"), ("150 %", "150"), ("200 %", "200")]
UNDO_TIMES = [("5 seconds", "5"), ("10 seconds", "10"), ("30 seconds", "30"), ("1 minute", "60")]
HOURS = [(f"{hour:02}:00", f"{hour:02}:00") for hour in range(24)]
PLACES = (
    ("palette", "Look and text"),
    ("keyboard", "Keyboard"),
    ("send", "Sending"),
    ("bell", "Notifications"),
    ("shield", "Privacy"),
    ("hard-drive", "Data and backup"),
    ("info", "About"),
)
NARROW = 820  # px at 100 % text: below, the list of parts gives way


class SettingsPage(QWidget):
    def __init__(
        self,
        desk: Desk,
        news: News,
        problem: Problem,
        undo: Callable[[Undo], None],
        go: Navigator,
    ) -> None:
        super().__init__()
        self._desk, self._undo, self._tasks = desk, undo, Tasks(self, problem)
        self.look = Choice(LOOK, THEMES, "Theme", self._choose)
        self.size_ = Choice(TEXT_SIZE, SIZES, "Text size", self._choose)
        self.single = OnOff(SINGLE_KEYS, "Single-key commands", self._choose)
        self.undo_time = Pick(UNDO_S, UNDO_TIMES, "Time to undo a send", self._choose)
        self.notify = OnOff(NOTIFY, "Notifications on the desktop", self._choose)
        self.quiet_from = Pick(QUIET_FROM, HOURS, "Quiet hours begin", self._choose)
        self.quiet_to = Pick(QUIET_TO, HOURS, "Quiet hours end", self._choose)
        self.moves = OnOff(MOVES, "Note what moves people", self._choose)
        self.data = DataPart(desk, problem)
        self.privacy = PrivacyPart(desk, problem, undo)
        self._controls = (
            *(self.look, self.size_, self.single, self.undo_time),
            *(self.notify, self.quiet_from, self.quiet_to, self.moves),
        )
        self._lay_out()
        news.settings.connect(lambda _ids: self.reload())
        news.accounts.connect(lambda _ids: self.privacy.reload())
        self.reload()

    def _lay_out(self) -> None:
        self.parts = [box(each) for each in self._groups()]
        self.parts[4] = box(vbox(self.parts[4], self.privacy, gap=16))
        self.parts.insert(5, self.data)
        self.nav = self._nav()
        column = box(vbox(*self.parts, None, gap=16, margins=(12, 16, 40, 24)))
        self.area = scroll(column)
        head = PageHead("Settings", "Changes apply at once. Undo with Ctrl+Z.")
        body = box(hbox(self.nav, (self.area, 1), gap=0))
        self.setLayout(vbox(head, (body, 1), gap=0))
        pane(self, "pane_window")
        self.dress()

    def dress(self) -> None:
        self.nav.setFixedWidth(theme.now().px(212))
        self.nav.setVisible(self.width() >= theme.now().px(NARROW))

    def _nav(self) -> QWidget:
        column = vbox(gap=2, margins=(16, 16, 12, 16))
        buttons = QButtonGroup(self)
        for number, (icon, words) in enumerate(PLACES):
            button = NavButton(words, icon)
            buttons.addButton(button, number)
            column.addWidget(button)
        buttons.idClicked.connect(self._jump)
        buttons.button(0).setChecked(True)
        column.addStretch(1)
        return box(column)

    def _jump(self, number: int) -> None:
        self.area.verticalScrollBar().setValue(self.parts[number].y())

    def _groups(self) -> list[QVBoxLayout]:
        quiet = box(hbox(self.quiet_from, Label("to", "ui", "text.muted"), self.quiet_to, gap=8))
        single = "J, K, E, H, R and so on. Off for speech input; Ctrl and menus always work."
        moves = "Passions, fears, joys and moments: only with their own words, never guessed"
        return [
            group(
                "Look and text",
                line("Theme", "Follows the system until you choose", self.look),
                line("Text size", "Everything grows together, up to 200 %", self.size_),
            ),
            group("Keyboard", line("Single-key commands", single, self.single)),
            group(
                "Sending",
                line("Time to undo a send", "Nothing leaves before it has passed", self.undo_time),
            ),
            group(
                "Notifications",
                line("On the desktop", "One for a conversation, never more often", self.notify),
                line("Quiet hours", "Nothing is shown then; the window still tells all", quiet),
            ),
            group("Privacy", line("Note what moves people", moves, self.moves)),
            group("About", line("CM Desk", about(), Label("Apache-2.0", "ui", "text.muted"))),
        ]

    def reload(self) -> None:
        self._tasks.newest("reload", self._reload())

    async def _reload(self) -> None:
        self.data.reload()
        self.privacy.reload()
        known = await self._desk.store.read(settings.all)
        for control in self._controls:
            control.show_value(known.get(control.setting.name, control.setting.usual))

    def _choose(self, setting: Setting, value: str) -> None:
        self._tasks.start(self._save(setting, value))

    async def _save(self, setting: Setting, value: str) -> None:
        if await self._desk.store.read(settings.get, setting.name, setting.usual) != value:
            self._undo(await choose(self._desk, setting.name, value, setting.usual))

    def resizeEvent(self, event: object) -> None:
        self.nav.setVisible(self.width() >= theme.now().px(NARROW))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look.setFocus()


class NavButton(Button):
    """A part of the settings; the chosen one is marked."""

    def __init__(self, words: str, icon: str) -> None:
        super().__init__(words, "quiet", icon)
        self.setCheckable(True)
        self.setSizePolicy(EXPANDING, FIXED)

    def _paint_inside(self, p: QPainter, ink: QColor) -> None:
        """At the left edge, under one another."""
        p.translate(theme.now().px(10) - (self.width() - sum(self._widths())) / 2, 0)
        super()._paint_inside(p, ink)


def about() -> str:
    try:
        number = version("cm-desk")
    except PackageNotFoundError:
        number = "from source"
    return f"Version {number}. No telemetry. Icons by Lucide, letters by Inter."
