"""A colleague who lends their voice: who they are, how they sound, what they agreed to."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLayout, QWidget

from cm_desk.actions import faces
from cm_desk.actions import voices as lending
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.paths import FACES
from cm_desk.store.voices import Voice
from cm_desk.ui import faces as kept
from cm_desk.ui import theme
from cm_desk.ui.aio import Tasks, answer, dismiss
from cm_desk.ui.voices.words import OFTEN
from cm_desk.ui.widgets.buttons import Button, Check
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.dialog import Sheet, labelled
from cm_desk.ui.widgets.fields import Editor, Field, Select
from cm_desk.ui.widgets.layout import hbox, vbox
from cm_desk.ui.widgets.marks import Avatar

CONSENT = "In their own words. Every text is still shown to them before it leaves."


async def edit(desk: Desk, parent: QWidget | None, voice: Voice | None = None) -> Undo | None:
    """Ask, then keep. None: nothing was changed."""
    sheet = VoiceSheet(desk, parent, voice)
    try:
        if not await answer(sheet):
            return None
        return await lending.save(desk, sheet.voice(desk))
    finally:
        dismiss(sheet)


class VoiceSheet(Sheet):
    def __init__(self, desk: Desk, parent: QWidget | None, voice: Voice | None) -> None:
        self._old = voice or Voice(0, "")
        self.name = Field(self._old.name, "Ines Carvalho", "Name")
        self.role = Field(self._old.role, "Founder", "Role")
        self.sounds = Field(self._old.sounds, "Short and warm; says what she will do", "Sounds")
        self.topics = Field(self._old.topics, "repairs, birthdays, design", "Topics")
        self.agreed = Editor(self._old.agreed, "“Ask me when a day of theirs went wrong.”",
                             "What they agreed to", "ui")  # fmt: skip
        days = [each for each, _ in OFTEN]
        self.every = Select(
            [f"Once in {named}" for _, named in OFTEN],
            min(range(len(days)), key=lambda n: abs(days[n] - self._old.every_days)),
            "How often they may be asked",
        )
        self.face = Avatar(self._old.name, self._old.face, 40)
        self.picture = Button("Picture", "quiet", "camera", name="Choose a picture", small=True)
        self._face = self._old.face
        self.leads = Check("Leads the house", self._old.leads)
        title = "Change a voice" if voice else "Somebody who lends their voice"
        super().__init__(parent, title, self._body(), "Keep it", 560)
        self._tasks = Tasks(self, lambda err: self.say_problem(str(err), self.picture))
        self.picture.clicked.connect(lambda: self._tasks.newest("face", self._ask_picture(desk)))
        self.name.setFocus()

    async def _ask_picture(self, desk: Desk) -> None:
        files = QFileDialog(self, "A picture of them")
        files.setFileMode(QFileDialog.FileMode.ExistingFile)
        files.setNameFilter("Pictures (*.png *.jpg *.jpeg *.gif *.webp)")
        try:
            if await answer(files) and files.selectedFiles():
                await self.take_picture(desk, Path(files.selectedFiles()[0]))
        finally:
            dismiss(files)

    async def take_picture(self, desk: Desk, file: Path) -> None:
        self._face = await faces.of_voice(desk, file)
        kept.use(desk.folder / FACES)
        self.face.show_as(self.name.text(), self._face)

    def _body(self) -> QLayout:
        ground = Card(vbox(self.agreed, margins=(10, 8, 10, 8)), line="line.strong")
        return vbox(
            hbox(
                vbox(self.face, self.picture, gap=2),
                (labelled("Name", self.name), 1),
                (labelled("Role", self.role), 1),
                gap=12,
            ),
            labelled("How they sound", self.sounds),
            labelled("What they can speak for", self.topics, "Words with commas between them."),
            labelled("What they agreed to", ground, CONSENT),
            labelled("At most", hbox(self.every, 8, self.leads, None, gap=8)),
            gap=12,
        )

    def dress(self) -> None:
        super().dress()
        self.agreed.setFixedHeight(theme.now().px(54))

    def voice(self, desk: Desk) -> Voice:
        """As it stands in the fields. New words of agreement are of today."""
        agreed = self.agreed.toPlainText().strip()
        same = agreed == self._old.agreed.strip()
        return replace(
            self._old,
            name=self.name.text().strip(),
            role=self.role.text().strip(),
            sounds=self.sounds.text().strip(),
            topics=self.topics.text().strip(),
            agreed=agreed,
            agreed_at=self._old.agreed_at if same else desk.now() if agreed else None,
            every_days=self._days(),
            leads=self.leads.isChecked(),
            face=self._face,
        )

    def _days(self) -> int:
        """An own number of days stays until another choice is made."""
        chosen = OFTEN[self.every.currentIndex()][0]
        days = [each for each, _ in OFTEN]
        near = min(days, key=lambda each: abs(each - self._old.every_days))
        return self._old.every_days if self._old.id and chosen == near else chosen

    def accept(self) -> None:
        if not self.name.text().strip():
            self.say_problem("Write the name of the colleague.", self.name)
            return
        super().accept()
