"""Folders that are watched: what a form, a scanner or a survey drops there comes in by itself.

Nothing in them is moved, changed or deleted. A file is read once, and again when it changed.
"""

import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from cm_desk.actions.archive import import_archive, table
from cm_desk.actions.undo import Undo
from cm_desk.archives.columns import Columns, parse, written
from cm_desk.desk import Desk
from cm_desk.errors import ArchiveError, BadInput
from cm_desk.lanes import Lane
from cm_desk.store import folders
from cm_desk.store.folders import Folder, Seen

SETTLED_S = 5.0  # a file that was written to this short ago may not be whole
UNDONE = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".swp", ".lock")
MAX_FILES = 50_000


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look brought in; `problems` are files that cannot be read as they are."""

    files: int = 0
    messages: int = 0
    answers: int = 0
    problems: tuple[str, ...] = ()


async def watch(desk: Desk, path: Path, owner: str = "", columns: str = "") -> Undo:
    """Raises BadInput for what is no folder, ours, or watched already."""
    whole = absolute(path)
    columns = written(parse(columns)) if columns else ""
    _check(whole)
    if whole == desk.folder or desk.folder.is_relative_to(whole):
        raise BadInput("CM Desk keeps its own data in there.", "Choose another folder.")
    if await desk.store.read(folders.at, str(whole)):
        raise BadInput(f"{whole} is watched already.")
    id = await desk.store.write(folders.add, Folder(0, str(whole), owner.strip(), columns))
    return Undo(f"Watching {whole.name}.", partial(desk.store.write, folders.remove, id))


def absolute(path: Path) -> Path:
    """As it is kept: without links followed, which may lead elsewhere tomorrow."""
    return path.expanduser().absolute()


def _check(path: Path) -> None:
    if not path.is_dir():
        raise BadInput(f"{path} is no folder.", "Choose a folder that is there.")


async def unwatch(desk: Desk, folder: Folder) -> Undo:
    """What came from it stays."""
    known = await desk.store.read(folders.seen, folder.id)
    await desk.store.write(folders.remove, folder.id)
    words = f"{Path(folder.path).name} is not watched any more."
    return Undo(words, partial(desk.store.write, folders.add, folder, known))


async def read_as(desk: Desk, folder: Folder, columns: Columns) -> Folder:
    """From now on its tables have these columns."""
    changed = replace(folder, columns=written(columns))
    await desk.store.write(folders.read_as, folder.id, changed.columns)
    return changed


async def look(desk: Desk, folder: Folder, settled_s: float = SETTLED_S) -> Looked:
    """Bring in what is new. One file that cannot be read does not stop the others.

    Raises BadInput when the folder itself cannot be read; safe to cancel: a file is in whole, or
    is read again.
    """
    known = {each.name: each for each in await desk.store.read(folders.seen, folder.id)}
    lane, done = Lane("folder"), Looked()
    try:
        listed = await lane.run(partial(_listed, Path(folder.path), settled_s))
    finally:
        lane.close()
    for file in listed:
        if (old := known.get(file.name)) and (old.size, old.changed_ns) == _state(file):
            continue
        came = await _bring(desk, folder, file)
        await desk.store.write(folders.put, folder.id, came)
        done = Looked(
            done.files + (not came.problem),
            done.messages + came.messages,
            done.answers + came.answers,
            done.problems + ((f"{came.name}: {came.problem}",) if came.problem else ()),
        )
    return done


async def _bring(desk: Desk, folder: Folder, file: Seen) -> Seen:
    """All tables of a folder are one account, by its name, unless somebody gave another."""
    path = Path(folder.path) / file.name
    columns = parse(folder.columns) if folder.columns else None
    try:
        is_table = await table(path, columns) is not None if _is_tabular(path) else False
        owner = folder.owner or (Path(folder.path).name if is_table else "")
        done = await import_archive(desk, path, None, owner, columns if is_table else None)
    except ArchiveError as err:
        return replace(file, problem=f"{err.what} {err.hint}".strip())
    found = done.found
    if not (found.messages or found.answers):
        why = next((why for why, _ in found.reasons), "there is nothing in it.")
        return replace(file, problem=f"nothing came in: {why}")
    return replace(file, messages=done.inserted, answers=done.answered)


def _is_tabular(path: Path) -> bool:
    return path.suffix.lower() not in (".eml", ".mbox")


def _state(file: Seen) -> tuple[int, int]:
    return file.size, file.changed_ns


def _listed(path: Path, settled_s: float) -> list[Seen]:
    """The whole files in a folder, not those in folders inside it, oldest first."""
    try:
        found = list(_files(path, time.time_ns() - int(settled_s * 1e9)))
    except OSError as err:
        what = f"the folder {path.name} cannot be read: {err.strerror}."
        raise BadInput(what, "Put it back, or stop watching it under Accounts.") from None
    found.sort(key=lambda each: (each.changed_ns, each.name))
    return found[:MAX_FILES]


def _files(path: Path, latest_ns: int) -> Iterator[Seen]:
    with os.scandir(path) as entries:
        for each in entries:
            name = each.name
            if name.startswith((".", "~")) or name.lower().endswith(UNDONE):
                continue
            try:
                state = each.stat(follow_symlinks=False)
            except OSError:
                continue  # gone since
            if stat.S_ISREG(state.st_mode) and state.st_size and state.st_mtime_ns <= latest_ns:
                yield Seen(name, state.st_size, state.st_mtime_ns)
