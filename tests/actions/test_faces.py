"""Faces: nobody is asked for one until somebody clicks, and they go with the person."""

from dataclasses import replace
from typing import Any

import pytest

from cm_desk.actions import accounts, faces
from cm_desk.connectors.services.demo.picture import png
from cm_desk.errors import BadInput, Gone
from cm_desk.paths import FACES, face_file
from cm_desk.store import contacts
from tests.conftest import Run
from tests.place import Place, conversation
from tests.village import ADA

URL = "https://far.example/ada.png"


async def ada(place: Place, url: str = URL) -> int:
    place.village.write("hello", replace(ADA, avatar_url=url))
    await conversation(place)
    [row] = await place.desk.store.read(contacts.find, "ada")
    return row.id


def test_a_face_is_fetched_by_a_click_alone_and_kept_beside_the_store(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        id = await ada(place)
        place.village.files[URL] = png("cup")
        assert "fetch" not in place.village.asked
        assert await faces.host(place.desk, id) == "far.example"
        undo = await faces.fetch(place.desk, id)
        file = place.desk.folder / FACES / face_file(URL)
        assert file.read_bytes() == png("cup")
        await undo.back()
        assert not file.exists()
        assert place.village.asked.count("fetch") == 1

    run(scenario())


def test_what_is_no_picture_is_not_kept(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        id = await ada(place)
        place.village.files[URL] = b"<svg onload='x'/>"
        with pytest.raises(BadInput, match="not a picture"):
            await faces.fetch(place.desk, id)
        del place.village.files[URL]
        with pytest.raises(Gone):
            await faces.fetch(place.desk, id)
        assert not list((place.desk.folder / FACES).glob("*"))

    run(scenario())


@pytest.mark.parametrize("url", ["", "face:F4D5DE-A8704A-1D1410-long-B8345F", "file:///etc/hosts"])
def test_nothing_is_asked_where_there_is_no_address(run: Run[Any], place: Place, url: str) -> None:
    async def scenario() -> None:
        id = await ada(place, url)
        assert await faces.host(place.desk, id) == ""
        with pytest.raises(BadInput):
            await faces.fetch(place.desk, id)
        assert "fetch" not in place.village.asked

    run(scenario())


def test_a_face_goes_with_its_person(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        id = await ada(place)
        place.village.files[URL] = png("cup")
        await faces.fetch(place.desk, id)
        assert await faces.sweep(place.desk) == 0
        await accounts.remove(place.desk, place.account)
        assert not list((place.desk.folder / FACES).glob("*"))

    run(scenario())


def test_an_older_face_goes_when_the_newer_one_comes(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        id = await ada(place)
        other = f"{URL}?2"
        place.village.files |= {URL: png("cup"), other: png("sea")}
        await faces.fetch(place.desk, id)
        await ada(place, other)
        await faces.fetch(place.desk, id)
        [kept] = (place.desk.folder / FACES).glob("*")
        assert kept.read_bytes() == png("sea")

    run(scenario())
