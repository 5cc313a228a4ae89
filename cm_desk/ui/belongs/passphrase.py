"""The passphrase of backups: a new one, and one that is known."""

from PySide6.QtWidgets import QWidget

from cm_desk.actions.backup import SHORTEST
from cm_desk.ui.widgets.dialog import Sheet, labelled
from cm_desk.ui.widgets.fields import Field
from cm_desk.ui.widgets.layout import vbox
from cm_desk.ui.widgets.text import Text

NEW = (
    "Backups from now on, and those that are here, open with it only. It is kept in the system "
    "keychain, so that the daily backup can be made. Write it down where you find it again: "
    "nobody can help who lost it."
)


class NewPassphrase(Sheet):
    def __init__(self, parent: QWidget | None) -> None:
        self.first = Field("", "", "Passphrase", password=True)
        self.second = Field("", "", "The same again", password=True)
        hint = f"{SHORTEST} characters or more; four words will do"
        body = vbox(
            Text(NEW, "ui", "text.secondary"),
            labelled("Passphrase", self.first, hint),
            labelled("The same again", self.second),
            gap=12,
        )
        super().__init__(parent, "Seal backups with a passphrase", body, "Seal backups", 520)
        self.first.setFocus()

    @property
    def passphrase(self) -> str:
        return self.first.text()

    def accept(self) -> None:
        if len(self.passphrase) < SHORTEST:
            self.say_problem(f"Type {SHORTEST} characters or more.", self.first)
        elif self.second.text() != self.passphrase:
            self.say_problem("The two are not the same.", self.second)
        else:
            super().accept()


class KnownPassphrase(Sheet):
    """`problem` says why it is asked again."""

    def __init__(self, parent: QWidget | None, copy: str, problem: str = "") -> None:
        self.field = Field("", "", "Passphrase", password=True)
        words = f"{copy} opens with the passphrase it was made with only."
        body = vbox(Text(words, "ui", "text.secondary"), labelled("Passphrase", self.field), gap=12)
        super().__init__(parent, "Open a sealed backup", body, "Open it", 480)
        if problem:
            self.say_problem(problem, self.field)
        self.field.setFocus()
