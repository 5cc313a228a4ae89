"""Everything in files that other programs read: JSON lines, CSV beside them, and SQLite."""

import csv
import hashlib
import json
import shutil
from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, Any, ParamSpec, TypeVar

from cm_desk.actions.files import told
from cm_desk.actions.progress import Progress, Report
from cm_desk.desk import DATABASE, Desk
from cm_desk.domain.times import from_ms
from cm_desk.lanes import Lane
from cm_desk.paths import FACES, PROOFS
from cm_desk.store import backup, settings
from cm_desk.store import export as rows
from cm_desk.store.tx import Tx

P = ParamSpec("P")
T = TypeVar("T")
COPY, MANIFEST = "desk.sqlite", "manifest.json"
MADE, MOST = "exports.made", 20  # a setting: where exports were put, which erasing must know
FORMULA = tuple("=+-@＝＋－＠\t\r\n")  # a spreadsheet would run a cell that begins so


@dataclass(frozen=True, slots=True)
class Exported:
    folder: Path
    rows: dict[str, int]


async def export(desk: Desk, folder: Path, report: Report | None = None) -> Exported:
    """Write a new folder inside `folder`: a .jsonl and a .csv for each table, a copy of the store
    that any SQLite reads, and a manifest with counts and sums.

    It has its final name only when it is complete, and nothing stays of one that was cancelled.
    Secrets are not in the store, so they are not in here either.
    """
    with told(folder):
        return await _written(desk, folder, report or (lambda _: None))


async def _written(desk: Desk, folder: Path, report: Report) -> Exported:
    target = _free(folder / f"cm-desk-export-{desk.now():%Y-%m-%d}")
    part = target.with_name(target.name + ".part")
    part.mkdir(parents=True)
    try:
        counts = await _tables(desk, part, report)
        await _apart(backup.plain, desk.folder / DATABASE, part / COPY)
        for name in (FACES, PROOFS):
            if (desk.folder / name).is_dir():
                await _apart(shutil.copytree, desk.folder / name, part / name)
        await _apart(_manifest, part, desk.now(), counts)
        done = part.rename(target)
    except BaseException:
        shutil.rmtree(part)
        raise
    if not desk.store.only_read:
        await desk.store.write(_remember, str(done.resolve()))
    return Exported(done, counts)


async def known(desk: Desk) -> list[Path]:
    """Exports that were made from this store and are still where they were put."""
    made = json.loads(await desk.store.read(settings.get, MADE, "[]"))
    return [Path(each) for each in made if (Path(each) / MANIFEST).is_file()]


def remove(exports: Iterable[Path]) -> None:
    """Only what is an export of ours."""
    for each in exports:
        if (each / MANIFEST).is_file() and (each / COPY).is_file():
            shutil.rmtree(each)


def _remember(tx: Tx, folder: str) -> None:
    made = [each for each in json.loads(settings.get(tx.db, MADE, "[]")) if each != folder]
    settings.set(tx, MADE, json.dumps([*made, folder][-MOST:]))


async def _apart(job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    lane = Lane("export")
    try:
        return await lane.run(job, *args, **kwargs)
    finally:
        lane.close()


async def _tables(desk: Desk, part: Path, report: Report) -> dict[str, int]:
    counts, done = {}, 0
    tables = await desk.store.read(rows.counts)
    for table in tables:
        name = rows.FILES.get(table, table)
        counts[name] = await _noun(desk, table, part / name, partial(_step, report, done, tables))
        done += tables[table]
    return counts


def _step(report: Report, before: int, tables: dict[str, int], count: int) -> None:
    report(Progress(before + count, sum(tables.values())))


def _manifest(folder: Path, now: datetime, counts: dict[str, int]) -> None:
    """What is here, so that somebody else can see whether all of it is."""
    files = [
        {
            "name": each.relative_to(folder).as_posix(),
            "bytes": each.stat().st_size,
            "sha256": _sum(each),
        }
        for each in sorted(folder.rglob("*"))
        if each.is_file()
    ]
    found = {"made": now.isoformat(), "by": "CM Desk", "rows": counts, "files": files}
    (folder / MANIFEST).write_text(json.dumps(found, indent=1), "utf-8")


def _sum(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def _free(wanted: Path) -> Path:
    number, free = 2, wanted
    while free.exists() or free.with_name(free.name + ".part").exists():
        free, number = wanted.with_name(f"{wanted.name}-{number}"), number + 1
    return free


async def _noun(desk: Desk, table: str, file: Path, step: Callable[[int], None]) -> int:
    count, after = 0, None
    with (
        file.with_suffix(".jsonl").open("w", encoding="utf-8") as lines,
        file.with_suffix(".csv").open("w", encoding="utf-8-sig", newline="") as cells,
    ):
        while True:
            found, after = await desk.store.read(rows.page, table, after)
            if not found:
                return count
            page = [readable(row) for row in found]
            lines.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in page)
            _cells(cells, page, heading=not count)
            count += len(page)
            step(count)


def readable(row: dict[str, Any]) -> dict[str, Any]:
    """Times as ISO 8601 in UTC: `sent_ms` becomes `sent`. Parts kept as JSON become values."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        if name.endswith("_ms"):
            found[name[:-3]] = None if value is None else from_ms(value).isoformat()
        elif name in ("extra", "media", "recipients", "message") and value:
            found[name] = json.loads(value)
        elif isinstance(value, bytes):
            found[name] = b64encode(value).decode()
        else:
            found[name] = value
    return found


def _cells(table: IO[str], page: list[dict[str, Any]], heading: bool) -> None:
    writer = csv.writer(table)
    if heading:
        writer.writerow(page[0])
    writer.writerows([cell(value) for value in row.values()] for row in page)


def cell(value: object) -> str:
    """As a spreadsheet may have it: a text that would be a formula gets an apostrophe before."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text
