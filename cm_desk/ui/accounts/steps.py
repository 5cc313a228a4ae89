"""The steps of adding an account, each a page of the dialog."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLayout, QWidget

from cm_desk.desk import Field as Asked
from cm_desk.desk import Found, Granted, Service
from cm_desk.errors import KeychainError
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.accounts.words import sentence
from cm_desk.ui.widgets.buttons import Button, LinkLine, paint_focus
from cm_desk.ui.widgets.cards import Card, IconRow
from cm_desk.ui.widgets.dialog import LARGE, labelled
from cm_desk.ui.widgets.fields import Field
from cm_desk.ui.widgets.layout import EXPANDING, FIXED, Item, VBox, box, hbox, scroll, vbox
from cm_desk.ui.widgets.marks import Avatar, Icon, ServiceMark
from cm_desk.ui.widgets.text import Label, Text

GAP, AT_ONCE = 8, 4.5  # half a service shows that there are more
PASTE = "Paste the address, handle or mail address"
STEPS = ("Choose", "Sign in", "Face and voice")


class StepBar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._icons = [Icon("circle", 16, "line.strong") for _ in STEPS]
        self._labels = [Label(each, "small", "text.muted") for each in STEPS]
        items: list[Item] = []
        for icon, label in zip(self._icons, self._labels, strict=True):
            items += [icon, label, 10]
        self.setLayout(hbox(*items, None, gap=8))

    def show_step(self, number: int) -> None:
        for n, (icon, label) in enumerate(zip(self._icons, self._labels, strict=True)):
            name = "circle-check" if n < number else "circle-dot" if n == number else "circle"
            icon.show_as(name, "accent.base" if n <= number else "line.strong")
            label.set_color("text.primary" if n == number else "text.muted")
        self.setAccessibleName(f"Step {number + 1} of {len(STEPS)}: {STEPS[number]}")


class ServiceTile(QAbstractButton):
    """A service to choose; Return and Space press it."""

    def __init__(self, service: Service) -> None:
        super().__init__()
        self.service = service
        self.setText(service.label)
        self.setSizePolicy(EXPANDING, FIXED)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._about = Label("", "small", "text.secondary", elide=True)
        words = vbox(Label(service.label, "uiStrong"), self._about, gap=1)
        self._row = hbox(
            ServiceMark(service.name, 32),
            (words, 1),
            Icon("chevron-right", 18, "text.muted"),
            gap=12,
            margins=(14, 11, 14, 11),
        )
        self.setLayout(self._row)
        self.say(service.about)

    def say(self, about: str) -> None:
        self._about.set_text(about)
        self.setAccessibleName(f"{self.service.label}. {about}".strip())

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, p = theme.now(), QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        p.setPen(QPen(t.c("line.strong"), 1))
        p.setBrush(t.c("bg.hover" if self.underMouse() else "bg.surface"))
        p.drawRoundedRect(rect, t.radius("card"), t.radius("card"))
        if self.hasFocus():
            paint_focus(p, rect, t.radius("card"))


class Choose(QWidget):
    """An address to paste, so that the program finds out what is there; or every service."""

    asked = Signal(str)
    chosen = Signal(object)

    def __init__(self, services: Sequence[Service]) -> None:
        super().__init__()
        self.pasted = Field("", "@shop@social.example, shop.example, hello@shop.example", PASTE)
        self.look_up = Button("Find it", "primary", key="Return")
        self.look_up.clicked.connect(self._ask)
        self.pasted.returnPressed.connect(self._ask)
        self.pasted.textEdited.connect(lambda _: self.show_all())
        self.or_choose = Label("", "small", "text.muted")
        self.tiles = [ServiceTile(each) for each in services]
        for tile in self.tiles:
            tile.clicked.connect(lambda _on=False, tile=tile: self.chosen.emit(tile.service))
        asking = labelled(PASTE, hbox((self.pasted, 1), self.look_up, gap=8))
        self.list = scroll(box(vbox(*self.tiles, None, gap=GAP, margins=(0, 0, 6, 0))))
        self.setLayout(vbox(asking, 4, self.or_choose, self.list, None, gap=8))
        self.show_all()

    def dress(self) -> None:
        """As high as its services, up to some: on a small screen the buttons stay in sight."""
        t, shown = theme.now(), sum(not tile.isHidden() for tile in self.tiles)
        one = max((tile.sizeHint().height() for tile in self.tiles), default=0) + t.px(GAP)
        most = AT_ONCE if t.scale < LARGE else 2.5
        self.list.setFixedHeight(round(min(shown, most) * one))

    def _ask(self) -> None:
        if typed := self.pasted.text().strip():
            self.asked.emit(typed)

    def wait(self, waits: bool) -> None:
        self.look_up.setEnabled(not waits)
        if waits:
            self.or_choose.set_text("Asking there …")

    def show_all(self) -> None:
        self.wait(False)
        self.or_choose.set_text("Or choose the service")
        for tile in self.tiles:
            tile.say(tile.service.about)
            tile.show()
        self.dress()

    def show_found(self, found: Sequence[Found]) -> None:
        """Several services answer there: the person says which one is meant."""
        self.wait(False)
        self.or_choose.set_text("Several things are there. Which one is yours?")
        known = {each.service: each.what for each in found}
        for tile in self.tiles:
            tile.setVisible(tile.service.name in known)
            tile.say(known.get(tile.service.name, tile.service.about))
        self.dress()
        next(each for each in self.tiles if each.service.name in known).setFocus()


class Address(QWidget):
    """Where the account is, and the sign-in page in the browser; or a form, where there is none."""

    go = Signal()
    back = Signal()

    def __init__(self, service: Service) -> None:
        super().__init__()
        self.service = service
        self.fields = {
            each.name: Field("", each.example, each.label, password=each.secret)
            for each in service.fields
        }
        other = LinkLine("Choose another service")
        other.clicked.connect(self.back)
        head = hbox(
            ServiceMark(service.name, 24), Label(service.label, "heading"), None, other, gap=10
        )
        self._needed = [each.name for each in service.fields if not each.optional]
        rare = [each for each in service.fields if each.optional and not each.secret]
        self._rare = rare if len(rare) > 1 else []
        forms: list[Item] = [self._form(e) for e in service.fields if e not in self._rare]
        kept = (
            "The key goes straight into your system keychain. "
            "It is never written to a file or a log."
        )
        asks = (
            "Asks to read what people write to you and to post your answers. "
            "Nothing is posted without you."
        )
        self.facts = Card(
            vbox(
                IconRow("shield-check", kept, "good.base"),
                IconRow("eye", asks, "good.base"),
                gap=6,
                margins=(12, 10, 12, 10),
            ),
            fill="bg.sunken",
            line="",
        )
        words = "Open the sign-in page" if service.begin else "Connect"
        self.open = Button(words, "primary", "external-link" if service.begin else "", key="Return")
        self.open.setDefault(True)
        self.open.clicked.connect(self.go)
        self.more = LinkLine("More settings")
        self.more.clicked.connect(self.reveal)
        self.more.setVisible(bool(self._rare))
        self.rest = box(self._in_pairs())
        self.rest.hide()
        below = hbox(self.more, None, self.open)
        self.setLayout(vbox(head, *forms, self.rest, self.facts, below, None, gap=14))

    def _form(self, asked: Asked) -> QLayout:
        return labelled(_label(asked), self.fields[asked.name], asked.hint)

    def _in_pairs(self) -> VBox:
        """Two beside each other, so that the form fits on a small screen."""
        forms = [self._form(each) for each in self._rare]
        pairs = (forms[start : start + 2] for start in range(0, len(forms), 2))
        return vbox(*(hbox(*((each, 1) for each in pair), gap=10) for pair in pairs), gap=14)

    def reveal(self) -> None:
        """What most people need not know; it takes the place of what they have read by now."""
        if self._rare and self.rest.isHidden():
            self.rest.show()
            self.more.hide()
            self.facts.hide()
            self.fields[self._rare[0].name].setFocus()

    def answers(self) -> dict[str, str]:
        return {name: field.text().strip() for name, field in self.fields.items()}

    def fill(self, answers: Mapping[str, str]) -> None:
        for name in self.fields.keys() & answers.keys():
            self.fields[name].setText(answers[name])
        if any(answers.get(each.name) for each in self._rare):
            self.reveal()

    def next_empty(self) -> Field | None:
        """Where to go on typing: what is needed, then a secret that may be."""
        secrets = (self.fields[each.name] for each in self.service.fields if each.secret)
        return self.first_empty() or next((each for each in secrets if not each.text()), None)

    def first_empty(self) -> Field | None:
        needed = (self.fields[name] for name in self._needed)
        return next((each for each in needed if not each.text().strip()), None)


def _label(asked: Asked) -> str:
    may = asked.optional and not asked.secret
    return f"{asked.label} (if you know it)" if may else asked.label


class Waiting(QWidget):
    """The browser is open; or it cannot come back, and a code is pasted."""

    paste = Signal()
    again = Signal()
    code = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.words = Text("", "body", "text.secondary")
        self.paste_link = LinkLine("Paste a code instead")
        self.again_link = LinkLine("Open the page again")
        self.field = Field("", "Paste the code", "Code from the sign-in page")
        self.connect_button = Button("Connect", "primary", key="Return")
        self.connect_button.clicked.connect(lambda: self.code.emit(self.field.text()))
        self.field.returnPressed.connect(self.connect_button.click)
        self.paste_link.clicked.connect(self.paste)
        self.again_link.clicked.connect(self.again)
        links = hbox(self.again_link, self.paste_link, None, gap=16)
        self.form = QWidget()
        form = vbox(
            labelled("Code from the sign-in page", self.field),
            hbox(None, self.connect_button),
            gap=12,
        )
        self.form.setLayout(form)
        top = hbox(Icon("globe", 22, "accent.base"), (self.words, 1), gap=12)
        self.setLayout(vbox(top, self.form, links, None, gap=14))

    def wait(self, label: str, pasting: bool) -> None:
        self.form.setVisible(pasting)
        self.paste_link.setVisible(not pasting)
        if pasting:
            self.words.set_text(
                f"Sign in to {label} in your browser, then paste the code it shows."
            )
            self.field.setFocus()
        else:
            self.words.set_text(
                f"Waiting for your browser. Sign in to {label} there and allow CM Desk; "
                "this window goes on by itself."
            )
            self.again_link.setFocus()


class Locked(QWidget):
    """The keychain did not take the key: three ways on."""

    again = Signal()
    this_run = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = Text("", "body")
        self.try_again = Button("Try again", "primary", "refresh-cw")
        self.only_now = Button("Keep for this run only", "default", "timer")
        self.try_again.clicked.connect(self.again)
        self.only_now.clicked.connect(self.this_run)
        hint = (
            "Kept for this run only, the key is forgotten when CM Desk closes; "
            "you sign in again next time."
        )
        mark = hbox(Icon("lock", 22, "wait.base"), (self.words, 1), gap=12)
        buttons = hbox(self.try_again, self.only_now, None, gap=8)
        self.setLayout(vbox(mark, buttons, Text(hint, "small", "text.muted"), None, gap=14))

    def show_problem(self, err: KeychainError) -> None:
        self.words.set_text(sentence(err))
        self.try_again.setFocus()


class Done(QWidget):
    """Who we are now, and who signs here."""

    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.face = Avatar("", size=52)
        self.name = Label("", "title", elide=True)
        self.handle = Label("", "ui", "text.secondary", elide=True)
        self.signer = Field("", "Mara Lindqvist, community manager", "Replies are signed by")
        self.history = Label("", "small", "text.muted", elide=True)
        self.finish = Button("Start reading", "primary", key="Return")
        self.finish.clicked.connect(self.finished)
        self.signer.returnPressed.connect(self.finish.click)
        head = hbox(
            self.face,
            (vbox(self.name, self.handle, gap=1), 1),
            Icon("circle-check", 22, "good.base"),
            gap=12,
        )
        hint = "The person who answers here. You can leave it empty."
        form = labelled("Replies are signed by", self.signer, hint)
        self.setLayout(vbox(head, form, self.history, hbox(None, self.finish), None, gap=14))

    def show_profile(self, service: Service, granted: Granted) -> None:
        profile = granted.profile
        name = show.line(profile.name or profile.handle)
        self.face.show_as(name, profile.avatar_url, service.name)
        self.name.set_text(name)
        self.handle.set_text(show.line(profile.handle))
        comes = "Older messages come by themselves, page by page; Accounts shows how far."
        self.history.set_text(comes if service.capabilities.history else "")
        self.signer.setFocus()
