"""Where a mailbox is: its two servers in one address, and how far it was read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, quote, urlsplit

from cm_desk.errors import BadInput

TLS, STARTTLS, PLAIN = "tls", "starttls", "plain"
SCHEMES = {"imaps": TLS, "smtps": TLS, "imap": STARTTLS, "smtp": STARTTLS, "plain": PLAIN}
PORTS = {("imap", TLS): 993, ("imap", STARTTLS): 143, ("smtp", TLS): 465, ("smtp", STARTTLS): 587}
HERE = ("localhost", "127.0.0.1", "::1")
TYPED = 'Write it like "imap.example.org" or "imap.example.org:993".'


@dataclass(frozen=True, slots=True)
class Place:
    """`how`: TLS from the first byte, STARTTLS, or PLAIN, which is for this machine alone."""

    host: str
    port: int
    how: str = TLS

    def text(self, kind: str) -> str:
        scheme = {TLS: f"{kind}s", STARTTLS: kind, PLAIN: "plain"}[self.how]
        return f"{scheme}://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Ways:
    """The servers of a mailbox. `base_url` of an account is their `text`."""

    imap: Place
    smtp: Place

    def text(self) -> str:
        return f"{self.imap.text('imap')}/?smtp={quote(self.smtp.text('smtp'), safe='')}"


def ways(base_url: str) -> Ways:
    """Raises BadInput for an address that `Ways.text` did not write."""
    second = parse_qs(urlsplit(base_url).query).get("smtp", [""])[0]
    return Ways(place(base_url, "imap"), place(second, "smtp"))


def place(typed: str, kind: str) -> Place:
    """From "imap.example.org", "imap.example.org:143" or an address. Raises BadInput."""
    typed = typed.strip()
    try:
        parts = urlsplit(typed if "://" in typed else f"//{typed}")
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise BadInput(f"{typed[:80]} is no server.", TYPED) from None
    if not host or any(each.isspace() for each in host):
        raise BadInput(f"{typed[:80] or 'An empty name'} is no server.", TYPED)
    how = SCHEMES.get(parts.scheme) or (STARTTLS if port in (143, 587, 25, 2525) else TLS)
    if how == PLAIN and host not in HERE:
        raise BadInput(f"{host} would be asked without protection.", TYPED)
    return Place(host, port or PORTS.get((kind, how), 0), how)


@dataclass(frozen=True, slots=True)
class Key:
    """What opens the mailbox: a password, or a token where `oauth`."""

    user: str
    secret: str = field(repr=False)
    oauth: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """How far a folder was read: `uid` counts as long as `validity` stays the same (RFC 9051).

    `day` is when its last mail arrived ("26-Nov-2026"), to go on from when the numbers changed.
    """

    validity: int
    uid: int
    day: str = ""


@dataclass(frozen=True, slots=True)
class Cursor:
    """By name of folder. An address that cannot be read begins anew."""

    folders: Mapping[str, Read] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str | None) -> "Cursor":
        try:
            found = json.loads(text) if text else {}
            return cls({name: Read(int(v), int(u), str(d)) for name, (v, u, d) in found.items()})
        except (ValueError, TypeError, AttributeError):
            return cls()

    def text(self) -> str:
        rows = {name: [r.validity, r.uid, r.day] for name, r in sorted(self.folders.items())}
        return json.dumps(rows, ensure_ascii=False)

    def at(self, name: str, read: Read) -> "Cursor":
        return replace(self, folders={**self.folders, name: read})
