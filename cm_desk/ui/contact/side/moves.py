"""What moves them: situation, passions, fears and joys, each in their own words or not at all."""

from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from cm_desk.actions import known, settings
from cm_desk.actions.profile import Profile
from cm_desk.domain.known import CARE, About
from cm_desk.store.facts import Fact
from cm_desk.store.known import CARE as CARE_ON
from cm_desk.text import show
from cm_desk.ui.contact.quoting import keep_words
from cm_desk.ui.contact.side import words
from cm_desk.ui.contact.side.card import Hands, SideCard
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.cards import Quote
from cm_desk.ui.widgets.layout import box, hbox, vbox
from cm_desk.ui.widgets.lines import EditLine, Line
from cm_desk.ui.widgets.text import Label, Text

OFF = (
    "Passions, fears, joys and moments, each with their own words behind it. "
    "Nothing is guessed, and nothing is noted until you switch it on."
)


class MovesCard(SideCard):
    def __init__(self, hands: Hands) -> None:
        super().__init__(hands, "What moves them", "Keep their words (Q)", "quote")

    def about(self, found: Profile) -> object:
        return found.known.facts, found.known.care

    def content(self, found: Profile) -> list[QWidget]:
        rows: list[QWidget] = [self._situation(found)]
        for about in CARE:
            rows += [self._fact(each) for each in found.known.all(about)]
        if not found.known.care:
            on = Button("Switch on", small=True, name="Switch on what moves people")
            on.clicked.connect(self._switch_on)
            return [*rows, Text(OFF, "small", "text.muted"), box(hbox(on, None))]
        if unknown := [each for each in CARE if not found.known.all(each)]:
            rows.append(self._question(unknown[0]))
        return rows

    def _situation(self, found: Profile) -> QWidget:
        fact = found.known.one(About.SITUATION)
        if fact is not None:
            return self._fact(fact)
        line = Line(
            "map-pin", "Situation: not known yet", "Add their situation", color="text.muted",
            sign="plus",
        )  # fmt: skip
        line.setObjectName("add situation")
        line.clicked.connect(lambda: self.keep(About.SITUATION))
        return line

    def _fact(self, fact: Fact) -> QWidget:
        name, icon, tone = words.ABOUT[fact.about]
        line = EditLine(icon, fact.text, f"{name} {fact.id}", show.line(fact.text, 160))
        line.line.icon_color = f"{tone}.base" if tone != "calm" else "text.secondary"
        line.line.setAccessibleName(f"{name}: {show.line(fact.text, 160)}. Change")
        line.saved.connect(lambda text: self.do(known.reword(self.hands.desk, fact, text), line))
        gone = Button("", "quiet", "x", name=f"Remove this {name.lower()}", small=True)
        gone.clicked.connect(lambda: self.do(known.forget(self.hands.desk, fact)))
        head = hbox(Label(name, "small", "text.muted"), None, gone)
        said = quoted(self.hands, fact.quote, fact.message_id, self.contact_id)
        return box(vbox(head, line, box(vbox(said, margins=(23, 0, 0, 2))), gap=0))

    def _question(self, about: About) -> QWidget:
        """One, about what is not known; it goes when it is answered."""
        what, question = words.QUESTIONS[about]
        said = f"Their {what} are not known yet. One day you could ask: “{question}”"
        return Text(said, "small", "text.muted")

    def _switch_on(self) -> None:
        self.do(settings.choose(self.hands.desk, CARE_ON, "1"))

    def adding(self) -> None:
        """A menu of what the words can be; situations need no switch."""
        care = self.profile is not None and self.profile.known.care
        menu = QMenu(self)
        for about in (About.SITUATION, *(CARE if care else ())):
            menu.addAction(words.ABOUT[about][0], partial(self.keep, about))
        below = self.add or self
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))

    def keep(self, about: About) -> None:
        if self.profile is not None:
            message = self.hands.message()
            desk, id = self.hands.desk, self.contact_id
            self.do(keep_words(desk, self.window(), id, about, message))


def quoted(hands: Hands, text: str, message_id: int | None, contact_id: int) -> QWidget:
    """Their words; pressing what stands below them opens the message in the story."""
    source = "Where they said it" if message_id else "The message is not here any more"
    made = Quote(show.line(text, 300), source, "small", max_lines=4)
    if message_id:
        made.source.clicked.connect(lambda: hands.go.open_story(contact_id, message_id))
    else:
        made.source.setEnabled(False)
    return made
