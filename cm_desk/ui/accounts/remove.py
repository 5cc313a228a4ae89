"""The one question before an account and what it brought are deleted."""

from PySide6.QtWidgets import QWidget

from cm_desk.desk import Desk
from cm_desk.domain.model import Account
from cm_desk.text import show
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.widgets.cards import IconRow
from cm_desk.ui.widgets.dialog import Sheet
from cm_desk.ui.widgets.layout import vbox


class RemoveDialog(Sheet):
    """Cancel is what Return presses: this cannot be undone."""

    def __init__(self, parent: QWidget | None, account: Account) -> None:
        body = vbox(
            IconRow("messages-square", "Its messages and drafts on this computer"),
            IconRow(
                "users-round",
                "People known from this account alone, unless we noted something about them",
            ),
            IconRow("key-round", "Its key in the system keychain"),
            IconRow("shield-check", "Nothing changes at the service itself.", "good.base"),
            gap=9,
        )
        title = f"Remove {show.line(account.handle, 60)}?"
        super().__init__(parent, title, body, "Remove it", 480)
        self.ok.kind, self.ok.key = "danger", ""
        self.ok.setDefault(False)
        self.cancel.setDefault(True)
        self.cancel.setFocus()


async def ask_to_remove(desk: Desk, parent: QWidget | None, account: Account) -> bool:
    dialog = RemoveDialog(parent, account)
    try:
        return bool(await answer(dialog))
    finally:
        dismiss(dialog)
