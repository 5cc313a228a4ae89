"""Everything in files that other programs read: JSON lines, and CSV beside them."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from cm_desk.actions.progress import Progress, Report
from cm_desk.desk import Desk
from cm_desk.domain.times import from_ms
from cm_desk.store import export as rows

FORMULA = tuple("=+-@＝＋－＠\t\r\n")  # a spreadsheet would run a cell that begins so


@dataclass(frozen=True, slots=True)
class Exported:
    folder: Path
    rows: dict[str, int]


async def export(desk: Desk, folder: Path, report: Report | None = None) -> Exported:
    """Write a new folder inside `folder`: a .jsonl and a .csv for each noun.

    It has its final name only when it is complete. Secrets are not in the store, so they are
    not in here either.
    """
    target = _free(folder / f"cm-desk-export-{desk.now():%Y-%m-%d}")
    part = target.with_name(target.name + ".part")
    part.mkdir(parents=True)
    counts, done = {}, 0
    for table in await desk.store.read(rows.nouns):
        name = rows.FILES.get(table, table)
        counts[name] = await _noun(desk, table, part / name)
        done += counts[name]
        if report:
            report(Progress(done))
    return Exported(part.rename(target), counts)


def _free(wanted: Path) -> Path:
    number, free = 2, wanted
    while free.exists() or free.with_name(free.name + ".part").exists():
        free, number = wanted.with_name(f"{wanted.name}-{number}"), number + 1
    return free


async def _noun(desk: Desk, table: str, file: Path) -> int:
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


def readable(row: dict[str, Any]) -> dict[str, Any]:
    """Times as ISO 8601 in UTC: `sent_ms` becomes `sent`. Parts kept as JSON become values."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        if name.endswith("_ms"):
            found[name[:-3]] = None if value is None else from_ms(value).isoformat()
        elif name in ("extra", "media", "recipients", "message") and value:
            found[name] = json.loads(value)
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
