"""Before a page of thanks is shared: who is on it, who is left out and why, and what to do."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from cm_desk.actions import consents, sharing
from cm_desk.actions.sharing import NEVER, LeftOut, Named, Shared
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.months import Month
from cm_desk.store.consents import NAMED
from cm_desk.text import show
from cm_desk.ui.aio import Tasks, answer, dismiss
from cm_desk.ui.contact.quoting import quote
from cm_desk.ui.gestures.words import counted
from cm_desk.ui.recognition.picture import picture, png
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import section
from cm_desk.ui.widgets.dialog import Sheet
from cm_desk.ui.widgets.layout import box, clear, hbox, scroll, vbox
from cm_desk.ui.widgets.marks import Avatar
from cm_desk.ui.widgets.text import Label, Text

SHOWN = 60
NOBODY = "Nobody agreed to be named yet. Ask them, or note where they said it."


async def share(
    desk: Desk,
    parent: QWidget | None,
    month: Month | None,
    context: str,
    undo: Callable[[Undo], object],
) -> int | None:
    """The conversation with somebody who is to be asked, where that was chosen."""
    sheet = ShareSheet(parent, desk, month, context, undo)
    await sheet.reload()
    try:
        await answer(sheet)
        return sheet.asked
    finally:
        dismiss(sheet)


class ShareSheet(Sheet):
    def __init__(
        self,
        parent: QWidget | None,
        desk: Desk,
        month: Month | None,
        context: str,
        undo: Callable[[Undo], object],
    ) -> None:
        self._desk, self._of, self._undo = desk, (month, context), undo
        self.found: Shared | None = None
        self.asked: int | None = None
        self.rows, self.said = vbox(gap=10), Text("", "small", "good.text")
        self.picture = Button("Save a picture", "default", "image")
        body = vbox(
            Text("Only who agreed is named. The page runs nothing and loads nothing.", "ui"),
            (scroll(box(vbox(self.rows, None)), "Who is on the page, and who is not"), 1),
            hbox((self.said, 1), self.picture, gap=8),
            gap=12,
        )
        super().__init__(parent, "A page to share", body, "Save the page", 600)
        self._tasks = Tasks(self, lambda err: self.say_problem(str(err), self.ok))
        self.cancel.setText("Close")
        self.cancel.rename("Close")
        self.picture.clicked.connect(lambda: self._tasks.newest("save", self._ask("png")))
        self.setMinimumHeight(460)

    def accept(self) -> None:
        """Saving keeps the sheet open."""
        self._tasks.newest("save", self._ask("html"))

    async def reload(self) -> None:
        self.found = found = await sharing.shared(self._desk, *self._of)
        clear(self.rows)
        self.rows.addLayout(section(counted(len(found.named), "{} named", "{} named")))
        for each in found.named[:SHOWN]:
            self.rows.addWidget(_named(each))
        if not found.named:
            self.rows.addWidget(Text(NOBODY, "ui", "text.secondary"))
        self.rows.addLayout(section(counted(len(found.left_out), "{} left out", "{} left out")))
        for out in found.left_out[:SHOWN]:
            self.rows.addWidget(self._left_out(out))
        for button in (self.ok, self.picture):
            button.setEnabled(bool(found.named))

    def _left_out(self, each: LeftOut) -> QWidget:
        name = show.line(each.name, 60)
        note = Button("They agreed", "quiet", "quote", name=f"Note where {name} agreed", small=True)
        note.clicked.connect(lambda: self._tasks.start(self._note(each)))
        ask = Button("Ask", "default", name=f"Ask {name}", small=True)
        ask.clicked.connect(lambda: self._tasks.start(self._ask_them(each)))
        ask.setEnabled(each.why == NEVER)
        why = each.why[:1].upper() + each.why[1:]
        told = Label(why, "small", "text.muted", elide=True)
        words = vbox(Label(name, weight=500, elide=True), told, gap=0)
        return box(hbox(Avatar(each.name, size=28), (words, 1), note, ask, gap=10))

    async def _note(self, each: LeftOut) -> None:
        title = f"{show.line(each.name, 50)} may be named"
        found = await quote(self._desk, self, each.contact_id, title, None, few=False)
        if found is None:
            return
        given = (each.contact_id, NAMED, found.quote, found.message.id)
        self._undo((await consents.allow(self._desk, *given))[1])
        await self.reload()

    async def _ask_them(self, each: LeftOut) -> None:
        self.asked = await consents.ask(self._desk, each.contact_id)
        self.reject()

    async def _ask(self, suffix: str) -> None:
        files = QFileDialog(self, "Save it", str(Path.home() / f"thanks.{suffix}"))
        files.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        files.setDefaultSuffix(suffix)
        try:
            if await answer(files) and files.selectedFiles():
                await self.keep(Path(files.selectedFiles()[0]))
        finally:
            dismiss(files)

    async def keep(self, file: Path) -> None:
        """A picture where the name says so, else the page."""
        if self.found is not None:
            drawn = png(picture(self.found)) if file.suffix == ".png" else b""
            await sharing.write(self._desk, self.found, file, drawn)
            self.said.set_text(f"Saved as {show.line(file.name, 80)}.")


def _named(each: Named) -> QWidget:
    words = vbox(
        Label(show.line(each.name, 60), weight=500, elide=True),
        Label(each.what[:1].upper() + each.what[1:], "small", "text.muted", elide=True),
        gap=0,
    )
    badges = [Label(show.line(name, 30), "small", "joy.text") for name, _ in each.badges[-2:]]
    return box(hbox(Avatar(each.name, size=28), (words, 1), *badges, gap=10))
