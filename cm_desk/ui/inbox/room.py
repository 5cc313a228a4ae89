"""How the inbox shares its width: three panes, two and a drawer, or one at a time."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSplitter, QWidget

from cm_desk.ui import theme
from cm_desk.ui.contact.card import PersonCard
from cm_desk.ui.inbox.conversation import ConversationView
from cm_desk.ui.inbox.listing import LIST, LIST_MEDIUM
from cm_desk.ui.theme import TOKENS
from cm_desk.ui.widgets.drawer import Drawer

CARD = 276


class Room:
    """`split` holds the panes; the card moves into `drawer` where there is no room beside them."""

    def __init__(
        self, page: QWidget, pane: QWidget, conversation: ConversationView, card: PersonCard
    ) -> None:
        self._page, self._pane, self._conversation, self._card = page, pane, conversation, card
        self._shape, self._card_open = "", True
        self.drawer = Drawer(page)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        for number, part in enumerate((pane, conversation, card)):
            self.split.addWidget(part)
            self.split.setStretchFactor(number, 1 if number == 1 else 0)

    @property
    def narrow(self) -> bool:
        return self._shape == "narrow"

    def toggle_card(self, anybody: bool) -> None:
        """Beside the conversation where there is room, over it where there is not."""
        if self._shape == "wide":
            self._card_open = not self._card_open
            self._card.setVisible(self._card_open)
        elif self.drawer.isVisible():
            self.close_card()
        elif anybody:
            self.drawer.open(self._card)

    def close_card(self) -> bool:
        """True where it stood beside the conversation."""
        if self._shape == "wide":
            self._card_open = False
            self._card.hide()
        else:
            self.drawer.close_it()
        return self._shape == "wide"

    def fit(self, window: int, reading: bool) -> None:
        """By the width of the window in px, at 100 % text; `reading`: a conversation is open."""
        t, points = theme.now(), TOKENS["layout"]["breakpoints"]
        width = window / t.scale
        shape = "wide" if width >= points["wide"] else "medium"
        shape = "narrow" if width < points["medium"] else shape
        if shape != self._shape:
            self._reshape(shape, reading)
        self._pane.setMinimumWidth(0 if shape == "narrow" else t.px(240))
        self.drawer.fit()

    def _reshape(self, shape: str, reading: bool) -> None:
        narrow = "narrow" in (self._shape, shape)
        self._shape = shape
        self.drawer.close_it()
        if shape == "wide":
            self.split.addWidget(self._card)
            self._card.as_drawer(False)
            self._card.setVisible(self._card_open)
        else:
            self._card.hide()
            self._card.as_drawer(True)
            self._card.setParent(self._page)
        self._conversation.header.narrow(shape == "narrow")
        self._conversation.header.card.setVisible(shape != "wide")
        if narrow:
            self.show_side("conversation" if reading else "list")
        # The rail changes, too: our width comes last.
        QTimer.singleShot(0, self._page, self._share_out)

    def _share_out(self) -> None:
        """List and card get their widths, the conversation the rest."""
        t, wide = theme.now(), self._shape == "wide"
        first, last = t.px(LIST if wide else LIST_MEDIUM), [t.px(CARD)] if wide else []
        self.split.setSizes([first, max(1, self.split.width() - first - sum(last)), *last])

    def show_side(self, side: str) -> None:
        """In a narrow window one pane at a time."""
        self._pane.setVisible(not self.narrow or side == "list")
        self._conversation.setVisible(not self.narrow or side == "conversation")
