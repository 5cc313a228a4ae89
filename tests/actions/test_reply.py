from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cm_desk.actions import reply
from cm_desk.actions.sync import sync
from cm_desk.domain.model import Author, Limits, Upload
from cm_desk.errors import BadInput
from cm_desk.store import drafts, outbox
from tests.conftest import Run
from tests.place import Place, conversation, draft
from tests.village import ADA


def test_sending_ends_the_draft_and_leaves_an_outbox_row_with_its_key(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        asked = place.village.write("Where is my order?")
        id = await conversation(place)
        saved = await reply.save_draft(place.desk, draft(place, id))
        sending = await reply.send(place.desk, saved)
        assert await place.desk.store.read(drafts.page) == []
        [item] = await place.desk.store.read(outbox.page)
        assert (item.id, item.state) == (sending.outbox_id, "waiting")
        assert item.not_before == place.clock() + timedelta(seconds=10)
        out = item.outgoing
        assert (out.thread, out.reply_to, out.text) == (asked.thread, asked.remote_id, saved.text)
        assert [each.handle for each in out.to] == [ADA.handle]
        assert len(out.key) == 36
        assert place.village.posts == []

    run(scenario())


def test_undo_brings_the_words_and_the_cursor_back(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        place.village.write("Where is my order?")
        id = await conversation(place)
        saved = await reply.save_draft(place.desk, draft(place, id))
        sending = await reply.send(place.desk, saved)
        await sending.undo.back()
        assert await place.desk.store.read(outbox.page) == []
        back = await place.desk.store.read(drafts.get, id)
        assert back
        assert (back.text, back.cursor, back.visibility) == ("Thank you, Ada.", 5, "public")

    run(scenario())


def test_undo_keeps_what_was_typed_meanwhile(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        place.village.write("Where is my order?")
        id = await conversation(place)
        sending = await reply.send(place.desk, draft(place, id, "First."))
        await reply.save_draft(place.desk, draft(place, id, "Second."))
        await sending.undo.back()
        [back] = await place.desk.store.read(drafts.page)
        assert back.text == "First.\n\nSecond."

    run(scenario())


def test_what_has_begun_to_leave_cannot_be_taken_back(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        place.village.write("Where is my order?")
        sending = await reply.send(place.desk, draft(place, await conversation(place)))
        await place.desk.store.write(outbox.begin, sending.outbox_id, place.clock())
        with pytest.raises(BadInput, match="already leaving"):
            await sending.undo.back()

    run(scenario())


def test_closing_the_window_takes_back_what_is_in_its_undo_time_only(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        place.village.write("one")
        place.village.write("two")
        await sync(place.desk, place.account)
        await reply.send(place.desk, draft(place, 1), undo_s=0)
        await reply.send(place.desk, draft(place, 2))
        assert await reply.take_back_unsent(place.desk) == 1
        assert [d.conversation_id for d in await place.desk.store.read(drafts.page)] == [2]
        assert [i.conversation_id for i in await place.desk.store.read(outbox.page)] == [1]

    run(scenario())


def test_nothing_empty_and_nothing_too_long_leaves(
    run: Run[Any], place: Place, tmp_path: Path
) -> None:
    async def scenario() -> None:
        empty = draft(place, None, " ")
        with pytest.raises(BadInput, match="nothing to send"):
            await reply.send(place.desk, empty)
        assert await reply.check(place.desk, replace(empty, text="short")) == []
        long = replace(empty, text="x" * 53)
        assert await reply.check(place.desk, long) == ["This is 3 characters too long."]
        gone = replace(empty, media=(Upload(tmp_path / "cat.png"),))
        assert reply.problems(gone) == ["cat.png is not there any more."]
        there = replace(empty, text="y", media=(Upload(Path(__file__)),))
        assert reply.problems(there, Limits(max_media=0)) == ["At most 0 files can go along."]

    run(scenario())


def test_a_picture_that_is_too_large_is_told_before_it_leaves(place: Place, tmp_path: Path) -> None:
    for name in ("tin.jpg", "film.mp4"):
        (tmp_path / name).write_bytes(bytes(3_200_000))
    both = tuple(Upload(tmp_path / name) for name in ("tin.jpg", "film.mp4"))
    heavy = replace(draft(place, None), media=both)
    limits = Limits(max_media=4, max_media_bytes=1_000_000)
    assert reply.problems(heavy, limits) == ["tin.jpg has 3.2 MB, and 1 MB may go along."]
    assert reply.problems(heavy, replace(limits, max_media_bytes=0)) == []


def test_a_private_message_may_be_longer_where_the_service_says_so(place: Place) -> None:
    limits = Limits(max_chars=300, max_direct_chars=1000)
    public = replace(draft(place, None, "x" * 900), visibility="public")
    assert reply.problems(public, limits) == ["This is 600 characters too long."]
    assert reply.problems(replace(public, visibility="direct"), limits) == []


def test_mentions_count_where_the_service_puts_them_in_front(place: Place) -> None:
    full = replace(draft(place, None, "x" * 20), to=(ADA,))
    limits = Limits(max_chars=20, mention_without_host=True)
    assert reply.problems(full, limits) == ["This is 5 characters too long."]


def test_a_thrown_away_draft_can_be_had_back(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        saved = await reply.save_draft(place.desk, draft(place, None))
        undo = await reply.discard_draft(place.desk, saved)
        assert await place.desk.store.read(drafts.page) == []
        await undo.back()
        [back] = await place.desk.store.read(drafts.page)
        assert replace(back, id=0) == replace(saved, id=0)

    run(scenario())


def test_a_copy_goes_along_and_only_to_an_address(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        place.village.write("Hello?")
        bo = Author("bo@far.example", "Bo@far.example")
        whole = replace(draft(place, await conversation(place)), cc=(bo,))
        sending = await reply.send(place.desk, whole)
        item = await place.desk.store.read(outbox.get, sending.outbox_id)
        assert item is not None
        assert item.outgoing.cc == (bo,)
        assert (await reply.take_back(place.desk, sending.outbox_id)).cc == (bo,)
        with pytest.raises(BadInput, match="bo is no address"):
            await reply.send(place.desk, replace(whole, cc=(Author("bo", "bo"),)))

    run(scenario())
