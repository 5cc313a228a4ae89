"""What a person told us: with their own words where it must be, and each with its way back."""

from datetime import timedelta
from typing import Any

import pytest

from cm_desk.actions import dates, fields, known, merge, settings, tags
from cm_desk.domain.known import CARE, About, Moment
from cm_desk.errors import BadInput
from cm_desk.store import contacts, messages
from cm_desk.store import known as knowing
from cm_desk.store.known import CARE as CARE_ON
from cm_desk.store.known import Known
from cm_desk.store.messages import Message
from tests.conftest import Run
from tests.place import Place, conversation
from tests.village import ADA

WORDS = "I hope for rain, my garden\nis dying."


async def care(place: Place) -> None:
    await settings.choose(place.desk, CARE_ON, "1")


async def ada(place: Place, words: str = WORDS) -> tuple[int, Message]:
    await care(place)
    written = place.village.write(words)
    await conversation(place)
    [row] = await place.desk.store.read(contacts.find, "ada")
    said = await place.desk.store.read(messages.by_remote, place.account.id, written.remote_id)
    assert said
    return row.id, said


async def noted(place: Place, id: int) -> Known:
    return await place.desk.store.read(knowing.of, id)


def test_pronouns_and_zone_take_the_place_of_what_was_before(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        id, _ = await ada(place)
        await known.tell(place.desk, id, About.PRONOUNS, " she/her ")
        back = await known.tell(place.desk, id, About.PRONOUNS, "they/them")
        assert [f.text for f in (await noted(place, id)).all(About.PRONOUNS)] == ["they/them"]
        await back.back()
        assert [f.text for f in (await noted(place, id)).all(About.PRONOUNS)] == ["she/her"]
        await known.tell(place.desk, id, About.ZONE, "lisbon")
        [zone] = (await noted(place, id)).all(About.ZONE)
        assert zone.text == "Europe/Lisbon"
        with pytest.raises(BadInput, match="no time zone"):
            await known.reword(place.desk, zone, "Atlantis")
        gone = await known.reword(place.desk, zone, " ")
        assert (await noted(place, id)).one(About.ZONE) is None
        await gone.back()
        assert (await noted(place, id)).one(About.ZONE) == zone

    run(scenario())


@pytest.mark.parametrize("about", [About.SITUATION, *CARE])
def test_what_moves_somebody_is_kept_only_with_their_own_words(
    run: Run[Any], place: Place, about: About
) -> None:
    async def scenario() -> None:
        id, said = await ada(place)
        with pytest.raises(BadInput, match="own words are missing"):
            await known.tell(place.desk, id, about, "The garden")
        with pytest.raises(BadInput, match="not in the message"):
            await known.tell(
                place.desk, id, about, "Gardens", quote="I hate rain", message_id=said.id
            )
        with pytest.raises(BadInput, match="not here any more"):
            await known.tell(place.desk, id, about, "Gardens", quote="rain", message_id=1)
        assert (await noted(place, id)).facts == ()
        quote = "my garden is dying"
        await known.tell(place.desk, id, about, "The garden", quote=quote, message_id=said.id)
        [fact] = (await noted(place, id)).all(about)
        assert (fact.text, fact.quote, fact.message_id) == ("The garden", quote, said.id)

    run(scenario())


def test_words_of_somebody_else_are_no_evidence(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        id, said = await ada(place)
        place.village.write("hello", who=type(ADA)("bo@far.example", "@bo", "Bo"))
        await conversation(place)
        [bo] = await place.desk.store.read(contacts.find, "@bo")
        with pytest.raises(BadInput, match="not a message of theirs"):
            await known.tell(place.desk, bo.id, About.JOY, "Rain", quote="rain", message_id=said.id)
        await merge.merge(place.desk, bo.id, id)
        await known.tell(place.desk, bo.id, About.JOY, "Rain", quote="rain", message_id=said.id)
        assert (await noted(place, id)).one(About.JOY)

    run(scenario())


def test_a_person_may_have_several_joys_and_each_goes_alone(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        id, said = await ada(place)
        for text in ("Rain", "The garden"):
            await known.tell(place.desk, id, About.JOY, text, quote="garden", message_id=said.id)
        second, first = (await noted(place, id)).all(About.JOY)
        assert (first.text, second.text) == ("Rain", "The garden")
        back = await known.forget(place.desk, second)
        assert (await noted(place, id)).all(About.JOY) == (first,)
        await back.back()
        assert (await noted(place, id)).all(About.JOY) == (second, first)

    run(scenario())


def test_leaving_somebody_alone_has_a_since_and_a_why(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        id, _ = await ada(place)
        since = place.clock() - timedelta(days=9)
        await known.leave_alone(place.desk, id, "Asked for quiet", since)
        found = (await noted(place, id)).one(About.ALONE)
        assert found
        assert (found.text, found.at) == ("Asked for quiet", since)
        back = await known.clear(place.desk, id, About.ALONE)
        assert (await noted(place, id)).one(About.ALONE) is None
        await back.back()
        assert (await noted(place, id)).one(About.ALONE) == found

    run(scenario())


def test_a_message_is_one_moment_and_stays_pinned(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        id, said = await ada(place)
        await known.mark(place.desk, said, Moment.JOY)
        back = await known.mark(place.desk, said, Moment.HURT)
        [moment] = (await noted(place, id)).moments
        assert (moment.kind, moment.quote, moment.at) == (Moment.HURT, WORDS, said.sent_at)
        await back.back()
        [moment] = (await noted(place, id)).moments
        assert moment.kind is Moment.JOY
        gone = await known.unmark(place.desk, said.id)
        assert gone
        assert await known.unmark(place.desk, said.id) is None
        assert (await noted(place, id)).moments == ()
        await gone.back()
        assert (await noted(place, id)).moments == (moment,)

    run(scenario())


def test_a_date_can_be_added_changed_removed_and_each_taken_back(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        id, said = await ada(place)
        added = await dates.add(place.desk, id, "Birthday", "14 March 1990", message_id=said.id)
        [birthday] = (await noted(place, id)).dates
        assert (birthday.month, birthday.day, birthday.year) == (3, 14, 1990)
        assert (birthday.quote, birthday.message_id) == (WORDS, said.id)
        changed = await dates.edit(place.desk, birthday, "Birthday", "15 March", True)
        [other] = (await noted(place, id)).dates
        assert (other.day, other.year, other.quote) == (15, None, WORDS)
        await changed.back()
        assert (await noted(place, id)).dates == (birthday,)
        removed = await dates.remove(place.desk, birthday)
        assert (await noted(place, id)).dates == ()
        await removed.back()
        await added.back()
        assert (await noted(place, id)).dates == ()
        for name, day, yearly in (("", "14.3.", True), ("X", "soon", True), ("X", "14.3.", False)):
            with pytest.raises(BadInput):
                await dates.add(place.desk, id, name, day, yearly=yearly)

    run(scenario())


def test_fields_are_named_once_ordered_and_come_back_with_all_that_was_in_them(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        id, _ = await ada(place)
        city, _ = await fields.define(place.desk, "City")
        shoe, undo = await fields.define(place.desk, "Shoe size")
        with pytest.raises(BadInput, match="already"):
            await fields.define(place.desk, "city")
        await fields.fill(place.desk, id, city, "Porto")
        changed = await fields.fill(place.desk, id, city, "Braga")
        await changed.back()
        assert (await noted(place, id)).value(city) == "Porto"
        ordered = await fields.order(place.desk, [shoe.id, city.id])
        assert [f.name for f in (await noted(place, id)).fields] == ["Shoe size", "City"]
        await ordered.back()
        assert [f.name for f in (await noted(place, id)).fields] == ["City", "Shoe size"]
        named = await fields.rename(place.desk, city, "Town")
        assert [f.name for f in (await noted(place, id)).fields] == ["Town", "Shoe size"]
        with pytest.raises(BadInput, match="Another"):
            await fields.rename(place.desk, city, "shoe SIZE")
        await named.back()
        removed = await fields.remove(place.desk, city)
        assert (await noted(place, id)).values == ()
        await removed.back()
        [value] = (await noted(place, id)).values
        assert (value.field.name, value.text) == ("City", "Porto")
        cleared = await fields.fill(place.desk, id, value.field, " ")
        assert (await noted(place, id)).values == ()
        await cleared.back()
        await undo.back()
        assert [f.name for f in (await noted(place, id)).fields] == ["City"]

    run(scenario())


def test_labels_on_people_have_colours(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        id, _ = await ada(place)
        first = await tags.label(place.desk, id, "Maker", "accent")
        await tags.label(place.desk, id, "maker")
        [label] = (await noted(place, id)).labels
        assert (label.name, label.color) == ("Maker", "accent")
        painted = await tags.recolor(place.desk, label, "joy")
        assert (await noted(place, id)).labels[0].color == "joy"
        await painted.back()
        gone = await tags.unlabel(place.desk, id, label)
        assert (await noted(place, id)).labels == ()
        await gone.back()
        assert (await noted(place, id)).labels == (label,)
        await first.back()
        assert (await noted(place, id)).labels == ()

    run(scenario())


def test_two_people_made_one_show_what_was_noted_last_and_part_with_their_own(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        id, said = await ada(place)
        place.village.write("hello", who=type(ADA)("bo@far.example", "@bo", "Bo"))
        await conversation(place)
        [bo] = await place.desk.store.read(contacts.find, "@bo")
        city, _ = await fields.define(place.desk, "City")
        for person, pronouns, where in ((id, "she/her", "Porto"), (bo.id, "he/him", "Braga")):
            await known.tell(place.desk, person, About.PRONOUNS, pronouns)
            await fields.fill(place.desk, person, city, where)
            await tags.label(place.desk, person, "Maker")
            place.clock.now += timedelta(hours=1)
        parted = await merge.merge(place.desk, bo.id, id)
        both = await noted(place, id)
        assert [f.text for f in both.all(About.PRONOUNS)] == ["he/him", "she/her"]
        assert [each.text for each in both.values] == ["Braga"]
        assert [each.name for each in both.labels] == ["Maker"]
        await known.mark(place.desk, said, Moment.JOY)  # Ada wrote it
        await parted.back()
        mine, theirs = await noted(place, id), await noted(place, bo.id)
        assert [f.text for f in mine.facts] == ["she/her"]
        assert [f.text for f in theirs.facts] == ["he/him"]
        assert (mine.value(city), theirs.value(city)) == ("Porto", "Braga")
        assert len(mine.labels) == len(theirs.labels) == 1
        assert [each.message_id for each in mine.moments] == [said.id]

    run(scenario())


def test_what_moves_people_is_off_until_it_is_switched_on(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        id, said = await ada(place)
        for about in (About.SITUATION, About.FEAR):
            await known.tell(place.desk, id, about, "x", quote="rain", message_id=said.id)
        await known.mark(place.desk, said, Moment.HURT)
        await settings.choose(place.desk, CARE_ON, "")
        found = await noted(place, id)
        assert [each.about for each in found.facts] == [About.SITUATION]
        assert (found.moments, found.care) == ((), False)
        with pytest.raises(BadInput, match="switched off"):
            await known.mark(place.desk, said, Moment.JOY)
        with pytest.raises(BadInput, match="switched off"):
            await known.tell(place.desk, id, About.JOY, "x", quote="rain", message_id=said.id)
        await care(place)
        assert len((await noted(place, id)).facts) == 2
        assert len((await noted(place, id)).moments) == 1

    run(scenario())
