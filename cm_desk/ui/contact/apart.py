"""Undo a merge: both are themselves again, and we say who keeps what was made since."""

from PySide6.QtWidgets import QLayout, QWidget

from cm_desk.actions import merge as merging
from cm_desk.actions.gestures import kinds
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.store.merges import Made, Merge
from cm_desk.text import show
from cm_desk.ui.aio import answer
from cm_desk.ui.format import date
from cm_desk.ui.widgets.buttons import Check
from cm_desk.ui.widgets.dialog import Sheet
from cm_desk.ui.widgets.layout import box, scroll, vbox
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
    "consents": "Allowed",
    "apologies": "Apology",
    "voice_requests": "Voice asked for",
    "introductions": "Introduction",
    "cadences": "How often, in days",
}


async def part_again(desk: Desk, parent: QWidget | None, merge: Merge) -> Undo | None:
    """Asks only when something was made since."""
    made = await merging.made_since(desk, merge)
    if not made:
        return await merging.part(desk, merge)
    sheet = PartSheet(parent, desk, merge, made)
    try:
        return await merging.part(desk, merge, sheet.taken()) if await answer(sheet) else None
    finally:
        sheet.deleteLater()


class PartSheet(Sheet):
    """Nothing is ticked at first: what was made since stays with who stays."""

    def __init__(self, parent: QWidget | None, desk: Desk, merge: Merge, made: list[Made]) -> None:
        self._desk, self._made = desk, made
        self.checks = [Check(self._words(each)) for each in made]
        leaves, stays = show.line(merge.gone_name, 40), show.line(merge.kept_name, 40)
        super().__init__(parent, "Undo the merge", self._body(leaves, stays), "Undo merge", 520)
        (self.checks[0]).setFocus()

    def _body(self, leaves: str, stays: str) -> QLayout:
        hint = f"Everything goes back to where it came from. Tick what goes with {leaves}."
        listed = scroll(box(vbox(*self.checks, None, gap=8)))
        return vbox(Text(hint, "ui"), Text(f"The rest stays with {stays}.", "ui"), (listed, 1))

    def _words(self, each: Made) -> str:
        what = kinds().get(each.what, each.what)
        return f"{NOUNS[each.table]}, {date(each.at, self._desk.now())}: {show.line(what, 50)}"

    def taken(self) -> list[Made]:
        pairs = zip(self._made, self.checks, strict=True)
        return [each for each, check in pairs if check.isChecked()]
