"""Nobody is impersonated: a text leaves in a voice only as that voice released it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cm_desk.actions import letters, reply
from cm_desk.actions import voices as lending
from cm_desk.actions.outbox import post_due
from cm_desk.domain.known import Moment
from cm_desk.errors import BadInput
from cm_desk.store import contacts, gestures, messages, moments, outbox, requests, voices
from cm_desk.store.gestures import Gesture
from cm_desk.store.requests import Request
from cm_desk.store.voices import Voice
from tests.conftest import Run
from tests.place import Place, conversation, draft

WORDS = "Ada, that review made our week. Ines"


async def the_voice(place: Place) -> Voice:
    await lending.save(place.desk, Voice(0, "Ines Carvalho", "Founder", topics="repairs, taste"))
    [voice] = await place.desk.store.read(voices.all)
    return voice


async def asked(place: Place, voice: Voice) -> tuple[int, Request]:
    """(the conversation with Ada, what Ines is asked about it)."""
    place.village.write("I reviewed your grinder")
    talk = await conversation(place)
    [ada] = await place.desk.store.read(contacts.find, "ada")
    id, _ = await lending.ask(
        place.desk, voice.id, ada.id, "thank-you", "I reviewed your grinder", WORDS
    )
    found = await place.desk.store.read(requests.get, id)
    assert found
    return talk, found


def gesture(place: Place, voice: Voice, request: Request) -> Gesture:
    return Gesture(
        *(0, request.contact_id, "thank-you", place.clock(), voice.signature),
        voice_id=voice.id,
    )


def test_nothing_leaves_in_a_voice_that_did_not_release_every_letter_of_it(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        desk, voice = place.desk, await the_voice(place)
        talk, request = await asked(place, voice)
        given = gesture(place, voice, request)
        with pytest.raises(BadInput, match="has not released"):
            await reply.send(desk, draft(place, talk, WORDS), 0, given)
        await lending.release(desk, request, WORDS, "Yes, gladly")
        with pytest.raises(BadInput, match="every letter"):
            await reply.send(desk, draft(place, talk, WORDS + "!"), 0, given)
        assert await desk.store.read(outbox.page) == []
        sending = await reply.send(desk, draft(place, talk, WORDS), 5, given)
        with pytest.raises(BadInput):  # released for one message
            await reply.send(desk, draft(place, talk, WORDS), 0, given)
        await sending.undo.back()
        await reply.send(desk, draft(place, talk, WORDS), 0, given)
        await post_due(desk, place.account)
        assert len(place.village.posts) == 1
        [kept] = await desk.store.read(gestures.of, request.contact_id)
        assert (kept.voice, kept.voice_id, kept.is_leaving) == (voice.signature, voice.id, False)

    run(scenario())


def test_a_voice_is_not_asked_again_within_its_days(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk, voice = place.desk, await the_voice(place)
        _, request = await asked(place, voice)
        with pytest.raises(BadInput, match="asked lately"):
            await lending.ask(desk, voice.id, request.contact_id, "gift", "again", "again")
        place.clock.now += timedelta(days=7)
        _, undo = await lending.ask(desk, voice.id, request.contact_id, "gift", "again", "again")
        await undo.back()
        assert len(await desk.store.read(requests.of_voice, voice.id)) == 1
        await lending.retire(desk, voice)
        with pytest.raises(BadInput, match="not lent"):
            await lending.ask(desk, voice.id, request.contact_id, "gift", "again", "again")

    run(scenario())


def test_the_page_they_are_shown_holds_the_quote_and_the_draft_and_no_private_note(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        desk, voice = place.desk, await the_voice(place)
        _, request = await asked(place, voice)
        text = await letters.page(desk, request)
        assert "“I reviewed your grinder”" in text
        assert WORDS in text
        assert "with us since March 2026" in text

    run(scenario())


def test_an_answer_can_be_taken_back_and_a_no_is_one(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk, voice = place.desk, await the_voice(place)
        _, request = await asked(place, voice)
        read = desk.store.read
        undo = await lending.release(desk, request, WORDS, "Yes")
        assert await read(requests.pending) == []
        released = await read(requests.get, request.id)
        assert released
        assert released.digest == requests.digest(WORDS)
        await undo.back()
        assert await read(requests.pending) == [request]
        await lending.decline(desk, request, "Not now")
        assert [each.state for each in await read(requests.of, request.contact_id)] == ["declined"]
        with pytest.raises(BadInput, match="their answer"):
            await lending.release(desk, request, WORDS, " ")

    run(scenario())


def test_who_never_wrote_to_somebody_comes_first(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk, ines = place.desk, await the_voice(place)
        _, request = await asked(place, ines)
        await lending.save(desk, Voice(0, "Tomás Ruiz", "Repair bench", topics="repairs"))
        await desk.store.write(gestures.add, gesture(place, ines, request))
        found = await lending.for_person(desk, request.contact_id, ["Repairs"])
        assert found[0].because == ("never wrote to them before", "knows about repairs")
        assert found[1].voice_id == ines.id
        assert found[1].rests_until

    run(scenario())


def test_a_voice_is_checked_and_every_change_has_its_way_back(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk, voice = place.desk, await the_voice(place)
        for odd in (replace(voice, name=" "), replace(voice, every_days=0)):
            with pytest.raises(BadInput):
                await lending.save(desk, odd)
        undo = await lending.save(desk, replace(voice, role="CEO"))
        await undo.back()
        assert await desk.store.read(voices.all) == [voice]
        undo = await lending.retire(desk, voice)
        assert await desk.store.read(voices.all) == []
        await undo.back()
        assert await desk.store.read(voices.all) == [voice]

    run(scenario())


def test_a_moment_deserves_a_voice_until_one_turned_to_them(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk, voice = place.desk, await the_voice(place)
        place.village.write("The lid cracked, and it is his birthday on Friday")
        await conversation(place)
        [ada] = await desk.store.read(contacts.find, "ada")
        [said] = (await desk.store.read(messages.thread, 1)).items
        assert await lending.deserving(desk, ada.id) == ()
        await desk.store.write(moments.mark, said.id, Moment.HURT, place.clock())
        [found] = await lending.deserving(desk, ada.id)
        assert found.because == "a day that mattered to them was spoilt"
        assert found.quotes == ((said.id, said.text),)
        id, _ = await lending.ask(desk, voice.id, ada.id, "apology", said.text, WORDS, said.id)
        assert await lending.deserving(desk, ada.id) == ()
        asked_ = await desk.store.read(requests.get, id)
        assert asked_
        undo = await lending.take_back(desk, asked_)
        assert len(await lending.deserving(desk, ada.id)) == 1
        await undo.back()
        assert await desk.store.read(requests.pending) == [asked_]

    run(scenario())


def test_a_draft_that_waits_for_a_voice_leaves_as_released_or_not_at_all(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        desk, voice = place.desk, await the_voice(place)
        talk, request = await asked(place, voice)
        waiting = replace(draft(place, talk, WORDS), request_id=request.id)
        with pytest.raises(BadInput, match="has not released"):
            await reply.send(desk, waiting, 0)
        await lending.release(desk, request, WORDS, "Yes")
        sending = await reply.send(desk, waiting, 5)
        await place.reopen()  # the program ends before it has left
        desk = place.desk
        [leaving] = await desk.store.read(gestures.of, request.contact_id)
        assert (leaving.voice, leaving.kind, leaving.why) == (
            voice.signature, "thank-you", "I reviewed your grinder",
        )  # fmt: skip
        back = await reply.take_back(
            desk, sending.outbox_id
        )  # as after a crash, from the row alone
        assert (back.text, back.request_id) == (WORDS, request.id)
        assert await desk.store.read(gestures.of, request.contact_id) == []
        await reply.send(desk, back, 0)
        await post_due(desk, place.account)
        [given] = await desk.store.read(gestures.of, request.contact_id)
        signed = (await desk.store.read(requests.signed, [given.id]))[given.id]
        assert signed.words == "first time from Ines Carvalho, Founder"
        assert (signed.released_at, signed.digest) == (place.clock(), requests.digest(WORDS))
        assert [f.because for f in await lending.for_person(desk, request.contact_id)] == [()]
        assert await lending.leaders(desk, place.clock() - timedelta(days=1)) == (0, 1)

        place.clock.now += timedelta(days=8)
        once_more = (
            voice.id,
            request.contact_id,
            "gift",
            "I reviewed your grinder",
            "A card. Ines",
        )
        id, _ = await lending.ask(desk, *once_more)
        again = await desk.store.read(requests.get, id)
        assert again
        await lending.release(desk, again, "A card. Ines", "Yes")
        await reply.send(desk, replace(draft(place, talk, "A card. Ines"), request_id=id), 0)
        await post_due(desk, place.account)
        [second, _] = await desk.store.read(gestures.of, request.contact_id)
        signed = (await desk.store.read(requests.signed, [second.id]))[second.id]
        assert signed.words == "from Ines Carvalho, Founder"  # "first time" is said once

    run(scenario())


def test_a_name_of_the_roster_is_a_voice_however_it_was_written(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        desk, voice = place.desk, await the_voice(place)
        talk, request = await asked(place, voice)
        for written in ("Ines Carvalho", " ines carvalho, founder "):
            given = replace(gesture(place, voice, request), voice=written, voice_id=None)
            with pytest.raises(BadInput, match="has not released"):
                await reply.send(desk, draft(place, talk, WORDS), 0, given)
        ours = replace(given, voice="Mara Lindqvist")
        await reply.send(desk, draft(place, talk, WORDS), 0, ours)

    run(scenario())
