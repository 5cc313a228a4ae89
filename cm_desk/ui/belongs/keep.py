"""Before texts of an account are removed after some months: what would go."""

from PySide6.QtWidgets import QDialog, QWidget

from cm_desk.actions.keeping import Preview, keep, preview
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.model import Account
from cm_desk.text import show
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.format import count, date
from cm_desk.ui.widgets.buttons import Check
from cm_desk.ui.widgets.cards import IconRow
from cm_desk.ui.widgets.text import Label, Text
from cm_desk.ui.widgets.work import Work

LISTED = 8
STAYS = (
    "Who wrote, when and where stays, and so do all counts. Backups hold the texts a week longer."
)


async def ask_to_keep(
    desk: Desk, parent: QWidget | None, account: Account, months: int
) -> Undo | None:
    """None: nothing was changed."""
    dialog = KeepDialog(desk, account, months, parent)
    try:
        if await answer(dialog) != QDialog.DialogCode.Accepted or dialog.seen is None:
            return None
        return await keep(desk, dialog.seen, dialog.spare_them)
    finally:
        dismiss(dialog)


class KeepDialog(Work):
    def __init__(
        self, desk: Desk, account: Account, months: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, "Keep texts for a time")
        self._desk, self._account, self._months = desk, account, months
        self.seen: Preview | None = None
        self.spare_them = False
        self.spare = Check("These keep their text")
        self.spare.toggled.connect(self._spare)
        self.go.clicked.connect(self.accept)
        self.work("What would go", "Counting. Nothing is changed.", self._look())

    def _spare(self, on: bool) -> None:
        self.spare_them = on

    async def _look(self) -> None:
        self.seen = seen = await preview(self._desk, self._account, self._months, self.tell)
        name = show.line(self._account.handle, 40)
        title = f"Keep texts of {name} for {count(self._months, 'month', 'months')}?"
        self.show_body(title, "Keep them so long", *self._preview(seen))

    def _preview(self, seen: Preview) -> list[QWidget]:
        some = count(seen.messages, "message", "messages")
        day = date(seen.before, self._desk.now())
        items: list[QWidget] = [
            IconRow("scroll-text", f"{some} from before {day} lose their text, an hour from now."),
            IconRow("calendar", "From then on it goes by itself, each day."),
            IconRow("shield-check", STAYS, "good.base"),
        ]
        if seen.pins:
            words = count(seen.pins, "of them is", "of them are")
            items.append(Text(f"{words} the reason of something you noted:", "ui", weight=500))
            items += [
                Label(f"{each.by}: {show.line(each.text, 90)}", "ui", "text.secondary", elide=True)
                for each in seen.pinned[:LISTED]
            ]
            items.append(self.spare)
        return [*items, Text("You can undo this for an hour; not afterwards.", "ui", "text.muted")]
