"""The left of the inbox: which view it is, how it is sorted, its list or why it is empty."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from cm_desk.domain.views import View
from cm_desk.ui.inbox.listing import ConversationList
from cm_desk.ui.inbox.words import EMPTY, TITLES
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.layout import box, hbox, pane, rule, vbox
from cm_desk.ui.widgets.messages import Empty
from cm_desk.ui.widgets.text import Label, announce


class ListPane(QWidget):
    pressed = Signal(str)  # a keymap id

    def __init__(self, listing: ConversationList) -> None:
        super().__init__()
        self.list = listing
        self._name = ""
        self.title = Label("", "title", elide=True)
        self.below = Label("Newest first", "small", "text.muted", elide=True)
        self.density = Button("", "quiet", "list", name="Show more rows", small=True)
        self.sync = Button("", "quiet", "refresh-cw", name="Sync now (F5)", small=True)
        self.new = Button("", "primary", "arrow-up", small=True)
        self.new.hide()
        self._make_bulk()
        pane(self, "pane_list")
        self._arrange()
        self._connect()

    def _make_bulk(self) -> None:
        self.bulk_done = Button("Done", "default", "circle-check-big", "E", small=True)
        self.bulk_snooze = Button("", "quiet", "alarm-clock", name="Snooze them (H)", small=True)
        self.bulk_label = Button("", "quiet", "tag", name="Label them (L)", small=True)
        self.bulk_clear = Button("", "quiet", "x", name="Select none (Esc)", small=True)

    def _arrange(self) -> None:
        title = vbox(self.title, self.below, gap=0)
        self._tools = box(hbox(self.density, self.sync, gap=2))
        bulk = (self.bulk_done, self.bulk_snooze, self.bulk_label, self.bulk_clear)
        self._bulk = box(hbox(*bulk, gap=2))
        self._bulk.hide()
        head = box(hbox((title, 1), self._tools, self._bulk, gap=2, margins=(18, 10, 8, 8)))
        self.blank = Empty("inbox", "", "", width=240)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.blank)
        more = box(hbox(None, self.new, None, margins=(0, 4, 0, 4)))
        self._more = more
        more.hide()
        self.setLayout(vbox(head, rule(), more, (holder, 1), gap=0))

    def _connect(self) -> None:
        for button, action in (
            (self.bulk_done, "list.done"),
            (self.bulk_snooze, "list.snooze"),
            (self.bulk_label, "list.label"),
            (self.bulk_clear, "list.none"),
            (self.sync, "app.sync"),
            (self.density, "list.density"),
        ):
            button.clicked.connect(lambda _=False, action=action: self.pressed.emit(action))
        self.new.clicked.connect(self.list.scrollToTop)
        self.list.hidden_above.connect(self._new_above)

    def _new_above(self, count: int) -> None:
        """New mail waits above; what is being read does not move for it."""
        words = f"{count} new"
        if count and (self._more.isHidden() or self.new.text() != words):
            announce(self, words)
        self._more.setVisible(bool(count))
        self.new.setVisible(bool(count))
        self.new.set_words(words, f"{words} above, show")

    def show_view(self, view: View, account: str = "") -> None:
        self._name = account or TITLES[view]
        self.title.set_text(self._name)
        self.list.setAccessibleName(f"Conversations: {account or TITLES[view]}")
        blank = EMPTY[view]
        self._stack.removeWidget(self.blank)
        self.blank.deleteLater()
        self.blank = Empty(*blank[:3], tone=blank.tone, width=240)
        self._stack.addWidget(self.blank)

    def show_state(self, empty: bool, marked: int, compact: bool) -> None:
        self._stack.setCurrentIndex(1 if empty else 0)
        self._bulk.setVisible(bool(marked))
        self._tools.setVisible(not marked)
        self.title.set_text(f"{marked} selected" if marked else self._name)
        self.density.rename("Show larger rows" if compact else "Show more rows")
