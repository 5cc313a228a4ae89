"""The main window: rail, page, banners, status strip, and what lies over them. No desk in here."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QKeyEvent, QPainter, QPixmap, QResizeEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QStackedWidget, QWidget

from cm_desk.ui import pages, theme
from cm_desk.ui.pages import PLACES, Commands
from cm_desk.ui.rail import Rail
from cm_desk.ui.statusbar import StatusBar
from cm_desk.ui.widgets.layout import box, hbox, rule, vbox
from cm_desk.ui.widgets.marks import paint_logo

if TYPE_CHECKING:
    from cm_desk.ui.banners import Banners
    from cm_desk.ui.keys import Keys
    from cm_desk.ui.overlay import Overlay
    from cm_desk.ui.toast import Toast

SIZE, SMALLEST = QSize(1280, 800), QSize(640, 480)
BREAKPOINTS = theme.TOKENS["layout"]["breakpoints"]


def layout_for(width: int, scale: float) -> str:
    """ "wide", "medium" or "narrow": by the width in px divided by the text scale."""
    effective = width / scale
    if effective >= BREAKPOINTS["wide"]:
        return "wide"
    return "medium" if effective >= BREAKPOINTS["medium"] else "narrow"


class Window(QMainWindow):
    """`commands` are the window's own, by the ids of keymap.json; a page adds its own."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("CM Desk")
        self.setMinimumSize(SMALLEST)
        self.resize(SIZE)
        self.commands: dict[str, Callable[[], object]] = {}
        self.rail = Rail([(p.name, p.title, p.icon) for p in PLACES if p.rail])
        self.stack, self.status = QStackedWidget(), StatusBar()
        self.overlay: Overlay | None = None
        self._complete = False
        self.layout_name, self._rail_hidden, self._alt = "", False, False
        self._line = rule(vertical=True)
        self._content = vbox((self.stack, 1), gap=0)
        top = hbox(self.rail, self._line, (self._content, 1), gap=0)
        self.setCentralWidget(box(vbox((top, 1), rule(), self.status, gap=0), "pane_window"))
        self._fit()

    banners: "Banners"
    toast: "Toast"
    keys: "Keys"

    def complete(self) -> None:
        """Add what can wait until the window has been painted."""
        from cm_desk.ui.banners import Banners
        from cm_desk.ui.keys import Keys
        from cm_desk.ui.toast import Toast

        self.banners, self.toast = Banners(self.run), Toast(self)
        self._content.insertWidget(0, self.banners)
        self.keys, self._complete = Keys(self, self.run), True
        self.setWindowIcon(app_icon())

    # -- commands

    def _tables(self) -> tuple[Commands, ...]:
        return pages.commands(self.stack.currentWidget()), self.commands

    def can(self, action: str) -> bool:
        return any(action in table for table in self._tables())

    def run(self, action: str) -> bool:
        """Do it, the page's way before the window's; False: nobody here can."""
        self._alt = False
        if action == "app.undo" and isinstance(QApplication.focusWidget(), QLineEdit):
            return False
        for table in self._tables():
            if action in table:
                return table[action]() is not False
        return False

    # -- what is shown

    def show_page(self, page: QWidget) -> None:
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        self._tell_layout()

    def open_overlay(self, make: Callable[[QWidget], "Overlay"]) -> "Overlay":
        """Only one lies over the window; asking for the next closes the one before."""
        self.close_overlay()
        overlay = make(self)
        overlay.closed.connect(partial(self._forget_overlay, overlay))
        self.overlay = overlay
        overlay.open()
        return overlay

    def close_overlay(self) -> bool:
        """False when none was open."""
        if self.overlay is None:
            return False
        self.overlay.end()
        return True

    def _forget_overlay(self, overlay: "Overlay") -> None:
        if self.overlay is overlay:
            self.overlay = None

    def toggle_rail(self) -> None:
        self._rail_hidden = not self._rail_hidden
        self.rail.setHidden(self._rail_hidden)
        self._line.setHidden(self._rail_hidden)
        self._tell_layout()

    def next_pane(self, by: int = 1) -> None:
        """F6: the rail, then the panes of the page, then the banners and round again."""
        page = self.stack.currentWidget()
        stops = [] if self._rail_hidden else [self.rail.focus_item()]
        stops += pages.panes(page) if page else []
        focus = QApplication.focusWidget()
        inside = [n for n, stop in enumerate(stops) if focus and _holds(stop, focus)]
        at = inside[-1] if inside else (0 if focus and self.rail.isAncestorOf(focus) else -1)
        focus_in(stops[(at + by) % len(stops)])

    # -- sizes

    def dress(self) -> None:
        """The theme changed: the text scale may give another layout."""
        if self._complete:
            self.setWindowIcon(app_icon())
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.rail.set_compact(layout_for(self.width(), theme.now().scale) != "wide")
        if self.overlay is not None:
            self.overlay.setGeometry(self.rect())
        self.place_toast()
        self._tell_layout()

    def _tell_layout(self) -> None:
        self.layout_name = layout_for(self.width(), theme.now().scale)
        page = self.stack.currentWidget()
        tell = getattr(page, "narrow", None)
        if tell:
            tell(self.layout_name)

    def place_toast(self) -> None:
        """Over the list, clear of the composer."""
        if not self._complete:
            return
        t, toast = theme.now(), self.toast
        left = 0 if self._rail_hidden else self.rail.width()
        toast.adjustSize()
        x = min(left + t.px(6), max(0, self.width() - toast.width()))
        toast.move(x, self.height() - toast.height() - self.status.height() - t.px(10))

    # -- the window itself

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._alt = event.key() == Qt.Key.Key_Alt and not event.isAutoRepeat()
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if self._alt and event.key() == Qt.Key.Key_Alt:
            self.run("app.menu")
        super().keyReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if not self.isActiveWindow():
            self._alt = False

    def raise_up(self) -> None:
        """Come to the front, from wherever it was."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()


def _holds(pane: QWidget, focus: QWidget) -> bool:
    return pane is focus or pane.isAncestorOf(focus)


def focus_in(pane: QWidget) -> None:
    """Focus a pane, or the first stop inside one that takes none itself."""
    tab = Qt.FocusPolicy.TabFocus
    inside = (w for w in pane.findChildren(QWidget) if w.isVisible() and w.focusPolicy() & tab)
    takes = pane.focusPolicy() & tab or pane.focusProxy() is not None
    target = pane if takes else next(inside, pane)
    target.setFocus(Qt.FocusReason.TabFocusReason)


def app_icon(side: int = 64) -> QIcon:
    from PySide6.QtCore import QRectF

    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    p = QPainter(pixmap)
    paint_logo(p, QRectF(0, 0, side, side))
    p.end()
    return QIcon(pixmap)
