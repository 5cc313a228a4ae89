"""The fields of the composer: what they show and hold, nothing about where it goes."""

import re
from dataclasses import replace

from PySide6.QtCore import Qt, Signal

from cm_desk.domain.model import Account, Author, Capabilities
from cm_desk.store.conversations import InboxRow
from cm_desk.store.drafts import Draft
from cm_desk.store.voices import Voice
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.compose import choose
from cm_desk.ui.compose.attach import Attachments
from cm_desk.ui.compose.giving import GestureBar
from cm_desk.ui.compose.meters import Counter, Ratio
from cm_desk.ui.compose.notices import PromiseHint, PublicQuestion, Wrong
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.fields import Editor, Field
from cm_desk.ui.widgets.layout import VBox, box, hbox, rule, vbox
from cm_desk.ui.widgets.marks import Avatar
from cm_desk.ui.widgets.text import Label

ONLY_READ = "This account is only read. Answer on another door of this person."
SEND = "Send, leaves in 10 seconds"
LOW, HIGH = 40, 150  # px of the editor at 100 %; it grows with its text


class Form(Card):
    changed = Signal()

    def __init__(self) -> None:
        self._visibility = self._lang = ""
        self._offers = Capabilities()
        self._filling = self._compact = False
        self._make_fields()
        self._make_buttons()
        super().__init__(self._arrange(), line="line.strong")
        self._connect()

    def _make_fields(self) -> None:
        self.face = Avatar("", size=24)
        self.signer = Label("", weight=600)
        self.handle = Label("", "small", "text.muted", elide=True)
        self.subject = Field("", "Subject", "Subject")
        self.cc = Field("", "Copy to: ada@tidewell.example, bo@tidewell.example", "Copy to")
        self.warning = Field("", "What to expect, shown before the text", "Content warning")
        self.editor = Editor("", "Write…", "Reply")
        self.attachments = Attachments()
        self.giving = GestureBar()
        self.promise = PromiseHint()
        self.counter, self.ratio = Counter(), Ratio()
        self.wrong, self.question = Wrong(), PublicQuestion()

    def _make_buttons(self) -> None:
        self.seen_by = Button("Public", "quiet", "globe", small=True, arrow=True)
        self.language = Button("", "quiet", "languages", small=True)
        self.attach = self._tool("paperclip", "Attach files (Ctrl+Shift+A)")
        self.warn = self._tool("eye-off", "Content warning (Alt+W)")
        self.warn.setCheckable(True)
        self.gift = self._tool("gift", "Give a gesture (Ctrl+T)")
        self.voice = self._tool("feather", "Sign as someone else (Alt+S)")
        self.send = Button("Send", "primary", "send", "Ctrl+Return", SEND)

    def _tool(self, icon: str, name: str) -> Button:
        return Button("", "quiet", icon, name=name, small=True)

    def _arrange(self) -> VBox:
        self._head = hbox(self.face, self.signer, (self.handle, 1), self.seen_by, gap=8)
        self._hints = hbox(self.counter, 10, self.ratio, None, gap=6)
        self._hint_row = box(vbox(rule(), self._hints, gap=8))
        self._tools = hbox(
            self.attach, self.warn, self.language, self.gift, self.voice, None, self.send, gap=4
        )
        return vbox(
            self._head, self.giving, self.cc, self.subject, self.warning, self.editor,
            self.attachments, self.promise, self.question, self._hint_row, self.wrong, self._tools,
            gap=8, margins=(14, 9, 12, 9),
        )  # fmt: skip

    def _connect(self) -> None:
        self.editor.textChanged.connect(self._typed)
        self.subject.textChanged.connect(self._typed)
        self.cc.textChanged.connect(self._typed)
        self.warning.textChanged.connect(self._typed)
        self.attachments.changed.connect(self._typed)
        self.giving.changed.connect(self._typed)

    def _typed(self) -> None:
        self._fit()
        if not self._filling:
            self.changed.emit()

    def offer(self, row: InboxRow, account: Account, offers: Capabilities) -> None:
        """Show what the service can do, and nothing else."""
        self._offers = offers
        who = show.line(row.who, 40)
        self.editor.setReadOnly(not offers.answers)
        self.editor.setPlaceholderText(f"Write to {who}…" if offers.answers else ONLY_READ)
        self.editor.setAccessibleName(f"Reply to {who}")
        self.sign(None, account)
        self.handle.set_text(account.handle)
        self.seen_by.setVisible(bool(offers.visibilities))
        self.subject.setVisible(offers.subject)
        self.cc.setVisible(offers.cc)
        self.attachments.describe = offers.alt
        self.warn.setVisible(offers.warning)
        self.language.setVisible(offers.language)
        self.attach.setVisible(offers.media)
        self.send.setVisible(offers.answers)

    def put(self, draft: Draft) -> None:
        self._filling = True
        self.editor.setPlainText(draft.text)
        cursor = self.editor.textCursor()
        cursor.setPosition(min(draft.cursor, len(_units(draft.text))))
        self.editor.setTextCursor(cursor)
        self.subject.setText(draft.subject)
        self.cc.setText(", ".join(each.handle for each in draft.cc))
        self.warning.setText(draft.warning)
        self.attachments.show_uploads(draft.media)
        self.giving.show_gesture(draft.gesture)
        self.set_visibility(draft.visibility)
        self.set_language(draft.lang)
        self._show_warning(bool(draft.warning))
        self._filling = False
        self._fit()

    def read(self, blank: Draft) -> Draft:
        warning = self.warning.text() if self.warn.isChecked() else ""
        return replace(
            blank,
            text=self.editor.toPlainText(),
            subject=self.subject.text(),
            warning=warning,
            visibility=self._visibility,
            lang=self._lang,
            media=self.attachments.uploads(),
            cursor=self.editor.textCursor().position(),
            gesture=self.giving.gesture,
            cc=copies(self.cc.text()),
        )

    def is_blank(self) -> bool:
        return not self.editor.toPlainText().strip() and not self.attachments.uploads()

    def sign(self, voice: Voice | None, account: Account) -> None:
        """Who speaks: a lent voice by its name and role, else whoever signs the account."""
        brand = account.name or account.handle
        signer = show.line(voice.signature, 60) if voice else account.signer
        words = f"{signer} at {brand}" if signer else brand
        if words != self.signer.words:
            face = (voice.name, voice.face) if voice else (signer or brand, account.avatar_url)
            self.signer.set_text(words)
            self.face.show_as(*face)

    def ready(self, ready: bool, waits: str = "") -> None:
        """`waits` says why it cannot leave yet, where the writer can do nothing about it here."""
        self.send.setEnabled(ready)
        self.send.rename(f"Send is off. {waits}" if waits else SEND)
        self.line = "risk.base" if not self.wrong.isHidden() else "line.strong"
        self._show_hints()
        self.update()

    def set_visibility(self, visibility: str) -> None:
        self._visibility = visibility
        self.show_visibility(visibility)

    def show_visibility(self, visibility: str) -> None:
        icon, name, who = choose.SEEN_BY.get(visibility, ("eye", visibility.capitalize(), ""))
        self.seen_by.icon_name = icon
        self.seen_by.set_words(name, f"Who can see this: {who or name} (Alt+V)")

    def set_language(self, lang: str) -> None:
        self._lang = lang
        name = choose.language_name(lang) if lang else "not said"
        self.language.rename(f"Language: {name}")

    def toggle_warning(self) -> None:
        self._show_warning(self.warning.isHidden())
        (self.editor if self.warning.isHidden() else self.warning).setFocus()
        self._typed()

    def _show_warning(self, on: bool) -> None:
        self.warning.setVisible(on and self._offers.warning)
        self.warn.setChecked(on)

    def set_compact(self, compact: bool) -> None:
        """One row fewer: the counter moves up, the ratio beside the tools."""
        if compact == self._compact:
            return
        self._compact = compact
        if compact:
            self._head.insertWidget(3, self.counter)
        if compact and theme.now().scale < 1.5:
            self._tools.insertWidget(5, self.ratio)
        elif compact:
            self.ratio.setParent(None)
        if not compact:
            self._hints.insertWidget(0, self.counter)
            self._hints.insertWidget(2, self.ratio)
        self._show_hints()
        self._fit()

    def _show_hints(self) -> None:
        shown = not self.counter.isHidden() or not self.ratio.isHidden()
        self._hint_row.setVisible(not self._compact and shown and not self.is_blank())

    def _fit(self) -> None:
        """As high as its lines, within limits. The bar is there or not by our word: left to itself
        a QPlainTextEdit of this height shows and hides it without end.
        """
        t = theme.now()
        lines = self.editor.document().size().height()  # in lines, for plain text
        wanted = (lines + 0.4) * self.editor.fontMetrics().lineSpacing()
        high = t.px(HIGH * (0.5 if self._compact else 1))
        policy = Qt.ScrollBarPolicy
        bar = policy.ScrollBarAlwaysOn if wanted > high else policy.ScrollBarAlwaysOff
        self.editor.setVerticalScrollBarPolicy(bar)
        self.editor.setFixedHeight(round(max(t.px(LOW), min(high, wanted))))

    def dress(self) -> None:
        super().dress()
        self._fit()


def copies(typed: str) -> tuple[Author, ...]:
    """Addresses with commas, semicolons or spaces between them."""
    found = dict.fromkeys(re.split(r"[,;\s]+", typed.strip()))
    return tuple(Author(each.lower(), each) for each in found if each)


def _units(text: str) -> bytes:
    """Qt counts UTF-16 units."""
    return text.encode("utf-16-le")[::2]
