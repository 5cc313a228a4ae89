"""Undo a merge: both are themselves again, and we say who keeps what was made since."""

from PySide6.QtWidgets import QLayout, QWidget

from cm_desk.actions import merge as merging
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.store.merges import Made, Merge
from cm_desk.text import show
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.format import date
from cm_desk.ui.gestures.kinds import labels
from cm_desk.ui.widgets.buttons import Button, Check
from cm_desk.ui.widgets.dialog import Sheet
from cm_desk.ui.widgets.layout import Item, box, hbox, scroll, vbox
from cm_desk.ui.widgets.text import Text

NOUNS = {
    "gestures": "Gesture",
    "promises": "Promise",
    "notes": "Note",
    "facts": "Known of them",
    "dates": "Date",
    "field_values": "Field",
    "contact_labels": "Label",
    "surveys": "Survey",
    "acts": "What they did",
    "badges": "Badge",
    "asks": "Asked early",
    "ambassadors": "Speaks for us",
    "consents": "Allowed",
    "apologies": "Apology",
    "voice_requests": "Voice asked for",
    "introductions": "Introduction",
    "spend_requests": "Request to spend",
    "cadences": "How often, in days",
}


MOST = 200  # are listed one by one


async def part_again(desk: Desk, parent: QWidget | None, merge: Merge) -> Undo | None:
    """Asks only when something was made since."""
    made = await merging.made_since(desk, merge)
    if not made:
        return await merging.part(desk, merge)
    sheet = PartSheet(parent, desk, merge, made)
    try:
        return await merging.part(desk, merge, sheet.taken()) if await answer(sheet) else None
    finally:
        dismiss(sheet)


class PartSheet(Sheet):
    """Ticked is what quotes a message of who leaves; all else made since stays with who stays."""

    def __init__(self, parent: QWidget | None, desk: Desk, merge: Merge, made: list[Made]) -> None:
        self._desk, self._made = desk, made
        self.checks = [Check(self._words(each), each.theirs) for each in made[:MOST]]
        leaves, stays = show.line(merge.gone_name, 40), show.line(merge.kept_name, 40)
        self.to_leaves = Button(f"All to {show.line(leaves, 24)}", "default", small=True)
        self.to_stays = Button(f"All to {show.line(stays, 24)}", "default", small=True)
        self._rest: bool | None = None  # of those that are not listed: all of them, or none
        super().__init__(parent, "Undo the merge", self._body(leaves, stays), "Undo merge", 560)
        self.to_leaves.clicked.connect(lambda: self._tick(True))
        self.to_stays.clicked.connect(lambda: self._tick(False))
        self.checks[0].setFocus()

    def _body(self, leaves: str, stays: str) -> QLayout:
        hint = f"Everything goes back to where it came from. Tick what goes with {leaves}; "
        hint += f"the rest of what was made since stays with {stays}."
        listed: list[Item] = [*self.checks]
        if more := len(self._made) - len(self.checks):
            listed.append(Text(f"and {more:,} older ones", "small", "text.muted"))
        area = scroll(box(vbox(*listed, None, gap=8)))
        all_to = hbox(self.to_leaves, self.to_stays, None, gap=8)
        return vbox(Text(hint, "ui"), all_to, (area, 1), gap=12)

    def _tick(self, on: bool) -> None:
        self._rest = on
        for check in self.checks:
            check.setChecked(on)

    def _words(self, each: Made) -> str:
        what = labels().get(each.what, each.what)
        return f"{NOUNS[each.table]}, {date(each.at, self._desk.now())}: {show.line(what, 50)}"

    def taken(self) -> list[Made]:
        ticked = [check.isChecked() for check in self.checks]
        rest = self._made[len(ticked) :]
        ticked += [each.theirs if self._rest is None else self._rest for each in rest]
        return [each for each, on in zip(self._made, ticked, strict=True) if on]
