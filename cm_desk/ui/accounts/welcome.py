"""The first run: look around, connect an account, or bring the history along."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from cm_desk.actions import demo
from cm_desk.actions.progress import Progress
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.views import View
from cm_desk.ui import theme
from cm_desk.ui.accounts.add import add_account
from cm_desk.ui.accounts.table_picture import TablePicture
from cm_desk.ui.aio import Problem, Tasks
from cm_desk.ui.importing.dialog import open_import
from cm_desk.ui.navigate import Navigator
from cm_desk.ui.news import News
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.layout import HBox, box, hbox, pane, scroll, vbox
from cm_desk.ui.widgets.marks import Disc, Icon
from cm_desk.ui.widgets.text import Label, Text

BESIDE_FROM = 880  # px at 100 % text: the cards stand below one another where it is narrower
INTRO = (
    "Everyone who speaks to your brand, in one quiet place: who they are, what you promised, "
    "and what would make their day."
)


class Choice(Card):
    def __init__(self, icon: str, tone: str, title: str, text: str, button: Button) -> None:
        self.button = button
        disc = Disc(icon, tone, 40)
        left = Qt.AlignmentFlag.AlignLeft
        words = Text(text, "ui", "text.secondary")
        column = ((disc, left), Label(title, "heading"), words, None, hbox(button, None))
        super().__init__(vbox(*column, gap=8, margins=(18, 16, 18, 16)))

    def dress(self) -> None:
        super().dress()
        self.setFixedSize(QSize(theme.now().px(268), theme.now().px(212)))


class Welcome(QWidget):
    def __init__(
        self,
        desk: Desk,
        news: News,
        problem: Problem,
        undo: Callable[[Undo], None],
        go: Navigator,
    ) -> None:
        super().__init__()
        self._desk, self._go, self._tasks = desk, go, Tasks(self, problem)
        self.demo = Button("Try sample data", "primary", key="1")
        self.connect_account = Button("Connect", "default", key="2")
        self.bring = Button("Import archive", "default", key="3")
        self.status = Label("", "ui", "text.secondary", align=theme.ALIGN_CENTER)
        self._lay_out()
        self.demo.clicked.connect(lambda: self._tasks.start(self._try()))
        self.connect_account.clicked.connect(lambda: self._tasks.start(self._connect()))
        self.bring.clicked.connect(lambda: self._tasks.start(self._bring()))

    def _lay_out(self) -> None:
        middle = Qt.AlignmentFlag.AlignHCenter
        choices = (
            Choice(
                "sparkles", "joy", "Look around first",
                "A made-up grinder shop and the people who talk to it. "
                "Nothing leaves this computer.", self.demo,
            ),
            Choice(
                "message-circle", "accent", "Connect an account",
                "Sign in at your own server. Keys go into your system keychain.",
                self.connect_account,
            ),
            Choice(
                "file-archive", "info", "Bring your history",
                "An export of one of eleven services, or mail. Read here, offline.", self.bring,
            ),
        )  # fmt: skip
        self.cards: HBox = hbox(None, *choices, None, gap=14)
        self.intro = Text(INTRO, "body", "text.secondary", align=middle)
        foot = hbox(
            None,
            Icon("lock", 15, "text.muted"),
            Label(
                "No telemetry. Works offline. Remove it by deleting one folder.",
                "small",
                "text.muted",
            ),
            None,
            gap=7,
        )
        title = Label("Welcome to CM Desk", "display")
        column: QVBoxLayout = vbox(
            None,
            (TablePicture(), middle),
            4,
            (title, middle),
            (self.intro, middle),
            12,
            self.cards,
            6,
            self.status,
            foot,
            None,
            gap=8,
            margins=(24, 16, 24, 16),
        )
        self.setLayout(vbox(scroll(box(column))))
        pane(self, "pane_window")
        self.dress()

    def dress(self) -> None:
        self.intro.setFixedWidth(theme.now().px(520))

    def resizeEvent(self, event: QResizeEvent) -> None:
        beside = event.size().width() >= theme.now().px(BESIDE_FROM)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self.cards.setDirection(way)
        super().resizeEvent(event)

    def start(self) -> None:
        self.demo.setFocus()

    @property
    def commands(self) -> dict[str, Callable[[], object]]:
        """1, 2 and 3 choose, as on the buttons."""
        return {"table.new": self.connect_account.click}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        buttons = {"1": self.demo, "2": self.connect_account, "3": self.bring}
        if (button := buttons.get(event.text())) and button.isEnabled():
            button.click()
        else:
            super().keyPressEvent(event)

    # -- the three ways ---------------------------------------------------------

    async def _try(self) -> None:
        for button in (self.demo, self.connect_account, self.bring):
            button.setEnabled(False)
        try:
            await demo.fill(self._desk, self._tell)
        finally:
            self.status.set_text("")
            for button in (self.demo, self.connect_account, self.bring):
                button.setEnabled(True)
        self._go.open_view(View.NEEDS_REPLY)

    def _tell(self, progress: Progress) -> None:
        self.status.set_text(f"Meeting everybody: {progress.done:,} messages")

    async def _connect(self) -> None:
        if await add_account(self._desk, self.window()):
            self._go.open_view(View.NEEDS_REPLY)

    async def _bring(self) -> None:
        await open_import(self._desk, self.window(), self._go)
