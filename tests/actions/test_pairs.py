"""Pairs come from what is in the store; noting, passing over and the words of every step."""

from typing import Any

import pytest

from cm_desk.actions import introductions as introducing
from cm_desk.actions import known, pairs
from cm_desk.domain.known import About
from cm_desk.domain.model import Author
from cm_desk.errors import BadInput
from cm_desk.store import acts, contacts, introductions, labels
from cm_desk.store.acts import CONFIRMED, Act
from tests.actions.test_introductions import the
from tests.conftest import Run
from tests.place import Place, conversation
from tests.village import ADA

BO = Author("bo@far.example", "@bo@far.example", "Bo Lindgren")


async def asked_and_helped(place: Place) -> tuple[int, int]:
    """Bo asked about repairs; Ada has helped with them. They never met."""
    place.village.write("I sharpen burrs by hand.", ADA, "a")
    place.village.write("Who could teach me to sharpen burrs?", BO, "b")
    await conversation(place)
    [[bo_talk], [ada_said, ada_at]] = await place.desk.store.read(
        lambda db: [
            db.execute("select conversation_id from messages where text like 'Who%'").fetchone(),
            db.execute("select id, sent_ms from messages where text like 'I sh%'").fetchone(),
        ]
    )
    del ada_at
    label = await place.desk.store.write(labels.ensure, "Repairs", "#0B6B66")
    await place.desk.store.write(labels.assign, bo_talk, label.id)
    [ada] = await place.desk.store.read(contacts.find, "ada")
    [bo] = await place.desk.store.read(contacts.find, "bo")
    act = Act(
        *(0, ada.id, "answers", "Repairs", ada_said, "I sharpen burrs by hand."),
        *(place.clock(), CONFIRMED),
    )
    await place.desk.store.write(acts.add, act)
    return bo.id, ada.id


def test_a_question_meets_its_helper_and_becomes_an_idea(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        bo, ada = await asked_and_helped(place)
        [one] = await pairs.proposed(place.desk)
        assert (one.first, one.second) == ("Bo Lindgren", "Ada Vogel")
        assert one.pair.first.quote == "Who could teach me to sharpen burrs?"
        id, undo = await pairs.take(place.desk, one.pair)
        idea = await the(place, id)
        assert (idea.contact_id, idea.other_id, idea.circle) == (bo, ada, "Repairs")
        assert await pairs.proposed(place.desk) == []
        await undo.back()
        assert len(await pairs.proposed(place.desk)) == 1
        assert place.village.posts == []

    run(scenario())


def test_who_wrote_in_one_conversation_has_met(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        await asked_and_helped(place)
        place.village.write("I do, Bo.", ADA, "b")
        await conversation(place)
        assert await pairs.proposed(place.desk) == []

    run(scenario())


def test_a_pair_that_was_passed_over_stays_away_and_who_is_left_alone_is_not_in_one(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        bo, _ = await asked_and_helped(place)
        [one] = await pairs.proposed(place.desk)
        undo = await pairs.pass_over(place.desk, one.pair)
        assert await pairs.proposed(place.desk) == []
        await undo.back()
        await known.tell(place.desk, bo, About.ALONE)
        assert await pairs.proposed(place.desk) == []

    run(scenario())


def test_the_words_of_every_step_go_the_right_way_and_name_nobody_too_early(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        await asked_and_helped(place)
        [one] = await pairs.proposed(place.desk)
        id, _ = await pairs.take(place.desk, one.pair)
        for name, other in (("Bo", "Ada"), ("Ada", "Bo")):
            draft = await pairs.words(place.desk, await the(place, id))
            assert draft.text.startswith(f"Hello {name}, you wrote: “")
            assert other not in draft.text
            await introducing.ask(place.desk, await the(place, id), draft, 0)
            await introducing.answered(place.desk, await the(place, id), yes=True)
        tell = await pairs.words(place.desk, await the(place, id))
        assert "this is Ada Vogel (@ada@far.example)" in tell.text
        await introducing.introduce(place.desk, await the(place, id), tell, 0)
        also = await pairs.words(place.desk, await the(place, id), second=True)
        assert "this is Bo Lindgren (@bo@far.example)" in also.text

    run(scenario())


def test_an_idea_that_is_taken_away_comes_back_as_it_stood(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        await asked_and_helped(place)
        [one] = await pairs.proposed(place.desk)
        id, _ = await pairs.take(place.desk, one.pair)
        draft = await pairs.words(place.desk, await the(place, id))
        await introducing.ask(place.desk, await the(place, id), draft, 0)
        stood = await the(place, id)
        undo = await introducing.remove(place.desk, stood)
        assert await place.desk.store.read(introductions.all) == []
        await undo.back()
        [back] = await place.desk.store.read(introductions.all)
        assert (back.course, back.why) == (stood.course, stood.why)
        with pytest.raises(BadInput, match="Nobody is to be asked"):
            await introducing.ask(place.desk, back, draft)

    run(scenario())
