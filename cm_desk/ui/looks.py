"""Which theme and text size is in use, and following the system while it is open."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from cm_desk.ui import theme

THEME, SCALE = "look.theme", "look.scale"  # settings: system or a name of theme.NAMES; "100"
SMALLEST, LARGEST, STEP = 100, 200, 10  # per cent


class Looks(QObject):
    """`choice` is the setting; "system" follows the desktop, also when it changes."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app, self.choice, self.percent = app, "system", 100
        self._shown: tuple[str, int, bool] | None = None
        app.styleHints().colorSchemeChanged.connect(self._follow)

    def set(self, choice: str, percent: int, sheet: bool = True) -> None:
        """Anything that is no theme counts as "system"; the size is kept within its limits.

        `sheet` False is for the first paint alone: the next call brings the style sheet.
        """
        self.choice = choice if choice in theme.NAMES else "system"
        self.percent = min(max(percent, SMALLEST), LARGEST)
        self._apply(sheet)

    def _follow(self) -> None:
        QTimer.singleShot(0, self, self._apply)  # Qt is still telling its widgets the scheme

    def _apply(self, sheet: bool = True) -> None:
        name = self.choice if self.choice != "system" else system_theme(self._app)
        if self._shown == (name, self.percent, sheet):
            return
        self._shown = (name, self.percent, sheet)
        theme.use(self._app, name, self.percent / 100, sheet)
        self.changed.emit()


def system_theme(app: QApplication) -> str:
    hints = app.styleHints()
    if hasattr(hints, "accessibility"):  # Qt 6.10
        wanted = hints.accessibility().contrastPreference()
        if wanted == Qt.ContrastPreference.HighContrast:
            return "contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


def percent(setting: str) -> int:
    """The text size of a setting; 100 for anything that is no number."""
    return int(setting) if setting.isascii() and setting.isdigit() else 100
