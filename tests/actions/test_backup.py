from datetime import timedelta
from typing import Any

import pytest

from cm_desk.actions.backup import BACKUPS, back_up, back_up_if_due, newest_good, restore
from cm_desk.errors import AlreadyOpen
from cm_desk.store import conversations
from tests.conftest import Run
from tests.place import Place, conversation


def test_a_copy_is_made_once_a_day_and_seven_stay(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        assert await back_up_if_due(place.desk)
        assert await back_up_if_due(place.desk) is None
        for _ in range(9):
            place.clock.now += timedelta(days=1)
            assert await back_up_if_due(place.desk)
        assert len(list((place.folder / BACKUPS).glob("*.db"))) == 7

    run(scenario())


def test_a_copy_comes_back_only_while_the_desk_is_closed(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        place.village.write("before")
        await conversation(place)
        made = await back_up(place.desk)
        place.village.write("after")
        await conversation(place)
        with pytest.raises(AlreadyOpen):
            restore(place.folder, made)
        await place.desk.close()
        assert newest_good(place.folder) == made
        kept = restore(place.folder, made)
        assert kept
        assert kept.is_file()
        await place.start()
        assert (await place.desk.store.read(conversations.counts)).total == 1

    run(scenario())
