"""The rows of the voices tab: a colleague, and a request to one. Each is one stop of the keyboard
before its buttons."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cm_desk.store.requests import ASKED, RELEASED, Answer, Request
from cm_desk.store.voices import Voice
from cm_desk.text import show
from cm_desk.ui.gestures.kinds import kind
from cm_desk.ui.voices import words
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import IconRow
from cm_desk.ui.widgets.chips import Chip
from cm_desk.ui.widgets.layout import Item, hbox, vbox
from cm_desk.ui.widgets.marks import Avatar
from cm_desk.ui.widgets.stops import Stop
from cm_desk.ui.widgets.text import Label, Text


class VoiceRow(Stop):
    """`done` carries what is wanted: "edit", "retire" or "return"."""

    done = Signal(str)

    def __init__(self, voice: Voice, asked: Sequence[datetime], now: datetime) -> None:
        self.voice = voice
        said, tone, tip = words.load(voice, asked, now)
        self.load = Chip(said, tone, "clock" if tone == "wait" else "", tip)
        name = show.line(voice.name, 60)
        calm = "text.muted" if words.tired(voice, asked, now) else "text.primary"
        self.edit = Button("Edit", "quiet", "pencil-line", name=f"Edit {name}", small=True)
        leave = "return" if voice.left_at else "retire"
        self.leave = Button(
            "Lends it again" if voice.left_at else "Retire", "quiet", small=True,
            name=f"{name} lends it again" if voice.left_at else f"Retire {name}",
        )  # fmt: skip
        top: list[Item] = [(Label(name, "uiStrong", calm, elide=True), 1)]
        top += [Chip("Leads the house", "info", "star")] if voice.leads else []
        inside = hbox(
            vbox(Avatar(voice.name, voice.face, 40), None, gap=0),
            (vbox(hbox(*top, self.load, gap=6), *self._facts(voice, calm, now), gap=4), 1),
            gap=12, margins=(14, 12, 12, 10),
        )  # fmt: skip
        super().__init__(inside, f"{name}, {show.line(voice.role, 60)}. {said}")
        self.edit.clicked.connect(lambda: self.done.emit("edit"))
        self.leave.clicked.connect(lambda: self.done.emit(leave))
        self.opened.connect(lambda: self.done.emit("edit"))

    def _facts(self, voice: Voice, color: str, now: datetime) -> list[Item]:
        rows: list[Item] = []
        if voice.role.strip():
            rows.append(Label(show.line(voice.role, 80), "ui", "text.secondary", elide=True))
        if voice.sounds.strip():
            rows.append(
                IconRow("ear", show.line(voice.sounds, 240), "text.muted", text_color=color)
            )
        if voice.topics.strip():
            rows.append(
                IconRow("tag", show.line(voice.topics, 240), "text.muted", text_color=color)
            )
        rows.append(IconRow("handshake", words.agreed(voice, now), "text.muted", text_color=color))
        limit = Label(words.limit(voice), "small", "text.muted", elide=True)
        return [*rows, hbox((limit, 1), self.leave, self.edit, gap=4)]


class RequestRow(Stop):
    """`done` carries what is wanted: "page", "answer", "send", "person", "remove"."""

    done = Signal(str)

    def __init__(self, request: Request, face: str, now: datetime, heard: Answer | None) -> None:
        self.request, self.heard = request, heard
        said, tone, icon = words.state(request, now)
        if heard:
            said, tone, icon = (
                f"{show.line(heard.who, 40) or 'Somebody'} answered",
                "info",
                "mail-open",
            )
        who, voice = show.line(request.who, 60), show.line(request.voice, 60)
        title = f"{voice}, for {who}"
        top = hbox(
            Avatar(request.voice, face, 26), (Label(title, "uiStrong", elide=True), 1), gap=8
        )
        text = request.released or request.draft
        row = vbox(
            top,
            hbox(Chip(said, tone, icon), Chip(kind(request.kind).label, "joy"), None, gap=6),
            Text(f"“{show.line(request.quote, 200)}”", "small", "text.muted", max_lines=2),
            Text(show.line(text, 400), "ui", "text.secondary", max_lines=3),
            hbox(*self._buttons(title), None, gap=4),
            gap=6, margins=(14, 10, 12, 8),
        )  # fmt: skip
        super().__init__(row, f"{title}. {said}. {show.line(text, 200)}")
        self.opened.connect(lambda: self.done.emit(self.first))

    def _buttons(self, title: str) -> list[QWidget]:
        """The next thing to do comes first."""
        wanted = [("person", "Their page", "")]
        if self.request.state == ASKED:
            wanted = [("page", "The page", ""), ("answer", "Their answer", ""), ("remove", "", "x")]
            wanted = [wanted[1], wanted[0], wanted[2]] if self.heard else wanted
        elif self.request.state == RELEASED and not self.request.used_key:
            wanted = [("send", "Send it", "send"), ("answer", "Another answer", "")]
        self.first = wanted[0][0]
        made: list[QWidget] = []
        for what, label, icon in wanted:
            name = f"{label or 'Take the request back'}: {title}"
            style = "default" if not made else "quiet"
            button = Button(label, style, icon, name=name, small=True)
            button.clicked.connect(lambda _=False, what=what: self.done.emit(what))
            made.append(button)
        return made
