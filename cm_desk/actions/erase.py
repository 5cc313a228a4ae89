"""Erasing a person from this computer: looked at first, then done for good, then proven."""

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cm_desk import logs
from cm_desk.actions import evidence, export, faces, proof
from cm_desk.actions.backup import back_up
from cm_desk.actions.progress import Progress
from cm_desk.actions.proof import Searched
from cm_desk.desk import DATABASE, Desk
from cm_desk.errors import BadInput
from cm_desk.lanes import Lane
from cm_desk.store import backup, contacts, erasing, holdings, scrub, sweep, tombs
from cm_desk.store.erasing import Shared
from cm_desk.store.holdings import Key

Told = Callable[[str, Progress], object]  # what is being done, and how far
ROOM = 2.2  # times the size of the store, while it is written anew


@dataclass(frozen=True, slots=True)
class Plan:
    """What erasing would take: rows by kind, conversations with others that keep empty places,
    rows of others that name them (`named`, by table), and files that still hold them."""

    contact_id: int
    name: str
    counts: dict[str, int]
    shared: tuple[Shared, ...]
    named: dict[str, int]
    copies: tuple[Path, ...]
    exports: tuple[Path, ...]
    spots: dict[str, list[Key]]


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked at afterwards. `left` are rows that still name them: 0."""

    erasure: int
    marks: int
    files: tuple[Searched, ...]
    rows: int
    left: int
    copies_removed: int
    copies_kept: tuple[Path, ...]
    exports: tuple[Path, ...]

    @property
    def hits(self) -> int:
        return self.left + sum(each.hits for each in self.files)


async def plan(desk: Desk, contact_id: int, told: Told | None = None) -> Plan:
    """Reads everything once and changes nothing; may be cancelled at any time."""
    read = desk.store.read
    person = await read(contacts.person, contact_id)
    if person is None:
        raise BadInput("That person is not here any more.")
    names = await read(erasing.names, person.id)
    spots, _ = await _spots(desk, names, told or _silent)
    own = {table: await read(holdings.rows, table, person.id) for table in spots}
    named = {table: len(set(found) - own[table]) for table, found in spots.items()}
    counts = await read(holdings.count, person.id)
    return Plan(
        person.id,
        person.name,
        {holdings.held()[table].called: n for table, n in counts.items()},
        tuple(await read(erasing.shared, person.id)),
        {table: n for table, n in named.items() if n},
        tuple(backup.copies(desk.folder)),
        tuple(await export.known(desk)),
        spots,
    )


async def erase(
    desk: Desk,
    plan: Plan,
    told: Told | None = None,
    *,
    again: bool = False,
    keep_copies: bool = False,
    remove_exports: bool = False,
) -> Proof:
    """For good: there is no undo. Cancelling before the first change leaves all as it was; from
    then on it runs to its end, and a program that ends meanwhile goes on at its next start.

    `again`: they begin anew when they write. An export in the data folder goes in any case, with
    `remove_exports` those elsewhere too. Raises BadInput, StoreError.
    """
    told = told or _silent
    await _room(desk)
    told("Removing", Progress(0))
    names = await desk.store.read(erasing.names, plan.contact_id)
    said = await desk.store.read(erasing.lines_of_theirs, plan.contact_id, names.black)
    needles = proof.needles(names.black, said)
    exports = [e for e in plan.exports if remove_exports or e.is_relative_to(desk.folder)]
    id = await desk.store.write(
        erasing.erase, plan.contact_id, desk.now(), plan.spots, again, keep_copies
    )
    export.remove(exports)
    return await asyncio.shield(_finish(desk, id, names, needles, plan, told))


async def _finish(
    desk: Desk, id: int, names: scrub.Names, needles: tuple[bytes, ...], plan: Plan, told: Told
) -> Proof:
    before = len(plan.copies)
    spots, _ = await _spots(desk, names, told)  # what came while it was being done
    await desk.store.write(_clean, spots, names)
    logs.drop(desk.folder, names.black.hits)
    await sweep_up(desk, told)
    left, rows = await _spots(desk, names, told)
    files = await _search(desk, needles, told)
    kept = tuple(backup.copies(desk.folder))
    marks = len(names.black.marks) + len(names.black.names)
    found = sum(map(len, left.values()))
    return Proof(
        id,
        marks,
        tuple(files),
        rows,
        found,
        max(0, before + 1 - len(kept)),
        kept,
        tuple(await export.known(desk)),
    )


def _clean(tx: Any, spots: dict[str, list[Key]], names: scrub.Names) -> None:
    for table, keys in spots.items():
        scrub.clean(tx, table, keys, names)


async def sweep_up(desk: Desk, told: Told | None = None) -> bool:
    """Finish every erasure that is not swept; False when there was none."""
    told = told or _silent
    todo = await desk.store.read(erasing.unswept)
    if not todo:
        return False
    await sweep_store(desk, told)
    await faces.sweep(desk)
    await evidence.sweep(desk)
    if not all(keep for _, keep in todo):
        told("Making a fresh backup", Progress(0))
        made = await back_up(desk)
        backup.remove(copy for copy in backup.copies(desk.folder) if copy != made)
    await desk.store.write(erasing.swept, desk.now())
    return True


async def sweep_store(desk: Desk, told: Told | None = None) -> None:
    """Nothing that was deleted is left in the store's files. Takes the writing lane for seconds."""
    told = told or _silent
    for index in sweep.indexes():
        steps, begin = 0, True
        while await desk.store.tend(sweep.merge, index, begin):
            steps, begin = steps + 1, False
            told("Merging the full text", Progress(steps))
    told("Writing the store anew", Progress(0))
    await desk.store.tend(sweep.vacuum)
    await desk.store.tend(sweep.truncate)


async def _spots(desk: Desk, names: scrub.Names, told: Told) -> tuple[dict[str, list[Key]], int]:
    """Rows that name somebody, by table, and how many rows were read."""
    found: dict[str, list[Key]] = {}
    rows = 0
    for table in await desk.store.read(scrub.tables):
        after: Key | None = None
        while True:
            hits, after, read = await desk.store.read(scrub.find, table, names, after)
            rows += read
            if hits:
                found.setdefault(table, []).extend(hits)
            told("Looking for their name", Progress(rows))
            if after is None:
                break
    return found, rows


async def _search(desk: Desk, needles: tuple[bytes, ...], told: Told) -> list[Searched]:
    lane, loop = Lane("proof"), asyncio.get_running_loop()

    def heard(done: int, total: int) -> None:
        told_ = Progress(done, total)
        loop.call_soon_threadsafe(told, "Looking into every file", told_)

    try:
        return await lane.run(proof.search, desk.folder, needles, heard)
    finally:
        lane.close()


async def _room(desk: Desk) -> None:
    size = (desk.folder / DATABASE).stat().st_size
    free = shutil.disk_usage(desk.folder).free
    if free < size * ROOM:
        need = f"{size * ROOM / 1e6:,.0f} MB"
        raise BadInput(
            "There is not enough room on this disk to write the store anew.",
            f"Make room for {need} and try again; nothing was changed.",
        )


async def let_back(desk: Desk, erasure_id: int) -> None:
    """What they write, and what a sync finds of them, is kept again."""
    await desk.store.write(tombs.lift, erasure_id)


def _silent(_what: str, _progress: Progress) -> None:
    return None
