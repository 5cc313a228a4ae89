"""One signed-in IMAP connection. Raises NoAnswer, Odd and No, never an error of its libraries.

imap_tools and imaplib are imported with the first connection, not at the start of the desk.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from cm_desk.connectors.exchange import NoAnswer
from cm_desk.connectors.services.mail import words
from cm_desk.connectors.services.mail.line import Line, Odd
from cm_desk.connectors.services.mail.places import STARTTLS, Key, Place

P = ParamSpec("P")
T = TypeVar("T")
SENT_NAMES = ("sent", "sent items", "sent messages", "sent mail", "gesendet", "envoyés", "enviados")
SLOWER = re.compile(
    r"throttl|too many|rate limit|bandwidth|exceeded|try again later|simultaneous|slow down", re.I
)
CODE = re.compile(r"^\s*(?:\[([A-Z0-9-]+)[^\]]*\])?\s*(.*)", re.DOTALL)


class No(Exception):
    """The server refused: `code` is its name for the reason, "" for none. Stays in this folder."""

    def __init__(self, said: str) -> None:
        found = CODE.match(said)
        self.code, self.words = (found[1] or "", found[2].strip()) if found else ("", said)
        super().__init__(self.words)


@dataclass(frozen=True, slots=True)
class Folder:
    name: str
    sent: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    validity: int
    next_uid: int
    messages: int


def _asks(method: Callable[Concatenate["Box", P], T]) -> Callable[Concatenate["Box", P], T]:
    """Everything that the libraries below raise, in the three words of this folder."""

    @wraps(method)
    def call(self: "Box", /, *args: P.args, **kwargs: P.kwargs) -> T:
        import imaplib

        import imap_tools

        try:
            return method(self, *args, **kwargs)
        except imaplib.IMAP4.abort as err:
            raise self._ended(str(err)) from None
        except imaplib.IMAP4.error as err:
            raise No(_said(err.args)) from None
        except imap_tools.ImapToolsError as err:
            raise No(_said(getattr(err, "command_result", err.args))) from None
        except (OSError, EOFError, NoAnswer) as err:
            raise NoAnswer(self._line.why(err), sent=True) from None
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as err:
            raise Odd(f"it is not as IMAP is written ({type(err).__name__}).") from None

    return call


class Box:
    """`sign_in` first. One folder is looked into at a time, and nothing is marked as seen."""

    def __init__(self, line: Line, place: Place) -> None:
        self._line, self._place = line, place
        self._box: Any = None
        self._looking: str | None = None

    @_asks
    def open(self) -> None:
        from cm_desk.connectors.services.mail.client import mailbox

        self._box = mailbox(self._line, self._place)
        if self._place.how == STARTTLS:
            self._box.client.protect()

    @_asks
    def sign_in(self, key: Key) -> None:
        if key.oauth:
            self._box.xoauth2(key.user, key.secret, None)
        elif (key.user + key.secret).isascii() and not self._can("AUTH=PLAIN"):
            self._box.login(key.user, key.secret, None)
        else:
            self._box.login_utf8(key.user, key.secret, None)

    @_asks
    def folders(self) -> list[Folder]:
        """The inbox, and what was sent. Where the server does not say which, by its name."""
        listed = self._box.folder.list()
        named = [each for each in listed if "\\noselect" not in _lower(each.flags)]
        marked = [each for each in named if "\\sent" in _lower(each.flags)]
        likely = [e for e in named if e.name.rpartition(e.delim or "/")[2].lower() in SENT_NAMES]
        sent = [Folder(each.name, sent=True) for each in (marked or likely)[:1]]
        return [Folder("INBOX"), *sent]

    @_asks
    def status(self, name: str) -> Status:
        """Not of a folder that is looked into: servers tell old numbers then."""
        self._shut()
        found = self._box.folder.status(name, ("MESSAGES", "UIDNEXT", "UIDVALIDITY"))
        return Status(found["UIDVALIDITY"], found["UIDNEXT"], found["MESSAGES"])

    @_asks
    def leave(self) -> None:
        """Look anew from here on: an open folder may not show what came since."""
        self._shut()

    @_asks
    def look(self, name: str) -> None:
        if self._looking != name:
            self._box.folder.set(name, readonly=True)
            self._looking = name

    @_asks
    def uids(self, *criteria: str) -> list[int]:
        """Of the folder that is looked into, in order."""
        typ, data = self._box.client.uid("SEARCH", *criteria)
        _need(typ, data)
        return sorted({int(each) for part in data if part for each in part.split()})

    @_asks
    def newest(self, number: int, messages: int) -> list[int]:
        """The uids of the last `number` mails of the folder that is looked into."""
        if messages <= 0:
            return []
        typ, data = self._box.client.fetch(f"{max(1, messages - number + 1)}:*", "(UID)")
        _need(typ, data)
        return sorted({int(each["UID"]) for each in words.messages(data) if "UID" in each})

    @_asks
    def fetch(self, uids: Sequence[int], items: str) -> dict[int, dict[str, Any]]:
        """By uid. One that is gone meanwhile is missing."""
        if not uids:
            return {}
        typ, data = self._box.client.uid("FETCH", ",".join(map(str, uids)), f"(UID {items})")
        _need(typ, data)
        found: dict[int, dict[str, Any]] = {}
        for each in words.messages(data):
            if str(each.get("UID", "")).isdecimal():
                found.setdefault(int(each["UID"]), {}).update(each)
        return found

    @_asks
    def append(self, name: str, raw: bytes) -> None:
        self._box.append(raw, name, datetime.now(UTC), ("\\Seen",))

    @_asks
    def wait(self, most_s: float) -> bool:
        """IDLE (RFC 2177) in the inbox until the server tells something, or `most_s` are over."""
        return bool(self._box.client.idle(most_s))

    @property
    def idles(self) -> bool:
        return self._can("IDLE")

    def _can(self, name: str) -> bool:
        return name in self._box.client.capabilities

    def close(self) -> None:
        if self._box is not None:
            self._box.client.shutdown()

    def _shut(self) -> None:
        if self._looking is not None:
            self._looking = None
            self._box.client.close()  # looked into for reading: nothing is expunged

    def _ended(self, said: str) -> Exception:
        """imaplib's one error for a connection that broke, a BYE, and nonsense."""
        if self._line.stopped or "EOF" in said or "socket error" in said:
            return NoAnswer(self._line.why(OSError()), sent=True)
        if "unexpected" in said or "illegal" in said:
            return Odd("it does not answer like an IMAP server.")
        words = said.rpartition("=>")[2].strip()
        if SLOWER.search(words):
            return No(words)
        return NoAnswer(f"it ended the connection ({words[:200]})", sent=True)


def _need(typ: str, data: Iterable[Any]) -> None:
    if typ != "OK":
        raise No(_said(data))


def _lower(flags: Iterable[str]) -> list[str]:
    return [each.lower() for each in flags]


def _said(parts: Iterable[Any]) -> str:
    """The words of a server among what a library wraps around them."""
    flat = [each for part in parts for each in (part if isinstance(part, list | tuple) else [part])]
    texts = [e.decode("utf-8", "replace") if isinstance(e, bytes) else str(e) for e in flat if e]
    said = next((t for t in texts if t not in ("OK", "NO", "BAD")), "")
    return re.sub(r"^\w+ command error: \w+ \[b?['\"](.*)['\"]\]$", r"\1", said)
