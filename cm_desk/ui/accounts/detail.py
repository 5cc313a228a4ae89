"""One account: its face, its keys, how its messages are kept up to date."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cm_desk.text import show
from cm_desk.ui import art, theme
from cm_desk.ui.accounts.model import Line
from cm_desk.ui.accounts.words import is_demo, progress
from cm_desk.ui.format import when
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.chips import Chip
from cm_desk.ui.widgets.fields import Field
from cm_desk.ui.widgets.layout import Item, box, hbox, vbox
from cm_desk.ui.widgets.marks import Avatar, Icon
from cm_desk.ui.widgets.text import Label, Text


class Detail(QWidget):
    """`asked`: sync, sign-in, remove, fetch, stop. `named` and `signed` carry new words."""

    asked = Signal(str)
    named = Signal(str)
    signed = Signal(str)

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self.face = Avatar("", size=52)
        self.title = Label("", "title", elide=True)
        self.handle = Label("", "ui", "text.secondary", elide=True)
        self.sync = Button("Sync now", "default", "refresh-cw", key="F5")
        self.name = Field("", "Shown in the list", "Name here")
        self.signer = Field("", "Mara Lindqvist, community manager", "Replies are signed by")
        self.state = Chip("")
        self.problem = Text("", "ui", "text.secondary")
        self.kept_icon = Icon("shield-check", 16, "good.base")
        self.kept = Label("", elide=True)
        self.sign_in = Button("Sign in again", "default", "log-in")
        self.remove = Button("Remove this account", "danger", "log-out")
        self.synced = Label("", elide=True)
        self.history = Text("", "ui", "text.secondary")
        self.fetch = Button("Fetch the rest", "default", "history")
        self.stop = Button("Stop fetching", "default", "x")
        self._lay_out()
        self.name.editingFinished.connect(lambda: self.named.emit(self.name.text().strip()))
        self.signer.editingFinished.connect(lambda: self.signed.emit(self.signer.text().strip()))
        for button, what in (
            (self.sync, "sync"),
            (self.sign_in, "sign-in"),
            (self.remove, "remove"),
            (self.fetch, "fetch"),
            (self.stop, "stop"),
        ):
            button.clicked.connect(lambda _on=False, what=what: self.asked.emit(what))

    def _lay_out(self) -> None:
        words = vbox(self.title, self.handle, gap=1)
        head = hbox(self.face, (words, 1), self.sync, gap=12)
        face = _card("Face and voice", _row("Name here", self.name), _row("Signed by", self.signer))
        kept = hbox(self.kept_icon, (self.kept, 1), gap=8)
        keys = _card(
            "Keys",
            _row("Kept in", kept),
            _row("State", hbox(self.state, (self.problem, 1), gap=10)),
            hbox(None, self.sign_in, self.remove, gap=8),
        )
        sync = _card(
            "Messages",
            _row("Last sync", self.synced),
            _row("History", self.history),
            hbox(None, self.stop, self.fetch, gap=8),
        )
        self.setLayout(vbox(head, face, keys, sync, None, gap=12, margins=(24, 18, 24, 16)))

    def show_line(self, line: Line) -> None:
        account, shown = line.account, line.standing(self._now())
        face = account.signer or account.name or account.handle
        self.face.show_as(face, account.avatar_url, account.service)
        self.title.set_text(art.service_name(account.service))
        self.handle.set_text(show.line(account.handle, 200))
        for field, words in ((self.name, account.name), (self.signer, account.signer)):
            if not field.hasFocus():
                field.setText(words)
        self.state.show_as(shown.words, shown.tone, shown.icon)
        self.problem.set_text(show.line(line.state.problem, 400) or shown.detail)
        self.synced.set_text(self._synced(line))
        self._show_keys(line)
        self._show_history(line)

    def _synced(self, line: Line) -> str:
        at = line.state.synced_at
        return when(at, self._now()) if at else "Not yet"

    def _show_keys(self, line: Line) -> None:
        account = line.account
        connected = bool(account.base_url)
        where = "System keychain" if connected else "No key: this account came from an archive"
        self.kept.set_text("No key needed: sample data" if is_demo(account) else where)
        self.sign_in.set_words("Sign in again" if connected else "Connect")
        needed = line.state.problem_kind in ("sign-in", "keychain") or not connected
        self.sign_in.kind = "primary" if needed else "default"
        self.sign_in.setVisible(not is_demo(account))
        self.sync.setVisible(connected)

    def _show_history(self, line: Line) -> None:
        connected, done = bool(line.account.base_url), line.state.history_done
        going = connected and not done and not line.stopped
        if done or not connected:
            words = "All of it is on this computer."
        elif line.stopped:
            words = "Stopped. What has come stays here."
        elif line.state.problem_kind:
            words = "Goes on when the account is well again."
        else:
            words = f"{progress(line.fetching, self._now())}."
        self.history.set_text(words)
        self.stop.setVisible(going)
        self.fetch.setVisible(connected and line.stopped and not done)


def _card(title: str, *rows: QWidget | QHBoxLayout) -> Card:
    items: list[Item] = [Label(title, "heading"), *rows]
    return Card(vbox(*items, gap=9, margins=(16, 13, 14, 14)))


class _Name(Label):
    def dress(self) -> None:
        super().dress()
        self.setFixedWidth(theme.now().px(130))


def _row(name: str, value: QWidget | QHBoxLayout) -> QHBoxLayout:
    holder = value if isinstance(value, QWidget) else box(value)
    return hbox(_Name(name, "ui", "text.muted"), (holder, 1), gap=12)
