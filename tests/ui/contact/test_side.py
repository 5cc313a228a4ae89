"""What we know of a person, beside their story: changed by keys, each with its way back."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from cm_desk.actions import dates as noting
from cm_desk.actions import fields, known, settings, tags
from cm_desk.desk import Desk
from cm_desk.domain.known import About, Moment
from cm_desk.domain.model import Page
from cm_desk.store import known as knowing
from cm_desk.store import messages
from cm_desk.store.known import CARE, Known
from cm_desk.ui import theme
from cm_desk.ui.contact.quoting import QuoteSheet
from cm_desk.ui.contact.side.alone import AloneSheet
from cm_desk.ui.contact.side.dates import DateForm
from cm_desk.ui.contact.side.lanes import Lanes
from cm_desk.ui.contact.side.saydo import RecordsSheet
from cm_desk.ui.news import News
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.choices import Choices
from cm_desk.ui.widgets.labelling import Labelling
from cm_desk.ui.widgets.labels import LabelChip
from cm_desk.ui.widgets.lines import EditLine
from tests.conftest import NOW, Run, until
from tests.ui.contact.test_person import ALT, KEY, SHIFT, Scene
from tests.ui.look import problems
from tests.ui.people import HOSTILE, PRIYA, WORDS, said, settle_in
from tests.ui.stage import open_dialog, shoot


class Beside(Scene):
    """The page of Priya, wide enough for what stands beside the story."""

    @property
    def side(self) -> Any:
        return self.page.person.side

    async def known(self, contact_id: int) -> Known:
        return await self.desk.store.read(knowing.of, contact_id)

    async def type(self, words: str) -> None:
        """Into the field that has the focus; Return keeps them."""
        await until(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
        field: Any = QApplication.focusWidget()
        field.selectAll()
        QTest.keyClicks(field, words)
        QTest.keyClick(field, KEY.Key_Return)


async def beside(desk: Desk, news: News) -> tuple[Beside, int]:
    priya = await settle_in(desk)
    await settings.choose(desk, CARE, "1")
    scene = Beside(desk, news)
    await scene.open(priya, 10)
    await until(lambda: scene.side.who.count())
    return scene, priya


def focused() -> str:
    focus = QApplication.focusWidget()
    return focus.objectName() if focus else ""


def shown(scene: Beside, name: str) -> str:
    line = scene.side.who.row_of(name)
    return line.line.text() if line else ""


def test_pronouns_are_typed_where_they_stand_and_taken_back(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        scene, priya = await beside(desk, news)
        scene.press(KEY.Key_E)
        await scene.type("she/her")
        await until(lambda: shown(scene, "Pronouns") == "she/her")
        assert scene.page.person.head.pronouns.words == "she/her"
        assert focused() == "line:Pronouns"
        assert len(scene.undos) == 1
        await scene.undos[-1].back()
        await until(lambda: shown(scene, "Pronouns").startswith("Add pronouns"))
        assert (await scene.known(priya)).facts == ()

    run(scenario())


def test_what_cannot_be_kept_says_why_beside_the_field_and_esc_gives_up(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        scene, priya = await beside(desk, news)
        assert scene.page.person.commands["person.zone"]()
        await scene.type("Atlantis")
        line: EditLine = scene.side.who.row_of("Time zone")
        await until(lambda: not line.problem.isHidden())
        assert "Atlantis" in line.problem.words
        scene.press(KEY.Key_Escape)
        assert not line.editing
        assert scene.page.currentWidget() is scene.page.person  # Esc closed the field alone
        assert (await scene.known(priya)).facts == ()

    run(scenario())


def test_news_does_not_take_away_what_is_being_typed(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        scene, priya = await beside(desk, news)
        scene.press(KEY.Key_E)
        field: Any = scene.side.who.row_of("Pronouns").field
        QTest.keyClicks(field, "they")
        fresh = Page((said(PRIYA, "new", 0.01, "One more thing"),))
        await desk.store.write(messages.save, 1, fresh, "new")
        await tags.label(desk, priya, "Maker")
        await until(lambda: scene.side.contact.profile.person.received == 6)
        assert field.text() == "they"
        assert field.hasFocus()
        QTest.keyClick(field, KEY.Key_Return)
        await until(lambda: shown(scene, "Pronouns") == "they")
        await until(lambda: scene.side.who.findChild(LabelChip, "label:Maker"))

    run(scenario())


def test_a_label_is_put_on_by_l_and_taken_off_by_l(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        scene, priya = await beside(desk, news)
        scene.press(KEY.Key_L)
        await until(lambda: open_dialog(Labelling))
        await scene.type("Makes things")
        await until(lambda: scene.side.who.findChild(LabelChip, "label:Makes things"))
        [label] = (await scene.known(priya)).labels
        assert label.color.startswith("#")
        scene.press(KEY.Key_L)
        await until(lambda: open_dialog(Labelling))
        scene.press(KEY.Key_Return)
        await until(lambda: not scene.side.who.findChildren(LabelChip))
        await scene.undos[-1].back()
        assert (await scene.known(priya)).labels == (label,)

    run(scenario())


def test_who_is_left_alone_is_seen_at_the_head_and_can_be_opened_again(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        scene, priya = await beside(desk, news)
        head = scene.page.person.head
        assert scene.side.alone.isHidden()
        scene.press(KEY.Key_A, SHIFT)
        await until(lambda: open_dialog(AloneSheet))
        sheet = open_dialog(AloneSheet)
        assert sheet is not None
        sheet.why.setText("Asked for quiet")
        sheet.since.setText("yesterday")
        sheet.accept()
        assert sheet.isVisible(), "that is no day"
        sheet.since.setText("2026-02-01")
        sheet.accept()
        await until(lambda: head.alone.isVisible())
        assert "1 February 2026" in head.alone.accessibleName()
        assert "Asked for quiet" in head.alone.accessibleName()
        assert scene.side.alone.isVisible()
        scene.page.person.river.setFocus()
        scene.press(KEY.Key_A, SHIFT)
        await until(lambda: head.alone.isHidden())
        await scene.undos[-1].back()
        await until(lambda: head.alone.isVisible())
        fact = (await scene.known(priya)).one(About.ALONE)
        assert fact
        assert fact.text == "Asked for quiet"

    run(scenario())


def test_a_joy_is_kept_with_the_part_of_the_message_that_says_it(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        scene, priya = await beside(desk, news)
        scene.side.moves.keep(About.JOY)
        await until(lambda: open_dialog(QuoteSheet))
        sheet = open_dialog(QuoteSheet)
        assert sheet is not None
        assert sheet.words.toPlainText() == WORDS  # the message that is current in the story
        sheet.accept()
        assert "few words" in sheet.problem.words
        sheet.text.setText("A dry parcel")
        sheet.words.setPlainText("I hate boxes")
        sheet.accept()
        assert "not in the message" in sheet.problem.words
        sheet.search.edit.setText("burr yourself")
        assert sheet.list.count() == 1
        sheet.words.setPlainText("swap the burr yourself")
        sheet.accept()
        await until(lambda: scene.undos)
        fact = (await scene.known(priya)).one(About.JOY)
        assert fact
        assert (fact.text, fact.quote) == ("A dry parcel", "swap the burr yourself")
        await until(lambda: scene.side.moves.row_of(f"Joy {fact.id}"))
        await scene.undos[-1].back()
        assert (await scene.known(priya)).one(About.JOY) is None

    run(scenario())


def test_what_moves_people_is_switched_on_by_one_click(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        scene = Beside(desk, news)
        await scene.open(priya, 10)
        await until(lambda: scene.side.moves.count())
        assert not (await scene.known(priya)).care
        [on] = [b for b in scene.side.moves.findChildren(Button) if b.text() == "Switch on"]
        on.click()
        await until(lambda: scene.undos and scene.side.moves.profile.known.care)
        await scene.undos[-1].back()
        await until(lambda: not scene.side.moves.profile.known.care)

    run(scenario())


def test_a_message_is_marked_as_a_hurt_and_stays_above(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        scene, priya = await beside(desk, news)
        scene.press(KEY.Key_M, SHIFT)
        await until(lambda: open_dialog(Choices))
        scene.press(KEY.Key_2)
        await until(lambda: scene.side.moments.isVisible())
        [moment] = (await scene.known(priya)).moments
        assert (moment.kind, moment.quote) == (Moment.HURT, WORDS)
        late = Page((said(PRIYA, "late", 0.01, "Later words"),))
        await desk.store.write(messages.save, 1, late, "new")
        await until(lambda: scene.side.contact.profile.person.received == 6)
        assert scene.side.moments.isVisible()
        await scene.undos[-1].back()
        await until(lambda: scene.side.moments.isHidden())

    run(scenario())


def test_a_date_is_added_and_says_when_it_comes(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        scene, priya = await beside(desk, news)
        scene.press(KEY.Key_D, SHIFT)
        form = scene.side.findChild(DateForm)
        assert form.name.text() == "Birthday"
        form.day.setText("soon")
        QTest.keyClick(form.day, KEY.Key_Return)
        await until(lambda: form.problem.isVisible())
        form.day.setText("14 March 1990")
        form.quote.setChecked(True)
        QTest.keyClick(form.day, KEY.Key_Return)
        await until(lambda: scene.undos)
        [date] = (await scene.known(priya)).dates
        assert (date.day, date.month, date.year, date.quote) == (14, 3, 1990, WORDS)
        await until(lambda: not scene.side.findChildren(DateForm))
        scene.side.dates.edit(date.id)
        form = scene.side.findChild(DateForm)
        QTest.keyClick(form.day, KEY.Key_Escape)
        assert scene.page.currentWidget() is scene.page.person
        await until(lambda: not scene.side.findChildren(DateForm))
        await scene.undos[-1].back()
        assert (await scene.known(priya)).dates == ()

    run(scenario())


def test_fields_are_added_filled_and_moved_by_keys(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        scene, priya = await beside(desk, news)
        for name in ("City", "Shoe size"):
            scene.page.person.river.setFocus()
            scene.press(KEY.Key_F, SHIFT)
            await scene.type(name)
            await until(lambda name=name: scene.side.fields.row_of(name))  # type: ignore[misc]
        scene.side.fields.row_of("City").edit()
        await scene.type("Porto")
        await until(lambda: scene.side.fields.row_of("City").value == "Porto")
        scene.side.fields.row_of("City").line.setFocus()
        scene.press(KEY.Key_Down, ALT)
        await until(lambda: scene.side.fields.profile.known.fields[0].name == "Shoe size")
        await until(lambda: focused() == "line:City")
        assert (await scene.known(priya)).values[0].text == "Porto"

    run(scenario())


def test_every_count_of_said_and_did_opens_its_records(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        scene, _ = await beside(desk, news)
        scene.press(KEY.Key_S)
        lanes: Any = QApplication.focusWidget()
        assert isinstance(lanes, Lanes)
        scene.press(KEY.Key_Left)
        assert "February 2026, said" in lanes.accessibleName()
        scene.press(KEY.Key_Down)
        assert "did: 14 boosts" in lanes.accessibleName()
        scene.press(KEY.Key_Return)
        await until(lambda: open_dialog(RecordsSheet))
        sheet = open_dialog(RecordsSheet)
        assert sheet is not None
        assert sheet.list.count() == 14
        sheet.accept()
        await until(lambda: scene.going.went)
        [(what, conversation)] = scene.going.went
        assert what == "conversation"
        message = await desk.store.read(messages.by_remote, 1, "4")
        assert message
        assert conversation == message.conversation_id

    run(scenario())


@pytest.mark.parametrize(("name", "scale"), [("light", 1.0), ("dark", 1.5), ("contrast", 2.0)])
def test_any_words_fit_beside_the_story(
    run: Run[Any],
    desk: Desk,
    news: News,
    qapp: QApplication,
    tmp_path: Path,
    name: str,
    scale: float,
) -> None:
    long = "Wort" * 120 + " עברית 田中 ☕️👩‍👩‍👧 <b>x</b>"

    async def scenario() -> None:
        theme.use(qapp, name, scale)
        scene, priya = await beside(desk, news)
        message = await desk.store.read(messages.by_remote, 1, "6")
        assert message
        for about in (About.PRONOUNS, About.ALONE, About.PRIVATE):
            await known.tell(desk, priya, about, long)
        for about in (About.SITUATION, About.PASSION, About.FEAR, About.JOY):
            await known.tell(desk, priya, about, long, quote=WORDS, message_id=message.id)
        await known.mark(desk, message, Moment.JOY)
        await noting.add(desk, priya, long, f"{NOW.day}.{NOW.month}.", message_id=message.id)
        field, _ = await fields.define(desk, long)
        await fields.fill(desk, priya, field, long)
        await tags.label(desk, priya, long)
        await until(lambda: scene.side.who.findChildren(LabelChip))
        if scene.page.person.side_pane.isHidden():
            scene.press(KEY.Key_I)
        assert scene.side.isVisible()
        for height in (740, 3000):
            scene.page.resize(1068, height)
            QApplication.sendPostedEvents()
            assert problems(scene.page) == []
        assert shoot(scene.page, f"side-{name}-{scale}", tmp_path) > 20

    run(scenario())


def test_hostile_words_are_words(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        scene, priya = await beside(desk, news)
        await known.tell(desk, priya, About.PRONOUNS, HOSTILE.name)
        await until(lambda: "<b>Bo</b>" in shown(scene, "Pronouns"))
        assert "\u202e" not in shown(scene, "Pronouns")
        assert scene.page.person.head.pronouns.textFormat() == Qt.TextFormat.PlainText

    run(scenario())


def test_where_there_is_room_for_one_i_shows_what_we_know_in_the_place_of_the_story(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        scene, _ = await beside(desk, news)
        scene.page.resize(700, 600)
        person = scene.page.person
        assert not person.side_pane.isVisible()
        person.river.setFocus()
        scene.press(KEY.Key_I)
        assert person.side_pane.isVisible()
        assert not person.river.isVisible()
        scene.press(KEY.Key_I)
        assert person.river.isVisible()
        scene.press(KEY.Key_E)  # what is typed must be in sight
        assert person.side_pane.isVisible()
        await scene.type("they/them")
        await until(lambda: shown(scene, "Pronouns") == "they/them")

    run(scenario())
