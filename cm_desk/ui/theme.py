"""Colours, fonts and sizes from resources/tokens.json, for every widget that draws.

Widgets ask `now()` whenever they paint, and set sizes and fonts in a method `dress()`, which
`use()` calls again for everything alive: so a theme changes under an open window.
"""

import json
from typing import Any, Protocol, runtime_checkable

import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from cm_desk.paths import resource
from cm_desk.ui.qss import qss

TOKENS: dict[str, Any] = json.loads(resource("tokens.json").read_text(encoding="utf-8"))
NAMES = ("light", "dark", "contrast")
ALIGN_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
ALIGN_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ALIGN_CENTER = Qt.AlignmentFlag.AlignCenter

ROLES = {
    "Window": "bg.window",
    "WindowText": "text.primary",
    "Base": "bg.surface",
    "AlternateBase": "bg.sunken",
    "Text": "text.primary",
    "Button": "bg.surface",
    "ButtonText": "text.primary",
    "ToolTipBase": "toast.bg",
    "ToolTipText": "toast.text",
    "PlaceholderText": "text.muted",
    "Highlight": "accent.base",
    "HighlightedText": "accent.on",
    "Link": "accent.text",
    "BrightText": "risk.text",
}


@runtime_checkable
class Dressed(Protocol):
    """Anything that takes fonts and sizes from the theme; `dress` may run at any time."""

    def dress(self) -> None: ...


class Theme:
    """`name` is one of NAMES; `scale` is the text scale, 1.0 to 2.0."""

    def __init__(self, name: str = "light", scale: float = 1.0) -> None:
        self.name, self.scale = name, scale
        self.colors: dict[str, str] = TOKENS["color"][name]
        self.chip_border: bool = TOKENS["chipBorder"][name]
        self._colors: dict[str, QColor] = {}
        self._fonts: dict[tuple[str, int | None, bool, bool], QFont] = {}
        self._metrics: dict[tuple[str, int | None], QFontMetrics] = {}
        self.family = _first_family(TOKENS["font"]["ui"])

    def c(self, key: str) -> QColor:
        """A colour by its token; the file writes #RRGGBBAA where Qt wants #AARRGGBB."""
        if key not in self._colors:
            value = self.colors[key]
            alpha = value[7:9] if len(value) == 9 else ""
            self._colors[key] = QColor("#" + alpha + value[1:7])
        return self._colors[key]

    def px(self, value: float) -> int:
        return round(value * self.scale)

    def size(self, key: str) -> int:
        return self.px(TOKENS["size"][key])

    def radius(self, key: str) -> int:
        return self.px(TOKENS["radius"][key])

    def line(self, role: str) -> int:
        """Height of a line of that type role."""
        return self.px(TOKENS["type"][role]["line"])

    def font(
        self,
        role: str = "ui",
        weight: int | None = None,
        tabular: bool = False,
        italic: bool = False,
    ) -> QFont:
        key = (role, weight, tabular, italic)
        if key not in self._fonts:
            self._fonts[key] = self._make_font(*key)
        return self._fonts[key]

    def _make_font(self, role: str, weight: int | None, tabular: bool, italic: bool) -> QFont:
        spec = TOKENS["type"][role]
        font = QFont(self.family) if self.family else QFont()
        font.setPixelSize(self.px(spec["px"]))
        font.setWeight(QFont.Weight(weight or spec["weight"]))
        font.setItalic(italic)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        if tabular:
            font.setFeature(QFont.Tag(TOKENS["font"]["tabularFeature"]), 1)
        return font

    def metrics(self, role: str = "ui", weight: int | None = None) -> QFontMetrics:
        key = (role, weight)
        if key not in self._metrics:
            self._metrics[key] = QFontMetrics(self.font(role, weight))
        return self._metrics[key]

    def palette(self) -> QPalette:
        palette = QPalette()
        for role, key in ROLES.items():
            palette.setColor(QPalette.ColorRole[role], self.c(key))
        for role in ("WindowText", "Text", "ButtonText"):
            group = QPalette.ColorGroup.Disabled
            palette.setColor(group, QPalette.ColorRole[role], self.c("text.disabled"))
        return palette


def _first_family(wanted: list[str]) -> str:
    """The first installed family, "" for the system's own. Inter we bring along."""
    if not QFontDatabase.hasFamily("Inter"):
        for file in sorted(resource("fonts").glob("*.otf")):
            QFontDatabase.addApplicationFont(str(file))
    return next((family for family in wanted if QFontDatabase.hasFamily(family)), "")


_current: Theme | None = None


def now() -> Theme:
    """The theme in use; light at 100 % until `use` was called."""
    global _current
    if _current is None:
        _current = Theme()
    return _current


def use(app: QApplication, name: str, scale: float = 1.0, sheet: bool = True) -> None:
    """Make a theme current and dress everything that is alive in it.

    The style sheet costs a tenth of what there is until the first paint, and hardly shows there:
    without it the grounds come from `first_ground`, until the next `use`.
    """
    global _current
    _current = Theme(name, scale)
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(_current.palette())
    app.setFont(_current.font("ui"))
    if sheet:
        _end_first_grounds()
        app.setStyleSheet(qss(_current.colors, _current.px))
    for window in app.topLevelWidgets():
        if window.parent() is None:
            _dress(window)


_grounds: list[QWidget] | None = []


def first_ground(widget: QWidget, color: str) -> None:
    """Fill a widget while there is no style sheet yet."""
    if _grounds is not None:
        palette = widget.palette()
        palette.setColor(QPalette.ColorRole.Window, now().c(color))
        widget.setPalette(palette)
        widget.setAutoFillBackground(True)
        _grounds.append(widget)


def has_sheet() -> bool:
    """False until the first paint is done: scroll bars would look like another program's."""
    return _grounds is None


def _end_first_grounds() -> None:
    global _grounds
    for widget in _grounds or ():
        if shiboken6.isValid(widget):
            widget.setAutoFillBackground(False)
            widget.setPalette(QPalette())
    _grounds = None


def _dress(top: QObject) -> None:
    for each in (*top.findChildren(QObject), top):
        if isinstance(each, Dressed):
            each.dress()
        if isinstance(each, QLayout):
            each.invalidate()
