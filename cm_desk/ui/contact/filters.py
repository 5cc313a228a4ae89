"""Which channels and accounts of ours a story is about: small switches, and a menu by key."""

from collections import Counter
from collections.abc import Collection, Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from cm_desk.domain.account import Account
from cm_desk.text import show
from cm_desk.ui import art, theme
from cm_desk.ui.widgets.buttons import paint_focus
from cm_desk.ui.widgets.layout import FIXED, clear, hbox
from cm_desk.ui.widgets.text import safe

WORDS = 18  # letters of an account's name


class AccountSwitch(QAbstractButton):
    """On or off. Without `words` only the mark of the service is shown; its name says the rest."""

    def __init__(self, account: Account, words: str) -> None:
        super().__init__()
        self.account, self.words, self.short = account, words, False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(FIXED, FIXED)
        service, name = art.service_name(account.service), account.name or account.handle
        told = f"{service}: {show.line(name, 60)}"
        self.setAccessibleName(f"Only {told}")
        self.setToolTip(safe(told))
        self.dress()

    def dress(self) -> None:
        self.setFixedSize(self._size(self.short))

    def _size(self, short: bool) -> QSize:
        t = theme.now()
        words = 0 if short else t.metrics("small", 500).horizontalAdvance(self.words) + t.px(6)
        return QSize(t.px(16 + 12) + words, t.px(26))

    def width_with(self, words: bool) -> int:
        return self._size(not words).width()

    def set_short(self, short: bool) -> None:
        self.short = short
        self.dress()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p, on = theme.now(), QPainter(self), self.isChecked()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.8, 0.8, -0.8, -0.8)
        p.setPen(QPen(t.c("accent.base" if on else "line.subtle"), 1.6 if on else 1))
        p.setBrush(t.c("accent.tint" if on else "bg.surface"))
        p.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        mark, left = t.px(16), t.px(6)
        art.paint_service(
            p, QRectF(left, (self.height() - mark) / 2, mark, mark), self.account.service
        )
        if not self.short:
            p.setFont(t.font("small", 500))
            p.setPen(t.c("accent.text" if on else "text.secondary"))
            room = QRectF(left + mark + t.px(5), 0, self.width(), self.height())
            p.drawText(room, theme.ALIGN_LEFT, self.words)
        if self.hasFocus():
            paint_focus(p, box, box.height() / 2)


class Filters(QWidget):
    """`changed` once something was chosen. `accounts` None: everything, wherever it was."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.switches: list[AccountSwitch] = []
        self._chosen: frozenset[int] = frozenset()
        self._row = hbox(gap=5)
        self.setLayout(self._row)
        self.setSizePolicy(FIXED, FIXED)
        self.setAccessibleName("Channels of the story")
        self.hide()

    def show_accounts(self, known: Sequence[Account]) -> None:
        """Where anything passed; nothing to choose from is nothing to show."""
        if [each.account for each in self.switches] != list(known):
            clear(self._row)
            alike = Counter(each.service for each in known)
            self.switches = [
                AccountSwitch(each, _words(each, alike[each.service])) for each in known
            ]
            for switch in self.switches:
                switch.clicked.connect(lambda on, each=switch: self._set([each], on))
                self._row.addWidget(switch)
            self.setVisible(len(known) > 1)
        here = frozenset(each.id for each in known)
        if not self._chosen <= here:  # the account is gone
            self._chosen &= here
            self.changed.emit()
        self._show()

    @property
    def accounts(self) -> frozenset[int] | None:
        return self._chosen or None

    def choose(self, accounts: Collection[int] | None) -> None:
        """Without telling."""
        self._chosen = frozenset(accounts or ())
        self._show()

    def _show(self) -> None:
        for switch in self.switches:
            switch.setChecked(switch.account.id in self._chosen)

    def make_room(self, width: int) -> None:
        """Words where there is room for all of them, else the marks alone."""
        need = sum(each.width_with(words=True) + theme.now().px(5) for each in self.switches)
        for switch in self.switches:
            switch.set_short(need > width)

    def offer(self, at: QPoint) -> None:
        """The same by keyboard: a menu with every channel, and every account of it."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        services = dict.fromkeys(each.account.service for each in self.switches)
        for service in services:
            here = [each for each in self.switches if each.account.service == service]
            self._add(menu, art.service_name(service), here)
            for each in here if len(here) > 1 else ():
                self._add(menu, f"   {show.line(_name(each.account), 40)}", [each])
        menu.addSeparator()
        menu.addAction("Everything, wherever it was\t0", self.clear)
        menu.popup(at)

    def _add(self, menu: QMenu, words: str, switches: list[AccountSwitch]) -> None:
        on = all(each.isChecked() for each in switches)
        action = menu.addAction(words.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(on)
        action.triggered.connect(lambda on: self._set(switches, on))

    def _set(self, switches: list[AccountSwitch], on: bool) -> None:
        ids = frozenset(each.account.id for each in switches)
        self.choose(self._chosen | ids if on else self._chosen - ids)
        self.changed.emit()

    def clear(self) -> None:
        if self._chosen:
            self.choose(None)
            self.changed.emit()


def _name(account: Account) -> str:
    return account.name or account.handle


def _words(account: Account, alike: int) -> str:
    """The service, or the account where there are several of the same."""
    if alike == 1:
        return art.service_name(account.service)
    return show.line(_name(account), WORDS)
