"""One raw mail into our terms: headers, charsets, the text among many parts. Never raises but ODD.

Mail breaks every rule it has, so each step has a fallback, and what cannot be read at all says so.
Archives and the mailbox itself are read by this, so that the same mail is the same message.
"""

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import TypeAlias
from urllib.parse import quote, unquote

from cm_desk.domain.model import Author, Incoming, Kind, Media
from cm_desk.domain.times import YEARS
from cm_desk.text.plain import clean, plain

ODD = (ValueError, TypeError, LookupError, AttributeError, MessageError, RecursionError)
MAX_TEXT = 200_000  # characters of one text
MAX_HEADER = 20_000
MAX_PARTS = 500
ALIASES = {"ks_c_5601-1987": "cp949", "x-sjis": "cp932", "shift_jis": "cp932", "gb2312": "gb18030"}


MAILER = "CM Desk"  # in X-Mailer of what we send
QUOTE = re.compile(r"^.{1,300}, \d{4}-\d\d-\d\d \d\d:\d\d UTC:$")  # the line above our quotes
RETURNED = re.compile(rb"(?im)^message-id:[ \t]*(?:\r?\n[ \t]+)?<([^>\s]{1,900})>")
MACHINES = re.compile(r"(no-?_?reply|do-?not-?reply|mailer-daemon|postmaster|bounces?)\b.*@", re.I)
Part: TypeAlias = "Message[str, str]"


@dataclass(frozen=True, slots=True)
class Mail:
    """`id`, `answers` (whom it answers, oldest first) without angle brackets.

    `answers_to` is where an answer should go where that is not the sender. `automatic` is "" for
    what a person wrote, else bounce, auto-reply, notice or list.
    """

    id: str
    answers: tuple[str, ...]
    sender: Author
    to: tuple[Author, ...]
    subject: str
    sent_at: datetime
    text: str
    media: tuple[Media, ...]
    answers_to: Author | None = None
    automatic: str = ""
    whole_thread: bool = True  # it names its conversation, not only the mail before it

    def writer(self, ours: Collection[str]) -> Author:
        """Who wrote it: for a form on our own site, whom it says to answer."""
        by_form = self.sender.key in ours and any(each.key in ours for each in self.to)
        if by_form and self.answers_to and self.answers_to.key not in ours:
            return self.answers_to
        return self.sender


def parse(raw: bytes, arrived: datetime | None) -> Mail:
    """`arrived` stands in for a date that cannot be read. Raises ODD, with what is missing."""
    message = message_from_bytes(raw, policy=policy.compat32)
    return read(message, list(_leaves(message)), raw, arrived)


def read(head: Part, leaves: Sequence[Part], raw: bytes, arrived: datetime | None) -> Mail:
    """The same of a mail whose parts came one by one; `raw` names it when it has no id."""
    senders = addresses(head, "From", "Sender", "Return-Path")
    if not senders:
        raise ValueError("it does not say who wrote it.")
    id = next(iter(_ids(head, "Message-ID")), "") or _made_up(raw)
    text, media = _body(leaves, id)
    automatic = _automatic(head, senders[0].key)
    references = _ids(head, "References")
    answers = [*references, *_ids(head, "In-Reply-To")]
    if automatic == "bounce" and not answers:
        answers = _returned(raw, id)
    return Mail(
        id=id,
        answers=_unique(answers),
        sender=replace(senders[0], bot=_is_machine(head, senders[0].key, automatic)),
        to=tuple(addresses(head, "To", "Cc")),
        subject=header(head, "Subject"),
        sent_at=_date(head, arrived),
        text=own_words(text) if header(head, "X-Mailer") == MAILER else text,
        media=media,
        answers_to=next(iter(addresses(head, "Reply-To")), None),
        automatic=automatic,
        whole_thread=len(references) > 1,
    )


def incoming(
    mail: Mail, ours: Collection[str], thread: str, sent: bool = False, unread: bool = False
) -> Incoming:
    """`ours` are our addresses in lower case; `sent`: it lies in the folder of what we sent.

    What a machine answered by itself asks for nothing.
    """
    writer = mail.writer(ours)
    outgoing = sent or writer.key in ours
    asks = mail.automatic in ("", "bounce")
    return Incoming(
        remote_id=mail.id,
        thread=thread,
        who=next((e for e in mail.to if e.key not in ours), None) if outgoing else writer,
        text=mail.text,
        sent_at=mail.sent_at,
        kind=Kind.MAIL,
        outgoing=outgoing,
        unread=unread and asks and not outgoing,
        reply_to=mail.answers[-1] if mail.answers else "",
        subject=mail.subject,
        url=original(mail.id),
        media=mail.media,
    )


def original(id: str, number: int | None = None) -> str:
    """The address of a mail (RFC 2392), or of its file `number`: what a click fetches."""
    return f"mid:{quote(id, safe='@')}" + ("" if number is None else f"/{number}")


def from_original(url: str) -> tuple[str, int | None]:
    """The id and the number inside such an address; an id of "" for any other."""
    scheme, _, rest = url.partition(":")
    id, _, number = rest.partition("/")
    if scheme != "mid":
        return "", None
    return unquote(id), int(number) if number.isdecimal() else None


def attachment(raw: bytes, number: int) -> bytes | None:
    """The content of the file with this number; None where there is none."""
    leaves = _leaves(message_from_bytes(raw, policy=policy.compat32))
    files = [part for part in leaves if _is_file(part) and filename(part)]
    data = files[number].get_payload(decode=True) if number < len(files) else None
    return data if isinstance(data, bytes) else None


def own_words(text: str) -> str:
    """What we wrote, without the mail we answered, which our line and ">" introduce."""
    lines = text.rstrip().split("\n")
    while lines and (not lines[-1] or lines[-1].startswith(">")):
        lines.pop()
    return "\n".join(lines[:-1]).rstrip() if lines and QUOTE.match(lines[-1]) else text


def quoted(mail: Mail) -> str:
    """`mail` as it stands below an answer, for `own_words` to take away again."""
    lines = (f"> {line}".rstrip() for line in mail.text.split("\n"))
    name = " ".join((mail.sender.name or mail.sender.handle).split())[:200]
    return "\n".join([f"{name}, {mail.sent_at:%Y-%m-%d %H:%M} UTC:", *lines])


def _automatic(message: Part, sender: str) -> str:
    """RFC 3834, and what was used before it and beside it."""
    if message.get_content_type() == "multipart/report" or sender.startswith("mailer-daemon@"):
        return "bounce"
    submitted = re.sub(r"[;( ].*", "", header(message, "Auto-Submitted").lower())
    precedence = header(message, "Precedence").lower()
    if submitted == "auto-replied" or precedence == "auto_reply":
        return "auto-reply"
    if any(_raw(message, name) for name in ("X-Autoreply", "X-Autorespond", "X-Autoreply-From")):
        return "auto-reply"
    if submitted not in ("", "no"):
        return "notice"
    lists = ("List-Id", "List-Unsubscribe", "List-Post")
    if precedence in ("bulk", "junk", "list") or any(_raw(message, name) for name in lists):
        return "list"
    return ""


def _returned(raw: bytes, own: str) -> list[str]:
    """Which mail of ours came back, by the head of it that stands in the report (RFC 3462)."""
    found = (each.decode("ascii", "replace") for each in RETURNED.findall(raw[: 4 * MAX_TEXT]))
    return [each for each in found if each != own][-1:]


def _is_machine(message: Part, sender: str, automatic: str) -> bool:
    """Nobody reads an answer. People write to lists that can be written to."""
    posted = automatic == "list" and not _raw(message, "List-Post")
    return posted or automatic in ("bounce", "notice") or bool(MACHINES.match(sender))


def parties(raw: bytes) -> list[str]:
    """Every address in the head of a mail, for finding out whose mailbox this is."""
    message = message_from_bytes(raw, policy=policy.compat32)
    found = addresses(message, "Delivered-To", "X-Original-To", "To", "Cc", "From")
    return list(dict.fromkeys(each.key for each in found))


def header(message: Part, name: str) -> str:
    """Decoded (RFC 2047), on one line."""
    return " ".join(clean(_decoded(next(iter(_raw(message, name)), ""))).split())


def addresses(message: Part, *names: str) -> list[Author]:
    """In the order of `names`. The address is the key, in lower case."""
    given = [each for name in names for each in _raw(message, name)]
    found = []
    for name, address in getaddresses(given):
        address = clean(_decoded(address)).strip("<> ")
        if "@" in address.strip("@") and " " not in address:
            shown = " ".join(clean(_decoded(name)).split())
            found.append(Author(address.lower(), address, shown[:500]))
    return found


def _raw(message: Part, name: str) -> list[str]:
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


def _body(leaves: Sequence[Part], id: str) -> tuple[str, tuple[Media, ...]]:
    """The plain text, else the text of the HTML; everything else is named as a file."""
    plains, htmls, files = [], [], []
    for part in leaves:
        if _is_file(part):
            files.append((part.get_content_maintype(), filename(part)))
        elif part.get_content_type() == "text/html":
            htmls.append(plain(_text(part)))
        else:
            plains.append(clean(_text(part)))
    text = "\n\n".join(each for each in plains if each.strip()) or "\n\n".join(htmls)
    named = [each for each in files if each[1]]
    return text.strip()[:MAX_TEXT], tuple(
        Media("image" if kind == "image" else "file", original(id, n), name=name)
        for n, (kind, name) in enumerate(named)
    )


def _is_file(part: Part) -> bool:
    return bool(filename(part)) or part.get_content_maintype() != "text"


def _leaves(message: Part) -> Iterator[Part]:
    """The parts with content, in order; a mail inside a mail is a file, not more text."""
    for number, part in enumerate(message.walk()):
        if number >= MAX_PARTS:
            return
        if not part.is_multipart():
            yield part


def _text(part: Part) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    return charset(data[: 4 * MAX_TEXT], str(part.get_content_charset() or "utf-8"))


def filename(part: Part) -> str:
    name = _decoded(_unescaped(part.get_filename() or ""))
    return " ".join(clean(name).replace("\\", "/").rpartition("/")[2].split())[:200]


def _ids(message: Part, name: str) -> list[str]:
    """What stands between angle brackets, or the words where there are none."""
    given = clean(" ".join(_raw(message, name))[:MAX_HEADER])
    between = [each.partition(">")[0].strip() for each in given.split("<")[1:]]
    return [each for each in (between or given.split()) if each][:200]


def _unique(ids: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _made_up(raw: bytes) -> str:
    """The same mail gets the same id at each import, whatever the ends of its lines."""
    even = raw.replace(b"\r\n", b"\n").strip()
    return f"{hashlib.sha256(even).hexdigest()[:32]}@without-message-id"


def _date(message: Part, arrived: datetime | None) -> datetime:
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
