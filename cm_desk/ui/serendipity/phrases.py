"""How drafts begin, in the person's own words, by rule and language."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from cm_desk.domain.rules import SAYS
from cm_desk.insight import drafting
from cm_desk.insight.drafting import Words
from cm_desk.ui import theme
from cm_desk.ui.serendipity import words
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.fields import Editor, Select
from cm_desk.ui.widgets.layout import hbox, vbox
from cm_desk.ui.widgets.text import Label, Text

NAMES = {"en": "English", "de": "German", "fr": "French", "es": "Spanish"}
SAID = (
    "{name} is their name, {quote} what they said, {signer} whose name stands below. Each person is"
    " written to in their language; one that is not here gets English."
)


class Phrase(QWidget):
    """The words of one rule; "Usual words" brings ours back."""

    def __init__(self, rule: str) -> None:
        super().__init__()
        title, _ = words.RULES[rule]
        self.rule, self._usual = rule, ""
        self.editor = Editor("", "", f"Words for {title.lower()}")
        self.reset = Button("Usual words", "quiet", small=True, name=f"Usual words for {title}")
        self.reset.clicked.connect(lambda: self.editor.setPlainText(self._usual))
        self.editor.textChanged.connect(self._mark)
        frame = Card(vbox(self.editor, margins=(10, 7, 10, 7)), fill="bg.sunken")
        head = hbox(Label(title, "uiStrong"), None, self.reset)
        self.setLayout(vbox(head, frame, gap=3))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.dress()

    def dress(self) -> None:
        self.editor.setFixedHeight(theme.now().px(64))

    def show_words(self, text: str, usual: str) -> None:
        self._usual = usual
        self.editor.setPlainText(text)
        self._mark()

    @property
    def own(self) -> str:
        """ "" while they are the usual ones."""
        said = self.editor.toPlainText().strip()
        return "" if said == self._usual else said

    def _mark(self) -> None:
        self.reset.setVisible(bool(self.own))

    def sizeHint(self) -> QSize:
        return QSize(theme.now().px(300), super().sizeHint().height())


class Phrases(QWidget):
    def __init__(self, own: Words) -> None:
        super().__init__()
        self._own = {lang: dict(by) for lang, by in own.items()}
        codes = dict.fromkeys([*drafting.templates(), *own])
        self._langs = list(codes)
        named = [NAMES.get(each, each) for each in self._langs]
        self.lang = Select(named, 0, "Language of the words")
        self.phrases = [Phrase(rule) for rule in SAYS]
        top = hbox(Label("In", "ui", "text.secondary"), self.lang, None, gap=8)
        said = Text(SAID, "small", "text.muted")
        self.setLayout(vbox(said, top, *self.phrases, None, gap=10, margins=(0, 8, 8, 8)))
        self._shown = self._langs[0]
        self._show()
        self.lang.currentIndexChanged.connect(self._turn)

    def _turn(self, index: int) -> None:
        self._keep()
        self._shown = self._langs[index]
        self._show()

    def _keep(self) -> None:
        self._own[self._shown] = {each.rule: each.own for each in self.phrases if each.own}

    def _show(self) -> None:
        for each in self.phrases:
            usual = drafting.template(each.rule, self._shown, {})
            each.show_words(drafting.template(each.rule, self._shown, self._own), usual)

    @property
    def own(self) -> Words:
        self._keep()
        return {lang: by for lang, by in self._own.items() if by}
