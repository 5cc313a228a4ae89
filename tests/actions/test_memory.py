"""Gestures, promises, notes, names and settings: each with its way back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cm_desk.actions import gestures, notes, people, promises, settings
from cm_desk.errors import BadInput
from cm_desk.store import contacts
from cm_desk.store import gestures as given
from cm_desk.store import notes as noted
from cm_desk.store import promises as promised
from cm_desk.store import settings as chosen
from cm_desk.store.promises import Promise
from tests.conftest import Run
from tests.place import Place, conversation
from tests.village import ADA


async def ada(place: Place) -> int:
    place.village.write("hello")
    await conversation(place)
    [row] = await place.desk.store.read(contacts.find, "ada")
    return row.id


def test_a_gesture_is_noted_and_can_be_taken_back(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        id = await ada(place)
        undo = await gestures.give(place.desk, id, "gift", why="“hello”", cost_cents=900)
        [gift] = await place.desk.store.read(given.of, id)
        assert (gift.kind, gift.at, gift.cost_cents) == ("gift", place.clock(), 900)
        gone = await gestures.remove(place.desk, gift)
        assert await place.desk.store.read(given.of, id) == []
        await gone.back()
        assert len(await place.desk.store.read(given.of, id)) == 1
        await undo.back()
        for kind, cents in (("bribe", 0), ("gift", -1)):
            with pytest.raises(BadInput):
                await gestures.give(place.desk, id, kind, cost_cents=cents)

    run(scenario())


def test_a_promise_can_be_kept_moved_broken_and_each_taken_back(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        id, due = await ada(place), place.clock() + timedelta(days=3)

        async def the() -> Promise:
            [one] = await place.desk.store.read(promised.of, id)
            return one

        undo = await promises.promise(place.desk, id, " Call back ", due)
        first = await the()
        assert (first.text, first.due, first.state) == ("Call back", due, "open")
        for change, state in (
            (promises.keep, "kept"),
            (promises.break_, "broken"),
            (promises.reopen, "open"),
        ):
            back = await change(place.desk, await the())
            assert (await the()).state == state
            await back.back()
            assert await the() == first
        moved = await promises.move(place.desk, first, due + timedelta(days=1))
        assert (await the()).due == due + timedelta(days=1)
        await moved.back()
        removed = await promises.remove(place.desk, await the())
        assert await place.desk.store.read(promised.of, id) == []
        await removed.back()
        assert (await the()).made_at == first.made_at
        with pytest.raises(BadInput):
            await promises.promise(place.desk, id, " ", due)
        await undo.back()

    run(scenario())


def test_a_note_can_be_added_changed_removed_and_each_taken_back(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        id = await ada(place)

        async def texts() -> list[str]:
            return [each.text for each in await place.desk.store.read(noted.of, id)]

        added = await notes.add(place.desk, id, "Likes tea. ")
        [note] = await place.desk.store.read(noted.of, id)
        changed = await notes.edit(place.desk, note, "Likes coffee.")
        assert await texts() == ["Likes coffee."]
        await changed.back()
        assert await texts() == ["Likes tea."]
        removed = await notes.remove(place.desk, note)
        assert await texts() == []
        await removed.back()
        assert await texts() == ["Likes tea."]
        with pytest.raises(BadInput):
            await notes.add(place.desk, id, "")
        await added.back()

    run(scenario())


def test_a_person_keeps_our_name_for_them_until_it_is_taken_back(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        id = await ada(place)
        undo = await people.rename(place.desk, id, "Ada V.")
        person = await place.desk.store.read(contacts.person, id)
        assert person
        assert (person.name, person.identities[0].name) == ("Ada V.", "Ada Vogel")
        await undo.back()
        person = await place.desk.store.read(contacts.person, id)
        assert person
        assert person.name == "Ada Vogel"
        place.village.write("I married", replace(ADA, name="Ada Stern"))
        await conversation(place)
        person = await place.desk.store.read(contacts.person, id)
        assert person
        assert person.name == "Ada Stern"
        with pytest.raises(BadInput):
            await people.rename(place.desk, id, "")
        with pytest.raises(BadInput):
            await people.rename(place.desk, 99, "Nobody")

    run(scenario())


def test_a_setting_goes_back_to_what_it_was(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        undo = await settings.choose(place.desk, "theme", "dark", default="system")
        assert await place.desk.store.read(chosen.get, "theme") == "dark"
        await undo.back()
        assert await place.desk.store.read(chosen.get, "theme") == "system"

    run(scenario())
