"""What Reddit sends on a data request: comments.csv, posts.csv, messages.csv and more.

Only what we wrote ourselves is in it, and messages both ways. Comments on one post are one
conversation, and so are the messages of one thread. Ids are those of the API (t1_ a comment, t3_ a
post, t4_ a message). Tables are known by the names of their columns, which are always English.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path, PurePosixPath

from cm_desk.archives.base import Part, Skipped, Source, parts
from cm_desk.archives.container import Container, Gauge, opened
from cm_desk.archives.tables import rows
from cm_desk.domain.model import Author, Incoming, Kind, Media, Profile
from cm_desk.errors import ArchiveError
from cm_desk.text import sound
from cm_desk.text.sound import ODD

Row = dict[str, str]
BASE_URL = "https://www.reddit.com"
STATISTICS = "statistics.csv"
COLUMNS = {
    "comment": {"id", "permalink", "date", "subreddit", "link", "parent", "body"},
    "post": {"id", "permalink", "date", "subreddit", "title", "body"},
    "message": {"id", "permalink", "thread_id", "date", "from", "to", "body"},
    "header": {"id", "permalink", "thread_id", "date", "from", "to"},
    "chat": {"message_id", "created_at", "username", "message", "channel_url"},
}
MAX_TABLES = 500
NAMES = 1000  # messages that are looked through for our name


class Reddit:
    name = "reddit"
    label = "Reddit data request (CSV)"

    def sniff(self, path: Path) -> bool:
        try:
            with opened(_root(path)) as files:
                return bool(_tables(path, files))
        except (ArchiveError, OSError):
            return False

    def parts(self, path: Path, owner: str = "") -> Iterator[Part]:
        """`owner` is our user name, where no table tells it."""
        with opened(_root(path)) as files:
            tables = _tables(path, files)
            if not tables:
                raise ArchiveError(path, "", "there is no table of comments or messages in it.")
            us = owner.removeprefix("u/") or _account(path, files, tables)
            yield from _Reader(path, files, tables, us).parts()


FORMAT = Reddit()


class _Reader:
    def __init__(self, path: Path, files: Container, tables: dict[str, str], us: str) -> None:
        self._path, self._tables, self._us = path, tables, us.lower()
        self._gauge = Gauge(files, tables)
        handle = f"u/{us}" if us else "Reddit"
        profile = Profile(handle, us.lower() or handle, us or handle)
        self._source = Source("reddit", sound.profile(profile), BASE_URL if us else "", bool(us))
        self._told: set[str] = set()  # messages that have a text

    def parts(self) -> Iterator[Part]:
        """Those with a text first: a table of heads repeats them."""
        for name in sorted(self._tables, key=lambda each: self._tables[each] == "header"):
            yield from parts(self._source, self._records(name), self._gauge)

    def _records(self, name: str) -> Iterator[Incoming | Skipped]:
        kind, short = self._tables[name], PurePosixPath(name).name
        with self._gauge.open(name) as stream:
            for line, row in _named(self._path, short, rows(self._path, short, stream)):
                place = f"{short} line {line}"
                if kind != "header":
                    yield self._record(kind, row, place)
                elif row.get("id") not in self._told:
                    yield Skipped(place, "only the head of this message is in it, not its text.")

    def _record(self, kind: str, row: Row, place: str) -> Incoming | Skipped:
        known = {"comment": _comment, "post": _submission}
        mine = {"message": self._message, "chat": self._chat}
        try:
            return sound.message((known | mine)[kind](row))
        except ODD:
            return Skipped(place, "it is not as Reddit writes a row.")

    def _message(self, row: Row) -> Incoming:
        self._told.add(row["id"])
        ours = row["from"].lower() == self._us
        return Incoming(
            remote_id=_full("t4", row["id"]),
            thread=_full("t4", row["thread_id"] or row["id"]),
            who=_author(row["to"] if ours else row["from"]),
            text=row["body"],
            sent_at=_moment(row["date"]),
            kind=Kind.DIRECT,
            outgoing=ours,
            subject=row.get("subject", ""),
            visibility="direct",
            url=row["permalink"],
        )

    def _chat(self, row: Row) -> Incoming:
        ours = row["username"].lower() == self._us
        parent = row.get("thread_parent_message_id", "")
        return Incoming(
            remote_id=row["message_id"],
            thread=row["channel_url"] or row["message_id"],
            who=None if ours else _author(row["username"]),
            text=row["message"],
            sent_at=_moment(row["created_at"]),
            kind=Kind.CHAT,
            outgoing=ours,
            reply_to=parent,
            visibility="direct",
        )


def _comment(row: Row) -> Incoming:
    post, parent = _post(row["link"]), row["parent"].strip()
    return Incoming(
        remote_id=_full("t1", row["id"]),
        thread=post,
        who=None,
        text=row["body"],
        sent_at=_moment(row["date"]),
        kind=Kind.COMMENT,
        outgoing=True,
        reply_to=_full("t1", parent) if parent else post,
        visibility="public",
        url=row["permalink"],
        media=_media(row.get("media", "")),
    )


def _submission(row: Row) -> Incoming:
    one, link = _full("t3", row["id"]), row.get("url", "")
    shared = "" if link == row["permalink"] else link
    return Incoming(
        remote_id=one,
        thread=one,
        who=None,
        text=f"{row['body']}\n{shared}".strip(),
        sent_at=_moment(row["date"]),
        kind=Kind.POST,
        outgoing=True,
        subject=row["title"],
        visibility="public",
        url=row["permalink"],
    )


def _root(path: Path) -> Path:
    """Somebody may drop one table: what it says about us stands beside it."""
    beside = path.suffix == ".csv" and (path.parent / STATISTICS).is_file()
    return path.parent if beside else path


def _tables(path: Path, files: Container) -> dict[str, str]:
    """The kind of each table with messages in it, by its name in `files`."""
    names = [name for name in files.names() if name.lower().endswith(".csv")]
    if path.is_file() and _root(path) != path:
        names = [path.name]
    found = {name: _kind(path, files, name) for name in names[:MAX_TABLES]}
    return {name: kind for name, kind in found.items() if kind}


def _kind(path: Path, files: Container, name: str) -> str:
    with files.open(name) as stream:
        try:
            _, head = next(rows(path, name, stream), (0, []))
        except ArchiveError:
            return ""
    return next((kind for kind, wanted in COLUMNS.items() if wanted <= set(head)), "")


def _named(
    path: Path, name: str, given: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple[int, Row]]:
    """With the cells by the name of their column; a row of another length has none."""
    _, head = next(given, (0, []))
    for line, cells in given:
        yield line, dict(zip(head, cells, strict=True)) if len(head) == len(cells) else {}


def _account(path: Path, files: Container, tables: dict[str, str]) -> str:
    """What the statistics say, else whom most messages are from or to; "" where nothing tells."""
    for name in files.names():
        if PurePosixPath(name).name == STATISTICS:
            with files.open(name) as stream:
                for _, row in islice(rows(path, name, stream), 20):
                    if row[0] == "account name" and len(row) == 2:
                        return row[1].strip()
    count: Counter[str] = Counter()
    for name in (name for name, kind in tables.items() if kind in ("message", "header")):
        with files.open(name) as stream:
            for _, each in islice(_named(path, name, rows(path, name, stream)), NAMES):
                count.update({each.get("from", ""), each.get("to", "")} - {""})
    return next((name for name, _ in count.most_common(1)), "")


def _full(prefix: str, id: str) -> str:
    """ "t1_9jpdsn", also for an id that says so already."""
    bare = id.strip().rpartition("_")[2]
    if not bare:
        raise ValueError("a row without an id")
    return f"{prefix}_{bare}"


def _post(link: str) -> str:
    """The post that ".../comments/awi6uu/..." is about."""
    return _full("t3", link.partition("/comments/")[2].partition("/")[0])


def _author(name: str) -> Author:
    name = name.strip().removeprefix("u/").removeprefix("/u/")
    return Author(name.lower(), f"u/{name}", name, f"{BASE_URL}/user/{name}")


def _media(cell: str) -> tuple[Media, ...]:
    links = [word for word in cell.split() if word.startswith("https://")]
    return tuple(Media("image", link, name=PurePosixPath(link).name) for link in links)


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text.strip().removesuffix(" UTC"))
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
