"""How often we want to speak with them, when that is due, and a call that was made."""

from PySide6.QtWidgets import QWidget

from cm_desk.actions import touch as actions
from cm_desk.actions.profile import Profile
from cm_desk.domain.cadence import EXAMPLES
from cm_desk.ui.contact.side.card import Hands, SideCard
from cm_desk.ui.touch import words
from cm_desk.ui.touch.ask import how_often, we_spoke
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.chips import Chip
from cm_desk.ui.widgets.layout import box, hbox
from cm_desk.ui.widgets.lines import EditLine

NAME = "How often"
NONE = "No wish yet. Say how often, and you are reminded"


class TouchCard(SideCard):
    def __init__(self, hands: Hands) -> None:
        super().__init__(hands, "Stay in touch", "You spoke: note a call (Shift+L)", "phone-call")

    def about(self, found: Profile) -> object:
        return found.touch, self.hands.desk.now().date()

    def content(self, found: Profile) -> list[QWidget]:
        line, now = found.touch, self.hands.desk.now()
        value = line.words if line else ""
        told = words.told(line, now) if line else ""
        edit = EditLine(
            "repeat-2", value, NAME, value.capitalize(), told, empty=NONE, example=EXAMPLES
        )
        edit.saved.connect(lambda text: self._wish(edit, text))
        rows: list[QWidget] = [edit]
        if line:
            chip = Chip(words.state(line, now), words.TONES[line.state])
            choose = Button("Change", "quiet", small=True, key="Shift+C", name="How often")
            choose.clicked.connect(self.choose)
            rows.append(box(hbox(23, chip, None, choose, gap=0)))
        return rows

    def _wish(self, edit: EditLine, text: str) -> None:
        self.do(actions.wish(self.hands.desk, self.contact_id, text), edit)

    def adding(self) -> None:
        if self.profile is not None:
            self.do(we_spoke(self.hands.desk, self.window(), self.contact_id))

    def choose(self) -> None:
        """By one number."""
        if self.profile is not None:
            self.do(how_often(self.hands.desk, self.window(), self.contact_id))
