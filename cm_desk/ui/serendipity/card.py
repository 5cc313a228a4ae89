"""One card: who, why now in their words, what, through which door, and the draft."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from cm_desk.domain.doors import Door, Way
from cm_desk.domain.model import Limits
from cm_desk.insight import phrases
from cm_desk.insight.wording import you_share
from cm_desk.store.cards import Card as Idea
from cm_desk.store.contacts import Person
from cm_desk.store.gestures import Gesture
from cm_desk.store.known import Known
from cm_desk.text import show
from cm_desk.text.length import length
from cm_desk.ui import theme
from cm_desk.ui.compose.meters import Counter, Ratio
from cm_desk.ui.format import when
from cm_desk.ui.gestures.kinds import kind
from cm_desk.ui.serendipity import words
from cm_desk.ui.widgets.buttons import Button, LinkLine
from cm_desk.ui.widgets.cards import Card, Quote
from cm_desk.ui.widgets.chips import Chip
from cm_desk.ui.widgets.fields import Editor
from cm_desk.ui.widgets.layout import HBox, box, hbox, rule, vbox
from cm_desk.ui.widgets.marks import Avatar, Disc, Icon
from cm_desk.ui.widgets.text import Label, Text, safe

LARGE = 1.5  # from this text size on the pictures on buttons go, the words stay
WIDTH, LOW = 616, 660  # px at 100 % text; below this height the card is tight


@dataclass(frozen=True, slots=True)
class Shown:
    """A card and what is known around it. `limits` None: nobody could be asked."""

    idea: Idea
    person: Person
    picture: str
    last_gesture: datetime | None
    service: str
    door: Door
    brand: str
    lang: str
    limits: Limits | None
    unexpected: bool
    given: Sequence[Gesture] = ()
    known: Known = field(default_factory=Known)
    voices: Sequence[str] = ()


class CardView(QWidget):
    """Return does it, and only where the focus is not in the draft."""

    done = Signal()
    later = Signal()
    skipped = Signal()
    asked_more = Signal()
    source_opened = Signal()
    voice_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: Shown | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.face = Avatar("", size=48)
        self.name = Label("", "title", elide=True)
        self.mark = Chip("")
        self.story = Text("", "ui", "text.secondary", max_lines=2)
        self.quote = Quote("", "", "body", "good.base", max_lines=3)
        self.because = Text("", "ui", "text.secondary", max_lines=2)
        self.gift_icon, self.gift = Disc("gift", "joy", 30), Label("", "uiStrong", elide=True)
        self.surprise = Chip("Unexpected voice", "joy", "sparkles")
        self.gift_words = Text("", "ui", "text.secondary", max_lines=2)
        self.voice = LinkLine("", icon="sparkles")
        self.door_icon, self.door = Disc("mail-open", "info", 30), Label("", "uiStrong", elide=True)
        self.door_words = Text("", "ui", "text.secondary", max_lines=2)
        self.editor = Editor("", "Write in your own words", "Draft")
        self.signed_face, self.signed = Avatar("", size=22, ring="bg.sunken"), Label("", weight=600)
        self.asks_icon = Icon("circle-check", 14, "good.base")
        self.asks = Label("", "small", "text.secondary", elide=True)
        self.ratio, self.counter = Ratio(), Counter()
        self._buttons()
        self._lay_out()
        self.editor.textChanged.connect(self._mirror)
        self.quote.source.clicked.connect(self.source_opened)

    def _buttons(self) -> None:
        self.do = Button("Do it", "primary", "check", key="Return")
        self.edit = Button("Edit", "default", "pencil-line", key="E")
        self.put_off = Button("Later", "default", "alarm-clock", key="L")
        self.skip = Button("Skip", "default", "arrow-right", key="S")
        self.more = Button("", "quiet", "ellipsis", name="Not this one, and why", small=True)
        self._acts = (self.do, self.edit, self.put_off, self.skip)
        self.do.clicked.connect(self.done)
        self.edit.clicked.connect(self.begin_editing)
        self.put_off.clicked.connect(self.later)
        self.skip.clicked.connect(self.skipped)
        self.more.clicked.connect(self.asked_more)
        self.voice.clicked.connect(self.voice_asked)

    def _lay_out(self) -> None:
        named = hbox((self.name, 1), self.mark, gap=8)
        who = hbox(self.face, (vbox(named, self.story, gap=2), 1), gap=14)
        self._line = rule()
        head = hbox((self.gift, 1), self.surprise, gap=8)
        gift = _fact(self.gift_icon, head, self.gift_words, self.voice)
        self._door = box(_fact(self.door_icon, hbox((self.door, 1)), self.door_words))
        signed = hbox(
            self.signed_face, self.signed, None, Label("Draft", "small", "text.muted"), gap=7
        )
        checks = hbox(self.asks_icon, (self.asks, 1), 6, self.ratio, 6, self.counter, gap=5)
        draft = Card(
            vbox(signed, self.editor, checks, gap=6, margins=(12, 9, 12, 9)), fill="bg.sunken"
        )
        undo = Label("10 s to undo", "small", "text.muted")
        self.acts = box(
            hbox(self.do, self.edit, self.put_off, self.skip, self.more, None, undo, gap=8)
        )
        column = vbox(
            who, self.quote, self.because, self._line, gift, self._door, draft, self.acts, gap=12
        )
        self.setLayout(column)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.dress()

    def dress(self) -> None:
        t = theme.now()
        self.editor.setFixedHeight(t.px(74))
        icons = ("check", "pencil-line", "alarm-clock", "arrow-right")
        for button, icon in zip(self._acts, icons, strict=True):
            button.icon_name = "" if t.scale >= LARGE else icon
            button.updateGeometry()

    def lend_acts(self, place: QWidget | None) -> None:
        """The buttons go to another place, None: back below the draft."""
        wanted = self if place is None else place
        if self.acts.parentWidget() is not wanted and (layout := wanted.layout()) is not None:
            layout.addWidget(self.acts)

    def make_room(self, low: bool) -> None:
        """In a low window the door goes into the tool tip of the gesture, and gaps are smaller."""
        self._door.setVisible(not low)
        self.gift_words.max_lines = 1 if low else 2
        self._line.setVisible(not low)
        self.editor.setFixedHeight(theme.now().px(54 if low else 74))
        layout = self.layout()
        if layout is not None:
            layout.setSpacing(theme.now().px(8 if low else 12))

    def show_card(self, shown: Shown, now: datetime) -> None:
        self._shown = shown
        idea, person = shown.idea, shown.person
        label = kind(idea.kind)
        self.setAccessibleName(f"{label.label} for {show.line(person.name, 80)}")
        self.face.service = shown.service
        self.face.show_as(person.name, shown.picture)
        self.name.set_text(show.line(person.name, 200))
        never = shown.last_gesture is None
        self.mark.show_as("Never thanked" if never else "", "good", "leaf")
        self.mark.setVisible(never)
        self.story.set_text(words.story(person, shown.last_gesture, now))
        self.quote.body.set_text(f"“{show.line(idea.quote, 400)}”")
        self.quote.source.set_words(f"{when(idea.said_at, now)}, open the message")
        self.because.set_text(idea.because[:1].upper() + idea.because[1:] + ".")
        self.gift_icon.icon_name = label.icon
        self.gift_icon.update()
        self.gift.set_text(words.gesture(idea, label.label))
        self.surprise.setVisible(shown.unexpected)
        self.gift_words.set_text(words.about_gift(idea, label, shown.given, shown.known, now))
        self.gift_words.setToolTip(safe(self.gift_words.words))
        self.voice.set_words(words.voice(shown.voices))
        self.voice.setVisible(bool(shown.voices) and not shown.unexpected)
        self._show_door(shown, now)
        self.signed_face.show_as(idea.voice.partition(",")[0], "")
        self.signed.set_text(show.line(idea.voice, 60))
        self.editor.setPlainText(idea.draft)

    def _show_door(self, shown: Shown, now: datetime) -> None:
        heading, sentence = words.door(shown.idea, shown.service, shown.door, now)
        closing = shown.door.way is Way.CLOSING
        self.door_icon.icon_name = "hourglass" if closing else "mail-open"
        self.door_icon.tone = "wait" if closing else "info"
        self.door_icon.update()
        self.door.set_text(heading)
        self.door_words.set_text(sentence)

    @property
    def text(self) -> str:
        return self.editor.toPlainText()

    def begin_editing(self) -> None:
        self.editor.setFocus()
        self.editor.moveCursor(self.editor.textCursor().MoveOperation.End)

    def finish_editing(self) -> bool:
        """False when the draft was not being written."""
        writing = self.editor.hasFocus()
        self.setFocus()
        return writing

    def _mirror(self) -> None:
        """Three checks under the draft; they point, and never block."""
        if (shown := self._shown) is None:
            return
        found = phrases.asks(self.text, shown.lang)
        said = f"This thanks and asks in one breath: “{found[0].words}”" if found else ""
        self.asks.set_text(said or "Asks for nothing back")
        self.asks_icon.name = "triangle-alert" if found else "circle-check"
        self.asks_icon.color = "wait.base" if found else "good.base"
        self.asks_icon.update()
        self.ratio.show_share(you_share(self.text, shown.brand, shown.lang))
        used = length(self.text, shown.limits) if shown.limits else 0
        self.counter.show_used(used, shown.limits, shown.service)


def _fact(icon: QWidget, head: HBox, *said: QWidget) -> HBox:
    mark = box(vbox(icon, None, gap=0, margins=(0, 1, 0, 0)))
    return hbox(mark, (vbox(head, *said, gap=1), 1), gap=11)
