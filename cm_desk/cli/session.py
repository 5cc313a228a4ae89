"""A desk for the length of one command."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from cm_desk import logs
from cm_desk.desk import DATABASE, Desk, look, open_desk
from cm_desk.domain.model import Account
from cm_desk.errors import AlreadyOpen, BadInput
from cm_desk.paths import data_folder
from cm_desk.store import accounts


@dataclass(frozen=True, slots=True)
class Wanted:
    """What only Qt can do: "window", "demo" or "tour" (then `pictures` is where they go)."""

    what: str
    folder: Path
    pictures: Path | None = None


@dataclass(slots=True)
class Options:
    """--data and --json, wherever they stand on the line."""

    data: Path | None = None
    as_json: bool = False
    wanted: Wanted | None = None
    status: int = 0

    @property
    def folder(self) -> Path:
        return self.data or data_folder()

    @property
    def demo_folder(self) -> Path:
        """Sample data never mixes with real data by itself."""
        return self.data or data_folder() / "demo"


@asynccontextmanager
async def writing(folder: Path) -> AsyncIterator[Desk]:
    """Raises AlreadyOpen while the window or another command has the desk."""
    desk = await open_desk(folder, lambda _: None)
    logs.start(folder)
    try:
        yield desk
    finally:
        await desk.close()
        logs.stop()


@asynccontextmanager
async def reading(folder: Path) -> AsyncIterator[Desk]:
    """Works beside an open window; what it writes appears, nothing is written here."""
    if not (folder / DATABASE).exists():
        raise BadInput(f"There is no desk in {folder} yet.", "Try: cm-desk demo --once")
    desk = await _opened(folder)
    try:
        yield desk
    finally:
        await desk.close()


async def _opened(folder: Path) -> Desk:
    if not os.access(folder, os.W_OK):  # a copy on a disk that cannot be written
        return await look(folder)
    try:
        return await open_desk(folder, lambda _: None)
    except AlreadyOpen:
        return await look(folder)


async def chosen(desk: Desk, name: str) -> list[Account]:
    """All accounts, or the one named by its key, handle or name. Raises BadInput."""
    known = await desk.store.read(accounts.all)
    found = [a for a in known if not name or name in (a.key, a.handle, a.name)]
    if name and not found:
        names = ", ".join(each.key for each in known) or "none"
        raise BadInput(f"There is no account “{name}”.", f"There are: {names}.")
    return found


def say(text: str) -> None:
    """Progress and hints: not part of what a script reads."""
    click.echo(text, err=True)
