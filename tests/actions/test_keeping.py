"""P3: texts of an account are kept for N months; counts stay, and so does what was accepted."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cm_desk.actions import gestures
from cm_desk.actions.keeping import for_ever, keep, preview, trim_due
from cm_desk.actions.sync import sync
from cm_desk.domain.model import Page
from cm_desk.errors import BadInput
from cm_desk.store import contacts, keeping, messages, tally
from cm_desk.store import search as words
from tests.conftest import Run
from tests.place import Place
from tests.store.rows import asked

OLD = "The bellfounder of Ardnamurchan wrote this long ago"


async def years(place: Place) -> None:
    """An old message, one that a gesture points to, and one of today; two years have passed."""
    place.village.write(OLD)
    place.village.write("This one was thanked for, Ardnamurchan")
    place.clock.now += timedelta(days=730)
    place.village.write("Ardnamurchan of today", minute=60 * 24 * 733)
    await sync(place.desk, place.account)
    thanked = await place.desk.store.read(messages.by_remote, place.account.id, "m1")
    assert thanked
    await gestures.give(place.desk, 1, "thank-you", why="so kind", message_id=thanked.id)


async def texts(place: Place) -> dict[str, tuple[str, int | None]]:
    found = {}
    for name in ("m0", "m1", "m2"):
        message = await place.desk.store.read(messages.by_remote, place.account.id, name)
        assert message
        found[name] = message.text, message.trimmed
    return found


def test_texts_go_when_their_time_has_come_and_the_counts_stay(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        await years(place)
        before = await place.desk.store.read(contacts.person, 1)
        await keep(place.desk, await preview(place.desk, place.account, 12))
        assert await trim_due(place.desk) == 0  # an hour to think again
        place.clock.now += timedelta(hours=1)
        assert await trim_due(place.desk) == 2
        assert await texts(place) == {
            "m0": ("", 12), "m1": ("", 12), "m2": ("Ardnamurchan of today", None),
        }  # fmt: skip
        hits = await place.desk.store.search(words.search, asked("ardnamurchan"))
        assert [hit.remote_id for hit in hits.items] == ["m2"]
        assert await place.desk.store.read(contacts.person, 1) == before
        counted = await place.desk.store.read(tally.count)
        assert sorted(await place.desk.store.read(tally.read)) == sorted(counted)
        [line] = await place.desk.store.read(keeping.journal)
        assert line.messages == 2
        left = [
            f for f in place.folder.rglob("*") if f.is_file() and b"bellfounder" in f.read_bytes()
        ]
        assert left == []

    run(scenario())


def test_what_the_service_still_has_does_not_bring_a_text_back(run: Run[Any], place: Place) -> None:
    """Not the same message again, and no later edit of it."""

    async def scenario() -> None:
        await years(place)
        await keep(place.desk, await preview(place.desk, place.account, 12))
        place.clock.now += timedelta(hours=2)
        await trim_due(place.desk)
        edited = replace(
            place.village.messages[0], text=f"{OLD}, edited", edited_at=place.clock.now
        )
        page = Page((edited, *place.village.messages))
        await place.desk.store.write(messages.save, place.account.id, page, "new")
        assert (await texts(place))["m0"] == ("", 12)

    run(scenario())


def test_the_preview_lists_what_gestures_point_to_and_can_spare_it(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        await years(place)
        looked = await preview(place.desk, place.account, 12)
        assert (looked.messages, looked.pins) == (2, 1)
        assert [(each.by, each.text) for each in looked.pinned] == [
            ("Gestures", "This one was thanked for, Ardnamurchan")
        ]
        await keep(place.desk, looked, spare=True)
        place.clock.now += timedelta(hours=2)
        assert await trim_due(place.desk) == 1
        assert (await texts(place))["m1"][1] is None

    run(scenario())


def test_a_rule_is_undone_before_it_begins(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        await years(place)
        undo = await keep(place.desk, await preview(place.desk, place.account, 12))
        await undo.back()
        place.clock.now += timedelta(days=2)
        assert await trim_due(place.desk) == 0
        await keep(place.desk, await preview(place.desk, place.account, 6))
        undo = await for_ever(place.desk, place.account)
        await undo.back()
        [rule] = await place.desk.store.read(keeping.rules)
        assert rule.months == 6

    run(scenario())


def test_what_came_later_goes_with_the_next_round(run: Run[Any], place: Place) -> None:
    """An archive of old messages, a day after."""

    async def scenario() -> None:
        await years(place)
        await keep(place.desk, await preview(place.desk, place.account, 12))
        place.clock.now += timedelta(hours=2)
        await trim_due(place.desk)
        late = replace(place.village.messages[0], remote_id="m9", text="late Ardnamurchan")
        await place.desk.store.write(messages.save, place.account.id, Page((late,)), "import")
        assert await trim_due(place.desk) == 0
        place.clock.now += timedelta(days=1)
        assert await trim_due(place.desk) == 1

    run(scenario())


def test_months_are_some(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        with pytest.raises(BadInput):
            await preview(place.desk, place.account, 0)

    run(scenario())
