"""Folders that are watched."""

from pathlib import Path
from typing import Any

import click

from cm_desk.actions import folders as watching
from cm_desk.cli.bring import COLUMNS, OWNER
from cm_desk.cli.output import line, put
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, reading, writing
from cm_desk.errors import BadInput
from cm_desk.store import folders as stored
from cm_desk.store.folders import Folder

FOLDER = click.Path(path_type=Path)


@command("folders")
@click.option("--watch", "watched", type=FOLDER, metavar="DIR", help="Watch DIR from now on.")
@click.option("--stop", "stopped", type=FOLDER, metavar="DIR", help="Do not watch DIR any more.")
@click.option("--look", is_flag=True, help="Bring in now what is new in them.")
@click.option("--owner", default="", help=OWNER)
@click.option("--columns", default="", metavar="FIELD=HEADING,…", help=COLUMNS)
async def folders(
    options: Options,
    watched: Path | None,
    stopped: Path | None,
    look: bool,
    owner: str,
    columns: str,
) -> None:
    """Folders whose new files (CSV, JSON, EML, any archive) come in by themselves.

    Nothing in them is moved, changed or deleted.
    """
    if not (watched or stopped or look):
        async with reading(options.folder) as desk:
            await _list(options, desk)
        return
    async with writing(options.folder) as desk:
        if watched:
            await watching.watch(desk, watched, owner, columns)
        if stopped:
            await watching.unwatch(desk, await _known(desk, stopped))
        for each in await desk.store.read(stored.all) if look else ():
            for problem in (await watching.look(desk, each)).problems:
                click.echo(line(f"cm-desk: {problem}", 500), err=True)
                options.status = 1
        await _list(options, desk)


async def _known(desk: Any, path: Path) -> Folder:
    found: Folder | None = await desk.store.read(stored.at, str(watching.absolute(path)))
    if found is None:
        raise BadInput(f"{path} is not watched.", "`folders` lists those that are.")
    return found


async def _list(options: Options, desk: Any) -> None:
    lines = []
    for each in await desk.store.read(stored.all):
        told = {
            "folder": each.path,
            "files": each.files,
            "messages": each.messages,
            "answers": each.answers,
            "problems": [
                {"file": file.name, "why": file.problem}
                for file in await desk.store.read(stored.seen, each.id)
                if file.problem
            ],
        }
        text = f"{line(each.path, 200)}: {each.files:,} files, {each.messages:,} messages"
        text += f", {each.answers:,} answers" if each.answers else ""
        text += f"; {each.problems:,} could not be read" if each.problems else ""
        lines.append((told, text))
    put(lines, options.as_json)
