"""Who they are: as they told us, and as it can be counted, each with where it comes from."""

from functools import partial
from zlib import crc32

from PySide6.QtWidgets import QMenu, QWidget

from cm_desk.actions import known, tags
from cm_desk.actions.profile import Profile
from cm_desk.actions.undo import Undo
from cm_desk.domain.known import About
from cm_desk.domain.zones import EXAMPLES
from cm_desk.store import labels
from cm_desk.store.labels import Label
from cm_desk.text import show
from cm_desk.ui.contact.side import words
from cm_desk.ui.contact.side.card import Hands, SideCard
from cm_desk.ui.contact.side.hours import HourStrip
from cm_desk.ui.widgets import labelling
from cm_desk.ui.widgets.buttons import Button, Check
from cm_desk.ui.widgets.cards import IconRow
from cm_desk.ui.widgets.flow import Flow
from cm_desk.ui.widgets.labels import COLORS, LabelChip
from cm_desk.ui.widgets.layout import box, vbox
from cm_desk.ui.widgets.lines import EditLine
from cm_desk.ui.widgets.text import Text

PRONOUNS, ZONE = "Pronouns", "Time zone"
LABEL = "Label this person (L)"


class AboutCard(SideCard):
    def __init__(self, hands: Hands) -> None:
        super().__init__(hands, "About")

    def about(self, found: Profile) -> object:
        habits = found.habits
        return found.known, habits.languages, habits.clock, habits.channels

    def content(self, found: Profile) -> list[QWidget]:
        rows: list[QWidget] = [self._pronouns(found), self._zone(found)]
        if found.known.one(About.ZONE) is None and found.habits.clock.why != "few":
            rows.append(HourStrip(found.habits.clock))
        for icon, (said, why) in (
            ("languages", words.spoken(found.habits.languages)),
            ("inbox", words.channel(found.habits.channels)),
        ):
            if said:
                rows.append(_counted(icon, said, why))
        return [*rows, self._labels(found.known.labels), self._private(found)]

    def _pronouns(self, found: Profile) -> EditLine:
        fact = found.known.one(About.PRONOUNS)
        text = fact.text if fact else ""
        empty = "Add pronouns, as they gave them"
        line = EditLine(
            "user", text, PRONOUNS, show.line(text, 80), empty=empty, example="she/her, they …"
        )
        line.saved.connect(partial(self._tell, line, About.PRONOUNS))
        return line

    def _zone(self, found: Profile) -> EditLine:
        fact = found.known.one(About.ZONE)
        said, why = words.zone(found, self.hands.desk.now())
        value = fact.text if fact else ""
        line = EditLine("globe", value, ZONE, said, why, example=f"{EXAMPLES}")
        line.saved.connect(partial(self._tell, line, About.ZONE))
        return line

    def _tell(self, line: EditLine, about: About, text: str) -> None:
        if text:
            self.do(known.tell(self.hands.desk, self.contact_id, about, text), line)
        else:
            self.do(known.clear(self.hands.desk, self.contact_id, about))

    def _labels(self, on: tuple[Label, ...]) -> QWidget:
        chips: list[QWidget] = []
        for label in on:
            chip = LabelChip(label.name, label.color, ". Take off, or change its colour")
            chip.clicked.connect(partial(self._label_menu, label, chip))
            chips.append(chip)
        add = Button("" if on else "Label", "quiet", "tag", name=LABEL, small=True)
        add.setObjectName("add label")
        add.clicked.connect(self.label)
        return box(Flow(*chips, add))

    def label(self) -> None:
        """By a key: choose one of the labels there are, or write a new one."""
        if self.profile is not None:
            self.do(self._label(self.contact_id, self.profile.known.labels))

    async def _label(self, contact_id: int, on: tuple[Label, ...]) -> Undo | None:
        desk = self.hands.desk
        there = await desk.store.read(labels.all)
        name = await labelling.ask(self.window(), there, on)
        if name is None:
            return None
        if found := next((each for each in on if each.name == name), None):
            return await tags.unlabel(desk, contact_id, found)
        paint = COLORS[crc32(name.encode("utf-8", "replace")) % len(COLORS)][0]
        return await tags.label(desk, contact_id, name, paint)

    def _label_menu(self, label: Label, chip: QWidget) -> None:
        menu = QMenu(self)
        off = partial(tags.unlabel, self.hands.desk, self.contact_id, label)
        menu.addAction("Take it off", lambda: self.do(off()))
        colours = menu.addMenu("Colour")
        for value, name in COLORS:
            colours.addAction(name, partial(self._paint, label, value))
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))

    def _paint(self, label: Label, value: str) -> None:
        self.do(tags.recolor(self.hands.desk, label, value))

    def _private(self, found: Profile) -> QWidget:
        fact = found.known.one(About.PRIVATE)
        check = Check("Prefers thanks in private", checked=fact is not None)
        check.setObjectName("private")
        check.clicked.connect(self.toggle_private)
        if fact is None or not (fact.text or fact.quote):
            return check
        told = f"“{show.line(fact.quote, 200)}”" if fact.quote else show.line(fact.text, 200)
        small = Text(told, "small", "text.muted", max_lines=3)
        return box(vbox(check, box(vbox(small, margins=(26, 0, 0, 0))), gap=0))

    def toggle_private(self) -> None:
        if self.profile is None:
            return
        desk, id = self.hands.desk, self.contact_id
        if self.profile.known.one(About.PRIVATE):
            self.do(known.clear(desk, id, About.PRIVATE))
        else:
            self.do(known.tell(desk, id, About.PRIVATE))


def _counted(icon: str, said: str, why: str) -> QWidget:
    """What was counted cannot be edited: it changes with what they write."""
    evidence = box(vbox(Text(why, "small", "text.muted"), margins=(23, 0, 0, 4)))
    return box(vbox(IconRow(icon, said), evidence, gap=0))
