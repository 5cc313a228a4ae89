"""Mail: an mbox file, .eml files, or a folder or zip of them.

Message ids are the remote ids, the first one that a mail refers to is its conversation. Quoted
replies and signatures stay in the text.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO

from cm_desk.archives.base import Part, Skipped, Source, parts
from cm_desk.archives.compact import Texts
from cm_desk.archives.container import Container, Gauge, opened
from cm_desk.domain.model import Incoming, Profile
from cm_desk.errors import ArchiveError
from cm_desk.text import sound
from cm_desk.text.mail import ODD, Mail, incoming, parse, parties

ENDINGS = (".mbox", ".eml")
MAX_LINE = 1_000_000  # bytes; a longer one is cut into several
MAX_MAIL = 30_000_000  # bytes; the rest of a larger one is not kept
PART = 50  # mails
HEAD = re.compile(rb"^[A-Za-z][A-Za-z0-9-]{1,40}:[ \t]")
MAIL_HEADERS = (b"from:", b"message-id:", b"received:", b"return-path:", b"date:", b"subject:")
STARTED = re.compile(rb"^From .*\d{4}\b")
QUOTED_FROM = re.compile(rb"^>+From ")
FIRST = 20_000  # mails that are looked through for whose mailbox it is
MAX_KNOWN = 50_000  # addresses counted for that


@dataclass(frozen=True, slots=True)
class Raw:
    """`record` is its place: "desk.mbox mail 12"."""

    record: str
    data: bytes
    arrived: datetime | None
    whole: bool


class Mbox:
    name = "mbox"
    label = "E-mail (mbox or .eml)"

    def sniff(self, path: Path) -> bool:
        try:
            with opened(path) as found:
                names = _mails_in(found)
                return bool(names) and _looks_like_mail(found, names[0])
        except (ArchiveError, OSError):
            return False

    def parts(self, path: Path, owner: str = "") -> Iterator[Part]:
        """Without `owner` the mailbox is that of the address most mails have in common.

        `owner` may be several addresses of ours with commas; the account is called as the first.
        """
        with opened(path) as files:
            ours = [each.strip().lower() for each in owner.split(",") if each.strip()]
            ours = ours or [_owner(files)]
            if not ours[0]:
                raise ArchiveError(path, "", "no mail in it says whom it is to or from.")
            yield from _Reader(ours, files).parts()


FORMAT = Mbox()


class _Reader:
    def __init__(self, ours: list[str], files: Container) -> None:
        self._ours, self._files = frozenset(ours), files
        profile = sound.profile(Profile(ours[0], ours[0]))
        self._source = Source("mail", profile, "", told=False)
        self._threads = Texts()  # by mail; "" where it begins its own

    def parts(self) -> Iterator[Part]:
        names = _mails_in(self._files)
        gauge = Gauge(self._files, names)
        for name in names:
            with gauge.open(name) as stream:
                records = (self._one(raw) for raw in _split(name, stream))
                yield from parts(self._source, records, gauge, PART)

    def _one(self, raw: Raw) -> Incoming | Skipped:
        if not raw.whole:
            return Skipped(raw.record, f"it exceeds {MAX_MAIL // 1_000_000} MB.")
        try:
            mail = parse(raw.data, raw.arrived)
            if self._threads.get(mail.id) is not None:
                return Skipped(raw.record, "a copy of a mail that came before.")
            return sound.message(incoming(mail, self._ours, self._thread(mail)))
        except ODD as err:
            why = str(err) if type(err) is ValueError and str(err).startswith("it ") else ""
            return Skipped(raw.record, why or "it is not as mail is written.")

    def _thread(self, mail: Mail) -> str:
        """That of a mail it refers to, or the first of them, or itself."""
        for each in reversed(mail.answers):
            if (thread := self._threads.get(each)) is not None:
                found = thread or each
                break
        else:
            found = (mail.answers or (mail.id,))[0]
        self._threads.set(mail.id, found if found != mail.id else "")
        return found


def _mails_in(files: Container) -> list[str]:
    names = files.names()
    return names if len(names) == 1 else [n for n in names if n.lower().endswith(ENDINGS)]


def _looks_like_mail(files: Container, name: str) -> bool:
    with files.open(name) as stream:
        first = stream.readline(MAX_LINE)
        if STARTED.match(first):
            return True
        heads = [first, *(stream.readline(MAX_LINE) for _ in range(20))]
    known = [each for each in heads if each.lower().startswith(MAIL_HEADERS)]
    return bool(HEAD.match(first)) and len(known) >= 2


def _owner(files: Container) -> str:
    """The address that most of the first mails name; on a tie the one that is met first."""
    count: Counter[str] = Counter()
    for raw in islice(_all(files), FIRST):
        head = raw.data.partition(b"\n\n")[0]
        try:
            count.update(parties(head))
        except ODD:
            continue
        if len(count) > MAX_KNOWN:
            count = Counter(dict(count.most_common(MAX_KNOWN // 2)))
    return next(iter(count.most_common(1)), ("", 0))[0]


def _all(files: Container) -> Iterator[Raw]:
    for name in _mails_in(files):
        with files.open(name) as stream:
            yield from _split(name, stream)


def _split(name: str, stream: IO[bytes]) -> Iterator[Raw]:
    """The mails of one file. Line ends become \\n, as the parser wants them."""
    first = stream.readline(MAX_LINE)
    if not STARTED.match(first):
        yield _collect(name, _lines(first, stream))
        return
    number, start, size, blank = 1, first, 0, False
    lines: list[bytes] = []
    for line in _lines(b"", stream):
        if blank and STARTED.match(line):
            yield _raw(f"{name} mail {number}", lines, start, size)
            number, start, lines, size = number + 1, line, [], 0
        else:
            size += len(line)
            if size <= MAX_MAIL:
                lines.append(line[1:] if QUOTED_FROM.match(line) else line)
        blank = line == b"\n"
    yield _raw(f"{name} mail {number}", lines, start, size)


def _lines(first: bytes, stream: IO[bytes]) -> Iterator[bytes]:
    line = first or stream.readline(MAX_LINE)
    while line:
        yield line[:-2] + b"\n" if line.endswith(b"\r\n") else line
        line = stream.readline(MAX_LINE)


def _collect(name: str, lines: Iterator[bytes]) -> Raw:
    kept, size = [], 0
    for line in lines:
        size += len(line)
        if size <= MAX_MAIL:
            kept.append(line)
    return Raw(name, b"".join(kept), None, size <= MAX_MAIL)


def _raw(record: str, lines: list[bytes], start: bytes, size: int) -> Raw:
    return Raw(record, b"".join(lines), _arrived(start), size <= MAX_MAIL)


def _arrived(line: bytes) -> datetime | None:
    """ "From ada@example.org Thu Feb 13 00:19:15 2020": the last five words are the time."""
    words = line.decode("ascii", "replace").split()[-5:]
    try:
        return datetime.strptime(" ".join([*words, "+0000"]), "%a %b %d %H:%M:%S %Y %z")
    except ValueError:
        return None
