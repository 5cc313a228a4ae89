"""P1: a person is erased, in every byte, and stays away."""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cm_desk import logs
from cm_desk.actions import reply
from cm_desk.actions import sync as syncing
from cm_desk.actions.erase import Proof, erase, plan, sweep_up
from cm_desk.actions.export import export
from cm_desk.domain.model import Author, Page
from cm_desk.errors import BadInput
from cm_desk.store import (
    contacts,
    drafts,
    erasing,
    gestures,
    messages,
    outbox,
    river,
    tally,
    tombs,
)
from cm_desk.store import search as words
from cm_desk.store.drafts import Draft
from tests.actions.known import BOB, PIECES, WHO, know, traces
from tests.conftest import Run
from tests.place import Place
from tests.store.rows import asked


def everything(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def found(folder: Path) -> dict[str, list[str]]:
    looked = {name: traces(blob) for name, blob in everything(folder).items()}
    return {name: pieces for name, pieces in looked.items() if pieces}


async def erased(place: Place, again: bool = False) -> Proof:
    who, _ = await know(place)
    looked = await plan(place.desk, who)
    return await erase(place.desk, looked, again=again)


def test_no_byte_of_any_file_tells_of_somebody_who_was_erased(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        logs.start(place.folder)
        who, _ = await know(place)
        logging.getLogger("x").warning("odd name: %s", WHO.name)
        before = found(place.folder)
        assert {piece for pieces in before.values() for piece in pieces} == set(PIECES)
        looked = await plan(place.desk, who)
        proof = await erase(place.desk, looked)
        assert found(place.folder) == {}
        assert proof.hits == 0
        assert proof.marks > 5
        assert len(proof.copies_kept) == 1
        assert await place.desk.store.read(contacts.person, who) is None
        assert not (await place.desk.store.search(words.search, asked("grinder"))).items

    run(scenario())
    logs.stop()


def test_what_others_said_stays_in_its_order_with_an_empty_place(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        read = place.desk.store.read
        who, other = await know(place)
        [shared] = await read(erasing.shared, who)
        await erase(place.desk, await plan(place.desk, who))
        thread = (await read(messages.thread, shared.id)).items
        assert [(m.who, m.text, m.trimmed) for m in thread] == [
            (BOB.name, "(erased)\nI had the same with mine", None),
            ("", "", 0),
        ]
        assert thread[0].reply_to == thread[1].remote_id != "post-of-zoe-1"
        own = [e.message for e in (await read(river.page, other)).items if e.message]
        assert own[0].text == "(erased) see (erased) and https://x.example/?who=(erased)&k=(erased)"
        [given] = await read(gestures.of, other)
        assert (given.message_id, given.why) == (None, "(erased)")
        assert await read(_sound)

    run(scenario())


def _sound(db: Any) -> bool:
    """Counters, foreign keys and both indexes agree with the rows."""
    counted = sorted(row for row in tally.read(db) if row[2]) == sorted(tally.count(db))
    return counted and not db.execute("pragma foreign_key_check").fetchall()


def test_the_full_text_and_the_counts_are_right_afterwards(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        await erased(place)
        whole = "insert into words (words) values ('integrity-check')"
        await place.desk.store.tend(lambda db: db.execute(whole).fetchall())
        nameless = await place.desk.store.read(
            lambda db: db.execute("select month, slot, n from nameless order by 2").fetchall()
        )
        assert nameless == [
            ("2026-03", "like", 3),
            ("2026-03", "received", 1),
            ("2026-03", "sent", 1),
        ]

    run(scenario())


def test_neither_sync_nor_history_nor_an_archive_brings_them_back(
    run: Run[Any], place: Place
) -> None:
    """Their messages alone, among others, ours to them, and their handle in what others write."""

    async def scenario() -> None:
        await erased(place)
        desk = place.desk
        before = await desk.store.read(_rows)
        await desk.store.write(lambda tx: tx.db.execute("delete from cursors"))
        await syncing.sync(desk, place.account)
        await syncing.history(desk, place.account)
        page = Page(tuple(place.village.messages))
        await desk.store.write(messages.save, place.account.id, page, "import")
        assert await desk.store.read(_rows) == before
        mention = f"Have you seen @Zoe.Quistgaard@far.example today, see {WHO.url}/9?x=1"
        place.village.write(mention, BOB, "together")
        place.village.write("I am here again", WHO, "together", minute=10_000)
        await syncing.sync(desk, place.account)
        assert found(place.folder) == {}
        [one] = await desk.store.read(erasing.all)
        assert (one.kept_out, one.for_ever) == (1, True)

    run(scenario())


def _rows(db: Any) -> list[Any]:
    return [
        db.execute(f"select * from {table} order by 1").fetchall()  # noqa: S608
        for table in ("contacts", "identities", "conversations", "signals")
    ] + [db.execute("select id, key, text, identity_id from messages order by 1").fetchall()]


def test_who_may_begin_anew_comes_back_with_what_they_write_then(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        await erased(place, again=True)
        place.village.messages.append(
            replace(place.village.messages[0], remote_id="new", thread="new",
                    sent_at=place.desk.now() + timedelta(hours=1))
        )  # fmt: skip
        await syncing.sync(place.desk, place.account)
        [row] = await place.desk.store.read(contacts.find, "quistg")
        assert (row.name, row.received) == (WHO.name, 1)

    run(scenario())


def test_lifting_the_mark_lets_them_come_back(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        proof = await erased(place)
        await place.desk.store.write(tombs.lift, proof.erasure)
        await place.desk.store.write(lambda tx: tx.db.execute("delete from cursors"))
        await syncing.sync(place.desk, place.account)
        assert await place.desk.store.read(contacts.resolve, "village", WHO.key)

    run(scenario())


def test_cancelling_before_the_first_change_leaves_all_as_it_was(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        who, _ = await know(place)
        before = await place.desk.store.read(_rows)
        looking = asyncio.create_task(plan(place.desk, who))
        await asyncio.sleep(0)
        looking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await looking
        assert await place.desk.store.read(_rows) == before

    run(scenario())


def test_an_erasure_that_was_interrupted_is_finished_at_the_next_start(
    run: Run[Any], place: Place
) -> None:
    """The program ends after the commit, before anything is swept."""

    async def scenario() -> None:
        who, _ = await know(place)
        looked = await plan(place.desk, who)
        await place.desk.store.write(erasing.erase, who, place.desk.now(), looked.spots)
        await place.reopen()
        assert found(place.folder) != {}
        assert await sweep_up(place.desk)
        assert found(place.folder) == {}
        assert not await sweep_up(place.desk)

    run(scenario())


def test_older_backups_stay_when_that_was_chosen(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        who, _ = await know(place)
        place.clock.now += timedelta(days=1)
        proof = await erase(place.desk, await plan(place.desk, who), keep_copies=True)
        assert [copy.name for copy in proof.copies_kept] == ["desk-2026-03-05.db"]
        assert {Path(name).parent.name for name in found(place.folder)} == {"backups"}
        assert proof.hits > 0

    run(scenario())


def test_an_export_in_the_folder_goes_and_one_elsewhere_is_named(
    run: Run[Any], place: Place, tmp_path: Path
) -> None:
    async def scenario() -> None:
        who, _ = await know(place)
        await export(place.desk, place.folder)
        away = (await export(place.desk, tmp_path / "away")).folder
        proof = await erase(place.desk, await plan(place.desk, who))
        assert found(place.folder) == {}
        assert proof.exports == (away,)

    run(scenario())


def test_nobody_is_erased_while_something_is_sent_to_them(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        who, _ = await know(place)
        looked = await plan(place.desk, who)
        [waiting] = await place.desk.store.read(outbox.page)
        await place.desk.store.write(outbox.begin, waiting.id, place.desk.now())
        with pytest.raises(BadInput, match="being sent"):
            await erase(place.desk, looked)
        assert await place.desk.store.read(contacts.person, who)

    run(scenario())


def test_a_copy_that_was_to_go_to_them_goes_to_nobody(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        who, _ = await know(place)
        other = Author("bo@far.example", "@bo@far.example", "Bo")
        new = Draft(0, None, place.account.id, "To all", to=(other,), cc=(WHO, other))
        kept = await reply.save_draft(place.desk, new)
        await reply.send(place.desk, replace(new, text="At once"))
        await erase(place.desk, await plan(place.desk, who))
        draft = await place.desk.store.read(drafts.by_id, kept.id)
        assert draft is not None
        assert draft.cc == (other,)
        items = await place.desk.store.read(outbox.page)
        assert [each.outgoing.cc for each in items if each.outgoing.text == "At once"] == [(other,)]

    run(scenario())


def test_a_name_that_somebody_else_has_too_stays_theirs(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        twin = Author("twin@far.example", "@twin@far.example", WHO.name)
        place.village.write("I am another one", twin, "twins")
        proof = await erased(place)
        [row] = await place.desk.store.read(contacts.find, "quist")
        assert row.handle == twin.handle
        assert proof.left == 0

    run(scenario())


def test_the_preview_says_what_goes_and_where_they_are_named(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        who, _ = await know(place)
        looked = await plan(place.desk, who)
        assert looked.name == WHO.name
        assert looked.counts["Messages"] == 3
        assert looked.counts["Notes"] == looked.counts["Gestures"] == 1
        assert looked.counts["Profiles"] == 2
        assert [(each.others, each.messages) for each in looked.shared] == [((BOB.name,), 1)]
        assert looked.named == {"gestures": 1, "messages": 2, "notes": 1}
        assert len(looked.copies) == 1

    run(scenario())
