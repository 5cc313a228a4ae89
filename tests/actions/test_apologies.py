"""An apology: sorry now, the steps with their proof, and word of each."""

from dataclasses import replace
from typing import Any

import pytest

from cm_desk.actions import apologies as saying
from cm_desk.actions import gestures as giving
from cm_desk.actions import reply
from cm_desk.actions.outbox import post_due
from cm_desk.errors import BadInput
from cm_desk.store import apologies, contacts, gestures, messages
from cm_desk.store.apologies import Apology, Step
from cm_desk.store.gestures import Gesture
from tests.conftest import Run
from tests.place import Place, conversation, draft


async def begun(place: Place) -> tuple[int, Apology]:
    """(the conversation in which Ada was let down, an apology for it)."""
    place.village.write("The lid cracked on day three")
    talk = await conversation(place)
    [ada] = await place.desk.store.read(contacts.find, "ada")
    [said] = (await place.desk.store.read(messages.thread, talk)).items
    id, _ = await saying.begin(place.desk, ada.id, said.text, said.id)
    return talk, await the(place, id)


async def the(place: Place, id: int) -> Apology:
    found = await place.desk.store.read(apologies.get, id)
    assert found
    return found


async def steps(place: Place, apology: Apology) -> list[Step]:
    return await place.desk.store.read(apologies.steps, apology.id)


def gesture(apology: Apology) -> Gesture:
    return Gesture(0, apology.contact_id, "apology", apology.opened_at, why=apology.quote)


def worded(apology: Apology) -> Apology:
    return replace(
        apology,
        happened="The lid cracked and the box stood in the rain.",
        ours="We packed it badly.",
        meant="No grinder for the party.",
        plain=True,
    )


def test_an_apology_is_told_in_parts_and_closed_when_all_of_it_happened(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        desk, (talk, apology) = place.desk, await begun(place)
        assert await desk.store.read(apologies.owed) == {apology.contact_id}
        await saying.word(desk, worded(apology))
        apology = await the(place, apology.id)
        missing = ("a step done, with proof", "they were told")
        assert saying.lacks(apology, await steps(place, apology)) == missing
        with pytest.raises(BadInput, match="a step done, with proof; they were told"):
            await saying.close(desk, apology)

        await saying.say(desk, apology, draft(place, talk, "We packed it badly. Sorry."),
                         gesture(apology), 0)  # fmt: skip
        assert (await the(place, apology.id)).sorry_at is None
        await post_due(desk, place.account)
        assert (await the(place, apology.id)).sorry_at

        await saying.keep_step(desk, Step(0, apology.id, "Boxes with a lid", "Jonas"))
        [step] = await steps(place, apology)
        with pytest.raises(BadInput, match="proof"):
            await saying.keep_step(desk, replace(step, done_at=place.clock()))
        done = replace(
            step, done_at=place.clock(), proof_kind="link", proof="https://tidewell.example/box"
        )
        await saying.keep_step(desk, done)
        with pytest.raises(BadInput, match="nothing to show"):
            await saying.tell(desk, done, draft(place, talk), gesture(apology))
        await saying.saw_proof(desk, done)
        [step] = await steps(place, apology)
        told = draft(place, talk, "Done: https://tidewell.example/box")
        await saying.tell(desk, step, told, gesture(apology), 0)
        assert saying.lacks(apology, await steps(place, apology)) == ("they were told",)
        await post_due(desk, place.account)
        assert len(place.village.posts) == 2

        undo = await saying.close(desk, await the(place, apology.id))
        assert await desk.store.read(apologies.unclosed) == []
        assert await desk.store.read(apologies.owed) == frozenset()
        await undo.back()
        assert len(await desk.store.read(apologies.unclosed)) == 1

    run(scenario())


def test_what_is_taken_back_was_never_said(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk, (talk, apology) = place.desk, await begun(place)
        sending = await saying.say(desk, apology, draft(place, talk), gesture(apology))
        assert (await the(place, apology.id)).sorry_id
        await sending.undo.back()
        assert (await the(place, apology.id)).sorry_id is None
        assert await desk.store.read(gestures.of, apology.contact_id) == []
        assert place.village.posts == []

    run(scenario())


def test_their_own_word_settles_it_and_a_second_failure_opens_it_again(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        desk, (_, apology) = place.desk, await begun(place)
        await saying.close(desk, apology, "It’s fine, really")
        closed = await the(place, apology.id)
        assert (closed.word, closed.closed_at) == ("It’s fine, really", place.clock())
        undo = await saying.reopen(desk, closed)
        assert (await the(place, apology.id)).closed_at is None
        await undo.back()
        assert await the(place, apology.id) == closed

    run(scenario())


def test_every_change_has_its_way_back(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk, (_, apology) = place.desk, await begun(place)
        word = await saying.word(desk, worded(apology))
        await word.back()
        assert await the(place, apology.id) == apology
        added = await saying.keep_step(desk, Step(0, apology.id, "A new box"))
        [step] = await steps(place, apology)
        changed = await saying.keep_step(desk, replace(step, owner="Tomás"))
        await changed.back()
        assert await steps(place, apology) == [step]
        removed = await saying.remove_step(desk, step)
        await removed.back()
        assert await steps(place, apology) == [step]
        await added.back()
        assert await steps(place, apology) == []
        with pytest.raises(BadInput, match="what they said"):
            await saying.begin(desk, apology.contact_id, " ")
        with pytest.raises(BadInput, match="needs words"):
            await saying.keep_step(desk, Step(0, apology.id, " "))

    run(scenario())


def test_an_apology_from_anywhere_says_sorry_in_the_open_one(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk, (talk, apology) = place.desk, await begun(place)
        sending = await reply.send(desk, draft(place, talk), 5, gesture(apology))
        assert (await the(place, apology.id)).sorry_id
        await sending.undo.back()
        assert (await the(place, apology.id)).sorry_id is None
        undo = await giving.give(
            desk, apology.contact_id, "apology", why="It cracked", note="A call"
        )
        assert (await the(place, apology.id)).sorry_at
        await undo.back()
        assert (await the(place, apology.id)).sorry_id is None

    run(scenario())


def test_what_they_know_already_is_told(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk, (_, apology) = place.desk, await begun(place)
        await saying.keep_step(desk, Step(0, apology.id, "Boxes with a lid"))
        [step] = await steps(place, apology)
        with pytest.raises(BadInput, match="nothing to show"):
            await saying.told_by_hand(desk, apology, step, "A call")
        now = place.clock()
        await saying.keep_step(
            desk, replace(step, done_at=now, proof_kind="message", proof="1", seen_at=now)
        )
        [step] = await steps(place, apology)
        with pytest.raises(BadInput, match="How did they"):
            await saying.told_by_hand(desk, apology, step, " ")
        undo = await saying.told_by_hand(desk, apology, step, "A call")
        assert (await steps(place, apology))[0].told_at == now
        await undo.back()
        assert (await steps(place, apology))[0].told_id is None

    run(scenario())


def test_the_open_one_is_found_before_another_is_begun(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk, (_, apology) = place.desk, await begun(place)
        assert await saying.open_or_begin(desk, apology.contact_id) == (apology.id, None)
        await saying.close(desk, apology, "It’s fine")
        id, undo = await saying.open_or_begin(desk, apology.contact_id)
        assert (await the(place, id)).quote == apology.quote  # what they said last
        assert undo
        await undo.back()
        assert await desk.store.read(apologies.unclosed) == []
        assert await saying.owed_to(desk, apology.contact_id) is None

    run(scenario())
