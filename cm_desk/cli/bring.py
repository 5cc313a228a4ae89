"""History from export files. The summary of each archive is the last line about it."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import click

from cm_desk.actions import archive
from cm_desk.actions.archive import Passage
from cm_desk.actions.progress import left_s
from cm_desk.archives.base import Preview
from cm_desk.archives.columns import FIELDS, Columns, parse
from cm_desk.archives.sheet import Look
from cm_desk.cli.output import line, put, when
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, reading, say, writing
from cm_desk.desk import DATABASE, Desk
from cm_desk.errors import ArchiveError

FILE = click.Path(exists=True, path_type=Path)
OWNER = "Our own handle or address, when the file does not say; of mail several, with commas."
COLUMNS = (
    "For a table: which column is what, as in “text=Comment,when=Date,who=Name”. Fields: "
    f"{', '.join(FIELDS)}. Also: zone=Europe/Berlin, dates=day (or month, year) for what stands "
    "first, service=twitter, scale=1-5, encoding=cp1251. The others are guessed; --preview shows."
)
EVERY_S = 2.0  # between two lines about the progress


@command("import")
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE…")
@click.option("--owner", default="", help=OWNER)
@click.option("--preview", is_flag=True, help="Say what it would bring, and change nothing.")
@click.option("--columns", default="", metavar="FIELD=HEADING,…", help=COLUMNS)
async def import_(
    options: Options, files: tuple[Path, ...], owner: str, preview: bool, columns: str
) -> None:
    """Bring in history from exports and mailboxes. Each archive comes in whole, or not at all.

    Ctrl+C leaves out the archive that is being read; those before it are in.
    """
    given = parse(columns) if columns else None
    async with _desk(options, preview) as desk:
        for file in files:
            try:
                if preview or desk is None:
                    await _look(options, desk, file, owner, given)
                else:
                    await _bring(options, desk, file, owner, given)
            except ArchiveError as err:
                say(line(f"cm-desk: {err}", 500))  # names in it may come from the archive
                options.status = 1
            except asyncio.CancelledError:
                say(f"Stopped. Nothing of {line(file.name)} was imported.")
                raise


@asynccontextmanager
async def _desk(options: Options, preview: bool) -> AsyncIterator[Desk | None]:
    """None: looking at an archive makes no desk where there is none."""
    if not preview:
        async with writing(options.folder) as desk:
            yield desk
    elif (options.folder / DATABASE).exists():
        async with reading(options.folder) as desk:
            yield desk
    else:
        yield None


async def _look(
    options: Options, desk: Desk | None, file: Path, owner: str, columns: Columns | None
) -> None:
    table = await archive.table(file, columns, owner)
    found = await archive.preview(file, owner, desk, _Teller(file), columns)
    more = {
        "accounts": [f"{each.service}:{each.profile.handle}" for each in found.sources],
        "here": found.here,
        "elsewhere": {each.handle: each.messages for each in found.elsewhere},
        "first": found.first,
        "last": found.last,
        "reasons": dict(found.reasons),
        **_mapping(table),
    }
    span = f", {when(found.first)[:10]} to {when(found.last)[:10]}" if found.first else ""
    text = f"{_holds(found)}{span}; {found.here:,} are here already; {_skipped(found)}"
    lines = [f"{line(str(file))}: {text}", *_elsewhere(found), *_mapped(table)]
    put([(_summary(file, found) | more, "\n".join(lines))], options.as_json)


def _elsewhere(found: Preview) -> Iterator[str]:
    for each in found.elsewhere:
        what = "would be replaced" if each.replaced else "would stay there, and not come again"
        yield f"  {each.messages:,} are here as those of {line(each.handle)}, and {what}."


def _mapping(table: Look | None) -> dict[str, Any]:
    """Which column of a table was taken for what."""
    return {"columns": dict(table.columns.names), "headings": table.headings} if table else {}


def _mapped(table: Look | None) -> Iterator[str]:
    if table is None:
        return
    names = table.columns.names
    for key in FIELDS:
        if heading := names.get(key):
            sample = line(table.samples[table.headings.index(heading)], 50)
            yield f"  {key:9} = {line(heading, 60)}   ({sample})"
    if left := [each for each in table.headings if each not in names.values()]:
        yield f"  not used: {', '.join(line(each, 40) for each in left)}"
    if not table.sure and not table.columns.dates:
        yield "  The dates do not tell which number is the day: dates=day or dates=month says it."


async def _bring(
    options: Options, desk: Desk, file: Path, owner: str, columns: Columns | None
) -> None:
    done = await archive.import_archive(desk, file, _Teller(file), owner, columns)
    found, counts = done.found, {"new": done.inserted, "changed": done.updated}
    text = f"{_holds(found)}; {done.inserted:,} new, {done.updated:,} changed; {_skipped(found)}"
    if found.answers:
        counts["answered"] = done.answered
        text += f"; {done.answered:,} answers are new"
    put([(_summary(file, found) | counts, f"{line(str(file))}: {text}")], options.as_json)


def _summary(file: Path, found: Preview) -> dict[str, Any]:
    """What stands in the archive, whether it was new here or not."""
    return {
        "archive": str(file),
        "format": found.format,
        "people": found.people,
        "conversations": found.conversations,
        "messages": found.messages,
        "skipped": found.skipped_count,
        **({"answers": found.answers} if found.answers else {}),
    }


def _holds(found: Preview) -> str:
    talks = f"{found.people:,} people in {found.conversations:,} conversations"
    answers = f", {found.answers:,} survey answers" if found.answers else ""
    return f"{found.label}, {found.messages:,} messages{answers}, {talks}"


def _skipped(found: Preview) -> str:
    """ "3 skipped: 2 × a boost: …, 1 × a notice …"."""
    reasons = "; ".join(f"{count:,} × {line(why).rstrip('.')}" for why, count in found.reasons[:5])
    return f"{found.skipped_count:,} skipped" + (f" ({reasons})" if reasons else "")


class _Teller:
    """Says now and then on the error output how far an archive is."""

    def __init__(self, file: Path) -> None:
        self._name, self._saving = line(file.name, 60), False
        self._begun_s = self._said_s = time.monotonic()

    def __call__(self, passage: Passage) -> None:
        now_s = time.monotonic()
        if passage.saving and not self._saving:
            self._saving, self._begun_s = True, now_s
        if now_s - self._said_s < EVERY_S:
            return
        self._said_s = now_s
        rest_s = left_s(now_s - self._begun_s, passage.share)
        rest = "" if rest_s is None else f", about {rest_s:.0f} s left"
        share = "" if passage.share is None else f", {passage.share:.0%}"
        what = "saving" if passage.saving else "reading"
        say(f"{self._name}: {what} {passage.messages:,} messages{share}{rest}")
