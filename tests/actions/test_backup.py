from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cm_desk.actions.backup import (
    BACKUPS,
    LAST,
    PASSPHRASE,
    WrongPassphrase,
    back_up,
    back_up_if_due,
    is_sealed,
    leave_open,
    newest_good,
    restore,
    seal_from_now,
    state,
)
from cm_desk.actions.erase import erase, plan, sweep_up
from cm_desk.desk import DATABASE
from cm_desk.errors import AlreadyOpen, BadInput, KeychainLocked, StoreError
from cm_desk.keychain import MemoryKeychain
from cm_desk.paths import FACES
from cm_desk.store import connect, contacts, conversations, export, settings
from tests.actions.known import WHO, know, traces
from tests.conftest import Run
from tests.place import Place, conversation

WORDS = "four words will do it"


def test_a_copy_is_made_once_a_day_and_seven_stay(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        assert await back_up_if_due(place.desk)
        assert await back_up_if_due(place.desk) is None
        for _ in range(9):
            place.clock.now += timedelta(days=1)
            assert await back_up_if_due(place.desk)
        assert len(list((place.folder / BACKUPS).glob("*.db"))) == 7

    run(scenario())


def sums(folder: Path) -> dict[str, tuple[int, str]]:
    """By table: how many rows, and the sum of them all."""
    with closing(connect.reader(folder / DATABASE)) as db:
        found = {}
        for table in [*export.nouns(db), "words"]:
            rows = sorted(map(repr, db.execute(f"select * from {table}")))  # noqa: S608
            found[table] = len(rows), sha256(repr(rows).encode()).hexdigest()
        return found


@pytest.mark.parametrize("passphrase", [None, WORDS])
def test_a_copy_on_an_empty_machine_is_the_same_desk(
    run: Run[Any], place: Place, tmp_path: Path, passphrase: str | None
) -> None:
    """Counts and sums of every table, and what is found by a search."""

    async def scenario() -> None:
        await know(place)
        await place.desk.store.write(settings.set, LAST, "")
        made = await back_up(place.desk, passphrase)
        assert is_sealed(made) is (passphrase is not None)
        await place.desk.close()
        restore(tmp_path / "new", made, passphrase or "")
        old = sums(place.folder)
        new = sums(tmp_path / "new")
        assert {t for t in old if old[t] != new[t]} <= {"settings"}  # when it was copied
        assert old["messages"][0] == new["messages"][0] > 3
        pictures = [{f.name: f.read_bytes() for f in (folder / FACES).iterdir()}
                    for folder in (place.folder, tmp_path / "new")]  # fmt: skip
        assert pictures[0] == pictures[1] != {}
        await place.start()

    run(scenario())


def test_sealed_copies_open_with_the_passphrase_of_the_keychain_only(
    run: Run[Any], place: Place
) -> None:
    """Those of before are sealed too; nothing that can be read stays, nor the passphrase."""

    async def scenario() -> None:
        await know(place)
        place.clock.now += timedelta(days=1)
        with pytest.raises(BadInput, match="12 characters"):
            await seal_from_now(place.desk, "short")
        made = await seal_from_now(place.desk, WORDS)
        folder = place.folder / BACKUPS
        assert sorted(each.name for each in folder.iterdir()) == [
            "desk-2026-03-05.db.sealed", "desk-2026-03-06.db.sealed",
        ]  # fmt: skip
        assert not any(traces(each.read_bytes()) for each in folder.iterdir())
        for each in place.folder.rglob("*"):
            assert each.is_dir() or WORDS.encode() not in each.read_bytes()
        told = await state(place.desk)
        assert (told.seal, told.last, told.plain, told.copies) == (True, made, 0, 2)
        await place.desk.close()
        with pytest.raises(WrongPassphrase):
            restore(place.folder, made, "another one that is long")
        assert newest_good(place.folder) == made
        assert restore(place.folder, made, WORDS)
        await place.start()

    run(scenario())


def test_without_the_passphrase_no_copy_is_made_and_that_is_said(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        await seal_from_now(place.desk, WORDS)
        await place.keychain.delete(PASSPHRASE)
        place.clock.now += timedelta(days=1)
        with pytest.raises(StoreError, match="not in the system keychain"):
            await back_up_if_due(place.desk)
        assert "No backup was made" in (await state(place.desk)).problem
        assert len(list((place.folder / BACKUPS).iterdir())) == 1
        await leave_open(place.desk)
        made = await back_up_if_due(place.desk)
        assert made is not None
        assert not is_sealed(made)
        assert (await state(place.desk)).problem == ""

    run(scenario())


def test_a_keychain_that_does_not_keep_it_changes_nothing(run: Run[Any], place: Place) -> None:
    class Locked(MemoryKeychain):
        async def set(self, key: str, secret: str) -> None:
            raise KeychainLocked("Your keychain is locked.")

    async def scenario() -> None:
        place.desk.keychain = Locked()
        with pytest.raises(KeychainLocked):
            await seal_from_now(place.desk, WORDS)
        assert not (await state(place.desk)).seal

    run(scenario())


def test_an_old_copy_does_not_bring_back_who_was_erased(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        who, _ = await know(place)
        made = await back_up(place.desk)
        await erase(place.desk, await plan(place.desk, who), keep_copies=True)
        await place.desk.close()
        restore(place.folder, made)
        await place.start()
        assert await place.desk.store.read(contacts.resolve, "village", WHO.key) is None
        await sweep_up(place.desk)
        assert not traces((place.folder / DATABASE).read_bytes())

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
