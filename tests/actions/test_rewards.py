"""Rewards come from a shelf, for something they did, and stand in the ledger as gestures."""

from typing import Any

import pytest

from cm_desk.actions import helping, rewards
from cm_desk.domain.rewards import USUAL, Reward, read, text
from cm_desk.errors import BadInput
from cm_desk.store import acts, contacts, gestures
from tests.actions.test_helping import proposed, talk
from tests.conftest import Run
from tests.place import Place

BEANS = Reward("Bag of beans", "coffee", 1, 900)


async def helper(place: Place) -> tuple[int, int]:
    """(Bo, an act of his)."""
    await talk(place)
    one = await proposed(place)
    await helping.confirm(place.desk, one.act)
    await rewards.set_shelf(place.desk, [BEANS, Reward("Name in the guide")])
    return one.act.contact_id, one.act.id


async def left(place: Place) -> list[int | None]:
    return [each.left for each in await rewards.shelf(place.desk)]


def test_giving_takes_one_off_the_shelf_and_undo_puts_it_back(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        bo, act = await helper(place)
        undo = await rewards.give(place.desk, bo, "Bag of beans", act, "Mara")
        [given] = await place.desk.store.read(gestures.of, bo)
        assert (given.kind, given.note, given.cost_cents) == ("gift", "Bag of beans", 900)
        assert given.why == "Three screws and patience."
        assert await left(place) == [0, None]
        with pytest.raises(BadInput, match="is left"):
            await rewards.give(place.desk, bo, "Bag of beans", act)
        assert len(await place.desk.store.read(gestures.of, bo)) == 1
        await rewards.give(place.desk, bo, "Name in the guide", act)
        await undo.back()
        assert await left(place) == [1, None]
        await undo.back()
        assert await left(place) == [1, None]

    run(scenario())


def test_a_reward_is_for_something_they_did(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        bo, act = await helper(place)
        [ada] = await place.desk.store.read(contacts.find, "ada")
        for whom, name, of in (
            (ada.id, "Bag of beans", act),
            (bo, "Bag of beans", 999),
            (bo, "Yacht", act),
        ):
            with pytest.raises(BadInput):
                await rewards.give(place.desk, whom, name, of)
        await place.desk.store.write(acts.judge, act, acts.DISMISSED, place.clock())
        with pytest.raises(BadInput, match="something they did"):
            await rewards.give(place.desk, bo, "Bag of beans", act)
        assert await left(place) == [1, None]

    run(scenario())


def test_a_shelf_is_read_as_it_was_written() -> None:
    assert read("") == USUAL
    assert read(text(USUAL)) == USUAL
    for odd in ("{", "[1]", '[{"name": ""}]', '[{"name": "A", "left": -1}]'):
        with pytest.raises(BadInput):
            read(odd)


def test_a_draw_among_those_who_fit_can_be_repeated_by_anybody() -> None:
    assert rewards.draw("2026-11", ["Ada", "Ben", "Cleo", "Dev"]) == ["Cleo", "Ada", "Ben", "Dev"]
