"""One raw mail into our terms: headers, charsets, the text among many parts. Never raises but ODD.

Mail breaks every rule it has, so each step has a fallback, and what cannot be read at all says so.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from cm_desk.archives.sound import YEARS
from cm_desk.domain.model import Author, Media
from cm_desk.text.plain import clean, plain

ODD = (ValueError, TypeError, LookupError, AttributeError, MessageError, RecursionError)
MAX_TEXT = 200_000  # characters of one text
MAX_HEADER = 20_000
MAX_PARTS = 500
ALIASES = {"ks_c_5601-1987": "cp949", "x-sjis": "cp932", "shift_jis": "cp932", "gb2312": "gb18030"}


@dataclass(frozen=True, slots=True)
class Mail:
    """`id`, `answers` (whom it answers, oldest first) without angle brackets."""

    id: str
    answers: tuple[str, ...]
    sender: Author
    to: tuple[Author, ...]
    subject: str
    sent_at: datetime
    text: str
    media: tuple[Media, ...]


def parse(raw: bytes, arrived: datetime | None) -> Mail:
    """`arrived` stands in for a date that cannot be read. Raises ODD, with what is missing."""
    message = message_from_bytes(raw, policy=policy.compat32)
    senders = addresses(message, "From", "Sender", "Return-Path")
    if not senders:
        raise ValueError("it does not say who wrote it.")
    text, media = _body(message)
    return Mail(
        id=_ids(message, "Message-ID")[:1][0] if _ids(message, "Message-ID") else _made_up(raw),
        answers=_unique([*_ids(message, "References"), *_ids(message, "In-Reply-To")]),
        sender=senders[0],
        to=tuple(addresses(message, "To", "Cc")),
        subject=header(message, "Subject"),
        sent_at=_date(message, arrived),
        text=text,
        media=media,
    )


def parties(raw: bytes) -> list[str]:
    """Every address in the head of a mail, for finding out whose mailbox this is."""
    message = message_from_bytes(raw, policy=policy.compat32)
    found = addresses(message, "Delivered-To", "X-Original-To", "To", "Cc", "From")
    return list(dict.fromkeys(each.key for each in found))


def header(message: "Message[str, str]", name: str) -> str:
    """Decoded (RFC 2047), on one line."""
    return " ".join(clean(_decoded(next(iter(_raw(message, name)), ""))).split())


def addresses(message: "Message[str, str]", *names: str) -> list[Author]:
    """In the order of `names`. The address is the key, in lower case."""
    given = [each for name in names for each in _raw(message, name)]
    found = []
    for name, address in getaddresses(given):
        address = clean(_decoded(address)).strip("<> ")
        if "@" in address.strip("@") and " " not in address:
            shown = " ".join(clean(_decoded(name)).split())
            found.append(Author(address.lower(), address, shown[:500]))
    return found


def _raw(message: "Message[str, str]", name: str) -> list[str]:
    """As it stands in the mail: get() would replace each byte that is not ASCII."""
    found = (value for key, value in message.raw_items() if key.lower() == name.lower())
    return [_unescaped(str(each)[:MAX_HEADER]) for each in found]


def _decoded(text: str) -> str:
    """RFC 2047; charsets that nobody knows are UTF-8 or Windows-1252."""
    try:
        pieces = decode_header(text)
    except (HeaderParseError, ValueError):
        return text
    return "".join(
        each if isinstance(each, str) else charset(each, name or "utf-8") for each, name in pieces
    )


def _unescaped(text: str) -> str:
    """The parser keeps bytes that are not ASCII as half surrogates: UTF-8, else Windows-1252."""
    try:
        return charset(text.encode("ascii", "surrogateescape"), "utf-8")
    except UnicodeEncodeError:
        return text


def charset(data: bytes, name: str) -> str:
    """Any bytes in any charset; an unknown one is UTF-8 or Windows-1252."""
    for each in (ALIASES.get(name.lower(), name), "utf-8"):
        try:
            return data.decode(each)
        except (LookupError, UnicodeError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def _body(message: "Message[str, str]") -> tuple[str, tuple[Media, ...]]:
    """The plain text, else the text of the HTML; everything else is named as a file."""
    plains, htmls, files = [], [], []
    for part in _leaves(message):
        kind, name = part.get_content_type(), _filename(part)
        if name or part.get_content_maintype() != "text":
            files.append(Media("image" if kind.startswith("image/") else "file", "", name=name))
        elif kind == "text/html":
            htmls.append(plain(_text(part)))
        else:
            plains.append(clean(_text(part)))
    text = "\n\n".join(each for each in plains if each.strip()) or "\n\n".join(htmls)
    return text.strip()[:MAX_TEXT], tuple(each for each in files if each.name)


def _leaves(message: "Message[str, str]") -> Iterator["Message[str, str]"]:
    """The parts with content, in order; a mail inside a mail is a file, not more text."""
    for number, part in enumerate(message.walk()):
        if number >= MAX_PARTS:
            return
        if not part.is_multipart():
            yield part


def _text(part: "Message[str, str]") -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    return charset(data[: 4 * MAX_TEXT], str(part.get_content_charset() or "utf-8"))


def _filename(part: "Message[str, str]") -> str:
    name = _decoded(_unescaped(part.get_filename() or ""))
    return " ".join(clean(name).replace("\\", "/").rpartition("/")[2].split())[:200]


def _ids(message: "Message[str, str]", name: str) -> list[str]:
    """What stands between angle brackets, or the words where there are none."""
    given = clean(" ".join(_raw(message, name))[:MAX_HEADER])
    between = [each.partition(">")[0].strip() for each in given.split("<")[1:]]
    return [each for each in (between or given.split()) if each][:200]


def _unique(ids: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _made_up(raw: bytes) -> str:
    """The same mail gets the same id at each import."""
    return f"{hashlib.sha256(raw).hexdigest()[:32]}@without-message-id"


def _date(message: "Message[str, str]", arrived: datetime | None) -> datetime:
    """The sender's date, else the newest stamp of a server, else when it was put in the box."""
    stamps = [each.rpartition(";")[2] for each in _raw(message, "Received")]
    for given in (*_raw(message, "Date")[:1], *stamps[:3]):
        if found := _moment(given):
            return found
    if arrived is None:
        raise ValueError("it has no date that can be read.")
    return arrived


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(clean(text).strip())
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.year in YEARS else None
