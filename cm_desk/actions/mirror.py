"""Show a person everything that is held about them: a page to read, and the same as JSON.

Other people's names are blacked out. The same data gives the same bytes on the same day.
"""

import hashlib
import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from cm_desk.actions.export import readable
from cm_desk.actions.files import told
from cm_desk.actions.progress import Progress, Report
from cm_desk.desk import Desk
from cm_desk.domain.keeping import kept_until
from cm_desk.domain.times import from_ms
from cm_desk.errors import BadInput
from cm_desk.paths import FACES, face_file
from cm_desk.store import accounts, contacts, keeping, mirror
from cm_desk.store.contacts import Person
from cm_desk.store.holdings import Key
from cm_desk.store.mirror import Section
from cm_desk.text import paper
from cm_desk.text.others import Others

PAGE, DATA = "mirror.html", "mirror.json"
WORDS = ("text", "subject", "note", "why", "quote", "words", "question", "bio")  # paragraphs
FOR_EVER = "until erased"
Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mirror:
    """What was written. `entries` by heading; `blacked_out` counts people, not places."""

    folder: Path
    name: str
    entries: dict[str, int]
    blacked_out: int
    sums: dict[str, str]

    @property
    def count(self) -> int:
        return sum(self.entries.values())


async def write(desk: Desk, contact_id: int, folder: Path, report: Report | None = None) -> Mirror:
    """Two files in `folder`, made if missing. They have their names only when they are complete."""
    person = await desk.store.read(contacts.person, contact_id)
    if person is None:
        raise BadInput("That person is not here any more.")
    with told(folder):
        return await _written(desk, person, folder, report or (lambda _: None))


async def _written(desk: Desk, person: Person, folder: Path, report: Report) -> Mirror:
    parts = _parts(folder)
    try:
        with _made(parts[0]) as page, _made(parts[1]) as data:
            writer = await _writer(desk, person.id, person.name, page, data)
            entries = await writer.everything(report)
        sums = {part.stem: part.replace(part.with_suffix("")) for part in parts}
    finally:
        for part in parts:
            part.unlink(missing_ok=True)
    return Mirror(
        folder, person.name, entries, len(writer.others.seen),
        {name: _sum(file) for name, file in sums.items()},
    )  # fmt: skip


def _parts(folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    return [folder / f"{name}.part" for name in (PAGE, DATA)]


def _made(file: Path) -> IO[str]:
    return file.open("w", encoding="utf-8", errors="replace", newline="\n")


def _sum(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


async def _writer(desk: Desk, id: int, name: str, page: IO[str], data: IO[str]) -> "_Writer":
    known, near, kept = await desk.store.read(mirror.others, id)
    others = Others(known, kept)
    for number, called in known:
        if number in near:
            others.also(number, called)
    months = await desk.store.read(keeping.months)
    kept_for = {
        f"{each.service} {each.handle}": months[each.id]
        for each in await desk.store.read(accounts.all)
        if each.id in months
    }
    return _Writer(desk, (id, name), (page, data), others, kept_for)


class _Writer:
    """Writes both files side by side, a page of rows at a time."""

    def __init__(
        self,
        desk: Desk,
        who: tuple[int, str],
        files: tuple[IO[str], IO[str]],
        others: Others,
        kept_for: dict[str, int],
    ) -> None:
        self._desk, (self._id, self._name), (self._page, self._data) = desk, who, files
        self.others, self._kept_for, self._done = others, kept_for, 0

    async def everything(self, report: Report) -> dict[str, int]:
        """How many entries there are, by heading."""
        sections = await self._desk.store.read(mirror.sections, self._id)
        entries = {each.called: each.count for each in sections if each.entry}
        total = sum(each.count for each in sections)
        self._begin(entries)
        for number, section in enumerate(sections):
            self._data.write(",\n" if number else "")
            await self._section(section, lambda: report(Progress(self._done, total)))
        await self._pictures()
        self._end()
        return entries

    def _begin(self, entries: dict[str, int]) -> None:
        now, count = self._desk.now(), sum(entries.values())
        about = {"about": self._name, "made": f"{now:%Y-%m-%d}", "entries": count}
        said = json.dumps(about | {"by_kind": entries}, ensure_ascii=False)
        self._data.write(f'{said[:-1]}, "held": {{\n')
        title = f"What is held about {self._name}"
        self._page.write(paper.head(title) + paper.part("h1", title))
        words = f"All of it, as it was on {_day(now)}: {count:,} entries. Times are in UTC."
        self._page.write(paper.part("p", words, "quiet"))
        self._page.write(paper.table((name, f"{n:,}") for name, n in entries.items()))

    async def _pictures(self) -> None:
        """Those that were fetched of them, inside both files."""
        found = {}
        for each in await self._desk.store.read(contacts.identities, self._id):
            file = self._desk.folder / FACES / face_file(each.avatar_url)
            if each.avatar_url and (data := _bytes(file)):
                found[each.avatar_url] = data
        if found:
            self._page.write(paper.part("h2", f"Pictures ({len(found)})"))
        told = []
        for url, data in found.items():
            kind = paper.media_type(data)
            self._page.write(paper.picture(kind, data, url))
            told.append({"url": url, "type": kind, "base64": b64encode(data).decode()})
        self._data.write(f'\n}}, "pictures": {json.dumps(told)}')

    def _end(self) -> None:
        count = len(self.others.seen)
        self._data.write(f', "blacked_out": {count}}}\n')
        words = f"Of other people {count} are blacked out."
        self._page.write(paper.part("p", words, "quiet") + paper.tail())

    async def _section(self, section: Section, step: Callable[[], object]) -> None:
        self._data.write(f"{json.dumps(section.called)}: [\n")
        self._page.write(paper.part("h2", f"{section.called} ({section.count:,})"))
        after: Key | None = None
        between = ""
        while True:
            rows, after = await self._desk.store.read(mirror.page, self._id, section.table, after)
            for row in rows:
                entry = self._entry(section, row)
                self._data.write(between + json.dumps(entry, ensure_ascii=False))
                self._page.write(_article(section, entry))
                between = ",\n"
            self._done += len(rows)
            step()
            if after is None:
                break
        self._data.write("\n]")

    def _entry(self, section: Section, row: mirror.Row) -> Entry:
        """As JSON has it, without other people, with where it is from and how long it is kept."""
        account, at_ms = row.pop("account_id", None), row.get(section.at)
        came = row.pop("came", "")
        found = {name: self._clean(value) for name, value in readable(row).items()}
        if account is None:
            here = f"their profile at {found['service']}" if "service" in found else "written here"
            return found | {"source": found.get("source") or here, "kept": FOR_EVER}
        found["source"] = f"{account}, {came}" if came else str(account)
        months = self._kept_for.get(str(account)) if section.table == "messages" else None
        return found | {"kept": _kept(at_ms, months)}

    def _clean(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.others.clean(value)
        if isinstance(value, list):
            return [self._clean(each) for each in value]
        if isinstance(value, dict):
            return {name: self._clean(each) for name, each in value.items()}
        return value


def _bytes(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""


def _kept(at_ms: int | None, months: int | None) -> str:
    if at_ms is None or months is None:
        return FOR_EVER
    return f"text until {_day(kept_until(from_ms(at_ms), months))}, the rest until erased"


def _article(section: Section, entry: Entry) -> str:
    """When and from where, then what was said, then all else by its name, in small letters."""
    at = entry.get(section.at.removesuffix("_ms")) if section.at else None
    way = {0: "They wrote", 1: "We wrote"}.get(entry.get("outgoing", -1), "")
    top = " · ".join(filter(None, (way, _moment(at), entry["source"], entry["kept"])))
    said = "".join(paper.part("p", entry[w], "text") for w in WORDS if entry.get(w))
    left = {"source", "kept", "outgoing", section.at.removesuffix("_ms"), *WORDS}
    rest = [(name.replace("_", " "), _plain(v)) for name, v in entry.items() if name not in left]
    if section.entry:
        line = " · ".join(f"{name} {value}" for name, value in rest if value)
        more = paper.part("p", line, "quiet") if line else ""
    else:
        more = paper.pairs(rest)
    return f"<article>{paper.part('p', top, 'quiet')}{said}{more}</article>\n"


def _moment(at: str | None) -> str:
    if not at:
        return ""
    moment = datetime.fromisoformat(at)
    return f"{_day(moment)}, {moment:%H:%M}"


def _is_time(value: str) -> bool:
    return value[4:5] == "-" and value.endswith("+00:00") and value[10:11] == "T"


def _plain(value: Any) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and _is_time(value):
        return _moment(value)
    return "" if value in (None, 0, "") else str(value)


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
