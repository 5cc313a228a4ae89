"""One mailbox: what lies in its folders, and what goes wrong."""

import base64
import re
import socket
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.utils import format_datetime

from cm_desk.text.mail import parse

US = "hello@tidewell.example"


@dataclass
class Letter:
    uid: int
    raw: bytes
    flags: set[str] = field(default_factory=set)
    arrived: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def id(self) -> str:
        return str(message_from_bytes(self.raw, policy=policy.compat32)["Message-ID"] or "").strip(
            "<> "
        )


@dataclass
class Faults:
    """Set by the test, read by the servers' threads."""

    refused: str = ""  # the words in which no password is taken
    throttled: str = ""  # the words in which nothing is done
    garbled: bool = False
    drops: int = 0  # how many accepted mails get no answer
    refused_mail: tuple[int, str] | None = None  # the answer to RCPT
    flood: bool = False  # an answer that does not end
    slow: bool = False  # a mail is taken in at a walk
    cut_after: int | None = None  # bytes of an answer; then the connection ends
    hanging: threading.Event | None = None
    released: threading.Event = field(default_factory=threading.Event)

    def clear(self) -> None:
        self.released.set()
        self.__init__()  # type: ignore[misc]


class World:
    def __init__(self, password: str) -> None:
        self.password, self.faults = password, Faults()
        self.validity = 7
        self.folders: dict[str, list[Letter]] = {"INBOX": [], "Sent": []}
        self.accepted: list[tuple[str, list[str], bytes]] = []  # sender, recipients, mail
        self.keeps_sent = True  # the server lays a copy there by itself
        self.open: set[socket.socket] = set()
        self.asked: list[str] = []
        self.connections = 0
        self.changed = threading.Condition()
        self.any_token = False  # what somebody else gave is taken
        self.sasl: list[str] = []  # what came with AUTHENTICATE and AUTH
        self._uid = self._number = 0

    def takes(self, mechanism: str, told: str) -> bool:
        """Whether this is our account's name and secret, as SASL tells them."""
        if mechanism == "XOAUTH2":
            bearer = f"user={US}\1auth=Bearer "
            known = told == f"{bearer}{self.password}\1\1"
            return known or (self.any_token and told.startswith(bearer))
        return told == f"\0{US}\0{self.password}"

    def put(self, folder: str, raw: bytes, flags: Iterable[str] = ()) -> Letter:
        with self.changed:
            self._uid += 1
            made = Letter(self._uid, raw, set(flags))
            self.folders[folder].append(made)
            self.changed.notify_all()
        return made

    def next_uid(self) -> int:
        return self._uid + 1

    def renumber(self) -> None:
        """As after a move to another server: every uid is another one."""
        with self.changed:
            self.validity += 1
            for letters in self.folders.values():
                for letter in letters:
                    self._uid += 1
                    letter.uid = self._uid

    def accept(self, sender: str, to: list[str], raw: bytes) -> None:
        self.accepted.append((sender, to, raw))
        if self.keeps_sent:
            self.put("Sent", raw, ["\\Seen"])

    def write(self, text: str, name: str = "Ada Vogel", reply_to: str = "") -> str:
        """Somebody writes to us; the id of the mail."""
        self._number += 1
        id = f"n{self._number}@poczta.example"
        user = re.sub(r"\W+", ".", name.lower()).strip(".")[:40] or "somebody"
        user = user if user.isascii() else f"u{abs(hash(name))}"
        above = self._references(reply_to)
        lines = [
            f"From: {_word(name)} <{user}@poczta.example>",
            f"To: Tidewell <{US}>",
            f"Subject: {'Re: ' if reply_to else ''}{_word('A question')}",
            f"Date: {format_datetime(datetime.now(UTC))}",
            f"Message-ID: <{id}>",
            *([f"In-Reply-To: <{reply_to}>", f"References: {above}"] if reply_to else []),
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64",
            "",
            base64.encodebytes(text.encode("utf-8", "replace")).decode(),
        ]
        self.put("INBOX", "\n".join(lines).replace("\n", "\r\n").encode())
        return id

    def delete(self, id: str) -> None:
        for letters in self.folders.values():
            letters[:] = [each for each in letters if each.id != id]

    def posts(self) -> list[str]:
        return [parse(raw.replace(b"\r\n", b"\n"), None).text for _, _, raw in self.accepted]

    def _references(self, id: str) -> str:
        letters = (each for letters in self.folders.values() for each in letters)
        found = next((each for each in letters if each.id == id), None)
        above = message_from_bytes(found.raw)["References"] if found else None
        return f"{above or ''} <{id}>".strip().replace("\r\n", "").replace("\n", "")


def _word(text: str) -> str:
    """RFC 2047, whatever stands in it."""
    if not text:
        return ""
    pieces = [text[start : start + 12] for start in range(0, len(text), 12)]
    coded = [base64.b64encode(each.encode("utf-8", "replace")).decode() for each in pieces]
    return "\r\n ".join(f"=?utf-8?b?{each}?=" for each in coded)
