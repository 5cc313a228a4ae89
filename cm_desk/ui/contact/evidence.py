"""Why two people may be one, with what each of them shows for it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cm_desk.actions.suggestions import why_of
from cm_desk.insight.duplicates import Evidence
from cm_desk.text import show
from cm_desk.ui import theme
from cm_desk.ui.widgets.cards import Card
from cm_desk.ui.widgets.layout import Item, box, clear, hbox, vbox
from cm_desk.ui.widgets.marks import Avatar, Icon
from cm_desk.ui.widgets.text import Label, Text

ICONS = {
    "verified": "badge-check",
    "names": "at-sign",
    "mail": "mail",
    "site": "globe",
    "avatar": "image",
    "said": "messages-square",
    "handle": "fingerprint",
    "alike": "id-card",
}
LEFT = theme.ALIGN_LEFT | Qt.AlignmentFlag.AlignAbsolute
WEAK = "Only the name and the handle speak for it. Namesakes have that too."


class Reasons(Card):
    """One row for each piece of evidence, the two columns below the two cards."""

    def __init__(self) -> None:
        self.rows = vbox(gap=12)
        self.weak = Text(WEAK, "small", "wait.text")
        body = vbox(Label("Why", "smallStrong", "text.muted"), self.rows, self.weak, gap=10)
        body.margins = (16, 12, 16, 14)
        body.dress()
        super().__init__(body, fill="bg.sunken")

    def show_evidence(self, evidence: tuple[Evidence, ...], names: tuple[str, str]) -> None:
        clear(self.rows)
        for each in evidence:
            self.rows.addWidget(_row(each, names))
        self.weak.setVisible({each.kind for each in evidence} == {"alike"})


def _row(evidence: Evidence, names: tuple[str, str]) -> QWidget:
    head = hbox(
        Icon(ICONS[evidence.kind], 15, "accent.text"),
        (Label(why_of(evidence), "ui", weight=500, elide=True), 1),
        gap=8,
    )
    if evidence.kind == "avatar":
        shown: list[Item] = [
            (box(hbox(Avatar(name, picture, 32), None)), 1)
            for name, picture in zip(names, (evidence.left, evidence.right), strict=True)
        ]
    elif evidence.left == evidence.right:
        shown = [(_quote(evidence.left), 1)]
    else:
        shown = [(_quote(evidence.left), 1), (_quote(evidence.right), 1)]
    return box(vbox(head, hbox(*shown, gap=24, margins=(23, 0, 0, 0)), gap=3))


def _quote(words: str) -> Text:
    return Text(show.line(words, 300), "ui", "text.secondary", max_lines=3)
