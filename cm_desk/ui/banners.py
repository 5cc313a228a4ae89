"""What is wrong and what helps: at most one banner per account and two in all, worst first."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cm_desk.domain.model import Account
from cm_desk.errors import (
    CmDeskError,
    KeychainError,
    KeychainHangs,
    KeychainLocked,
    KeychainMissing,
    ServiceError,
    StoreError,
)
from cm_desk.ui.art import service_name
from cm_desk.ui.format import count, when
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.layout import clear, vbox
from cm_desk.ui.widgets.messages import Banner
from cm_desk.ui.widgets.text import Label, announce

MOST = 2


@dataclass(frozen=True, slots=True)
class Notice:
    """`rank`: the higher, the worse. `action` is what the window does: "sync", "accounts" …

    `about` is the account or matter; of those with the same only the worst is shown.
    """

    about: str
    rank: int
    tone: str
    icon: str
    title: str
    detail: str
    button: str = ""
    action: str = ""
    can_close: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with an account; `kind` as actions/sync.py names it."""

    account: Account
    kind: str
    words: str
    retry_at: datetime | None = None


def of_account(it: Trouble, now: datetime) -> Notice:
    """One account in trouble, in our words."""
    about, name = it.account.key, it.account.name or it.account.handle
    service = service_name(it.account.service)
    if it.kind == "sign-in":
        detail = f"{it.account.handle} refused our sign-in. Your drafts are safe."
        title = f"{service}: sign in again."
        return Notice(about, 70, "risk", "key-round", title, detail, "Sign in", "accounts")
    if it.kind == "keychain":
        return replace(of_keychain(it.words), about=about)
    if it.kind == "slow":
        retry = f"Trying again at {when(it.retry_at, now)}. " if it.retry_at else ""
        title = f"{service} asked {name} to slow down."
        return Notice(about, 20, "wait", "hourglass", title, f"{retry}Nothing is lost.")
    if it.kind == "offline":
        title = f"{name} is out of reach."
        detail = "Reading, writing and searching work. We keep trying."
        return Notice(about, 30, "wait", "wifi-off", title, detail, "Try now", "sync")
    title = f"{service} gave an answer we cannot read."
    return Notice(about, 40, "wait", "triangle-alert", title, it.words, "Try again", "sync")


def offline(waiting: int) -> Notice:
    """No account can be reached; `waiting` replies are in the outbox."""
    leave = f" {count(waiting, 'reply leaves', 'replies leave')} when the connection is back."
    detail = "Reading, writing and searching work." + (leave if waiting else "")
    return Notice("offline", 60, "wait", "wifi-off", "You’re offline.", detail, "Try now", "sync")


def sample() -> Notice:
    """The people on screen are made up."""
    detail = "Made-up people. Nothing leaves this computer."
    title = "You’re looking at sample data."
    return Notice("demo", 10, "info", "sparkles", title, detail, "Start for real", "demo.leave")


def rejected(number: int, words: str) -> Notice:
    title = f"{count(number, 'reply', 'replies')} did not leave."
    detail = f"{words} It waits in your drafts." if number == 1 else words
    return Notice("outbox", 80, "risk", "circle-alert", title, detail, "Open drafts", "drafts")


def of_keychain(words: str, err: KeychainError | None = None) -> Notice:
    title = "The keychain is locked."
    detail = "Unlock it to send. Reading works."
    if isinstance(err, KeychainMissing):
        title, detail = "There is no keychain.", "Sign-ins last until CM Desk closes."
    elif isinstance(err, KeychainHangs):
        title, detail = "The keychain does not answer.", "Reading works. Try again in a while."
    elif err is None and words:
        title, detail = "The keychain is in the way.", words
    return Notice("keychain", 75, "risk", "lock", title, detail, "Try again", "sync")


def of_error(err: CmDeskError) -> Notice:
    """Something that a page could not do."""
    if isinstance(err, KeychainLocked | KeychainMissing | KeychainHangs):
        return of_keychain(str(err), err)
    about = f"error {err.what}"
    if isinstance(err, StoreError):
        title = err.what
        return Notice("store", 90, "risk", "hard-drive", title, err.hint, can_close=True)
    tone = "wait" if isinstance(err, ServiceError) else "risk"
    return Notice(about, 50, tone, "circle-alert", err.what, err.hint, can_close=True)


def chosen(notices: Iterable[Notice]) -> tuple[tuple[Notice, ...], int]:
    """Those to show, worst first, and how many more there are."""
    worst: dict[str, Notice] = {}
    for each in notices:
        if each.about not in worst or worst[each.about].rank < each.rank:
            worst[each.about] = each
    ranked = sorted(worst.values(), key=lambda each: -each.rank)
    return tuple(ranked[:MOST]), max(0, len(ranked) - MOST)


class Banners(QWidget):
    """Pushes the page down while there is something to say; `act(action)` is what buttons do."""

    def __init__(self, act: Callable[[str], object]) -> None:
        super().__init__()
        self._act = act
        self._closable: dict[str, Notice] = {}
        self._standing: Sequence[Notice] = ()
        self._shown: tuple[tuple[Notice, ...], int] = ((), 0)
        self._column = vbox(gap=0)
        self.setLayout(self._column)

    def stand(self, notices: Sequence[Notice]) -> None:
        """What holds until its cause goes."""
        self._standing = notices
        self._show()

    def add(self, notice: Notice) -> None:
        """What the person has seen once they close it."""
        self._closable[notice.about] = notice
        self._show()

    def close_notice(self, about: str) -> None:
        self._closable.pop(about, None)
        self._show()

    def _show(self) -> None:
        shown = chosen((*self._standing, *self._closable.values()))
        if shown == self._shown:
            return
        known, self._shown = self._shown[0], shown
        clear(self._column)
        for each in shown[0]:
            self._column.addWidget(self._banner(each))
            if each not in known:
                announce(self.window(), f"{each.title} {each.detail}", each.tone == "risk")
        if shown[1]:
            more = Label(
                f"{shown[1]} more", "small", "text.muted", align=Qt.AlignmentFlag.AlignHCenter
            )
            self._column.addWidget(more)

    def _banner(self, it: Notice) -> Banner:
        buttons = []
        if it.button:
            button = Button(it.button, small=True)
            button.clicked.connect(lambda: self._act(it.action))
            buttons.append(button)
        if it.can_close:
            close = Button("", "quiet", "x", name="Close this message", small=True)
            close.clicked.connect(lambda: self.close_notice(it.about))
            buttons.append(close)
        return Banner(it.tone, it.title, it.detail, buttons, it.icon)
