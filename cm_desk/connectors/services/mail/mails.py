"""Mails out of a mailbox, each read as an archive would read it.

Small ones come whole; of large ones only head, texts, and the names of their files.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

from cm_desk.connectors.services.mail.box import Box, Folder
from cm_desk.connectors.services.mail.words import leaves
from cm_desk.domain.times import YEARS
from cm_desk.text import mail as text
from cm_desk.text.mail import Mail

log = logging.getLogger(__name__)
SMALL = 200_000  # bytes of a mail that comes whole
MOST_TEXT = 800_000  # bytes of one text in a larger one
MOST_PARTS = 60  # of a larger one
AT_ONCE = 25  # small mails in one request
NAMED = 20  # ids in one search
ANSWERED = re.compile(r"^\s*((re|aw|sv|antw|odp|ynt|rif|res|r)\s*(\[\d+\])?\s*:\s*)+", re.I)
LATE = timedelta(days=30)  # after which the same subject is another matter


@dataclass(frozen=True, slots=True)
class Found:
    """`raw` is the whole mail, None for a large one. `seen` by somebody, on any device."""

    folder: Folder
    uid: int
    mail: Mail
    seen: bool
    day: str
    raw: bytes | None = None


def read(box: Box, folder: Folder, uids: Sequence[int]) -> list[Found]:
    """Those that can be read, in the order of `uids`; an odd one does not stop the others."""
    box.look(folder.name)
    heads = box.fetch(uids, "FLAGS INTERNALDATE RFC822.SIZE")
    small = [uid for uid in uids if uid in heads and _size(heads[uid]) <= SMALL]
    whole: dict[int, dict[str, Any]] = {}
    for start in range(0, len(small), AT_ONCE):
        whole |= box.fetch(small[start : start + AT_ONCE], "BODY.PEEK[]")
    found = []
    for uid in (each for each in uids if each in heads):
        raw = whole.get(uid, {}).get("BODY[]")
        try:
            mail = _whole(raw, heads[uid]) if uid in small else _large(box, uid, heads[uid])
        except text.ODD as err:
            log.info("a mail in %s cannot be read: %s", folder.name, type(err).__name__)
            continue
        if mail is not None:
            seen = "\\Seen" in _flags(heads[uid])
            found.append(Found(folder, uid, mail, seen, _day(heads[uid]), raw))
    return found


def _whole(raw: Any, head: dict[str, Any]) -> Mail | None:
    return text.parse(_lines(raw), _arrived(head)) if isinstance(raw, bytes) else None


def _large(box: Box, uid: int, known: dict[str, Any]) -> Mail | None:
    """None: it is gone meanwhile."""
    head = box.fetch([uid], "BODYSTRUCTURE BODY.PEEK[HEADER]").get(uid)
    if head is None:
        return None
    parts = list(leaves(head.get("BODYSTRUCTURE")))[:MOST_PARTS]
    single = len(parts) == 1 and parts[0][0] == "1"
    names = [f"BODY.PEEK[{section}.MIME]" for section, _ in parts if not single]
    names += [f"BODY.PEEK[{section}]<0.{MOST_TEXT}>" for section, is_text in parts if is_text]
    given = box.fetch([uid], " ".join(names)).get(uid, {}) if names else {}
    top = _bytes(head.get("BODY[HEADER]"))
    made = []
    for section, _ in parts:
        mime = top if single else _bytes(given.get(f"BODY[{section}.MIME]"))
        made.append(mime + _bytes(given.get(f"BODY[{section}]<0>")))
    messages = [message_from_bytes(_lines(each), policy=policy.compat32) for each in made]
    return text.read(
        message_from_bytes(_lines(top), policy=policy.compat32), messages, top, _arrived(known)
    )


def heads(box: Box, folder: Folder, uids: Sequence[int]) -> Iterator[Mail]:
    """What stands above the words alone: enough to know conversations."""
    box.look(folder.name)
    for head in box.fetch(uids, "INTERNALDATE BODY.PEEK[HEADER]").values():
        top = _lines(_bytes(head.get("BODY[HEADER]")))
        try:
            yield text.read(
                message_from_bytes(top, policy=policy.compat32), [], top, _arrived(head)
            )
        except text.ODD:
            continue


class Threads:
    """To which conversation a mail belongs, as far as the mailbox can tell.

    `page` are the mails that are asked about; what they name is looked up for all at once.
    """

    def __init__(self, finder: "Finder", page: Sequence[Mail]) -> None:
        self._finder = finder
        self._known: dict[str, str] = {}
        self._mails = {each.id: each for each in page}
        named = {e.answers[0] for e in page if e.answers and not e.whole_thread}
        self._absent = named - self._mails.keys()
        self._mails |= {each.id: each for each in finder.heads(sorted(self._absent))}
        self._absent -= self._mails.keys()

    def of(self, mail: Mail) -> str:
        """By what it refers to (RFC 5256 calls that REFERENCES), else by its subject."""
        if mail.id not in self._known:
            self._known[mail.id] = self._first(mail)
        return self._known[mail.id]

    def _first(self, mail: Mail) -> str:
        if mail.answers and mail.whole_thread:
            return mail.answers[0]
        if not mail.answers:
            return self._by_subject(mail)
        above, seen = mail.answers[0], {mail.id}
        while above not in seen:
            seen.add(above)
            if above in self._known:
                return self._known[above]
            found = self._above(above)
            if found is None:
                return above
            if not found.answers:
                return self._by_subject(found)
            above = found.answers[0]
            if found.whole_thread:
                return above
        return above

    def _above(self, id: str) -> Mail | None:
        if id not in self._mails and id not in self._absent:
            self._mails |= {each.id: each for each in self._finder.heads([id])}
        return self._mails.get(id)

    def _by_subject(self, mail: Mail) -> str:
        """ "Re: …" of somebody whose program names nothing: their newest mail of that name."""
        if not ANSWERED.match(mail.subject):
            return mail.id
        bare = ANSWERED.sub("", mail.subject).strip()
        party = mail.sender.key
        for each in self._finder.named(bare, party, mail.sent_at) if bare else ():
            same = ANSWERED.sub("", each.subject).strip().lower() == bare.lower()
            if same and each.id != mail.id and timedelta(0) <= mail.sent_at - each.sent_at <= LATE:
                return self.of(each)
        return mail.id


class Finder:
    """Looks for mails by what they say, in the folders that the desk reads."""

    def __init__(self, box: Box, folders: Sequence[Folder]) -> None:
        self._box, self._folders = box, folders

    def find(self, id: str) -> Found | None:
        return next((each for each in self.all_with("Message-ID", id) if each.mail.id == id), None)

    def heads(self, ids: Sequence[str]) -> Iterator[Mail]:
        """Those of `ids` that are here, some at once."""
        good = [each for each in ids if _searchable(each)]
        for start in range(0, len(good), NAMED):
            some = good[start : start + NAMED]
            ors = ["OR"] * (len(some) - 1)
            words = [word for each in some for word in ("HEADER", "Message-ID", _quoted(each))]
            for folder in self._folders:
                self._box.look(folder.name)
                found = heads(self._box, folder, self._box.uids(*ors, *words))
                yield from (each for each in found if each.id in some)

    def all_with(self, header: str, id: str) -> Iterator[Found]:
        """Mails with `id` in a header; servers compare by parts of words."""
        for folder in self._folders:
            yield from read(self._box, folder, self.uids_with(folder, header, id))

    def uids_with(self, folder: Folder, header: str, id: str) -> list[int]:
        self._box.look(folder.name)
        if id.endswith("@without-message-id"):
            return self._box.uids("NOT", "HEADER", "Message-ID", '""')[-50:]
        if not _searchable(id):
            return []
        return self._box.uids("HEADER", header, _quoted(id))[:200]

    def named(self, subject: str, party: str, before: datetime) -> Iterator[Mail]:
        """Mails from or to `party` with a subject like this, newest first."""
        if not (subject.isascii() and party.isascii() and subject.isprintable()):
            return
        since = (before - LATE).strftime("%d-%b-%Y")
        for folder in reversed(self._folders):
            self._box.look(folder.name)
            side = "TO" if folder.sent else "FROM"
            uids = self._box.uids(
                *("SINCE", since, "SUBJECT", _quoted(subject[:80]), side, _quoted(party))
            )
            yield from reversed(list(heads(self._box, folder, uids[-5:])))


def _searchable(id: str) -> bool:
    return id.isascii() and id.isprintable() and not id.endswith("@without-message-id")


def _quoted(text: str) -> str:
    return '"{}"'.format(text.replace("\\", "\\\\").replace('"', '\\"'))


def _size(head: dict[str, Any]) -> int:
    size = str(head.get("RFC822.SIZE", ""))
    return int(size) if size.isdecimal() else SMALL + 1


def _flags(head: dict[str, Any]) -> list[str]:
    flags = head.get("FLAGS")
    return [str(each) for each in flags] if isinstance(flags, list) else []


def _day(head: dict[str, Any]) -> str:
    """ "26-Nov-2026", as SEARCH wants it."""
    return _bytes(head.get("INTERNALDATE")).decode("ascii", "replace").strip().partition(" ")[0]


def _arrived(head: dict[str, Any]) -> datetime | None:
    text = _bytes(head.get("INTERNALDATE")).decode("ascii", "replace").strip()
    try:
        found = datetime.strptime(text, "%d-%b-%Y %H:%M:%S %z").astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if found.year in YEARS else None


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else b""


def _lines(raw: bytes) -> bytes:
    """With the ends of lines that archives have."""
    return raw.replace(b"\r\n", b"\n")
