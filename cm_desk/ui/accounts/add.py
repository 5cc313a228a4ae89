"""Add an account: choose a service, sign in at its own page, say who answers there."""

from collections.abc import Awaitable, Callable

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QWidget

from cm_desk.actions import accounts
from cm_desk.actions.accounts import SignIn
from cm_desk.desk import Desk, Found, Granted, Service
from cm_desk.domain.model import Account
from cm_desk.errors import BadInput, CmDeskError, KeychainError
from cm_desk.ui import theme
from cm_desk.ui.accounts.steps import Address, Choose, Done, Locked, StepBar, Waiting
from cm_desk.ui.accounts.words import sentence
from cm_desk.ui.aio import Tasks, answer, dismiss
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.dialog import Pages
from cm_desk.ui.widgets.layout import hbox, pane, rule, vbox
from cm_desk.ui.widgets.text import Label, Text

OpenUrl = Callable[[str], object]


def in_browser(url: str) -> bool:
    return QDesktopServices.openUrl(QUrl(url))


async def add_account(
    desk: Desk, parent: QWidget | None, again: Account | None = None, open_url: OpenUrl = in_browser
) -> Account | None:
    """`again` is an account to sign in to once more. None: nothing was connected."""
    dialog = AddAccount(desk, parent, open_url)
    if again is not None:
        dialog.start_at(again)
    try:
        await answer(dialog)
        return dialog.added
    finally:
        dismiss(dialog)


class AddAccount(QDialog):
    """`added` is there once the key is kept; closing before that connects nothing."""

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, open_url: OpenUrl = in_browser
    ) -> None:
        super().__init__(parent)
        self._desk, self._open_url = desk, open_url
        self._tasks = Tasks(self, self._problem)
        self._service: Service | None = None
        self._sign_in: SignIn | None = None
        self._granted: Granted | None = None
        self._found: dict[str, Found] = {}
        self.added: Account | None = None
        self.steps = StepBar()
        self.choose = Choose(accounts.services(desk))
        self.address: Address | None = None
        self.waiting, self.locked, self.ready = Waiting(), Locked(), Done()
        self.problem = Text("", "ui", "risk.text")
        self.cancel = Button("Cancel", "quiet")
        self._lay_out()
        self._wire()
        self._show(self.choose, 0)

    def _lay_out(self) -> None:
        self.setWindowTitle("Add an account")
        self.setModal(True)
        pane(self, "pane_surface")
        self.pages = Pages()
        for page in (self.choose, self.waiting, self.locked, self.ready):
            self.pages.add(page)
        column = vbox(
            Label("Add an account", "title"),
            self.steps,
            rule(),
            self.pages,
            self.problem,
            hbox(self.cancel, None),
            gap=14,
            margins=(24, 18, 24, 20),
        )
        self.setLayout(column)
        self.dress()

    def dress(self) -> None:
        self.setMinimumWidth(theme.now().px(540))

    def _wire(self) -> None:
        self.finished.connect(lambda _result: self._tasks.cancel())  # nobody waits any longer
        self.cancel.clicked.connect(self.reject)
        self.choose.chosen.connect(self._take)
        self.choose.asked.connect(lambda typed: self._tasks.newest("look", self._look(typed)))
        self.waiting.paste.connect(lambda: self._tasks.newest("sign in", self._browser(True)))
        self.waiting.again.connect(self._open_page)
        self.waiting.code.connect(lambda code: self._tasks.newest("code", self._code(code)))
        self.locked.again.connect(lambda: self._tasks.newest("keep", self._keep_again()))
        self.locked.this_run.connect(lambda: self._tasks.newest("keep", self._keep(True)))
        self.ready.finished.connect(lambda: self._tasks.start(self._finish()))

    def start_at(self, account: Account) -> None:
        """Sign in once more: the service and the address are known."""
        known = {each.name: each for each in accounts.services(self._desk)}
        if service := known.get(account.service):
            self._chose(service)
            if self.address:
                self.address.fill(_known(account))

    def _show(self, page: QWidget, step: int) -> None:
        self.problem.set_text("")
        self.problem.setVisible(False)
        self.steps.show_step(step)
        self.pages.show_page(page)

    def _problem(self, err: CmDeskError) -> None:
        """Every error is a sentence under the form that can mend it."""
        if isinstance(err, KeychainError):
            self._show(self.locked, 1)
            self.locked.show_problem(err)
            return
        self.choose.show_all()
        self._show(self.address or self.choose, 1 if self.address else 0)
        self.problem.set_text(sentence(err))
        self.problem.setVisible(True)
        if self.address:
            self.address.reveal()
            self.address.open.setEnabled(True)

    async def _look(self, typed: str) -> None:
        """What is there: one thing is taken, of several the person chooses."""
        self._show(self.choose, 0)
        self.choose.wait(True)
        found = await accounts.recognise(self._desk, typed)
        if self.pages.current() is not self.choose:
            return  # meanwhile they chose
        self._found = {each.service: each for each in found}
        if len(found) == 1 or (found[0].sure and not found[1].sure):
            known = {each.name: each for each in accounts.services(self._desk)}
            self._take(known[found[0].service])
        else:
            self.choose.show_found(found)

    def _take(self, service: Service) -> None:
        """With what was pasted in its fields, where it was found there."""
        self._chose(service)
        self.choose.show_all()
        found = self._found.pop(service.name, None)
        if found and self.address:
            self.address.fill(found.answers)
            (self.address.next_empty() or self.address.open).setFocus()

    def _choose_again(self) -> None:
        """What goes wrong from here on is said where the person is."""
        if self.address is not None:
            self.address.deleteLater()
            self.address = None
        self._show(self.choose, 0)

    def _chose(self, service: Service) -> None:
        self._service = service
        if self.address is not None:
            self.address.deleteLater()
        self.address = Address(service)
        self.address.back.connect(self._choose_again)
        self.address.go.connect(self._go)
        self.pages.add(self.address)
        self._show(self.address, 1)
        if field := self.address.next_empty():
            field.setFocus()

    def _go(self) -> None:
        if self.address is None or self._service is None:
            return
        if field := self.address.first_empty():
            self._problem(BadInput(f"{field.accessibleName()} is empty."))
            field.setFocus()
        elif self._service.begin:
            self._tasks.newest("sign in", self._browser(False))
        else:
            self._tasks.newest("sign in", self._form(self.address.answers()))

    async def _browser(self, pasting: bool) -> None:
        """Open the service's own page, and wait for it to come back or for a code."""
        if self.address is None or self._service is None:
            return
        where = self._where()
        self.address.open.setEnabled(False)
        begun = await accounts.begin(self._desk, self._service.name, where, pasting)
        await self._wait_for(begun, where, pasting)

    def _where(self) -> str:
        return next(iter(self.address.answers().values()), "") if self.address else ""

    async def _wait_for(self, begun: SignIn, where: str, pasting: bool) -> None:
        if self._service is None:
            return
        self._sign_in = begun
        self._show(self.waiting, 1)
        waits = self._sign_in.loopback is not None
        self.waiting.wait(where or self._service.label, pasting=not waits)
        self._open_page()
        if waits:
            await self._grant(accounts.finish(self._desk, self._sign_in))

    def _open_page(self) -> None:
        if self._sign_in:
            self._open_url(self._sign_in.url)

    async def _code(self, code: str) -> None:
        if self._sign_in and code.strip():
            await self._grant(accounts.finish_with_code(self._desk, self._sign_in, code))

    async def _form(self, answers: dict[str, str]) -> None:
        """By the answers alone, or by the page in the browser that they lead to."""
        if self._service is None:
            return
        begun = await accounts.starts(self._desk, self._service.name, answers)
        if begun:
            await self._wait_for(begun, self._where(), pasting=False)
        else:
            await self._grant(accounts.sign_in_with(self._desk, self._service.name, answers))

    async def _grant(self, granting: Awaitable[Granted]) -> None:
        self._granted = await granting
        await self._keep(False)

    async def _keep(self, this_run: bool) -> None:
        """The key first: an account without one would be of no use."""
        if self._service is None or self._granted is None:
            return
        account = await accounts.add(self._desk, self._service.name, self._granted, this_run)
        self.added = account
        self._show(self.ready, 2)
        self.ready.signer.setText(account.signer)
        self.ready.show_profile(self._service, self._granted)
        self.cancel.setVisible(False)

    async def _keep_again(self) -> None:
        await accounts.unlock(self._desk)
        await self._keep(False)

    async def _finish(self) -> None:
        if self.added is None:
            return
        account, signer = self.added, self.ready.signer.text().strip()
        if signer != account.signer:
            await accounts.sign_as(self._desk, account, signer)
        self.accept()


def _known(account: Account) -> dict[str, str]:
    """What an account tells of the form it was added by, by the usual names of fields.

    Not the server where one is found by the handle: an account may have moved.
    """
    web = account.base_url.startswith("http")
    return {
        "address": account.base_url.removeprefix("https://") if web else account.handle,
        "handle": account.handle.removeprefix("@"),
    }
