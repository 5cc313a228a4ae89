"""Two customers are introduced when both said yes, and neither hears the other's name before."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cm_desk.actions import introductions as introducing
from cm_desk.actions.outbox import post_due
from cm_desk.domain.introductions import Course, Stage
from cm_desk.domain.model import Author
from cm_desk.domain.views import View
from cm_desk.errors import BadInput
from cm_desk.store import contacts, conversations, gestures, introductions, outbox, river
from cm_desk.store.introductions import Introduction
from tests.conftest import Run
from tests.place import Place, conversation, draft
from tests.village import ADA

BO = Author("bo@far.example", "@bo@far.example", "Bo Lindgren")


async def idea(place: Place) -> tuple[int, int, Introduction]:
    """(the conversation with Ada, that with Bo, the idea to introduce them)."""
    place.village.write("I sharpen burrs by hand", who=ADA, thread="a")
    place.village.write("Who could teach me to sharpen burrs?", who=BO, thread="b")
    await conversation(place)
    people = {}
    for name in ("ada", "bo"):
        [found] = await place.desk.store.read(contacts.find, name)
        people[name] = found.id
    talks = {each.who: each.id for each in await rows(place)}
    id, _ = await introducing.think_of(
        *(place.desk, people["ada"], people["bo"], "repairs"),
        *("I sharpen burrs by hand", "Who could teach me"),
    )
    return talks[ADA.name], talks[BO.name], await the(place, id)


async def rows(place: Place) -> tuple[conversations.InboxRow, ...]:
    return (await place.desk.store.read(conversations.page, View.ALL)).items


async def the(place: Place, id: int) -> Introduction:
    found = await place.desk.store.read(introductions.get, id)
    assert found
    return found


def test_both_are_asked_and_then_introduced(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk, (ada, bo, one) = place.desk, await idea(place)
        await introducing.ask(desk, one, draft(place, ada, "May I introduce somebody?"), 0)
        one = await the(place, one.id)
        assert (one.course.stage, one.asked_id) == (Stage.ASKED_FIRST, 0)
        await introducing.answered(desk, one, yes=True)
        one = await the(place, one.id)
        assert one.asked_id == one.other_id
        await introducing.ask(desk, one, draft(place, bo, "May I introduce somebody?"), 0)
        await introducing.answered(desk, await the(place, one.id), yes=True)
        one = await the(place, one.id)
        assert one.course.may_name
        await introducing.introduce(desk, one, draft(place, ada, "Meet Bo."), 0)
        assert (await the(place, one.id)).course.stage is Stage.INTRODUCED
        for _ in range(3):
            await post_due(desk, place.account)
        assert len(place.village.posts) == 3
        given = await desk.store.read(gestures.of, one.contact_id)
        assert [each.kind for each in given] == ["introduction", "introduction"]

    run(scenario())


def test_no_draft_names_the_other_before_both_said_yes(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk, (ada, _, one) = place.desk, await idea(place)
        for text in (f"Do you know {BO.name}?", f"Ask {BO.handle}"):
            with pytest.raises(BadInput, match="has not said yes"):
                await introducing.ask(desk, one, draft(place, ada, text))
        with pytest.raises(BadInput, match="Both must say yes"):
            await introducing.introduce(desk, one, draft(place, ada, "Meet Bo."))
        await introducing.ask(desk, one, draft(place, ada, "May I introduce somebody?"))
        waiting = await desk.store.read(outbox.page)
        assert [each for each in waiting if BO.name in each.outgoing.text] == []

    run(scenario())


def test_what_is_taken_back_was_never_asked(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk, (ada, _, one) = place.desk, await idea(place)
        sending = await introducing.ask(desk, one, draft(place, ada, "May I introduce somebody?"))
        await sending.undo.back()
        assert await the(place, one.id) == one
        assert await desk.store.read(gestures.of, one.contact_id) == []

    run(scenario())


def test_a_no_ends_it_and_can_be_taken_back(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk, (ada, _, one) = place.desk, await idea(place)
        await introducing.ask(desk, one, draft(place, ada, "May I introduce somebody?"), 0)
        asked = await the(place, one.id)
        undo = await introducing.answered(desk, asked, yes=False)
        ended = await the(place, one.id)
        assert ended.course.stage is Stage.FIRST_NO
        with pytest.raises(BadInput, match="Nobody is to be asked"):
            await introducing.ask(desk, ended, draft(place, ada, "And now?"))
        await undo.back()
        assert await the(place, one.id) == asked

    run(scenario())


def test_the_same_two_are_one_idea_from_either_side(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk, (_, _, one) = place.desk, await idea(place)
        id, _ = await introducing.think_of(
            desk, one.other_id, one.contact_id, "repairs", "their words", "other words"
        )
        assert id == one.id
        assert [i.id for i in await desk.store.read(introductions.of, one.other_id)] == [one.id]
        with pytest.raises(BadInput, match="themselves"):
            await introducing.think_of(desk, one.other_id, one.other_id, "", "a", "b")
        with pytest.raises(BadInput, match="words of both"):
            await introducing.think_of(desk, one.contact_id, one.other_id, "", "a", " ")

    run(scenario())


async def introduced(place: Place) -> tuple[int, Introduction]:
    """Both said yes, and the first was told; with the conversation with the second."""
    desk, (ada, bo, one) = place.desk, await idea(place)
    for talk in (ada, bo):
        await introducing.ask(desk, await the(place, one.id), draft(place, talk, "May I?"), 0)
        await introducing.answered(desk, await the(place, one.id), yes=True)
    await introducing.introduce(desk, await the(place, one.id), draft(place, ada, "Meet Bo."), 0)
    return bo, await the(place, one.id)


async def told(place: Place, id: int) -> list[tuple[str, str]]:
    story = await place.desk.store.read(river.page, id, {"introduction"})
    return [(each.turn, each.with_whom) for each in story.items]


def test_what_came_of_it_stands_in_both_stories(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk = place.desk
        _, one = await introduced(place)
        assert await told(place, one.contact_id) == [("met", BO.name)]
        assert await told(place, one.other_id) == [("met", ADA.name)]
        place.clock.now += timedelta(days=31)
        undo = await introducing.look_back(desk, one, "They sharpen together.", talking=True)
        assert await told(place, one.other_id) == [("outcome", ADA.name), ("met", ADA.name)]
        await undo.back()
        assert await told(place, one.contact_id) == [("met", BO.name)]

    run(scenario())


def test_before_both_said_yes_no_story_tells_of_it(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        ada, _, one = await idea(place)
        await introducing.ask(place.desk, one, draft(place, ada, "May I introduce somebody?"), 0)
        await introducing.answered(place.desk, await the(place, one.id), yes=False)
        assert await told(place, one.contact_id) == await told(place, one.other_id) == []

    run(scenario())


def test_the_other_one_is_told_too_but_not_before(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk = place.desk
        bo, one = await introduced(place)
        early = replace(one, course=Course(Stage.BOTH_YES))
        with pytest.raises(BadInput, match="The first must know"):
            await introducing.tell_other(desk, early, draft(place, bo, "Meet Ada."))
        await introducing.tell_other(desk, one, draft(place, bo, "Meet Ada."), 0)
        given = await desk.store.read(gestures.of, one.other_id)
        assert [each.kind for each in given] == ["introduction", "introduction"]

    run(scenario())
