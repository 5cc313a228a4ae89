"""Two people made one and parted again, as the window and the commands do it."""

from typing import Any

import pytest

from cm_desk.actions import merge as merging
from cm_desk.actions import notes as noting
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.store import contacts, merges, notes
from tests.conftest import Run
from tests.ui.people import settle_in


def test_a_merge_and_its_undo_and_a_part_much_later(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        read = desk.store.read
        omar = (await read(contacts.find, "north.example"))[0].id
        first = await read(contacts.person, priya)
        done = await merging.merge(desk, priya, omar)
        assert "joined with Priya Raman" in done.what
        with pytest.raises(BadInput, match="one person already"):
            await merging.merge(desk, omar, priya)
        await done.back()
        assert await read(contacts.person, priya) == first

        await merging.merge(desk, priya, omar)
        [merge] = [each for each in await read(merges.of, priya) if each.gone == omar]
        await noting.add(desk, priya, "said by Omar")
        made = await merging.made_since(desk, merge)
        parted = await merging.part(desk, merge, made)
        assert [each.text for each in await read(notes.of, omar)] == ["said by Omar"]
        await parted.back()
        assert "said by Omar" in [each.text for each in await read(notes.of, priya)]
        await merging.part(desk, merge)
        assert await read(notes.of, omar) == []

    run(scenario())


def test_who_is_gone_cannot_be_joined(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        with pytest.raises(BadInput, match="not here any more"):
            await merging.merge(desk, priya, 999)

    run(scenario())
