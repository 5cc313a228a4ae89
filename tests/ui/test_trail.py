"""From a story to a conversation and back, and on to other pages and back."""

from typing import Any

from cm_desk.store import messages
from cm_desk.ui.conductor import Conductor
from cm_desk.ui.contact.page import PeoplePage
from cm_desk.ui.tour import best_known
from cm_desk.ui.trail import LONGEST, Step, Trail
from tests.conftest import Run
from tests.ui.whole import K, Open, inbox, patiently, press


def people(it: Conductor) -> PeoplePage:
    page = it.page("people")
    assert isinstance(page, PeoplePage)
    return page


async def at_story(it: Conductor) -> PeoplePage:
    """The story of whom the demo knows best, some way down."""
    it.open_person(await best_known(it.desk))
    page = people(it)
    await patiently(lambda: page.person.river.current_entry() and page.person.river.hasFocus())
    await patiently(lambda: page.person.head.name.words and page.person.side.promises.count())
    for _ in range(9):
        press(K.Key_J)
    while not page.person.river.current_message():
        press(K.Key_J)
    return page


def place_of(page: PeoplePage) -> tuple[object, ...]:
    river = page.person.river
    top = river.visualRect(river.currentIndex()).top()
    return river.current_entry(), top, river.verticalScrollBar().value()


def test_a_message_leads_to_its_conversation_and_u_back_to_the_same_place(
    run: Run[Any], opened: Open
) -> None:
    async def scenario() -> None:
        it = await opened()
        page = await at_story(it)
        before, message = place_of(page), page.person.river.current_message()
        assert message
        here = inbox(it)
        for key in (K.Key_U, K.Key_Escape):
            press(K.Key_O)
            await patiently(lambda: here.conversation.id == message.conversation_id)
            await patiently(lambda: here.conversation.talk.hasFocus())
            item = here.conversation.talk.current()
            assert item
            assert item.key == f"message {message.id}"
            back = here.conversation.header.back
            assert back.isVisible()
            assert back.accessibleName() == f"Back to the story of {message.who} (U)"
            press(key)
            await patiently(page.person.river.hasFocus)
            assert it.window.stack.currentWidget() is page
            assert place_of(page) == before
        assert not inbox(it).conversation.header.back.isVisible()

    run(scenario())


def test_each_step_of_a_longer_way_is_taken_back(run: Run[Any], opened: Open) -> None:
    async def scenario() -> None:
        it = await opened()
        first = inbox(it).conversation.id
        page = await at_story(it)
        it.trail.forget()
        press(K.Key_O)
        await patiently(lambda: inbox(it).conversation.talk.hasFocus())
        opened_, shown = inbox(it).conversation.id, page.person.contact_id
        assert opened_ != first
        other = await other_person(it, shown)
        it.open_person(other)
        await patiently(lambda: page.person.contact_id == other)
        assert it.back()
        assert it.window.stack.currentWidget() is inbox(it)
        assert inbox(it).conversation.id == opened_
        assert it.back()
        assert page.person.contact_id == shown
        assert not it.back()

    run(scenario())


async def other_person(it: Conductor, contact_id: int | None) -> int:
    for remote in ("ben-swap.1", "yuki-blades.1"):
        found = await it.desk.store.read(messages.by_remote, 2, remote)
        if found and found.contact_id and found.contact_id != contact_id:
            return found.contact_id
    raise LookupError("the demo has nobody else")


def test_the_list_of_people_and_another_conversation_are_no_steps_too_many(
    run: Run[Any], opened: Open
) -> None:
    async def scenario() -> None:
        it = await opened()
        rows = inbox(it).list.rows.rows
        it.open_conversation(rows[3].id)
        it.open_conversation(rows[5].id)
        assert not it.back()
        it.go("people")
        it.open_person(await best_known(it.desk))
        page = people(it)
        await patiently(page.person.river.hasFocus)
        press(K.Key_U)
        assert page.currentWidget() is page.people
        assert not it.back()

    run(scenario())


def test_going_on_by_the_list_or_the_rail_ends_the_way_back(run: Run[Any], opened: Open) -> None:
    async def scenario() -> None:
        it = await opened()
        page = await at_story(it)
        press(K.Key_O)
        await patiently(lambda: inbox(it).conversation.talk.hasFocus())
        press(K.Key_J)
        await patiently(lambda: not inbox(it).conversation.header.back.isVisible())
        press(K.Key_U)
        assert inbox(it).list.hasFocus()
        it.go("people")
        assert page.currentWidget() is page.people
        assert not it.back()

    run(scenario())


def test_a_trail_is_no_longer_than_its_end() -> None:
    told: list[str] = []
    trail = Trail(told.append)
    for n in range(LONGEST + 5):
        trail.leave(Step(str(n), lambda: None))
    assert [trail.back() for _ in range(LONGEST + 1)] == [True] * LONGEST + [False]
    assert told[-1] == ""
