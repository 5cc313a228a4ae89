"""Who speaks for us: nothing is made for anybody who did not agree."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cm_desk.actions import ambassadors as speaking
from cm_desk.actions import consents
from cm_desk.errors import BadInput
from cm_desk.store import ambassadors, contacts, messages
from cm_desk.store.ambassadors import Ambassador
from cm_desk.store.consents import SPEAKS
from tests.conftest import Run
from tests.place import Place, conversation

YES = "Gladly, send me the pictures"


async def ada_speaks(place: Place) -> tuple[Ambassador, int]:
    """(Ada, who speaks on her blog; the message in which she says yes)."""
    place.village.write(YES)
    talk = await conversation(place)
    [ada] = await place.desk.store.read(contacts.find, "ada")
    [said] = (await place.desk.store.read(messages.thread, talk)).items
    new = Ambassador(0, ada.id, "", "Her blog", "https://ada.example", "repairs", place.clock())
    await speaking.save(place.desk, new)
    [known] = await speaking.listed(place.desk)
    return known.ambassador, said.id


def test_without_the_day_of_their_yes_no_kit_can_be_made(
    run: Run[Any], place: Place, tmp_path: Path
) -> None:
    async def scenario() -> None:
        desk, (ada, said) = place.desk, await ada_speaks(place)
        file = tmp_path / "kit.html"
        with pytest.raises(BadInput, match="has not agreed"):
            await speaking.write_kit(desk, ada, file)
        with pytest.raises(BadInput):  # words that she never wrote are no yes
            await consents.allow(desk, ada.contact_id, SPEAKS, "Yes, of course", said)
        await consents.allow(desk, ada.contact_id, SPEAKS, YES, said)
        undo = await speaking.set_words(desk, "Show <b>the bench</b>")
        await speaking.write_kit(desk, ada, file)
        page = read(file)
        assert "5 March 2026" in page
        assert YES in page
        assert "&lt;b&gt;the bench" in page
        await undo.back()
        assert (await speaking.kit(desk, ada))["What you may share"] == speaking.USUAL
        [known] = await speaking.listed(desk)
        assert known.consent
        undo = await consents.withdraw(desk, known.consent)
        with pytest.raises(BadInput, match="has not agreed"):
            await speaking.kit(desk, ada)
        await undo.back()
        ended = await speaking.end(desk, ada)
        [known] = await speaking.listed(desk)
        with pytest.raises(BadInput, match="has not agreed"):
            await speaking.kit(desk, known.ambassador)
        await ended.back()
        await speaking.kit(desk, ada)

    run(scenario())


def read(file: Path) -> str:
    return file.read_text("utf-8")


def test_where_they_speak_is_checked_and_every_change_has_its_way_back(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        desk, (ada, _) = place.desk, await ada_speaks(place)
        for odd in (replace(ada, platform=" "), replace(ada, url="javascript:alert(1)")):
            with pytest.raises(BadInput):
                await speaking.save(desk, odd)
        undo = await speaking.save(desk, replace(ada, topics="moka pots"))
        await undo.back()
        assert await desk.store.read(ambassadors.all) == [ada]
        added = await speaking.save(desk, replace(ada, id=0, platform="A channel"))
        await added.back()
        assert await desk.store.read(ambassadors.all) == [ada]

    run(scenario())
