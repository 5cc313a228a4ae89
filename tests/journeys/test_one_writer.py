"""R10: two windows, one store."""

import asyncio
import multiprocessing
from pathlib import Path

from cm_desk.desk import open_desk
from cm_desk.errors import AlreadyOpen
from cm_desk.keychain import MemoryKeychain
from cm_desk.store import settings

RIVALS, TRIES = 4, 6


def rival(folder: Path) -> None:
    asyncio.run(_rival(folder))


async def _rival(folder: Path) -> None:
    """Open the desk again and again; whoever has it reads, waits and writes: no update is lost."""
    won = 0
    while won < TRIES:
        try:
            desk = await open_desk(folder, lambda _: None, keychain=MemoryKeychain())
        except AlreadyOpen:
            continue
        before = int(await desk.store.read(settings.get, "count", "0"))
        await desk.store.write(settings.set, "count", str(before + 1))
        await desk.close()
        won += 1


def test_processes_that_fight_for_one_desk_write_one_after_the_other(tmp_path: Path) -> None:
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(["tests.journeys.busy"])
    rivals = [forks.Process(target=rival, args=(tmp_path,)) for _ in range(RIVALS)]
    for each in rivals:
        each.start()
    for each in rivals:
        each.join(120)
    assert [each.exitcode for each in rivals] == [0] * RIVALS
    assert asyncio.run(_count(tmp_path)) == RIVALS * TRIES


async def _count(folder: Path) -> int:
    desk = await open_desk(folder, lambda _: None, keychain=MemoryKeychain())
    try:
        return int(await desk.store.read(settings.get, "count", "0"))
    finally:
        await desk.close()
