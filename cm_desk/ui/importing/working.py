"""The page of an import that runs: what it does, how far it is, how long it will take."""

import time
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cm_desk.actions.archive import Passage
from cm_desk.actions.progress import left_s
from cm_desk.text import show
from cm_desk.ui.format import size
from cm_desk.ui.importing.facts import Fact, Step
from cm_desk.ui.importing.words import remaining
from cm_desk.ui.widgets.layout import vbox
from cm_desk.ui.widgets.text import Text

LOOKING = "Nothing is saved yet. You will see what is in it first."
SAVING = (
    "You can hide this and go on reading. While messages are saved, what you write waits for "
    "them. Stopping leaves everything as it was."
)


class WorkingPage(QWidget):
    """`told`: how it goes in one line, and how long it will take, "" while nobody can say."""

    told = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.reading = Step("file-archive", "Reading the archive")
        self.messages = Step("download", "Messages")
        self.people = Fact("users-round", "People")
        self.hint = Text("", "small", "text.muted")
        self._file, self._saving, self._begun_s = "", False, 0.0
        self.setLayout(vbox(self.reading, self.messages, self.people, self.hint, None, gap=14))

    def begin(self, path: Path, saves: bool) -> None:
        """`saves`: what is read will be saved; else it is only looked at."""
        name = show.line(path.name, 32)
        self._file = f"{name}, {size(path.stat().st_size)}" if path.is_file() else name
        self._saving, self._begun_s = False, time.monotonic()
        self.messages.setVisible(saves)
        self.hint.set_text(SAVING if saves else LOOKING)
        self.show_progress(Passage(0, 0))

    def show_progress(self, passage: Passage) -> None:
        if passage.saving and not self._saving:
            self._saving, self._begun_s = True, time.monotonic()
        self.reading.say(_read(passage) or self._file)
        self.reading.show_part(passage.share, done=passage.saving)
        saved = round((passage.share or 0) * passage.messages)
        found = f"{passage.messages:,}" if passage.messages else ""
        self.messages.say(f"{saved:,} of {found}" if passage.saving else found)
        self.messages.show_part(passage.share if passage.saving else None)
        people = f"{passage.people:,}" if passage.people else ""
        self.people.say(people if passage.saving or not people else f"{people} so far")
        words = f"Importing {saved:,} of {found}" if passage.saving else f"Reading {self._file}"
        left = left_s(time.monotonic() - self._begun_s, passage.share)
        self.told.emit(words, remaining(left, passage.saving))


def _read(passage: Passage) -> str:
    """Of a first reading, which gives nothing yet."""
    return f"{passage.mb:,} MB looked through" if passage.mb and not passage.messages else ""
